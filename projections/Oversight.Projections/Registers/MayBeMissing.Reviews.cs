using Oversight.Record.Commitments;
using Oversight.Record.Reviews;

namespace Oversight.Projections.Registers;

internal sealed partial record MayBeMissing
{
    private static readonly Things<(OdsCode Ods, Commitments.Commitment Commitment)> StandingCommitments = new(
        "standing action or commitment",
        "standing actions and commitments",
        scope =>
            from ods in scope.Organisations.Keys
            from commitment in Commitments.Commitment.Of(scope.Record, ods, scope.Day)
            where commitment.Stands
            select (ods, commitment),
        c => $"{c.Ods} {InWords.Stored(c.Commitment.Kind)} {c.Commitment.Id}"
    );

    /// <summary>A review of an organisation or its system.</summary>
    public static MayBeMissing OversightReview { get; } =
        OfOrganisations(
            "oversight-review",
            (scope, ods) => !Has<OversightReviewed>(scope, scope.Record.TimelineOf(ods)!),
            (_, whom, _) => $"No oversight review of {whom} is recorded."
        );

    /// <summary>A concern about an organisation or its system.</summary>
    public static MayBeMissing Concern { get; } =
        OfOrganisations(
            "concern",
            (scope, ods) => !Has<ConcernRaised>(scope, scope.Record.TimelineOf(ods)!),
            (_, whom, _) => $"Whether there was a concern about {whom} is not stated: none is recorded."
        );

    /// <summary>An action or another commitment of an organisation or its system.</summary>
    public static MayBeMissing Commitment { get; } =
        OfOrganisations(
            "commitment",
            (scope, ods) => !Has<CommitmentMade>(scope, scope.Record.TimelineOf(ods)!),
            (_, whom, one) =>
                $"Whether {whom} {(one ? "has" : "have")} an action or another commitment to meet is not stated: none is recorded."
        );

    /// <summary>By when a commitment is to be met.</summary>
    public static MayBeMissing CommitmentDue { get; } =
        Of(
            "commitment-due",
            StandingCommitments,
            (_, c) => DueDate.By(c.Commitment.Due) is null,
            some => $"No date is recorded by which {some} is due."
        );
}
