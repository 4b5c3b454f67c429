using Oversight.Projections.Deadlines;
using Oversight.Projections.Timelines;
using Oversight.Projections.Visibility;
using Oversight.Record.Challenges;
using Oversight.Record.Evidence;
using Oversight.Record.Organisations;
using Oversight.Record.People;
using Oversight.Record.Recovery;
using Oversight.Record.Segments;
using Oversight.Record.Telling;
using Oversight.Record.Undertakings;

namespace Oversight.Projections.Notifications;

/// <summary>An entry that is news to somebody.</summary>
/// <param name="Entry">The entry.</param>
/// <param name="InForce">The entry whose content is believed of it: told again, it says something else.</param>
/// <param name="IsWork">Whether it waits for them to do something.</param>
public sealed record EntryNews(Entry Entry, Guid InForce, bool IsWork);

/// <summary>
/// What is news to somebody: they see it, it is theirs to look after, and they did not say it themselves. Auditors and administrators look
/// for themselves.
/// </summary>
public static class News
{
    /// <summary>Whether an entry may be news to anybody: what was taken over from documents is not.</summary>
    public static bool MayBe(Event content) => content.Decision.Origin != Origin.Imported;

    /// <summary>Those of some entries that are news to somebody.</summary>
    /// <param name="entries">The entries, of any subjects.</param>
    /// <param name="whole">The whole record.</param>
    /// <param name="sight">What they see.</param>
    /// <param name="reader">The signed-in subject.</param>
    public static IEnumerable<EntryNews> Of(IEnumerable<Entry> entries, RecordAt whole, Sight sight, string reader)
    {
        var seen = whole.AsSeenBy(sight);
        return entries
            .Where(entry => MayBe(entry.Event) && entry.LoggedBy != reader)
            .GroupBy(entry => entry.Subject)
            .SelectMany(about =>
                whole.TimelineOf(about.Key) is { } timeline && seen.TimelineOf(about.Key) is { } shown
                    ? Overseen(timeline, whole, sight)
                        ? OfOverseer(about, timeline, shown)
                        : OfOwn(about.Select(entry => ToldBy(entry, timeline)).OfType<Entry>(), timeline, shown, sight)
                    : []
            );
    }

    /// <summary>What own people see on a day and did not see on an earlier one, the record being the same.</summary>
    /// <param name="whole">The whole record.</param>
    /// <param name="sight">What they see on the day.</param>
    /// <param name="since">The earlier day.</param>
    /// <param name="reader">The signed-in subject.</param>
    public static IEnumerable<EntryNews> BecameVisible(RecordAt whole, Sight sight, DateOnly since, string reader)
    {
        var earlier = sight with { On = since };
        return ConcernedIn(whole, sight)
            .Where(timeline => !Overseen(timeline, whole, sight))
            .SelectMany(timeline =>
            {
                if (sight.See(timeline, whole) is not { } shown)
                {
                    return [];
                }

                var before = earlier.See(timeline, whole)?.Recorded.Select(entry => entry.Id).ToHashSet() ?? [];
                return OfOwn(
                    shown.Recorded.Where(entry =>
                        !before.Contains(entry.Id)
                        && MayBe(entry.Event)
                        && entry.Event is not ITells
                        && entry.LoggedBy != reader
                    ),
                    timeline,
                    shown,
                    sight
                );
            });
    }

    /// <summary>The deadlines that come near or have passed, each with its step: 30, 7 or 1 days, or overdue.</summary>
    /// <param name="whole">The whole record.</param>
    /// <param name="sight">What they see.</param>
    public static IEnumerable<(Deadline Deadline, string Step)> DeadlinesOf(RecordAt whole, Sight sight)
    {
        var grants = sight.Grants;
        string[] regions = [.. grants.Regions.Select(region => region.Code)];
        OdsCode[] own = [.. grants.Organisations];
        return IsNational(sight) || regions.Length > 0 || own.Length > 0
            ? from deadline in Deadlines.Deadlines.On(whole.AsSeenBy(sight), sight.On).All
            where
                IsNational(sight) || deadline.Regions.Any(regions.Contains) || deadline.Organisations.Any(own.Contains)
            let step = StepOf(deadline.DaysLeft)
            where step is not null
            select (deadline, step!)
            : [];
    }

    private static string? StepOf(int? daysLeft) =>
        daysLeft switch
        {
            < 0 => "overdue",
            <= 1 => "1",
            <= 7 => "7",
            <= 30 => "30",
            _ => null,
        };

    private static bool IsNational(Sight sight) => sight.Grants.All.Any(grant => grant.Role == Role.National);

    private static bool Overseen(Timeline timeline, RecordAt whole, Sight sight) =>
        IsNational(sight)
        || sight.Grants.Regions.Any()
            && OverseeingRegions.Of(timeline, whole) is var regions
            && sight.Grants.Regions.Any(region => regions.Contains(region.Code));

    // Who oversees is told of what is recorded; who was told of it is in the record, and no news.
    private static IEnumerable<EntryNews> OfOverseer(IEnumerable<Entry> entries, Timeline timeline, Timeline shown)
    {
        var ids = shown.Recorded.Select(entry => entry.Id).ToHashSet();
        return entries
            .Where(entry => ids.Contains(entry.Id) && entry.Event is not EntryCommunicated)
            .Select(entry => new EntryNews(
                entry,
                timeline.StandsFor(entry.Id)?.InForce?.Id ?? entry.Id,
                entry.Event
                    is SegmentProposed
                        or ExitRecommended
                        or EvidenceSubmitted
                        or EntryChallenged
                        or CertificateAppliedFor
            ));
    }

    private static IEnumerable<EntryNews> OfOwn(
        IEnumerable<Entry> entries,
        Timeline timeline,
        Timeline shown,
        Sight sight
    )
    {
        var ids = shown.Recorded.Select(entry => entry.Id).ToHashSet();
        var concerned = ThoseConcerned.ByOrAfter(timeline).ToHashSet();
        OdsCode[] own = [.. sight.Grants.Organisations];
        return entries
            .Where(entry =>
                ids.Contains(entry.Id)
                // Of an ICB a trust's people see what is public, which is not theirs, and what they were told, which is.
                && (own.Any(concerned.Contains) || own.Length > 0 && !entry.Event.IsPublic())
                && !own.Any(organisation => entry.Event.IsSaidBy(organisation))
            )
            .Select(entry => new EntryNews(entry, timeline.StandsFor(entry.Id)?.InForce?.Id ?? entry.Id, IsWork: false))
            .DistinctBy(news => news.Entry.Id);
    }

    // By an entry that tells, what it told; any other itself.
    private static Entry? ToldBy(Entry entry, Timeline timeline) =>
        entry.Event is not ITells tells ? entry
        : tells.In(timeline, entry.Place) is { } told
            ? timeline.Recorded.FirstOrDefault(one => one.Id == timeline.StandsFor(told.Entry)?.Id)
        : null;

    private static IEnumerable<Timeline> ConcernedIn(RecordAt whole, Sight sight) =>
        sight
            .Grants.Organisations.SelectMany(own =>
                whole
                    .Naming(own)
                    .Concat([whole.TimelineOf(own)])
                    // What is said of the system of a trust stands with the ICB.
                    .Concat(whole.SystemOf(own, sight.On).Systems.Select(icb => whole.TimelineOf(icb)))
            )
            .OfType<Timeline>()
            .DistinctBy(timeline => timeline.Subject);
}
