using Oversight.Record.Commitments;
using Oversight.Record.Evidence;
using Oversight.Record.Notices;
using Oversight.Record.Organisations;
using Oversight.Record.Recovery;
using Oversight.Record.Reviews;
using Oversight.Record.Segments;
using Oversight.Record.Support;
using Oversight.Record.Undertakings;

namespace Oversight.Projections.Pictures;

/// <summary>What something in a timeline picture is about.</summary>
public enum PictureKind
{
    /// <summary>The organisation itself: established, ended, followed, named, and to which system it belongs.</summary>
    Organisation,

    /// <summary>Its segment: proposed, decided, published.</summary>
    Segment,

    /// <summary>Recovery Support, and what goes with it.</summary>
    RecoverySupport,

    /// <summary>Exit and transition criteria: agreed, evidenced, rated.</summary>
    Criteria,

    /// <summary>When it is to leave Recovery Support, and how that was decided.</summary>
    Exit,

    /// <summary>Undertakings.</summary>
    Undertakings,

    /// <summary>Support by tier and programme.</summary>
    Support,

    /// <summary>Directions, and notices of other bodies.</summary>
    DirectionsAndNotices,

    /// <summary>Reviews and assessments.</summary>
    Reviews,

    /// <summary>Concerns, actions and commitments.</summary>
    Commitments,

    /// <summary>What is due.</summary>
    Deadlines,
}

/// <summary>Which kind an entry is of.</summary>
public static class PictureKinds
{
    /// <summary>As it heads a list: Recovery Support.</summary>
    public static string Title(this PictureKind kind) =>
        kind switch
        {
            PictureKind.Organisation => "Organisation and system",
            PictureKind.RecoverySupport => "Recovery Support",
            PictureKind.Criteria => "Criteria and evidence",
            PictureKind.Exit => "Exit",
            PictureKind.Support => "Support and tiers",
            PictureKind.DirectionsAndNotices => "Directions and notices",
            PictureKind.Reviews => "Reviews and assessments",
            PictureKind.Commitments => "Concerns, actions and commitments",
            _ => InWords.Title(kind),
        };

    /// <summary>That of what an entry says; null for what is no part of the picture, such as figures and what was told to whom.</summary>
    internal static PictureKind? Of(SubjectKind subject, Event said) =>
        said switch
        {
            OpenItemsDisposed => PictureKind.Organisation,
            IStatesSegment or SegmentProposed or SegmentDeclined or SegmentAmbitionStated => PictureKind.Segment,
            SegmentReviewed
            or RecoveryReviewed
            or OversightReviewed
            or AnnualAssessmentPublished
            or TransitionPlanReviewed
            or ImprovementBoardMet
            or IndependentReviewCommissioned
            or IAboutIndependentReview => PictureKind.Reviews,
            NoticeGiven or NoticeClosed or DirectionIssued or OrganisationDirected or IAboutDirection =>
                PictureKind.DirectionsAndNotices,
            INamesSupport or IAboutSupport => PictureKind.Support,
            ConcernRaised or IAboutConcern or CommitmentMade or IAboutCommitment => PictureKind.Commitments,
            RecoveryPublished => PictureKind.RecoverySupport,
            ExitRecommended or ExitDeclined or IExit or TargetExitRevised => PictureKind.Exit,
            IStatesCriteria or IRatesCriterion => PictureKind.Criteria,
            EvidenceSubmitted or IAboutEvidence when subject == SubjectKind.Recovery => PictureKind.Criteria,
            OrganisationRegistered or OrganisationSucceeded or OrganisationRenamed or SystemJoined =>
                PictureKind.Organisation,
            _ when subject == SubjectKind.Undertakings && IsOfItsSubject(said) => PictureKind.Undertakings,
            _ when subject == SubjectKind.Recovery && IsOfItsSubject(said) => PictureKind.RecoverySupport,
            _ => null,
        };

    // What is common to all subjects says nothing of what was decided: who was told, what was challenged, for how long documents are kept.
    private static bool IsOfItsSubject(Event said) =>
        said.KindOfEvent().About is SubjectKind.Undertakings or SubjectKind.Recovery
        || said is EvidenceSubmitted or IAboutEvidence;
}
