using Oversight.Ledger.People;

namespace Oversight.Desk.Answers;

/// <summary>Who read what is not public.</summary>
/// <param name="Readings">The readings, the newest first.</param>
/// <param name="Next">What to say as "after" for those that follow; absent when none do.</param>
public sealed record ReadingsAnswer(IReadOnlyList<ReadingRow> Readings, Guid? Next)
{
    /// <summary>The answer that shows some readings.</summary>
    /// <param name="found">The readings, with one more where more follow.</param>
    /// <param name="atMost">How many are shown.</param>
    public static ReadingsAnswer Of(IReadOnlyList<KeptReading> found, int atMost) =>
        new([.. found.Take(atMost).Select(ReadingRow.Of)], found.Count > atMost ? found[atMost - 1].Id : null);
}

/// <summary>One reading: an answer that could show what is not public.</summary>
/// <param name="Id">Its id.</param>
/// <param name="At">When it was recorded, by the database's clock: before the answer went out.</param>
/// <param name="Answered">Of what was read while the database was away: when it was answered, by the program's clock. It was recorded later.</param>
/// <param name="Reader">Who read, as the signed-in subject.</param>
/// <param name="Name">Their name.</param>
/// <param name="By">What signed them in, such as a token and its name.</param>
/// <param name="Face">By what: page, api, export, feed, letter, document, webhook or command line.</param>
/// <param name="Address">What was asked.</param>
/// <param name="Place">The place of the record at which it was answered; absent for a document.</param>
/// <param name="Subjects">The subjects with entries that are not public and that the answer could show.</param>
/// <param name="Entries">How many such entries they had.</param>
public sealed record ReadingRow(
    Guid Id,
    DateTimeOffset At,
    DateTimeOffset? Answered,
    string Reader,
    string? Name,
    string? By,
    string Face,
    string Address,
    long? Place,
    IReadOnlyList<string> Subjects,
    long Entries
)
{
    /// <summary>That of a reading.</summary>
    public static ReadingRow Of(KeptReading kept) =>
        new(
            kept.Id,
            kept.At,
            kept.Answered,
            kept.Reading.Reader,
            kept.Name,
            kept.By is { } by ? $"{by.Kind.ToString().ToLowerInvariant()}: {by.Name}" : null,
            Readings.WordOf(kept.Reading.Face),
            kept.Reading.Address,
            kept.Reading.Place < 0 ? null : kept.Reading.Place,
            kept.Reading.Subjects,
            kept.Reading.Entries
        );
}
