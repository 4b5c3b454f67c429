using Oversight.Projections.Directions;
using Oversight.Projections.Undertakings;
using Oversight.Record.Undertakings;

namespace Oversight.Projections.Registers;

internal sealed partial record MayBeMissing
{
    private static readonly Things<AcceptedUndertakings> Sets = new(
        "set of undertakings",
        "sets of undertakings",
        scope => scope.Undertakings,
        set => set.Subject.Id
    );

    private static readonly Things<(AcceptedUndertakings Set, UndertakingStanding Item)> OpenUndertakings = new(
        "open undertaking",
        "open undertakings",
        scope =>
            from accepted in scope.Undertakings
            from item in UndertakingStanding.On(accepted, scope.Day)
            where item.Open
            select (accepted, item),
        u => $"{u.Set.Subject.Id} {u.Item.Reference}"
    );

    /// <summary>Whether an organisation has given undertakings.</summary>
    public static MayBeMissing Undertakings { get; } =
        OfOrganisations(
            "undertakings",
            (scope, o) =>
                !scope.OneOfUndertakings
                && scope.Undertakings.All(u => !u.GivenBy.Contains(o.Ods) && !u.HoldersOn(scope.Day).Contains(o.Ods)),
            (_, whom, one) =>
                $"Whether {whom} {(one ? "has" : "have")} given undertakings is not stated: none are recorded."
        );

    /// <summary>What was undertaken.</summary>
    public static MayBeMissing UndertakingItems { get; } =
        Of(
            "undertaking-items",
            Sets,
            (scope, set) => set.IsByReportOnly && !set.SupersededBy(scope.Day).Any(),
            some => $"What was undertaken, and by when, is not stated of {some}: that is known by report only."
        );

    /// <summary>By when an undertaking is to be done.</summary>
    public static MayBeMissing UndertakingDue { get; } =
        Of(
            "undertaking-due",
            OpenUndertakings,
            (_, u) => u.Item.Due is null,
            some => $"No date is recorded by which {some} is due."
        );

    /// <summary>Whether a compliance certificate was applied for.</summary>
    public static MayBeMissing Certificate { get; } =
        Of(
            "certificate-application",
            Sets,
            (scope, set) => !Has<CertificateAppliedFor>(set.Timeline, scope.Day),
            some => $"No application for a compliance certificate is recorded for {some}."
        );

    /// <summary>Whether an organisation was directed.</summary>
    public static MayBeMissing Directions { get; } =
        OfEachOrganisation(
            "directions",
            (record, ods, day) => Direction.To(record, ods, day).Count == 0,
            (_, whom, one) =>
                $"Whether a direction was issued to {whom} is not stated: none {(one ? "is" : "are")} recorded.",
            unless: scope => scope.OneOfUndertakings
        );
}
