using Oversight.Record.Commitments;
using Oversight.Record.Reviews;

namespace Oversight.Projections.Registers;

internal sealed partial record MayBeMissing
{
    private static readonly Things<(OdsCode Ods, Commitments.Commitment Commitment)> StandingCommitments = new(
        "standing action or commitment",
        "standing actions and commitments",
        scope =>
            from organisation in scope.Organisations
            from commitment in Commitments.Commitment.Of(scope.Record, organisation.Ods, scope.Day)
            where commitment.Stands
            select (organisation.Ods, commitment),
        c => $"{c.Ods} {InWords.Stored(c.Commitment.Kind)} {c.Commitment.Id}"
    );

    /// <summary>A review of an organisation or its system.</summary>
    public static MayBeMissing OversightReview { get; } =
        OfOrganisations(
            "oversight-review",
            (scope, o) => !Has<OversightReviewed>(o.Timeline, scope.Day),
            (_, whom, _) => $"No oversight review of {whom} is recorded."
        );

    /// <summary>A concern about an organisation or its system.</summary>
    public static MayBeMissing Concern { get; } =
        OfEachOrganisation(
            "concern",
            (record, ods, day) =>
                !Has<ConcernRaised>(record.TimelineOf(ods)!, day) && Reviews.Concern.Of(record, ods, day).Count == 0,
            (_, whom, _) => $"Whether there was a concern about {whom} is not stated: none is recorded."
        );

    /// <summary>An action or another commitment of an organisation or its system.</summary>
    public static MayBeMissing Commitment { get; } =
        OfEachOrganisation(
            "commitment",
            (record, ods, day) =>
                !Has<CommitmentMade>(record.TimelineOf(ods)!, day)
                && Commitments.Commitment.Of(record, ods, day).Count == 0,
            (_, whom, one) =>
                $"Whether {whom} {(one ? "has" : "have")} an action or another commitment to meet is not stated: none is recorded."
        );

    /// <summary>By when a commitment is to be met.</summary>
    public static MayBeMissing CommitmentDue { get; } =
        Of(
            "commitment-due",
            StandingCommitments,
            (_, c) => c.Commitment.Due is null,
            some => $"No date is recorded by which {some} is due."
        );
}
