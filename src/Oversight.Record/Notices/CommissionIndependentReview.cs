using Oversight.Record.Organisations;

namespace Oversight.Record.Notices;

/// <summary>An independent review was commissioned.</summary>
/// <param name="Decision">Effective: when. Decided by: who commissioned it.</param>
/// <param name="About">What it looks at.</param>
/// <param name="Reviewer">Who reviews: a body or a firm, never a person's name; left out where that is not stated.</param>
/// <param name="Expected">When the report is expected.</param>
/// <param name="Organisations">The trusts of the system that it is about; left out where it is about the organisation.</param>
public sealed record IndependentReviewCommissioned(
    Decision Decision,
    string About,
    string? Reviewer = null,
    DateWithPrecision? Expected = null,
    IReadOnlyList<OdsCode>? Organisations = null
) : Event(Decision), INamesTrustsOfSystem, IStaysOpen
{
    OpenItemKind IStaysOpen.OpenAs => OpenItemKind.IndependentReview;

    /// <inheritdoc/>
    public override void CheckInput()
    {
        base.CheckInput();
        BadInputException.Text(About, "about", 1000);
        BadInputException.OptionalText(Reviewer, "reviewer", 200);
        TrustsOfSystem.CheckInput(this);
    }

    /// <inheritdoc/>
    public override IEnumerable<OdsCode> OrganisationsNamed() => Organisations ?? [];

    /// <inheritdoc/>
    public override string Says(Naming names) =>
        $"Independent review commissioned {When}{TrustsOfSystem.InWords(this, names)}: {InWords.OneLine(About)}"
        + (Reviewer is null ? "" : $", by {InWords.OneLine(Reviewer)}")
        + (Expected is { } expected ? $"; report expected {expected}" : "");

    /// <inheritdoc/>
    protected override IEnumerable<(string What, string Value)> States() =>
        [
            ("independent review", About),
            .. Stated.Maybe("reviewer", Reviewer),
            .. Stated.Maybe("report expected", Expected),
            .. TrustsOfSystem.States(this),
        ];

    /// <inheritdoc/>
    public override bool IsSaidBy(OdsCode organisation) => Decision.DecidedBy.Body == organisation.Value;

    /// <inheritdoc/>
    public override EventKind KindOfEvent() => CommissionIndependentReview.Kind;
}

/// <summary>An event about an independent review that was commissioned.</summary>
public interface IAboutIndependentReview : INamesOpenEntry
{
    /// <summary>The entry by which it was commissioned.</summary>
    Guid Review { get; }

    /// <inheritdoc/>
    string INamesOpenEntry.Member => "review";

    /// <inheritdoc/>
    Guid? INamesOpenEntry.Named => Review;
}

/// <summary>How <see cref="IndependentReviewCommissioned"/> is called, and the rules that say when it may be recorded.</summary>
public static class CommissionIndependentReview
{
    /// <summary>How it is called. An organisation commissions reviews of its own too.</summary>
    public static EventKind Kind { get; } =
        new(
            "independent_review_commissioned",
            "independent-review",
            typeof(IndependentReviewCommissioned),
            SubjectKind.Organisation,
            "An independent review was commissioned"
        )
        {
            Deciders = Deciders.National | Deciders.Region | Deciders.Government | Deciders.Own,
            Provision = Provision.GeneralFunctions,
            Example = () =>
                new IndependentReviewCommissioned(Example.Decided, "Governance and leadership.", "An audit firm"),
        };

    /// <summary>The rules that hold for it, besides those for every decision.</summary>
    public static IReadOnlyList<Rule> Rules =>
        [
            OrganisationRules.WithinExistence,
            TrustsOfSystem.NamedByIcb,
            TrustsOfSystem.OfOwnSystem,
            OrganisationRules.NamesExistingOrganisations,
            ReportExpectedLater,
        ];

    /// <summary>The report comes after the commission.</summary>
    public static Rule<IndependentReviewCommissioned> ReportExpectedLater { get; } =
        new(
            "report-expected-after-commission",
            "The report of an independent review is expected after the review was commissioned.",
            (commissioned, judged) =>
                commissioned.Expected is { } expected && expected.Latest < judged.Effective.Earliest
                    ? $"The report is expected {expected}, before the review was commissioned ({judged.Effective})."
                    : null
        );

    /// <summary>Commissioned, reported, answered: each once, in this order.</summary>
    public static Rule<IAboutIndependentReview> IndependentReviewInOrder { get; } =
        new(
            "independent-review-in-order",
            "An independent review is reported once after it was commissioned, and answered once after it was reported.",
            (said, judged) =>
            {
                if (
                    judged.Timeline.StandsFor(said.Review)
                    is not { Counts: true, Content: IndependentReviewCommissioned } review
                )
                {
                    return $"No independent review was commissioned by entry {said.Review} about {judged.Timeline.Subject}, or that was retracted.";
                }

                var about = judged
                    .Timeline.Of<IAboutIndependentReview>()
                    .Where(e => judged.Timeline.StandsFor(e.Content.Review)?.Id == review.Id)
                    .ToArray();
                if (
                    about.FirstOrDefault(e =>
                        e.Content.GetType() == judged.Content.GetType() && e.ComesBefore(judged.Entry, judged.Content)
                    ) is
                    { } earlier
                )
                {
                    return $"It was said already, by entry {earlier.Id} ({earlier.Effective}).";
                }

                if (judged.Content is IndependentReviewAnswered)
                {
                    var report = about.FirstOrDefault(e => e.Content is IndependentReviewReported);
                    return report is null ? "The review has not reported: record its report first."
                        : judged.Effective.Latest < report.Effective.Earliest
                            ? $"It takes effect {judged.Effective}, before the review reported ({report.Effective})."
                        : null;
                }

                return judged.Effective.Latest < review.Effective.Earliest
                    ? $"It takes effect {judged.Effective}, before the review was commissioned ({review.Effective})."
                    : null;
            }
        );
}
