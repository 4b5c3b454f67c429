using Oversight.Record;
using Oversight.Record.Commitments;
using Oversight.Record.Corrections;
using Oversight.Record.Entries;
using Oversight.Record.Organisations;
using Oversight.Record.Reviews;
using Oversight.Record.Segments;
using Oversight.Record.Tests.Given;
using Oversight.Record.Time;

namespace Oversight.Projections.Tests.RandomHistories;

/// <summary>
/// A record of oversight outside segments made up from a seed: an ICB and a trust that are reviewed, with concerns raised, escalated and
/// closed, commitments made, moved, missed, met and withdrawn, dates of every precision crowded into few days, corrections and retractions of
/// anything.
/// </summary>
internal sealed class RandomReviews
{
    private readonly Random random;
    private readonly List<Entry> entries = [];

    private RandomReviews(int seed) => random = new Random(seed);

    public static OdsCode[] Organisations { get; } = [Sample.Icb, Sample.Trust];

    /// <summary>The record that a seed makes.</summary>
    public static IReadOnlyList<Entry> Of(int seed)
    {
        var history = new RandomReviews(seed);
        history.Begin();
        var length = history.random.Next(6, 40);
        while (history.entries.Count < length)
        {
            history.AddAnything();
        }

        return history.entries;
    }

    private void Begin()
    {
        if (random.Next(3) == 0)
        {
            Add(
                SubjectId.OfFramework("nof-2022-23"),
                Sample.Framework("nof-2022-23", "2022-06-29", null, random.Next(2) == 0)
            );
        }

        foreach (var organisation in Organisations.Where(_ => random.Next(8) != 0))
        {
            Add(
                SubjectId.Of(organisation),
                Sample.Registered(
                    organisation,
                    "2022-07-01",
                    organisation == Sample.Trust ? OrganisationKind.NhsTrust : OrganisationKind.Icb
                )
            );
        }
    }

    private void AddAnything()
    {
        var subject = SubjectId.Of(random.Next(4) == 0 ? Sample.Trust : Sample.Icb);
        var own = entries.Where(e => e.Subject == subject).ToArray();
        switch (random.Next(12))
        {
            case 0 when own.Length > 0:
                Add(subject, Sample.Retracted(AnyOf(own).Id));
                break;
            case 1 when own.Length > 0:
                var target = AnyOf(own);
                var root = target.Event is EntryCorrected { Replacement: var replaced } ? replaced : target.Event;
                // Of the same kind when one comes up; else it changes nothing.
                var replacement = Enumerable
                    .Range(0, 30)
                    .Select(_ => Content(own))
                    .FirstOrDefault(c => c.GetType() == root.GetType());
                if (replacement is not null)
                {
                    Add(subject, Sample.Corrected(target.Id, replacement));
                }

                break;
            default:
                Add(subject, Content(own));
                break;
        }
    }

    private Event Content(Entry[] own) =>
        random.Next(24) switch
        {
            < 4 => new OversightReviewed(
                Decided(),
                AnyOf(Enum.GetValues<ReviewMeeting>()),
                AnyOf(Enum.GetValues<Concerning>()),
                "Looked at.",
                NextReviewDue: Perhaps()
            ),
            < 7 => new ConcernRaised(
                Decided(),
                AnyOf(Enum.GetValues<ConcernTheme>()),
                Concerning.Organisation,
                "It worries.",
                random.Next(4) == 0 ? [Sample.Trust] : null,
                random.Next(3) == 0 ? LastOf<OversightReviewed>(own) : null
            ),
            7 => new ConcernEscalated(Decided(), LastOf<ConcernRaised>(own), AnyOf("nhs-england", "cqc")),
            < 10 => new ConcernClosed(Decided(), LastOf<ConcernRaised>(own)),
            < 14 => Made(own),
            < 17 => new CommitmentMoved(Decided(), LastOf<CommitmentMade>(own), Date()),
            < 19 => new CommitmentMet(Decided(), LastOf<CommitmentMade>(own)),
            19 => new CommitmentMissed(Decided(), LastOf<CommitmentMade>(own)),
            20 => new CommitmentWithdrawn(Decided(), LastOf<CommitmentMade>(own)),
            21 => new SegmentAmbitionStated(Decided(), random.Next(1, 5), Perhaps()),
            22 => new SegmentReviewed(Decided(), random.Next(1, 5), Perhaps()),
            _ => random.Next(3) == 0
                ? Sample.Succeeded(Day().Stored, Sample.NewIcb)
                : new SegmentAssigned(Decided(), random.Next(1, 5)),
        };

    private CommitmentMade Made(Entry[] own)
    {
        var years = random.Next(5) == 0 ? 1 : (int?)null;
        return new(
            Decided(),
            AnyOf(Enum.GetValues<CommitmentKind>()),
            AnyOf(Enum.GetValues<CommitmentTerms>()),
            Concerning.Organisation,
            "It is done.",
            Due: years is null ? Perhaps() : null,
            WithinYears: years,
            Organisations: random.Next(4) == 0 ? [Sample.Trust] : null,
            Review: random.Next(3) == 0 ? LastOf<OversightReviewed>(own) : null
        );
    }

    // Usually the last one of its kind, or a correction of it; else anything.
    private Guid LastOf<T>(Entry[] own) =>
        random.Next(8) != 0
        && own.LastOrDefault(e => e.Event is T || e.Event is EntryCorrected { Replacement: T }) is { } last
            ? last.Id
        : own.Length > 0 ? AnyOf(own).Id
        : SmallRecord.IdAt(0);

    private Decision Decided() => Sample.Decision("2023-04-01") with { Effective = Date() };

    private DateWithPrecision? Perhaps() => random.Next(3) == 0 ? null : Date();

    private DateWithPrecision Date() =>
        random.Next(10) switch
        {
            < 6 => Day(),
            6 => DateWithPrecision.Parse(AnyOf("2023-03", "2023-04", "2023-05")),
            7 => DateWithPrecision.Parse(AnyOf("Q4 2022/23", "Q1 2023/24")),
            8 => DateWithPrecision.Parse(AnyOf("2021/22", "2022/23", "2023/24")),
            _ => DateWithPrecision.Unknown,
        };

    private DateWithPrecision Day() =>
        DateWithPrecision.Day(
            new DateOnly(2023, 4, 1).AddDays(AnyOf(-365, -32, -31, -30, -1, 0, 0, 1, 2, 14, 29, 30, 60))
        );

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
