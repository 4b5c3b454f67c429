using Oversight.Record.Deciding;
using Oversight.Record.Entries;

namespace Oversight.Record.Recovery;

/// <summary>Recovery Support is mandated support: entry and exit are decided nationally (NHS Oversight Framework 2022/23).</summary>
public sealed class NationalRecoveryDecision : Rule
{
    /// <inheritdoc/>
    public override string Name => "national-recovery-decision";

    /// <inheritdoc/>
    public override string Sentence =>
        "Entry to and exit from Recovery Support are decided by a national body that the framework names.";

    /// <inheritdoc/>
    public override bool AppliesTo(Event content) => content is RecoveryEntered or IExit;

    /// <inheritdoc/>
    public override string? Breach(Event content, Entry entry, Situation situation)
    {
        var body = content.Decision.DecidedBy.Body;
        return
            situation.Frameworks.Judging(content.Decision.Effective.Latest) is not { } version
            || version.NationalBodies.Contains(body)
            ? null
            : $"{body} cannot decide {(content is IExit ? "exit from" : "entry to")} the {version.Programme}: "
                + $"it takes {string.Join(" or ", version.NationalBodies)}.";
    }
}
