using Oversight.Projections.Commitments;
using Oversight.Projections.Registers;
using Oversight.Projections.Reviews;
using Oversight.Projections.Status;
using Oversight.Projections.Timelines;

namespace Oversight.Desk.Answers;

/// <summary>How an organisation is overseen besides its segment, on a day.</summary>
/// <param name="LastReview">The last review of it or its system; absent where none is recorded by the day.</param>
/// <param name="NextReviews">The reviews to be held next, of the organisation and of its system.</param>
/// <param name="OpenConcerns">The concerns that are, or may be, open.</param>
/// <param name="OpenCommitments">The actions and other commitments that stand, or may stand.</param>
/// <param name="Ambitions">The segment that is aimed at; several where dates are too imprecise to say.</param>
/// <param name="NotStated">What the record does not state of these.</param>
public sealed record OversightAnswer(
    OversightReview? LastReview,
    IReadOnlyList<NextOversightReview> NextReviews,
    IReadOnlyList<Concern> OpenConcerns,
    IReadOnlyList<Commitment> OpenCommitments,
    IReadOnlyList<SegmentAmbition> Ambitions,
    IReadOnlyList<NotStated> NotStated
)
{
    private static readonly Register[] Registers =
    [
        Register.Of("reviews"),
        Register.Of("concerns"),
        Register.Of("commitments"),
    ];

    /// <summary>That of an organisation in the record at a place.</summary>
    public static OversightAnswer Of(RecordAt record, OdsCode ods, DateOnly on)
    {
        var timeline = record.TimelineOf(ods)!;
        var only = Filter.Parse($"ods={ods}");
        return new(
            OversightReview.Last(timeline, on),
            NextOversightReview.On(timeline, on),
            [.. Concern.Of(record, ods, on).Where(concern => concern.IsOpen)],
            [.. Commitment.Of(record, ods, on).Where(commitment => commitment.Stands)],
            SegmentAmbition.On(timeline, on),
            [.. Registers.SelectMany(register => register.NotStatedOf(record, on, [only]))]
        );
    }

    /// <summary>Who decided what it holds.</summary>
    internal IEnumerable<DecidedBy> Deciders() =>
        new[] { LastReview?.Said }
            .OfType<Statement>()
            .Concat(OpenConcerns.SelectMany(c => c.Escalations.Select(e => e.Said).Append(c.Said)))
            .Concat(OpenCommitments.SelectMany(c => c.History.Select(h => h.Said).Append(c.Said)))
            .Concat(Ambitions.Select(a => a.Said))
            .Select(said => said.DecidedBy);
}
