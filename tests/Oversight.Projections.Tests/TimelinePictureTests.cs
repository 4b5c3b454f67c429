using System.Globalization;
using System.Text.Json;
using Oversight.Projections.Answers;
using Oversight.Projections.InRecovery;
using Oversight.Projections.Pictures;
using Oversight.Projections.Status;
using Oversight.Projections.Support;
using Oversight.Projections.Tests.RandomHistories;
using Oversight.Projections.Timelines;
using Oversight.Record;
using Oversight.Record.Entries;
using Oversight.Record.Organisations;
using Oversight.Record.Tests.Given;
using Oversight.Record.Time;

namespace Oversight.Projections.Tests;

/// <summary>The one picture of an organisation over time says on each day what the answers about that day say.</summary>
public sealed class TimelinePictureTests
{
    private static readonly DateOnly Day = new(2024, 5, 10);

    [Fact]
    public void A_vague_beginning_is_a_time_in_which_it_is_uncertain_and_a_leap_day_is_a_day()
    {
        var record = SmallRecord
            .OfAnIcb()
            .Told(Sample.Icb, Sample.Assigned(2, "2023-07-01"), Sample.Assigned(3, "February 2024"));

        Assert.Equal(
            ["2 Certain 2023-07-01..2024-02-01", "? Uncertain 2024-02-01..2024-02-29", "3 Certain 2024-02-29.."],
            Periods(record.At(), PictureKind.Segment)
        );
        Assert.Equal(
            ["2 Certain 2023-07-01..2024-02-01", "? Uncertain 2024-02-01.."],
            Periods(record.At(), PictureKind.Segment, new(2024, 2, 28))
        );
    }

    [Fact]
    public void What_was_published_for_a_period_is_only_the_last_that_was_published_when_that_has_passed()
    {
        var record = SmallRecord.OfAnIcb().Told(Sample.Icb, Sample.Published(4, "2022/23"));
        Assert.Equal(
            ["4 Certain 2022-04-01..2023-04-01", "4 PublishedOnly 2023-04-01.."],
            Periods(record.At(), PictureKind.Segment)
        );
    }

    [Fact]
    public void A_trust_that_went_to_another_system_is_told_of_for_the_time_in_which_it_belonged()
    {
        var record = SampleRecovery
            .Organisations()
            .Told(
                Sample.Trust,
                Sample.Joined("2022-07-01"),
                Sample.Joined("2023-07-01", Sample.OtherIcb),
                Sample.Assigned(3, "2023-01-01"),
                Sample.Assigned(4, "2023-09-01"),
                Sample.Reviewed(3, "2023-03-01"),
                Sample.Reviewed(4, "2023-10-01")
            );
        var (left, joined) = (Picture(record), Picture(record, Sample.OtherIcb));

        Assert.Equal([(Sample.Icb, LaneRole.Itself), (Sample.Trust, LaneRole.FormerTrust)], Lanes(left));
        Assert.Equal([(Sample.OtherIcb, LaneRole.Itself), (Sample.Trust, LaneRole.Trust)], Lanes(joined));
        Assert.Equal(["3 Certain 2023-01-01..2023-07-01"], Periods(left, PictureKind.Segment, Sample.Trust));
        Assert.Equal(
            ["3 Certain 2023-01-01..2023-09-01", "4 Certain 2023-09-01.."],
            Periods(joined, PictureKind.Segment, Sample.Trust)
        );
        Assert.Equal(["2023-03-01", "2023-03-01", "2023-10-01"], Reviews(left).Concat(Reviews(joined)));
        Assert.Equal([(Sample.Trust, LaneRole.Itself)], Lanes(Picture(record, Sample.Trust)));

        static string[] Reviews(TimelinePicture picture) =>
            [.. picture.Points.Where(p => p.Kind == PictureKind.Reviews).Select(p => p.Date.Stored)];
    }

    [Fact]
    public void A_body_that_ended_and_the_one_that_follows_it_stand_in_each_others_pictures()
    {
        var record = SampleMergers
            .WithRecovery()
            .Told(Sample.Icb, Sample.Assigned(4, "2023-01-01"))
            .Told(
                SampleRecovery.Subject,
                SampleMergers.Disposed("2024-04-02", SampleMergers.Passes(OpenItemKind.Membership))
            );
        var (before, after) = (Picture(record), Picture(record, Sample.NewIcb));

        Assert.Contains((Sample.NewIcb, LaneRole.Successor), Lanes(before));
        Assert.Contains((Sample.Icb, LaneRole.Predecessor), Lanes(after));
        // Nobody is in a segment when it has ended, and it is in Recovery Support until somebody decided what becomes of that.
        Assert.Equal(["4 Certain 2023-01-01..2024-04-01"], Periods(after, PictureKind.Segment, Sample.Icb));
        Assert.Equal(
            ["Recovery Support Certain 2023-04-03..2024-04-02", "Recovery Support Certain 2024-04-02.."],
            [
                .. Periods(after, PictureKind.RecoverySupport, Sample.Icb),
                .. Periods(after, PictureKind.RecoverySupport, Sample.NewIcb),
            ]
        );
        Assert.DoesNotContain((Sample.NewIcb, LaneRole.Successor), Lanes(Picture(record, on: new(2024, 3, 31))));
    }

    [Fact]
    public void What_was_corrected_and_retracted_stands_beside_what_replaced_it()
    {
        var record = SmallRecord
            .OfAnIcb()
            .Told(Sample.Icb, Sample.Reviewed(2, "2023-05-01"), Sample.Reviewed(3, "2023-06-01"));
        record.Told(
            Sample.Icb,
            Sample.Corrected(SmallRecord.IdAt(2), Sample.Reviewed(2, "2023-05-03")),
            Sample.Retracted(SmallRecord.IdAt(3))
        );
        var reviews = Picture(record).Points.Where(p => p.Kind == PictureKind.Reviews).ToArray();

        Assert.Equal([("2023-05-03", true), ("2023-06-01", false)], reviews.Select(r => (r.Date.Stored, r.Counts)));
        var corrected = Assert.Single(reviews[0].Replaced);
        Assert.Equal((SmallRecord.IdAt(4), "2023-05-01"), (corrected.By, corrected.Date.Stored));
        Assert.Contains(corrected.Changed, c => (c.Member, c.Old, c.New) == ("effective", "1 May 2023", "3 May 2023"));
        Assert.Equal(SmallRecord.IdAt(5), Assert.Single(reviews[1].Replaced).By);
    }

    [Fact]
    public void Own_people_see_what_was_communicated_and_no_byte_changes_by_anything_else()
    {
        var record = SmallRecord
            .OfAnIcb()
            .Told(
                Sample.Icb,
                Sample.Assigned(3, "2024-04-01").With(d => d with { Communicated = new DateOnly(2024, 4, 10) })
            );
        var before = Seen();
        record.Told(Sample.Icb, Sample.Assigned(4, "2024-05-01"), Sample.Proposed(2, "2024-05-02"));

        Assert.Contains("Segment 3", before, StringComparison.Ordinal);
        Assert.Equal(before, Seen());

        string Seen() =>
            JsonSerializer.Serialize(
                TimelinePicture.Of(record.At().AsSeenBy(Sample.Icb, Day), Sample.Icb, Day),
                AnswerJson.Options
            );
    }

    [Fact]
    public void What_is_decided_and_begins_later_and_what_is_due_stand_after_the_day()
    {
        var record = SampleRecovery
            .Organisations()
            .Told(
                Sample.Icb,
                Sample.Assigned(3, "2023-01-01"),
                Sample.Assigned(2, "2024-06-01").With(d => d with { Decided = Sample.Date("2024-05-01") }),
                Sample.Reviewed(3, "2024-05-01", "Q2 2024/25")
            )
            .Told(
                Sample.Trust,
                Sample.Joined("2022-07-01"),
                Sample.Published(3, "2023/24"),
                SampleSupport.Warned("unknown")
            );
        Assert.Equal(
            [
                "Segment 2024-06-01 Segment 2 assigned from 1 June 2024",
                "Deadlines Q2 2024/25 Review the segment of NHS QOC Integrated Care Board",
                "DirectionsAndNotices unknown Warning notice given unknown: Maternity.",
            ],
            Picture(record)
                .Points.SkipWhile(p => p.Date.Earliest <= Day && p.Date.Precision != DatePrecision.Unknown)
                .Select(p => $"{p.Kind} {p.Date.Stored} {p.Sentence}")
        );
        Assert.Equal(["3 Certain 2023-01-01.."], Periods(record.At(), PictureKind.Segment));
    }

    [Fact]
    public void Each_kind_of_what_is_in_force_has_its_periods()
    {
        var record = SampleUndertakings
            .GivenByIcb()
            .Told(SampleUndertakings.OfIcb, SampleUndertakings.Discharged("2024-04-01"))
            .Told(Sample.Trust, Sample.Joined("2022-07-01"))
            .Told(Sample.Icb, SampleUndertakings.OrganisationDirected("2024-02-01"));
        record.Told(Sample.Icb, SampleUndertakings.DirectionRevoked("March 2024", record.Last));
        record.Told(Sample.Icb, SampleSupport.Set("2023-06-01") with { Organisations = [Sample.Trust] });
        record.Told(Sample.Icb, SampleSupport.SteppedDown("2023-12-01", record.Last));
        record.Told(Sample.Icb, SampleSupport.Warned("2024-03-01", Sample.Trust));
        record.Told(Sample.Icb, SampleSupport.Closed("2024-04-01", record.Last));
        var picture = Picture(record);

        Assert.Equal(
            ["Undertakings Certain 2024-01-10..2024-04-01"],
            Periods(picture, PictureKind.Undertakings, Sample.Icb)
        );
        Assert.Equal(
            ["Direction Certain 2024-02-01..2024-03-01", "Direction Uncertain 2024-03-01..2024-03-31"],
            Periods(picture, PictureKind.DirectionsAndNotices, Sample.Icb)
        );
        Assert.Equal(
            ["Tier 1 Certain 2023-06-01..2023-12-01", "Tier 2 Certain 2023-12-01.."],
            Periods(picture, PictureKind.Support, Sample.Trust)
        );
        Assert.Empty(Periods(picture, PictureKind.Support, Sample.Icb));
        Assert.Equal(
            ["Notice Certain 2024-03-01..2024-04-01"],
            Periods(picture, PictureKind.DirectionsAndNotices, Sample.Trust)
        );
        Assert.Equal(["System Certain 2022-07-01.."], Periods(picture, PictureKind.Organisation, Sample.Trust));
    }

    [Fact]
    public void On_each_day_it_says_what_the_answers_about_that_day_say()
    {
        var (seen, random) = (new HashSet<string>(StringComparer.Ordinal), new Random());
        var kinds = new HashSet<string>(StringComparer.Ordinal)
        {
            "segment Certain",
            "segment Uncertain",
            "segment LastPublished",
            "recovery Yes",
            "support True",
        };
        // Some answers are rare: as many more as it takes for one of each.
        for (var tried = 0; tried < 120 || (tried < 2_000 && !kinds.IsSubsetOf(seen)); tried++)
        {
            var seed = random.Next();
            var timelines = new RecordTimelines();
            timelines.Apply(
                (tried % 4) switch
                {
                    0 => RandomHistory.Of(seed),
                    1 => RandomSupport.Of(seed),
                    2 => RandomIntervention.Of(seed),
                    _ => RandomRights.Of(seed),
                }
            );
            var record = timelines.At(timelines.Place);
            foreach (var ods in record.Organisations.Where(ods => record.RegistrationOf(ods) is not null))
            {
                var day = RandomHistory.AnyDay(random);
                var on = day.AddDays(random.Next(600));
                var periods = TimelinePicture.Of(record, ods, on)!.Lanes[0].Periods;
                var held = periods.Where(p => !(p.From > day) && !(p.Until <= day)).ToArray();
                var segment = OrganisationStatus.Of(record, ods, day)!;
                if (segment.Existence.State != ExistenceState.Ended && segment.Segment.Candidates.Count > 0)
                {
                    var told = Assert.Single(held, p => p.Kind == PictureKind.Segment);
                    Assert.True(
                        told.RestsOn.Select(e => e.Id).SequenceEqual(segment.Segment.Candidates.Select(c => c.Entry.Id))
                            && told.Segment
                                == (
                                    segment.Segment.State == SegmentState.LastPublished
                                        ? segment.Segment.Candidates[^1].Segment
                                        : segment.Segment.Number
                                ),
                        $"Seed {seed}, {tried % 4}: {ods} on {day:O}, picture of {on:O}: not {segment.Segment.Text}, but {told.Sentence}"
                    );
                    seen.Add($"segment {segment.Segment.State}");
                }

                var recovery = RecoveryStanding.On(record, ods, day).InProgramme;
                Assert.True(
                    (recovery is StatedAnswer.Yes or StatedAnswer.Uncertain)
                        == held.Any(p =>
                            p.Kind == PictureKind.RecoverySupport
                            && (p.Sureness != Sureness.PublishedOnly || recovery != StatedAnswer.No)
                        )
                        || recovery == StatedAnswer.NotStated,
                    $"Seed {seed}, {tried % 4}: {ods} on {day:O}, picture of {on:O}: in Recovery Support {recovery}"
                );
                seen.Add($"recovery {recovery}");

                var support = OrganisationSupport
                    .Of(record, ods, day)
                    .Support.Where(s =>
                        s.State != SupportState.Withdrawn && (s.For == ods || (s.For is null && s.HeldBy == ods))
                    )
                    .Select(s => $"{s.State} {s.Tier}")
                    .Order();
                if (record.RegistrationOf(ods)!.Kind == OrganisationKind.Icb)
                {
                    Assert.Equal(support.Count(), held.Count(p => p.Kind == PictureKind.Support));
                    seen.Add($"support {support.Any()}");
                }
            }
        }

        // What was compared holds every kind of answer, or the comparison would say little.
        Assert.Superset(kinds, seen);
    }

    [Fact]
    public void What_was_published_before_an_engagement_begins_is_drawn_as_published_and_answered_as_uncertain()
    {
        // Found by chance: published for 15 April 2023, and entered on 30 April.
        var timelines = new RecordTimelines();
        timelines.Apply(RandomRights.Of(1714065956));
        var record = timelines.At(timelines.Place);
        var ods = OdsCode.Parse("QUA");

        Assert.Equal(StatedAnswer.Uncertain, RecoveryStanding.On(record, ods, new DateOnly(2023, 4, 26)).InProgramme);
        Assert.Equal(
            [
                (new DateOnly(2023, 4, 15), new DateOnly(2023, 4, 30), Sureness.PublishedOnly),
                (new DateOnly(2023, 4, 30), (DateOnly?)null, Sureness.Certain),
            ],
            TimelinePicture
                .Of(record, ods, new DateOnly(2024, 6, 10))!
                .Lanes[0]
                .Periods.Where(p => p.Kind == PictureKind.RecoverySupport)
                .Select(p => (p.From!.Value, p.Until, p.Sureness))
        );
    }

    private static TimelinePicture Picture(SmallRecord record, OdsCode? of = null, DateOnly? on = null) =>
        TimelinePicture.Of(record.At(), of ?? Sample.Icb, on ?? Day)!;

    private static (OdsCode, LaneRole)[] Lanes(TimelinePicture picture) =>
        [.. picture.Lanes.Select(l => (l.Organisation, l.Role))];

    private static string[] Periods(RecordAt record, PictureKind kind, DateOnly? on = null) =>
        Periods(TimelinePicture.Of(record, Sample.Icb, on ?? Day)!, kind, Sample.Icb);

    private static string[] Periods(TimelinePicture picture, PictureKind kind, OdsCode of) =>
        [
            .. picture
                .Lanes.Single(l => l.Organisation == of)
                .Periods.Where(p => p.Kind == kind)
                .Select(p => $"{p.Mark} {p.Sureness} {Text(p.From)}..{Text(p.Until)}"),
        ];

    private static string Text(DateOnly? day) => day?.ToString("O", CultureInfo.InvariantCulture) ?? "";
}
