namespace Oversight.Record.Undertakings;

/// <summary>A direction to an organisation is in force no longer.</summary>
/// <param name="Decision">Effective: the first day on which it is not. Rationale: why.</param>
/// <param name="Direction">The direction; may be left out where only one is in force.</param>
public sealed record DirectionRevoked(Decision Decision, Guid Direction) : Event(Decision), IAboutDirection
{
    /// <inheritdoc/>
    public override string Says(Naming names) => $"Direction revoked {When}";

    /// <inheritdoc/>
    protected override IEnumerable<(string What, string Value)> States() => [($"direction {Direction}", "revoked")];

    Event INamesOpenEntry.Naming(Guid entry) => this with { Direction = entry };

    /// <inheritdoc/>
    public override EventKind KindOfEvent() => RevokeDirection.Kind;
}

/// <summary>How <see cref="DirectionRevoked"/> is called, and the rules that say when it may be recorded.</summary>
public static class RevokeDirection
{
    /// <summary>How it is called.</summary>
    public static EventKind Kind { get; } =
        new(
            "direction_revoked",
            "direction-revocation",
            typeof(DirectionRevoked),
            SubjectKind.Organisation,
            "A direction to an organisation was revoked"
        )
        {
            Provision = Provision.LegalBasis,
            IsRegulatoryAction = true,
            Example = () => new DirectionRevoked(Example.Decided, Example.Entry),
        };

    /// <summary>The rules that hold for it, besides those for every decision.</summary>
    public static IReadOnlyList<Rule> Rules => [GeneralRules.ReasonForDeclining, VaryDirection.DirectionInForce];
}
