namespace Oversight.Record.Recovery;

/// <summary>Why an organisation needs Recovery Support, as the decision or the publication says. Several may be said.</summary>
public enum RecoveryReason
{
    /// <summary>Money: a deficit, a plan that was not kept, grip and control over spending.</summary>
    Finance,

    /// <summary>The quality and safety of care, such as what the Care Quality Commission found.</summary>
    Quality,

    /// <summary>Performance: how long people wait, in urgent, elective, cancer or other care.</summary>
    Performance,

    /// <summary>Leadership: the board and the executive, their capability and how often they change.</summary>
    Leadership,

    /// <summary>Governance: how decisions are made, controlled and answered for.</summary>
    Governance,

    /// <summary>Workforce: staffing and culture.</summary>
    Workforce,

    /// <summary>How the organisations of the system work together.</summary>
    SystemWorking,

    /// <summary>Something else; the rationale says what.</summary>
    Other,
}

/// <summary>What is checked and said of reasons wherever they are given.</summary>
internal static class RecoveryReasons
{
    /// <summary>At least one, each once; none given is null, which means not stated.</summary>
    public static void Check(IReadOnlyList<RecoveryReason>? reasons)
    {
        if (reasons is { Count: 0 })
        {
            throw new BadInputException(
                "reasons",
                "must hold at least one reason; leave it out where none was stated."
            );
        }

        Entries.Check.Once((reasons ?? []).Select(InWords.Of), "reasons");
    }

    /// <summary>As people say it, to be put at the end of a line.</summary>
    public static string Said(IReadOnlyList<RecoveryReason>? reasons) =>
        reasons is null ? "" : $"; because of {InWords.Listed(reasons.Select(InWords.Of))}";

    /// <summary>As facts.</summary>
    public static IEnumerable<(string, string)> Stated(IReadOnlyList<RecoveryReason>? reasons) =>
        Entries.Stated.Each("reason", (reasons ?? []).Select(InWords.Stored));
}
