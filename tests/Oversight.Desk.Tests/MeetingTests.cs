using System.Text;
using Oversight.Desk.Meetings;
using Oversight.Ledger;
using Oversight.Projections.Timelines;
using Oversight.Record;
using Oversight.Record.Catalogue;
using Oversight.Record.Commitments;
using Oversight.Record.Entries;
using Oversight.Record.Organisations;
using Oversight.Record.People;
using Oversight.Record.Recovery;
using Oversight.Record.Reviews;
using Oversight.Record.Segments;
using Oversight.Record.Time;

namespace Oversight.Desk.Tests;

/// <summary>A meeting's decisions at once. Each test has organisations of its own.</summary>
public sealed class MeetingTests(LoadedRecord loaded) : IClassFixture<LoadedRecord>
{
    private const string Meeting = """
        {"title": "Midlands oversight meeting", "on": "2024-06-20", "communicated": "2024-06-24",
         "decidedBy": {"body": "nhs-england", "role": "Chair", "person": "Ann Example"},
         "evidence": [{"title": "Minutes", "reference": "M-12"}]}
        """;

    private static readonly LoggedBy User = new("user:1", Grants.OfTheProgram);

    [Fact]
    public async Task Every_outcome_gets_an_entry_of_its_own_that_says_what_the_meeting_says()
    {
        await RegisterAsync("RC1", 2);
        await RegisterAsync("RC2", 3);
        var receipt = await LogAsync(
            """{"subject": "organisation-RC1", "version": 2, "type": "no_change", "data": {"nextReviewDue": "Q2 2024/25", "outcome": "On track."}}""",
            """
            {"subject": "organisation-RC2", "version": 2, "type": "segment_assigned",
             "data": {"segment": 2, "decision": {"effective": "2024-07-01", "rationale": "Delivered.", "evidence": []}}}
            """
        );

        Assert.Equal(["organisation-RC1", "organisation-RC2"], receipt.Entries.Select(e => e.Stream));
        var record = await RecordAsync();
        var review = (SegmentReviewed)record.TimelineOf(Decisions.Ods("RC1"))!.Recorded[^1].Event;
        Assert.Equal((2, "Q2 2024/25"), (review.Segment, review.NextReviewDue.ToString()));
        var decision = review.Decision;
        Assert.Equal(("2024-06-20", "2024-06-20"), (decision.Effective.Stored, decision.Decided.Stored));
        Assert.Equal(("nhs-england", "Chair"), (decision.DecidedBy.Body, decision.DecidedBy.Role));
        Assert.Equal("On track.", decision.Rationale);
        Assert.Equal(new Source("Midlands oversight meeting", IsMeeting: true), decision.Source);
        Assert.Equal(new EvidenceReference("Minutes", "M-12"), Assert.Single(decision.Evidence));
        Assert.Equal(new DateOnly(2024, 6, 24), decision.Communicated);
        Assert.Equal(Origin.Live, decision.Origin);

        var assigned = (SegmentAssigned)record.TimelineOf(Decisions.Ods("RC2"))!.Recorded[^1].Event;
        Assert.Equal("2024-07-01", assigned.Decision.Effective.Stored);
        Assert.Equal("2024-06-20", assigned.Decision.Decided.Stored);
        Assert.Equal("Delivered.", assigned.Decision.Rationale);
        Assert.Empty(assigned.Decision.Evidence);

        // The name is beside the record, never in it.
        var person = assigned.Decision.DecidedBy.Person!;
        Assert.Equal("Ann Example", (await loaded.Store.PersonNamesAsync([person]))[person]);
    }

    [Fact]
    public async Task An_organisation_enters_Recovery_Support_together_with_the_most_intensive_segment()
    {
        await RegisterAsync("RC3", 3);
        var receipt = await LogAsync(
            """
            {"subject": "recovery-rc3-2024", "type": "recovery_entered",
             "data": {"title": "Trust RC3", "members": ["RC3"], "targetExit": "Q4 2025/26"}}
            """,
            """{"subject": "organisation-RC3", "version": 2, "type": "segment_assigned", "data": {"segment": 4}}""",
            // Each sees those before it: the engagement has begun, and the segment is 4.
            """{"subject": "organisation-RC3", "type": "no_change", "data": {"nextReviewDue": "2024-09-30"}}""",
            """{"subject": "recovery-rc3-2024", "type": "no_change", "data": {"outcome": "It has just begun."}}"""
        );

        Assert.Equal(
            [("organisation-RC3", 3L), ("organisation-RC3", 4L), ("recovery-rc3-2024", 1L), ("recovery-rc3-2024", 2L)],
            receipt.Entries.Select(e => (e.Stream, e.Version))
        );
        var record = await RecordAsync();
        Assert.Equal(4, ((SegmentReviewed)record.TimelineOf(Decisions.Ods("RC3"))!.Recorded[^1].Event).Segment);
        var engagement = record.TimelineOf(SubjectId.OfRecovery("rc3-2024"))!;
        Assert.Equal("It has just begun.", ((RecoveryReviewed)engagement.Recorded[^1].Event).Outcome);
    }

    [Fact]
    public async Task One_refused_outcome_refuses_the_whole_and_every_refused_one_is_named()
    {
        await RegisterAsync("RC4", 2);
        await RegisterAsync("RC5", 2);
        var before = await loaded.Store.LastPlaceAsync();

        var refused = await Assert.ThrowsAsync<OutcomesRefusedException>(() =>
            LogAsync(
                """{"subject": "organisation-RC4", "version": 2, "type": "no_change"}""",
                """{"subject": "organisation-RC5", "version": 2, "type": "segment_assigned", "data": {"segment": 9}}""",
                """{"subject": "organisation-RC5", "version": 2, "type": "segment_assigned", "data": {"segmnt": 3}}""",
                """{"subject": "organisation-RZZ", "version": 2, "type": "segment_assigned", "data": {"segment": 3}}""",
                """{"subject": "hospital-RC5", "version": 2, "type": "no_change"}""",
                """{"subject": "organisation-RC5", "type": "segment_moved"}""",
                """{"subject": "organisation-RC5", "version": 1, "type": "no_change"}""",
                """{"subject": "organisation-RC4", "type": "recovery_reviewed", "data": {"outcome": "Good."}}""",
                """{"subject": "organisation-RC4", "type": "segment_assigned", "data": {"segment": 3, "decision": {"rationale": " ", "role": "x"}}}""",
                """{"subject": "framework-nof-2022-23", "version": 1, "type": "no_change"}""",
                """{"subject": "organisation-RC4", "type": "entry_retracted", "data": {"target": "0191f0a4-5f2a-7c6e-9d57-0d8f6a1f2b3c"}}"""
            )
        );

        Assert.Equal(
            [
                (1, null, "segment-of-framework"),
                (2, "outcomes[2].data.segmnt", null),
                (3, null, null),
                (4, "outcomes[4].subject", null),
                (5, "outcomes[5].type", null),
                (6, "outcomes[6].version", null),
                (7, "outcomes[7].subject", null),
                (8, "outcomes[8].data.decision.role", null),
                (9, "outcomes[9].subject", null),
                (10, "outcomes[10].type", null),
            ],
            refused.Refused.Select(r => (r.Index, r.Field, r.Rule))
        );
        Assert.Contains("10 of 11 outcomes are refused", refused.Message, StringComparison.Ordinal);
        Assert.Contains("organisation-RZZ is not in the record", refused.Message, StringComparison.Ordinal);
        Assert.Equal(before, await loaded.Store.LastPlaceAsync());
    }

    [Fact]
    public async Task A_subject_that_has_moved_since_is_named_and_nothing_is_stored()
    {
        await RegisterAsync("RC6", 2);
        await RegisterAsync("RC7", 2);
        await loaded.Record.Desk.LogAsync(Decisions.Assign("RC7", 3, "2024-05-02"), 2, User, CancellationToken.None);
        var before = await loaded.Store.LastPlaceAsync();

        var moved = await Assert.ThrowsAsync<VersionConflictException>(() =>
            LogAsync(
                """{"subject": "organisation-RC6", "version": 2, "type": "no_change"}""",
                """{"subject": "organisation-RC7", "version": 2, "type": "no_change"}"""
            )
        );
        var begun = await Assert.ThrowsAsync<VersionConflictException>(() =>
            LogAsync("""{"subject": "organisation-RC6", "version": 0, "type": "no_change"}""")
        );

        Assert.Equal(("organisation-RC7", 2, 3), (moved.Stream, moved.Expected, moved.Actual));
        Assert.Equal(("organisation-RC6", 0, 2), (begun.Stream, begun.Expected, begun.Actual));
        Assert.Equal(before, await loaded.Store.LastPlaceAsync());
    }

    [Fact]
    public async Task No_change_cannot_be_said_where_the_segment_is_not_certain()
    {
        await loaded.Record.Desk.LogAsync(Decisions.Register("RC8"), 0, User, CancellationToken.None);
        await LogImportedAsync("RC8", 2, "Q1 2024/25", 1);

        var uncertain = await RefusedAsync("""{"subject": "organisation-RC8", "version": 2, "type": "no_change"}""");
        // A board in a year whose framework does not place boards in segments.
        var notSegmented = await RefusedAsync(
            """{"subject": "organisation-QOC", "version": 2, "type": "no_change", "data": {"decision": {"effective": "2025-09-20"}}}"""
        );
        var both = await RefusedAsync(
            """{"subject": "organisation-QGH", "version": 2, "type": "no_change", "data": {"outcome": "a", "decision": {"rationale": "b"}}}"""
        );

        Assert.Equal("outcomes[0].type", uncertain.Field);
        Assert.Contains("uncertain", uncertain.Detail, StringComparison.Ordinal);
        Assert.Equal("outcomes[0].type", notSegmented.Field);
        Assert.Contains("not segmented under 2025/26", notSegmented.Detail, StringComparison.Ordinal);
        Assert.Equal("outcomes[0].data.outcome", both.Field);
    }

    [Fact]
    public async Task The_same_meeting_again_under_its_key_is_the_same_receipt_whatever_has_happened_since()
    {
        await RegisterAsync("RZC", 2);
        var by = User with { IdempotencyKey = "meeting-1" };
        var minutes = Minutes("""{"subject": "organisation-RZC", "version": 2, "type": "no_change"}""");
        var first = await LogAsync(minutes, by);
        // "No change" would now confirm another segment.
        await loaded.Record.Desk.LogAsync(Decisions.Assign("RZC", 3, "2024-06-01"), 3, User, CancellationToken.None);

        var again = await LogAsync(minutes, by);
        await Assert.ThrowsAsync<IdempotencyConflictException>(() =>
            LogAsync(
                Minutes(
                    """{"subject": "organisation-RZC", "version": 4, "type": "no_change", "data": {"outcome": "x"}}"""
                ),
                by
            )
        );

        Assert.True(again.Repeated);
        Assert.Equal(first.Entries, again.Entries);
    }

    [Fact]
    public async Task Of_two_meetings_about_the_same_at_once_one_is_stored_and_the_other_has_to_look_again()
    {
        await RegisterAsync("RZD", 2);
        await RegisterAsync("RD2", 2);
        var other = await loaded.Database.OpenAsync();
        // In opposite orders: streams are locked in the order of their ids all the same.
        string[] outcomes =
        [
            """{"subject": "organisation-RZD", "version": 2, "type": "no_change"}""",
            """{"subject": "organisation-RD2", "version": 2, "type": "no_change"}""",
        ];
        var both = await Task.WhenAll(
            OutcomeAsync(loaded.Record, Minutes(outcomes)),
            OutcomeAsync(other, Minutes([.. outcomes.Reverse()]))
        );

        Assert.Single(both, stored => stored);
        var record = await RecordAsync();
        Assert.Equal((3, 3), (record.VersionOf("RZD"), record.VersionOf("RD2")));

        static async Task<bool> OutcomeAsync(OpenRecord record, MeetingMinutes minutes)
        {
            try
            {
                await record.Desk.LogAsync(minutes.ToDecisions(), User, CancellationToken.None);
                return true;
            }
            catch (VersionConflictException)
            {
                return false;
            }
        }
    }

    [Theory]
    [InlineData(
        """{"meeting": {"title": "T", "on": "2024-06-20", "decidedBy": {"body": "x"}}, "outcomes": []}""",
        "outcomes"
    )]
    [InlineData(
        """{"meeting": {"title": " ", "on": "2024-06-20", "decidedBy": {"body": "x"}}, "outcomes": [{"subject": "s", "type": "t"}]}""",
        "meeting.title"
    )]
    [InlineData(
        """{"meeting": {"title": "T", "on": "1724-06-20", "decidedBy": {"body": "x"}}, "outcomes": [{"subject": "s", "type": "t"}]}""",
        "meeting.on"
    )]
    [InlineData(
        """{"meeting": {"title": "T", "on": "2024-06-20", "decidedBy": {"body": ""}}, "outcomes": [{"subject": "s", "type": "t"}]}""",
        "meeting.decidedBy.body"
    )]
    [InlineData(
        """{"meeting": {"title": "T", "on": "2024-06-20"}, "outcomes": [{"subject": "s", "type": "t"}]}""",
        "meeting.decidedBy"
    )]
    [InlineData(
        """{"meeting": {"title": "T", "on": "2024-06-20", "decidedBy": {"body": "x"}}, "outcomes": [{"subject": "s"}]}""",
        "outcomes[0].type"
    )]
    [InlineData(
        """{"meeting": {"title": "T", "on": "2024-06-20", "decidedBy": {"body": "x"}}, "outcomes": [null]}""",
        "outcomes[0]"
    )]
    [InlineData("""{"meeting": {"title": "T", "on": "2024-06-20", "decidedBy": {"body": "x"}}}""", "outcomes")]
    [InlineData("""["meeting"]""", "$")]
    [InlineData("""{"meeting": """, "$")]
    public void What_cannot_be_read_is_named(string json, string field) =>
        Assert.Equal(
            field,
            Assert
                .Throws<BadInputException>(() =>
                    MeetingMinutes.Read(StrictJson.ParseObject(Encoding.UTF8.GetBytes(json)))
                )
                .Field
        );

    [Fact]
    public void Outcomes_without_the_version_decided_on_are_all_named()
    {
        var missing = Minutes(
                """{"subject": "organisation-RC1", "type": "no_change"}""",
                """{"subject": "organisation-RC2", "version": 2, "type": "no_change"}""",
                """{"subject": "organisation-RC2", "type": "segment_assigned", "data": {"segment": 3}}""",
                """{"subject": "recovery-new", "type": "recovery_entered"}""",
                """{"subject": "recovery-new", "type": "no_change"}""",
                """{"subject": "recovery-old", "type": "no_change"}"""
            )
            .WithoutVersion();

        Assert.Equal(["outcomes[0].version", "outcomes[5].version"], missing.Select(m => m.Field));
    }

    [Fact]
    public async Task A_line_of_a_template_that_nobody_touched_stores_nothing()
    {
        await RegisterAsync("RD3", 2, "Y58");
        await RegisterAsync("RD4", 2, "Y58");
        await LogAsync(
            """{"subject": "recovery-rd3-2024", "type": "recovery_entered", "data": {"title": "T", "members": ["RD3"]}}""",
            """{"subject": "recovery-rd4-2024", "type": "recovery_entered", "data": {"title": "T", "members": ["RD4"]}}""",
            """{"subject": "recovery-rd4-2024", "type": "exit_agreed", "data": {"decision": {"effective": "2024-06-25"}}}"""
        );
        var record = await RecordAsync();
        var template = MeetingTemplate.Of(record, Region.Of("Y58"), new DateOnly(2024, 6, 26));

        Assert.Contains(
            template.Minutes.Outcomes,
            o => o is { Subject: "organisation-RD4", Version: 2, Type: "not_discussed" }
        );
        Assert.Equal(
            [("recovery-rd3-2024", 1L)],
            template
                .Minutes.Outcomes.Where(o => o.Subject.StartsWith("recovery-", StringComparison.Ordinal))
                .Select(o => (o.Subject, o.Version!.Value))
        );
        Assert.DoesNotContain(template.Minutes.Outcomes, o => o.Subject == "organisation-QOC");
        Assert.Empty(template.NothingToConfirm);
        Assert.Equal("nhs-england-Y58", template.Minutes.Meeting.DecidedBy.Body);
        var whole = System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(template.Minutes, EventCatalogue.Json);
        void ReadWhole() => MeetingMinutes.Read(StrictJson.ParseObject(whole));
        var untouched = Assert.Throws<BadInputException>(ReadWhole);
        Assert.Equal("outcomes", untouched.Field);
        var reviewed = template.Minutes with
        {
            Outcomes =
            [
                .. template.Minutes.Outcomes.Select(o =>
                    o.Subject == "organisation-RD4" ? o with { Type = "no_change" } : o
                ),
            ],
        };
        var receipt = await LogAsync(reviewed, User);
        Assert.Equal("organisation-RD4", Assert.Single(receipt.Entries).Stream);

        // While the framework of 2025/26 is in force boards have no segment: there is nothing to confirm.
        var later = MeetingTemplate.Of(record, Region.Of("Y58"), new DateOnly(2025, 6, 26));
        Assert.Contains(later.NothingToConfirm, o => o.Ods.Value == "QJK");
        Assert.Contains(later.Minutes.Outcomes, o => o.Subject == "organisation-QJK");

        // While it is carried on, the last one that segmented them says.
        var carriedOn = MeetingTemplate.Of(record, Region.Of("Y58"), new DateOnly(2026, 11, 26));
        Assert.DoesNotContain(carriedOn.NothingToConfirm, o => o.Ods.Value == "QJK");
    }

    [Fact]
    public async Task An_organisation_without_a_segment_is_reviewed_and_what_came_of_it_names_the_review()
    {
        await RegisterAsync("RD5", 2, "Y58");
        var record = await RecordAsync();
        var template = MeetingTemplate.Of(record, Region.Of("Y58"), new DateOnly(2025, 6, 26));
        string[] offers = ["oversight_reviewed", "concern_raised", "commitment_made"];
        Assert.Equal(offers, template.Minutes.Offers!.Select(o => o.GetProperty("type").GetString()));

        // What is offered can be taken as it is; of what follows the review nobody writes its id.
        MeetingOutcome Outcome(string subject, int offer, long? version) =>
            new(subject, offers[offer], version, template.Minutes.Offers![offer].GetProperty("data"));
        var board = template.Minutes.Outcomes.Single(o => o.Subject == "organisation-QJK");
        var other = template.Minutes.Outcomes.First(o =>
            o.Subject != board.Subject && o.Subject.StartsWith("organisation-Q", StringComparison.Ordinal)
        );
        var receipt = await LogAsync(
            template.Minutes with
            {
                Meeting = template.Minutes.Meeting with { Kind = ReviewMeeting.Monthly },
                Outcomes =
                [
                    Outcome(board.Subject, 0, board.Version),
                    Outcome(board.Subject, 1, null),
                    Outcome(board.Subject, 2, null),
                    other with
                    {
                        Type = offers[0],
                        Data = System.Text.Json.JsonElement.Parse(
                            """{"scope": "system", "outcome": "On course.", "nextReviewDue": "Q2 2025/26"}"""
                        ),
                    },
                ],
            },
            User
        );
        var logged = (await RecordAsync()).TimelineOf(Decisions.Ods("QJK"))!.Recorded.TakeLast(3).ToArray();
        Assert.Equal(logged[0].Id, ((ConcernRaised)logged[1].Event).Review);
        Assert.Equal(logged[0].Id, ((CommitmentMade)logged[2].Event).Review);
        Assert.Equal(4, receipt.Entries.Count);
        // Where a review does not say of what kind of meeting it is, it is of the meeting's.
        var reviewed = (await RecordAsync()).TimelineOf(SubjectId.FromStream(other.Subject))!.Recorded[^1].Event;
        Assert.Equal(ReviewMeeting.Monthly, ((OversightReviewed)reviewed).Meeting);
        Assert.Equal(ReviewMeeting.Quarterly, ((OversightReviewed)logged[0].Event).Meeting);
    }

    [Fact]
    public async Task Every_region_has_a_template_while_the_framework_is_carried_on()
    {
        var record = await RecordAsync();
        foreach (var region in Region.All)
        {
            var template = MeetingTemplate.Of(record, region, new DateOnly(2026, 11, 26));
            Assert.NotEmpty(template.Minutes.Outcomes);
        }
    }

    [Fact]
    public async Task A_review_while_the_framework_is_carried_on_confirms_the_last_segment_stated()
    {
        var receipt = await loaded.Record.Desk.LogAsync(
            MeetingMinutes
                .Read(
                    StrictJson.ParseObject(
                        """
                        {"meeting": {"title": "T", "on": "2026-11-10", "decidedBy": {"body": "nhs-england-Y60"}},
                         "outcomes": [{"subject": "organisation-QNC", "version": 2, "type": "no_change"}]}
                        """u8.ToArray()
                    )
                )
                .ToDecisions(),
            User,
            CancellationToken.None
        );
        var record = await RecordAsync();
        var findings = record
            .SituationOf(SubjectId.FromStream("organisation-QNC"), DateTimeOffset.MinValue, "alex")
            .Findings();
        Assert.Equal(
            ["framework-carried-on"],
            findings.Where(f => f.Entry == receipt.Entries[0].Id).Select(f => f.Rule)
        );
    }

    private async Task<RefusedOutcome> RefusedAsync(string outcome) =>
        Assert.Single((await Assert.ThrowsAsync<OutcomesRefusedException>(() => LogAsync(outcome))).Refused);

    private Task<Receipt> LogAsync(params IReadOnlyList<string> outcomes) => LogAsync(Minutes([.. outcomes]), User);

    private Task<Receipt> LogAsync(MeetingMinutes minutes, LoggedBy by) =>
        loaded.Record.Desk.LogAsync(minutes.ToDecisions(), by, CancellationToken.None);

    private static MeetingMinutes Minutes(params string[] outcomes) =>
        MeetingMinutes.Read(
            StrictJson.ParseObject(
                Encoding.UTF8.GetBytes($$"""{"meeting": {{Meeting}}, "outcomes": [{{string.Join(',', outcomes)}}]}""")
            )
        );

    private async Task RegisterAsync(string ods, int segment, string region = "Y60")
    {
        await loaded.Record.Desk.LogAsync(
            new LogDecision(
                Decisions.Subject(ods),
                new OrganisationRegistered(
                    Decisions.Decided("2024-04-01"),
                    Decisions.Ods(ods),
                    OrganisationKind.NhsTrust,
                    $"Trust {ods}",
                    region
                )
            ),
            0,
            User,
            CancellationToken.None
        );
        await loaded.Record.Desk.LogAsync(
            Decisions.Assign(ods, segment, "2024-05-01"),
            1,
            User,
            CancellationToken.None
        );
    }

    private Task<Receipt> LogImportedAsync(string ods, int segment, string effective, long version) =>
        loaded.Record.Desk.LogAsync(
            new LogDecision(
                Decisions.Subject(ods),
                new SegmentAssigned(
                    Decisions.Decided("2024-05-01") with
                    {
                        Effective = DateWithPrecision.Parse(effective),
                        Origin = Origin.Imported,
                    },
                    segment
                )
            ),
            version,
            User,
            CancellationToken.None
        );

    private Task<RecordAt> RecordAsync() => loaded.Record.Live.AtAsync(known: null, CancellationToken.None);
}
