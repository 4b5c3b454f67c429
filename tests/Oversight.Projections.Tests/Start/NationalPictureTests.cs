using Oversight.Projections.National;
using Oversight.Record;
using Oversight.Record.Organisations;
using Oversight.Record.Recovery;
using Oversight.Record.Tests.Given;

namespace Oversight.Projections.Tests.Start;

/// <summary>Boards on a day, what moved between two days, and the steps through the years.</summary>
public sealed class NationalPictureTests
{
    private static readonly DateOnly Before = new(2023, 1, 1);
    private static readonly DateOnly After = new(2024, 8, 1);

    [Fact]
    public void Between_two_days_boards_move_enter_leave_end_and_are_established()
    {
        var record = SmallRecord
            .OfAnIcb()
            .Told(Sample.OtherIcb, Sample.Registered(Sample.OtherIcb))
            .Told(Sample.NewIcb, Sample.Registered(Sample.NewIcb, "2024-07-01"))
            .Told(Sample.Icb, Sample.Assigned(2, "2022-08-01"), Sample.Assigned(3, "2023-04-01"))
            .Told(Sample.OtherIcb, Sample.Assigned(4, "2022-08-01"), Sample.Succeeded("2024-07-01", Sample.NewIcb))
            .Told(SubjectId.OfRecovery("r"), Sample.Entered("2023-05-01", Sample.Icb));

        Assert.Equal(
            [
                (MovementKind.MoreSupport, Sample.Icb, 2, 3),
                (MovementKind.EnteredRecovery, Sample.Icb, null, null),
                (MovementKind.Established, Sample.NewIcb, null, null),
                (MovementKind.Ended, Sample.OtherIcb, null, (int?)null),
            ],
            Moved(record, Before, After).All.Select(m => (m.Kind, m.Ods, m.FromSegment, m.ToSegment))
        );
        Assert.Equal([Sample.OtherIcb], Moved(record, Before, After).All[2].Others);
        Assert.Equal([Sample.NewIcb], Moved(record, Before, After).All[3].Others);
        Assert.Equal(MovementKind.LessSupport, Moved(record, After, Before).All[0].Kind);
        Assert.Empty(Moved(record, After, After).All);
    }

    [Fact]
    public void What_is_not_stated_on_one_of_the_days_is_no_movement()
    {
        var record = SmallRecord.OfAnIcb().Told(Sample.Icb, Sample.Assigned(3, "2023-04-01"));
        var moved = Moved(record, Before, After);

        Assert.Empty(moved.All);
        Assert.Equal((1, 1), (moved.SegmentsNotCompared, moved.RecoveryNotCompared));
    }

    [Fact]
    public void The_last_segment_is_named_where_there_is_none_on_the_day_and_only_there()
    {
        var record = SmallRecord.OfAnIcb().Told(Sample.Icb, Sample.Published(3, "2023/24"));
        OrganisationOnDay On(DateOnly day) => OrganisationOnDay.Of(record.At(), Sample.Icb, day)!;

        Assert.Equal((3, null), (On(new(2024, 3, 31)).Segment.Number, On(new(2024, 3, 31)).LastStated));
        Assert.Equal((null, 3), (On(new(2024, 4, 1)).Segment.Number, On(new(2024, 4, 1)).LastStated?.Segment));
        Assert.Null(On(new(2023, 3, 31)).LastStated);
    }

    [Fact]
    public void The_steps_are_the_ends_of_quarters_and_today()
    {
        Assert.Equal(
            [
                ("2021/22", 2, new DateOnly(2021, 9, 30)),
                ("2021/22", 3, new DateOnly(2021, 12, 31)),
                ("2021/22", 4, new DateOnly(2022, 3, 31)),
                ("2022/23", 1, new DateOnly(2022, 5, 4)),
            ],
            Step.Until(new(2022, 5, 4)).Select(step => (step.Year, step.Quarter, step.Day))
        );
        Assert.Empty(Step.Until(new(2021, 6, 30)));
    }

    private static Movements Moved(SmallRecord record, DateOnly from, DateOnly to) =>
        Movements.Between(record.At(), from, to, kind => kind == OrganisationKind.Icb);
}
