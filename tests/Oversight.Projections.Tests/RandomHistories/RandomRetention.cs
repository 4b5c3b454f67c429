using Oversight.Record;
using Oversight.Record.Corrections;
using Oversight.Record.Entries;
using Oversight.Record.Evidence;
using Oversight.Record.Retention;
using Oversight.Record.Tests.Given;
using Oversight.Record.Time;

namespace Oversight.Projections.Tests.RandomHistories;

/// <summary>
/// A record of retention made up from a seed: evidence with few documents in an engagement, holds on everything, on entries and on documents,
/// lifted and not, and disposals; corrected and retracted in any order, with dates crowded into few days.
/// </summary>
internal sealed class RandomRetention
{
    private readonly Random random;
    private readonly List<Entry> entries = [];

    private RandomRetention(int seed) => random = new Random(seed);

    public static SubjectId Icb { get; } = SubjectId.Of(Sample.Icb);

    public static SubjectId Recovery { get; } = SubjectId.OfRecovery("r");

    public static string[] Documents { get; } = [new('a', 64), new('b', 64), new('c', 64)];

    /// <summary>The record that a seed makes.</summary>
    public static IReadOnlyList<Entry> Of(int seed)
    {
        var history = new RandomRetention(seed);
        history.Add(Icb, Sample.Registered(Sample.Icb));
        history.Add(Recovery, Sample.Entered("2023-04-01", Sample.Icb));
        var length = history.random.Next(4, 24);
        while (history.entries.Count < length)
        {
            history.AddAnything();
        }

        return history.entries;
    }

    private void AddAnything()
    {
        var subject = random.Next(4) == 0 ? Recovery : Icb;
        var own = entries.Where(e => e.Subject == subject).ToArray();
        switch (random.Next(12))
        {
            case 0:
                Add(subject, Sample.Retracted(AnyOf(own).Id));
                break;
            case < 3:
                var target = AnyOf(own);
                var root = target.Event is EntryCorrected { Replacement: var replaced } ? replaced : target.Event;
                var replacement = Enumerable
                    .Range(0, 20)
                    .Select(_ => ContentFor(subject))
                    .FirstOrDefault(c => c.GetType() == root.GetType());
                if (replacement is not null)
                {
                    Add(subject, Sample.Corrected(target.Id, replacement));
                }

                break;
            default:
                Add(subject, ContentFor(subject));
                break;
        }
    }

    private Event ContentFor(SubjectId subject) =>
        subject == Recovery
            ? new EvidenceSubmitted(
                Decided(),
                Sample.Icb,
                "Return",
                ["EC1"],
                new(AnyOf(Documents), "r.pdf", "application/pdf", 7)
            )
            : random.Next(7) switch
            {
                < 3 => new RetentionHoldPlaced(
                    Decided(),
                    AnyOf(HoldGround.Inquiry, HoldGround.Audit),
                    "It",
                    null,
                    random.Next(3) == 0 ? [AnyOf([.. entries]).Id] : null,
                    random.Next(2) == 0 ? [AnyOf(Documents)] : null
                ),
                < 5 => new RetentionHoldLifted(Decided(), Mostly<RetentionHoldPlaced>()),
                _ => new DocumentsDisposed(
                    Decided(),
                    [new(AnyOf(Documents), "Return")],
                    DisposalGround.Duplicate,
                    "Code",
                    "Meeting papers"
                ),
            };

    private Guid Mostly<T>() =>
        random.Next(8) != 0 && entries.Where(e => e.Event is T).ToArray() is { Length: > 0 } some
            ? AnyOf(some).Id
            : SmallRecord.IdAt(random.Next(30));

    private Decision Decided() =>
        Sample.Decision("2024-05-09") with
        {
            Effective = random.Next(8) switch
            {
                0 => DateWithPrecision.Parse("2024-05"),
                1 => DateWithPrecision.Unknown,
                _ => DateWithPrecision.Day(new DateOnly(2024, 5, 10).AddDays(AnyOf(-2, -1, 0, 0, 1))),
            },
        };

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
                // Eight hours each: three to a day.
                new DateTimeOffset(2024, 5, 8, 7, 0, 0, TimeSpan.Zero).AddHours(8 * place),
                "alex",
                content
            )
        );
    }
}
