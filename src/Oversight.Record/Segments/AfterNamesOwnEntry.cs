using Oversight.Record.Deciding;
using Oversight.Record.Entries;

namespace Oversight.Record.Segments;

/// <summary>"After entry X" names an entry about the same subject and does not contradict the dates.</summary>
public sealed class AfterNamesOwnEntry : Rule
{
    /// <inheritdoc/>
    public override string Name => "after-names-own-entry";

    /// <inheritdoc/>
    public override string Sentence =>
        "\"After entry X\" names an entry about the same subject, and does not contradict the dates of the two.";

    /// <inheritdoc/>
    public override bool AppliesTo(Event content) => content.Decision.After is not null;

    /// <inheritdoc/>
    public override string? Breach(Event content, Entry entry, Situation situation)
    {
        var target = content.Decision.After!.Value;
        if (situation.Timeline.Entries.All(e => e.Id != target || e.Id == entry.Id))
        {
            return $"It is said to follow entry {target}, which is not another entry about {situation.Timeline.Subject}.";
        }

        return situation.Timeline.Dated<IStatesSegment>().ContradictoryAfter.Any(e => e.Id == entry.Id)
            ? $"It is said to follow entry {target}, but the dates put it before that one."
            : null;
    }
}
