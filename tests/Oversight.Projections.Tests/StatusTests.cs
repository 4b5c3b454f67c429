using Oversight.Projections.Answers;
using Oversight.Projections.Status;
using Oversight.Record;
using Oversight.Record.Deciding;
using Oversight.Record.Frameworks;
using Oversight.Record.Tests.Given;

namespace Oversight.Projections.Tests;

public sealed class StatusTests
{
    [Fact]
    public void A_segment_assigned_on_a_day_is_certain_and_says_since_when_and_what_it_rests_on()
    {
        var record = SmallRecord.OfAnIcb().Told(Sample.Icb, Sample.Assigned(3, "2024-04-01"));
        var status = record.At().Status(Sample.Icb, "2024-05-01")!;
        Assert.Equal((SegmentState.Certain, 3), (status.Segment.State, status.Segment.Number));
        Assert.Equal("3, assigned from 1 April 2024", status.Segment.Text);
        Assert.Equal("Support", status.Segment.Label);
        Assert.Equal(Sample.Date("2024-04-01"), status.Segment.Since);
        Assert.Equal(
            [new EntryReference(SmallRecord.IdAt(2), 2, "segment_assigned")],
            status.Segment.Candidates.Select(c => c.Entry)
        );
        Assert.Equal("nof-2021-22", status.Segment.Framework.Id);
        Assert.Equal([SmallRecord.IdAt(0)], status.Segment.Framework.RestsOn.Select(e => e.Id));
        Assert.Equal((2, 2, 2), (status.Place, status.Version, status.Contributing));
        Assert.Equal("Midlands", status.Region.Name);
    }

    [Fact]
    public void Candidates_that_disagree_are_uncertain_and_all_named() =>
        Assert.Equal(
            (SegmentState.Uncertain, "uncertain: published 3, for 2023/24 or assigned 2, from March 2024"),
            SmallRecord
                .OfAnIcb()
                .Told(Sample.Icb, Sample.Published(3, "2023/24"), Sample.Assigned(2, "March 2024"))
                .Segment("2024-05-01")
        );

    [Fact]
    public void Candidates_that_agree_are_certain() =>
        Assert.Equal(
            (SegmentState.Certain, "3, published for 2023/24; assigned from March 2024"),
            SmallRecord
                .OfAnIcb()
                .Told(Sample.Icb, Sample.Published(3, "2023/24"), Sample.Assigned(3, "March 2024"))
                .Segment("2024-05-01")
        );

    [Fact]
    public void A_published_position_has_the_label_as_printed() =>
        Assert.Equal(
            "Segment 3 as printed",
            SmallRecord
                .OfAnIcb()
                .Told(Sample.Icb, Sample.Published(3, "2023/24"))
                .At()
                .Status(Sample.Icb, "2024-03-31")!
                .Segment.Label
        );

    [Fact]
    public void What_was_published_for_a_period_is_certain_for_it_and_afterwards_only_last_published()
    {
        var record = SmallRecord.OfAnIcb().Told(Sample.Icb, Sample.Published(3, "2023/24"));
        Assert.Equal((SegmentState.NotKnown, "not known: no segment in the record"), record.Segment("2023-03-31"));
        Assert.Equal((SegmentState.Certain, "3, published for 2023/24"), record.Segment("2023-04-01"));
        Assert.Equal((SegmentState.Certain, "3, published for 2023/24"), record.Segment("2024-03-31"));
        Assert.Equal((SegmentState.LastPublished, "last published 3, for 2023/24"), record.Segment("2024-04-01"));
        Assert.Equal((SegmentState.LastPublished, "last published 3, for 2023/24"), record.Segment("2024-09-30"));
        Assert.Null(record.At().Status(Sample.Icb, "2024-09-30")!.Segment.Number);

        // What is published next holds from the first day of its own period.
        record.Told(Sample.Icb, Sample.Published(4, "2024/25"));
        Assert.Equal((SegmentState.Certain, "3, published for 2023/24"), record.Segment("2024-03-31"));
        Assert.Equal((SegmentState.Certain, "4, published for 2024/25"), record.Segment("2024-04-01"));
        Assert.Equal((SegmentState.LastPublished, "last published 4, for 2024/25"), record.Segment("2025-04-01"));
    }

    [Fact]
    public void A_segment_assigned_in_the_period_holds_after_it()
    {
        var record = SmallRecord
            .OfAnIcb()
            .Told(Sample.Icb, Sample.Published(3, "2023/24"), Sample.Assigned(2, "2024-03-01"));
        Assert.Equal(SegmentState.Uncertain, record.Segment("2024-03-31").Item1);
        Assert.Equal(SegmentState.Uncertain, record.Segment("2024-09-30").Item1);
        record.Told(Sample.Icb, Sample.Assigned(2, "2024-04-01"));
        Assert.Equal((SegmentState.Certain, "2, assigned from 1 April 2024"), record.Segment("2024-09-30"));
    }

    [Fact]
    public void Without_any_segment_it_is_not_known() =>
        Assert.Equal(
            (SegmentState.NotKnown, "not known: no segment in the record"),
            SmallRecord.OfAnIcb().Segment("2024-03-31")
        );

    [Fact]
    public void A_kind_that_the_framework_does_not_segment_says_so_and_what_was_last_published()
    {
        var record = UnderTheFrameworkOf2025().Told(Sample.Icb, Sample.Published(3, "2023/24"));
        const string Text = "not segmented under 2025/26; last published 3, for 2023/24";
        Assert.Equal((SegmentState.NotSegmented, Text), record.Segment("2025-06-26"));
        Assert.Equal((SegmentState.NotSegmented, Text), record.Segment("2026-03-31"));

        // Its term is over and no later one is in the record: whether it is segmented is not known.
        Assert.Equal((SegmentState.NotKnown, Text), record.Segment("2026-04-01"));
        Assert.Equal((SegmentState.NotKnown, Text), record.Segment("2030-01-01"));
        Assert.Equal((SegmentState.LastPublished, "last published 3, for 2023/24"), record.Segment("2025-06-25"));
        Assert.Equal(FrameworkState.Lapsed, record.At().Status(Sample.Icb, "2026-04-01")!.Segment.Framework.State);
    }

    [Fact]
    public void What_is_decided_under_a_framework_that_is_carried_on_holds()
    {
        var record = UnderTheFrameworkOf2025()
            .Told(Sample.Icb, Sample.Published(3, "2023/24"), Sample.Assigned(2, "May 2026"));

        Assert.Equal(SegmentState.NotKnown, record.Segment("2026-05-30").Item1);
        Assert.Equal((SegmentState.Certain, "2, assigned from May 2026"), record.Segment("2026-05-31"));
        var segment = record.At().Status(Sample.Icb, "2026-05-31")!.Segment;
        Assert.Equal(FrameworkState.Lapsed, segment.Framework.State);
    }

    [Fact]
    public void Not_segmented_without_any_segment_in_the_record() =>
        Assert.Equal(
            (SegmentState.NotSegmented, "not segmented under 2025/26; no segment in the record"),
            UnderTheFrameworkOf2025().Segment("2025-07-01")
        );

    [Fact]
    public void A_segmented_kind_is_not_known_after_the_frameworks_term()
    {
        var record = SmallRecord
            .Empty()
            .Told("nof-2025-26", Sample.Framework("nof-2025-26", "2025-06-26", until: "2026-03-31"))
            .Told(Sample.Icb, Sample.Registered(Sample.Icb), Sample.Assigned(4, "2025-07-01"));
        Assert.Equal((SegmentState.Certain, "4, assigned from 1 July 2025"), record.Segment("2026-03-31"));
        Assert.Equal(
            (
                SegmentState.NotKnown,
                "not known: Framework nof-2025-26 was published until 31 March 2026; "
                    + "no later framework is in the record. Last assigned 4, from 1 July 2025"
            ),
            record.Segment("2026-04-01")
        );
    }

    [Fact]
    public void Where_a_framework_without_segments_for_it_may_hold_the_segment_is_uncertain()
    {
        var record = SmallRecord
            .OfAnIcb()
            .Told("nof-2025-26", Sample.Framework("nof-2025-26", "Q1 2025/26", icbs: false))
            .Told(Sample.Icb, Sample.Published(3, "2023/24"));
        Assert.Equal(
            (
                SegmentState.Uncertain,
                "uncertain: It is uncertain which oversight framework held on 1 May 2025. Last published 3, for 2023/24"
            ),
            record.Segment("2025-05-01")
        );
        Assert.Equal((SegmentState.LastPublished, "last published 3, for 2023/24"), record.Segment("2025-03-31"));
        Assert.Equal(SegmentState.NotSegmented, record.Segment("2025-06-30").Item1);
    }

    [Fact]
    public void A_run_of_one_segment_began_with_its_first_entry()
    {
        var record = SmallRecord
            .OfAnIcb()
            .Told(
                Sample.Icb,
                Sample.Assigned(2, "2022-08-01"),
                Sample.Assigned(3, "2023-01-01"),
                Sample.Assigned(3, "Q2 2023/24"),
                Sample.Assigned(3, "2024-01-01")
            );
        Assert.Equal(Sample.Date("2023-01-01"), record.At().Status(Sample.Icb, "2024-05-01")!.Segment.Since);
        Assert.Equal(Sample.Date("2022-08-01"), record.At().Status(Sample.Icb, "2022-12-31")!.Segment.Since);
    }

    [Fact]
    public void A_run_is_broken_by_what_another_entry_says_to_follow()
    {
        var record = SmallRecord
            .OfAnIcb()
            .Told(
                Sample.Icb,
                Sample.Assigned(2, "2023-01-01"),
                Sample.Assigned(3, "May 2023"),
                Sample.Assigned(2, "Q1 2023/24").With(d => d with { After = SmallRecord.IdAt(3) })
            );
        var segment = record.At().Status(Sample.Icb, "2024-05-01")!.Segment;
        Assert.Equal((SegmentState.Certain, 2), (segment.State, segment.Number));
        Assert.Equal(Sample.Date("Q1 2023/24"), segment.Since);
    }

    [Fact]
    public void As_known_at_an_earlier_place_it_is_what_was_believed_then()
    {
        var record = SmallRecord
            .OfAnIcb()
            .Told(
                Sample.Icb,
                Sample.Assigned(3, "2024-04-01"),
                Sample.Corrected(SmallRecord.IdAt(2), Sample.Assigned(2, "2024-04-01")),
                Sample.Retracted(SmallRecord.IdAt(2)),
                Sample.Retracted(SmallRecord.IdAt(4))
            );
        int?[] believed =
        [
            .. Enumerable
                .Range(1, 5)
                .Select(place => record.At(place).Status(Sample.Icb, "2024-05-01")!.Segment.Number),
        ];
        Assert.Equal([null, 3, 2, null, 2], believed);
        Assert.Null(record.At(0).Status(Sample.Icb, "2024-05-01"));
        Assert.Equal(3, record.At(3).Status(Sample.Icb, "2024-05-01")!.Place);

        var corrected = record.At(3).Status(Sample.Icb, "2024-05-01")!.Segment.Candidates[0].Entry;
        Assert.Equal(new(SmallRecord.IdAt(2), 2, "segment_assigned", SmallRecord.IdAt(3)), corrected);
    }

    [Fact]
    public void A_merger_links_the_organisations_and_ends_those_that_merged()
    {
        var record = SmallRecord
            .OfAnIcb()
            .Told(Sample.OtherIcb, Sample.Registered(Sample.OtherIcb))
            .Told(Sample.NewIcb, Sample.Registered(Sample.NewIcb, "2026-04-01"))
            .Told(Sample.Icb, Sample.Succeeded("2026-04-01", Sample.NewIcb))
            .Told(Sample.OtherIcb, Sample.Succeeded("2026-04-01", Sample.NewIcb))
            .At();

        Existence On(OdsCode organisation, string on) => record.Status(organisation, on)!.Existence;
        Assert.Equal(ExistenceState.Exists, On(Sample.Icb, "2026-03-31").State);
        Assert.Equal(ExistenceState.Ended, On(Sample.Icb, "2026-04-01").State);
        Assert.Equal([Sample.NewIcb], On(Sample.Icb, "2026-04-01").Successors);
        Assert.Equal(Sample.Date("2026-04-01"), On(Sample.Icb, "2026-04-01").Ended);
        Assert.Equal(ExistenceState.NotYet, On(Sample.NewIcb, "2026-03-31").State);
        Assert.Equal(ExistenceState.Exists, On(Sample.NewIcb, "2026-04-01").State);
        Assert.Equal([Sample.Icb, Sample.OtherIcb], On(Sample.NewIcb, "2026-04-01").Predecessors);
        Assert.Null(On(Sample.NewIcb, "2026-04-01").Ended);
        Assert.Equal(5, record.Status(Sample.NewIcb, "2026-04-01")!.Contributing);

        OdsCode[] All(string on) => [.. OrganisationStatus.All(record, DateOnly.Parse(on)).Select(s => s.Ods)];
        Assert.Equal([Sample.Icb, Sample.OtherIcb], All("2026-03-31"));
        Assert.Equal([Sample.NewIcb], All("2026-04-01"));
        Assert.Empty(OrganisationStatus.All(record, new DateOnly(2026, 4, 1), Region.Of("Y56")));
        Assert.Single(OrganisationStatus.All(record, new DateOnly(2026, 4, 1), Region.Of("Y60")));
    }

    [Fact]
    public void A_retracted_succession_links_and_ends_nothing()
    {
        var record = SmallRecord
            .OfAnIcb()
            .Told(Sample.NewIcb, Sample.Registered(Sample.NewIcb, "2026-04-01"))
            .Told(Sample.Icb, Sample.Succeeded("2026-04-01", Sample.NewIcb), Sample.Retracted(SmallRecord.IdAt(3)))
            .At();
        Assert.Equal(ExistenceState.Exists, record.Status(Sample.Icb, "2026-04-01")!.Existence.State);
        Assert.Empty(record.Status(Sample.NewIcb, "2026-04-01")!.Existence.Predecessors);
    }

    [Fact]
    public void An_imprecise_beginning_or_end_leaves_existence_uncertain()
    {
        var record = SmallRecord
            .OfAnIcb()
            .Told(Sample.NewIcb, Sample.Registered(Sample.NewIcb, "April 2026"))
            .Told(Sample.Icb, Sample.Succeeded("April 2026", Sample.NewIcb))
            .At();
        Assert.Equal(ExistenceState.Uncertain, record.Status(Sample.Icb, "2026-04-29")!.Existence.State);
        Assert.Equal(ExistenceState.Uncertain, record.Status(Sample.NewIcb, "2026-04-29")!.Existence.State);
        Assert.Equal(ExistenceState.Ended, record.Status(Sample.Icb, "2026-04-30")!.Existence.State);
        Assert.Equal(ExistenceState.Exists, record.Status(Sample.NewIcb, "2026-04-30")!.Existence.State);
    }

    [Theory]
    [InlineData("2024-04-14", null, false, null)] // before any review
    [InlineData("2024-04-15", "2024-04-15", false, 76)]
    [InlineData("2024-06-30", "2024-04-15", false, 0)] // due by the end of the quarter
    [InlineData("2024-07-01", "2024-04-15", true, -1)]
    [InlineData("2024-08-01", "2024-08-01", false, null)] // reviewed again, no next one set
    public void A_review_is_overdue_on_a_given_day_after_the_latest_day_on_which_it_is_due(
        string on,
        string? last,
        bool overdue,
        int? daysLeft
    )
    {
        var review = SmallRecord
            .OfAnIcb()
            .Told(
                Sample.Icb,
                Sample.Assigned(3, "2024-04-01"),
                Sample.Reviewed(3, "2024-04-15", nextDue: "Q1 2024/25"),
                Sample.Reviewed(3, "2024-08-01")
            )
            .At()
            .Status(Sample.Icb, on)!
            .Review;
        Assert.Equal(last, review?.Last.Stored);
        Assert.Equal(overdue, review?.Overdue ?? false);
        Assert.Equal(daysLeft, review?.DaysLeft);
    }

    [Fact]
    public void Findings_are_shown_with_the_status()
    {
        var record = SmallRecord.OfAnIcb().Told(Sample.Icb, Sample.Assigned(5, "2024-04-01", Sample.Regional));
        Finding finding = Assert.Single(record.At().Status(Sample.Icb, "2024-05-01")!.Findings);
        Assert.Equal(("segment-of-framework", SmallRecord.IdAt(2)), (finding.Rule, finding.Entry));
    }

    [Fact]
    public void Segment_4_without_recovery_support_is_found_until_an_engagement_is_logged()
    {
        var record = SmallRecord.OfAnIcb().Told(Sample.Icb, Sample.Assigned(4, "2024-04-01"));
        var before = record.At();
        Assert.Equal("segment-without-recovery", Assert.Single(before.Status(Sample.Icb, "2024-05-01")!.Findings).Rule);

        record.Told(SubjectId.OfRecovery("qoc-2024"), Sample.Entered("2024-04-01", Sample.Icb));

        var after = record.At().Status(Sample.Icb, "2024-05-01")!;
        Assert.Empty(after.Findings);
        Assert.True(after.Contributing > before.Status(Sample.Icb, "2024-05-01")!.Contributing);
    }

    [Fact]
    public void A_proposal_is_open_from_the_day_it_was_decided_to_the_day_it_was_answered()
    {
        var record = SmallRecord
            .OfAnIcb()
            .Told(
                Sample.Icb,
                Sample.Proposed(3, "2024-06-01").With(d => d with { Decided = Sample.Date("2024-04-10") })
            )
            .Told(
                Sample.Icb,
                Sample
                    .Declined(SmallRecord.IdAt(2), "2024-04-20")
                    .With(d => d with { Decided = Sample.Date("2024-04-20") })
            );
        var at = record.At();

        Assert.Empty(at.Status(Sample.Icb, "2024-04-09")!.Proposals);
        var open = Assert.Single(at.Status(Sample.Icb, "2024-04-10")!.Proposals);
        Assert.Equal(
            (3, Sample.Date("2024-06-01"), SmallRecord.IdAt(2), "Performance fell."),
            (open.Segment, open.Effective, open.Entry.Id, open.Rationale)
        );
        Assert.Single(at.Status(Sample.Icb, "2024-04-19")!.Proposals);
        Assert.Empty(at.Status(Sample.Icb, "2024-04-20")!.Proposals);
        Assert.Single(record.At(2).Status(Sample.Icb, "2024-04-20")!.Proposals);
    }

    [Fact]
    public void A_segment_that_was_agreed_is_the_segment_and_a_proposal_is_not()
    {
        var record = SmallRecord.OfAnIcb().Told(Sample.Icb, Sample.Proposed(3, "2024-04-01"));
        Assert.Equal(SegmentState.NotKnown, record.Segment("2024-05-01").Item1);

        record.Told(Sample.Icb, Sample.Agreed(SmallRecord.IdAt(2), 3, "2024-04-01"));
        Assert.Equal((SegmentState.Certain, "3, assigned from 1 April 2024"), record.Segment("2024-05-01"));
    }

    private static SmallRecord UnderTheFrameworkOf2025() =>
        SmallRecord
            .OfAnIcb()
            .Told("nof-2025-26", Sample.Framework("nof-2025-26", "2025-06-26", until: "2026-03-31", icbs: false));
}
