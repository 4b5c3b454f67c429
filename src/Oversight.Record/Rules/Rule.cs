using Oversight.Record.Events;
using Oversight.Record.Rules.Evidence;
using Oversight.Record.Rules.Recovery;
using Oversight.Record.Rules.Undertakings;

namespace Oversight.Record.Rules;

/// <summary>
/// Something that should hold of every entry. It refuses a live decision that breaks it; on a back-dated, imported or
/// corrected entry it is reported as a finding, because what really happened must be recordable (design note, section 6).
/// </summary>
public abstract class Rule
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
        new DatesCanBeKept(),
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

    /// <summary>Its name, such as national-agreement; stable, shown with refusals and findings.</summary>
    public abstract string Name { get; }

    /// <summary>The rule in a sentence that a person understands.</summary>
    public abstract string Sentence { get; }

    /// <summary>False for a rule that only ever reports.</summary>
    public virtual bool Refuses => true;

    /// <summary>True for a rule whose breach makes no sense whatever the origin, such as a correction of nothing.</summary>
    public virtual bool RefusesAlways => false;

    /// <summary>True when the rule has something to say about such an event.</summary>
    public abstract bool AppliesTo(Event content);

    /// <summary>How the entry breaks the rule; null when it does not.</summary>
    /// <param name="content">What the entry is believed to say.</param>
    /// <param name="entry">The entry as recorded, or as it would be.</param>
    /// <param name="situation">The record with the entry in it.</param>
    public abstract string? Breach(Event content, Entry entry, Situation situation);
}

/// <summary>A rule refused a decision. Never worth retrying: the decision or the record has to change.</summary>
/// <param name="rule">The rule that refused it.</param>
/// <param name="breach">How it is broken.</param>
public sealed class RuleRefusedException(Rule rule, string breach)
    : Exception($"{breach} Rule {rule.Name}: {rule.Sentence}")
{
    /// <summary>The rule that refused it.</summary>
    public Rule Rule { get; } = rule;

    /// <summary>How it is broken.</summary>
    public string Breach { get; } = breach;
}

/// <summary>Something in the record that a rule says should not be so.</summary>
/// <param name="Rule">The rule's name.</param>
/// <param name="Sentence">The rule.</param>
/// <param name="Breach">How it is broken.</param>
/// <param name="Entry">The id of the entry that breaks it.</param>
public sealed record Finding(string Rule, string Sentence, string Breach, Guid Entry);
