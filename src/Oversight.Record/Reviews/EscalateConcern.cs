using Oversight.Record.Authority;
using Oversight.Record.Organisations;

namespace Oversight.Record.Reviews;

/// <summary>A concern was taken to another body, such as from a region to the national team.</summary>
/// <param name="Decision">Effective: when. Rationale: why, which must be said.</param>
/// <param name="Concern">The entry by which it was raised.</param>
/// <param name="To">The body to which it was taken, such as NHS England or the Care Quality Commission (nhs-england, cqc).</param>
public sealed record ConcernEscalated(Decision Decision, Guid Concern, string To) : Event(Decision), IAboutConcern
{
    /// <inheritdoc/>
    public override void CheckInput()
    {
        base.CheckInput();
        if (DecidingBody.Of(To) is null)
        {
            throw new BadInputException(
                "to",
                $"\"{To}\" is not a body that a concern can be taken to: write one of {InWords.Listed(DecidingBody.All.Select(b => b.Id))}."
            );
        }
    }

    /// <inheritdoc/>
    public override string Says(Naming names) => $"Concern escalated {When} to {DecidingBody.Of(To)?.Name ?? To}";

    /// <inheritdoc/>
    protected override IEnumerable<(string What, string Value)> States() =>
        [($"concern {Concern}", $"escalated to {To}")];

    Event INamesOpenEntry.Naming(Guid entry) => this with { Concern = entry };

    /// <inheritdoc/>
    public override EventKind KindOfEvent() => EscalateConcern.Kind;
}

/// <summary>How <see cref="ConcernEscalated"/> is called, and the rules that say when it may be recorded.</summary>
public static class EscalateConcern
{
    /// <summary>How it is called.</summary>
    public static EventKind Kind { get; } =
        new(
            "concern_escalated",
            "concern-escalated",
            typeof(ConcernEscalated),
            SubjectKind.Organisation,
            "A concern was taken to another body"
        )
        {
            Example = () => new ConcernEscalated(Example.Decided, Example.Entry, "nhs-england"),
        };

    /// <summary>The rules that hold for it, besides those for every decision.</summary>
    public static IReadOnlyList<Rule> Rules =>
        [GeneralRules.DecisionSaysWhy, OrganisationRules.WithinExistence, ConcernRules.ConcernOpen];
}
