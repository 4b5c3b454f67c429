using Oversight.Record.Notices;

namespace Oversight.Projections.Notices;

/// <summary>Where an independent review stands.</summary>
public enum IndependentReviewState
{
    /// <summary>It was commissioned, and has not reported.</summary>
    Commissioned,

    /// <summary>It has reported, and nobody has answered.</summary>
    Reported,

    /// <summary>It was said what becomes of what it recommends.</summary>
    Answered,

    /// <summary>Dates are too imprecise to say.</summary>
    Uncertain,
}

/// <summary>An independent review on a day.</summary>
/// <param name="RecordedAbout">The organisation that it is recorded about.</param>
/// <param name="Concerning">The organisations that it is about.</param>
/// <param name="About">What it looks at.</param>
/// <param name="Reviewer">Who reviews; null where that is not stated.</param>
/// <param name="Expected">When the report is expected; null where that is not stated.</param>
/// <param name="State">Where it stands.</param>
/// <param name="Commissioned">Who commissioned it, when and why.</param>
/// <param name="Reported">When it reported; null while it may not have.</param>
/// <param name="Recommendations">What it recommends; null where that is not known.</param>
/// <param name="Answered">Who answered, when and why; null while nobody may have.</param>
/// <param name="Answer">Whether what it recommends is accepted.</param>
/// <param name="Response">What is done, or why it is not accepted.</param>
public sealed record IndependentReviewOnDay(
    OdsCode RecordedAbout,
    IReadOnlyList<OdsCode> Concerning,
    string About,
    string? Reviewer,
    DateWithPrecision? Expected,
    IndependentReviewState State,
    Statement Commissioned,
    Statement? Reported,
    IReadOnlyList<string>? Recommendations,
    Statement? Answered,
    ReviewAnswer? Answer,
    string? Response
)
{
    /// <summary>The independent reviews commissioned by a day, or perhaps, in one organisation's timeline, in the order of their dates.</summary>
    public static IReadOnlyList<IndependentReviewOnDay> On(DateOnly day, Timeline timeline) =>
        [
            .. from commissioned in Statement.Begun(timeline.Of<IndependentReviewCommissioned>(), day)
            let reported = Of<IndependentReviewReported>(commissioned.Id, day, timeline)
            let answered = Of<IndependentReviewAnswered>(commissioned.Id, day, timeline)
            select new IndependentReviewOnDay(
                timeline.Subject.Organisation!.Value,
                commissioned.Content.Organisations ?? [timeline.Subject.Organisation!.Value],
                commissioned.Content.About,
                commissioned.Content.Reviewer,
                commissioned.Content.Expected,
                StateOn(day, commissioned, reported, answered),
                Statement.Of(commissioned),
                reported is null ? null : Statement.Of(reported),
                reported?.Content.Recommendations,
                answered is null ? null : Statement.Of(answered),
                answered?.Content.Answer,
                answered?.Content.Response
            ),
        ];

    private static BelievedEntry<T>? Of<T>(Guid review, DateOnly day, Timeline timeline)
        where T : class, IAboutIndependentReview =>
        Statement.Begun(timeline.Of<T>(), day).FirstOrDefault(e => timeline.StandsFor(e.Content.Review)?.Id == review);

    // The last step says where it stands; of one that may not have been taken yet it is uncertain.
    private static IndependentReviewState StateOn(
        DateOnly day,
        BelievedEntry commissioned,
        BelievedEntry? reported,
        BelievedEntry? answered
    ) =>
        (answered ?? reported ?? commissioned).Effective.IsCertainBy(day) == false ? IndependentReviewState.Uncertain
        : answered is not null ? IndependentReviewState.Answered
        : reported is not null ? IndependentReviewState.Reported
        : IndependentReviewState.Commissioned;
}
