using Oversight.Record;
using Oversight.Record.Challenges;
using Oversight.Record.Corrections;
using Oversight.Record.Entries;
using Oversight.Record.Recovery;
using Oversight.Record.Segments;
using Oversight.Record.Telling;
using Oversight.Record.Tests.Given;
using Oversight.Record.Time;

namespace Oversight.Projections.Tests.RandomHistories;

/// <summary>
/// A record of tellings and challenges made up from a seed: decisions about an ICB and about an engagement of two, told to some and to others,
/// challenged and answered, corrected and retracted in any order, with dates crowded into few days.
/// </summary>
internal sealed class RandomTelling
{
    private readonly Random random;
    private readonly List<Entry> entries = [];

    private RandomTelling(int seed) => random = new Random(seed);

    public static SubjectId Icb { get; } = SubjectId.Of(Sample.Icb);

    public static SubjectId Recovery { get; } = SubjectId.OfRecovery("r");

    public static OdsCode[] Organisations { get; } = [Sample.Icb, Sample.Trust, Sample.OtherIcb];

    /// <summary>The record that a seed makes.</summary>
    public static IReadOnlyList<Entry> Of(int seed)
    {
        var history = new RandomTelling(seed);
        history.Add(Icb, Sample.Registered(Sample.Icb));
        var entered = Sample.Entered("2023-04-01", Sample.Icb, Sample.Trust);
        history.Add(Recovery, history.random.Next(2) == 0 ? entered : entered with { Decision = history.Decided() });
        var length = history.random.Next(4, 30);
        while (history.entries.Count < length)
        {
            history.AddAnything(history.random.Next(3) == 0 ? Recovery : Icb);
        }

        return history.entries;
    }

    private void AddAnything(SubjectId subject)
    {
        var own = entries.Where(e => e.Subject == subject).ToArray();
        switch (random.Next(10))
        {
            case < 2:
                var target = AnyOf(own);
                var root = target.Event is EntryCorrected { Replacement: var replaced } ? replaced : target.Event;
                // Of the same kind when one comes up; else it changes nothing.
                var replacement = Enumerable
                    .Range(0, 30)
                    .Select(_ => ContentFor(subject, own))
                    .FirstOrDefault(c => c.GetType() == root.GetType());
                if (random.Next(2) == 0)
                {
                    // The day of telling is left as it stood, as who corrects one member leaves it.
                    replacement = replacement?.With(d => d with { Communicated = root.Decision.Communicated });
                }

                Add(subject, Sample.Corrected(target.Id, replacement ?? Sample.Assigned(1, "2023-04-01")));
                break;
            case 2:
                Add(subject, Sample.Retracted(AnyOf(own).Id));
                break;
            default:
                Add(subject, ContentFor(subject, own));
                break;
        }
    }

    private Event ContentFor(SubjectId subject, Entry[] own) =>
        random.Next(16) switch
        {
            < 5 => subject == Icb
                ? random.Next(5) == 0
                    ? Sample.Published(random.Next(1, 5), "2023/24")
                    : new SegmentAssigned(Decided(), random.Next(1, 5))
                : random.Next(4) == 0
                    ? new TransitionPlanAgreed(Decided(), "Watched.")
                    : new TargetExitRevised(Decided(), Sample.Date("2025/26")),
            < 9 => new EntryCommunicated(
                Decided(),
                Mostly<Event>(own),
                AnyOf<string[]>(["QOC"], ["QOC"], ["RXW"], ["QOC", "RXW"], ["cqc"]),
                HowCommunicated.Letter
            ),
            < 11 => new EntryChallenged(Decided(), Mostly<Event>(own), AnyOf(Organisations), "It is wrong."),
            11 => new ChallengeAcknowledged(Decided(), Mostly<EntryChallenged>(own)),
            12 or 13 => new ChallengeUpheld(
                Decided(),
                Mostly<EntryChallenged>(own),
                random.Next(5) == 0 ? Mostly<EntryRetracted>(own) : Mostly<EntryCorrected>(own)
            ),
            14 => new ChallengeNotUpheld(Decided(), Mostly<EntryChallenged>(own)),
            _ => new ChallengeWithdrawn(Decided(), Mostly<EntryChallenged>(own), AnyOf(Organisations)),
        };

    private Guid Mostly<T>(Entry[] own) =>
        random.Next(8) != 0 && own.Where(e => e.Event is T).ToArray() is { Length: > 0 } some
            ? AnyOf(some).Id
            : SmallRecord.IdAt(random.Next(30));

    private Decision Decided() =>
        Sample.Decision("2023-04-01") with
        {
            Effective = random.Next(8) switch
            {
                0 => DateWithPrecision.Parse("2023-04"),
                1 => DateWithPrecision.Unknown,
                _ => DateWithPrecision.Day(Day()),
            },
            Communicated = random.Next(5) == 0 ? Day() : null,
        };

    private DateOnly Day() => new DateOnly(2023, 4, 1).AddDays(AnyOf(0, 0, 1, 2, 30));

    private T AnyOf<T>(params T[] choices) => choices[random.Next(choices.Length)];

    private void Add(SubjectId subject, Event content)
    {
        var place = entries.Count;
        entries.Add(
            new(
                place,
                SmallRecord.IdAt(place),
                subject,
                1 + entries.Count(e => e.Subject == subject),
                new DateTimeOffset(2024, 5, 10, 11, 0, 0, TimeSpan.Zero).AddMinutes(place),
                "alex",
                content
            )
        );
    }
}
