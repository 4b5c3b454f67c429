using Oversight.Projections.BoardReports;
using Oversight.Projections.Meetings;
using Oversight.Projections.Questions;
using Oversight.Projections.Status;
using Oversight.Projections.Tests.Registers;
using Oversight.Record;
using Oversight.Record.Entries;
using Oversight.Record.Recovery;
using Oversight.Record.Segments;
using Oversight.Record.Tests.Given;

namespace Oversight.Projections.Tests;

/// <summary>What a board is told of its organisation, and what a meeting of its region looks at and decided.</summary>
public sealed class BoardReportTests
{
    private static readonly Region Midlands = Region.Of("Y60");

    [Fact]
    public void A_board_is_told_where_it_stands_what_remains_and_what_is_due()
    {
        var report = Of(Story.Record, Sample.Icb, "2024-06-30");

        Assert.Equal((SegmentState.Certain, 3), (report.Status.Segment.State, report.Status.Segment.Number));
        var one = Assert.Single(report.Engagements);
        Assert.Equal(("qoc-2023", null), (one.Engagement.Id, one.ThroughSystem));
        Assert.Equal((1, 2), (one.Member.Satisfied, one.Member.Remaining));
        Assert.Equal(["EC1", "EC2"], report.Remaining.Select(c => c.Criterion.Reference));
        Assert.Equal(["Month 5 return"], report.EvidenceThatWaits.Select(piece => piece.Title));
        Assert.Equal(2, one.Member.TargetExit!.Moved);
        // The segment's review is overdue; the criterion of 31 December is 91 days away.
        Assert.Equal(
            ["SegmentReview 2024-08-01", "ExitCriterion 2024-11-30", "RecoveryReview 2024-12-01"],
            report.Due.Select(due => $"{due.Kind} {due.DueBy:yyyy-MM-dd}")
        );
        Assert.Equal(["SegmentReview"], report.Overdue.Select(due => $"{due.Kind}"));
        Assert.Empty(report.OpenUndertakings);
        Assert.Equal(["undertakings", "support"], report.NotStated.Select(missing => missing.What));
    }

    [Fact]
    public void What_left_is_told_with_its_criteria_of_then_and_what_a_trust_owes_is_its_own()
    {
        var left = Of(Story.Record, Sample.OtherIcb, "2024-06-30");
        Assert.Equal(
            [(false, true)],
            left.Engagements.Select(e => (e.IsMember, e.Engagement.TransitionPlan is not null))
        );
        Assert.Empty(left.Remaining);
        Assert.Single(left.Support);

        var trust = Of(Story.Record, Sample.Trust, "2024-06-30");
        Assert.Equal(["1", "2", "3", "5"], trust.OpenUndertakings.Select(item => item.Reference));
        Assert.Contains(trust.Overdue, due => due.Reference == "2");
        Assert.DoesNotContain(trust.Due, due => due.Reference == "5");
    }

    [Fact]
    public void What_changed_since_took_effect_or_was_recorded_since()
    {
        var changes = Of(Story.Record, Sample.Icb, "2024-06-30").Changes;

        Assert.All(changes.Where(c => !c.Late), c => Assert.True(c.Said.Effective.Earliest > Day("2024-06-30")));
        Assert.Contains(changes, c => c.Says.Contains("EC2", StringComparison.Ordinal));
        Assert.DoesNotContain(Of(Story.Record, Sample.Icb, "2024-09-30").Changes, c => !c.Late);
        // Recorded in May 2024, which is before; asked since April it is late knowledge.
        Assert.DoesNotContain(changes, c => c.Late);
        var since = Of(Story.Record, Sample.Icb, "2024-04-01").Changes;
        Assert.Contains(since, c => c.Late && c.Says.Contains("Segment 3", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("2024-06-01", false)]
    // Its period holds the day since which is asked.
    [InlineData("2024/25", false)]
    // It takes effect only later.
    [InlineData("2024-12-15", false)]
    [InlineData("2023-06-01", true)]
    [InlineData("unknown", true)]
    public void Whatever_was_recorded_since_is_told_as_question_L6_tells_it(string effective, bool late)
    {
        Decision Now(Decision decision) => decision with { Effective = Sample.Date(effective) };
        var recovery = SubjectId.OfRecovery("qoc-2024");
        var record = SampleRecovery
            .Organisations()
            .Told(recovery, SampleRecovery.Entered("2023-05-01", Sample.Icb))
            .Told(
                recovery,
                new ExitCriteriaAgreed(
                    Now(Sample.Decision("2024-06-01")),
                    CriteriaPurpose.Exit,
                    [new("C1", "Waits", "Waits are under 18 weeks.", DependsOn: [Sample.Trust])]
                ),
                new SupportPackageAgreed(Now(Sample.Decision("2024-06-01")), ["Two directors."])
            )
            .Told(Sample.Icb, new SegmentAssigned(Now(Sample.Decision("2024-06-01")), 4));

        // Sample records are recorded from 10 May 2024 on.
        var report = BoardReport.Of(record.At(), Sample.Icb, Day("2024-06-30"), Day("2024-05-01"))!;
        var history = Question
            .Of("L6")
            .Ask(
                record.At(),
                Day("2024-06-30"),
                new Dictionary<string, string?> { ["organisation"] = "QOC", ["from"] = "2024-05-02" }
            );

        Assert.Equal(
            history.Rows.SelectMany(row => row.RestsOn).Select(e => e.Id).Order(),
            report.Changes.Select(change => change.Said.Entry.Id).Order()
        );
        Assert.Equal(
            [late, late, late],
            report
                .Changes.Where(c =>
                    c.Said.Entry.Kind is "exit_criteria_agreed" or "support_package_agreed" or "segment_assigned"
                )
                .Select(c => c.Late)
        );
    }

    [Fact]
    public void A_report_knows_no_more_than_whoever_reads_it()
    {
        var own = Story.Record.At().AsSeenBy(Sample.OtherIcb, Story.Day);
        Assert.Empty(BoardReport.Of(own, Sample.Icb, Story.Day, Day("2024-06-30"))!.Engagements);
        Assert.Null(BoardReport.Of(own, OdsCode.Parse("QXX"), Story.Day, Day("2024-06-30")));
    }

    [Fact]
    public void A_meeting_is_known_by_its_source_and_day_and_by_a_review_among_what_it_decided()
    {
        var record = SmallRecord
            .OfAnIcb()
            .Told(Sample.OtherIcb, Sample.Registered(Sample.OtherIcb))
            .Told(Sample.Icb, At("2024-05-01", "June meeting", new SegmentReviewed(Sample.Decision("2024-05-01"), 3)))
            .Told(Sample.OtherIcb, At("2024-05-01", "June meeting", Sample.Proposed(4, "2024-05-01")))
            // A letter of the same day, and what was imported, are no meeting.
            .Told(Sample.Icb, At("2024-05-01", "A letter", Sample.Proposed(2, "2024-05-01")))
            .Told(Sample.Icb, At("2024-05-02", "Taken over", Sample.Reviewed(3, "2024-05-02")).From(Origin.Imported));

        var held = Assert.Single(HeldMeeting.Of(record.At(), Midlands, Day("2024-05-10")));
        Assert.Equal((Day("2024-05-01"), "June meeting"), (held.Day, held.Title));
        Assert.Equal(
            [
                [Sample.Icb],
                [Sample.OtherIcb],
            ],
            held.Decisions.Select(d => d.Organisations)
        );
        Assert.Empty(HeldMeeting.Of(record.At(), Midlands, Day("2024-04-30")));
        Assert.Empty(HeldMeeting.Of(record.At(), Region.Of("Y56"), Day("2024-05-10")));

        // Retracted, it was no meeting of that.
        record.Told(Sample.Icb, Sample.Retracted(held.Decisions[0].Said.Entry.Id));
        Assert.Empty(HeldMeeting.Of(record.At(), Midlands, Day("2024-05-10")));
    }

    [Fact]
    public void What_was_logged_as_a_meeting_is_one_although_it_reviewed_nobody()
    {
        var record = SmallRecord
            .OfAnIcb()
            .Told(Sample.Icb, AtMeeting("2024-05-01", "May meeting", Sample.Proposed(4, "2024-05-01")))
            .Told(Sample.Icb, At("2024-05-02", "A letter", Sample.Proposed(2, "2024-05-02")));

        var held = Assert.Single(HeldMeeting.Of(record.At(), Midlands, Day("2024-05-10")));
        Assert.Equal(("May meeting", Day("2024-05-01")), (held.Title, held.Day));
        Assert.Equal(Day("2024-05-01"), Agenda.Of(record.At(), Midlands, Day("2024-05-10")).LastMet);
    }

    [Fact]
    public void An_agenda_holds_the_boards_of_the_region_and_its_trusts_where_they_are_asked_for()
    {
        var record = Story.Record.At();
        var boards = Agenda.Of(record, Midlands, Story.Day);
        Assert.Equal(["QOC", "S1Y5D"], boards.Boards.Select(b => b.Ods.Value).Order());
        Assert.Empty(boards.Trusts);
        Assert.Equal((null, Day("2024-07-01")), (boards.LastMet, boards.Since));

        var all = Agenda.Of(record, Midlands, Story.Day, trusts: true, among: [Sample.Trust]);
        Assert.Equal(["RXW"], all.All.Select(b => b.Ods.Value));
    }

    private static BoardReport Of(SmallRecord record, OdsCode ods, string since) =>
        BoardReport.Of(record.At(), ods, Story.Day, Day(since))!;

    private static Event At(string decided, string source, Event content) =>
        content.With(d =>
            d with
            {
                Decided = Sample.Date(decided),
                Source = new(source),
                DecidedBy = new("nhs-england-Y60"),
            }
        );

    private static Event AtMeeting(string decided, string title, Event content) =>
        At(decided, title, content).With(d => d with { Source = new(title, IsMeeting: true) });

    private static DateOnly Day(string day) => DateOnly.Parse(day, System.Globalization.CultureInfo.InvariantCulture);
}
