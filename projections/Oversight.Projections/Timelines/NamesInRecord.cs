using Oversight.Record.Authority;

namespace Oversight.Projections.Timelines;

/// <summary>What is called how for people: organisations and bodies by their names, entries by what they say.</summary>
/// <param name="record">The record, as somebody sees it.</param>
/// <param name="day">The day whose names are used.</param>
public sealed class NamesInRecord(RecordAt record, DateOnly day) : Naming
{
    private readonly bool isQuoted;

    private NamesInRecord(RecordAt record, DateOnly day, bool isQuoted)
        : this(record, day) => this.isQuoted = isQuoted;

    /// <inheritdoc/>
    public override string Of(OdsCode organisation) => record.NameOf(organisation, day);

    /// <inheritdoc/>
    public override string OfBody(string id) =>
        DecidingBody.Of(id)?.Name ?? (OdsCode.TryParse(id, out var ods) ? Of(ods) : id);

    // What an entry that is quoted says of one earlier still is not followed further.
    /// <inheritdoc/>
    public override string OfEntry(string word, Guid id) =>
        !isQuoted && record.EntryOf(id) is { } entry
            ? $"“{entry.Event.Says(new NamesInRecord(record, day, isQuoted: true))}”"
        : word.StartsWith('E') ? "An earlier entry"
        : "an earlier entry";
}
