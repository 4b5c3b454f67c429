using Oversight.Record.Organisations;

namespace Oversight.Record.Notices;

/// <summary>It was said what becomes of what an independent review recommends.</summary>
/// <param name="Decision">Effective: when. Decided by: who answers.</param>
/// <param name="Review">The entry by which it was commissioned.</param>
/// <param name="Answer">Whether the recommendations are accepted.</param>
/// <param name="Response">What is done, or why they are not accepted.</param>
public sealed record IndependentReviewAnswered(
    Decision Decision,
    Guid Review,
    ReviewAnswer Answer,
    string? Response = null
) : Event(Decision), IAboutIndependentReview
{
    /// <inheritdoc/>
    public override void CheckInput()
    {
        base.CheckInput();
        BadInputException.OptionalText(Response, "response", 20_000);
        if (Answer != ReviewAnswer.Accepted && string.IsNullOrWhiteSpace(Response))
        {
            throw new BadInputException("response", "must say what is not accepted, and why.");
        }
    }

    /// <inheritdoc/>
    public override string Says(Naming names) => $"Independent review answered {When}: {InWords.Of(Answer)}";

    /// <inheritdoc/>
    protected override IEnumerable<(string What, string Value)> States() =>
        [($"independent review {Review}", InWords.Of(Answer)), .. Stated.Maybe("response", Response)];

    /// <inheritdoc/>
    public override bool IsSaidBy(OdsCode organisation) => Decision.DecidedBy.Body == organisation.Value;

    bool INamesOpenEntry.IsAnswer => true;

    Event INamesOpenEntry.Naming(Guid entry) => this with { Review = entry };

    // Only one that has reported can be answered.
    IEnumerable<BelievedEntry> INamesOpenEntry.OpenIn(Timeline timeline)
    {
        var reported = timeline
            .Of<IndependentReviewReported>()
            .Select(e => timeline.StandsFor(e.Content.Review)?.Id)
            .ToHashSet();
        return timeline
            .Unanswered<IndependentReviewCommissioned, IndependentReviewAnswered>(answer => answer.Review)
            .Where(review => reported.Contains(review.Id));
    }

    /// <inheritdoc/>
    public override EventKind KindOfEvent() => AnswerIndependentReview.Kind;
}

/// <summary>Whether what an independent review recommends is accepted.</summary>
public enum ReviewAnswer
{
    /// <summary>All of it is.</summary>
    Accepted,

    /// <summary>Some of it is.</summary>
    PartlyAccepted,

    /// <summary>None of it is.</summary>
    Rejected,
}

/// <summary>How <see cref="IndependentReviewAnswered"/> is called, and the rules that say when it may be recorded.</summary>
public static class AnswerIndependentReview
{
    /// <summary>How it is called.</summary>
    public static EventKind Kind { get; } =
        new(
            "independent_review_answered",
            "independent-review-answered",
            typeof(IndependentReviewAnswered),
            SubjectKind.Organisation,
            "An independent review was answered"
        )
        {
            Deciders = CommissionIndependentReview.Kind.Deciders,
            IsSaidByOrganisations = true,
            Provision = Provision.GeneralFunctions,
            Example = () => new IndependentReviewAnswered(Example.Decided, Example.Entry, ReviewAnswer.Accepted),
        };

    /// <summary>The rules that hold for it, besides those for every decision.</summary>
    public static IReadOnlyList<Rule> Rules =>
        [OrganisationRules.WithinExistence, CommissionIndependentReview.IndependentReviewInOrder];
}
