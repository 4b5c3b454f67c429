using System.Collections.Concurrent;
using Npgsql;
using Oversight.Ledger;
using Oversight.Projections.AuditHistory;
using Oversight.Record;
using Oversight.Record.Catalogue;
using Oversight.Record.Corrections;
using Oversight.Record.Deciding;
using Oversight.Record.Entries;
using Oversight.Record.People;
using Oversight.Record.Retention;
using Oversight.Record.Segments;
using Oversight.TestServer;

namespace Oversight.Desk.Tests;

/// <summary>Decisions logged through the desk into a real record. Each test has an organisation of its own.</summary>
public sealed class DecisionDeskTests(LoadedRecord loaded, DatabaseServer server) : IClassFixture<LoadedRecord>
{
    private const string Person = "Wilhelmina Quatermain-Featherstone";

    // Most tests log the same over and over: that it is so once more is said.
    private static readonly LoggedBy User = new("user:1", Grants.OfTheProgram, "trace-1") { Again = true };

    private DecisionDesk Desk => loaded.Record.Desk;

    [Fact]
    public async Task A_decision_is_stored_and_seen_at_once_with_who_logged_it()
    {
        var before = await VersionAsync("QYG");
        var receipt = await LogAsync(Decisions.Assign("QYG", 2, "2024-05-01"), before);

        var line = Assert.Single(receipt.Entries);
        Assert.False(receipt.Repeated);
        Assert.Equal(("organisation-QYG", before + 1), (line.Stream, line.Version));
        var record = await loaded.Record.Live.AtAsync(known: null, CancellationToken.None);
        var entry = record.TimelineOf(Decisions.Ods("QYG"))!.Recorded[^1];
        Assert.Equal((line.Id, line.Place, line.Recorded), (entry.Id, entry.Place, entry.Recorded));
        Assert.Equal("user:1", entry.LoggedBy);
        Assert.Equal(2, Assert.IsType<SegmentAssigned>(entry.Event).Segment);
        Assert.Equal(
            "trace-1",
            await loaded.Database.AskAsync<string>(
                $"select correlation_id from oversight.mt_events where id = '{line.Id}'"
            )
        );
    }

    [Fact]
    public async Task What_the_record_holds_exactly_so_is_stored_again_only_when_that_is_said()
    {
        async Task<Guid> LogOnceAsync(LoggedBy by, int segment, string person) =>
            (
                await Desk.LogAsync(
                    Decisions.AssignBy(person, "QMJ", segment, "2024-05-01"),
                    await VersionAsync("QMJ"),
                    by,
                    CancellationToken.None
                )
            )
                .Entries[0]
                .Id;

        var once = User with { Again = false };
        var first = await LogOnceAsync(once with { IdempotencyKey = "once" }, 2, Person);
        var refused = await Assert.ThrowsAsync<RecordedAlreadyException>(() => LogOnceAsync(once, 2, Person));
        Assert.Equal(first, refused.Entry);
        Assert.Contains($"{first}", refused.Message, StringComparison.Ordinal);

        // The key still gives the receipt of the first.
        Assert.Equal(first, await LogOnceAsync(once with { IdempotencyKey = "once" }, 2, Person));
        // Another person, and the same said to be so once more.
        Assert.NotEqual(first, await LogOnceAsync(once, 2, "Somebody Else"));
        var again = await LogOnceAsync(User, 2, Person);
        Assert.NotEqual(first, again);
        // What was retracted is not held any more.
        foreach (var entry in new[] { first, again })
        {
            await LogAsync(
                new LogDecision(
                    SubjectId.Of(Decisions.Ods("QMJ")),
                    new EntryRetracted(Decisions.Decided("2024-05-01"), entry)
                ),
                await VersionAsync("QMJ")
            );
        }

        await LogOnceAsync(once, 2, Person);
    }

    [Fact]
    public async Task A_version_that_moved_is_a_conflict_that_names_both_and_stores_nothing()
    {
        var version = await VersionAsync("QOP");
        await LogAsync(Decisions.Assign("QOP", 2, "2024-05-01"), version);
        var entries = await CountAsync("QOP");

        foreach (var wrong in new[] { version, 0, version + 2 })
        {
            var conflict = await Assert.ThrowsAsync<VersionConflictException>(() =>
                LogAsync(Decisions.Assign("QOP", 4, "2024-06-01"), wrong)
            );
            Assert.Equal(
                ("organisation-QOP", wrong, version + 1),
                (conflict.Stream, conflict.Expected, conflict.Actual)
            );
        }

        Assert.Equal(entries, await CountAsync("QOP"));
    }

    [Fact]
    public async Task A_version_that_another_program_moved_is_a_conflict_too()
    {
        var version = await VersionAsync("QE1");
        var other = await loaded.Database.OpenAsync();
        await other.Desk.LogAsync(
            Decisions.Assign("QE1", 2, "2024-05-01"),
            version,
            new LoggedBy("user:2", Grants.OfTheProgram),
            CancellationToken.None
        );

        var conflict = await Assert.ThrowsAsync<VersionConflictException>(() =>
            LogAsync(Decisions.Assign("QE1", 4, "2024-06-01"), version)
        );
        Assert.Equal(version + 1, conflict.Actual);
        await LogAsync(Decisions.Assign("QE1", 4, "2024-06-01"), version + 1);
        Assert.Equal(version + 2, await VersionAsync("QE1"));
    }

    [Fact]
    public async Task A_decision_about_an_organisation_that_is_not_in_the_record_is_refused_and_stores_nothing()
    {
        var entries = await loaded.Database.CountEntriesAsync();
        var unknown = await Assert.ThrowsAsync<UnknownSubjectException>(() =>
            LogAsync(Decisions.Assign("ZZZ", 2, "2024-05-01"), expectedVersion: 0)
        );

        Assert.Equal(Decisions.Subject("ZZZ"), unknown.Subject);
        Assert.Equal(
            0,
            await loaded.Database.AskAsync<long>(
                "select count(*) from oversight.mt_streams where id = 'organisation-ZZZ'"
            )
        );
        Assert.True(await loaded.Database.CountEntriesAsync() >= entries);
    }

    [Fact]
    public async Task What_a_rule_refuses_stores_neither_entry_nor_key_nor_person()
    {
        var version = await VersionAsync("QHM");
        var by = User with { IdempotencyKey = "refused" };
        var refused = await Assert.ThrowsAsync<RuleRefusedException>(() =>
            Desk.LogAsync(
                new LogDecision(
                    SubjectId.Of(Decisions.Ods("QHM")),
                    new SegmentAssigned(Decisions.Decided("2024-05-01", "nhs-england-Y63", "Refused Person"), 4)
                ),
                version,
                by,
                CancellationToken.None
            )
        );

        Assert.Equal("national-agreement", refused.Rule.Name);
        Assert.Equal(version, await CountAsync("QHM"));
        Assert.Equal(
            0,
            await loaded.Database.AskAsync<long>("select count(*) from ledger.person where name = 'Refused Person'")
        );

        // The key was not used up.
        var receipt = await LogAsync(Decisions.Assign("QHM", 4, "2024-05-01"), version, by);
        Assert.False(receipt.Repeated);
    }

    [Fact]
    public async Task The_same_key_again_gives_the_same_receipt_even_after_the_version_moved()
    {
        var version = await VersionAsync("QOQ");
        var by = User with { IdempotencyKey = "again" };
        var first = await LogAsync(Decisions.Assign("QOQ", 2, "2024-05-01"), version, by);
        await LogAsync(Decisions.Assign("QOQ", 3, "2024-06-01"), version + 1);

        var again = await LogAsync(Decisions.Assign("QOQ", 2, "2024-05-01"), version, by);
        var elsewhere = await (await loaded.Database.OpenAsync()).Desk.LogAsync(
            Decisions.Assign("QOQ", 2, "2024-05-01"),
            version,
            by,
            CancellationToken.None
        );

        Assert.False(first.Repeated);
        Assert.All(
            [again, elsewhere],
            receipt =>
            {
                Assert.True(receipt.Repeated);
                Assert.Equal(first.Entries, receipt.Entries);
            }
        );
        Assert.Equal(version + 2, await CountAsync("QOQ"));
    }

    [Fact]
    public async Task The_same_key_with_other_content_or_about_another_organisation_is_a_conflict()
    {
        var version = await VersionAsync("QF7");
        var by = User with { IdempotencyKey = "other content" };
        await LogAsync(Decisions.Assign("QF7", 2, "2024-05-01"), version, by);

        LogDecision[] others =
        [
            Decisions.Assign("QF7", 3, "2024-05-01"),
            Decisions.Assign("QF7", 2, "2024-05-02"),
            Decisions.Assign("QF7", 2, "2024-05-01", "nhs-england-Y63"),
            Decisions.Assign("QWO", 2, "2024-05-01"),
            new LogDecision(
                SubjectId.Of(Decisions.Ods("QF7")),
                new SegmentReviewed(Decisions.Decided("2024-05-01"), 2)
            ),
        ];
        foreach (var other in others)
        {
            var conflict = await Assert.ThrowsAsync<IdempotencyConflictException>(() =>
                LogAsync(other, version + 1, by)
            );
            Assert.Equal("other content", conflict.Key);
        }

        Assert.Equal(version + 1, await CountAsync("QF7"));
    }

    [Fact]
    public async Task Another_signed_in_subject_may_use_the_same_key_and_learns_nothing_from_it()
    {
        var version = await VersionAsync("QWO");
        var mine = User with { IdempotencyKey = "shared key" };
        var theirs = mine with { Subject = "user:2" };

        var first = await LogAsync(Decisions.Assign("QWO", 3, "2024-05-01"), version, mine);
        await Assert.ThrowsAsync<VersionConflictException>(() =>
            LogAsync(Decisions.Assign("QWO", 3, "2024-05-01"), version, theirs)
        );
        var second = await LogAsync(Decisions.Assign("QWO", 3, "2024-06-01"), version + 1, theirs);

        Assert.False(second.Repeated);
        Assert.NotEqual(first.Entries[0].Id, second.Entries[0].Id);
    }

    [Fact]
    public async Task The_same_key_with_another_persons_name_counts_as_the_same_content()
    {
        var version = await VersionAsync("QHG");
        var by = User with { IdempotencyKey = "names" };
        var first = await Desk.LogAsync(
            Decisions.AssignBy("Ann Able", "QHG", 3, "2024-05-01"),
            version,
            by,
            CancellationToken.None
        );
        foreach (var name in new[] { "Ann Able", "Ben Baker" })
        {
            var again = await Desk.LogAsync(
                Decisions.AssignBy(name, "QHG", 3, "2024-05-01"),
                version,
                by,
                CancellationToken.None
            );
            Assert.True(again.Repeated);
            Assert.Equal(first.Entries, again.Entries);
        }

        Assert.Equal(
            0,
            await loaded.Database.AskAsync<long>("select count(*) from ledger.person where name = 'Ben Baker'")
        );
        Assert.Equal(
            1,
            await loaded.Database.AskAsync<long>("select count(*) from ledger.person where name = 'Ann Able'")
        );
    }

    [Fact]
    public async Task Many_that_send_one_request_with_one_key_at_once_get_one_entry_and_one_receipt()
    {
        var other = await loaded.Database.OpenAsync();
        DecisionDesk[] desks = [Desk, other.Desk];
        for (var round = 0; round < 30; round++)
        {
            var version = await VersionAsync("QUE");
            var by = User with { IdempotencyKey = $"at once {round}" };
            var command = Decisions.Assign("QUE", 2 + (round % 2), "2024-05-01");

            var receipts = await Task.WhenAll(
                Enumerable
                    .Range(0, 16)
                    .Select(number =>
                        Task.Run(() => desks[number % 2].LogAsync(command, version, by, CancellationToken.None))
                    )
            );

            Assert.Single(receipts, receipt => !receipt.Repeated);
            Assert.Single(receipts.Select(receipt => Assert.Single(receipt.Entries)).Distinct());
            Assert.Equal(version + 1, await CountAsync("QUE"));
        }
    }

    [Fact]
    public async Task Of_many_callers_that_decide_on_one_version_exactly_one_wins()
    {
        var other = await loaded.Database.OpenAsync();
        DecisionDesk[] desks = [Desk, other.Desk];
        for (var round = 0; round < 10; round++)
        {
            var version = await VersionAsync("QM7");
            var outcomes = await Task.WhenAll(
                Enumerable
                    .Range(0, 16)
                    .Select(number =>
                        Task.Run(async () =>
                        {
                            try
                            {
                                var receipt = await desks[number % 2]
                                    .LogAsync(
                                        Decisions.Assign("QM7", 1 + (number % 4), "2024-05-01"),
                                        version,
                                        User,
                                        CancellationToken.None
                                    );
                                return receipt.Entries[0].Version;
                            }
                            catch (VersionConflictException conflict)
                            {
                                Assert.Equal(version, conflict.Expected);
                                return 0;
                            }
                        })
                    )
            );

            Assert.Equal(version + 1, Assert.Single(outcomes, won => won > 0));
            Assert.Equal(version + 1, await CountAsync("QM7"));
        }
    }

    [Fact]
    public async Task Callers_that_look_again_after_a_conflict_all_get_through_and_no_entry_is_lost()
    {
        const int callers = 12;
        const int each = 5;
        var start = await VersionAsync("QH8");
        var other = await loaded.Database.OpenAsync();
        OpenRecord[] records = [loaded.Record, other];
        var stored = new ConcurrentBag<ReceiptLine>();
        await Task.WhenAll(
            Enumerable
                .Range(0, callers)
                .Select(number =>
                    Task.Run(async () =>
                    {
                        var record = records[number % 2];
                        for (var done = 0; done < each; )
                        {
                            var seen = await record.Live.AtAsync(known: null, CancellationToken.None);
                            try
                            {
                                var receipt = await record.Desk.LogAsync(
                                    Decisions.Assign("QH8", 1 + (number % 4), "2024-05-01"),
                                    seen.VersionOf("QH8"),
                                    User with
                                    {
                                        Subject = $"user:{number}",
                                    },
                                    CancellationToken.None
                                );
                                stored.Add(receipt.Entries[0]);
                                done++;
                            }
                            catch (VersionConflictException)
                            {
                                // Another was first: look again.
                            }
                        }
                    })
                )
        );

        var timeline = (await other.Live.AtAsync(known: null, CancellationToken.None)).TimelineOf(
            Decisions.Ods("QH8")
        )!;
        Assert.Equal(
            stored.OrderBy(line => line.Version).Select(line => (line.Version, line.Id, line.Place)),
            timeline.Recorded.Skip((int)start).Select(entry => (entry.Version, entry.Id, entry.Place))
        );
        Assert.Equal(callers * each, stored.Count);
        Assert.All(
            timeline.Recorded.Skip((int)start).GroupBy(entry => entry.LoggedBy),
            caller => Assert.Equal(each, caller.Count())
        );
    }

    [Fact]
    public async Task A_persons_name_is_in_no_event_can_be_redacted_and_the_entry_still_reads()
    {
        var version = await VersionAsync("QMM");
        var first = await Desk.LogAsync(
            Decisions.AssignBy(Person, "QMM", 2, "2024-05-01"),
            version,
            User,
            CancellationToken.None
        );
        // A correction has people in two places.
        await Desk.LogAsync(
            new LogDecision(
                Decisions.Subject("QMM"),
                new EntryCorrected(
                    Decisions.Decided("2024-05-03", person: Person),
                    first.Entries[0].Id,
                    new SegmentAssigned(Decisions.Decided("2024-05-02", person: Person), 2)
                )
            ),
            version + 1,
            User with
            {
                IdempotencyKey = Guid.NewGuid().ToString(),
            },
            CancellationToken.None
        );

        var timeline = (await loaded.Record.Live.AtAsync(known: null, CancellationToken.None)).TimelineOf(
            Decisions.Ods("QMM")
        )!;
        var correction = (EntryCorrected)timeline.Recorded[^1].Event;
        string[] ids =
        [
            timeline.Recorded[^2].Event.Decision.DecidedBy.Person!,
            correction.Decision.DecidedBy.Person!,
            correction.Replacement.Decision.DecidedBy.Person!,
        ];
        Assert.Equal(3, ids.Distinct().Count());
        Assert.All(ids, id => Assert.True(PersonCommitment.IsId(id)));
        foreach (
            var table in new[]
            {
                "oversight.mt_events",
                "oversight.mt_streams",
                "ledger.place",
                "ledger.idempotency",
                "access.account",
            }
        )
        {
            Assert.Equal(
                0,
                await loaded.Database.AskAsync<long>(
                    $"select count(*) from {table} t where t::text ilike '%quatermain%'"
                )
            );
        }

        var names = await loaded.Store.PersonNamesAsync(ids);
        Assert.Equal(ids.Order(), names.Keys.Order());
        Assert.All(names.Values, name => Assert.Equal(Person, name));

        await Desk.LogAsync(
            new LogDecision(
                Decisions.Subject("QMM"),
                new PersonRedacted(Decisions.Decided("2024-05-04"), ids, RedactionGround.CourtOrder)
            ),
            version + 2,
            User,
            CancellationToken.None
        );

        Assert.Empty(await loaded.Store.PersonNamesAsync(ids));
        var fresh = await (await loaded.Database.OpenAsync()).Live.AtAsync(known: null, CancellationToken.None);
        var history = AuditHistory.Of(fresh, Decisions.Subject("QMM"))!;
        Assert.Equal("Segment 2 assigned from 1 May 2024", history.Entries[^3].Summary);
        Assert.Equal(EntryStanding.Corrected, history.Entries[^3].Standing);
        Assert.Equal(ids[0], history.Entries[^3].Event.Decision.DecidedBy.Person);
    }

    [Theory]
    [InlineData(0x0000, null)]
    [InlineData(0xD83D, null)]
    [InlineData(0xDE00, "hostile")]
    [InlineData(0x0000, "hostile")]
    public async Task Text_that_cannot_be_stored_is_bad_input_and_names_its_field(int character, string? key)
    {
        var version = await VersionAsync("QWU");
        var assign = Decisions.Assign("QWU", 2, "2024-05-01");
        var hostile = assign.Asked with
        {
            Decision = assign.Asked.Decision with { Rationale = $"Before{(char)character}after" },
        };

        var bad = await Assert.ThrowsAsync<BadInputException>(() =>
            LogAsync(new LogDecision(assign.Subject, hostile), version, User with { IdempotencyKey = key })
        );

        Assert.Equal("decision.rationale", bad.Field);
        Assert.Equal(version, await CountAsync("QWU"));
    }

    [Fact]
    public async Task A_rehearsal_stores_nothing_and_the_next_decision_is_stored_as_ever()
    {
        const string Everything = """
            select (select count(*) from oversight.mt_events) + (select count(*) from oversight.mt_streams)
                + (select sum(version)::bigint from oversight.mt_streams) + (select count(*) from ledger.place)
                + (select count(*) from ledger.idempotency) + (select count(*) from ledger.person)
            """;
        await using var database = await TestDatabase.CreateLoadedAsync(server);
        var before = await database.AskAsync<long>(Everything);

        await database.Record.Desk.RehearseAsync();
        await database.Record.Desk.RehearseAsync();

        Assert.Equal(before, await database.AskAsync<long>(Everything));
        var last = await database.Record.Store.LastPlaceAsync();
        var receipt = await database.Record.Desk.LogAsync(
            Decisions.Assign("QUA", 2, "2024-05-01"),
            2,
            User,
            CancellationToken.None
        );
        Assert.Equal(last + 1, Assert.Single(receipt.Entries).Place);
    }

    [Fact]
    public async Task A_rehearsal_in_an_empty_record_does_nothing()
    {
        await using var database = await TestDatabase.CreateEmptyAsync(server);
        await database.Record.Desk.RehearseAsync();
        Assert.Equal(0, await database.CountEntriesAsync());
    }

    [Fact]
    public async Task A_caller_that_has_gone_before_anything_was_sent_stores_nothing()
    {
        var version = await VersionAsync("QUA");
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            Desk.LogAsync(
                Decisions.Assign("QUA", 2, "2024-05-01"),
                version,
                User,
                new CancellationToken(canceled: true)
            )
        );
        Assert.Equal(version, await CountAsync("QUA"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_decision_costs_two_round_trips(bool withKey)
    {
        await using var counter = RoundTripProxy.Start(loaded.Database.Settings.Program);
        var counted = await loaded.Database.OpenAsync(counter.ConnectionString);
        var version = (await counted.Live.AtAsync(known: null, CancellationToken.None)).VersionOf("QHL");
        async Task LogAsync(int count)
        {
            for (var i = 0; i < count; i++)
            {
                await counted.Desk.LogAsync(
                    Decisions.Assign("QHL", 1 + (int)(version % 4), "2024-05-01"),
                    version++,
                    User with
                    {
                        IdempotencyKey = withKey ? Guid.NewGuid().ToString() : null,
                    },
                    CancellationToken.None
                );
            }
        }

        // Statements are prepared on the way; connections are opened.
        await LogAsync(5);
        var before = counter.RoundTrips;
        await LogAsync(20);
        Assert.Equal(2 * 20, counter.RoundTrips - before);

        // A question costs one.
        before = counter.RoundTrips;
        await counted.Live.AtAsync(known: null, CancellationToken.None);
        Assert.Equal(1, counter.RoundTrips - before);
    }

    private Task<Receipt> LogAsync(LogDecision command, long expectedVersion, LoggedBy? by = null) =>
        Desk.LogAsync(command, expectedVersion, by ?? User, CancellationToken.None);

    private async Task<long> VersionAsync(string ods) =>
        (await loaded.Record.Live.AtAsync(known: null, CancellationToken.None)).VersionOf(ods);

    private Task<long> CountAsync(string ods) =>
        loaded.Database.AskAsync<long>(
            $"select count(*) from oversight.mt_events where stream_id = 'organisation-{ods}'"
        );
}
