using Oversight.Record.Deciding;
using Oversight.Record.Entries;

namespace Oversight.Record.Corrections;

/// <summary>A retraction takes away an earlier entry of the same stream that still counts.</summary>
public sealed class RetractionTakesSomethingAway : Rule
{
    /// <inheritdoc/>
    public override string Name => "retraction-takes-something-away";

    /// <inheritdoc/>
    public override string Sentence =>
        "A retraction names an earlier entry about the same subject that has not been retracted.";

    /// <inheritdoc/>
    public override bool RefusesAlways => true;

    /// <inheritdoc/>
    public override bool AppliesTo(Event content) => content is EntryRetracted;

    /// <inheritdoc/>
    public override string? Breach(Event content, Entry entry, Situation situation)
    {
        var target = ((EntryRetracted)content).Target;
        if (situation.Timeline.Misdirected.Any(e => e.Id == entry.Id && e.Place == entry.Place))
        {
            return $"There is no earlier entry {target} about {situation.Timeline.Subject}.";
        }

        return situation.Timeline.TakenBefore(entry) is { } earlier
            ? $"Entry {target} was retracted already, by entry {earlier.Id}."
            : null;
    }
}
