using Oversight.Projections.Answers;
using Oversight.Projections.Undertakings;

namespace Oversight.Projections.Deadlines;

/// <summary>The rules by which something has a date.</summary>
public static class DeadlineRules
{
    /// <summary>The review says when the next one is.</summary>
    public static AnswerRule NextReview { get; } =
        new("next-review-as-said", "The next review is due when the last one said.");

    /// <summary>The framework's rhythm.</summary>
    public static AnswerRule ReviewRhythm { get; } =
        new(
            "review-rhythm",
            "Where the last review said no date, a segment is reviewed as many months after the last review or placement as the framework of that day said, if that had segments for the kind of organisation; what is due stays due under a later framework, until it is held."
        );

    /// <summary>A criterion's date.</summary>
    public static AnswerRule CriterionDue { get; } =
        new(
            "criterion-due",
            "A criterion in force is due on its date for every member that it concerns, until it is satisfied; an exit criterion while the engagement is under way, a transition criterion until the transition is completed."
        );

    /// <summary>A milestone's date.</summary>
    public static AnswerRule MilestoneDue { get; } =
        new(
            "milestone-due",
            "A milestone is due on the date last given to it, until it is achieved or the engagement is over."
        );

    /// <summary>A target exit's date.</summary>
    public static AnswerRule TargetExit { get; } =
        new("target-exit", "A member is to leave by the target exit that was stated last, until it has left.");

    /// <summary>A transition plan's review.</summary>
    public static AnswerRule TransitionReview { get; } =
        new(
            "transition-review",
            "A transition plan is reviewed when its last review or the plan said, else by its own rhythm, until it is completed."
        );

    /// <summary>The end of a director's term.</summary>
    public static AnswerRule DirectorUntil { get; } =
        new(
            "director-until",
            "An improvement director is appointed until a date while the engagement is under way; then another is, or the engagement is over."
        );

    /// <summary>All of them.</summary>
    public static IReadOnlyList<AnswerRule> All { get; } =
    [
        NextReview,
        ReviewRhythm,
        CriterionDue,
        MilestoneDue,
        TargetExit,
        UndertakingRules.UndertakingDue,
        UndertakingRules.CertificateDays,
        TransitionReview,
        UndertakingRules.DirectionDue,
        DirectorUntil,
    ];
}
