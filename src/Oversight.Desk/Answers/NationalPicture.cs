using Oversight.Projections.Status;
using Oversight.Projections.Timelines;
using Oversight.Record.Frameworks;

namespace Oversight.Desk.Answers;

/// <summary>How many organisations are in a segment.</summary>
/// <param name="Segment">The segment's number.</param>
/// <param name="Label">What the framework of the day calls it; absent where that framework has no such segment.</param>
/// <param name="Organisations">How many organisations.</param>
public sealed record SegmentCount(int Segment, string? Label, int Organisations);

/// <summary>Organisations by what can be said about their segment; the numbers add up to the total.</summary>
/// <param name="Total">All organisations that are listed.</param>
/// <param name="Segments">Those that are certainly in a segment, by segment; each that the framework in force has, and any other.</param>
/// <param name="Uncertain">Those of which dates or sources leave more than one answer.</param>
/// <param name="NotSegmented">Those whose kind the framework of the day does not place in segments.</param>
/// <param name="NotKnown">Those of which the record does not say.</param>
/// <param name="LastPublished">Those of which the record says only what was published for a period that has passed.</param>
/// <param name="LastStated">
/// Of those that are in no segment on the day (not segmented, not known or last published): the last segment that the record holds.
/// </param>
public sealed record SegmentCounts(
    int Total,
    IReadOnlyList<SegmentCount> Segments,
    int Uncertain,
    int NotSegmented,
    int NotKnown,
    int LastPublished,
    IReadOnlyList<SegmentCount> LastStated
)
{
    /// <summary>Those of some organisations on a day.</summary>
    public static SegmentCounts Of(
        IReadOnlyList<SegmentStatus> organisations,
        FrameworksInForce frameworks,
        DateOnly on
    )
    {
        var framework = frameworks.On(on).Judging;
        int In(SegmentState state) => organisations.Count(o => o.State == state);
        IReadOnlyList<SegmentCount> BySegment(IReadOnlyList<int> stated, IEnumerable<int> always) =>
            [
                .. from number in stated.Concat(always).Distinct().Order()
                select new SegmentCount(number, framework?.LabelOf(number), stated.Count(s => s == number)),
            ];
        int[] last =
        [
            .. organisations
                .Where(o => o.State is SegmentState.NotSegmented or SegmentState.NotKnown or SegmentState.LastPublished)
                .Select(o => o.Candidates.Select(c => c.Segment).Distinct().ToArray())
                .Where(segments => segments.Length == 1)
                .Select(segments => segments[0]),
        ];
        return new(
            organisations.Count,
            BySegment(
                [.. organisations.Select(o => o.Number).OfType<int>()],
                framework?.Segments.Select(s => s.Number) ?? []
            ),
            In(SegmentState.Uncertain),
            In(SegmentState.NotSegmented),
            In(SegmentState.NotKnown),
            In(SegmentState.LastPublished),
            BySegment(last, [])
        );
    }
}

/// <summary>Which organisations are listed.</summary>
public enum OrganisationsListed
{
    /// <summary>The integrated care boards.</summary>
    Icbs,

    /// <summary>The NHS trusts and foundation trusts.</summary>
    Trusts,

    /// <summary>All of them.</summary>
    All,
}

/// <summary>Which organisations are listed, and the words for it.</summary>
public static class OrganisationsListedWords
{
    /// <summary>Whether organisations of a kind are among them.</summary>
    public static bool Lists(this OrganisationsListed listed, OrganisationKind kind) =>
        listed == OrganisationsListed.All || listed == OrganisationsListed.Icbs == (kind == OrganisationKind.Icb);

    /// <summary>Reads one.</summary>
    /// <exception cref="BadInputException">It is none of them.</exception>
    public static OrganisationsListed Of(string word, string field = "kind") =>
        Enum.GetValues<OrganisationsListed>()
            .Select(listed => (OrganisationsListed?)listed)
            .FirstOrDefault(listed =>
                InWords.Stored(listed!.Value).Equals(word.Trim(), StringComparison.OrdinalIgnoreCase)
            )
        ?? throw new BadInputException(
            field,
            $"\"{word}\" is none of {string.Join(", ", Enum.GetValues<OrganisationsListed>().Select(InWords.Stored))}."
        );
}

/// <summary>The organisations that exist on a day, with their status.</summary>
/// <param name="Place">The place of the record at which it was computed.</param>
/// <param name="Known">As known when; absent for now.</param>
/// <param name="On">The day.</param>
/// <param name="Region">The region asked for; absent for all.</param>
/// <param name="Listed">Which organisations are listed.</param>
/// <param name="Search">What was searched for; absent where nothing was.</param>
/// <param name="Framework">The oversight framework of the day.</param>
/// <param name="Counts">The organisations by what can be said about their segment.</param>
/// <param name="Organisations">The organisations, by region and name.</param>
public sealed record NationalPicture(
    long? Place,
    DateTimeOffset? Known,
    DateOnly On,
    Region? Region,
    OrganisationsListed Listed,
    string? Search,
    FrameworkReference Framework,
    SegmentCounts Counts,
    IReadOnlyList<OrganisationStatus> Organisations
)
{
    /// <summary>The picture in the record at a place: of the ICBs, or of those that are asked for.</summary>
    /// <param name="record">The record.</param>
    /// <param name="on">The day.</param>
    /// <param name="region">Only those of this region; null for all.</param>
    /// <param name="known">As known when; null for now.</param>
    /// <param name="listed">Which organisations; null for the ICBs, and for all where something is searched for.</param>
    /// <param name="search">Only those of which a name or the code has this in it, whether they exist on the day or not; null for all.</param>
    public static NationalPicture Of(
        RecordAt record,
        DateOnly on,
        Region? region,
        DateTimeOffset? known,
        OrganisationsListed? listed = null,
        string? search = null
    )
    {
        search = string.IsNullOrWhiteSpace(search) ? null : search.Trim();
        var kinds = listed ?? (search is null ? OrganisationsListed.Icbs : OrganisationsListed.All);
        var organisations = OrganisationStatus.All(
            record,
            on,
            region,
            ods => record.RegistrationOf(ods) is { } registered && kinds.Lists(registered.Kind),
            search
        );
        return new(
            record.PlaceTold,
            record.KnownTold(known),
            on,
            region,
            kinds,
            search,
            FrameworkReference.On(on, record.Frameworks),
            SegmentCounts.Of([.. organisations.Select(o => o.Segment)], record.Frameworks, on),
            organisations
        );
    }
}
