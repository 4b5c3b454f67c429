using Oversight.Record.Deciding;
using Oversight.Record.Entries;

namespace Oversight.Record.Recovery;

/// <summary>A later set says which one it replaces; a second first set would not.</summary>
public sealed class CriteriaAgreedOnce : Rule
{
    /// <inheritdoc/>
    public override string Name => "criteria-agreed-once";

    /// <inheritdoc/>
    public override string Sentence =>
        "Criteria of one purpose are agreed once; every later set refreshes the one before it.";

    /// <inheritdoc/>
    public override bool AppliesTo(Event content) => content is ExitCriteriaAgreed;

    /// <inheritdoc/>
    public override string? Breach(Event content, Entry entry, Situation situation)
    {
        if (Engagement.Of(situation.Timeline) is not { } engagement)
        {
            return null;
        }

        var purpose = ((ExitCriteriaAgreed)content).Purpose;
        var day = content.Decision.Effective.Latest;
        var before = engagement.CriteriaOn(purpose, day, Sequence.NotBefore(entry, content));
        return before is { PerhapsNone: false, Entries: [.., var set] }
            ? $"There are {purpose.ToString().ToLowerInvariant()} criteria already, "
                + $"since entry {set.Id} ({set.Effective}): refresh them."
            : null;
    }
}
