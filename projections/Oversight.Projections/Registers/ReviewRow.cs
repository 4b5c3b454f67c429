using Oversight.Projections.Reviews;
using Oversight.Record.Organisations;
using Oversight.Record.Reviews;

namespace Oversight.Projections.Registers;

/// <summary>Every review of an organisation or its system that needs no segment, held by the day, with what came of it.</summary>
internal sealed class ReviewRow(RecordAt record, OdsCode ods, OversightReview review, bool isLast, DateOnly on) : Row
{
    public static Register Register { get; } =
        Register.Of(
            "reviews",
            "Oversight reviews",
            "ods, name, meeting, scope, held, outcome, nextReviewDue, concerns, commitments",
            On,
            MayBeMissing.OversightReview
        );

    /// <summary>The organisation's ODS code.</summary>
    [Heading("ODS")]
    public OdsCode Ods => ods;

    /// <summary>Its name.</summary>
    [Heading("Organisation")]
    public string Name => record.NameOf(ods);

    /// <summary>The code of its region.</summary>
    public IEnumerable<string> Region => record.RegionsOf([ods]);

    /// <summary>What meeting it was.</summary>
    public ReviewMeeting Meeting => review.Meeting;

    /// <summary>Whether the organisation alone was reviewed or its whole system.</summary>
    public Concerning Scope => review.Scope;

    /// <summary>When it was held.</summary>
    public DateWithPrecision Held => review.Said.Effective;

    /// <summary>Whether it is the last one of its scope that was certainly held by the day.</summary>
    public bool Last => isLast;

    /// <summary>What came of it.</summary>
    public string Outcome => review.Outcome;

    /// <summary>What was looked at and said.</summary>
    public string? Summary => review.Summary;

    /// <summary>The bodies and roles that took part.</summary>
    public IEnumerable<string> Present => review.Present;

    /// <summary>When it said that the next one is due.</summary>
    public DateWithPrecision? NextReviewDue => review.NextReviewDue;

    /// <summary>How many concerns came from it, as far as that is stated.</summary>
    public int Concerns => review.Concerns.Count;

    /// <summary>How many actions and other commitments came from it, as far as that is stated.</summary>
    public int Commitments => review.Commitments.Count;

    /// <summary>Who held it.</summary>
    public string DecidedBy => Said.By(review.Said.DecidedBy);

    /// <summary>The meeting or document that it was taken from.</summary>
    public string? Source => Said.In(review.Source);

    /// <summary>The entry.</summary>
    public Guid Entry => review.Id;

    protected override Basis Basis =>
        new([review.Said.Entry], [AnswerRules.OversightReview], Said.Framework(record, on));

    private static IEnumerable<ReviewRow> On(RecordAt record, DateOnly day) =>
        from ods in record.Organisations
        let timeline = record.TimelineOf(ods)!
        let last = OversightReview.LastOfEachScope(timeline, day)
        from review in OversightReview.On(timeline, day)
        select new ReviewRow(record, ods, review, last.Contains(review.Id), day);
}
