using Oversight.Record.Catalogue;
using Oversight.Record.Organisations;
using Oversight.Record.Segments;

namespace Oversight.Projections.Status;

/// <summary>Whether an organisation exists on a day.</summary>
public enum ExistenceState
{
    /// <summary>It is established and has not ended.</summary>
    Exists,

    /// <summary>It is established later.</summary>
    NotYet,

    /// <summary>It has ended.</summary>
    Ended,

    /// <summary>Dates are too imprecise to say.</summary>
    Uncertain,
}

/// <summary>From when to when an organisation exists, and who came before and after it.</summary>
/// <param name="State">Whether it exists on the day asked.</param>
/// <param name="Established">From when.</param>
/// <param name="Ended">The first day on which its successors stand in its place; null when it has not ended.</param>
/// <param name="Successors">Those that follow it.</param>
/// <param name="Predecessors">Those that it follows.</param>
public sealed record Existence(
    ExistenceState State,
    DateWithPrecision Established,
    DateWithPrecision? Ended,
    IReadOnlyList<OdsCode> Successors,
    IReadOnlyList<OdsCode> Predecessors
);

/// <summary>When an organisation's segment was looked at, and is to be looked at next.</summary>
/// <param name="Last">The last review by the day asked.</param>
/// <param name="NextDue">When the next is due; null when none was set.</param>
/// <param name="Overdue">True when that day has passed.</param>
/// <param name="DaysLeft">Days from the day asked to the latest day on which it is due; negative when overdue.</param>
public sealed record ReviewStatus(DateWithPrecision Last, DateWithPrecision? NextDue, bool Overdue, int? DaysLeft)
{
    /// <summary>That of an organisation on a day; null when none was certainly held by then.</summary>
    internal static ReviewStatus? On(DateOnly on, Timeline timeline)
    {
        var last = timeline.Dated<SegmentReviewed>().BackFrom(on).FirstOrDefault(e => e.Effective.IsCertainBy(on));
        if (last is null)
        {
            return null;
        }

        var due = last.Content.NextReviewDue;
        var left = DueDate.DaysLeft(due, on);
        return new(last.Effective, due, left < 0, left);
    }
}

/// <summary>A segment that was proposed and that nobody has answered.</summary>
/// <param name="Segment">The segment.</param>
/// <param name="Effective">From when it is to hold.</param>
/// <param name="Proposed">When it was proposed.</param>
/// <param name="DecidedBy">Who proposed it.</param>
/// <param name="Rationale">Why.</param>
/// <param name="Entry">The entry that proposes it; who agrees or declines names its id.</param>
public sealed record OpenProposal(
    int Segment,
    DateWithPrecision Effective,
    DateWithPrecision Proposed,
    DecidedBy DecidedBy,
    string? Rationale,
    EntryReference Entry
)
{
    /// <summary>The proposal of that id, where nobody has answered it; null for any other entry.</summary>
    public static BelievedEntry<SegmentProposed>? Of(Timeline timeline, Guid proposal) =>
        timeline
            .Unanswered<SegmentProposed, IAnswersProposal>(answer => answer.Proposal)
            .FirstOrDefault(open => open.Id == proposal);

    /// <summary>Those of an organisation that are open on a day: by when proposals and answers were decided, each from its earliest day. When they take effect is another matter.</summary>
    internal static IReadOnlyList<OpenProposal> On(Timeline timeline, DateOnly on)
    {
        var answered = timeline
            .Of<IAnswersProposal>()
            .Where(e => e.Decision.Decided.Earliest <= on)
            .Select(e => e.Content.Proposal)
            .ToHashSet();
        return
        [
            .. timeline
                .Of<SegmentProposed>()
                .Where(e => e.Decision.Decided.Earliest <= on && !answered.Contains(e.Id))
                .Select(e => new OpenProposal(
                    e.Content.Segment,
                    e.Effective,
                    e.Decision.Decided,
                    e.Decision.DecidedBy,
                    e.Decision.Rationale,
                    EntryReference.To(e)
                )),
        ];
    }
}

/// <summary>The status of an organisation on a day, as the record stood at a place: a pure function of the entries.</summary>
/// <param name="Ods">Its code.</param>
/// <param name="Name">Its official name on the day.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Region">The region that oversees it.</param>
/// <param name="On">The day asked.</param>
/// <param name="Place">The place at which the answer was computed.</param>
/// <param name="Version">The version of the organisation's stream at that place; deciding needs it.</param>
/// <param name="Contributing">The greatest place that contributes to the answer.</param>
/// <param name="Existence">Whether it exists on the day.</param>
/// <param name="System">The system that it belongs to, and of an ICB the trusts that belong to its.</param>
/// <param name="Segment">Its segment, or why there is none.</param>
/// <param name="Review">Its last review; null when there was none by the day.</param>
/// <param name="Proposals">The proposals of a segment that are open on the day.</param>
/// <param name="Findings">What in its entries should not be so.</param>
public sealed record OrganisationStatus(
    OdsCode Ods,
    string Name,
    OrganisationKind Kind,
    Region Region,
    DateOnly On,
    long? Place,
    long Version,
    long Contributing,
    Existence Existence,
    SystemStatus System,
    SegmentStatus Segment,
    ReviewStatus? Review,
    IReadOnlyList<OpenProposal> Proposals,
    IReadOnlyList<Finding> Findings
)
{
    private static readonly Remembered<DateOnly, OrganisationStatus?> Last = new();

    /// <summary>The status of one organisation; null when it is not registered at that place.</summary>
    public static OrganisationStatus? Of(RecordAt record, OdsCode ods, DateOnly on) =>
        record.TimelineOf(ods) is { } timeline
        && Last.Of(record, timeline, on, at => Find(at, timeline, on)) is { } status
            ? status with
            {
                Place = record.PlaceTold,
                // Every rule is asked about every entry.
                Findings = new WhenAsked<Finding>(() => record.FindingsOf(timeline.Subject)),
            }
            : null;

    // Without what differs between two places at which all that it rests on is the same.
    private static OrganisationStatus? Find(RecordAt record, Timeline timeline, DateOnly on)
    {
        if (Registration(timeline) is not { } registered)
        {
            return null;
        }

        var ods = timeline.Subject.Organisation!.Value;
        var registration = registered.Content;
        var predecessors = record.PredecessorsOf(ods);
        return new(
            ods,
            record.NameOf(ods, on),
            registration.Kind,
            Region.Of(registration.Region),
            on,
            null,
            timeline.Version,
            record.ContributingTo(timeline.Subject),
            ExistenceOn(on, timeline, registered, [.. predecessors.Select(p => p.Predecessor).Distinct()]),
            SystemStatus.On(record, ods, on),
            SegmentStatus.Of(record, timeline, registration.Kind, on),
            ReviewStatus.On(on, timeline),
            OpenProposal.On(timeline, on),
            []
        );
    }

    /// <summary>
    /// The organisations that exist, or may exist, on a day, by region and name.
    /// </summary>
    /// <param name="record">The record at a place.</param>
    /// <param name="on">The day.</param>
    /// <param name="region">Only those of this region; null for all.</param>
    /// <param name="among">Which organisations; null for all.</param>
    /// <param name="search">Only those that this text finds, whether they exist on the day or not; null for all that exist.</param>
    public static IReadOnlyList<OrganisationStatus> All(
        RecordAt record,
        DateOnly on,
        Region? region = null,
        Func<OdsCode, bool>? among = null,
        string? search = null
    ) =>
        [
            .. (search is null ? record.Organisations : OrganisationSearch.Find(record, search))
                .Where(ods => among?.Invoke(ods) != false)
                .Where(ods => region is null || record.RegistrationOf(ods)?.Region == region.Code)
                .Select(ods => Of(record, ods, on))
                .OfType<OrganisationStatus>()
                .Where(s =>
                    search is not null || s.Existence.State is ExistenceState.Exists or ExistenceState.Uncertain
                )
                .OrderBy(s => s.Region.Name, StringComparer.Ordinal)
                .ThenBy(s => s.Name, StringComparer.Ordinal)
                .ThenBy(s => s.Ods),
        ];

    /// <summary>Whether an organisation exists on a day, with its registration; null when it is not registered at that place.</summary>
    internal static (BelievedEntry<OrganisationRegistered> Registered, Existence Existence)? ExistenceOn(
        RecordAt record,
        OdsCode ods,
        DateOnly on
    ) =>
        record.TimelineOf(ods) is { } timeline && Registration(timeline) is { } registered
            ? (
                registered,
                ExistenceOn(
                    on,
                    timeline,
                    registered,
                    [.. record.PredecessorsOf(ods).Select(p => p.Predecessor).Distinct()]
                )
            )
            : null;

    private static BelievedEntry<OrganisationRegistered>? Registration(Timeline timeline) =>
        timeline.Of<OrganisationRegistered>().FirstOrDefault();

    private static Existence ExistenceOn(
        DateOnly on,
        Timeline timeline,
        BelievedEntry registered,
        IReadOnlyList<OdsCode> predecessors
    )
    {
        var succession = timeline.Of<OrganisationSucceeded>().FirstOrDefault();
        var state =
            succession is not null && succession.Effective.Latest <= on ? ExistenceState.Ended
            : registered.Effective.Earliest > on ? ExistenceState.NotYet
            : registered.Effective.Latest > on || (succession is not null && succession.Effective.Earliest <= on)
                ? ExistenceState.Uncertain
            : ExistenceState.Exists;
        return new(
            state,
            registered.Effective,
            succession?.Effective,
            succession is null ? [] : [.. succession.Content.Successors.Select(s => s.Organisation)],
            predecessors
        );
    }
}
