using Oversight.Record.Events;

namespace Oversight.Record.Rules;

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
        var before = Timelines.Timeline.Fold(
            situation.Timeline.Subject,
            [.. situation.Timeline.Recorded.Where(e => e.Place < entry.Place)]
        );
        if (before.Recorded.All(e => e.Id != target))
        {
            return $"There is no earlier entry {target} about {situation.Timeline.Subject}.";
        }

        return before.RetractionOf(target) is { } earlier
            ? $"Entry {target} was retracted already, by entry {earlier.Id}."
            : null;
    }
}
