namespace Oversight.Record.Entries;

/// <summary>One recorded event. Its place is its number in the record: 0, 1, 2, …</summary>
/// <param name="Place">Where it stands in the one order of the record.</param>
/// <param name="Id">Its id, which corrections and receipts name.</param>
/// <param name="Subject">What it is about.</param>
/// <param name="Version">Its number in its subject's stream: 1, 2, 3, …</param>
/// <param name="Recorded">When it was stored, by the database's clock, in UTC.</param>
/// <param name="LoggedBy">The signed-in subject that logged it.</param>
/// <param name="Event">What happened.</param>
public sealed record Entry(
    long Place,
    Guid Id,
    SubjectId Subject,
    long Version,
    DateTimeOffset Recorded,
    string LoggedBy,
    Event Event
);
