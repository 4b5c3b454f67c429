using Oversight.Record.Corrections;
using Oversight.Record.Entries;
using Oversight.Record.Segments;
using Oversight.Record.Tests.Given;
using Oversight.Record.Timelines;

namespace Oversight.Record.Tests.Timelines;

public sealed class TimelineTests
{
    // Place 2 of the small record is the entry that these tests change.
    private static readonly Guid Entry = SmallRecord.IdAt(2);

    [Fact]
    public void An_entry_stands_as_recorded()
    {
        var believed = Believe();
        Assert.Equal(3, Segment(believed));
        Assert.True(believed.Counts);
        Assert.Empty(believed.Corrections);
        Assert.Null(believed.InForce);
    }

    [Fact]
    public void A_correction_stands_in_its_place_effective_date_included()
    {
        var believed = Believe(Sample.Corrected(Entry, Sample.Assigned(2, "May 2024")));
        Assert.Equal(2, Segment(believed));
        Assert.Equal(Sample.Date("May 2024"), believed.Effective);
        Assert.Equal(SmallRecord.IdAt(3), believed.InForce?.Id);
        Assert.Equal(Sample.Date("2024-04-01"), believed.Original.Event.Decision.Effective);
    }

    [Fact]
    public void Of_two_corrections_the_latest_place_wins()
    {
        var believed = Believe(Correct(Entry, 2), Correct(Entry, 1));
        Assert.Equal(1, Segment(believed));
        Assert.Equal([SmallRecord.IdAt(3), SmallRecord.IdAt(4)], believed.Corrections.Select(c => c.Id));
    }

    [Fact]
    public void Retracting_a_correction_restores_the_one_before()
    {
        var believed = Believe(Correct(Entry, 2), Correct(Entry, 1), Sample.Retracted(SmallRecord.IdAt(4)));
        Assert.Equal(2, Segment(believed));
        Assert.Equal(SmallRecord.IdAt(3), believed.InForce?.Id);
    }

    [Fact]
    public void Retracting_the_only_correction_restores_what_was_recorded() =>
        Assert.Equal(3, Segment(Believe(Correct(Entry, 2), Sample.Retracted(SmallRecord.IdAt(3)))));

    [Fact]
    public void Retracting_an_earlier_correction_leaves_the_latest_in_force() =>
        Assert.Equal(1, Segment(Believe(Correct(Entry, 2), Correct(Entry, 1), Sample.Retracted(SmallRecord.IdAt(3)))));

    [Fact]
    public void A_retracted_entry_no_longer_counts()
    {
        var believed = Believe(Sample.Retracted(Entry));
        Assert.False(believed.Counts);
        Assert.Equal(SmallRecord.IdAt(3), believed.RetractedBy?.Id);
        Assert.Empty(Fold(Sample.Retracted(Entry)).Of<SegmentAssigned>());
    }

    [Fact]
    public void Retracting_a_retraction_restores_what_it_had_taken_away()
    {
        var timeline = Fold(Sample.Retracted(Entry), Sample.Retracted(SmallRecord.IdAt(3)));
        Assert.Single(timeline.Of<SegmentAssigned>());
        Assert.Null(timeline.RetractionOf(Entry));
        Assert.Equal(SmallRecord.IdAt(4), timeline.RetractionOf(SmallRecord.IdAt(3))?.Id);
    }

    [Fact]
    public void Retracting_the_retraction_of_a_retraction_takes_it_away_again() =>
        Assert.False(
            Believe(
                Sample.Retracted(Entry),
                Sample.Retracted(SmallRecord.IdAt(3)),
                Sample.Retracted(SmallRecord.IdAt(4))
            ).Counts
        );

    [Fact]
    public void Of_two_retractions_each_takes_it_away_and_the_later_one_is_named()
    {
        var both = Believe(Sample.Retracted(Entry), Sample.Retracted(Entry));
        Assert.Equal(SmallRecord.IdAt(4), both.RetractedBy?.Id);

        var one = Believe(Sample.Retracted(Entry), Sample.Retracted(Entry), Sample.Retracted(SmallRecord.IdAt(4)));
        Assert.Equal(SmallRecord.IdAt(3), one.RetractedBy?.Id);
    }

    [Fact]
    public void A_retracted_retraction_of_a_correction_leaves_the_correction_in_force() =>
        Assert.Equal(
            2,
            Segment(
                Believe(Correct(Entry, 2), Sample.Retracted(SmallRecord.IdAt(3)), Sample.Retracted(SmallRecord.IdAt(4)))
            )
        );

    [Fact]
    public void A_correction_of_a_correction_stands_for_the_entry_itself()
    {
        var believed = Believe(Correct(Entry, 2), Correct(SmallRecord.IdAt(3), 1));
        Assert.Equal(1, Segment(believed));
        Assert.Equal([SmallRecord.IdAt(3), SmallRecord.IdAt(4)], believed.Corrections.Select(c => c.Id));
    }

    [Fact]
    public void A_correction_of_a_correction_counts_though_the_one_between_is_retracted() =>
        Assert.Equal(
            1,
            Segment(Believe(Correct(Entry, 2), Correct(SmallRecord.IdAt(3), 1), Sample.Retracted(SmallRecord.IdAt(3))))
        );

    [Fact]
    public void A_retracted_entry_stays_retracted_when_corrected()
    {
        var believed = Believe(Sample.Retracted(Entry), Correct(Entry, 2));
        Assert.False(believed.Counts);
        Assert.Equal(2, Segment(believed));
    }

    [Fact]
    public void A_correction_or_retraction_that_hits_nothing_changes_nothing_and_is_listed()
    {
        Event[] misdirected =
        [
            Correct(SmallRecord.IdAt(0), 1), // about something else
            Correct(SmallRecord.IdAt(99), 1), // in no record
            Correct(SmallRecord.IdAt(5), 1), // itself
            Correct(SmallRecord.IdAt(8), 1), // later
            Sample.Corrected(Entry, Sample.Published(1, "2023/24")), // of another kind
            Sample.Retracted(SmallRecord.IdAt(0)),
            Sample.Retracted(SmallRecord.IdAt(99)),
            Sample.Retracted(SmallRecord.IdAt(10)),
            Sample.Retracted(SmallRecord.IdAt(13)),
            Correct(SmallRecord.IdAt(3), 1), // of a correction that hits nothing
            Sample.Corrected(SmallRecord.IdAt(8), Sample.Retracted(Entry)), // a retraction cannot be corrected
        ];
        var timeline = Fold(misdirected);
        Assert.Equal(Enumerable.Range(3, 11).Select(p => (long)p), timeline.Misdirected.Select(e => e.Place));
        Assert.Equal(3, Segment(timeline.Entries[^1]));
        Assert.Equal(2, timeline.Entries.Count(e => e.Counts));
    }

    [Fact]
    public void A_correction_through_one_of_another_kind_still_stands_for_the_entry()
    {
        var timeline = Fold(Sample.Corrected(Entry, Sample.Published(1, "2023/24")), Correct(SmallRecord.IdAt(3), 2));
        Assert.Equal(2, Segment(timeline.Entries[^1]));
        Assert.Equal([SmallRecord.IdAt(3)], timeline.Misdirected.Select(e => e.Id));
    }

    [Fact]
    public void The_timeline_of_nothing_is_empty()
    {
        var timeline = Timeline.Fold(SubjectId.Of(Sample.Icb), []);
        Assert.Equal((0, -1), (timeline.Version, timeline.GreatestPlace));
        Assert.Empty(timeline.Entries);
    }

    [Fact]
    public void Version_and_greatest_place_are_those_of_the_last_entry()
    {
        var timeline = Fold(Correct(Entry, 2));
        Assert.Equal((3, 3), (timeline.Version, timeline.GreatestPlace));
    }

    [Fact]
    public void One_more_entry_gives_another_timeline_and_leaves_the_first_as_it_was()
    {
        var before = Fold();
        var after = before.With(
            new(3, SmallRecord.IdAt(3), before.Subject, 3, DateTimeOffset.UnixEpoch, "alex", Sample.Retracted(Entry))
        );
        Assert.Single(before.Of<SegmentAssigned>());
        Assert.Empty(after.Of<SegmentAssigned>());
    }

    [Fact]
    public void An_entry_of_a_kind_says_what_is_believed_as_that_kind()
    {
        var timeline = Fold(Correct(Entry, 2));
        Assert.Equal(2, Assert.Single(timeline.Of<SegmentAssigned>()).Content.Segment);
        Assert.Equal(2, Assert.Single(timeline.Of<IStatesSegment>()).Content.Segment);
        Assert.Same(timeline.Of<IStatesSegment>(), timeline.Of<IStatesSegment>());
        Assert.Same(timeline.Dated<IStatesSegment>(), timeline.Dated<IStatesSegment>());
        var certain = timeline.Dated<IStatesSegment>().On(new DateOnly(2024, 5, 1)).Certain;
        Assert.Same(timeline.Of<IStatesSegment>().Single(), certain);
    }

    [Fact]
    public void An_entry_is_the_same_by_whatever_kind_it_was_asked_for()
    {
        var timeline = Fold(Correct(Entry, 2));
        BelievedEntry[] three =
        [
            timeline.StandsFor(Entry)!,
            timeline.Of<SegmentAssigned>().Single(),
            timeline.Of<IStatesSegment>().Single(),
        ];
        Assert.Single(three.Distinct());
        // Believed to say something else it is another.
        Assert.DoesNotContain(Fold().StandsFor(Entry)!, three);
    }

    [Fact]
    public void What_begins_between_two_days_is_what_stands_otherwise_on_the_later_one()
    {
        string[] dates = ["2023/24", "2024-03-31", "2024-04-01", "May 2024", "Q1 2024/25", "2024-06-30", "unknown"];
        var timeline = Fold([
            .. dates.Select(date => Sample.Assigned(2, date)),
            // For a period: certain from its first day on.
            .. dates.Where(date => date.Contains('/')).Select(period => Sample.Published(3, period)),
            Sample.Corrected(SmallRecord.IdAt(4), Sample.Assigned(2, "2024-05-15")),
            Sample.Retracted(SmallRecord.IdAt(5)),
        ]);
        DateOnly[] days =
        [
            .. Enumerable.Range(-1, 10).Select(month => new DateOnly(2023, 12, 31).AddMonths(month)),
            .. Enumerable.Range(0, 4).Select(number => new DateOnly(2024, 3, 30).AddDays(number)),
            DateOnly.MinValue,
            DateOnly.MaxValue,
        ];
        foreach (var (after, by) in days.SelectMany(_ => days, (after, by) => (after, by)).Where(d => d.after <= d.by))
        {
            Assert.Equal(
                timeline.Entries.Where(e => e.Counts && StandingOn(e, after) < StandingOn(e, by)),
                timeline.BeginningBetween(after, by)
            );
        }

        Assert.Equal(timeline.Entries.Count(e => e.Counts), timeline.BeginningBetween(days.Min(), days.Max()).Count());
        Assert.Single(timeline.BeginningBetween(new(2024, 5, 14), new(2024, 5, 15)));
        Assert.DoesNotContain(timeline.Entries, e => e is { Id: var id, Counts: true } && id == SmallRecord.IdAt(5));

        // Not begun, perhaps begun, certainly begun.
        static int StandingOn(BelievedEntry entry, DateOnly day) =>
            entry.Effective.Earliest > day ? 0
            : entry.IsCertainBy(day) ? 2
            : 1;
    }

    private static Timeline Fold(params Event[] then) =>
        SmallRecord
            .OfAnIcb()
            .Told(Sample.Icb, Sample.Assigned(3, "2024-04-01"))
            .Told(Sample.Icb, then)
            .Timeline(Sample.Icb);

    private static BelievedEntry Believe(params Event[] then) => Fold(then).Entries.Single(e => e.Id == Entry);

    private static EntryCorrected Correct(Guid target, int segment) =>
        Sample.Corrected(target, Sample.Assigned(segment, "2024-04-01"));

    private static int Segment(BelievedEntry believed) => ((SegmentAssigned)believed.Content).Segment;
}
