using System.Text;
using Oversight.Desk.Meetings;
using Oversight.Ledger;
using Oversight.Record;
using Oversight.Record.Catalogue;
using Oversight.Record.Corrections;
using Oversight.Record.Entries;
using Oversight.Record.Evidence;
using Oversight.Record.Organisations;
using Oversight.Record.People;
using Oversight.Record.Recovery;
using Oversight.Record.Segments;
using Oversight.Record.Telling;
using Oversight.Record.Time;

namespace Oversight.Desk.Tests;

/// <summary>
/// Who may log what, by every way in: a decision by itself, a meeting, a correction, a retraction, an import. Nobody decides in the name of a body that
/// they do not act for, and no refusal says what whoever is refused may not see.
/// </summary>
public sealed class WhoMayLogTests(LoadedRecord loaded) : IClassFixture<LoadedRecord>, IAsyncLifetime
{
    // Of the South West; its segment is told to nobody. And of the Midlands.
    private const string Theirs = "QOX";
    private const string Own = "QNC";

    private static readonly LoggedBy Program = new("user:program", Grants.OfTheProgram) { Again = true };
    private static readonly LoggedBy National = By(new Grant(Role.National));
    private static readonly LoggedBy Midlands = By(new Grant(Role.Region, Region.Of("Y60")));
    private static readonly LoggedBy Lead = By(new Grant(Role.Lead, Organisation: OdsCode.Parse(Own)));
    private static readonly LoggedBy Contributor = By(new Grant(Role.Contributor, Organisation: OdsCode.Parse(Own)));
    private static readonly LoggedBy Auditor = By(new Grant(Role.Auditor));
    private static readonly LoggedBy Administrator = By(new Grant(Role.Administrator));
    private static readonly LoggedBy Nobody = new("user:nobody", Grants.None);

    private static readonly SubjectId Engagement = SubjectId.OfRecovery("who-may-log");
    private static readonly SubjectId Elsewhere = SubjectId.OfRecovery("who-may-log-elsewhere");

    public async ValueTask InitializeAsync()
    {
        if ((await NowAsync()).TimelineOf(Engagement) is not null)
        {
            return;
        }

        await TellAsync(SubjectId.Of(OdsCode.Parse(Theirs)), new SegmentAssigned(Late("2026-06-01"), 4));
        await TellAsync(Elsewhere, Entered(Theirs) with { Decision = Late("2026-06-01") });
        await TellAsync(
            Engagement,
            Entered(Own) with
            {
                Decision = Late("2026-06-01") with { Communicated = new(2026, 6, 2) },
            }
        );
        await TellAsync(
            Engagement,
            ((ExitCriteriaAgreed)AgreeExitCriteria.Kind.Example()) with
            {
                Decision = Late("2026-06-01") with { Communicated = new(2026, 6, 2) },
                Criteria = [new("EC1", "Finance", "It breaks even.")],
            }
        );
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    public static TheoryData<string> WhoDecidesNothing => ["auditor", "administrator", "nobody"];

    [Theory]
    [MemberData(nameof(WhoDecidesNothing))]
    public async Task Who_only_reads_logs_nothing_by_any_way_in(string who)
    {
        var by =
            who == "auditor" ? Auditor
            : who == "administrator" ? Administrator
            : Nobody;
        foreach (var asked in EveryWayIn(new SegmentAssigned(Today("nhs-england"), 2), Own))
        {
            await Assert.ThrowsAsync<NotAllowedException>(() => LogAsync(asked, by));
        }
    }

    [Fact]
    public async Task Own_people_log_what_the_organisation_says_itself_and_only_live_and_in_its_own_name()
    {
        var evidence = Evidence(Own);
        // Whatever body, and whatever origin.
        foreach (var body in new[] { "nhs-england", "nhs-england-Y60", Theirs, "cqc" })
        {
            foreach (var origin in Enum.GetValues<Origin>())
            {
                var other = evidence with { Decision = Today(body) with { Origin = origin } };
                await RefusedAsync(other, Engagement, Lead);
                await RefusedAsync(other, Engagement, Contributor);
            }
        }

        await RefusedAsync(evidence with { Decision = Today(Own) with { Origin = Origin.Imported } }, Engagement, Lead);
        await RefusedAsync(Evidence(Theirs) with { Decision = Today(Own) }, Engagement, Lead);
        foreach (var asked in EveryWayIn(new SegmentAssigned(Today(Own), 1), Own))
        {
            await Assert.ThrowsAsync<NotAllowedException>(() => LogAsync(asked, Lead));
        }

        // A contributor hands in evidence, and rates nothing; a lead does both, and corrects what was said, not what was decided.
        var rated = new CriterionSelfAssessed(Today(Own), "EC1", Brag.Amber, Member: OdsCode.Parse(Own));
        await RefusedAsync(rated, Engagement, Contributor);
        var receipt = await LogAsync(
            Single(Engagement, evidence, await VersionAsync(Engagement, Contributor)),
            Contributor
        );
        var corrected = new EntryCorrected(
            Because(Today(Own)),
            receipt.Entries[0].Id,
            evidence with
            {
                Title = "Another",
            }
        );
        await LogAsync(Single(Engagement, corrected, await VersionAsync(Engagement, Lead)), Lead);
        var entered = (await NowAsync()).TimelineOf(Engagement)!.Recorded[0].Id;
        await RefusedAsync(new EntryRetracted(Because(Today(Own)), entered), Engagement, Lead);
        await RefusedAsync(new EntryCorrected(Because(Today(Own)), entered, Entered(Own)), Engagement, Lead);
        await RefusedAsync(
            new EntryCorrected(
                Because(Today(Own)),
                receipt.Entries[0].Id,
                Evidence(Own) with
                {
                    Decision = Today("nhs-england"),
                }
            ),
            Engagement,
            Lead
        );
        await LogAsync(
            Single(
                Engagement,
                new EntryRetracted(Because(Today(Own)), receipt.Entries[0].Id),
                await VersionAsync(Engagement, Lead)
            ),
            Lead
        );
    }

    [Fact]
    public async Task What_somebody_sees_nothing_of_reads_as_what_is_not_in_the_record_by_every_way_in_and_at_every_version()
    {
        var absent = SubjectId.OfRecovery("who-may-log-absent");
        foreach (
            var (by, said) in new[]
            {
                (Lead, (Event)Evidence(Own)),
                (Midlands, new RecoveryReviewed(Today("nhs-england-Y60"), "Seen.")),
            }
        )
        {
            foreach (var version in new[] { 0L, 1, 2, 17 })
            {
                var hidden = await Assert.ThrowsAsync<UnknownSubjectException>(() =>
                    LogAsync(Single(Elsewhere, said, version), by)
                );
                var missing = await Assert.ThrowsAsync<UnknownSubjectException>(() =>
                    LogAsync(Single(absent, said, version), by)
                );
                Assert.Equal(
                    missing.Message.Replace(absent.ToString(), "it", StringComparison.Ordinal),
                    hidden.Message.Replace(Elsewhere.ToString(), "it", StringComparison.Ordinal)
                );
            }

            var entry = (await NowAsync()).TimelineOf(Elsewhere)!.Recorded[0].Id;
            var changed = new EntryRetracted(Because(said.Decision), entry);
            await Assert.ThrowsAsync<UnknownSubjectException>(() => LogAsync(Single(Elsewhere, changed, 1), by));
        }
    }

    public static TheoryData<string> Outcomes =>
        [
            """ "type": "no_change" """,
            """ "type": "segment_assigned", "data": {"segment": 1} """,
            """ "type": "entry_communicated", "data": {"to": ["QNC"], "how": "letter"} """,
            """ "type": "open_items_disposed", "data": {"ended": "QOX", "items": [{"what": "concern", "disposition": "ended"}]} """,
            """ "type": "evidence_submitted", "data": {"organisation": "QNC", "title": "A return", "for": ["EC1"]} """,
        ];

    [Theory]
    [MemberData(nameof(Outcomes))]
    public async Task An_outcome_of_a_meeting_about_somebody_elses_organisation_says_nothing_of_it_and_its_version_is_no_oracle(
        string outcome
    )
    {
        foreach (var (by, body) in new[] { (Lead, Own), (Contributor, Own), (Midlands, "nhs-england-Y60") })
        {
            var messages = new List<string>();
            foreach (var version in new[] { 0, 1, 2, 3, 99 })
            {
                foreach (var subject in new[] { $"organisation-{Theirs}", $"{Elsewhere}" })
                {
                    var refused = await Assert.ThrowsAnyAsync<Exception>(() =>
                        LogAsync(Meeting(subject, outcome, version, body), by)
                    );
                    Assert.True(refused is NotAllowedException or UnknownSubjectException, $"{refused}");
                    messages.Add($"{subject} {refused.Message}");
                }
            }

            // Whatever the version, the same words; and none of the segment that it is in.
            Assert.Equal(2, messages.Distinct().Count());
            Assert.All(
                messages,
                message => Assert.DoesNotContain("segment 4", message, StringComparison.OrdinalIgnoreCase)
            );
        }
    }

    [Fact]
    public async Task A_live_decision_is_taken_in_the_name_of_a_body_that_they_act_for_and_what_is_older_in_any()
    {
        var own = SubjectId.Of(OdsCode.Parse(Own));
        foreach (
            var (by, others) in new[]
            {
                (Midlands, new[] { "nhs-england", "nhs-england-Y58", Own }),
                (National, [Own, Theirs]),
            }
        )
        {
            foreach (var body in others)
            {
                var refused = await RefusedAsync(new SegmentAssigned(Today(body), 2), own, by);
                Assert.Contains($"\"{body}\"", refused.Message, StringComparison.Ordinal);
                await Assert.ThrowsAsync<NotAllowedException>(async () =>
                    await LogAsync(
                        Meeting(
                            $"{own}",
                            """ "type": "segment_assigned", "data": {"segment": 2} """,
                            await VersionAsync(own, by),
                            body
                        ),
                        by
                    )
                );
            }
        }

        // Nor by a correction that says so.
        var stored = await LogAsync(
            Single(
                own,
                new SegmentAssigned(Late("2026-07-01") with { DecidedBy = new("nhs-england-Y60") }, 3),
                await VersionAsync(own, Midlands)
            ),
            Midlands
        );
        var instead = new SegmentAssigned(Today("nhs-england"), 2);
        await RefusedAsync(
            new EntryCorrected(Because(Today("nhs-england-Y60")), stored.Entries[0].Id, instead),
            own,
            Midlands
        );

        // Another region's organisation is not theirs, whatever they write; a framework is no region's.
        foreach (var origin in Enum.GetValues<Origin>())
        {
            var late = new SegmentAssigned(Today("nhs-england-Y60") with { Origin = origin }, 2);
            await RefusedAsync(late, SubjectId.Of(OdsCode.Parse(Theirs)), Midlands);
        }

        // They do not take another's engagement over by beginning it again.
        var again = Entered(Own) with
        {
            Decision = Late("2026-06-01") with { DecidedBy = new("nhs-england-Y60") },
        };
        var taken = await Assert.ThrowsAsync<NotAllowedException>(() =>
            LogAsync(Single(Elsewhere, again, 0), Midlands)
        );
        Assert.Contains("another id", taken.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_import_is_somebodys_too()
    {
        var record = await NowAsync();
        var draft = new Draft(record, TimeProvider.System.GetUtcNow(), "user:import");
        draft.Take(
            new LogDecision(
                SubjectId.Of(OdsCode.Parse(Theirs)),
                new SegmentAssigned(Late("2026-05-01") with { Origin = Origin.Imported }, 3)
            )
        );
        foreach (var by in new[] { Lead, Contributor, Auditor, Administrator, Nobody, Midlands })
        {
            await Assert.ThrowsAsync<NotAllowedException>(() => loaded.Record.Desk.LogAsync(draft, by));
        }

        Assert.Single((await loaded.Record.Desk.LogAsync(draft, National)).Entries);
    }

    // A decision by itself, an outcome, a correction of what is there, its retraction, an import.
    private IEnumerable<Func<LoggedBy, Task<Receipt>>> EveryWayIn(SegmentAssigned content, string ods)
    {
        var subject = SubjectId.Of(OdsCode.Parse(ods));
        var timeline = loaded.Record.Live.Newest().TimelineOf(subject)!;
        var (target, version) = (timeline.Recorded[0].Id, timeline.Version);
        yield return Single(subject, content, version);
        yield return Single(
            subject,
            content with
            {
                Decision = content.Decision with { Origin = Origin.BackDated },
            },
            version
        );
        yield return Single(subject, new EntryCorrected(Because(content.Decision), target, content), version);
        yield return Single(subject, new EntryRetracted(Because(content.Decision), target), version);
        yield return Single(
            subject,
            new EntryCommunicated(content.Decision, target, [ods], HowCommunicated.Letter),
            version
        );
        yield return Meeting(
            $"{subject}",
            """ "type": "segment_assigned", "data": {"segment": 1} """,
            version,
            content.Decision.DecidedBy.Body
        );
        yield return Meeting($"{subject}", """ "type": "no_change" """, version, content.Decision.DecidedBy.Body);
    }

    private static LoggedBy By(Grant grant) => new($"user:{Grant.Called(grant.Role)}", new([grant])) { Again = true };

    private Func<LoggedBy, Task<Receipt>> Single(SubjectId subject, Event content, long version) =>
        by => loaded.Record.Desk.LogAsync(new LogDecision(subject, content), version, by, CancellationToken.None);

    private Func<LoggedBy, Task<Receipt>> Meeting(string subject, string outcome, long version, string body)
    {
        var decisions = MeetingMinutes
            .Read(
                StrictJson.ParseObject(
                    Encoding.UTF8.GetBytes(
                        $$"""
                        {"meeting": {"title": "A meeting", "on": "{{London.Today(
                            TimeProvider.System
                        ):yyyy-MM-dd}}", "decidedBy": {"body": "{{body}}"} },
                         "outcomes": [{"subject": "{{subject}}", "version": {{version}}, {{outcome}} }]}
                        """
                    )
                )
            )
            .ToDecisions();
        return by => loaded.Record.Desk.LogAsync(decisions, by, CancellationToken.None);
    }

    private static Task<Receipt> LogAsync(Func<LoggedBy, Task<Receipt>> asked, LoggedBy by) => asked(by);

    private async Task<NotAllowedException> RefusedAsync(Event content, SubjectId subject, LoggedBy by) =>
        await Assert.ThrowsAsync<NotAllowedException>(async () =>
            await LogAsync(Single(subject, content, await VersionAsync(subject, by)), by)
        );

    private async Task TellAsync(SubjectId subject, Event content) =>
        await LogAsync(Single(subject, content, (await NowAsync()).TimelineOf(subject)?.Version ?? 0), Program);

    private async Task<long> VersionAsync(SubjectId subject, LoggedBy by) =>
        (await NowAsync()).AsSeenBy(new(by.Grants, London.Today(TimeProvider.System))).TimelineOf(subject)?.Version
        ?? 0;

    private Task<Projections.Timelines.RecordAt> NowAsync() =>
        loaded.Record.Live.AtAsync(known: null, CancellationToken.None);

    private static Decision Today(string body)
    {
        var day = DateWithPrecision.Day(London.Today(TimeProvider.System));
        return new(day, day, new(body)) { Rationale = "Said in a test." };
    }

    private static Decision Late(string day) =>
        new(DateWithPrecision.Parse(day), DateWithPrecision.Parse(day), new("nhs-england"))
        {
            Origin = Origin.BackDated,
            Rationale = "Said in a test.",
        };

    private static Decision Because(Decision decision) => decision with { Rationale = "It was wrong." };

    private static EvidenceSubmitted Evidence(string ods) => new(Today(ods), OdsCode.Parse(ods), "A return", ["EC1"]);

    private static RecoveryEntered Entered(string ods) =>
        ((RecoveryEntered)EnterRecovery.Kind.Example()) with
        {
            Decision = Today("nhs-england"),
            Members = [OdsCode.Parse(ods)],
        };
}
