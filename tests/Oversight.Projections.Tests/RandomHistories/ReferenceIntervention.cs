using Oversight.Record;
using Oversight.Record.Corrections;
using Oversight.Record.Entries;
using Oversight.Record.Notices;
using Oversight.Record.Organisations;
using Oversight.Record.Support;
using Oversight.Record.Time;

namespace Oversight.Projections.Tests.RandomHistories;

/// <summary>A way in which the reference for support and notices can be made wrong on purpose.</summary>
public enum InterventionDeviation
{
    None,
    RetractedEntriesCount,
    CorrectionsAreIgnored,
    VagueBeginningsNeverEnd,
    WithdrawalsAreIgnored,
    WithdrawalsAreForAll,
    SettingAnewChangesNothing,
    SaidOfAnotherIsSaidOfThis,
    StepsAreIgnored,
    ALowerTierIsTheOneBefore,
    PublishedForEver,
    PublishedIsOnlyPerhaps,
    TheProgrammeIsIgnored,
    NamedTrustsAreTheSystem,
    ExitIsNeverExpected,
    NoticesNeverClose,
    ReviewsNeverReport,
}

/// <summary>
/// Where support, notices and independent reviews stand, written once more from the words of the documentation: all pairs
/// instead of searches, and no call into what it is compared with. Slow and plain; an answer is a line for each.
/// </summary>
internal sealed class ReferenceIntervention(
    IReadOnlyList<Entry> record,
    long known,
    DateOnly day,
    InterventionDeviation deviation
)
{
    private readonly Entry[] entries = [.. record.Where(e => e.Place <= known)];

    private sealed record Said(long Place, Guid Id, Event Content, DateWithPrecision Date)
    {
        public DateOnly Earliest => Date.Earliest;

        public DateOnly Latest => Date.Latest;

        // "A position published for a period is certain for that period."
        public bool IsPeriod =>
            Content is SupportPublished
            && Date.Precision is (DatePrecision.Month or DatePrecision.Quarter or DatePrecision.FinancialYear);
    }

    /// <summary>The lines of one organisation's own stream.</summary>
    public IEnumerable<string> Of(OdsCode organisation) =>
        Support(organisation).Concat(Notices(organisation)).Concat(Reviews(organisation)).Order(StringComparer.Ordinal);

    private IEnumerable<string> Support(OdsCode organisation)
    {
        var all = Believed(organisation);
        var whats = all.SelectMany(s => Whats(s.Content, organisation)).Distinct().ToArray();
        foreach (var what in whats)
        {
            var of = all.Where(s => IsOf(s, what, organisation, all)).ToArray();
            // "When it may have begun by then, and none that has certainly begun follows it."
            var may = of.Where(s => s.Earliest <= day && !of.Any(o => IsCertain(o) && Follows(o, s))).ToArray();
            if (may.Length == 0)
            {
                continue;
            }

            var perhapsNone = !of.Any(IsCertain);
            var over = may.All(s =>
                s.IsPeriod && s.Latest < day && deviation != InterventionDeviation.PublishedForEver
            );
            var gone = may.Count(s => Standing(s.Content) == "withdrawn");
            var state =
                (gone > 0 && gone < may.Length) || perhapsNone ? "uncertain"
                : over ? "last-published"
                : gone > 0 ? "withdrawn"
                : "in-place";
            string[] tiers =
            [
                .. may.Where(s => Standing(s.Content) != "withdrawn").Select(Tier).OfType<string>().Distinct(),
            ];
            yield return $"support {what} {state} tier {(tiers is [var one] && one != "lower" ? one : "-")}"
                + $" rests on {string.Join(',', may.Select(s => s.Place))} exit {Exit(what, may, all)}";
        }
    }

    // What it is and for whom, a text for each of those that it is for.
    private IEnumerable<string> Whats(Event content, OdsCode organisation)
    {
        var (kind, programme, scope, trusts) = content switch
        {
            SupportSet set => (set.Kind, set.Programme, set.Scope, set.Organisations),
            SupportPublished published => (
                published.Kind,
                published.Programme,
                published.Scope,
                published.Organisations
            ),
            _ => (default, null, default, null),
        };
        if (content is not (SupportSet or SupportPublished))
        {
            return [];
        }

        var what =
            $"{InWords.Stored(kind)} {(programme is { } p && deviation != InterventionDeviation.TheProgrammeIsIgnored ? InWords.Stored(p) : "-")}";
        return trusts is not null && deviation != InterventionDeviation.NamedTrustsAreTheSystem
            ? trusts.Select(t => $"{what} {t}")
            : [$"{what} {(scope == Concerning.System ? "system" : organisation)}"];
    }

    private bool IsOf(Said said, string what, OdsCode organisation, Said[] all)
    {
        if (said.Content is SupportPublished)
        {
            return Whats(said.Content, organisation).Contains(what);
        }

        if (said.Content is SupportSet)
        {
            return Whats(said.Content, organisation).Contains(what) && !IsWithdrawn(said, what, all);
        }

        if (
            said.Content is not (SupportSteppedDown or SupportWithdrawn)
            || (said.Content is SupportSteppedDown && deviation == InterventionDeviation.StepsAreIgnored)
            || (said.Content is SupportWithdrawn && deviation == InterventionDeviation.WithdrawalsAreIgnored)
        )
        {
            return false;
        }

        var set = all.SingleOrDefault(s => s.Content is SupportSet && Names(Named(said.Content), s.Id));
        if (
            set is null
            || set.Earliest > day
            || !Whats(set.Content, organisation).Contains(what)
            || !IsFor(said.Content, what)
        )
        {
            return false;
        }

        // "What is said of support is said while it is in place": not after it was set anew.
        var anew = all.Any(s =>
            s.Content is SupportSet
            && Follows(s, set)
            && Follows(said, s)
            && Whats(s.Content, organisation).Contains(what)
        );
        return (!anew || deviation == InterventionDeviation.SettingAnewChangesNothing)
            && (said.Content is SupportWithdrawn || !IsWithdrawn(set, what, all));
    }

    // "What is withdrawn by the day is over, however vague its beginning was."
    private bool IsWithdrawn(Said set, string what, Said[] all) =>
        deviation is not (InterventionDeviation.VagueBeginningsNeverEnd or InterventionDeviation.WithdrawalsAreIgnored)
        && all.Any(s =>
            s.Content is SupportWithdrawn withdrawn
            && Names(withdrawn.Support, set.Id)
            && IsFor(withdrawn, what)
            && s.Latest <= day
        );

    private bool IsFor(Event content, string what)
    {
        var trusts = content switch
        {
            SupportSteppedDown stepped => stepped.Organisations,
            SupportWithdrawn withdrawn => withdrawn.Organisations,
            _ => ((SupportExitExpected)content).Organisations,
        };
        return trusts is null
            || deviation == InterventionDeviation.WithdrawalsAreForAll
            || trusts.Any(t => what.EndsWith($" {t}", StringComparison.Ordinal));
    }

    private static Guid Named(Event content) =>
        content switch
        {
            SupportSteppedDown stepped => stepped.Support,
            SupportWithdrawn withdrawn => withdrawn.Support,
            _ => ((SupportExitExpected)content).Support,
        };

    private string Exit(string what, Said[] may, Said[] all)
    {
        if (deviation == InterventionDeviation.ExitIsNeverExpected)
        {
            return "-";
        }

        // The support that may be in place: what was set, or stepped down, of those that may hold.
        bool MayBeInPlace(Guid named) =>
            all.Any(s =>
                s.Content is SupportSet
                && (Names(named, s.Id) || deviation == InterventionDeviation.SaidOfAnotherIsSaidOfThis)
                && may.Any(m =>
                    m.Id == s.Id || (m.Content is SupportSteppedDown stepped && Names(stepped.Support, s.Id))
                )
            );
        var last = all.Where(s => s.Earliest <= day)
            .Where(s =>
                s.Content switch
                {
                    SupportExitExpected expected => IsFor(expected, what) && MayBeInPlace(expected.Support),
                    SupportPublished { Standing: SupportStanding.ExitExpected } => may.Contains(s),
                    _ => false,
                }
            )
            .OrderBy(s => s.Latest)
            .ThenBy(s => s.Place)
            .LastOrDefault();
        return last?.Content switch
        {
            null => "-",
            SupportExitExpected { By: { } by } => by.Stored,
            SupportPublished { By: { } by } => by.Stored,
            _ => "some time",
        };
    }

    private static string Standing(Event content) =>
        content switch
        {
            SupportWithdrawn or SupportPublished { Standing: SupportStanding.Withdrawn } => "withdrawn",
            SupportSteppedDown or SupportPublished { Standing: SupportStanding.SteppedDown } => "lower",
            _ => "in place",
        };

    private string? Tier(Said said)
    {
        var tier = said.Content switch
        {
            SupportSet set => set.Tier,
            SupportSteppedDown stepped => stepped.Tier,
            _ => ((SupportPublished)said.Content).Tier,
        };
        return tier is { } number ? $"{number}"
            : Standing(said.Content) != "lower" ? null
            : deviation == InterventionDeviation.ALowerTierIsTheOneBefore ? "1"
            : "lower";
    }

    private IEnumerable<string> Notices(OdsCode organisation)
    {
        var all = Believed(organisation);
        foreach (var given in all.Where(s => s.Content is NoticeGiven && s.Earliest <= day))
        {
            var closed = all.Where(s =>
                    s.Content is NoticeClosed about
                    && Names(about.Notice, given.Id)
                    && s.Earliest <= day
                    && deviation != InterventionDeviation.NoticesNeverClose
                )
                .ToArray();
            yield return $"notice {given.Place} "
                + (
                    closed.Any(s => s.Latest <= day) ? "closed"
                    : closed.Length > 0 || given.Latest > day ? "uncertain"
                    : "open"
                );
        }
    }

    private IEnumerable<string> Reviews(OdsCode organisation)
    {
        var all = Believed(organisation);
        foreach (var review in all.Where(s => s.Content is IndependentReviewCommissioned && s.Earliest <= day))
        {
            var steps = new[] { review }
                .Concat(
                    all.Where(s =>
                            s.Content is IndependentReviewReported about
                            && Names(about.Review, review.Id)
                            && s.Earliest <= day
                            && deviation != InterventionDeviation.ReviewsNeverReport
                        )
                        .OrderBy(s => s.Latest)
                        .ThenBy(s => s.Place)
                        .Take(1)
                )
                .Concat(
                    all.Where(s =>
                            s.Content is IndependentReviewAnswered about
                            && Names(about.Review, review.Id)
                            && s.Earliest <= day
                        )
                        .OrderBy(s => s.Latest)
                        .ThenBy(s => s.Place)
                        .Take(1)
                )
                .ToArray();
            var last = steps[^1];
            yield return $"review {review.Place} "
                + (
                    last.Latest > day ? "uncertain"
                    : last.Content is IndependentReviewAnswered ? "answered"
                    : last.Content is IndependentReviewReported ? "reported"
                    : "commissioned"
                );
        }
    }

    private bool IsCertain(Said said) =>
        said.IsPeriod && deviation != InterventionDeviation.PublishedIsOnlyPerhaps
            ? said.Earliest <= day
            : said.Latest <= day;

    private static bool Follows(Said later, Said earlier) =>
        later.Earliest > earlier.Latest
        || (
            later.Earliest == later.Latest
            && earlier.Earliest == earlier.Latest
            && later.Earliest == earlier.Earliest
            && later.Place > earlier.Place
        );

    private Said[] Believed(OdsCode organisation) =>
        [
            .. from entry in entries
            where entry.Subject.Organisation == organisation && entry.Event is not (EntryCorrected or EntryRetracted)
            where Counts(entry) || deviation == InterventionDeviation.RetractedEntriesCount
            let content = ContentOf(entry)
            orderby entry.Place
            select new Said(entry.Place, entry.Id, content, content.Decision.Effective),
        ];

    // An entry is named by its own id, or by that of a correction of it.
    private bool Names(Guid named, Guid entry) =>
        named == entry
        || entries.Any(c =>
            c.Id == named && c.Event is EntryCorrected && StandsFor(c, entries.Single(e => e.Id == entry))
        );

    private bool Counts(Entry entry) =>
        !entries.Any(r =>
            r.Subject == entry.Subject
            && r.Place > entry.Place
            && r.Event is EntryRetracted { Target: var target }
            && target == entry.Id
            && Counts(r)
        );

    private Event ContentOf(Entry entry) =>
        deviation == InterventionDeviation.CorrectionsAreIgnored
            ? entry.Event
            : entries
                .Where(c => c.Subject == entry.Subject && c.Event is EntryCorrected && StandsFor(c, entry) && Counts(c))
                .Select(c => ((EntryCorrected)c.Event).Replacement)
                .LastOrDefault(r => r.GetType() == entry.Event.GetType())
                ?? entry.Event;

    private bool StandsFor(Entry correction, Entry entry) =>
        correction.Event is EntryCorrected { Target: var target }
        && entries.FirstOrDefault(e => e.Id == target && e.Subject == correction.Subject && e.Place < correction.Place)
            is { } hit
        && (hit.Id == entry.Id || StandsFor(hit, entry));
}
