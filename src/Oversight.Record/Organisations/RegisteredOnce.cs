using Oversight.Record.Deciding;
using Oversight.Record.Entries;

namespace Oversight.Record.Organisations;

/// <summary>An organisation, or a framework version, comes into the record once.</summary>
public sealed class RegisteredOnce : Rule
{
    /// <inheritdoc/>
    public override string Name => "registered-once";

    /// <inheritdoc/>
    public override string Sentence =>
        "An organisation, a framework version, an engagement or a set of undertakings begins once; later changes correct the entry.";

    /// <inheritdoc/>
    public override bool RefusesAlways => true;

    /// <inheritdoc/>
    public override bool AppliesTo(Event content) => content.KindOfEvent().Begins;

    /// <inheritdoc/>
    public override string? Breach(Event content, Entry entry, Situation situation)
    {
        var first = situation.Timeline.Entries.FirstOrDefault(e =>
            e.Counts && e.Id != entry.Id && e.Place < entry.Place && e.Content.GetType() == content.GetType()
        );
        return first is null ? null : $"{situation.Timeline.Subject} is in the record already, since entry {first.Id}.";
    }
}
