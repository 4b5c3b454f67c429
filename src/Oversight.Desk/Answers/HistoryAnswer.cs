using Oversight.Projections.AuditHistory;
using Oversight.Projections.Timelines;

namespace Oversight.Desk.Answers;

/// <summary>All that was recorded about one subject.</summary>
/// <param name="Place">The place of the record at which it was computed.</param>
/// <param name="Known">As known when; absent for now.</param>
/// <param name="Subject">The subject's stream.</param>
/// <param name="Version">The version of its stream: send it in If-Match to decide.</param>
/// <param name="Entries">The entries in the order of their places, each explained.</param>
/// <param name="People">The names behind the people's ids in this answer; of one that was redacted, that it was, and by which entry; of one of which nothing is kept, nothing.</param>
public sealed record HistoryAnswer(
    long? Place,
    DateTimeOffset? Known,
    string Subject,
    long Version,
    IReadOnlyList<HistoryEntry> Entries,
    IReadOnlyDictionary<string, string> People
)
{
    /// <summary>A history with its people's names.</summary>
    public static async Task<HistoryAnswer> OfAsync(
        OpenRecord open,
        RecordAt seen,
        AuditHistory history,
        DateTimeOffset? known,
        CancellationToken cancellation
    ) =>
        new(
            history.Place,
            history.Known ?? known,
            history.Subject,
            history.Version,
            history.Entries,
            await PeopleNames.OfAsync(open, seen, PeopleNames.In(history.Entries), cancellation)
        );
}
