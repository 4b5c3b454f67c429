using Oversight.Record.Segments;
using Oversight.Record.Tests.Given;
using Oversight.Record.Timelines;

namespace Oversight.Record.Tests.Timelines;

/// <summary>What counts as read of a timeline: what was asked for, what hangs together with that, and the last entry, without which there may be none.</summary>
public sealed class TimelineReadsTests
{
    private static readonly DateOnly Day = new(2023, 6, 30);

    // 0 registered; 1, 2, 3 segments; 4, 5 reviews; 6 another name.
    private static readonly SmallRecord Plain = SmallRecord
        .OfAnIcb()
        .Told(
            Sample.Icb,
            Sample.Assigned(2, "2023-04-01"),
            Sample.Assigned(3, "2023-05-01"),
            Sample.Assigned(3, "2023-06-01"),
            Sample.Reviewed(3, "2023-05-10"),
            Sample.Reviewed(3, "2023-06-10"),
            Sample.Renamed("2023-01-01", "Another")
        );

    [Fact]
    public void Of_what_may_hold_on_a_day_no_more_is_read_than_that() =>
        Assert.Equal([3, 6], Met(Plain, timeline => timeline.Dated<IStatesSegment>().On(Day)));

    [Fact]
    public void Going_back_in_time_it_is_read_as_far_as_somebody_goes()
    {
        static void Back(Timeline timeline, int segment) =>
            _ = timeline.Dated<IStatesSegment>().BackFrom(Day).TakeWhile(e => e.Content.Segment == segment).Count();

        // The one at which it ends is read too.
        Assert.Equal([1, 2, 3, 6], Met(Plain, timeline => Back(timeline, 3)));
        Assert.Equal([3, 6], Met(Plain, timeline => Back(timeline, 4)));
    }

    [Fact]
    public void All_of_a_kind_is_read_where_all_of_it_is_asked_for_and_everything_where_entries_are_gone_through()
    {
        Assert.Equal([4, 5, 6], Met(Plain, timeline => timeline.Of<SegmentReviewed>()));
        Assert.Equal([2, 6], Met(Plain, timeline => timeline.StandsFor(IdOf(Plain, 2))));
        Assert.Equal([6], Met(Plain, _ => { }));
        Assert.Equal([0, 1, 2, 3, 4, 5, 6], Met(Plain, timeline => timeline.Recorded.Count));
    }

    [Fact]
    public void What_is_corrected_or_taken_away_may_come_to_be_read_and_is_met_with_what_changes_it()
    {
        var changed = SmallRecord
            .OfAnIcb()
            .Told(Sample.Icb, Sample.Assigned(2, "2023-04-01"), Sample.Assigned(3, "2023-06-01"));
        changed.Told(
            Sample.Icb,
            Sample.Corrected(IdOf(changed, 1), Sample.Assigned(2, "2023-04-02")),
            Sample.Reviewed(3, "2023-05-10"),
            Sample.Retracted(IdOf(changed, 2)),
            Sample.Renamed("2023-01-01", "Another")
        );

        Assert.Equal([1, 2, 3, 5, 6], Met(changed, timeline => timeline.Dated<IStatesSegment>().On(Day)));
        // Nothing has begun by then: what is taken away might have.
        Assert.Equal(
            [1, 2, 3, 5, 6],
            Met(changed, timeline => timeline.Dated<IStatesSegment>().BackFrom(new(2022, 1, 1)).Count())
        );
        Assert.Equal([1, 3, 6], Met(changed, timeline => timeline.StandsFor(IdOf(changed, 1))));
    }

    private static Guid IdOf(SmallRecord record, int number) => record.Timeline(Sample.Icb).Recorded[number].Id;

    private static IEnumerable<int> Met<T>(SmallRecord record, Func<Timeline, T> read) =>
        Met(
            record,
            timeline =>
            {
                _ = read(timeline);
            }
        );

    private static IEnumerable<int> Met(SmallRecord record, Action<Timeline> read)
    {
        var (reads, timeline) = (new TimelineReads(), record.Timeline(Sample.Icb));
        read(timeline.NotedBy(reads));
        // By its number among those of the ICB.
        return reads.Met(timeline).Select(entry => timeline.Recorded.ToList().IndexOf(entry));
    }
}
