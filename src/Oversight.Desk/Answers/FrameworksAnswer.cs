using Oversight.Projections.AuditHistory;
using Oversight.Record.Frameworks;

namespace Oversight.Desk.Answers;

/// <summary>One version of the oversight framework, as believed.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Version">The version of its stream: send it in If-Match to correct or retract its entry.</param>
/// <param name="InForceFrom">From when it holds.</param>
/// <param name="Entry">The entry that states it.</param>
/// <param name="DecidedBy">Who published it.</param>
/// <param name="Source">Where it was taken from.</param>
/// <param name="Framework">What it says.</param>
public sealed record FrameworkItem(
    string Id,
    long Version,
    DateWithPrecision InForceFrom,
    EntryReference Entry,
    DecidedBy DecidedBy,
    Source? Source,
    FrameworkVersion Framework
);

/// <summary>All versions of the oversight framework.</summary>
/// <param name="Place">The place of the record at which it was computed.</param>
/// <param name="Known">As known when; absent for now.</param>
/// <param name="Frameworks">The versions, in the order in which they came into force.</param>
/// <param name="People">The names behind the people's ids in this answer; of one that was redacted, that it was, and by which entry; of one of which nothing is kept, nothing.</param>
public sealed record FrameworksAnswer(
    long? Place,
    DateTimeOffset? Known,
    IReadOnlyList<FrameworkItem> Frameworks,
    IReadOnlyDictionary<string, string> People
);

/// <summary>One version of the oversight framework.</summary>
/// <param name="Place">The place of the record at which it was computed.</param>
/// <param name="Known">As known when; absent for now.</param>
/// <param name="Version">The version of its stream: send it in If-Match to correct or retract its entry.</param>
/// <param name="Framework">The framework.</param>
/// <param name="People">The names behind the people's ids in this answer; of one that was redacted, that it was, and by which entry; of one of which nothing is kept, nothing.</param>
public sealed record FrameworkAnswer(
    long? Place,
    DateTimeOffset? Known,
    long Version,
    FrameworkItem Framework,
    IReadOnlyDictionary<string, string> People
);
