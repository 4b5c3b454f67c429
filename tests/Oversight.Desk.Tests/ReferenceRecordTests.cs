using Oversight.Desk.Reference;
using Oversight.Projections.Questions;
using Oversight.Projections.Status;
using Oversight.Projections.Timelines;
using Oversight.Record;
using Oversight.Record.Catalogue;
using Oversight.Record.Entries;
using Oversight.Record.Frameworks;
using Oversight.Record.Organisations;
using Oversight.Record.People;
using Oversight.Record.Segments;
using Oversight.TestServer;

namespace Oversight.Desk.Tests;

/// <summary>The reference data as a new record holds it.</summary>
public sealed class ReferenceRecordTests(DatabaseServer server, LoadedRecord loaded) : IClassFixture<LoadedRecord>
{
    private const int All = 3 + 48 + 12 + 42 + 211 + 255 + 9;

    [Fact]
    public async Task A_new_record_holds_it_once_counted_by_kind()
    {
        Assert.Equal(0, await loaded.Record.LoadReferenceDataAsync(CancellationToken.None));

        var record = await RecordAsync();
        var entries = record.Subjects.SelectMany(subject => record.TimelineOf(subject)!.Recorded).ToList();
        Assert.Equal(All, entries.Count);
        Assert.Equal(All - 1, record.Place);
        Assert.Equal(3, entries.Count(entry => entry.Event is FrameworkPublished));
        Assert.Equal(48 + 211, entries.Count(entry => entry.Event is OrganisationRegistered));
        Assert.Equal(12 + 9, entries.Count(entry => entry.Event is OrganisationSucceeded));
        Assert.Equal(255, entries.Count(entry => entry.Event is SystemJoined));
        Assert.Equal(42, entries.Count(entry => entry.Event is SegmentPublished));
        Assert.All(
            entries,
            entry =>
            {
                Assert.Equal(ReferenceDecisions.LoggedBy, entry.LoggedBy);
                Assert.Equal(Origin.Imported, entry.Event.Decision.Origin);
                Assert.NotNull(entry.Event.Decision.Source);
            }
        );
        Assert.Equal(All, await loaded.Database.CountEntriesAsync());
    }

    [Fact]
    public async Task On_31_March_2024_42_boards_are_in_the_segments_that_were_published()
    {
        var statuses = Boards(await RecordAsync(), new DateOnly(2024, 3, 31));

        Assert.Equal(42, statuses.Count);
        Assert.All(statuses, status => Assert.Equal(SegmentState.Certain, status.Segment.State));
        Assert.Equal(
            [1, 13, 25, 3],
            Enumerable.Range(1, 4).Select(number => statuses.Count(status => status.Segment.Number == number))
        );
    }

    [Fact]
    public async Task What_it_says_nothing_about_is_not_stated_and_nobody_is_accused()
    {
        var record = await RecordAsync();
        DateOnly on = new(2024, 3, 31);
        var nothing = new Dictionary<string, string?>();

        var accused = Question.Of("R13").Ask(record, on, nothing);
        Assert.Empty(accused.Rows);
        Assert.Equal((248, 248), (accused.NotStated.Single().About.Count, accused.NotStated.Single().Of));
        var status = (Question.Of("A1") with { Columns = ["inRecovery"] }).Ask(record, on, nothing);
        Assert.All(
            status.Rows.Where(row => status.NotStated.Any(m => m.What == "membership")),
            row => Assert.Equal("not-stated", status.Columns[0].Of(row))
        );
        Assert.Equal(
            248,
            Question.Of("R3").Ask(record, on, nothing).NotStated.Single(m => m.What == "segment-review").Of
        );
    }

    [Fact]
    public async Task In_the_year_for_which_they_were_published_segments_are_certain_and_afterwards_only_last_published()
    {
        var record = await RecordAsync();

        Assert.All(
            Boards(record, new DateOnly(2023, 4, 1)),
            status => Assert.Equal(SegmentState.Certain, status.Segment.State)
        );
        Assert.All(
            Boards(record, new DateOnly(2024, 9, 30)),
            status => Assert.Equal(SegmentState.LastPublished, status.Segment.State)
        );
        Assert.Empty(Boards(record, new DateOnly(2022, 6, 30)));
        Assert.Equal(42, Boards(record, new DateOnly(2026, 3, 31)).Count);
    }

    [Fact]
    public async Task On_21_November_2026_36_boards_exist_and_none_has_a_segment()
    {
        var statuses = Boards(await RecordAsync(), new DateOnly(2026, 11, 21));

        Assert.Equal(36, statuses.Count);
        Assert.All(statuses, status => Assert.Null(status.Segment.Number));
        Assert.Equal(30, statuses.Count(status => status.Segment.Candidates.Count == 1));
        Assert.All(
            statuses.Where(status => status.Existence.Established.Stored == "2026-04-01"),
            status => Assert.NotEmpty(status.Existence.Predecessors)
        );
    }

    [Fact]
    public async Task No_rule_finds_fault_with_it()
    {
        var record = await RecordAsync();
        var findings = record.Subjects.SelectMany(subject =>
            record
                .SituationOf(subject, DateTimeOffset.MinValue, "alex")
                .Findings()
                .Select(finding => $"{subject}: {finding}")
        );

        Assert.Equal([], findings);
    }

    [Fact]
    public async Task Two_programs_that_load_at_once_load_it_once()
    {
        for (var round = 0; round < 3; round++)
        {
            await using var database = await TestDatabase.CreateEmptyAsync(server);
            OpenRecord[] records = [database.Record, await database.OpenAsync(), await database.OpenAsync()];

            var stored = await Task.WhenAll(
                records.Select(record => Task.Run(() => record.LoadReferenceDataAsync(CancellationToken.None)))
            );

            Assert.Equal([0, 0, All], stored.Order());
            Assert.Equal(All, await database.CountEntriesAsync());
            foreach (var record in records)
            {
                Assert.Equal(All - 1, record.Live.Timelines.Place);
            }
        }
    }

    [Fact]
    public async Task What_fails_half_way_leaves_nothing_and_can_be_tried_again()
    {
        await using var database = await TestDatabase.CreateEmptyAsync(server);
        await database.ExecuteAsync(
            """
            alter event trigger oversight_ddl disable;
            create function public.fail() returns trigger language plpgsql as $$ begin raise exception 'No further.'; end $$;
            create trigger fail before insert on oversight.mt_events for each row
                when (new.type = 'segment_published' and new.stream_id = 'organisation-QYG') execute function public.fail();
            """
        );
        await Assert.ThrowsAnyAsync<Exception>(() => database.Record.LoadReferenceDataAsync(CancellationToken.None));
        Assert.Equal(0, await database.CountEntriesAsync());
        Assert.Equal(0, await database.AskAsync<long>("select count(*) from oversight.mt_streams"));

        await database.ExecuteAsync(
            "alter event trigger oversight_drop disable; drop trigger fail on oversight.mt_events"
        );
        Assert.Equal(All, await database.Record.LoadReferenceDataAsync(CancellationToken.None));
    }

    [Fact]
    public async Task A_record_that_has_an_entry_stays_as_it_is()
    {
        await using var database = await TestDatabase.CreateEmptyAsync(server);
        await database.Record.Desk.LogAsync(
            Decisions.Register("RZ1"),
            expectedVersion: 0,
            new LoggedBy("user:1", Grants.OfTheProgram) { Again = true },
            CancellationToken.None
        );

        Assert.Equal(0, await database.Record.LoadReferenceDataAsync(CancellationToken.None));
        Assert.Equal(1, await database.CountEntriesAsync());
    }

    [Theory]
    [InlineData("2021-07-01", 210, 0, 0)]
    [InlineData("2022-07-01", 208, 208, 0)]
    [InlineData("2024-03-31", 206, 206, 0)]
    [InlineData("2026-03-31", 202, 202, 0)]
    [InlineData("2026-04-01", 202, 193, 9)]
    public async Task A_trust_is_in_one_system_from_July_2022_on_and_where_an_ICB_was_split_none_is_stated(
        string day,
        int trusts,
        int inOne,
        int notStated
    )
    {
        var record = await RecordAsync();
        var on = DateOnly.Parse(day, System.Globalization.CultureInfo.InvariantCulture);
        var statuses = OrganisationStatus.All(record, on).Where(s => s.Kind != OrganisationKind.Icb).ToList();

        Assert.Equal(trusts, statuses.Count);
        Assert.Equal(inOne, statuses.Count(s => s.System.State == SystemState.Certain));
        Assert.Equal(inOne, Boards(record, on).Sum(board => board.System.Trusts.Count(t => t.Certain)));
        if (notStated > 0)
        {
            Assert.Equal(
                ["RDE", "RDU", "RGR", "RQW", "RWG", "RWH", "RWR", "RWX", "RY4"],
                statuses.Where(s => s.System.State == SystemState.NotStated).Select(s => s.Ods.Value).Order()
            );
        }
    }

    [Fact]
    public async Task A_record_begun_by_a_version_without_trusts_gets_them_once_and_keeps_what_was_registered_by_hand()
    {
        await using var database = await TestDatabase.CreateEmptyAsync(server);
        var old = new Draft(
            await database.Record.Live.AtAsync(known: null, CancellationToken.None),
            database.Record.Clock.GetUtcNow(),
            ReferenceDecisions.LoggedBy
        );
        foreach (var command in ReferenceDecisions.All().Take(3 + 48 + 12 + 42))
        {
            old.Take(command);
        }

        await database.Record.Desk.LogAsync(old, new LoggedBy(ReferenceDecisions.LoggedBy, Grants.OfTheProgram));
        await database.Record.Live.CatchUpAsync(CancellationToken.None);
        await database.Record.Desk.LogAsync(
            Decisions.Register("RXW"),
            expectedVersion: 0,
            new LoggedBy("user:1", Grants.OfTheProgram) { Again = true },
            CancellationToken.None
        );

        // The trust that was registered by hand keeps its registration, and is of its system from that day on.
        Assert.Equal(211 - 1 + 255 + 9, await database.Record.LoadReferenceDataAsync(CancellationToken.None));
        Assert.Equal(0, await database.Record.LoadReferenceDataAsync(CancellationToken.None));
        var record = await database.Record.Live.AtAsync(known: null, CancellationToken.None);
        Assert.Equal(2, record.TimelineOf(OdsCode.Parse("RXW"))!.Version);
        Assert.Empty(record.SystemOf(OdsCode.Parse("RXW"), new(2024, 3, 31)).Systems);
        Assert.Equal("QOC", record.SystemOf(OdsCode.Parse("RXW"), new(2024, 4, 1)).Certain?.Value);
    }

    private static IReadOnlyList<OrganisationStatus> Boards(RecordAt record, DateOnly on) =>
        [.. OrganisationStatus.All(record, on).Where(status => status.Kind == OrganisationKind.Icb)];

    private Task<RecordAt> RecordAsync() => loaded.Record.Live.AtAsync(known: null, CancellationToken.None);
}
