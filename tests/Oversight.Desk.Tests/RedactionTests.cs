using System.Text;
using Npgsql;
using Oversight.Desk.Answers;
using Oversight.Ledger;
using Oversight.Ledger.People;
using Oversight.Ledger.Proving;
using Oversight.Projections.AuditHistory;
using Oversight.Proofs.Checkpoints;
using Oversight.Proofs.Notes;
using Oversight.Proofs.Trees;
using Oversight.Proofs.Witnesses;
using Oversight.Record;
using Oversight.Record.Catalogue;
using Oversight.Record.Corrections;
using Oversight.Record.Deciding;
using Oversight.Record.Entries;
using Oversight.Record.People;
using Oversight.Record.Recovery;
using Oversight.Record.Retention;
using Oversight.Record.Segments;
using Oversight.Record.Time;
using Oversight.TestServer;

namespace Oversight.Desk.Tests;

/// <summary>A person's name is redacted, and everything else stays. Each test has a name of its own, which nothing else holds.</summary>
public sealed class RedactionTests(LoadedRecord loaded) : IClassFixture<LoadedRecord>, IDisposable
{
    private readonly DirectoryInfo proofFolder = Directory.CreateTempSubdirectory("oversight-proof-");

    private static readonly LoggedBy User = new("user:1", Grants.OfTheProgram);
    private static readonly DateWithPrecision Today = DateWithPrecision.Day(London.Today(TimeProvider.System));

    private OpenRecord Open => loaded.Record;

    [Fact]
    public async Task A_name_is_gone_from_the_whole_database_and_what_was_proved_before_is_proved_after()
    {
        // Composed here, decomposed where it is asked for.
        const string Name = "Zo\u00eb Thistlewaite-\u00d8deg\u00e5rd";
        var other = await loaded.Database.OpenAsync();
        var ids = await TellAsync(Name, "QOC", "proved");
        await KeepBesideAsync("Thistlewaite", Name);
        await loaded.Database.ExecuteAsync("analyze");
        var (before, policy) = await ProveAsync();
        var kept = (await Open.Proofs.ReceiptAsync(ids[0]))!.ToString();
        string[] held = ["access.form_draft", "access.reading", "ledger.person"];
        Assert.Equal(held, await HoldingAsync("thistlewaite"));

        var (found, receipt) = await RedactAsync("Zoe\u0308 Thistlewaite-\u00d8dega\u030ard");

        Assert.Equal(["organisation-QOC", "recovery-redacted-proved"], found.Subjects.Select(s => s.Subject.Value));
        Assert.Equal((4, 5), (found.Entries, found.Subjects.Sum(s => s.Names.Count)));
        Assert.Equal(2, receipt.Entries.Count);
        Assert.Empty(await HoldingAsync("thistlewaite"));
        Assert.Equal(
            5,
            await loaded.Database.AskAsync<long>(
                $"select count(*) from ledger.person_redaction where entry in ('{receipt.Entries[0].Id}', '{receipt.Entries[1].Id}')"
            )
        );
        // What somebody proved then, and what is proved now: the same leaves, the same root over them.
        Assert.Equal(
            SizeAndRoot(before),
            SizeAndRoot(
                Oversight.Proofs.Receipts.Receipt.Parse(Encoding.UTF8.GetBytes(kept)).VerifyEntry(policy).Checkpoint
            )
        );
        var (after, _) = await ProveAsync();
        Assert.Equal(before.Root, MerkleTree.Root((await LeavesAsync()).AsSpan(0, (int)before.Size)));
        foreach (var entry in new[] { ids[0], receipt.Entries[0].Id })
        {
            var proved = (await Open.Proofs.ReceiptAsync(entry))!.VerifyEntry(policy).Checkpoint;
            Assert.Equal(SizeAndRoot(after), SizeAndRoot(proved));
        }

        // Another program, which has had the record in memory all the time.
        await SaysRedactedAsync(other, ids[0], receipt.Entries[0].Id);
        await SaysRedactedAsync(Open, ids[0], receipt.Entries[0].Id);
    }

    [Fact]
    public async Task Who_does_not_see_the_redaction_is_told_that_it_was_and_not_by_which_entry()
    {
        var ids = await TellAsync("Wilfred Ashgrove-Penhaligon", "QHL", "unseen");
        var (_, receipt) = await RedactAsync("Wilfred Ashgrove-Penhaligon");
        var now = await Open.Live.AtAsync(known: null, default);
        var person = now.EntryOf(ids[0])!.Event.Decision.DecidedBy.Person!;
        var own = now.AsSeenBy(new(new([new(Role.Lead, Organisation: Decisions.Ods("QHL"))]), Today.Latest));

        Assert.Equal(PeopleNames.Redacted, (await PeopleNames.OfAsync(Open, own, [person], default))[person]);
        Assert.Equal(
            $"{PeopleNames.Redacted} (entry {receipt.Entries[0].Id})",
            (await PeopleNames.OfAsync(Open, now, [person], default))[person]
        );
        // As known before it was redacted the name is gone all the same.
        var then = await Open.Live.AtAsync(receipt.Entries[0].Recorded.AddMicroseconds(-1), default);
        Assert.Null(then.EntryOf(receipt.Entries[0].Id));
        Assert.StartsWith(
            PeopleNames.Redacted,
            (await PeopleNames.OfAsync(Open, then, [person], default))[person],
            StringComparison.Ordinal
        );
        Assert.Empty(await PeopleNames.KeptAsync(Open, [person], default));
    }

    [Fact]
    public async Task A_redaction_that_is_broken_off_takes_nothing_and_one_that_is_refused_neither()
    {
        const string Name = "Perpetua Gallowglass";
        var ids = await TellAsync(Name, "QWO", "broken-off");
        var now = await Open.Live.AtAsync(known: null, default);
        var person = now.EntryOf(ids[0])!.Event.Decision.DecidedBy.Person!;
        var version = now.TimelineOf(Decisions.Ods("QWO"))!.Version;
        string Entry(string data) =>
            $"""
                update oversight.mt_streams set version = {version + 1} where id = 'organisation-QWO';
                insert into oversight.mt_events (seq_id, id, stream_id, version, data, type, timestamp, user_name)
                values (nextval('oversight.mt_events_sequence'), gen_random_uuid(), 'organisation-QWO', {version
                    + 1}, '{data}', 'person_redacted', now(), 'x')
                """;
        var redacting = $$"""{"names": ["{{person}}"]}""";
        var saying = $$$"""{"names": ["{{{person}}}"], "decision": {"rationale": "For PERPETUA  Gallowglass."}}""";

        Assert.Equal("22012", await RefusedAsync($"select ledger.begin_writing(); {Entry(redacting)}; select 1 / 0"));
        Assert.Equal("OV018", await RefusedAsync($"select ledger.begin_writing(); {Entry(saying)}"));
        await loaded.Database.ExecuteAsync($"begin; select ledger.begin_writing(); {Entry(redacting)}; rollback");

        Assert.Equal(Name, (await PeopleNames.KeptAsync(Open, [person], default))[person]);
        var found = await NameInRecord.FindAsync(Open.Store, now, Name, default);
        foreach (var rationale in new[] { $"Asked for by {Name}.", $"Asked for by {Name.ToUpperInvariant()}." })
        {
            Assert.Equal("decision.rationale", Assert.Throws<BadInputException>(() => Draft(found, rationale)).Field);
        }

        var bad = await Assert.ThrowsAsync<BadEntryException>(() =>
            LogAsync(
                Decisions.Subject("QWO"),
                new PersonRedacted(
                    Because("Perpetua-Gallowglass asked for it."),
                    [person],
                    RedactionGround.RightToErasure
                )
            )
        );
        Assert.Contains("holds the name", bad.Message, StringComparison.Ordinal);
        Assert.Equal(Name, (await PeopleNames.KeptAsync(Open, [person], default))[person]);
    }

    [Fact]
    public async Task No_name_goes_without_an_entry_that_says_so_and_none_comes_back()
    {
        const string Name = "Barnaby Quillfeather";
        var ids = await TellAsync(Name, "QMJ", "guarded");
        var salts = await loaded.Database.AskAsync<string>(
            $"select string_agg(format('(%L, %L::bytea, %L)', id, salt, name), ',') from ledger.person where name = '{Name}'"
        );
        Assert.Equal("OV001", await RefusedAsync($"delete from ledger.person where name = '{Name}'"));
        Assert.Equal("OV001", await RefusedAsync("truncate ledger.person"));
        Assert.Equal(
            "OV001",
            await RefusedAsync(
                $"insert into ledger.person_redaction (person, entry) select id, '{ids[0]}' from ledger.person where name = '{Name}'"
            )
        );
        Assert.Equal("OV001", await RefusedAsync("update access.reading set address = '/'"));

        var (_, receipt) = await RedactAsync(Name);

        Assert.Equal("OV010", await RefusedAsync($"insert into ledger.person (id, salt, name) values {salts}"));
        Assert.Equal(
            "OV001",
            await RefusedAsync($"delete from ledger.person_redaction where entry = '{receipt.Entries[0].Id}'")
        );
        // Another entry by the same person has another id, and the name again.
        await TellAsync(Name, "QMJ", "again");
        var again = await NameInRecord.FindAsync(
            Open.Store,
            await Open.Live.AtAsync(known: null, default),
            Name,
            default
        );
        Assert.Equal(4, again.Entries);
    }

    [Theory]
    [InlineData("Jo", "The job was done.", false)]
    [InlineData("Jo", "Asked for by JO.", true)]
    [InlineData("Alex Example", "As ALEX  example asked.", true)]
    public async Task What_is_said_of_a_redaction_holds_the_name_where_it_says_its_words(
        string name,
        string rationale,
        bool isRefused
    )
    {
        var found = await NameInRecord.FindAsync(
            Open.Store,
            await Open.Live.AtAsync(known: null, default),
            name,
            default
        );
        var refused = Xunit.Record.Exception(() => Draft(found, rationale));
        Assert.Equal(isRefused ? "decision.rationale" : null, (refused as BadInputException)?.Field);
        Assert.Equal(isRefused, refused is not null);
    }

    [Fact]
    public void An_answer_that_could_not_look_names_up_has_another_tag() =>
        Assert.Equal(
            3,
            new[] { "Alex Example", PeopleNames.Away, PeopleNames.Redacted }
                .Select(shown => Assert.Single(PeopleNames.Shown(new Dictionary<string, string> { ["p"] = shown })))
                .Distinct()
                .Count()
        );

    [Fact]
    public async Task What_is_held_keeps_its_names_and_a_correction_goes_on_with_an_id_that_was_redacted()
    {
        const string Name = "Cordelia Marchbanks";
        var ids = await TellAsync(Name, "QUE", "held");
        var subject = Decisions.Subject("QUE");
        var hold = await LogAsync(subject, new RetentionHoldPlaced(Because("An inquiry."), HoldGround.Inquiry, "I"));
        Assert.Equal(
            "name-not-under-retention-hold",
            (await Assert.ThrowsAsync<RuleRefusedException>(() => RedactAsync(Name))).Rule.Name
        );
        await LogAsync(subject, new RetentionHoldLifted(Because("It has reported."), hold.Entries[0].Id));
        var (_, receipt) = await RedactAsync(Name);

        var now = await Open.Live.AtAsync(known: null, default);
        var assigned = (SegmentAssigned)now.EntryOf(ids[0])!.Event;
        var corrected = await LogAsync(
            subject,
            new EntryCorrected(Because("The month was wrong."), ids[0], assigned with { Segment = 2 })
        );
        await SaysRedactedAsync(Open, corrected.Entries[0].Id, receipt.Entries[0].Id);
    }

    public void Dispose() => proofFolder.Delete(recursive: true);

    // A segment with the name, its correction that has it twice, and an engagement with the name in it and for its director: five ids.
    private async Task<Guid[]> TellAsync(string name, string ods, string id)
    {
        var subject = Decisions.Subject(ods);
        var recovery = SubjectId.OfRecovery($"redacted-{id}");
        var segment = await LogAsync(subject, new SegmentAssigned(Decisions.Decided("2024-05-01", person: name), 3));
        var assigned = segment.Entries[0].Id;
        await LogAsync(
            subject,
            new EntryCorrected(
                Decisions.Decided("2024-05-03", person: name),
                assigned,
                new SegmentAssigned(Decisions.Decided("2024-05-02", person: name), 3)
            )
        );
        var imported = Decisions.Decided("2024-06-01") with { Origin = Origin.Imported };
        await LogAsync(
            recovery,
            new RecoveryEntered(
                imported with
                {
                    DecidedBy = new("nhs-england", Person: name),
                },
                "A system",
                [Decisions.Ods(ods)]
            )
        );
        await LogAsync(recovery, new ImprovementDirectorAppointed(imported, name));
        return [assigned];
    }

    // In a form that is not logged yet, and in what a search and a command asked for.
    private async Task KeepBesideAsync(string part, string name)
    {
        await Open.FormDrafts.KeepAsync(
            "user:2",
            new FormDraft(
                Guid.CreateVersion7(),
                "segment",
                "organisation-QOC",
                1,
                new Dictionary<string, string[]>
                {
                    ["decision.decidedBy.person"] = [name],
                    ["decision.rationale"] = [$"As {name} said, and {name.ToUpperInvariant()} wrote."],
                    ["decision.conditions"] = [$"First.\r\n{name} said"],
                    ["segment"] = ["3"],
                },
                null,
                default
            ),
            default
        );
        foreach (
            var address in new[]
            {
                $"/search?q={Uri.EscapeDataString(name)}",
                $"/search?q={Uri.EscapeDataString(name).Replace("%20", "+", StringComparison.Ordinal)}&page=2",
                $"oversight log segment QOC 3 --person \"{name}\" --body nhs-england",
                $"oversight register decisions --where \"decidedByPerson={name}\" --where \"decision.contains=why?\"",
                $"/search?q={part[..6]}",
            }
        )
        {
            await Open.Readings.AddAsync(new("user:2", null, Face.Page, address, 7, ["organisation-QOC"], 1), default);
        }
    }

    private async Task<(NameInRecord Found, Receipt Receipt)> RedactAsync(string name)
    {
        var record = await Open.Live.AtAsync(known: null, default);
        var found = await NameInRecord.FindAsync(Open.Store, record, name, default);
        return (found, await Open.Desk.LogAsync(Draft(found, "The request was found to be good."), User));
    }

    private Draft Draft(NameInRecord found, string rationale) =>
        found.Redact(
            Open.Live.Newest(),
            TimeProvider.System.GetUtcNow(),
            User.Subject,
            Because(rationale),
            RedactionGround.RightToErasure,
            "Request 2026-31"
        );

    private static Decision Because(string rationale) =>
        new(Today, Today, new DecidedBy("nhs-england")) { Rationale = rationale };

    private async Task<Receipt> LogAsync(SubjectId subject, Event content)
    {
        var record = await Open.Live.AtAsync(known: null, default);
        return await Open.Desk.LogAsync(
            new LogDecision(subject, content),
            record.TimelineOf(subject)?.Version ?? 0,
            User with
            {
                IdempotencyKey = $"{Guid.NewGuid()}",
                Again = true,
            },
            default
        );
    }

    private static async Task SaysRedactedAsync(OpenRecord open, Guid entry, Guid redaction)
    {
        var record = await open.Live.AtAsync(known: null, default);
        var history = await HistoryAnswer.OfAsync(
            open,
            record,
            AuditHistory.Of(record, record.EntryOf(entry)!.Subject)!,
            known: null,
            default
        );
        var told = history.Entries.Single(one => one.Id == entry).Event;
        var person = (told is EntryCorrected corrected ? corrected.Replacement : told).Decision.DecidedBy.Person!;
        Assert.Equal($"name redacted (entry {redaction})", history.People[person]);
    }

    // Every table that has the part of a name in some row, those of PostgreSQL itself included: what a dump could hold, and its samples.
    private async Task<string[]> HoldingAsync(string part)
    {
        var each = await loaded.Database.AskAsync<string>(
            $"""
            select string_agg(format('select %L where exists (select from only %s t where t::text ilike %L)', c.oid::regclass, c.oid::regclass, '%{part}%'), ' union all ')
            from pg_class c
            where c.relkind in ('r', 'm', 'p')
            """
        );
        return await loaded.Database.AskAsync<string[]>($"select array(select * from ({each}) t (name) order by 1)");
    }

    private async Task<string> RefusedAsync(string sql) =>
        (await Assert.ThrowsAsync<PostgresException>(() => loaded.Database.ExecuteAsync(sql))).SqlState;

    private async Task<TreeHash[]> LeavesAsync() =>
        [
            .. (
                await loaded.Database.AskAsync<string[]>(
                    "select array(select encode(leaf, 'hex') from ledger.place order by place)"
                )
            ).Select(hex => TreeHash.From(Convert.FromHexString(hex))),
        ];

    private static (long, TreeHash) SizeAndRoot(Checkpoint checkpoint) => (checkpoint.Size, checkpoint.Root);

    private async Task<(Checkpoint Checkpoint, TrustPolicy Policy)> ProveAsync()
    {
        await using var connections = RecordStore.CreateDataSource(loaded.Database.Settings.Program);
        var keys = new CheckpointKeys(connections, proofFolder.FullName);
        await keys.EnsureAsync("oversight.example/record", default);
        await new Integrator(connections).IntegrateAsync(keys);
        var policy = TrustPolicy.Of(
            [.. (await Open.Proofs.KeysAsync()).Select(key => VerifierKey.Parse(key.Verifier))],
            [],
            0
        );
        return (policy.Verify((await Open.Proofs.CheckpointAsync())!).Checkpoint, policy);
    }
}
