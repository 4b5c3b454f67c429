using System.Globalization;
using Oversight.Projections.Status;
using Oversight.Projections.Timelines;
using Oversight.Projections.Visibility;
using Oversight.Record;
using Oversight.Record.Catalogue;
using Oversight.Record.Corrections;
using Oversight.Record.Entries;
using Oversight.Record.Evidence;
using Oversight.Record.Frameworks;
using Oversight.Record.Organisations;
using Oversight.Record.Recovery;
using Oversight.Record.Segments;
using Oversight.Record.Telling;
using Oversight.Record.Tests.Given;
using Oversight.Record.Undertakings;

namespace Oversight.Projections.Tests;

/// <summary>What an organisation's own people see, and may log.</summary>
public sealed class OwnPeopleTests
{
    private static readonly SubjectId Icb = SubjectId.Of(Sample.Icb);
    private static readonly SubjectId Engagement = SubjectId.OfRecovery("qoc-2024");
    private static readonly SubjectId Undertakings = SubjectId.OfUndertakings("qoc-2024");

    [Fact]
    public void A_decision_is_seen_from_the_day_on_which_it_was_communicated()
    {
        var record = SmallRecord
            .OfAnIcb()
            .Told(Sample.Icb, Communicated(Sample.Assigned(3, "2024-04-01"), "2024-04-10"));

        Assert.Equal(SegmentState.NotKnown, Seen(record, "2024-04-09").Segment.State);
        var seen = Seen(record, "2024-04-10");
        Assert.Equal((SegmentState.Certain, 3), (seen.Segment.State, seen.Segment.Number));
        Assert.Single(History(record, "2024-04-09"));
        Assert.Equal(2, History(record, "2024-04-10").Count);
        Assert.Null(At(record, "2024-04-09").EntryOf(SmallRecord.IdAt(2)));
        Assert.NotNull(At(record, "2024-04-10").EntryOf(SmallRecord.IdAt(2)));
    }

    [Fact]
    public void What_was_never_communicated_is_never_seen_and_what_held_before_it_still_does()
    {
        var record = SmallRecord
            .OfAnIcb()
            .Told(
                Sample.Icb,
                Communicated(Sample.Assigned(3, "2024-04-01"), "2024-04-02"),
                Sample.Assigned(2, "2024-05-01"),
                Sample.Proposed(4, "2024-05-02")
            );
        var (seen, whole) = (Seen(record, "2030-01-01"), record.At().Status(Sample.Icb, "2024-05-10")!);

        Assert.Equal(2, whole.Segment.Number);
        Assert.Single(whole.Proposals);
        Assert.Equal(3, seen.Segment.Number);
        Assert.Empty(seen.Proposals);
        Assert.Equal((4L, 4L), (whole.Version, whole.Contributing));
        Assert.Equal((2L, 2L), (seen.Version, seen.Contributing));
    }

    [Fact]
    public void Versions_and_places_move_with_what_is_seen_and_with_nothing_else()
    {
        var record = SmallRecord.OfAnIcb();
        var told = new List<(long Version, long Contributing, long Place)>();
        void Then(Event content)
        {
            record.Told(Sample.Icb, content);
            var seen = Seen(record, "2024-05-10");
            told.Add((seen.Version, seen.Contributing, At(record, "2024-05-10").Place));
        }

        Then(Communicated(Sample.Assigned(3, "2024-04-01"), "2024-04-02"));
        Then(Sample.Assigned(4, "2024-05-01"));
        Then(Sample.Corrected(SmallRecord.IdAt(3), Sample.Assigned(2, "2024-05-01")));
        Then(Sample.Retracted(SmallRecord.IdAt(3)));
        Assert.All(told, each => Assert.Equal((2L, 2L, 2L), each));

        told.Clear();
        Then(Sample.Corrected(SmallRecord.IdAt(2), Communicated(Sample.Assigned(1, "2024-04-01"), "2024-04-03")));
        Then(Sample.Retracted(SmallRecord.IdAt(2)));
        Then(Sample.Retracted(SmallRecord.IdAt(7)));
        Assert.Equal([(3L, 6L, 6L), (4, 7, 7), (5, 8, 8)], told);
        var timeline = At(record, "2024-05-10").TimelineOf(Icb)!;
        Assert.Equal([1L, 2], timeline.Recorded.Select(e => e.Version));
        Assert.Equal([1L, 2, 2, 3, 4, 5], new[] { 1L, 2, 5, 6, 7, 8 }.Select(timeline.VersionAt));
    }

    [Fact]
    public void What_is_public_is_seen_at_once_of_others_too_and_nothing_else_of_theirs()
    {
        var record = SmallRecord
            .OfAnIcb()
            .Told(Sample.Icb, Sample.Published(2, "2023/24"), Sample.Assessed("2023/24"))
            .Told(
                Sample.OtherIcb,
                Sample.Registered(Sample.OtherIcb),
                Sample.Published(3, "2023/24"),
                Communicated(Sample.Assigned(4, "2024-04-01"), "2024-04-02")
            )
            .Told(
                SubjectId.OfRecovery("qua-2024"),
                Communicated(Sample.Entered("2024-04-01", Sample.OtherIcb), "2024-04-02")
            );
        var at = At(record, "2024-05-10");

        Assert.Equal("last published 2, for 2023/24", at.Status(Sample.Icb, "2024-05-10")!.Segment.Text);
        Assert.Equal("last published 3, for 2023/24", at.Status(Sample.OtherIcb, "2024-05-10")!.Segment.Text);
        Assert.Single(at.TimelineOf(Icb)!.Of<AnnualAssessmentPublished>());
        Assert.Equal("nof-2021-22", Assert.Single(at.Frameworks.All).Original.Subject.Framework);
        Assert.DoesNotContain(at.Subjects, s => s.Kind == SubjectKind.Recovery);
        Assert.Equal([Sample.Icb, Sample.OtherIcb], at.Organisations);
    }

    [Fact]
    public void A_correction_that_adds_the_day_of_communication_makes_it_seen_from_that_day()
    {
        var record = SmallRecord.OfAnIcb().Told(Sample.Icb, Sample.Assigned(3, "2024-04-01"));
        record.ToldBy(
            "sam",
            Icb,
            Sample.Corrected(record.Last, Communicated(Sample.Assigned(3, "2024-04-01"), "2024-04-10"))
        );

        Assert.Null(Seen(record, "2024-04-09").Segment.Number);
        Assert.Equal(3, Seen(record, "2024-04-10").Segment.Number);
        // As it is believed, under the id that it has; by whom that was logged.
        var entry = History(record, "2024-04-10")[^1];
        Assert.Equal((SmallRecord.IdAt(2), "sam"), (entry.Id, entry.LoggedBy));
        // As known before the correction nothing was communicated.
        Assert.Null(
            record.At(2).AsSeenBy(Sample.Icb, Day("2024-04-10")).Status(Sample.Icb, "2024-04-10")!.Segment.Number
        );
    }

    [Fact]
    public void Content_that_changes_after_it_was_communicated_is_seen_when_that_is_communicated_and_the_old_no_longer()
    {
        var record = SmallRecord
            .OfAnIcb()
            .Told(Sample.Icb, Communicated(Sample.Assigned(3, "2024-04-01"), "2024-04-02"))
            .Told(Sample.Icb, Sample.Corrected(SmallRecord.IdAt(2), Sample.Assigned(4, "2024-04-01")));
        Assert.Null(Seen(record, "2024-05-01").Segment.Number);
        Assert.DoesNotContain(History(record, "2024-05-01"), e => e.Event is SegmentAssigned or EntryCorrected);

        record.Told(
            Sample.Icb,
            Sample.Corrected(SmallRecord.IdAt(2), Communicated(Sample.Assigned(2, "2024-04-01"), "2024-05-05"))
        );
        Assert.Null(Seen(record, "2024-05-04").Segment.Number);
        Assert.Equal(2, Seen(record, "2024-05-05").Segment.Number);
        var text = string.Join(' ', History(record, "2024-05-05").Select(e => EventCatalogue.Write(e.Event)));
        Assert.DoesNotContain("\"segment\":4", text, StringComparison.Ordinal);
        Assert.DoesNotContain("\"segment\":3", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_correction_that_leaves_the_day_of_communication_as_it_stood_was_not_told_on_that_day()
    {
        var told = Communicated(Sample.Assigned(3, "2024-04-01"), "2024-04-02");
        var record = SmallRecord
            .OfAnIcb()
            .Told(Sample.Icb, told)
            .Told(Sample.Icb, Sample.Corrected(SmallRecord.IdAt(2), told with { Segment = 4 }));
        Assert.Null(Seen(record, "2024-05-01").Segment.Number);
        Assert.Single(History(record, "2024-05-01"));

        // Once the correction is taken back, what they were told is theirs again; and when another was told as it is, that.
        record.Told(Sample.Icb, Sample.Retracted(record.Last));
        Assert.Equal(3, Seen(record, "2024-05-01").Segment.Number);
        record.Told(Sample.Icb, Sample.Corrected(SmallRecord.IdAt(2), told with { Segment = 2 }));
        record.Told(
            Sample.Icb,
            new EntryCommunicated(
                Sample.Decision("2024-05-05"),
                SmallRecord.IdAt(2),
                [Sample.Icb.Value],
                HowCommunicated.Letter
            )
        );
        Assert.Null(Seen(record, "2024-05-04").Segment.Number);
        Assert.Equal(2, Seen(record, "2024-05-05").Segment.Number);
    }

    [Fact]
    public void What_was_retracted_is_gone_without_a_trace_and_back_when_the_retraction_is()
    {
        var record = SmallRecord
            .OfAnIcb()
            .Told(Sample.Icb, Communicated(Sample.Assigned(3, "2024-04-01"), "2024-04-02"))
            .Told(Sample.Icb, Sample.Retracted(SmallRecord.IdAt(2)));
        Assert.Single(History(record, "2024-05-01"));

        record.Told(Sample.Icb, Sample.Retracted(record.Last));
        Assert.Equal(3, Seen(record, "2024-05-01").Segment.Number);
    }

    [Fact]
    public void Of_an_engagement_members_see_what_was_communicated_and_what_they_say_themselves()
    {
        var record = SmallRecord
            .OfAnIcb()
            .Told(
                Engagement,
                Communicated(Sample.Entered("2024-04-01", Sample.Icb, Sample.Trust), "2024-04-02"),
                Evidence(Sample.Icb),
                Evidence(Sample.Trust),
                SelfAssessed(Sample.Icb),
                SelfAssessed(Sample.Trust),
                Communicated(
                    new TargetExitRevised(Sample.Decision("2024-04-02"), Sample.Date("Q4 2024/25")),
                    "2024-04-03"
                ),
                new TargetExitRevised(Sample.Decision("2024-05-02"), Sample.Date("Q4 2025/26"))
            );

        Assert.Equal([2L, 3, 5, 7], PlacesSeen(record, Sample.Icb, Engagement));
        Assert.Equal([2L, 4, 6, 7], PlacesSeen(record, Sample.Trust, Engagement));
        Assert.Empty(PlacesSeen(record, Sample.OtherIcb, Engagement));
    }

    [Fact]
    public void Of_undertakings_the_one_that_gave_them_sees_its_own_reports_and_where_they_are_published()
    {
        var record = SmallRecord
            .OfAnIcb()
            .Told(
                Undertakings,
                new UndertakingsAccepted(
                    Sample.Decision("2024-04-01"),
                    Sample.Icb,
                    "icb-undertakings",
                    Record.Undertakings.LegalTest.ReasonableSuspicion,
                    ["Finance."],
                    [new("1", "A plan.")]
                ),
                new UndertakingProgressReported(Sample.Decision("2024-04-02"), "1", "Drafted."),
                new UndertakingsPublicationStated(Sample.Decision("2024-04-03"), new(WithheldBecause: "Personal.")),
                new UndertakingsPublicationStated(Sample.Decision("2024-04-04"), new("https://example.invalid/")),
                new UndertakingJudged(Sample.Decision("2024-04-05"), "1", ComplianceJudgement.NotComplied)
            );

        Assert.Equal([2L, 3, 5], PlacesSeen(record, Sample.Icb, Undertakings));
        Assert.Empty(PlacesSeen(record, Sample.Trust, Undertakings));
    }

    [Fact]
    public void Findings_are_told_to_those_who_see_all_of_what_they_are_about()
    {
        var record = SmallRecord
            .OfAnIcb()
            .Told(Sample.Icb, Communicated(Sample.Assigned(4, "2024-04-01"), "2024-04-02"));
        string[] To(Sight sight) =>
            [
                .. OrganisationStatus
                    .Of(record.At().AsSeenBy(sight), Sample.Icb, Day("2024-05-01"))!
                    .Findings.Select(found => found.Rule),
            ];

        // That something is missing would tell own people, by its end, of what they are not told.
        Assert.Equal(["segment-without-recovery"], To(Sights.Region("Y60")));
        Assert.Empty(To(Sights.Region("Y58")));
        Assert.Empty(To(Sights.OwnPeople(Sample.Icb, Day("2024-05-01"))));
        record.Told(Engagement, Sample.Entered("2024-04-01", Sample.Icb));
        Assert.Empty(To(Sights.Region("Y60")));
        Assert.Empty(To(Sights.OwnPeople(Sample.Icb, Day("2024-05-01"))));
    }

    [Fact]
    public void They_log_what_they_say_themselves_about_what_concerns_them()
    {
        var record = SmallRecord
            .OfAnIcb()
            .Told(Engagement, Communicated(Sample.Entered("2024-04-01", Sample.Icb, Sample.Trust), "2024-04-02"))
            .Told(SubjectId.OfRecovery("kept-back"), Sample.Entered("2024-04-01", Sample.Icb))
            .At();
        var people = Sights.OwnPeople(Sample.Icb, Day("2024-05-01"));
        string? Why(SubjectId about, Event content) =>
            people.MayNotLog(content, about, record.TimelineOf(about), record);

        Assert.Null(Why(Engagement, Evidence(Sample.Icb)));
        Assert.Null(Why(Engagement, SelfAssessed(Sample.Icb)));
        Assert.Contains("another organisation", Why(Engagement, Evidence(Sample.Trust)), StringComparison.Ordinal);
        Assert.Contains("another organisation", Why(Engagement, SelfAssessed(Sample.Trust)), StringComparison.Ordinal);
        var forAll = new CriterionSelfAssessed(SelfAssessed(Sample.Icb).Decision, "EC1", Brag.Green);
        Assert.Contains("for all members", Why(Engagement, forAll), StringComparison.Ordinal);
        foreach (var id in new[] { "other", "kept-back" })
        {
            // Absent, and kept from them.
            var unseen = SubjectId.OfRecovery(id);
            Assert.Equal(
                unseen,
                Assert.Throws<UnknownSubjectException>(() => Why(unseen, Evidence(Sample.Icb))).Subject
            );
        }

        foreach (var body in new[] { "nhs-england", Sample.Trust.Value, "nhs-england-Y60" })
        {
            var other = Evidence(Sample.Icb).With(d => d with { DecidedBy = new(body) });
            Assert.Contains($"you act for {Sample.Icb} only", Why(Engagement, other), StringComparison.Ordinal);
        }

        foreach (var origin in new[] { Origin.BackDated, Origin.Imported })
        {
            var late = Evidence(Sample.Icb).With(d => d with { Origin = origin });
            Assert.Contains("log live", Why(Engagement, late), StringComparison.Ordinal);
        }

        Assert.Contains("do not log segment;", Why(Icb, Sample.Assigned(1, "2024-05-01")), StringComparison.Ordinal);
        Assert.NotNull(Why(Engagement, Sample.Retracted(SmallRecord.IdAt(2))));
        Assert.NotNull(Why(Engagement, Sample.Corrected(SmallRecord.IdAt(2), Evidence(Sample.Icb))));
    }

    [Fact]
    public void Whatever_is_recorded_nothing_that_was_not_communicated_public_or_their_own_is_in_any_answer()
    {
        for (var seed = 1; seed <= 300; seed++)
        {
            var timelines = new RecordTimelines();
            timelines.Apply(RandomHistories.RandomHistory.Of(seed));
            var whole = timelines.At(timelines.Place);
            var seen = whole.AsSeenBy(Sample.Icb, Day("2024-05-10"));
            foreach (var subject in seen.Subjects)
            {
                Assert.All(
                    seen.TimelineOf(subject)!.Recorded,
                    e =>
                        Assert.True(
                            e.Event
                                is OrganisationRegistered
                                    or OrganisationSucceeded
                                    or OrganisationRenamed
                                    or SystemJoined
                                    or FrameworkPublished
                                    or SegmentPublished
                                    or AnnualAssessmentPublished,
                            $"Seed {seed}: {EventCatalogue.NameOf(e.Event)} at place {e.Place} is seen."
                        )
                );
            }

            AssertTheSameWithoutWhatIsKeptBack(timelines, whole.Place);
        }
    }

    // Whoever looks before and after an entry that changes nothing that they see is told the same.
    private static void AssertTheSameWithoutWhatIsKeptBack(RecordTimelines timelines, long last)
    {
        var before = Told(timelines.At(-1).AsSeenBy(Sample.Icb, Day("2024-05-10")));
        for (var place = 0L; place <= last; place++)
        {
            var now = Told(timelines.At(place).AsSeenBy(Sample.Icb, Day("2024-05-10")));
            if (now.Seen == before.Seen)
            {
                Assert.Equal(before, now);
            }

            before = now;
        }

        static (string Seen, string Numbers) Told(RecordAt seen) =>
            (
                string.Join(
                    '|',
                    seen.Subjects.SelectMany(s => seen.TimelineOf(s)!.Recorded).Select(e => (e.Id, e.Recorded))
                ),
                string.Join(
                    '|',
                    seen.Subjects.Select(s => (seen.TimelineOf(s)!.Version, seen.ContributingTo(s)))
                        .Append((0, seen.Place))
                )
            );
    }

    private static T Communicated<T>(T content, string on)
        where T : Event => content.With(d => d with { Communicated = Day(on) });

    private static EvidenceSubmitted Evidence(OdsCode organisation) =>
        new(Sample.Decision("2024-05-01", organisation.Value), organisation, "A return", ["EC1"]);

    private static CriterionSelfAssessed SelfAssessed(OdsCode member) =>
        new(Sample.Decision("2024-05-01", member.Value), "EC1", Brag.Amber, Member: member);

    private static DateOnly Day(string text) => DateOnly.ParseExact(text, "O", CultureInfo.InvariantCulture);

    private static RecordAt At(SmallRecord record, string on) => record.At().AsSeenBy(Sample.Icb, Day(on));

    private static OrganisationStatus Seen(SmallRecord record, string on) => At(record, on).Status(Sample.Icb, on)!;

    private static IReadOnlyList<AuditHistory.HistoryEntry> History(SmallRecord record, string on) =>
        AuditHistory.AuditHistory.Of(At(record, on), Icb)!.Entries;

    private static long[] PlacesSeen(SmallRecord record, OdsCode by, SubjectId subject) =>
        [.. record.At().AsSeenBy(by, Day("2024-05-10")).TimelineOf(subject)?.Recorded.Select(e => e.Place) ?? []];
}
