using Oversight.Record.Organisations;

namespace Oversight.Record.Reviews;

/// <summary>
/// An organisation, or a whole system, was reviewed at an oversight meeting. It needs no segment: every organisation that is overseen
/// can be reviewed, whatever the framework says of segments.
/// </summary>
/// <param name="Decision">Effective: the day of the meeting.</param>
/// <param name="Meeting">What meeting it was.</param>
/// <param name="Scope">Whether the organisation alone was reviewed or its whole system.</param>
/// <param name="Outcome">What came of it, in a sentence.</param>
/// <param name="Summary">What was looked at and said.</param>
/// <param name="Present">
/// The bodies and roles that took part, never names of people. Its own people see the review at once where the organisation is among them
/// (named by its ODS code).
/// </param>
/// <param name="NextReviewDue">When the next one is due.</param>
public sealed record OversightReviewed(
    Decision Decision,
    ReviewMeeting Meeting,
    Concerning Scope,
    string Outcome,
    string? Summary = null,
    IReadOnlyList<string>? Present = null,
    DateWithPrecision? NextReviewDue = null
) : Event(Decision), IConcerns, ISaysNextReview
{
    /// <inheritdoc/>
    public override void CheckInput()
    {
        base.CheckInput();
        BadInputException.Text(Outcome, "outcome", 2000);
        BadInputException.OptionalText(Summary, "summary", 20_000);
        if (Present is not null)
        {
            Check.Texts(Present, "present", 200, atLeast: 1);
        }
    }

    /// <inheritdoc/>
    public override string Says(Naming names) =>
        $"{(Scope == Concerning.System ? "System reviewed" : "Reviewed")} {When} ({InWords.Of(Meeting)} meeting): "
        + $"{InWords.OneLine(Outcome)}{InWords.NextReview(NextReviewDue)}";

    /// <inheritdoc/>
    protected override IEnumerable<(string What, string Value)> States() =>
        [
            ("review", InWords.Of(Meeting)),
            ("reviewed", InWords.Of(Scope)),
            ("outcome", Outcome),
            .. Stated.Maybe("summary", Summary),
            .. Stated.Each("present", Present ?? []),
            .. Stated.Maybe("next oversight review due", NextReviewDue),
        ];

    /// <inheritdoc/>
    public override bool IsPartyTo(OdsCode organisation) => Present?.Contains(organisation.Value) == true;

    /// <inheritdoc/>
    public override EventKind KindOfEvent() => ReviewOversight.Kind;
}

/// <summary>What kind of meeting a review was.</summary>
public enum ReviewMeeting
{
    /// <summary>The regular meeting of each quarter.</summary>
    Quarterly,

    /// <summary>The regular meeting of each month.</summary>
    Monthly,

    /// <summary>The review of a whole year.</summary>
    Annual,

    /// <summary>One called because something had happened.</summary>
    Extraordinary,

    /// <summary>Another meeting; the outcome or the source says which.</summary>
    Other,
}

/// <summary>How <see cref="OversightReviewed"/> is called, and the rules that say when it may be recorded.</summary>
public static class ReviewOversight
{
    /// <summary>How it is called.</summary>
    public static EventKind Kind { get; } =
        new(
            "oversight_reviewed",
            "oversight-review",
            typeof(OversightReviewed),
            SubjectKind.Organisation,
            "An organisation or its system was reviewed"
        )
        {
            Example = () =>
                new OversightReviewed(
                    Example.Decided,
                    ReviewMeeting.Quarterly,
                    Concerning.System,
                    "The recovery of the plan is on course; continuing healthcare is looked at next.",
                    "Finance at month 6, urgent care, continuing healthcare.",
                    ["NHS England South East, Director of System Coordination", "QOC"],
                    Example.Date("Q4 2024/25")
                ),
        };

    /// <summary>The rules that hold for it, besides those for every decision.</summary>
    public static IReadOnlyList<Rule> Rules =>
        [OrganisationRules.WithinExistence, SystemRules.SystemIsOfAnIcb, ReviewRules.NextReviewAfterReview];
}
