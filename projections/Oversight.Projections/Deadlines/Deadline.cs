namespace Oversight.Projections.Deadlines;

/// <summary>What kind of thing has a date.</summary>
public enum DeadlineKind
{
    /// <summary>An organisation's segment is to be reviewed.</summary>
    SegmentReview,

    /// <summary>An engagement is to be reviewed.</summary>
    RecoveryReview,

    /// <summary>An exit criterion is to be satisfied.</summary>
    ExitCriterion,

    /// <summary>A transition criterion is to be satisfied.</summary>
    TransitionCriterion,

    /// <summary>A milestone is to be reached.</summary>
    Milestone,

    /// <summary>A member is meant to leave its engagement.</summary>
    TargetExit,

    /// <summary>An undertaking is to be done.</summary>
    Undertaking,

    /// <summary>An application for a compliance certificate is to be decided.</summary>
    CertificateDecision,

    /// <summary>A transition plan is to be reviewed.</summary>
    TransitionReview,

    /// <summary>A direction is to be followed.</summary>
    Direction,

    /// <summary>An improvement director's term ends.</summary>
    ImprovementDirector,

    /// <summary>An organisation or its system is to be reviewed; its segment's review is another.</summary>
    OversightReview,

    /// <summary>An action is to be done.</summary>
    Action,

    /// <summary>A commitment that is no single action is to be met.</summary>
    Commitment,
}

/// <summary>Something with a date that is not settled on the day asked.</summary>
/// <param name="Kind">What kind of thing it is.</param>
/// <param name="Subject">The stream that it stands in.</param>
/// <param name="Organisations">The organisations concerned, by code.</param>
/// <param name="Regions">The codes of the regions that oversee them.</param>
/// <param name="Reference">
/// What tells it from others of its kind in the stream: a criterion's, milestone's or undertaking's reference, a member's
/// code, the id of an application's, a direction's or a commitment's entry, the scope of an oversight review; empty where there can be
/// only one.
/// </param>
/// <param name="Title">What it is, in one line.</param>
/// <param name="Due">When it is due; of several dates that may hold the one stated last.</param>
/// <param name="OrElse">Other dates that may hold, when dates are too imprecise to say.</param>
/// <param name="DueBy">The latest day of the due date; null when it is unknown.</param>
/// <param name="DaysLeft">Days to that, negative when it has passed; null when it is unknown.</param>
/// <param name="Overdue">True when it has passed.</param>
/// <param name="Rule">The name of the rule that says so; the answer has its sentence.</param>
/// <param name="Framework">The id of the oversight framework of the day; null when none is known.</param>
/// <param name="RestsOn">The entries that say so, in the order of their places.</param>
public sealed record Deadline(
    DeadlineKind Kind,
    string Subject,
    IReadOnlyList<OdsCode> Organisations,
    IReadOnlyList<string> Regions,
    string Reference,
    string Title,
    DateWithPrecision Due,
    IReadOnlyList<DateWithPrecision> OrElse,
    DateOnly? DueBy,
    int? DaysLeft,
    bool Overdue,
    string Rule,
    string? Framework,
    IReadOnlyList<EntryReference> RestsOn
)
{
    /// <summary>What it is known by, whatever its date: two deadlines at one place never have the same.</summary>
    public string Uid =>
        string.Join('/', new[] { Subject, InWords.Stored(Kind), Reference }.Where(part => part.Length > 0));
}
