using System.Collections.Concurrent;
using Marten;
using Npgsql;
using Oversight.Desk;
using Oversight.Record;
using Oversight.Record.Catalogue;
using Oversight.Record.Deciding;
using Oversight.Record.Entries;
using Oversight.Record.Organisations;
using Oversight.Record.People;
using Oversight.Record.Segments;
using Oversight.TestServer;

namespace Oversight.Ledger.Tests;

/// <summary>Decisions on their way into the record. Each test has organisations of its own.</summary>
public sealed class Writing(DatabaseServer server) : IAsyncLifetime
{
    private static readonly LoggedBy User = new("user:1", Grants.OfTheProgram, "trace-1") { Again = true };

    private OpenedRecord opened = null!;

    private DecisionDesk Desk => opened.Desk;

    public async ValueTask InitializeAsync()
    {
        opened = await OpenedRecord.CreateAsync(server);
        await opened.LogAsync(Decisions.Framework());
        await opened.LogAsync(Decisions.Register("RAA"));
    }

    public async ValueTask DisposeAsync()
    {
        // Whatever a test did, the record is in order after it.
        await opened.AssertInOrderAsync();
        await opened.DisposeAsync();
    }

    [Fact]
    public async Task A_decision_is_stored_with_all_that_belongs_to_it_and_seen_at_once()
    {
        var receipt = await Desk.LogAsync(
            new LogDecision(
                SubjectId.Of(Decisions.Ods("RAA")),
                new SegmentAssigned(Decisions.Decided("2024-05-01", Decisions.Person), 3)
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
                "segment_assigned|Oversight.Record.Segments.SegmentAssigned, Oversight.Record|trace-1|user:1|2|*DEFAULT*|false",
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
    public async Task An_entry_that_a_plain_session_of_marten_wrote_moves_the_version_for_everybody()
    {
        await using var dataSource = LedgerStore.CreateDataSource(opened.Settings.Program);
        using var documents = DocumentStore.For(options => LedgerStore.Configure(options, dataSource));
        await using (var session = documents.LightweightSession())
        {
            session.LastModifiedBy = "user:9";
            session.Events.Append("organisation-RAA", Decisions.Assign("RAA", 3).Asked);
            await session.SaveChangesAsync();
        }

        foreach (var wrong in (long[])[0, 1, 3])
        {
            var conflict = await Assert.ThrowsAsync<VersionConflictException>(() =>
                Desk.LogAsync(Decisions.Assign("RAA", 2), wrong, User, default)
            );
            Assert.Equal(("organisation-RAA", wrong, 2), (conflict.Stream, conflict.Expected, conflict.Actual));
        }

        Assert.Equal(3, await opened.CountAsync());
        await Desk.LogAsync(Decisions.Assign("RAA", 2), 2, User, default);
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
                    lines.Add((await Desk.LogAsync(Decisions.Register(ods), 0, User, default)).Entries[0]);
                    for (var version = 1; version < decisions; version++)
                    {
                        var receipt = await Desk.LogAsync(
                            Decisions.Assign(ods, 1 + (version % 3)),
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
    public async Task What_a_rule_refuses_leaves_nothing_behind()
    {
        var content = new OrganisationSucceeded(
            Decisions.Decided("2024-05-01", Decisions.Person, Origin.Live),
            [new Successor(Decisions.Ods("RXX"), default)]
        );

        var refusal = await Assert.ThrowsAsync<RuleRefusedException>(() =>
            Desk.LogAsync(
                new LogDecision(SubjectId.Of(Decisions.Ods("RAA")), content),
                1,
                User with
                {
                    IdempotencyKey = "refused",
                },
                default
            )
        );

        Assert.Equal("successor-exists", refusal.Rule.Name);
        Assert.Equal(2, await opened.CountAsync());
        Assert.Equal(0, await opened.AskAsync<long>("select count(*) from ledger.idempotency"));
        Assert.Equal(0, await opened.AskAsync<long>("select count(*) from ledger.person"));
    }

    [Fact]
    public async Task Bad_input_and_unknown_subjects_are_refused_as_such()
    {
        await Assert.ThrowsAsync<BadInputException>(() => LogAsync(Decisions.Assign("RAA", 0), 1));
        await Assert.ThrowsAsync<UnknownSubjectException>(() => LogAsync(Decisions.Assign("RNN", 1), 0));
        await Assert.ThrowsAsync<BadEntryException>(() => LogAsync(Decisions.Assign("RAA", 1), 1, "user:\0"));
        Assert.Equal(2, await opened.CountAsync());

        Task LogAsync(LogDecision command, long version, string loggedBy = "user:1") =>
            Desk.LogAsync(command, version, new LoggedBy(loggedBy, Grants.OfTheProgram), default);
    }

    [Fact]
    public async Task Of_many_at_once_each_has_its_own_outcome_and_the_others_are_stored_in_order()
    {
        var used = User with { IdempotencyKey = "used-before" };
        await Desk.LogAsync(Decisions.Register("RU0"), 0, used, default);
        for (var i = 1; i <= 12; i++)
        {
            await opened.LogAsync(Decisions.Register($"RM{i:X}"));
        }

        var before = await opened.CountAsync();
        // Held back by another writer, so that they come together.
        await using var superuser = NpgsqlDataSource.Create(opened.Settings.Owner);
        await using var holder = await superuser.OpenConnectionAsync();
        await using var held = await holder.BeginTransactionAsync();
        await using (var take = new NpgsqlCommand("select ledger.begin_writing()", holder, held))
        {
            await take.ExecuteNonQueryAsync();
        }

        var first = Desk.LogAsync(Decisions.Assign("RAA", 1), 1, User, default);
        await Task.Delay(200);
        var asked = Enumerable
            .Range(1, 12)
            .Select(i =>
                TryAsync(() =>
                    i switch
                    {
                        3 or 7 => Desk.LogAsync(Decisions.Assign($"RM{i:X}", 2), 99, User, default),
                        5 => Desk.LogAsync(Decisions.Assign("RNN", 2), 0, User, default),
                        9 => Desk.LogAsync(Decisions.Assign("RM9", 2), 1, used, default),
                        11 => Desk.LogAsync(
                            Decisions.Assign("RMB", 2),
                            1,
                            new("user:\0", Grants.OfTheProgram),
                            default
                        ),
                        _ => Desk.LogAsync(
                            Decisions.Assign($"RM{i:X}", 2),
                            1,
                            new LoggedBy($"user:{i}", Grants.OfTheProgram, $"trace-{i}", "own-key"),
                            default
                        ),
                    }
                )
            )
            .ToArray();
        await held.CommitAsync();
        await first;
        var outcomes = await Task.WhenAll(asked);

        Assert.Equal(
            [
                null,
                null,
                typeof(VersionConflictException),
                null,
                typeof(UnknownSubjectException),
                null,
                typeof(VersionConflictException),
                null,
                typeof(IdempotencyConflictException),
                null,
                typeof(BadEntryException),
                null,
            ],
            outcomes.Select(outcome => outcome?.GetType())
        );
        Assert.Equal(before + 1 + 7, await opened.CountAsync());
        Assert.Equal(
            [.. new[] { 1, 2, 4, 6, 8, 10, 12 }.Select(i => $"RM{i:X} user:{i} trace-{i}")],
            await opened.RowsAsync(
                """
                select right(stream_id, 3) || ' ' || user_name || ' ' || correlation_id from oversight.mt_events
                where stream_id like 'organisation-RM_' and version = 2
                """
            )
        );
        // All but the first shared one transaction.
        Assert.Equal(
            1,
            await opened.AskAsync<long>(
                "select count(distinct xmin::text) from oversight.mt_events where stream_id like 'organisation-RM_' and version = 2"
            )
        );
    }

    // No attribute: it would be kept as UTF-8, which has no lone surrogate.
    public static TheoryData<string, string> KeysThatCannotBeKept =>
        new()
        {
            { "user:1", "\0" },
            { "user:1", "\ud800" },
            { "user:\0", "key" },
        };

    [Theory, MemberData(nameof(KeysThatCannotBeKept), DisableDiscoveryEnumeration = true)]
    public async Task A_key_that_cannot_be_kept_is_refused_and_those_beside_it_are_stored(string loggedBy, string key)
    {
        await opened.LogAsync(Decisions.Register("RBB"));
        await opened.LogAsync(Decisions.Register("RCC"));
        await using var superuser = NpgsqlDataSource.Create(opened.Settings.Owner);
        await using var holder = await superuser.OpenConnectionAsync();
        await using var held = await holder.BeginTransactionAsync();
        await using (var take = new NpgsqlCommand("select ledger.begin_writing()", holder, held))
        {
            await take.ExecuteNonQueryAsync();
        }

        // The first waits for the lock; the others come together after it.
        var first = TryAsync(Decisions.Assign("RAA", 1), 1, User);
        await Task.Delay(200);
        var bad = TryAsync(
            Decisions.Assign("RBB", 2),
            1,
            new LoggedBy(loggedBy, Grants.OfTheProgram, IdempotencyKey: key)
        );
        var good = TryAsync(Decisions.Assign("RCC", 2), 1, User);
        await held.CommitAsync();

        Assert.Equal(
            [null, typeof(BadEntryException), null],
            (await Task.WhenAll(first, bad, good)).Select(outcome => outcome?.GetType())
        );
    }

    [Fact]
    public async Task When_the_database_refuses_one_of_several_the_others_are_stored_all_the_same()
    {
        for (var i = 1; i <= 4; i++)
        {
            await opened.LogAsync(Decisions.Register($"RM{i:X}"));
        }

        // A check that the program does not know, on one of them.
        await opened.ExecuteAsync(
            """
            create function public.refuse_one() returns trigger language plpgsql as $$
            begin
                if new.stream_id = 'organisation-RM3' then
                    raise exception using errcode = 'OV006', message = 'Entry is refused: a test says so';
                end if;
                return new;
            end
            $$;
            begin;
            alter event trigger oversight_ddl disable;
            create trigger a_test_refuses before insert on oversight.mt_events for each row execute function public.refuse_one();
            alter event trigger oversight_ddl enable always;
            commit
            """
        );
        await using var superuser = NpgsqlDataSource.Create(opened.Settings.Owner);
        await using var holder = await superuser.OpenConnectionAsync();
        await using var held = await holder.BeginTransactionAsync();
        await using (var take = new NpgsqlCommand("select ledger.begin_writing()", holder, held))
        {
            await take.ExecuteNonQueryAsync();
        }

        var first = Desk.LogAsync(Decisions.Assign("RAA", 1), 1, User, default);
        await Task.Delay(200);
        var asked = Enumerable.Range(1, 4).Select(i => TryAsync(Decisions.Assign($"RM{i:X}", 2), 1, User)).ToList();
        // The same subject once more: not together with the one before.
        asked.Add(TryAsync(Decisions.Assign("RM4", 3), 2, User));
        await held.CommitAsync();
        await first;

        Assert.Equal(
            [null, null, typeof(BadEntryException), null, null],
            (await Task.WhenAll(asked)).Select(outcome => outcome?.GetType())
        );
    }

    [Fact]
    public async Task The_same_key_gives_the_same_answer_and_other_content_is_a_conflict()
    {
        var by = User with { IdempotencyKey = "key-1" };
        var first = await Desk.LogAsync(Decisions.Assign("RAA", 2), 1, by, default);
        var again = await Desk.LogAsync(Decisions.Assign("RAA", 2), 1, by, default);
        Assert.True(again.Repeated);
        Assert.Equal(first.Entries, again.Entries);

        await Assert.ThrowsAsync<IdempotencyConflictException>(() =>
            Desk.LogAsync(Decisions.Assign("RAA", 3), 2, by, default)
        );
        // Another subject's key is another key.
        var others = await Desk.LogAsync(Decisions.Assign("RAA", 3), 2, by with { Subject = "user:2" }, default);
        Assert.False(others.Repeated);
        Assert.Equal(4, await opened.CountAsync());
    }

    [Fact]
    public async Task The_same_key_gives_the_first_receipt_whatever_another_program_recorded_since()
    {
        var by = User with { IdempotencyKey = "key-1" };
        var first = await Desk.LogAsync(Decisions.Assign("RAA", 2), 1, by, default);
        await using var other = await OpenedRecord.OpenAsync(opened.Settings);
        await other.LogAsync(Decisions.Assign("RAA", 3));

        var again = await Desk.LogAsync(Decisions.Assign("RAA", 2), 1, by, default);

        Assert.True(again.Repeated);
        Assert.Equal(first.Entries, again.Entries);
        var conflict = await Assert.ThrowsAsync<IdempotencyConflictException>(() =>
            Desk.LogAsync(Decisions.Assign("RAA", 1), 1, by, default)
        );
        Assert.Equal("key-1", conflict.Key);
    }

    [Fact]
    public async Task One_request_sent_many_times_at_once_is_stored_once_and_answered_alike()
    {
        var by = User with { IdempotencyKey = "key-1" };
        var receipts = await Task.WhenAll(
            Enumerable.Range(0, 12).Select(_ => Desk.LogAsync(Decisions.Assign("RAA", 2), 1, by, default))
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
    public async Task Several_programs_on_one_record_write_at_once_and_share_one_order()
    {
        await using var second = await OpenedRecord.OpenAsync(opened.Settings);
        await using var third = await OpenedRecord.OpenAsync(opened.Settings);
        OpenedRecord[] programs = [opened, second, third];
        await Task.WhenAll(
            Enumerable
                .Range(0, 12)
                .Select(async writer =>
                {
                    var program = programs[writer % 3];
                    await program.LogAsync(Decisions.Register($"RT{writer:X}"));
                    for (var round = 0; round < 10; round++)
                    {
                        await program.LogAsync(Decisions.Assign($"RT{writer:X}", 1 + (round % 3)));
                    }
                })
        );

        Assert.Equal(2 + (12 * 11), await opened.CountAsync());
        var said = Answers.Of(await opened.NowAsync());
        Assert.Equal(said, Answers.Of(await second.NowAsync()));
        Assert.Equal(said, Answers.Of(await third.NowAsync()));
        await using var again = await OpenedRecord.OpenAsync(opened.Settings);
        Assert.Equal(said, Answers.Of(await again.NowAsync()));
    }

    private Task<Exception?> TryAsync(LogDecision command, long version, LoggedBy by) =>
        TryAsync(() => Desk.LogAsync(command, version, by, CancellationToken.None));

    private static async Task<Exception?> TryAsync(Func<Task> logAsync)
    {
        try
        {
            await logAsync();
            return null;
        }
        catch (Exception e)
        {
            return e;
        }
    }
}
