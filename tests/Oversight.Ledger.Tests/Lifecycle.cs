using Oversight.Record;
using Oversight.Record.Catalogue;
using Oversight.Record.Entries;
using Oversight.Record.Evidence;
using Oversight.Record.Recovery;
using Oversight.Record.Segments;
using Oversight.Record.Time;
using Oversight.Record.Undertakings;

namespace Oversight.Ledger.Tests;

/// <summary>
/// One of each kind of event of the whole lifecycle, about a trust RBB that the record knows, in an order in which they could have
/// happened. Each is logged by the function given, which gives back its entry's id for those that name it.
/// </summary>
internal static class Lifecycle
{
    private static readonly SubjectId Trust = SubjectId.Of(Decisions.Ods("RBB"));
    private static readonly SubjectId Recovery = SubjectId.OfRecovery("rbb-2024");
    private static readonly SubjectId Undertakings = SubjectId.OfUndertakings("rbb-2024");

    public static async Task LogAsync(Func<LogDecision, Task<Guid>> logAsync)
    {
        var declined = await AboutAsync(Trust, "2024-05-01", d => new SegmentProposed(d, 3));
        await AboutAsync(Trust, "2024-05-08", d => new SegmentDeclined(d, declined));
        var proposal = await AboutAsync(Trust, "2024-06-01", d => new SegmentProposed(d, 3));
        await AboutAsync(Trust, "2024-06-10", d => new SegmentAgreed(d, proposal, 3));

        await AboutAsync(
            Recovery,
            "2024-06-10",
            d => new RecoveryEntered(d, "RBB – “système”", [Decisions.Ods("RBB")], Date("Q4 2024/25"))
        );
        await AboutAsync(Recovery, "2024-06-20", d => new RecoveryMemberJoined(d, Decisions.Ods("RCC")));
        await AboutAsync(Recovery, "2024-07-01", d => new ImprovementDirectorAppointed(d, Decisions.Person));
        var criteria = await AboutAsync(
            Recovery,
            "2024-07-02",
            d => new ExitCriteriaAgreed(d, CriteriaPurpose.Exit, [Criterion("EC1", "at most 5 %")])
        );
        await AboutAsync(
            Recovery,
            "2024-08-01",
            d => new ExitCriteriaRefreshed(d, criteria, CriteriaPurpose.Exit, [Criterion("EC1", "at most 6 %")])
        );
        await AboutAsync(Recovery, "2024-07-03", d => new MilestoneSet(d, "M1", "A plan", Date("2024-09-30")));
        await AboutAsync(Recovery, "2024-07-03", d => new MilestoneSet(d, "M2", "Another", Date("Q2 2024/25")));
        await AboutAsync(Recovery, "2024-09-01", d => new MilestoneRescheduled(d, "M1", Date("October 2024")));
        await AboutAsync(Recovery, "2024-10-11", d => new MilestoneAchieved(d, "M1"));
        await AboutAsync(Recovery, "2024-10-12", d => new MilestoneMissed(d, "M2"));
        var evidence = await AboutAsync(
            Recovery,
            "2024-10-01",
            d => new EvidenceSubmitted(
                d,
                Decisions.Ods("RBB"),
                "Return",
                ["EC1"],
                new(new string('b', 64), "return – märz.pdf", "application/pdf", 123_456_789_012)
            )
        );
        await AboutAsync(Recovery, "2024-10-02", d => new EvidenceAcknowledged(d, evidence));
        await AboutAsync(Recovery, "2024-10-03", d => new EvidenceReturned(d, evidence));
        var again = await AboutAsync(
            Recovery,
            "2024-10-04",
            d => new EvidenceSubmitted(d, Decisions.Ods("RBB"), "Return again", ["EC1"])
        );
        await AboutAsync(Recovery, "2024-10-05", d => new EvidenceJudged(d, again, EvidenceVerdict.Sufficient));
        await AboutAsync(Recovery, "2024-10-06", d => new CriterionSelfAssessed(d, "EC1", Brag.Green, Confidence.High));
        await AboutAsync(
            Recovery,
            "2024-10-07",
            d => new CriterionAssessed(d, "EC1", AssessingLevel.National, CriterionJudgement.PartlyMet)
        );
        await AboutAsync(Recovery, "2024-11-01", d => new TargetExitRevised(d, Date("Q1 2025/26")));
        await AboutAsync(Recovery, "2024-11-02", d => new RecoveryReviewed(d, "As it was.", Date("2025-02-01")));
        await AboutAsync(Recovery, "2025-01-01", d => new RecoveryMemberExited(d, Decisions.Ods("RCC")));
        var early = await AboutAsync(Recovery, "2025-02-01", d => new ExitRecommended(d, Expected: Date("March 2025")));
        await AboutAsync(Recovery, "2025-02-08", d => new ExitDeclined(d, early));
        var recommended = await AboutAsync(Recovery, "2025-04-01", d => new ExitRecommended(d));
        await AboutAsync(
            Recovery,
            "2025-05-01",
            d => new ExitAgreed(d, recommended, Unmet: [new("EC1", "Close enough.", Decisions.Person)])
        );
        await AboutAsync(Recovery, "2025-05-01", d => new TransitionPlanAgreed(d, "Visits.", ReviewMonths: 3));
        await AboutAsync(Recovery, "2025-08-01", d => new TransitionPlanReviewed(d, "Good."));
        await AboutAsync(Recovery, "2025-11-01", d => new TransitionPlanCompleted(d));

        await AboutAsync(
            Undertakings,
            "2024-06-11",
            d => new UndertakingsAccepted(
                d,
                Decisions.Ods("RBB"),
                "hsc-act-2012-s106",
                LegalTest.ReasonableSuspicion,
                ["Delays."],
                [new("1.1", "A plan is sent.", Date("2024-08-31")), new("1.2", "It is delivered.")]
            )
        );
        await AboutAsync(
            Undertakings,
            "2024-06-12",
            d => new UndertakingsPublicationStated(d, new(WithheldBecause: "A procurement is under way."))
        );
        await AboutAsync(Undertakings, "2024-07-11", d => new UndertakingProgressReported(d, "1.1", "Half-way."));
        await AboutAsync(
            Undertakings,
            "2024-08-11",
            d => new UndertakingVaried(d, "1.1", ["nhs-england", "RBB"], Date("2024-09-30"))
        );
        await AboutAsync(
            Undertakings,
            "2024-09-29",
            d => new UndertakingJudged(d, "1.1", ComplianceJudgement.Complied)
        );
        var refused = await AboutAsync(Undertakings, "2024-10-01", d => new CertificateAppliedFor(d));
        await AboutAsync(Undertakings, "2024-10-10", d => new CertificateRefused(d, refused));
        var applied = await AboutAsync(Undertakings, "2024-11-01", d => new CertificateAppliedFor(d, ["1.1"]));
        var certificate = await AboutAsync(Undertakings, "2024-11-10", d => new CertificateIssued(d, applied));
        await AboutAsync(Undertakings, "2024-12-10", d => new CertificateRevoked(d, certificate));
        await AboutAsync(Undertakings, "2025-01-10", d => new UndertakingsBreached(d, ["1.2"]));
        await AboutAsync(
            Undertakings,
            "2025-02-10",
            d => new DirectionIssued(d, "hsc-act-2012-s105", LegalTest.Satisfied, "Deliver it.", Date("2025-06-30"))
        );
        await AboutAsync(Undertakings, "2025-07-10", d => new UndertakingsDischarged(d));

        Task<Guid> AboutAsync(SubjectId subject, string day, Func<Decision, Event> make) =>
            logAsync(new LogDecision(subject, make(Decisions.Decided(day))));
    }

    private static Criterion Criterion(string reference, string threshold) =>
        new(reference, "Finance", "Within means.", "Deficit", threshold, ["Return"], SustainedMonths: 6);

    private static DateWithPrecision Date(string text) => DateWithPrecision.Parse(text);
}
