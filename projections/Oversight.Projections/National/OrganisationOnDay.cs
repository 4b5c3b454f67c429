using Oversight.Projections.InRecovery;
using Oversight.Projections.Status;

namespace Oversight.Projections.National;

/// <summary>An organisation as the national picture shows it on a day: a pure function of the entries.</summary>
/// <param name="Ods">Its code.</param>
/// <param name="Name">Its official name on the day.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Region">The region that oversees it.</param>
/// <param name="Existence">Whether it exists on the day, who came before it and who follows it.</param>
/// <param name="Segment">Its segment, or why there is none.</param>
/// <param name="Recovery">Whether it is in Recovery Support.</param>
public sealed record OrganisationOnDay(
    OdsCode Ods,
    string Name,
    OrganisationKind Kind,
    Region Region,
    Existence Existence,
    SegmentStatus Segment,
    RecoveryStanding Recovery
)
{
    private static readonly Remembered<DateOnly, OrganisationOnDay?> Last = new();

    /// <summary>
    /// The segment that was stated last, where it is in none on the day: by the last publication or decision that the record holds; null where
    /// the record holds none, or several that differ.
    /// </summary>
    public StatedSegment? LastStated =>
        Segment.State is SegmentState.NotSegmented or SegmentState.NotKnown or SegmentState.LastPublished
        && Segment.Candidates is [.., var last]
        && Segment.Candidates.All(c => c.Segment == last.Segment)
            ? last
            : null;

    /// <summary>The organisation on a day; null when it is not registered at that place.</summary>
    public static OrganisationOnDay? Of(RecordAt record, OdsCode ods, DateOnly on) =>
        record.TimelineOf(ods) is { } timeline ? Last.Of(record, timeline, on, at => Find(at, ods, on)) : null;

    private static OrganisationOnDay? Find(RecordAt record, OdsCode ods, DateOnly on) =>
        record.RegistrationOf(ods) is { } registered && OrganisationStatus.ExistenceOn(record, ods, on) is { } existing
            ? new(
                ods,
                record.NameOf(ods, on),
                registered.Kind,
                Region.Of(registered.Region),
                existing.Existence,
                SegmentStatus.Of(record, record.TimelineOf(ods)!, registered.Kind, on),
                RecoveryStanding.On(record, ods, on)
            )
            : null;

    /// <summary>Those that exist, or may exist, on a day, by region and name.</summary>
    /// <param name="record">The record at a place.</param>
    /// <param name="on">The day.</param>
    /// <param name="kinds">Which kinds.</param>
    /// <param name="region">Only those of this region; null for all.</param>
    /// <param name="search">Only those that this text finds, whether they exist on the day or not; null for all that exist.</param>
    public static IReadOnlyList<OrganisationOnDay> All(
        RecordAt record,
        DateOnly on,
        Func<OrganisationKind, bool> kinds,
        Region? region = null,
        string? search = null
    ) =>
        [
            .. (search is null ? record.Organisations : OrganisationSearch.Find(record, search))
                .Where(ods =>
                    record.RegistrationOf(ods) is { } registered
                    && kinds(registered.Kind)
                    && (region is null || registered.Region == region.Code)
                )
                .Select(ods => Of(record, ods, on))
                .OfType<OrganisationOnDay>()
                .Where(o =>
                    search is not null || o.Existence.State is ExistenceState.Exists or ExistenceState.Uncertain
                )
                .OrderBy(o => o.Region.Name, StringComparer.Ordinal)
                .ThenBy(o => o.Name, StringComparer.Ordinal)
                .ThenBy(o => o.Ods),
        ];
}
