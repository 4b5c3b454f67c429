using Oversight.Projections.Timelines;
using Oversight.Projections.Undertakings;

namespace Oversight.Desk.Answers;

/// <summary>One set of undertakings on a day.</summary>
/// <param name="Place">The place of the record at which it was computed.</param>
/// <param name="Known">As known when; absent for now.</param>
/// <param name="On">The day.</param>
/// <param name="Version">The version of its stream: send it in If-Match to decide.</param>
/// <param name="Undertakings">How they stand.</param>
/// <param name="People">The names behind the people's ids in the entries; of one that was redacted, that it was, and by which entry; of one of which nothing is kept, nothing.</param>
public sealed record UndertakingsAnswer(
    long? Place,
    DateTimeOffset? Known,
    DateOnly On,
    long Version,
    UndertakingsStanding Undertakings,
    IReadOnlyDictionary<string, string> People
)
{
    /// <summary>The answer in the record at a place; null when they were not accepted there.</summary>
    public static async Task<UndertakingsAnswer?> OfAsync(
        OpenRecord open,
        RecordAt record,
        SubjectId undertakings,
        DateOnly on,
        DateTimeOffset? known,
        CancellationToken cancellation
    ) =>
        UndertakingsStanding.Of(record, undertakings, on) is { } standing
            ? new(
                record.PlaceTold,
                record.KnownTold(known),
                on,
                standing.Version,
                standing,
                await PeopleNames.OfAsync(open, record, PeopleNames.In(record.TimelineOf(undertakings)!), cancellation)
            )
            : null;
}
