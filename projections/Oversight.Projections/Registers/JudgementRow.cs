using Oversight.Projections.Readiness;
using Oversight.Record.Recovery;

namespace Oversight.Projections.Registers;

/// <summary>Who rates a criterion.</summary>
public enum RatingLevel
{
    /// <summary>The organisation itself.</summary>
    Self,

    /// <summary>The region.</summary>
    Region,

    /// <summary>The national team.</summary>
    National,
}

/// <summary>What became of a criterion after it was rated.</summary>
public enum WordingAfterwards
{
    /// <summary>The set in force on the day asks for the same.</summary>
    Unchanged,

    /// <summary>The set in force on the day asks for something else.</summary>
    Changed,

    /// <summary>The set in force on the day has it no longer.</summary>
    Dropped,
}

/// <summary>
/// Every rating that an organisation gave itself and every judgement by the region or nationally by the day, with
/// the wording of the criterion that was rated.
/// </summary>
internal sealed class JudgementRow(
    RecordAt record,
    Engagement engagement,
    BelievedEntry<IRatesCriterion> entry,
    DateOnly on
) : Row
{
    private readonly (Criterion Criterion, BelievedEntry Set)? judged = engagement.WordingJudgedBy(entry);
    private readonly (Criterion Criterion, BelievedEntry Set)? now = engagement.CriterionOn(
        entry.Content.Criterion,
        on
    );

    public static Register Register { get; } =
        Register.Of(
            "judgements",
            "Ratings and judgements",
            "engagement, reference, level, rating, judged, decidedBy, reason, wordingJudged, wordingFrom, afterwards",
            On,
            MayBeMissing.Membership,
            MayBeMissing.ExitCriteria,
            MayBeMissing.Judgement
        );

    /// <summary>The engagement's id.</summary>
    public string Engagement => engagement.Subject.Id;

    /// <summary>What people call it.</summary>
    public string Title => engagement.Title;

    /// <summary>The member concerned; all members where it is for all.</summary>
    [Heading("ODS")]
    public IEnumerable<OdsCode> Ods => entry.Content.Member is { } only ? [only] : engagement.EverMembers;

    /// <summary>The codes of their regions.</summary>
    public IEnumerable<string> Region => record.RegionsOf(Ods);

    /// <summary>The criterion's reference.</summary>
    [Heading("Criterion")]
    public string Reference => entry.Content.Criterion;

    /// <summary>Who rates.</summary>
    public RatingLevel Level =>
        entry.Content is not CriterionAssessed assessed ? RatingLevel.Self
        : assessed.Level == AssessingLevel.National ? RatingLevel.National
        : RatingLevel.Region;

    /// <summary>
    /// The rating: blue, red, amber, green; or the judgement: not-met, partly-met, met, met-and-sustained.
    /// </summary>
    public string Rating =>
        entry.Content switch
        {
            CriterionAssessed assessed => InWords.Stored(assessed.Judgement),
            CriterionSelfAssessed self => InWords.Stored(self.Rating),
            _ => "",
        };

    /// <summary>The day of the rating.</summary>
    public DateWithPrecision Judged => entry.Effective;

    /// <summary>Who rated.</summary>
    [Heading("By")]
    public string DecidedBy => Said.By(Decision.DecidedBy);

    /// <summary>The person who rated.</summary>
    [Heading("Person"), People]
    public IEnumerable<string?> DecidedByPerson => [Decision.DecidedBy.Person];

    /// <summary>Why.</summary>
    public string? Reason => Decision.Rationale;

    /// <summary>How sure it is.</summary>
    public Confidence? Confidence => entry.Content.Confidence;

    /// <summary>The criterion as it was worded when it was rated.</summary>
    public string? WordingJudged => judged?.Criterion.Wording;

    /// <summary>Its threshold then.</summary>
    public string? ThresholdJudged => judged?.Criterion.Threshold;

    /// <summary>From when that wording was in force.</summary>
    [Heading("In force from")]
    public DateWithPrecision? WordingFrom => judged?.Set.Effective;

    /// <summary>The entry that put it in force.</summary>
    [Heading("Wording's entry")]
    public Guid? WordingEntry => judged?.Set.Id;

    /// <summary>The criterion as it is worded on the day asked.</summary>
    [Heading("Wording on the day")]
    public string? WordingNow => now?.Criterion.Wording;

    /// <summary>What became of the criterion after it was rated.</summary>
    public WordingAfterwards? Afterwards =>
        judged is not { } then ? null
        : now is not { } today ? WordingAfterwards.Dropped
        : Record.Recovery.Engagement.SameMatter(then.Criterion, today.Criterion) ? WordingAfterwards.Unchanged
        : WordingAfterwards.Changed;

    /// <summary>
    /// What the criterion asks for on the day asked that it did not when it was rated: before and after.
    /// </summary>
    [Heading("What changed")]
    public IEnumerable<string> Changes =>
        judged is ({ } then, _) && now is ({ } today, _)
            ? new (string Member, string? Before, string? After)[]
            {
                ("wording", then.Wording, today.Wording),
                ("measure", then.Measure, today.Measure),
                ("threshold", then.Threshold, today.Threshold),
                ("months to sustain", $"{then.SustainedMonths}", $"{today.SustainedMonths}"),
            }
                .Where(c => (c.Before ?? "") != (c.After ?? ""))
                .Select(c => $"{c.Member}: {Shown(c.Before)} → {Shown(c.After)}")
            : [];

    protected override Basis Basis =>
        new(
            new[] { entry, judged?.Set, now?.Set }.OfType<BelievedEntry>().Select(EntryReference.To),
            [AnswerRules.WordingInForce],
            Said.Framework(record, on)
        );

    private Decision Decision => entry.Content.Decision;

    private static string Shown(string? text) => string.IsNullOrEmpty(text) ? "none" : text;

    private static IEnumerable<JudgementRow> On(RecordAt record, DateOnly day) =>
        from subject in record.Subjects
        let engagement = Record.Recovery.Engagement.Of(record.TimelineOf(subject))
        where engagement is not null
        from entry in Statement.Begun(engagement.Timeline.Of<IRatesCriterion>(), day)
        select new JudgementRow(record, engagement, entry, day);
}
