using System.Collections.Concurrent;
using Npgsql;
using Oversight.Desk;
using Oversight.Record;
using Oversight.Record.Decisions;
using Oversight.Record.Events;
using Oversight.Record.Frameworks;
using Oversight.Record.Organisations;
using Oversight.Record.Rules;
using Oversight.Record.Timelines;
using Oversight.TestServer;

namespace Oversight.Ledger.Conformance.Tests;

/// <summary>What holds whichever way entries come in. Each test has organisations of its own.</summary>
public abstract class EveryWayIn(DatabaseServer server, string wayIn) : IAsyncLifetime
{
    private static readonly LoggedBy User = new("user:1", "trace-1");

    private OpenedRecord opened = null!;

    private DecisionDesk Desk => opened.Desk;

    public async ValueTask InitializeAsync()
    {
        opened = await OpenedRecord.CreateAsync(server, wayIn);
        await opened.LogAsync(Decisions.Framework());
        await opened.LogAsync(Decisions.Register("RAA"));
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        // Whatever a test did, the record is in order after it.
        await opened.AssertInOrderAsync();
        await opened.DisposeAsync();
    }

    [Fact]
    public void The_way_in_says_its_name() => Assert.Equal(wayIn, opened.Record.WayIn.Name);

    [Fact]
    public async Task A_decision_is_stored_with_all_that_belongs_to_it_and_seen_at_once()
    {
        var receipt = await Desk.LogAsync(
            people => new LogDecision(
                SubjectId.Of(Decisions.Ods("RAA")),
                people.Commit(new SegmentAssigned(Decisions.Decided("2024-05-01", Decisions.Person), 3))
            ),
            1,
            User with
            {
                IdempotencyKey = "key-1",
            },
            CancellationToken.None
        );

        var line = Assert.Single(receipt.Entries);
        Assert.False(receipt.Repeated);
        Assert.Equal(("organisation-RAA", 2, 2), (line.Stream, line.Version, line.Place));
        var entry = (await opened.NowAsync()).TimelineOf(Decisions.Ods("RAA"))!.Recorded[^1];
        Assert.Equal(
            (line.Id, line.Place, line.Recorded, "user:1"),
            (entry.Id, entry.Place, entry.Recorded, entry.LoggedBy)
        );
        var content = Assert.IsType<SegmentAssigned>(entry.Event);
        Assert.Equal(3, content.Segment);

        Assert.Equal(
            [
                "segment_assigned|Oversight.Record.Events.SegmentAssigned, Oversight.Record|trace-1|user:1|2|*DEFAULT*|false",
            ],
            await opened.RowsAsync(
                $"""
                select concat_ws('|', type, mt_dotnet_type, correlation_id, causation_id, user_name, headers, bdata, version, tenant_id,
                    is_archived::text)
                from oversight.mt_events where id = '{line.Id}'
                """
            )
        );
        Assert.Equal(
            [$"{content.Decision.DecidedBy.Person}|{Decisions.Person}"],
            await opened.RowsAsync("select id || '|' || name from ledger.person")
        );
        Assert.Equal(
            [$"user:1|key-1|{{{line.Id}}}"],
            await opened.RowsAsync("select subject || '|' || key || '|' || entry_ids::text from ledger.idempotency")
        );
    }

    [Fact]
    public async Task Decisions_drafted_together_are_stored_together_by_streams_in_order_of_their_ids()
    {
        var draft = new Draft(await opened.NowAsync(), TimeProvider.System.GetUtcNow(), "alex");
        foreach (var ods in (string[])["RCC", "RBB"])
        {
            draft.Take(Decisions.Register(ods));
            draft.Take(Decisions.Assign(ods, 1));
            draft.Take(Decisions.Assign(ods, 2, "2024-06-01"));
        }
        draft.Take(Decisions.Assign("RAA", 2));

        var receipt = await Desk.LogAsync(draft, User);

        Assert.Equal(
            [
                ("organisation-RAA", 2, 2),
                ("organisation-RBB", 1, 3),
                ("organisation-RBB", 2, 4),
                ("organisation-RBB", 3, 5),
                ("organisation-RCC", 1, 6),
                ("organisation-RCC", 2, 7),
                ("organisation-RCC", 3, 8),
            ],
            receipt.Entries.Select(line => (line.Stream, line.Version, line.Place))
        );
        Assert.Equal(draft.Entries.Select(entry => entry.Id).Order(), receipt.Entries.Select(line => line.Id).Order());
    }

    [Fact]
    public async Task A_draft_of_which_one_stream_has_moved_stores_nothing()
    {
        var draft = new Draft(await opened.NowAsync(), TimeProvider.System.GetUtcNow(), "alex");
        draft.Take(Decisions.Register("RBB"));
        draft.Take(Decisions.Assign("RAA", 2));
        await opened.LogAsync(Decisions.Assign("RAA", 3));
        var before = await opened.CountAsync();

        var conflict = await Assert.ThrowsAsync<VersionConflictException>(() => Desk.LogAsync(draft, User));

        Assert.Equal(("organisation-RAA", 1, 2), (conflict.Stream, conflict.Expected, conflict.Actual));
        Assert.Equal(before, await opened.CountAsync());
        Assert.Equal(0, await opened.AskAsync<long>("select count(*) from oversight.mt_streams where id like '%RBB'"));
    }

    [Fact]
    public async Task A_version_that_the_caller_has_not_seen_is_a_conflict_at_the_append_too()
    {
        // Past the desk, which would say so before asking the way in.
        var request = new DecisionRequest(
            Decisions.Assign("RAA", 2),
            (await opened.NowAsync()).SituationOf(
                SubjectId.Of(Decisions.Ods("RAA")),
                TimeProvider.System.GetUtcNow(),
                "user:1"
            ),
            1,
            "user:1"
        );
        await opened.LogAsync(Decisions.Assign("RAA", 3));
        var before = await opened.CountAsync();

        foreach (var wrong in (long[])[0, 1, 3])
        {
            var conflict = await Assert.ThrowsAsync<VersionConflictException>(() =>
                opened.Record.WayIn.LogAsync(request with { ExpectedVersion = wrong })
            );
            Assert.Equal(("organisation-RAA", wrong, 2), (conflict.Stream, conflict.Expected, conflict.Actual));
        }

        Assert.Equal(before, await opened.CountAsync());
    }

    [Fact]
    public async Task Of_decisions_taken_at_once_on_one_version_one_is_stored()
    {
        var outcomes = await Task.WhenAll(
            Enumerable.Range(0, 8).Select(_ => TryAsync(Decisions.Assign("RAA", 2), 1, User))
        );
        Assert.Single(outcomes, outcome => outcome is null);
        Assert.All(
            outcomes.OfType<Exception>(),
            error => Assert.Equal(2, Assert.IsType<VersionConflictException>(error).Actual)
        );
        Assert.Equal(3, await opened.CountAsync());
    }

    [Fact]
    public async Task Of_registrations_at_once_of_one_organisation_one_is_stored()
    {
        var outcomes = await Task.WhenAll(
            Enumerable.Range(0, 8).Select(_ => TryAsync(Decisions.Register("RZZ"), 0, User))
        );
        Assert.Single(outcomes, outcome => outcome is null);
        Assert.All(outcomes.OfType<Exception>(), error => Assert.IsType<VersionConflictException>(error));
        Assert.Equal(3, await opened.CountAsync());
    }

    [Fact]
    public async Task Callers_at_once_on_subjects_of_their_own_all_succeed_and_share_one_order()
    {
        const int callers = 8;
        const int decisions = 10;
        var lines = new ConcurrentBag<ReceiptLine>();
        await Task.WhenAll(
            Enumerable
                .Range(0, callers)
                .Select(async caller =>
                {
                    var ods = $"RT{caller}";
                    lines.Add((await Desk.LogAsync(_ => Decisions.Register(ods), 0, User, default)).Entries[0]);
                    for (var version = 1; version < decisions; version++)
                    {
                        var receipt = await Desk.LogAsync(
                            _ => Decisions.Assign(ods, 1 + (version % 3)),
                            version,
                            User,
                            default
                        );
                        lines.Add(receipt.Entries[0]);
                    }
                })
        );
        Assert.Equal(
            Enumerable.Range(2, callers * decisions).Select(place => (long)place),
            lines.Select(line => line.Place).Order()
        );
        var byPlace = lines.OrderBy(line => line.Place).Select(line => line.Recorded).ToArray();
        Assert.Equal(byPlace.Order(), byPlace);
        Assert.All(
            lines.GroupBy(line => line.Stream),
            stream =>
                Assert.Equal(
                    Enumerable.Range(1, decisions).Select(version => (long)version),
                    stream.OrderBy(line => line.Place).Select(line => line.Version)
                )
        );
    }

    [Fact]
    public async Task A_rule_refuses_once_and_nothing_is_left_of_the_decision()
    {
        // The rule asks about the successor: how often it was asked tells how often the handler ran.
        var asked = 0;
        var content = new OrganisationSucceeded(
            Decisions.Decided("2024-05-01", origin: Origin.Live),
            [new Successor(Decisions.Ods("RXX"), default)]
        );
        var command = new LogDecision(SubjectId.Of(Decisions.Ods("RAA")), content);
        var now = await opened.NowAsync();
        var situation = now.SituationOf(command.Subject, TimeProvider.System.GetUtcNow(), "alex") with
        {
            Record = new WithoutOthers(now, command.Subject, () => asked++),
        };
        Assert.Throws<RuleRefusedException>(() => LogDecisionHandler.Handle(command, situation));
        var once = asked;
        asked = 0;

        var refusal = await Assert.ThrowsAsync<RuleRefusedException>(() =>
            opened.Record.WayIn.LogAsync(
                new DecisionRequest(command, situation, 1, "user:1")
                {
                    Idempotency = new Idempotency("refused", [1]),
                    People = [PersonCommitment.To(Decisions.Person, new byte[16])],
                }
            )
        );

        Assert.Equal("successor-exists", refusal.Rule.Name);
        Assert.True(once > 0);
        Assert.Equal(once, asked);
        Assert.Equal(2, await opened.CountAsync());
        Assert.Equal(0, await opened.AskAsync<long>("select count(*) from ledger.idempotency"));
        Assert.Equal(0, await opened.AskAsync<long>("select count(*) from ledger.person"));
    }

    [Fact]
    public async Task Bad_input_and_unknown_subjects_are_refused_as_such()
    {
        var record = await opened.NowAsync();
        await Assert.ThrowsAsync<BadInputException>(() => LogRawAsync(Decisions.Assign("RAA", 0), 1));
        await Assert.ThrowsAsync<UnknownSubjectException>(() => LogRawAsync(Decisions.Assign("RNN", 1), 0));
        await Assert.ThrowsAsync<BadEntryException>(() => LogRawAsync(Decisions.Assign("RAA", 1), 1, "user:\0"));
        Assert.Equal(2, await opened.CountAsync());

        Task LogRawAsync(LogDecision command, long version, string loggedBy = "user:1") =>
            opened.Record.WayIn.LogAsync(
                new DecisionRequest(
                    command,
                    record.SituationOf(command.Subject, TimeProvider.System.GetUtcNow(), "alex"),
                    version,
                    loggedBy
                )
            );
    }

    [Fact]
    public async Task The_same_key_gives_the_same_answer_and_other_content_is_a_conflict()
    {
        var by = User with { IdempotencyKey = "key-1" };
        var first = await Desk.LogAsync(_ => Decisions.Assign("RAA", 2), 1, by, default);
        var again = await Desk.LogAsync(_ => Decisions.Assign("RAA", 2), 1, by, default);
        Assert.True(again.Repeated);
        Assert.Equal(first.Entries, again.Entries);

        await Assert.ThrowsAsync<IdempotencyConflictException>(() =>
            Desk.LogAsync(_ => Decisions.Assign("RAA", 3), 2, by, default)
        );
        // Another subject's key is another key.
        var others = await Desk.LogAsync(_ => Decisions.Assign("RAA", 3), 2, by with { Subject = "user:2" }, default);
        Assert.False(others.Repeated);
        Assert.Equal(4, await opened.CountAsync());
    }

    [Fact]
    public async Task The_same_key_at_the_append_itself_gives_the_first_receipt_whatever_the_version_is_by_then()
    {
        var situation = (await opened.NowAsync()).SituationOf(
            SubjectId.Of(Decisions.Ods("RAA")),
            TimeProvider.System.GetUtcNow(),
            "user:1"
        );
        var request = new DecisionRequest(Decisions.Assign("RAA", 2), situation, 1, "user:1")
        {
            Idempotency = new Idempotency("key-1", [1]),
        };
        var first = await opened.Record.WayIn.LogAsync(request);
        await opened.LogAsync(Decisions.Assign("RAA", 3));

        var again = await opened.Record.WayIn.LogAsync(request);

        Assert.True(again.Repeated);
        Assert.Equal(first.Entries, again.Entries);
        var conflict = await Assert.ThrowsAsync<IdempotencyConflictException>(() =>
            opened.Record.WayIn.LogAsync(request with { Idempotency = new Idempotency("key-1", [2]) })
        );
        Assert.Equal("key-1", conflict.Key);
    }

    [Fact]
    public async Task One_request_sent_many_times_at_once_is_stored_once_and_answered_alike()
    {
        var by = User with { IdempotencyKey = "key-1" };
        var receipts = await Task.WhenAll(
            Enumerable.Range(0, 12).Select(_ => Desk.LogAsync(_ => Decisions.Assign("RAA", 2), 1, by, default))
        );
        Assert.Single(receipts, receipt => !receipt.Repeated);
        Assert.Single(receipts.Select(receipt => receipt.Entries[0]).Distinct());
        Assert.Equal(3, await opened.CountAsync());
    }

    [Fact]
    public async Task Each_request_is_stored_exactly_once_through_connections_that_are_killed()
    {
        const int callers = 4;
        const int fewestDecisions = 12;
        const int mostDecisions = 1_000;
        const int fewestKills = 3;
        using var killing = new CancellationTokenSource();
        var kills = 0;
        var killer = Task.Run(async () =>
        {
            while (!killing.IsCancellationRequested)
            {
                await Task.Delay(25);
                var killed = (int)
                    await opened.AskAsync<long>(
                        """
                        select count(*) from (
                            select pg_terminate_backend(pid) from pg_stat_activity
                            where datname = current_database() and usename <> current_user and state <> 'idle' limit 1) k
                        """
                    );
                Interlocked.Add(ref kills, killed);
            }
        });
        var interrupted = 0;
        var decisions = 0;
        await Task.WhenAll(
            Enumerable
                .Range(0, callers)
                .Select(async caller =>
                {
                    var ods = $"RT{caller}";
                    // On until enough was killed: a backend is caught at work only now and then.
                    for (
                        var version = 0;
                        version < fewestDecisions
                            || (Volatile.Read(ref kills) < fewestKills && version < mostDecisions);
                        version++
                    )
                    {
                        LogDecision command =
                            version == 0 ? Decisions.Register(ods) : Decisions.Assign(ods, 1 + (version % 3));
                        var by = User with { IdempotencyKey = $"{ods}-{version}" };
                        while (await TryAsync(command, version, by) is { } error)
                        {
                            Assert.True(
                                error is AppendOutcomeUnknownException or NpgsqlException or RecordBusyException,
                                error.ToString()
                            );
                            Interlocked.Increment(ref interrupted);
                        }

                        Interlocked.Increment(ref decisions);
                    }
                })
        );
        await killing.CancelAsync();
        await killer;

        Assert.True(kills >= fewestKills, $"{kills} were killed; at least {fewestKills} have to be.");
        TestContext.Current.SendDiagnosticMessage($"{kills} kills, {interrupted} interrupted requests");
        Assert.Equal(2 + decisions, await opened.CountAsync());
        Assert.Equal(
            decisions,
            await opened.AskAsync<long>("select count(distinct entry_ids) from ledger.idempotency")
        );
    }

    [Fact]
    public async Task A_record_opened_again_through_any_way_in_is_the_same()
    {
        await opened.LogAsync(Decisions.Assign("RAA", 2));
        var said = Answers.Of(await opened.NowAsync());
        foreach (var other in WaysIn.All.Keys)
        {
            await using var again = await OpenedRecord.OpenAsync(opened.Settings, other);
            Assert.Equal(said, Answers.Of(await again.NowAsync()));
            await again.LogAsync(Decisions.Assign("RAA", 3));
            said = Answers.Of(await again.NowAsync());
        }
    }

    // The record as if nothing but one subject were in it; tells when it is asked about others.
    private sealed class WithoutOthers(IBelievedRecord record, SubjectId only, Action asked) : IBelievedRecord
    {
        public FrameworksInForce Frameworks => record.Frameworks;

        public Timeline? TimelineOf(SubjectId subject)
        {
            if (subject == only)
            {
                return record.TimelineOf(subject);
            }

            asked();
            return null;
        }

        public IEnumerable<Timeline> Naming(OdsCode organisation) => [];
    }

    private async Task<Exception?> TryAsync(LogDecision command, long version, LoggedBy by)
    {
        try
        {
            await Desk.LogAsync(_ => command, version, by, CancellationToken.None);
            return null;
        }
        catch (Exception e)
        {
            return e;
        }
    }
}

public sealed class ThroughNpgsql(DatabaseServer server) : EveryWayIn(server, "npgsql");

#if MARTEN
public sealed class ThroughMarten(DatabaseServer server) : EveryWayIn(server, "marten");
#endif
