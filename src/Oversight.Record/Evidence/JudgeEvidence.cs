using Oversight.Record.Entries;

namespace Oversight.Record.Evidence;

/// <summary>Evidence was judged.</summary>
/// <param name="Decision">Effective: when. Rationale: the reason.</param>
/// <param name="Evidence">The id of the entry by which it was submitted.</param>
/// <param name="Verdict">Whether it shows what it is meant to show.</param>
public sealed record EvidenceJudged(Decision Decision, Guid Evidence, EvidenceVerdict Verdict)
    : Event(Decision),
        IAboutEvidence
{
    /// <inheritdoc/>
    public override string Says() => $"Evidence judged {InWords.Of(Verdict)} {When}";

    /// <inheritdoc/>
    protected override IEnumerable<(string What, string Value)> States() =>
        [($"evidence {Evidence}", InWords.Of(Verdict))];

    /// <inheritdoc/>
    public override EventKind KindOfEvent() => JudgeEvidence.Kind;
}

/// <summary>Whether evidence shows what it is meant to show.</summary>
public enum EvidenceVerdict
{
    /// <summary>It does not.</summary>
    Insufficient,

    /// <summary>It shows a part.</summary>
    PartlySufficient,

    /// <summary>It does.</summary>
    Sufficient,
}

/// <summary>How <see cref="EvidenceJudged"/> is called, and the rules that say when it may be recorded.</summary>
public static class JudgeEvidence
{
    /// <summary>How it is called.</summary>
    public static EventKind Kind { get; } =
        new(
            "evidence_judged",
            "evidence-judged",
            typeof(EvidenceJudged),
            SubjectKind.Recovery | SubjectKind.Undertakings,
            "Evidence was judged"
        )
        {
            Example = () => new EvidenceJudged(Example.Decided, Example.Entry, EvidenceVerdict.Sufficient),
        };
}
