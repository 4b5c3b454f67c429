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
            (scope, o) => !Has<OversightReviewed>(scope, o.Timeline),
            (_, whom, _) => $"No oversight review of {whom} is recorded."
        );

    /// <summary>A concern about an organisation or its system.</summary>
    public static MayBeMissing Concern { get; } =
        OfOrganisations(
            "concern",
            (scope, o) =>
                !Has<ConcernRaised>(scope, o.Timeline) && Reviews.Concern.Of(scope.Record, o.Ods, scope.Day).Count == 0,
            (_, whom, _) => $"Whether there was a concern about {whom} is not stated: none is recorded."
        );

    /// <summary>An action or another commitment of an organisation or its system.</summary>
    public static MayBeMissing Commitment { get; } =
        OfOrganisations(
            "commitment",
            (scope, o) =>
                !Has<CommitmentMade>(scope, o.Timeline)
                && Commitments.Commitment.Of(scope.Record, o.Ods, scope.Day).Count == 0,
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
