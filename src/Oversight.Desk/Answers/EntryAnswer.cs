using Oversight.Projections.AuditHistory;

namespace Oversight.Desk.Answers;

/// <summary>One entry of the record.</summary>
/// <param name="Place">The place of the record at which it was computed.</param>
/// <param name="Known">As known when; absent for now.</param>
/// <param name="Subject">The stream of the subject that it is about.</param>
/// <param name="Version">The version of that stream: send it in If-Match to correct or retract the entry.</param>
/// <param name="Entry">The entry, explained.</param>
/// <param name="People">The names behind the people's ids in this answer; of one that was redacted, that it was, and by which entry; of one of which nothing is kept, nothing.</param>
public sealed record EntryAnswer(
    long? Place,
    DateTimeOffset? Known,
    string Subject,
    long Version,
    HistoryEntry Entry,
    IReadOnlyDictionary<string, string> People
);
