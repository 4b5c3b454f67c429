using Oversight.Record.Deciding;
using Oversight.Record.Entries;

namespace Oversight.Record.Recovery;

/// <summary>What is unmet is asked of the latest effective day and of the members that leave.</summary>
public sealed class UnmetAcceptedByName : Rule
{
    /// <inheritdoc/>
    public override string Name => "unmet-accepted-by-name";

    /// <inheritdoc/>
    public override string Sentence => "Exit accepts each exit criterion that is not satisfied by name, and no other.";

    /// <inheritdoc/>
    public override bool AppliesTo(Event content) => content is IExit;

    /// <inheritdoc/>
    public override string? Breach(Event content, Entry entry, Situation situation)
    {
        if (Engagement.Of(situation.Timeline) is not { } engagement)
        {
            return null;
        }

        var day = content.Decision.Effective.Latest;
        var unsatisfied = engagement
            .UnsatisfiedFor(LeavesAsMember.Leaving(engagement, content, entry), day)
            .Select(c => c.Reference)
            .ToArray();
        var accepted = (((IExit)content).Unmet ?? []).Select(u => u.Criterion).ToArray();
        if (unsatisfied.Except(accepted).ToArray() is { Length: > 0 } missing)
        {
            return $"Not satisfied, and accepted by nobody: {string.Join(", ", missing)}.";
        }

        return accepted.Except(unsatisfied).ToArray() is { Length: > 0 } needless
            ? $"Accepted as unmet, though satisfied or no exit criterion in force: {string.Join(", ", needless)}."
            : null;
    }
}
