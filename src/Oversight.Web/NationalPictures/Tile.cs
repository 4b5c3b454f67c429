using Oversight.Desk.Reference;
using Oversight.Projections.National;
using Oversight.Projections.Status;
using Oversight.Record.Recovery;

namespace Oversight.Web.NationalPictures;

/// <summary>A board as the picture draws it: what a tile shows by its look, its words say too.</summary>
/// <param name="Place">Where it stands.</param>
/// <param name="Board">The board.</param>
internal sealed record Tile(BoardTile Place, OrganisationOnDay Board)
{
    /// <summary>How long a side is in the picture's own measure.</summary>
    public const int Side = 100;

    /// <summary>The left side.</summary>
    public int X => Place.Column * Side;

    /// <summary>The upper side.</summary>
    public int Y => Place.Row * Side;

    /// <summary>The classes that give it its look.</summary>
    public string Look =>
        Board.Segment.State switch
        {
            SegmentState.Certain => $"s{Shade(Board.Segment.Number!.Value)}",
            SegmentState.Uncertain => "uncertain",
            _ when Board.LastStated is { } last => $"last s{Shade(last.Segment)}",
            _ => "unknown",
        };

    /// <summary>What stands in it: the segment, or those that it may be, or the last one; a dash for none.</summary>
    public string Mark =>
        Board.Segment.State switch
        {
            SegmentState.Certain => $"{Board.Segment.Number}",
            SegmentState.Uncertain => string.Join(
                '/',
                Board.Segment.Candidates.Select(c => c.Segment).Distinct().Order()
            ) + "?",
            _ => Board.LastStated is { } last ? $"{last.Segment}" : "–",
        };

    /// <summary>What is drawn for Recovery Support; null for nothing.</summary>
    public string? Recovery =>
        Board.Recovery.InProgramme switch
        {
            StatedAnswer.Yes => "R",
            StatedAnswer.Uncertain => "R?",
            _ when Board.Recovery.LastPublished?.Position == RecoveryPosition.InProgramme => "(R)",
            _ => null,
        };

    /// <summary>All of it in words.</summary>
    public string Words => $"{Board.Name}, {Board.Region.Name}: {SegmentWords(Board.Segment)}; {RecoveryWords(Board)}";

    /// <summary>A segment in words.</summary>
    public static string SegmentWords(SegmentStatus segment) =>
        segment.State == SegmentState.Certain ? $"segment {segment.Number}" : segment.Text;

    /// <summary>Whether an organisation is in Recovery Support, in words.</summary>
    public static string RecoveryWords(OrganisationOnDay organisation) =>
        organisation.Recovery.InProgramme switch
        {
            StatedAnswer.Yes => "in Recovery Support",
            StatedAnswer.No => "not in Recovery Support",
            StatedAnswer.Uncertain => "uncertain whether in Recovery Support",
            _ => organisation.Recovery.LastPublished is { } last
                ? $"Recovery Support not stated, last published: {last.Words}"
                : "Recovery Support not stated",
        };

    // Numbers beyond the five that have a colour keep the last one; their number says which they are.
    private static int Shade(int segment) => Math.Min(segment, 5);
}
