using Oversight.Record.Organisations;

namespace Oversight.Record.Notices;

/// <summary>An independent review reported.</summary>
/// <param name="Decision">Effective: the day of the report. Decided by: who received it.</param>
/// <param name="Review">The entry by which it was commissioned.</param>
/// <param name="Recommendations">What it recommends, one text each; empty where it recommends nothing, left out where that is not known.</param>
public sealed record IndependentReviewReported(
    Decision Decision,
    Guid Review,
    IReadOnlyList<string>? Recommendations = null
) : Event(Decision), IAboutIndependentReview
{
    /// <inheritdoc/>
    public override void CheckInput()
    {
        base.CheckInput();
        if (Recommendations is { } recommendations)
        {
            Check.Texts(recommendations, "recommendations", 5000);
        }
    }

    /// <inheritdoc/>
    public override string Says(Naming names) =>
        $"Independent review reported {When}, with "
        + Recommendations?.Count switch
        {
            null => "recommendations not stated",
            0 => "no recommendations",
            1 => "1 recommendation",
            var many => $"{many} recommendations",
        };

    /// <inheritdoc/>
    protected override IEnumerable<(string What, string Value)> States() =>
        [($"independent review {Review}", "reported"), .. Stated.Each("recommendation", Recommendations ?? [])];

    /// <inheritdoc/>
    public override bool IsSaidBy(OdsCode organisation) => Decision.DecidedBy.Body == organisation.Value;

    Event INamesOpenEntry.Naming(Guid entry) => this with { Review = entry };

    IEnumerable<BelievedEntry> INamesOpenEntry.OpenIn(Timeline timeline) =>
        timeline.Unanswered<IndependentReviewCommissioned, IndependentReviewReported>(report => report.Review);

    /// <inheritdoc/>
    public override EventKind KindOfEvent() => ReportIndependentReview.Kind;
}

/// <summary>How <see cref="IndependentReviewReported"/> is called, and the rules that say when it may be recorded.</summary>
public static class ReportIndependentReview
{
    /// <summary>How it is called.</summary>
    public static EventKind Kind { get; } =
        new(
            "independent_review_reported",
            "independent-review-reported",
            typeof(IndependentReviewReported),
            SubjectKind.Organisation,
            "An independent review reported"
        )
        {
            Deciders = CommissionIndependentReview.Kind.Deciders,
            Decides = false,
            Provision = Provision.GeneralFunctions,
            Example = () =>
                new IndependentReviewReported(
                    Example.Decided,
                    Example.Entry,
                    ["The board is to see the quality figures every month."]
                ),
        };

    /// <summary>The rules that hold for it, besides those for every decision.</summary>
    public static IReadOnlyList<Rule> Rules =>
        [OrganisationRules.WithinExistence, CommissionIndependentReview.IndependentReviewInOrder];
}
