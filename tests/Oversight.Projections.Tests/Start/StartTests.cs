using Oversight.Projections.Registers;
using Oversight.Projections.Start;
using Oversight.Projections.Tests.Registers;
using Oversight.Projections.Timelines;
using Oversight.Projections.Visibility;
using Oversight.Record;
using Oversight.Record.Entries;
using Oversight.Record.People;
using Oversight.Record.Recovery;
using Oversight.Record.Segments;
using Oversight.Record.Tests.Given;

namespace Oversight.Projections.Tests.Start;

/// <summary>What start pages count, and that each number is what its list has.</summary>
public sealed class StartTests
{
    private static readonly Region Midlands = Region.Of("Y60");
    private static readonly Region London = Region.Of("Y56");
    private static readonly DateOnly Recorded = new(2024, 5, 10);
    private static readonly SubjectId Engagement = SubjectId.OfRecovery("qoc-2023");

    [Fact]
    public void Every_number_is_what_its_list_has_whoever_looks()
    {
        var whole = Story.Record.At();
        var compared = 0;
        foreach (var record in Region.All.Select(region => Seen(whole, new(Role.Region, region))).Append(whole))
        {
            foreach (var region in Region.All)
            {
                compared += Compare(record, Of(RegionStart.Of(record, region, Story.Day, Recorded)));
            }
        }

        foreach (var ods in whole.Organisations)
        {
            foreach (var record in new[] { whole, Seen(whole, new(Role.Lead, Organisation: ods)) })
            {
                compared += Compare(record, Of(OrganisationStart.Of(record, ods, Story.Day, Recorded)));
            }
        }

        compared += Compare(whole, Of(AuditorStart.Of(whole, Story.Day)));
        var national = NationalStart.Of(whole, Story.Day);
        compared += Compare(whole, [national.Recovery, national.ExitsRecommended, national.TargetsMissed]);
        Assert.True(compared > 70, $"{compared} numbers that are not 0");
    }

    [Fact]
    public void A_region_is_told_what_is_overdue_what_waits_and_who_is_near_to_exit()
    {
        var start = RegionStart.Of(Seen(Story.Record.At(), new(Role.Region, Midlands)), Midlands, Story.Day);

        Assert.Equal([1, 1, 0, 0, 1, 0], start.Overdue.Select(card => card.Count));
        Assert.Equal([0, 1, 0, 1], start.Waiting.Select(card => card.Count));
        var shropshire = start.Members.Single(m => m.Organisation == Sample.Icb);
        Assert.Equal((3, 1, 181), (shropshire.Criteria, shropshire.Satisfied, shropshire.DaysLeft));
        // The engagement was reviewed on that day.
        Assert.Equal(new Since(new(2024, 9, 1), Sample.Icb), start.Changes.Since);
        Assert.Equal(Sample.Date("2024-12-01"), start.NextReviews.Cell(start.NextReviews.Rows[0], "due"));
    }

    [Fact]
    public void A_region_is_told_nothing_of_what_was_not_communicated_to_others()
    {
        var record = SmallRecord
            .OfAnIcb()
            .Told(Sample.OtherIcb, Sample.Registered(Sample.OtherIcb) with { Region = "Y56" })
            .Told(Sample.Icb, Sample.Proposed(4, "2024-04-01"), Sample.Reviewed(3, "2024-03-01", "2024-04-01"))
            .Told(Engagement, Sample.Entered("2024-01-01", Sample.Icb));
        string Says(SmallRecord told, Region looks, Region about) =>
            Words(RegionStart.Of(Seen(told.At(), new(Role.Region, looks)), about, Recorded, Recorded));

        var nothing = SmallRecord
            .OfAnIcb()
            .Told(Sample.OtherIcb, Sample.Registered(Sample.OtherIcb) with { Region = "Y56" });
        Assert.Equal(Says(nothing, London, Midlands), Says(record, London, Midlands));
        Assert.Equal(Says(nothing, London, London), Says(record, London, London));
        Assert.NotEqual(Says(nothing, Midlands, Midlands), Says(record, Midlands, Midlands));
    }

    [Fact]
    public void What_changed_is_told_since_the_meeting_before_the_day_also_while_one_is_held()
    {
        static Event At(string day) =>
            Sample
                .Proposed(4, day)
                .With(d =>
                    d with
                    {
                        Decided = Sample.Date(day),
                        DecidedBy = new("nhs-england-Y60"),
                        Source = new($"Meeting of {day}", IsMeeting: true),
                    }
                );
        var record = SmallRecord.OfAnIcb().Told(Sample.Icb, At("2024-05-10"));
        Since Told(string on) => RegionStart.Of(record.At(), Midlands, DateOnly.Parse(on, null)).Changes.Since;

        Assert.Equal(new Since(new(2024, 4, 10)), Told("2024-05-10"));
        Assert.Equal(new Since(new(2024, 5, 10), Met: true), Told("2024-05-11"));
        record.Told(Sample.Icb, At("2024-04-02"));
        Assert.Equal(new Since(new(2024, 4, 2), Met: true), Told("2024-05-10"));
        // Who was reviewed beside a meeting does not change when it was held.
        record.Told(Sample.Icb, Sample.Reviewed(3, "2024-04-20"));
        Assert.Equal(new Since(new(2024, 4, 2), Met: true), Told("2024-05-10"));
    }

    [Fact]
    public void Where_nothing_is_recorded_no_number_is_told_as_none()
    {
        var record = SmallRecord.OfAnIcb().At();
        var region = RegionStart.Of(record, Midlands, Recorded);
        var own = OrganisationStart.Of(record, Sample.Icb, Recorded);
        var national = NationalStart.Of(record, Recorded);

        Assert.All(
            [
                .. region.Overdue,
                .. region.Waiting,
                region.Recovery,
                region.NextReviews,
                own.Remaining!,
                .. own.Overdue,
                .. own.Due,
                .. own.Submitted,
                national.Recovery,
                national.ExitsRecommended,
                national.TargetsMissed,
            ],
            card => Assert.True(card is { Count: 0, NotStated.Count: > 0 }, card.Title)
        );
        Assert.Contains(
            region.Overdue.Single(card => card.Title.StartsWith("Undertakings", StringComparison.Ordinal)).NotStated,
            missing => missing.What == "undertakings"
        );
    }

    [Fact]
    public void Own_people_are_told_what_remains_what_is_due_and_what_became_of_what_they_submitted()
    {
        var seen = Seen(Story.Record.At(), new(Role.Lead, Organisation: Sample.Icb));
        var start = OrganisationStart.Of(seen, Sample.Icb, Story.Day);

        // They were not told of the engagement, and are told nothing of it.
        Assert.Empty(start.Engagements);
        var told = OrganisationStart.Of(Story.Record.At(), Sample.Icb, Story.Day);
        Assert.Equal([("Shropshire", 2)], told.Engagements.Select(e => (e.Title, e.Member.Remaining)));
        Assert.Equal(2, told.Remaining!.Count);
        Assert.Equal([("Challenges answered", 1)], Some(start.Submitted));
        Assert.Equal(
            [("Evidence not read yet", 1), ("Evidence sent back", 1), ("Challenges answered", 1)],
            Some(told.Submitted)
        );
        // Nothing was recorded in the thirty days before: the record was told in May.
        Assert.Equal((new Since(new(2024, 9, 1)), 0), (start.Changes!.Since, start.Changes.List.Count));
    }

    [Fact]
    public void An_auditor_is_told_how_the_record_stands()
    {
        var record = Story.Record.At();
        var start = AuditorStart.Of(record, Story.Day);

        Assert.Equal((Story.Record.Entries.Count, Story.Record.Last), (start.Entries, start.Last!.Id));
        Assert.Equal(1, start.Kinds.Single(kind => kind.Title == "Corrections").Count);
        Assert.Equal(
            record.Subjects.SelectMany(record.FindingsOf).Select(f => f.Sentence).Distinct().Order(),
            start.Findings.Select(f => f.Sentence).Order()
        );
    }

    [Fact]
    public void The_empty_record_and_a_day_before_any_entry_have_a_start_too()
    {
        foreach (
            var (record, on) in new[]
            {
                (SmallRecord.Empty().At(), Story.Day),
                (Story.Record.At(), new DateOnly(2020, 1, 1)),
                (Story.Record.At(-1), Story.Day),
            }
        )
        {
            var region = RegionStart.Of(record, Midlands, on);
            Assert.All(
                region.Overdue.Concat(region.Waiting).Append(region.Recovery),
                card => Assert.Equal(0, card.Count)
            );
            var own = OrganisationStart.Of(record, Sample.Icb, on);
            Assert.All(own.Submitted.Concat(own.Due), card => Assert.Equal(0, card.Count));
            Assert.Equal(record.Place + 1, AuditorStart.Of(record, on).Entries);
            Assert.Equal(0, NationalStart.Of(record, on).Recovery.Count);
        }
    }

    [Fact]
    public void A_proposal_waits_until_it_is_answered()
    {
        var record = SmallRecord.OfAnIcb().Told(Sample.Icb, Sample.Proposed(4, "2024-04-01"));
        var proposal = record.Last;
        Counted Waiting() => RegionStart.Of(record.At(), Midlands, Recorded).Waiting[0];

        var waiting = Waiting();
        Assert.Equal((1, 39L), (waiting.Count, waiting.Cell(waiting.Rows[0], "daysWaiting")));
        record.Told(Sample.Icb, Sample.Declined(proposal, "2024-05-09"));
        Assert.Equal(0, Waiting().Count);
    }

    private static RecordAt Seen(RecordAt record, Grant grant) => record.AsSeenBy(new Sight(new([grant]), Story.Day));

    private static IEnumerable<Counted> Of(RegionStart start) =>
        [.. start.Overdue, .. start.Waiting, start.Recovery, start.Changes.List, start.NextReviews];

    private static IEnumerable<Counted> Of(OrganisationStart start) =>
        [
            .. new[] { start.Remaining, start.Changes?.List }.OfType<Counted>(),
            .. start.Overdue,
            .. start.Due,
            .. start.Submitted,
        ];

    private static IEnumerable<Counted> Of(AuditorStart start) =>
        [.. start.Kinds, .. start.Findings.Select(f => f.Entries)];

    private static IEnumerable<(string, int)> Some(IEnumerable<Counted> cards) =>
        cards.Where(card => card.Count > 0).Select(card => (card.Title, card.Count));

    // How many are not 0.
    private static int Compare(RecordAt record, IEnumerable<Counted> cards)
    {
        var some = 0;
        foreach (var card in cards)
        {
            var list = card.Register.Ask(record, Story.Day, card.Filters, card.Sorts, []);
            Assert.True(
                list.Rows.Count == card.Count,
                $"{card.Title}: {card.Count}, but {list.Rows.Count} in {card.Register.Name} {string.Join('&', card.Filters)}"
            );
            if (card.Rows.Count > 0)
            {
                Assert.Equal(list.Rows.Select(row => row.RestsOn), card.Rows.Select(row => row.RestsOn));
            }

            some += card.Count > 0 ? 1 : 0;
        }

        return some;
    }

    private static string Words(RegionStart start) =>
        string.Join(
            '\n',
            Of(start)
                .Select(card =>
                    $"{card.Title} {card.Count} {string.Join(';', card.Rows.Select(r => string.Join(',', card.Register.Columns.Select(c => c.Of(r)))))} {string.Join(' ', card.NotStated.Select(n => n.Sentence))}"
                )
                .Append($"{start.Organisations} {start.Changes.Since}")
                .Concat(start.Changes.Newest.Select(e => e.Summary))
        );
}
