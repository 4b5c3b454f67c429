using Oversight.Record.Deciding;
using Oversight.Record.Entries;

namespace Oversight.Record.Recovery;

/// <summary>What is in force is asked as it would be without the new set.</summary>
public sealed class RefreshReplacesSetInForce : Rule
{
    /// <inheritdoc/>
    public override string Name => "refresh-replaces-set-in-force";

    /// <inheritdoc/>
    public override string Sentence =>
        "A refreshed set of criteria names the set of the same purpose that was in force until then.";

    /// <inheritdoc/>
    public override bool AppliesTo(Event content) => content is ExitCriteriaRefreshed;

    /// <inheritdoc/>
    public override string? Breach(Event content, Entry entry, Situation situation)
    {
        if (Engagement.Of(situation.Timeline) is not { } engagement)
        {
            return null;
        }

        var refreshed = (ExitCriteriaRefreshed)content;
        var replaced = situation.Timeline.StandsFor(refreshed.Replaces);
        if (
            replaced is not { Counts: true, Content: IStatesCriteria stated }
            || replaced.Id == entry.Id
            || stated.Purpose != refreshed.Purpose
        )
        {
            return $"Entry {refreshed.Replaces} put no {refreshed.Purpose.ToString().ToLowerInvariant()} criteria in force.";
        }

        var effective = refreshed.Decision.Effective;
        var before = engagement
            .CriteriaOn(refreshed.Purpose, effective.Latest, Sequence.NotBefore(entry, content))
            .Entries;
        return before.Any(e => e.Id == replaced.Id)
            ? null
            : $"It replaces the set of entry {replaced.Id}, but before {effective} "
                + (
                    before is [.., var set]
                        ? $"that of entry {set.Id} ({set.Effective}) was in force."
                        : "no set was in force."
                );
    }
}
