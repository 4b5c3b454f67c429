using Oversight.Record.Challenges;
using Oversight.Record.Commitments;
using Oversight.Record.Corrections;
using Oversight.Record.Evidence;
using Oversight.Record.Finance;
using Oversight.Record.Frameworks;
using Oversight.Record.Mergers;
using Oversight.Record.Notices;
using Oversight.Record.Organisations;
using Oversight.Record.Recovery;
using Oversight.Record.Retention;
using Oversight.Record.Reviews;
using Oversight.Record.Segments;
using Oversight.Record.Suggestions;
using Oversight.Record.Support;
using Oversight.Record.Telling;
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
        new(DisposeOpenItems.Kind, [.. DisposeOpenItems.Rules, WasOpen.ItemWasOpen, WasOpen.CriterionPassesToMember]),
        new(JoinSystem.Kind, JoinSystem.Rules),
        new(RenameOrganisation.Kind, RenameOrganisation.Rules),
        new(PublishSegment.Kind, PublishSegment.Rules),
        new(PublishRecovery.Kind, PublishRecovery.Rules),
        new(ProposeSegment.Kind, ProposeSegment.Rules),
        new(AgreeSegment.Kind, AgreeSegment.Rules),
        new(DeclineSegment.Kind, DeclineSegment.Rules),
        new(AssignSegment.Kind, AssignSegment.Rules),
        new(ReviewSegment.Kind, ReviewSegment.Rules),
        new(StateSegmentAmbition.Kind, StateSegmentAmbition.Rules),
        new(PublishAnnualAssessment.Kind, PublishAnnualAssessment.Rules),
        new(StateFinancialPosition.Kind, StateFinancialPosition.Rules),
        new(RejectSuggestion.Kind, RejectSuggestion.Rules),
        new(ReviewOversight.Kind, ReviewOversight.Rules),
        new(RaiseConcern.Kind, RaiseConcern.Rules),
        new(EscalateConcern.Kind, EscalateConcern.Rules),
        new(CloseConcern.Kind, CloseConcern.Rules),
        new(MakeCommitment.Kind, MakeCommitment.Rules),
        new(MoveCommitment.Kind, MoveCommitment.Rules),
        new(MeetCommitment.Kind, MeetCommitment.Rules),
        new(MissCommitment.Kind, MissCommitment.Rules),
        new(WithdrawCommitment.Kind, WithdrawCommitment.Rules),
        new(PublishFramework.Kind, []),
        new(EnterRecovery.Kind, [.. EnterRecovery.Rules, SegmentRules.RecoveryWithoutSegment]),
        new(JoinRecovery.Kind, [.. JoinRecovery.Rules, SegmentRules.RecoveryWithoutSegment]),
        new(LeaveRecovery.Kind, LeaveRecovery.Rules),
        new(IssueEntryLetter.Kind, IssueEntryLetter.Rules),
        new(ReportStocktake.Kind, ReportStocktake.Rules),
        new(AgreeSupportPackage.Kind, AgreeSupportPackage.Rules),
        new(AgreeImprovementPlan.Kind, AgreeImprovementPlan.Rules),
        new(MeetImprovementBoard.Kind, MeetImprovementBoard.Rules),
        new(AppointImprovementDirector.Kind, AppointImprovementDirector.Rules),
        new(StandDownImprovementDirector.Kind, StandDownImprovementDirector.Rules),
        new(AgreeExitCriteria.Kind, AgreeExitCriteria.Rules),
        new(RefreshExitCriteria.Kind, RefreshExitCriteria.Rules),
        new(SetMilestone.Kind, SetMilestone.Rules),
        new(RescheduleMilestone.Kind, RescheduleMilestone.Rules),
        new(AchieveMilestone.Kind, AchieveMilestone.Rules),
        new(MissMilestone.Kind, MissMilestone.Rules),
        new(SubmitEvidence.Kind, [.. SubmitEvidence.Rules, DisposeDocuments.DisposedDocumentIsNotNamed]),
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
        new(ReportUndertakings.Kind, ReportUndertakings.Rules),
        new(AddUndertaking.Kind, AddUndertaking.Rules),
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
        new(DirectOrganisation.Kind, DirectOrganisation.Rules),
        new(VaryDirection.Kind, VaryDirection.Rules),
        new(RevokeDirection.Kind, RevokeDirection.Rules),
        new(SetSupport.Kind, SetSupport.Rules),
        new(StepDownSupport.Kind, StepDownSupport.Rules),
        new(WithdrawSupport.Kind, WithdrawSupport.Rules),
        new(ExpectExitFromSupport.Kind, ExpectExitFromSupport.Rules),
        new(PublishSupport.Kind, PublishSupport.Rules),
        new(GiveNotice.Kind, GiveNotice.Rules),
        new(CloseNotice.Kind, CloseNotice.Rules),
        new(CommissionIndependentReview.Kind, CommissionIndependentReview.Rules),
        new(ReportIndependentReview.Kind, ReportIndependentReview.Rules),
        new(AnswerIndependentReview.Kind, AnswerIndependentReview.Rules),
        new(CommunicateEntry.Kind, CommunicateEntry.Rules),
        new(ChallengeEntry.Kind, ChallengeEntry.Rules),
        new(AcknowledgeChallenge.Kind, AcknowledgeChallenge.Rules),
        new(UpholdChallenge.Kind, UpholdChallenge.Rules),
        new(DoNotUpholdChallenge.Kind, DoNotUpholdChallenge.Rules),
        new(WithdrawChallenge.Kind, WithdrawChallenge.Rules),
        new(PlaceRetentionHold.Kind, PlaceRetentionHold.Rules),
        new(LiftRetentionHold.Kind, LiftRetentionHold.Rules),
        new(DisposeDocuments.Kind, DisposeDocuments.Rules),
        new(RedactPerson.Kind, RedactPerson.Rules),
        new(CorrectEntry.Kind, [.. CorrectEntry.Rules, DisposeDocuments.DisposalStands, RedactPerson.RedactionStands]),
        new(RetractEntry.Kind, [.. RetractEntry.Rules, DisposeDocuments.DisposalStands, RedactPerson.RedactionStands]),
    ];
}
