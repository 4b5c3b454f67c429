using Oversight.Record.People;

namespace Oversight.Ledger;

/// <summary>What is to be recorded, as a whole or not at all.</summary>
/// <param name="Streams">The streams concerned, each once, with their new entries. Places are given in the order of the streams' ids.</param>
/// <param name="LoggedBy">The signed-in subject who logs it; never taken from a request's body.</param>
/// <param name="CorrelationId">What belongs together across requests, if any.</param>
/// <param name="CausationId">What caused this, if anything did.</param>
public sealed record AppendRequest(
    IReadOnlyList<StreamAppend> Streams,
    string LoggedBy,
    string? CorrelationId = null,
    string? CausationId = null
)
{
    /// <summary>Makes sending the request again safe: the second time returns the first time's receipt.</summary>
    public Idempotency? Idempotency { get; init; }

    /// <summary>People whom the entries name by their ids; those already known are left as they are.</summary>
    public IReadOnlyList<PersonCommitment> People { get; init; } = [];

    /// <summary>The ids of its entries.</summary>
    internal Guid[] EntryIds => [.. Streams.SelectMany(stream => stream.Entries).Select(entry => entry.Id)];
}

/// <summary>New entries of one stream.</summary>
/// <param name="Stream">The stream's id, such as <c>organisation-QOC</c>.</param>
/// <param name="ExpectedVersion">The version of its last entry that the decision was made on; 0 for a stream that does not exist.</param>
/// <param name="Entries">At least one, in order.</param>
public sealed record StreamAppend(string Stream, long ExpectedVersion, IReadOnlyList<NewEntry> Entries);

/// <summary>An entry that is not recorded yet.</summary>
/// <param name="Id">Its id, new in the whole record.</param>
/// <param name="Content">What happened.</param>
public sealed record NewEntry(Guid Id, Event Content);

/// <summary>A request's identity, within the subject who logs it.</summary>
/// <param name="Key">The key that the caller chose.</param>
/// <param name="RequestHash">A hash of the request's content: the same key with another hash is a conflict.</param>
public sealed record Idempotency(string Key, byte[] RequestHash);

/// <summary>What was recorded.</summary>
/// <param name="Entries">The entries by place.</param>
/// <param name="Repeated">True when an earlier request with the same idempotency key had recorded them.</param>
public sealed record Receipt(IReadOnlyList<ReceiptLine> Entries, bool Repeated);

/// <summary>What was recorded of one entry.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Place">Its number in the record, from 0.</param>
/// <param name="Stream">Its stream.</param>
/// <param name="Version">Its version in that stream, from 1.</param>
/// <param name="Recorded">When it was recorded, by the database's clock, in UTC and whole microseconds.</param>
/// <param name="Leaf">The hash of its line, in hexadecimal digits.</param>
public sealed record ReceiptLine(
    Guid Id,
    long Place,
    string Stream,
    long Version,
    DateTimeOffset Recorded,
    string Leaf
);

/// <summary>An entry as it is stored.</summary>
/// <param name="Place">Its number in the record, from 0.</param>
/// <param name="Id">Its id.</param>
/// <param name="Stream">Its stream.</param>
/// <param name="Version">Its version in that stream, from 1.</param>
/// <param name="Type">Its event type.</param>
/// <param name="Data">Its content as canonical JSON.</param>
/// <param name="Recorded">When it was recorded, in UTC and whole microseconds.</param>
/// <param name="LoggedBy">The subject who logged it.</param>
/// <param name="CorrelationId">The correlation id, if any.</param>
/// <param name="CausationId">The causation id, if any.</param>
/// <param name="Leaf">The hash of its line, in hexadecimal digits: another entry at its place has another.</param>
public sealed record StoredEntry(
    long Place,
    Guid Id,
    string Stream,
    long Version,
    string Type,
    string Data,
    DateTimeOffset Recorded,
    string LoggedBy,
    string? CorrelationId,
    string? CausationId,
    string? Leaf = null
);

/// <summary>The last entry that somebody has read: as long as it is there, what was read before it is.</summary>
/// <param name="Place">Its place; -1 for none.</param>
/// <param name="Leaf">The hash of its line; null when it is not to be looked for.</param>
public sealed record LastRead(long Place, string? Leaf = null)
{
    /// <summary>Nothing has been read.</summary>
    public static LastRead None { get; } = new(-1);

    /// <summary>Whatever entry is at the place.</summary>
    public static implicit operator LastRead(long place) => new(place);
}
