using Oversight.Projections.Pictures;
using Oversight.Web.Design;

namespace Oversight.Web.Organisations;

/// <summary>A row of a timeline's table: a period, or something that happened or is due.</summary>
/// <param name="Kind">What it is about.</param>
/// <param name="First">The first day that it can mean; by it rows are ordered.</param>
/// <param name="When">When, in words.</param>
/// <param name="Organisations">Whom it concerns.</param>
/// <param name="Sentence">What.</param>
/// <param name="Entries">The entries that it rests on.</param>
/// <param name="Point">What happened or is due; null for a period.</param>
internal sealed record TimelineRow(
    PictureKind Kind,
    DateOnly First,
    string When,
    IReadOnlyList<OdsCode> Organisations,
    string Sentence,
    IReadOnlyList<EntryReference> Entries,
    PicturePoint? Point
)
{
    /// <summary>All rows of a picture, the latest first; of an unknown day last.</summary>
    public static IReadOnlyList<TimelineRow> Of(TimelinePicture picture) =>
        [
            .. picture
                .Lanes.SelectMany(
                    lane => lane.Periods,
                    (lane, period) =>
                        new TimelineRow(
                            period.Kind,
                            period.From ?? DateOnly.MinValue,
                            WhenOf(period, picture.On),
                            [lane.Organisation],
                            period.Sentence,
                            period.RestsOn,
                            null
                        )
                )
                .Concat(
                    picture.Points.Select(point => new TimelineRow(
                        point.Kind,
                        point.Date.Earliest,
                        Words.Date(point.Date),
                        point.Organisations,
                        point.Sentence,
                        [point.Entry],
                        point
                    ))
                )
                .OrderByDescending(row => row.First),
        ];

    /// <summary>From when to when a period is, as said on a day.</summary>
    public static string WhenOf(PicturePeriod period, DateOnly on) =>
        (period.From, period.Until) switch
        {
            (null, null) => $"Since an unknown day, to {Words.Day(on)}",
            (null, { } until) => $"Until {Words.Day(until.AddDays(-1))}",
            ({ } from, null) => $"From {Words.Day(from)}, to {Words.Day(on)} at least",
            ({ } from, { } until) when from.AddDays(1) == until => Words.Day(from),
            ({ } from, { } until) => $"{Words.Day(from)} to {Words.Day(until.AddDays(-1))}",
        };
}
