using Oversight.Record.Corrections;
using Oversight.Record.Evidence;
using Oversight.Record.Finance;
using Oversight.Record.Frameworks;
using Oversight.Record.Organisations;
using Oversight.Record.Recovery;
using Oversight.Record.Segments;
using Oversight.Record.Suggestions;
using Oversight.Record.Undertakings;

namespace Oversight.Record.Catalogue;

/// <summary>A kind of decision, with the rules that hold for it besides the general ones.</summary>
/// <param name="Kind">How it is called.</param>
/// <param name="Rules">Its rules, in the order in which they are asked.</param>
public sealed record DecisionKind(EventKind Kind, IReadOnlyList<Rule> Rules);

/// <summary>The one list of everything that can be decided, subject by subject; catalogues are made from it.</summary>
public static class Decisions
{
    /// <summary>Every kind of decision.</summary>
    public static IReadOnlyList<DecisionKind> All { get; } =
    [
        new(RegisterOrganisation.Kind, RegisterOrganisation.Rules),
        new(SucceedOrganisation.Kind, SucceedOrganisation.Rules),
        new(PublishSegment.Kind, PublishSegment.Rules),
        new(ProposeSegment.Kind, ProposeSegment.Rules),
        new(AgreeSegment.Kind, AgreeSegment.Rules),
        new(DeclineSegment.Kind, DeclineSegment.Rules),
        new(AssignSegment.Kind, AssignSegment.Rules),
        new(ReviewSegment.Kind, ReviewSegment.Rules),
        new(PublishAnnualAssessment.Kind, PublishAnnualAssessment.Rules),
        new(StateFinancialPosition.Kind, StateFinancialPosition.Rules),
        new(PublishFramework.Kind, []),
        new(EnterRecovery.Kind, [.. EnterRecovery.Rules, SegmentRules.RecoveryWithoutSegment]),
        new(JoinRecovery.Kind, [.. JoinRecovery.Rules, SegmentRules.RecoveryWithoutSegment]),
        new(LeaveRecovery.Kind, LeaveRecovery.Rules),
        new(AppointImprovementDirector.Kind, AppointImprovementDirector.Rules),
        new(StandDownImprovementDirector.Kind, StandDownImprovementDirector.Rules),
        new(AgreeExitCriteria.Kind, AgreeExitCriteria.Rules),
        new(RefreshExitCriteria.Kind, RefreshExitCriteria.Rules),
        new(SetMilestone.Kind, SetMilestone.Rules),
        new(RescheduleMilestone.Kind, RescheduleMilestone.Rules),
        new(AchieveMilestone.Kind, AchieveMilestone.Rules),
        new(MissMilestone.Kind, MissMilestone.Rules),
        new(SubmitEvidence.Kind, SubmitEvidence.Rules),
        new(AcknowledgeEvidence.Kind, AcknowledgeEvidence.Rules),
        new(ReturnEvidence.Kind, ReturnEvidence.Rules),
        new(JudgeEvidence.Kind, JudgeEvidence.Rules),
        new(SelfAssessCriterion.Kind, SelfAssessCriterion.Rules),
        new(JudgeCriterion.Kind, JudgeCriterion.Rules),
        new(ReviseTargetExit.Kind, ReviseTargetExit.Rules),
        new(RecommendExit.Kind, RecommendExit.Rules),
        new(AgreeExit.Kind, AgreeExit.Rules),
        new(DeclineExit.Kind, DeclineExit.Rules),
        new(AgreeTransitionPlan.Kind, AgreeTransitionPlan.Rules),
        new(ReviewTransitionPlan.Kind, ReviewTransitionPlan.Rules),
        new(CompleteTransitionPlan.Kind, CompleteTransitionPlan.Rules),
        new(ReviewRecovery.Kind, ReviewRecovery.Rules),
        new(AcceptUndertakings.Kind, AcceptUndertakings.Rules),
        new(VaryUndertaking.Kind, VaryUndertaking.Rules),
        new(ReportUndertakingProgress.Kind, ReportUndertakingProgress.Rules),
        new(JudgeUndertaking.Kind, JudgeUndertaking.Rules),
        new(ApplyForCertificate.Kind, ApplyForCertificate.Rules),
        new(IssueCertificate.Kind, IssueCertificate.Rules),
        new(RefuseCertificate.Kind, RefuseCertificate.Rules),
        new(RevokeCertificate.Kind, RevokeCertificate.Rules),
        new(PublishUndertakings.Kind, PublishUndertakings.Rules),
        new(EstablishBreach.Kind, EstablishBreach.Rules),
        new(IssueDirection.Kind, IssueDirection.Rules),
        new(DischargeUndertakings.Kind, DischargeUndertakings.Rules),
        new(RejectSuggestion.Kind, RejectSuggestion.Rules),
        new(CorrectEntry.Kind, CorrectEntry.Rules),
        new(RetractEntry.Kind, RetractEntry.Rules),
    ];
}
