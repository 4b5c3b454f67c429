using Oversight.Record.Entries;

namespace Oversight.Record.Deciding;

/// <summary>
/// What a newer version recorded about a subject may change what is believed of it: this version goes on showing the rest, says so, and
/// decides nothing about that subject.
/// </summary>
public sealed class ReadableByThisVersion : Rule
{
    /// <inheritdoc/>
    public override string Name => "readable-by-this-version";

    /// <inheritdoc/>
    public override string Sentence =>
        "About a subject that a newer version of Oversight has recorded something of, only that version decides.";

    /// <inheritdoc/>
    public override bool RefusesAlways => true;

    /// <inheritdoc/>
    public override bool AppliesTo(Event content) => true;

    /// <inheritdoc/>
    public override string? Breach(Event content, Entry entry, Situation situation) =>
        content is NotReadable own ? Words(entry, own)
        : situation.Timeline.Recorded.FirstOrDefault(e => e.Event is NotReadable && e.Place < entry.Place)
            is { Event: NotReadable other } before
            ? Words(before, other)
        : null;

    private static string Words(Entry entry, NotReadable content) =>
        $"Entry {entry.Id} at place {entry.Place} is of the kind \"{content.Name}\" and not readable by this version of Oversight: use "
        + "a newer one.";
}
