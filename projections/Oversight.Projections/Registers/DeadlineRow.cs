using Oversight.Projections.Deadlines;
using Oversight.Record.Recovery;

namespace Oversight.Projections.Registers;

/// <summary>
/// Everything with a date that is not settled on the day: reviews, actions and commitments, criteria, milestones, target exits,
/// undertakings, certificates, directions, the expected end of support and reports of independent reviews.
/// </summary>
internal sealed class DeadlineRow(Deadline deadline) : Row
{
    public static Register Register { get; } =
        Register.Of(
            "deadlines",
            "Deadlines",
            "kind, ods, title, due, daysLeft",
            (record, day) => Deadlines.Deadlines.On(record, day).All.Select(d => new DeadlineRow(d)),
            MayBeMissing.SegmentReview,
            MayBeMissing.RecoveryReview,
            MayBeMissing.Membership,
            MayBeMissing.ExitCriteria,
            MayBeMissing.TargetExit,
            MayBeMissing.Undertakings,
            MayBeMissing.UndertakingItems,
            MayBeMissing.UndertakingDue,
            MayBeMissing.Directions,
            MayBeMissing.OversightReview,
            MayBeMissing.Commitment,
            MayBeMissing.CommitmentDue,
            MayBeMissing.Support,
            MayBeMissing.IndependentReview
        );

    /// <summary>What kind of thing it is.</summary>
    public DeadlineKind Kind => deadline.Kind;

    /// <summary>The stream that it stands in.</summary>
    public string Subject => deadline.Subject;

    /// <summary>The engagement, when it is about one.</summary>
    public string? Engagement => IdOf(SubjectKind.Recovery);

    /// <summary>The set of undertakings, when it is about one.</summary>
    public string? Undertakings => IdOf(SubjectKind.Undertakings);

    /// <summary>The organisations concerned.</summary>
    [Heading("ODS")]
    public IEnumerable<OdsCode> Ods => deadline.Organisations;

    /// <summary>The codes of their regions.</summary>
    public IEnumerable<string> Region => deadline.Regions;

    /// <summary>What tells it from others of its kind.</summary>
    public string Reference => deadline.Reference;

    /// <summary>What it is, in one line.</summary>
    [Heading("What")]
    public string Title => deadline.Title;

    /// <summary>When.</summary>
    public DateWithPrecision Due => deadline.Due;

    /// <summary>Other dates that may hold, when dates are too imprecise to say.</summary>
    public IEnumerable<string> OrElse => deadline.OrElse.Select(o => o.ToString());

    /// <summary>The latest day of that.</summary>
    public DateOnly? DueBy => deadline.DueBy;

    /// <summary>Days to that; negative when overdue.</summary>
    public int? DaysLeft => deadline.DaysLeft;

    /// <summary>Whether that has passed; empty where the date is unknown.</summary>
    public bool? Overdue => deadline.DaysLeft is null ? null : deadline.Overdue;

    /// <summary>How soon it is due.</summary>
    [Heading("Due within")]
    public DueWithin? Within => DueWithin.Of(deadline.DaysLeft);

    protected override Basis Basis =>
        new(deadline.RestsOn, AnswerRules.OfDeadlines.Where(r => r.Name == deadline.Rule), deadline.Framework);

    private string? IdOf(SubjectKind kind) =>
        SubjectId.FromStream(deadline.Subject) is { } subject && subject.Kind == kind ? subject.Id : null;
}
