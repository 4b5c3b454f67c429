using Oversight.Record.Authority;
using Oversight.Record.Corrections;
using Oversight.Record.Deciding;
using Oversight.Record.Evidence;
using Oversight.Record.Organisations;
using Oversight.Record.Recovery;
using Oversight.Record.Segments;
using Oversight.Record.Undertakings;

namespace Oversight.Record.Catalogue;

/// <summary>The one list of rules.</summary>
public static class RuleCatalogue
{
    /// <summary>Every rule.</summary>
    public static IReadOnlyList<Rule> All { get; } =
    [
        new ReadableByThisVersion(),
        new RegisteredOnce(),
        new LiveDecisionNeedsADay(),
        new DecidedBeforeLogged(),
        new WithinExistence(),
        new DecidedByExistingBody(),
        new DecidedWithAuthority(),
        new SegmentOfAnyFramework(),
        new SegmentOfFramework(),
        new FrameworkCarriedOn(),
        new NationalAgreement(),
        new ReviewConfirmsSegment(),
        new NextReviewAfterReview(),
        new PublishedAgreesWithAssigned(),
        new SuccessorExists(),
        new EndsOnce(),
        new AfterNamesOwnEntry(),
        new CorrectionFitsTarget(),
        new RetractionTakesSomethingAway(),
        new ReasonForChangingTheRecord(),
        // Proposals, and segments beside Recovery Support.
        new AnswersOpenProposal(),
        new ApproverIsNotProposer(),
        new ReasonForDeclining(),
        new SegmentWithoutRecovery(),
        new RecoveryWithoutSegment(),
        // Recovery Support, evidence and undertakings.
        new DecisionSaysWhy(),
        new MembersExist(),
        new OneEngagementAtATime(),
        new JoinsEngagementUnderWay(),
        new LeavesAsMember(),
        new NamesMembers(),
        new DependsOnRegistered(),
        new WhileUnderWay(),
        new ProgrammeOfFramework(),
        new NationalRecoveryDecision(),
        new CriteriaAgreedOnce(),
        new RefreshReplacesSetInForce(),
        new CriterionReferenceOnce(),
        new RatesCriterionInForce(),
        new JudgedByWordingInForce(),
        new SustainedLongEnough(),
        new MilestoneSetOnce(),
        new MilestoneOpen(),
        new MissedAfterDue(),
        new UnmetAcceptedByName(),
        new AnswersOpenRecommendation(),
        new ExitApproverIsNotRecommender(),
        new TransitionPlanInOrder(),
        new TransitionCriteriaSatisfied(),
        new EvidenceFromThoseConcerned(),
        new EvidenceForWhatIsInForce(),
        new EvidenceInOrder(),
        new EvidenceJudgeIsNotSubmitter(),
        new GivenByExistingOrganisation(),
        new LegalBasisFits(),
        new AfterAcceptance(),
        new NamesItemsGiven(),
        new VariedByBothParties(),
        new NotAfterDischarge(),
        new BreachOfOpenItems(),
        new CertificatesOfLegalBasis(),
        new AnswersOpenApplication(),
        new CertificateDecidedInTime(),
        new RevokesIssuedCertificate(),
    ];
}
