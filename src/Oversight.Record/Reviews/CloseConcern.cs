using Oversight.Record.Organisations;

namespace Oversight.Record.Reviews;

/// <summary>A concern was closed: it no longer needs to be looked at.</summary>
/// <param name="Decision">Effective: when. Rationale: why, which must be said.</param>
/// <param name="Concern">The entry by which it was raised.</param>
public sealed record ConcernClosed(Decision Decision, Guid Concern) : Event(Decision), IAboutConcern
{
    /// <inheritdoc/>
    public override string Says(Naming names) => $"Concern closed {When}";

    /// <inheritdoc/>
    protected override IEnumerable<(string What, string Value)> States() => [($"concern {Concern}", "closed")];

    Event INamesOpenEntry.Naming(Guid entry) => this with { Concern = entry };

    /// <inheritdoc/>
    public override EventKind KindOfEvent() => CloseConcern.Kind;
}

/// <summary>How <see cref="ConcernClosed"/> is called, and the rules that say when it may be recorded.</summary>
public static class CloseConcern
{
    /// <summary>How it is called.</summary>
    public static EventKind Kind { get; } =
        new("concern_closed", "concern-closed", typeof(ConcernClosed), SubjectKind.Organisation, "A concern was closed")
        {
            Example = () => new ConcernClosed(Example.Decided, Example.Entry),
        };

    /// <summary>The rules that hold for it, besides those for every decision.</summary>
    public static IReadOnlyList<Rule> Rules =>
        [GeneralRules.DecisionSaysWhy, OrganisationRules.WithinExistence, ConcernRules.ConcernOpen];
}
