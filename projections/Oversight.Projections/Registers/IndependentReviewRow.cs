using Oversight.Projections.Notices;
using Oversight.Record.Notices;

namespace Oversight.Projections.Registers;

/// <summary>Every independent review commissioned by the day: one row for each organisation that it is about.</summary>
internal sealed class IndependentReviewRow(
    RecordAt record,
    IndependentReviewOnDay review,
    OdsCode organisation,
    DateOnly on
) : Row
{
    public static Register Register { get; } =
        Register.Of(
            "independent-reviews",
            "Independent reviews",
            "ods, name, about, reviewer, commissioned, state, expected, reported, answer",
            On,
            MayBeMissing.IndependentReview
        );

    /// <summary>The organisation that it is about.</summary>
    [Heading("ODS")]
    public OdsCode Ods => organisation;

    /// <summary>Its name.</summary>
    [Heading("Organisation")]
    public string Name => record.NameOf(organisation);

    /// <summary>The code of its region.</summary>
    public IEnumerable<string> Region => record.RegionsOf([organisation]);

    /// <summary>The organisation that it is recorded about: an ICB where it names trusts of its system.</summary>
    public OdsCode RecordedAbout => review.RecordedAbout;

    /// <summary>What it looks at.</summary>
    public string About => review.About;

    /// <summary>Who reviews; empty where that is not stated.</summary>
    public string? Reviewer => review.Reviewer;

    /// <summary>Where it stands.</summary>
    public IndependentReviewState State => review.State;

    /// <summary>When it was commissioned.</summary>
    public DateWithPrecision Commissioned => review.Commissioned.Effective;

    /// <summary>Who commissioned it.</summary>
    public string CommissionedBy => Said.By(review.Commissioned.DecidedBy);

    /// <summary>When its report is expected.</summary>
    public DateWithPrecision? Expected => review.Expected;

    /// <summary>Days to the latest day of that, while it has not reported; negative when overdue.</summary>
    public int? DaysLeft => review.Reported is null ? DueDate.DaysLeft(review.Expected, on) : null;

    /// <summary>When it reported.</summary>
    public DateWithPrecision? Reported => review.Reported?.Effective;

    /// <summary>What it recommends; empty where nothing is recommended, or that is not known.</summary>
    public IEnumerable<string>? Recommendations => review.Recommendations;

    /// <summary>When it was answered.</summary>
    public DateWithPrecision? Answered => review.Answered?.Effective;

    /// <summary>Who answered.</summary>
    public string? AnsweredBy => review.Answered is { } answered ? Said.By(answered.DecidedBy) : null;

    /// <summary>Whether what it recommends is accepted.</summary>
    public ReviewAnswer? Answer => review.Answer;

    /// <summary>What is done, or why it is not accepted.</summary>
    public string? Response => review.Response;

    protected override Basis Basis =>
        new(
            new[] { review.Commissioned, review.Reported, review.Answered }.OfType<Statement>().Select(s => s.Entry),
            [AnswerRules.ReviewLastStep],
            Said.Framework(record, on)
        );

    private static IEnumerable<IndependentReviewRow> On(RecordAt record, DateOnly day) =>
        from ods in record.Organisations
        from review in IndependentReviewOnDay.On(day, record.TimelineOf(ods)!)
        from organisation in review.Concerning
        select new IndependentReviewRow(record, review, organisation, day);
}
