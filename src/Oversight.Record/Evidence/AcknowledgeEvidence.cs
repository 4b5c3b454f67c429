using Oversight.Record.Recovery;
using Oversight.Record.Undertakings;

namespace Oversight.Record.Evidence;

/// <summary>Evidence was received.</summary>
/// <param name="Decision">Effective: when.</param>
/// <param name="Evidence">The entry by which it was submitted.</param>
public sealed record EvidenceAcknowledged(Decision Decision, Guid Evidence) : Event(Decision), IAboutEvidence
{
    /// <inheritdoc/>
    public override string Says(Naming names) => $"Evidence received {When}";

    /// <inheritdoc/>
    protected override IEnumerable<(string What, string Value)> States() => [($"evidence {Evidence}", "received")];

    Event INamesOpenEntry.Naming(Guid entry) => this with { Evidence = entry };

    IEnumerable<BelievedEntry> INamesOpenEntry.OpenIn(Timeline timeline) =>
        SubmittedEvidence.Open(timeline, e => e.State == EvidenceState.Submitted);

    /// <inheritdoc/>
    public override EventKind KindOfEvent() => AcknowledgeEvidence.Kind;
}

/// <summary>How <see cref="EvidenceAcknowledged"/> is called, and the rules that say when it may be recorded.</summary>
public static class AcknowledgeEvidence
{
    /// <summary>How it is called.</summary>
    public static EventKind Kind { get; } =
        new(
            "evidence_acknowledged",
            "evidence-acknowledged",
            typeof(EvidenceAcknowledged),
            SubjectKind.Recovery | SubjectKind.Undertakings,
            "Evidence was received"
        )
        {
            Decides = false,
            Example = () => new EvidenceAcknowledged(Example.Decided, Example.Entry),
        };

    /// <summary>The rules that hold for it, besides those for every decision.</summary>
    public static IReadOnlyList<Rule> Rules =>
        [EngagementRules.WhileUnderWay, JudgeEvidence.EvidenceInOrder, UndertakingsRules.AfterAcceptance];
}
