using Oversight.Projections.Readiness;
using Oversight.Projections.Timelines;

namespace Oversight.Desk.Answers;

/// <summary>What remains before the members of one engagement can leave.</summary>
/// <param name="Place">The place of the record at which it was computed.</param>
/// <param name="Known">As known when; absent for now.</param>
/// <param name="On">The day.</param>
/// <param name="Version">The version of its stream: send it in If-Match to decide.</param>
/// <param name="Readiness">What remains.</param>
/// <param name="People">The names behind the people's ids in the engagement's entries; of one that was redacted, that it was, and by which entry; of one of which nothing is kept, nothing.</param>
public sealed record RecoveryAnswer(
    long? Place,
    DateTimeOffset? Known,
    DateOnly On,
    long Version,
    EngagementReadiness Readiness,
    IReadOnlyDictionary<string, string> People
)
{
    /// <summary>The answer in the record at a place; null when the engagement has not begun there.</summary>
    public static async Task<RecoveryAnswer?> OfAsync(
        OpenRecord open,
        RecordAt record,
        SubjectId recovery,
        DateOnly on,
        DateTimeOffset? known,
        CancellationToken cancellation
    ) =>
        EngagementReadiness.Of(record, recovery, on) is { } readiness
            ? new(
                record.PlaceTold,
                record.KnownTold(known),
                on,
                readiness.Version,
                readiness,
                await PeopleNames.OfAsync(open, record, PeopleNames.In(record.TimelineOf(recovery)!), cancellation)
            )
            : null;
}
