using Oversight.Projections.InRecovery;
using Oversight.Record.Recovery;
using Oversight.Record.Segments;

namespace Oversight.Projections.PublishedPositions;

/// <summary>What a published position is about.</summary>
public enum PositionAbout
{
    /// <summary>The segment.</summary>
    Segment,

    /// <summary>Recovery Support.</summary>
    Recovery,
}

/// <summary>
/// A position that a publication states for a period, beside what the decisions in the record give on the period's last day: what was published is
/// left out of those, so that a publication is never compared with itself. A pure function of the entries.
/// </summary>
/// <param name="Organisation">The organisation.</param>
/// <param name="About">What it is about.</param>
/// <param name="Published">What was published: the segment's number, in-programme or left.</param>
/// <param name="Period">For which period.</param>
/// <param name="AsOf">The period's last day, of which the decisions are asked; null where the period is unknown.</param>
/// <param name="Decided">What the decisions give on that day, each once: nothing where none had been taken by then.</param>
/// <param name="PerhapsNone">True when it is possible that none had taken effect by then.</param>
/// <param name="Agrees">
/// Whether they give what was published: not stated where no decision is recorded by then; uncertain where they leave several answers and the one published
/// is among them.
/// </param>
/// <param name="Entry">The entry that states the position, as believed.</param>
/// <param name="DecidedIn">The entries of the decisions.</param>
/// <param name="Others">The other publications that state it for the same period, in place order.</param>
public sealed record PublishedPosition(
    OdsCode Organisation,
    PositionAbout About,
    string Published,
    DateWithPrecision Period,
    DateOnly? AsOf,
    IReadOnlyList<string> Decided,
    bool PerhapsNone,
    StatedAnswer Agrees,
    BelievedEntry Entry,
    IReadOnlyList<EntryReference> DecidedIn,
    IReadOnlyList<PublishedPosition.Other> Others
)
{
    /// <summary>What another publication states for the same period.</summary>
    /// <param name="Published">What it states.</param>
    /// <param name="Entry">The entry.</param>
    public sealed record Other(string Published, BelievedEntry Entry);

    /// <summary>Every position that was published of an organisation for a period that has begun by a day, in place order.</summary>
    public static IEnumerable<PublishedPosition> Of(RecordAt record, OdsCode organisation, DateOnly on)
    {
        if (record.TimelineOf(organisation) is not { } timeline)
        {
            yield break;
        }

        BelievedEntry[] published =
        [
            .. timeline.Entries.Where(e =>
                e.Counts && e.Effective.Earliest <= on && e.Content is SegmentPublished or RecoveryPublished
            ),
        ];
        foreach (var entry in published)
        {
            var about = AboutOf(entry);
            var said = SaidBy(entry);
            DateOnly? asOf = entry.Effective.Precision == DatePrecision.Unknown ? null : entry.Effective.Latest;
            var (decided, perhapsNone, decidedIn) =
                asOf is not { } day ? ([], true, [])
                : about == PositionAbout.Segment ? SegmentsDecided(timeline, day)
                : RecoveryDecided(record, organisation, day);
            yield return new(
                organisation,
                about,
                said,
                entry.Effective,
                asOf,
                decided,
                perhapsNone,
                Compared(said, decided, perhapsNone),
                entry,
                decidedIn,
                [
                    .. published
                        .Where(e => e.Id != entry.Id && AboutOf(e) == about && e.Effective == entry.Effective)
                        .Select(e => new Other(SaidBy(e), e)),
                ]
            );
        }
    }

    private static StatedAnswer Compared(string said, IReadOnlyList<string> decided, bool perhapsNone) =>
        decided.Count == 0 ? StatedAnswer.NotStated
        : !decided.Contains(said) ? StatedAnswer.No
        : decided.Count > 1 || perhapsNone ? StatedAnswer.Uncertain
        : StatedAnswer.Yes;

    private static (IReadOnlyList<string>, bool, IReadOnlyList<EntryReference>) SegmentsDecided(
        Timeline timeline,
        DateOnly day
    )
    {
        var (entries, perhapsNone) = timeline.Dated<IPlacesInSegment>().On(day);
        return (
            [.. entries.Select(e => e.Content.Segment).Distinct().Order().Select(s => $"{s}")],
            perhapsNone,
            [.. entries.Select(EntryReference.To)]
        );
    }

    private static (IReadOnlyList<string>, bool, IReadOnlyList<EntryReference>) RecoveryDecided(
        RecordAt record,
        OdsCode organisation,
        DateOnly day
    )
    {
        var standing = RecoveryStanding.On(record, organisation, day);
        if (standing.SaidBy != RecoverySource.Engagement)
        {
            return ([], true, []);
        }

        var (@in, left) = (InWords.Stored(RecoveryPosition.InProgramme), InWords.Stored(RecoveryPosition.Left));
        return (
            standing.InProgramme switch
            {
                StatedAnswer.Yes => [@in],
                StatedAnswer.No => [left],
                _ => [@in, left],
            },
            false,
            standing.RestsOn
        );
    }

    private static PositionAbout AboutOf(BelievedEntry entry) =>
        entry.Content is SegmentPublished ? PositionAbout.Segment : PositionAbout.Recovery;

    private static string SaidBy(BelievedEntry entry) =>
        entry.Content is SegmentPublished segment
            ? $"{segment.Segment}"
            : InWords.Stored(((RecoveryPublished)entry.Content).Position);
}
