using Oversight.Projections.Answers;
using Oversight.Projections.Pictures;
using Oversight.Record;
using Oversight.Record.Time;
using Oversight.Web.Organisations;

namespace Oversight.Web.Tests;

/// <summary>Where things stand in a timeline picture.</summary>
public sealed class PictureDrawingTests
{
    private static readonly DateOnly On = new(2024, 5, 10);
    private static readonly OdsCode Board = OdsCode.Parse("QOC");

    [Fact]
    public void Every_bar_and_mark_lies_within_the_drawing_and_those_too_close_to_tell_apart_are_one()
    {
        var reviews = Enumerable.Range(0, 2000).Select(i => Point(PictureKind.Reviews, On.AddDays(-i)));
        var drawing = Draw(
            [Period(null, new(2021, 3, 1)), Period(new(2021, 3, 1), null)],
            [.. reviews, Point(PictureKind.Deadlines, On.AddYears(40)), Point(PictureKind.Deadlines, On.AddYears(1))]
        );
        var kinds = drawing.Lanes.Single().Kinds;
        var marks = kinds.Single(k => k.Kind == PictureKind.Reviews).Marks;

        Assert.InRange(marks.Count, 20, 100);
        Assert.Equal(2000, marks.Sum(m => m.Points.Count));
        Assert.All(kinds.SelectMany(k => k.Marks), m => Assert.InRange(m.X, PictureDrawing.Left, PictureDrawing.Width));
        Assert.All(
            kinds.SelectMany(k => k.Periods),
            p => Assert.True(p.X >= PictureDrawing.Left && p.X + p.Width <= PictureDrawing.Width && p.Width > 0)
        );
        // What is due in forty years does not press the rest together.
        Assert.Single(kinds.Single(k => k.Kind == PictureKind.Deadlines).Marks);
        Assert.True(drawing.Last < On.AddYears(2));
    }

    [Fact]
    public void Periods_too_short_to_tell_apart_are_one_bar_and_a_long_one_stays_by_itself()
    {
        var days = Enumerable.Range(0, 600).Select(i => Period(On.AddDays(i - 1000), On.AddDays(i - 999)));
        var drawing = Draw([.. days, Period(On.AddDays(-400), null)], []);
        var bars = drawing.Lanes.Single().Kinds.Single().Periods;

        Assert.InRange(bars.Count, 20, 100);
        Assert.Equal(601, bars.Sum(b => b.Periods.Count));
        Assert.Equal(On.AddDays(-400), Assert.Single(bars[^1].Periods).From);
        // They follow each other in one row.
        Assert.Single(bars.Select(b => b.Y).Distinct());
        Assert.All(bars.Zip(bars.Skip(1)), pair => Assert.True(pair.First.X + pair.First.Width <= pair.Second.X + 0.5));
    }

    [Fact]
    public void What_goes_on_ends_at_the_day_and_a_date_that_is_not_known_is_not_drawn()
    {
        var drawing = Draw(
            [Period(new(2022, 1, 1), null)],
            [Point(PictureKind.Reviews, null), Point(PictureKind.Reviews, new(2023, 1, 1))]
        );
        var bar = drawing.Lanes.Single().Kinds.Single(k => k.Periods.Count > 0).Periods.Single();

        Assert.Equal(drawing.On, bar.X + bar.Width, 0.01);
        Assert.Equal(1, drawing.NotDrawn);
        Assert.Single(drawing.Lanes.Single().Kinds.SelectMany(k => k.Marks));
    }

    [Fact]
    public void Nothing_recorded_is_a_drawing_too()
    {
        var drawing = Draw([], []);
        Assert.Empty(drawing.Lanes.Single().Kinds);
        Assert.True(drawing.First < On && drawing.Last > On);
    }

    private static PictureDrawing Draw(IReadOnlyList<PicturePeriod> periods, IReadOnlyList<PicturePoint> points) =>
        PictureDrawing.Of(new(Board, On, [new(Board, "A board", LaneRole.Itself, null, null, periods)], points));

    private static PicturePeriod Period(DateOnly? from, DateOnly? until) =>
        new(PictureKind.Segment, "", from, until, Sureness.Certain, 3, "3", "Segment 3", SubjectId.Of(Board), []);

    private static PicturePoint Point(PictureKind kind, DateOnly? day) =>
        new(
            kind,
            day is { } known ? DateWithPrecision.Day(known) : DateWithPrecision.Unknown,
            "It happened",
            [Board],
            null,
            null,
            SubjectId.Of(Board),
            new EntryReference(Guid.Empty, 0, "segment_reviewed"),
            null,
            [],
            true
        );
}
