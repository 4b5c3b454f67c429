using Oversight.Record.Deciding;
using Oversight.Record.Entries;

namespace Oversight.Record.Corrections;

/// <summary>A correction replaces an earlier entry of the same stream by one of the same kind.</summary>
public sealed class CorrectionFitsTarget : Rule
{
    /// <inheritdoc/>
    public override string Name => "correction-fits-target";

    /// <inheritdoc/>
    public override string Sentence =>
        "A correction names an earlier entry about the same subject, and replaces it by one of the same kind.";

    /// <inheritdoc/>
    public override bool RefusesAlways => true;

    /// <inheritdoc/>
    public override bool AppliesTo(Event content) => content is EntryCorrected;

    /// <inheritdoc/>
    public override string? Breach(Event content, Entry entry, Situation situation)
    {
        var correction = (EntryCorrected)content;
        if (situation.Timeline.Misdirected.All(e => e.Id != entry.Id || e.Place != entry.Place))
        {
            return null;
        }

        var target = situation.Timeline.Recorded.FirstOrDefault(e => e.Id == correction.Target);

        // Of a correction the kind is that of the entry for which it stands.
        while (target?.Event is EntryCorrected { Target: var next })
        {
            target = situation.Timeline.Recorded.FirstOrDefault(e => e.Id == next && e.Place < target.Place);
        }

        return target is null
            ? $"There is no entry {correction.Target} about {situation.Timeline.Subject}."
            : $"Entry {target.Id} is of the kind {target.Event.KindOfEvent().Name}; "
                + $"it cannot be replaced by {correction.Replacement.KindOfEvent().Name}.";
    }
}
