using Oversight.Record;
using Oversight.Record.Corrections;
using Oversight.Record.Entries;
using Oversight.Record.Evidence;
using Oversight.Record.Organisations;
using Oversight.Record.Recovery;
using Oversight.Record.Segments;
using Oversight.Record.Tests.Given;
using Oversight.Record.Time;
using Oversight.Record.Undertakings;

namespace Oversight.Projections.Tests.RandomHistories;

/// <summary>
/// A record of Recovery Support and undertakings made up from a seed: one engagement with members that come and go, criteria
/// refreshed and judged, milestones moved, one set of undertakings varied and discharged, dates of every precision crowded
/// into few days, corrections and retractions of anything.
/// </summary>
internal sealed class RandomSupport
{
    private static readonly string[] References = ["EC1", "EC2"];
    private static readonly string[] Items = ["1.1", "1.2"];
    private readonly Random random;
    private readonly List<Entry> entries = [];

    private RandomSupport(int seed) => random = new Random(seed);

    public static SubjectId Recovery { get; } = SubjectId.OfRecovery("r");

    public static SubjectId Undertakings { get; } = SubjectId.OfUndertakings("u");

    /// <summary>Another set, which may stand in the place of the first.</summary>
    public static SubjectId LaterSet { get; } = SubjectId.OfUndertakings("v");

    public static OdsCode[] Organisations { get; } = [Sample.Icb, Sample.OtherIcb, Sample.Trust];

    /// <summary>The record that a seed makes.</summary>
    public static IReadOnlyList<Entry> Of(int seed)
    {
        var history = new RandomSupport(seed);
        history.Begin();
        var length = history.random.Next(10, 50);
        while (history.entries.Count < length)
        {
            history.AddAnything();
        }

        return history.entries;
    }

    /// <summary>Two systems of which one trust is, and their coming and going in the engagement.</summary>
    public static IReadOnlyList<Entry> OfSystems(int seed)
    {
        var history = new RandomSupport(seed);
        foreach (
            var (organisation, kind) in new[]
            {
                (Sample.Icb, OrganisationKind.Icb),
                (Sample.OtherIcb, OrganisationKind.Icb),
                (Sample.Trust, OrganisationKind.NhsTrust),
            }
        )
        {
            history.Add(SubjectId.Of(organisation), Sample.Registered(organisation, "2022-07-01", kind));
        }

        history.Add(Recovery, history.Entered() with { Scope = Concerning.System });
        history.Add(SubjectId.Of(Sample.Trust), history.Joined());
        var length = history.entries.Count + history.random.Next(1, 8);
        while (history.entries.Count < length)
        {
            var (subject, content) = history.random.Next(12) switch
            {
                < 2 => (SubjectId.Of(Sample.Trust), history.Joined()),
                < 7 => (Recovery, (Event)new RecoveryMemberExited(history.Decided(), history.AnyOf(Organisations))),
                7 or 8 => (
                    Recovery,
                    new RecoveryMemberJoined(history.Decided(), history.AnyOf(Organisations), history.Scope())
                ),
                9 => (Recovery, history.ForMergers(OpenItemKind.Membership)),
                10 => (SubjectId.Of(Sample.Icb), Sample.Succeeded(history.Day().Stored, Sample.OtherIcb)),
                _ => (Recovery, Sample.Retracted(history.Any().Id)),
            };
            history.Add(subject, content);
        }

        return history.entries;
    }

    /// <summary>A segment as published, on a day on which it may have been another.</summary>
    public static IReadOnlyList<Entry> UncertainSegment()
    {
        var history = new RandomSupport(1);
        var (icb, decided) = (SubjectId.Of(Sample.Icb), Sample.Decision("2023-04-01"));
        history.Add(icb, Sample.Registered(Sample.Icb, "2022-07-01", OrganisationKind.Icb));
        history.Add(icb, new SegmentAssigned(decided, 3));
        history.Add(icb, new SegmentAssigned(decided with { Effective = DateWithPrecision.Parse("2023-04") }, 2));
        history.Add(
            icb,
            new SegmentPublished(decided with { Effective = DateWithPrecision.Parse("2023-04-14") }, 3, "As printed")
        );
        return history.entries;
    }

    private void Begin()
    {
        var framework = SubjectId.OfFramework("nof-2022-23");
        if (random.Next(6) != 0)
        {
            Add(
                framework,
                Sample.Framework(
                    "nof-2022-23",
                    "2022-06-29",
                    random.Next(3) == 0 ? "2023-05-01" : null,
                    random.Next(4) != 0
                )
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

        Add(Recovery, Entered());
        Add(Undertakings, Accepted());
        if (random.Next(3) != 0)
        {
            Add(LaterSet, Later());
        }
    }

    private void AddAnything()
    {
        var subject = random.Next(18) switch
        {
            0 or 1 or 2 or 17 => SubjectId.Of(AnyOf(Organisations)),
            < 13 => Recovery,
            13 => LaterSet,
            _ => Undertakings,
        };
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
                    .Range(0, 20)
                    .Select(_ =>
                        root is RecoveryEntered ? Entered()
                        : root is IGivesUndertakings && subject == LaterSet ? Later()
                        : ContentFor(subject)
                    )
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
        subject.Kind switch
        {
            SubjectKind.Organisation => random.Next(10) switch
            {
                5 or 6 when subject == SubjectId.Of(Sample.Trust) && random.Next(3) == 0 => Joined(),
                7 or 8 => AboutDirection(subject),
                9 => Directed(),
                5 or 6 => Published(),
                < 2 => new SegmentAssigned(Decided(), random.Next(1, 5)),
                < 4 => new SegmentReviewed(Decided(), random.Next(1, 5), Perhaps()),
                _ => random.Next(4) == 0
                    ? Sample.Succeeded(Day().Stored, AnyOf(Sample.NewIcb, Sample.OtherIcb))
                    : new SegmentPublished(Decided(), random.Next(1, 5), "As printed"),
            },
            SubjectKind.Recovery => ForRecovery(),
            // It is accepted once, before or after it was reported.
            _ when subject == LaterSet && !entries.Any(e => e.Subject == LaterSet && e.Event is UndertakingsAccepted) =>
                Later(),
            _ => ForUndertakings(),
        };

    private Event ForRecovery() =>
        random.Next(34) switch
        {
            > 30 => ForMergers(
                OpenItemKind.Membership,
                OpenItemKind.Criterion,
                OpenItemKind.Milestone,
                OpenItemKind.Evidence,
                OpenItemKind.Evidence
            ),
            28 or 29 or 30 => Groundwork(),
            0 => new RecoveryMemberJoined(Decided(), AnyOf(Organisations), Scope()),
            1 => new RecoveryMemberExited(Decided(), AnyOf(Organisations)),
            2 => random.Next(3) == 0
                ? new ExitAgreed(Decided(), Members: random.Next(2) == 0 ? null : [AnyOf(Organisations)])
                : new RecoveryMemberJoined(Decided(), AnyOf(Organisations)),
            < 5 => new ExitCriteriaAgreed(
                Decided(),
                AnyOf(CriteriaPurpose.Exit, CriteriaPurpose.Exit, CriteriaPurpose.Transition),
                Criteria()
            ),
            5 => new ExitCriteriaRefreshed(Decided(), Any().Id, CriteriaPurpose.Exit, Criteria()),
            < 11 => new CriterionAssessed(
                Decided(),
                AnyOf(References),
                random.Next(3) == 0 ? AssessingLevel.National : AssessingLevel.Region,
                AnyOf(
                    CriterionJudgement.NotMet,
                    CriterionJudgement.Met,
                    CriterionJudgement.Met,
                    CriterionJudgement.MetAndSustained
                ),
                Member: random.Next(2) == 0 ? null : AnyOf(Organisations)
            ),
            11 or 22 or 23 => new CriterionSelfAssessed(
                Decided(),
                AnyOf(References),
                AnyOf(Enum.GetValues<Brag>()),
                Member: random.Next(2) == 0 ? null : AnyOf(Organisations)
            ),
            24 or 25 => new EvidenceSubmitted(Decided(), AnyOf(Organisations), "Report", [AnyOf(References)]),
            26 or 27 => AboutEvidence(
                entries
                    .LastOrDefault(e =>
                        e.Event is EvidenceSubmitted || e.Event is EntryCorrected { Replacement: EvidenceSubmitted }
                    )
                    ?.Id
                    ?? Any().Id
            ),
            12 => new MilestoneSet(Decided(), AnyOf("M1", "M2"), "Reached.", Date()),
            13 => new MilestoneRescheduled(Decided(), AnyOf("M1", "M2"), Date()),
            14 => random.Next(3) == 0
                ? new MilestoneMissed(Decided(), AnyOf("M1", "M2"))
                : new MilestoneAchieved(Decided(), AnyOf("M1", "M2")),
            < 17 => new TargetExitRevised(Decided(), Date(), random.Next(3) == 0 ? AnyOf(Organisations) : null),
            17 => new RecoveryReviewed(Decided(), "Looked at.", Perhaps()),
            18 => new TransitionPlanAgreed(Decided(), "Watched.", null, random.Next(2) == 0 ? 3 : null, Perhaps()),
            19 => new TransitionPlanReviewed(Decided(), "On course.", Perhaps()),
            20 => random.Next(4) switch
            {
                0 => new TransitionPlanCompleted(Decided()),
                1 => new ImprovementDirectorStoodDown(Decided()),
                _ => new ImprovementDirectorAppointed(Decided(), "person:" + new string('c', 64), Perhaps()),
            },
            _ => new ExitRecommended(Decided(), null, Perhaps()),
        };

    private Event Groundwork()
    {
        OdsCode[]? members = random.Next(2) == 0 ? null : [AnyOf(Organisations)];
        return random.Next(7) switch
        {
            0 => new EntryLetterIssued(Decided(), null, members),
            1 => new StocktakeReported(Decided(), ["It is so."], null, members),
            2 or 3 => new SupportPackageAgreed(Decided(), ["Two days a week."], null, members),
            4 or 5 => new ImprovementPlanAgreed(Decided(), "In phases.", Perhaps(), members),
            _ => new ImprovementBoardMet(Decided(), "On course.", Perhaps()),
        };
    }

    private SystemJoined Joined() => new(Decided(), AnyOf(Sample.Icb, Sample.Icb, Sample.OtherIcb));

    private Concerning? Scope() =>
        AnyOf<Concerning?>(null, Concerning.Organisation, Concerning.System, Concerning.System);

    private RecoveryPublished Published()
    {
        var position = AnyOf(RecoveryPosition.InProgramme, RecoveryPosition.Left);
        return new(
            Decided() with
            {
                Source = Sample.Publication,
            },
            position,
            Entered: random.Next(3) == 0 ? Date() : null,
            Left: position == RecoveryPosition.Left && random.Next(2) == 0 ? Date() : null,
            Scope: Scope()
        );
    }

    private Event AboutEvidence(Guid evidence) =>
        random.Next(4) switch
        {
            0 => new EvidenceReturned(Decided(), evidence),
            1 => new EvidenceJudged(Decided(), evidence, EvidenceVerdict.Sufficient),
            _ => new EvidenceAcknowledged(Decided(), evidence),
        };

    private OrganisationDirected Directed() =>
        new(Decided(), "nhs-act-2006-s14z61", LegalTest.Satisfied, "Do it.", Perhaps());

    private Event AboutDirection(SubjectId organisation)
    {
        Guid[] directions =
        [
            .. entries.Where(e => e.Subject == organisation && e.Event is OrganisationDirected).Select(e => e.Id),
        ];
        return directions.Length == 0 ? Directed()
            : random.Next(2) == 0 ? new DirectionRevoked(Decided(), AnyOf(directions))
            : new DirectionVaried(Decided(), AnyOf(directions), "Do more.", Perhaps());
    }

    // By report only, or accepted; in place of the first, or beside it.
    private Event Later() =>
        random.Next(4) switch
        {
            0 => new UndertakingsReported(Decided(), [Sample.Trust], LegalBasis: AnyOf("hsc-act-2012-s106", null)),
            1 => LaterAccepted() with { Supersedes = null },
            _ => LaterAccepted(),
        };

    private UndertakingsAccepted LaterAccepted() =>
        Accepted() with
        {
            Organisation = AnyOf(Sample.Trust, Sample.Trust, Sample.Icb),
            JointlyWith = random.Next(3) == 0 ? [Sample.OtherIcb] : null,
            Supersedes = Undertakings.Id,
        };

    private Event ForUndertakings() =>
        random.Next(13) switch
        {
            12 => new UndertakingAdded(
                Decided(),
                new(AnyOf([.. Items, "2.1", "2.1"]), "A board is appointed.", Perhaps()),
                ["nhs-england", "RXW"]
            ),
            > 9 => ForMergers(OpenItemKind.Undertaking, OpenItemKind.CertificateApplication, OpenItemKind.Direction),
            < 3 => new UndertakingVaried(Decided(), AnyOf(Items), ["nhs-england", "RXW"], Perhaps(), "Otherwise."),
            < 5 => new UndertakingJudged(
                Decided(),
                AnyOf(Items),
                AnyOf(ComplianceJudgement.Complied, ComplianceJudgement.Complied, ComplianceJudgement.NotComplied)
            ),
            5 => new CertificateAppliedFor(Decided()),
            6 => random.Next(2) == 0
                ? new CertificateIssued(Decided(), Any().Id)
                : new CertificateRefused(Decided(), Any().Id),
            7 => new DirectionIssued(Decided(), "nhs-act-2006-s14z61", LegalTest.Satisfied, "Do it.", Perhaps()),
            8 => new UndertakingsDischarged(Decided(), random.Next(3) == 0 ? null : [AnyOf(Items)]),
            _ => new UndertakingProgressReported(Decided(), AnyOf(Items), "Drafted."),
        };

    // One or two things of a body, whether it ended or not, and whether they were open or not.
    private OpenItemsDisposed ForMergers(params OpenItemKind[] kinds)
    {
        var ended = AnyOf(Sample.Icb, Sample.Trust, Sample.Trust, Sample.OtherIcb);
        DisposedItem Item(OpenItemKind what)
        {
            var disposition = AnyOf(Disposition.Passes, Disposition.Passes, Disposition.Discharged, Disposition.Ended);
            return new(
                what,
                disposition,
                disposition != Disposition.Passes ? null
                    : ended == Sample.OtherIcb ? Sample.NewIcb
                    : AnyOf(Sample.NewIcb, Sample.OtherIcb),
                what == OpenItemKind.Membership || random.Next(2) == 0 ? null
                    : what == OpenItemKind.Criterion ? AnyOf(References)
                    : what == OpenItemKind.Milestone ? AnyOf("M1", "M2")
                    : what == OpenItemKind.Undertaking ? AnyOf(Items)
                    : $"{Any().Id}"
            );
        }

        var one = Item(AnyOf(kinds));
        return new(
            Decided(),
            ended,
            [.. new[] { one, Item(AnyOf(kinds)) }.DistinctBy(i => (i.What, i.Item)).Take(random.Next(1, 3))]
        );
    }

    private RecoveryEntered Entered() =>
        new(
            Decided() with
            {
                Effective = random.Next(3) == 0 ? Date() : DateWithPrecision.Parse("2022-09-01"),
            },
            "A system",
            [.. Organisations.Where(_ => random.Next(3) != 0).DefaultIfEmpty(Sample.Icb)],
            Perhaps(),
            Scope()
        );

    private UndertakingsAccepted Accepted() =>
        new(
            Decided() with
            {
                Effective = random.Next(3) == 0 ? Date() : DateWithPrecision.Parse("2022-09-01"),
            },
            Sample.Trust,
            AnyOf("hsc-act-2012-s106", "hsc-act-2012-s106", "icb-undertakings"),
            LegalTest.ReasonableSuspicion,
            ["Finance."],
            [.. Items.Select(i => new UndertakingItem(i, "A plan is sent.", Perhaps()))]
        );

    private Criterion[] Criteria() =>
        [
            .. References
                .Where(_ => random.Next(4) != 0)
                .DefaultIfEmpty("EC1")
                .Select(reference => new Criterion(
                    reference,
                    "Finance",
                    random.Next(4) == 0 ? "Reworded." : "It breaks even.",
                    Due: Perhaps(),
                    SustainedMonths: random.Next(3) == 0 ? 1 : null,
                    Members: random.Next(4) == 0 ? [AnyOf(Organisations)] : null
                )),
        ];

    private Decision Decided() => Sample.Decision("2023-04-01") with { Effective = Date() };

    private DateWithPrecision? Perhaps() => random.Next(4) == 0 ? null : Date();

    private DateWithPrecision Date() =>
        random.Next(10) switch
        {
            < 6 => Day(),
            6 => DateWithPrecision.Parse(AnyOf("2023-03", "2023-04", "2023-05")),
            7 => DateWithPrecision.Parse(AnyOf("Q4 2022/23", "Q1 2023/24")),
            8 => DateWithPrecision.Parse(AnyOf("2022/23", "2023/24")),
            _ => DateWithPrecision.Unknown,
        };

    private DateWithPrecision Day() =>
        DateWithPrecision.Day(new DateOnly(2023, 4, 1).AddDays(AnyOf(-32, -31, -30, -1, 0, 0, 1, 2, 14, 29, 30, 60)));

    private Entry Any() => AnyOf(entries.ToArray());

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
