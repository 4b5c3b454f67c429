using Oversight.Record;
using Oversight.Record.Corrections;
using Oversight.Record.Entries;
using Oversight.Record.Frameworks;
using Oversight.Record.Organisations;
using Oversight.Record.Segments;
using Oversight.Record.Tests.Given;
using Oversight.Record.Time;

namespace Oversight.Projections.Tests.RandomHistories;

/// <summary>
/// A record made up from a seed: frameworks and organisations, segments with dates of every precision crowded into few
/// days, trusts that join systems, new names, proposals with answers right and wrong, "after" links right and wrong, corrections and retractions of anything, of each other, and of nothing.
/// </summary>
internal sealed class RandomHistory
{
    private static readonly SubjectId[] Frameworks =
    [
        SubjectId.OfFramework("nof-2021-22"),
        SubjectId.OfFramework("nof-2022-23"),
        SubjectId.OfFramework("nof-2025-26"),
    ];

    private readonly Random random;
    private readonly List<Entry> entries = [];

    private RandomHistory(int seed) => random = new Random(seed);

    /// <summary>The organisations that it is about.</summary>
    public static OdsCode[] Organisations { get; } = [Sample.Icb, Sample.OtherIcb, Sample.Trust];

    /// <summary>The record that a seed makes: at most 40 entries.</summary>
    public static IReadOnlyList<Entry> Of(int seed)
    {
        var history = new RandomHistory(seed);
        history.Begin();
        var length = history.random.Next(3, 34);
        while (history.entries.Count < length)
        {
            history.AddAnything();
        }

        return history.entries;
    }

    /// <summary>A day on which the answer may change, or any other.</summary>
    public static DateOnly AnyDay(Random random) =>
        random.Next(4) == 0
            ? new DateOnly(2020, 6, 1).AddDays(random.Next(2500))
            : new DateOnly(2023, 3, 28).AddDays(random.Next(200));

    // Most histories begin as real ones do; some have a framework or a registration late, or never.
    private void Begin()
    {
        foreach (var framework in Frameworks.Where(_ => random.Next(3) != 0))
        {
            Add(framework, FrameworkFor(framework));
        }

        foreach (var organisation in Organisations.Where(_ => random.Next(10) != 0))
        {
            Add(SubjectId.Of(organisation), RegistrationOf(organisation));
        }
    }

    private void AddAnything()
    {
        // Nearly all about one organisation, so that its entries meet.
        var organisation = random.Next(5) == 0 ? AnyOf(Organisations) : Sample.Icb;
        if (random.Next(9) == 0)
        {
            var trust = SubjectId.Of(Sample.Trust);
            Add(trust, Linked(trust, Sample.Joined(AnyDate(), AnyOf(Sample.Icb, Sample.Icb, Sample.OtherIcb))));
            return;
        }

        var subject = random.Next(12) == 0 ? AnyOf(Frameworks) : SubjectId.Of(organisation);
        switch (random.Next(20))
        {
            case < 9:
                Add(subject, ContentFor(subject));
                break;
            case < 14:
                Add(subject, Sample.Corrected(Target(subject), Replacement(subject)));
                break;
            case < 19:
                Add(subject, Sample.Retracted(Target(subject)));
                break;
            default:
                // A long chain: whatever came last about the subject is retracted.
                var last = entries.LastOrDefault(e => e.Subject == subject);
                if (last is not null)
                {
                    Add(subject, Sample.Retracted(last.Id));
                }

                break;
        }
    }

    private Event ContentFor(SubjectId subject)
    {
        if (subject.Framework is not null)
        {
            return FrameworkFor(subject);
        }

        return random.Next(18) switch
        {
            17 => Sample.Renamed(AnyDate(), AnyOf("NHS First ICB", "NHS Second ICB")),
            < 5 => Linked(subject, Sample.Assigned(random.Next(1, 5), AnyDate())),
            < 9 => Linked(subject, Sample.Published(random.Next(1, 5), AnyDate())),
            < 10 => DecidedAnyDay(
                Linked(subject, Sample.Agreed(ProposalOrTarget(subject), random.Next(1, 5), AnyDate()))
            ),
            14 or 15 => DecidedAnyDay(Sample.Proposed(random.Next(1, 5), AnyDate())),
            16 => DecidedAnyDay(Sample.Declined(ProposalOrTarget(subject), AnyDate())),
            < 11 => Sample.Reviewed(random.Next(1, 5), AnyDate(), AnyDate()),
            < 12 => Sample.Assessed(AnyDate()),
            < 13 => Sample.Succeeded(AnyDate(), [.. Organisations.Where(_ => random.Next(2) == 0)]),
            _ => RegistrationOf(subject.Organisation!.Value),
        };
    }

    // Mostly what the subject's entries are, so that it mostly fits its target.
    private Event Replacement(SubjectId subject) =>
        random.Next(3) == 0
            ? ContentFor(subject)
            : entries
                .Where(e => e.Subject == subject)
                .Select(e => e.Event)
                .Where(e => e is SegmentAssigned or SegmentPublished or SegmentProposed or SegmentAgreed)
                .OrderBy(_ => random.Next())
                .FirstOrDefault() switch
            {
                SegmentAssigned => Linked(subject, Sample.Assigned(random.Next(1, 5), AnyDate())),
                SegmentPublished => Linked(subject, Sample.Published(random.Next(1, 5), AnyDate())),
                SegmentProposed => DecidedAnyDay(Sample.Proposed(random.Next(1, 5), AnyDate())),
                SegmentAgreed => DecidedAnyDay(
                    Linked(subject, Sample.Agreed(ProposalOrTarget(subject), random.Next(1, 5), AnyDate()))
                ),
                _ => ContentFor(subject),
            };

    // Mostly a proposal about the subject; sometimes whatever else.
    private Guid ProposalOrTarget(SubjectId subject) =>
        entries.Where(e => e.Subject == subject && e.Event is SegmentProposed).ToArray() is { Length: > 0 } proposals
        && random.Next(5) != 0
            ? AnyOf(proposals).Id
            : Target(subject);

    private T DecidedAnyDay<T>(T content)
        where T : Event => content.With(d => d with { Decided = Sample.Date(AnyDate()) });

    private Guid Target(SubjectId subject)
    {
        var own = entries.Where(e => e.Subject == subject).ToArray();
        return random.Next(12) switch
        {
            0 => SmallRecord.IdAt(random.Next(45)), // anything: another subject's, a later one, itself, nothing
            < 5 when own.Any(e => e.Event is EntryCorrected or EntryRetracted) => AnyOf(
                own.Where(e => e.Event is EntryCorrected or EntryRetracted).ToArray()
            ).Id,
            _ when own.Length > 0 => AnyOf(own).Id,
            _ => SmallRecord.IdAt(44),
        };
    }

    private T Linked<T>(SubjectId subject, T content)
        where T : Event => random.Next(3) == 0 ? content.With(d => d with { After = Target(subject) }) : content;

    private OrganisationRegistered RegistrationOf(OdsCode organisation) =>
        Sample.Registered(
            organisation,
            random.Next(3) == 0 ? AnyDate() : "2022-07-01",
            organisation == Sample.Trust ? OrganisationKind.NhsTrust : OrganisationKind.Icb
        );

    private FrameworkPublished FrameworkFor(SubjectId subject) =>
        Sample.Framework(
            subject.Framework!,
            random.Next(3) == 0 ? AnyDate() : AnyOf("2021-07-01", "2022-06-29", "2023-04-03", "2023-08-01"),
            random.Next(3) == 0 ? AnyDate() : null,
            icbs: random.Next(3) != 0
        );

    // Crowded: few days, and the months, quarters and years around them.
    private string AnyDate()
    {
        var day = new DateOnly(2023, 4, 1).AddDays(AnyOf(-1, 0, 0, 1, 2, 29, 30, 60, 91, 92, 120));
        return random.Next(10) switch
        {
            < 5 => DateWithPrecision.Day(day).Stored,
            5 => DateWithPrecision.Month(day.Year, day.Month).Stored,
            6 => AnyOf("Q4 2022/23", "Q1 2023/24", "Q2 2023/24"),
            7 => AnyOf("2022/23", "2023/24"),
            8 => AnyOf("2021-08", "2022-11-01", "Q3 2023/24", "2024/25"),
            _ => "unknown",
        };
    }

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
                random.Next(3) == 0 ? "sam" : "alex",
                content
            )
        );
    }
}
