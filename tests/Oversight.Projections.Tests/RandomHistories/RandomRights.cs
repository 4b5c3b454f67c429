using Oversight.Projections.Timelines;
using Oversight.Projections.Visibility;
using Oversight.Record;
using Oversight.Record.Entries;
using Oversight.Record.Organisations;
using Oversight.Record.People;
using Oversight.Record.Telling;
using Oversight.Record.Tests.Given;
using Oversight.Record.Time;
using Oversight.Record.Timelines;

namespace Oversight.Projections.Tests.RandomHistories;

/// <summary>
/// A record of any kind made up from a seed, in which some is told and some is not: organisations of two regions, decisions communicated to some
/// of those concerned or to all; and people of each role who look at it.
/// </summary>
internal static class RandomRights
{
    private static readonly string[] Regions = ["Y60", "Y58"];

    /// <summary>The record that a seed makes.</summary>
    public static IReadOnlyList<Entry> Of(int seed)
    {
        var random = new Random(seed);
        var moved = new List<(Guid Id, SubjectId Subject, Event Content)>();
        foreach (var entry in Made(seed))
        {
            moved.Add((entry.Id, entry.Subject, Told(entry.Event, random)));
            if (random.Next(4) == 0)
            {
                // Mostly something of the same subject, once in a while something that is not there.
                var own = moved.Where(m => m.Subject == entry.Subject).ToArray();
                moved.Add((Fresh(random), entry.Subject, Telling(own[random.Next(own.Length)].Id, random)));
            }
        }

        return Numbered(moved);
    }

    /// <summary>The same with one more entry somewhere: all others keep their ids and when they were recorded, and those after it move.</summary>
    public static IReadOnlyList<Entry> With(IReadOnlyList<Entry> entries, Random random)
    {
        var others = Of(random.Next(1, int.MaxValue));
        var subjects = entries.Select(e => e.Subject).Distinct().ToArray();
        var like = others.Where(e => subjects.Any(s => s.Kind == e.Subject.Kind)).ToArray();
        if (like.Length == 0)
        {
            return entries;
        }

        var one = like[random.Next(like.Length)];
        var possible = subjects.Where(s => s.Kind == one.Subject.Kind).ToArray();
        var subject = possible.Contains(one.Subject) ? one.Subject : possible[random.Next(possible.Length)];
        var own = entries.Where(e => e.Subject == subject).ToArray();
        var content = one.Event switch
        {
            ICorrects { Replacement: var instead } => Sample.Corrected(own[random.Next(own.Length)].Id, instead),
            IRetracts => Sample.Retracted(own[random.Next(own.Length)].Id),
            var other => other,
        };
        var at = random.Next(entries.Count + 1);
        var recorded = at == 0 ? entries[0].Recorded.AddSeconds(-1) : entries[at - 1].Recorded.AddSeconds(1);
        var added = new Entry(at, Fresh(random), subject, 0, recorded, "somebody-else", content);
        return Placed([.. entries.Take(at), added, .. entries.Skip(at)]);
    }

    /// <summary>The same without one of its entries; others that name it name nothing then.</summary>
    public static IReadOnlyList<Entry> Without(IReadOnlyList<Entry> entries, Guid id) =>
        Placed([.. entries.Where(e => e.Id != id)]);

    /// <summary>People of each role, those of one role with a part of the record to see chosen at random.</summary>
    public static IReadOnlyList<Sight> People(IReadOnlyList<Entry> entries, Random random)
    {
        var organisations = entries
            .Select(e => e.Event)
            .OfType<OrganisationRegistered>()
            .Select(r => r.Organisation)
            .Append(Sample.Icb)
            .Distinct()
            .ToArray();
        OdsCode Any() => organisations[random.Next(organisations.Length)];
        var on = new DateOnly(2023, 3, 20).AddDays(random.Next(90));
        var region = new Grant(Role.Region, Region.Of(Regions[random.Next(2)]));
        return
        [
            new(new([region]), on),
            new(new([new(Role.Lead, Organisation: Any())]), on),
            new(new([new(Role.Contributor, Organisation: Any())]), on),
            new(new([new(Role.Administrator)]), on),
            new(
                new([
                    new(Role.Administrator),
                    region,
                    new(Role.Lead, Organisation: Any()),
                    new(Role.Contributor, Organisation: Any()),
                ]),
                on
            ),
            new(new([new(Role.National)]), on),
            new(new([new(Role.Auditor)]), on),
        ];
    }

    /// <summary>
    /// Whether an entry of a record is kept from somebody: it is not seen and never was, and neither is what it would correct or take away.
    /// </summary>
    public static bool IsHidden(RecordTimelines with, RecordTimelines without, Entry entry, Sight sight)
    {
        var timeline = with.At(with.Place).TimelineOf(entry.Subject)!;
        Guid[] concerned = timeline.ChangedBy(entry)?.Id is { } root ? [entry.Id, root] : [entry.Id];
        return new[] { with, without }.All(record =>
            (record.At(record.Place).TimelineOf(entry.Subject)?.Recorded ?? [])
                .Select(e => e.Place)
                .Append(record.Place)
                .Select(place => record.At(place).AsSeenBy(sight).TimelineOf(entry.Subject))
                .All(seen => seen is null || !concerned.Any(id => seen.Recorded.Any(e => e.Id == id)))
        );
    }

    /// <summary>The record as known at an instant.</summary>
    public static RecordAt KnownAt(this RecordTimelines timelines, DateTimeOffset? known) =>
        timelines.At(known is { } instant ? timelines.PlaceKnownAt(instant) ?? timelines.Place : timelines.Place);

    /// <summary>The timelines of entries.</summary>
    public static RecordTimelines Timelines(IReadOnlyList<Entry> entries)
    {
        var timelines = new RecordTimelines();
        timelines.Apply(entries);
        return timelines;
    }

    private static IReadOnlyList<Entry> Made(int seed) =>
        (seed % 5) switch
        {
            0 => RandomHistory.Of(seed),
            1 or 4 => RandomSupport.Of(seed),
            2 => RandomReviews.Of(seed),
            _ => RandomIntervention.Of(seed),
        };

    private static Event Told(Event content, Random random) =>
        content switch
        {
            OrganisationRegistered registered => registered with
            {
                Region = registered.Organisation == Sample.Icb ? Regions[0] : Regions[random.Next(2)],
            },
            ICorrects { Target: var target, Replacement: var instead } => Sample.Corrected(
                target,
                Told(instead, random)
            ),
            IRetracts => content,
            _ when random.Next(5) < 2 => content with
            {
                Decision = content.Decision with { Communicated = Day(random) },
            },
            _ => content,
        };

    private static EntryCommunicated Telling(Guid entry, Random random) =>
        new(
            Sample.Decision($"{Day(random):yyyy-MM-dd}"),
            entry,
            random.Next(4) switch
            {
                0 => ["QOC", "RXW"],
                1 => ["RXW"],
                2 => ["QUA", "cqc"],
                _ => ["QOC"],
            },
            HowCommunicated.Letter
        );

    private static DateOnly Day(Random random) => new DateOnly(2023, 3, 28).AddDays(random.Next(60));

    private static Guid Fresh(Random random)
    {
        var bytes = new byte[16];
        random.NextBytes(bytes);
        return new Guid(bytes);
    }

    private static IReadOnlyList<Entry> Numbered(IReadOnlyList<(Guid Id, SubjectId Subject, Event Content)> made) =>
        Placed([
            .. made.Select(
                (m, place) =>
                    new Entry(
                        place,
                        m.Id,
                        m.Subject,
                        0,
                        new DateTimeOffset(2024, 5, 10, 11, 0, 0, TimeSpan.Zero).AddMinutes(place),
                        place % 3 == 0 ? "alex" : "sam",
                        m.Content
                    )
            ),
        ]);

    private static IReadOnlyList<Entry> Placed(IReadOnlyList<Entry> entries)
    {
        var versions = new Dictionary<SubjectId, long>();
        return
        [
            .. entries.Select(
                (e, place) =>
                    e with
                    {
                        Place = place,
                        Version = versions[e.Subject] = versions.GetValueOrDefault(e.Subject) + 1,
                    }
            ),
        ];
    }
}
