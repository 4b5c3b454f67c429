using Oversight.Record.Deciding;
using Oversight.Record.Entries;
using Oversight.Record.Evidence;
using Oversight.Record.Recovery;

namespace Oversight.Record.Tests.Given;

/// <summary>Good events about an engagement and its evidence, and records with one under way.</summary>
internal static class SampleRecovery
{
    /// <summary>The engagement.</summary>
    public static SubjectId Subject { get; } = SubjectId.OfRecovery("qoc-2023");

    /// <summary>Another one.</summary>
    public static SubjectId OtherSubject { get; } = SubjectId.OfRecovery("qoc-again");

    private static readonly string Person = "person:" + new string('0', 64);

    /// <summary>A framework (0), an ICB (1), another (2) and a trust (3) that existed before both.</summary>
    public static SmallRecord Organisations() =>
        SmallRecord
            .OfAnIcb()
            .Told(Sample.OtherIcb, Sample.Registered(Sample.OtherIcb))
            .Told(Sample.Trust, Sample.Registered(Sample.Trust, "2019-04-01", OrganisationKind.NhsTrust));

    /// <summary>And an engagement (4) of the ICB and the trust from 3 April 2023 on.</summary>
    public static SmallRecord UnderWay() =>
        Organisations().Told(Subject, ByPerson(Entered("2023-04-03", Sample.Icb, Sample.Trust)));

    /// <summary>And its exit criteria (5) from 1 May 2023 on: EC1; EC2, to be sustained for six months; EC3 of the trust.</summary>
    public static SmallRecord WithCriteria() => UnderWay().Told(Subject, Agreed("2023-05-01", "EC1", "EC2", "EC3"));

    /// <summary>And transition criteria (6), TC1, from 1 June 2023 on.</summary>
    public static SmallRecord WithTransition() =>
        WithCriteria().Told(Subject, Agreed("2023-06-01", "TC1") with { Purpose = CriteriaPurpose.Transition });

    /// <summary>An entry that has the id of the person whom later ones name by it.</summary>
    public static Event ByPerson(Event content) =>
        content.With(d => d with { DecidedBy = d.DecidedBy with { Person = Person } });

    public static RecoveryEntered Entered(string from, params OdsCode[] members) =>
        new(Sample.Decision(from), "A system", members);

    public static RecoveryPublished Published(RecoveryPosition position, string period) =>
        new(Sample.Decision(period) with { Source = Sample.Publication }, position);

    public static RecoveryMemberJoined Joined(string from, OdsCode organisation) =>
        new(Sample.Decision(from), organisation);

    public static RecoveryMemberExited Exited(string on, OdsCode organisation, params string[] unmet) =>
        new(Sample.Decision(on), organisation, Accepted(unmet));

    public static ImprovementDirectorAppointed Director(string from) => new(Sample.Decision(from), Person);

    public static ImprovementDirectorStoodDown StoodDown(string from) => new(Sample.Decision(from));

    public static Criterion Criterion(string reference) =>
        new(
            reference,
            "Finance",
            $"What {reference} asks for.",
            SustainedMonths: reference == "EC2" ? 6 : null,
            Members: reference == "EC3" ? [Sample.Trust] : null
        );

    public static ExitCriteriaAgreed Agreed(string from, params string[] references) =>
        new(Sample.Decision(from), CriteriaPurpose.Exit, [.. references.Select(Criterion)]);

    public static ExitCriteriaRefreshed Refreshed(string from, Guid replaces, params string[] references) =>
        new(Because(from), replaces, CriteriaPurpose.Exit, [.. references.Select(Criterion)]);

    public static MilestoneSet Milestone(string on, string due) =>
        new(Sample.Decision(on), "M1", "A plan is agreed.", Sample.Date(due));

    public static MilestoneRescheduled Rescheduled(string on, string due) => new(Because(on), "M1", Sample.Date(due));

    public static MilestoneAchieved Achieved(string on) => new(Sample.Decision(on), "M1");

    public static MilestoneMissed Missed(string on) => new(Sample.Decision(on), "M1");

    public static CriterionSelfAssessed SelfAssessed(string on, string criterion, OdsCode? member = null) =>
        new(Sample.Decision(on), criterion, Brag.Green, Member: member);

    public static CriterionAssessed Judged(
        string on,
        string criterion,
        CriterionJudgement judgement = CriterionJudgement.Met,
        OdsCode? member = null,
        AssessingLevel level = AssessingLevel.Region
    ) => new(Because(on), criterion, level, judgement, Member: member);

    public static CriterionAssessed Sustained(string on, string criterion = "EC2", OdsCode? member = null) =>
        Judged(on, criterion, CriterionJudgement.MetAndSustained, member);

    public static TargetExitRevised TargetExit(string on, string target, OdsCode? member = null) =>
        new(Because(on), Sample.Date(target), member);

    public static ExitRecommended Recommended(string on, params OdsCode[] members) =>
        new(Because(on), members.Length == 0 ? null : members);

    public static ExitAgreed Exit(string on, Guid? recommendation = null, params string[] unmet) =>
        new(Sample.Decision(on), recommendation, Unmet: Accepted(unmet));

    public static ExitDeclined Declined(string on, Guid recommendation) => new(Because(on), recommendation);

    public static TransitionPlanAgreed Plan(string from) => new(Sample.Decision(from), "Quarterly meetings.");

    public static TransitionPlanReviewed PlanReviewed(string on) => new(Sample.Decision(on), "On course.");

    public static TransitionPlanCompleted PlanCompleted(string on) => new(Sample.Decision(on));

    public static RecoveryReviewed Reviewed(string on) => new(Sample.Decision(on), "No change.");

    public static EvidenceSubmitted Submitted(string on, OdsCode by, params string[] references) =>
        new(Sample.Decision(on), by, "Month 12 return", references);

    public static EvidenceAcknowledged Acknowledged(string on, Guid evidence) => new(Sample.Decision(on), evidence);

    public static EvidenceReturned Returned(string on, Guid evidence) => new(Because(on), evidence);

    public static EvidenceJudged EvidenceJudged(string on, Guid evidence) =>
        new(Because(on), evidence, EvidenceVerdict.Sufficient);

    /// <summary>A decision that says why.</summary>
    public static Decision Because(string effective) =>
        Sample.Decision(effective) with
        {
            Rationale = "The figures say so.",
        };

    private static AcceptedUnmet[] Accepted(string[] criteria) =>
        [.. criteria.Select(c => new AcceptedUnmet(c, "Nearly there.", Person))];
}
