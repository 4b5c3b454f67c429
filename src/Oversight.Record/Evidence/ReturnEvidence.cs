using Oversight.Record.Recovery;
using Oversight.Record.Undertakings;

namespace Oversight.Record.Evidence;

/// <summary>Evidence was sent back: something is to be put right and submitted again.</summary>
/// <param name="Decision">Effective: when. Rationale: what is wrong with it, which must be said.</param>
/// <param name="Evidence">The entry by which it was submitted.</param>
public sealed record EvidenceReturned(Decision Decision, Guid Evidence) : Event(Decision), IAboutEvidence
{
    /// <inheritdoc/>
    public override string Says(Naming names) => $"Evidence sent back {When}";

    /// <inheritdoc/>
    protected override IEnumerable<(string What, string Value)> States() => [($"evidence {Evidence}", "sent back")];

    Event INamesOpenEntry.Naming(Guid entry) => this with { Evidence = entry };

    /// <inheritdoc/>
    public override EventKind KindOfEvent() => ReturnEvidence.Kind;
}

/// <summary>How <see cref="EvidenceReturned"/> is called, and the rules that say when it may be recorded.</summary>
public static class ReturnEvidence
{
    /// <summary>How it is called.</summary>
    public static EventKind Kind { get; } =
        new(
            "evidence_returned",
            "evidence-returned",
            typeof(EvidenceReturned),
            SubjectKind.Recovery | SubjectKind.Undertakings,
            "Evidence was sent back"
        )
        {
            Example = () => new EvidenceReturned(Example.Decided, Example.Entry),
        };

    /// <summary>The rules that hold for it, besides those for every decision.</summary>
    public static IReadOnlyList<Rule> Rules =>
        [
            GeneralRules.ReasonForDeclining,
            EngagementRules.WhileUnderWay,
            JudgeEvidence.EvidenceInOrder,
            UndertakingsRules.AfterAcceptance,
        ];
}
