using System.Security.Cryptography;
using Npgsql;
using Oversight.EmbeddedPostgres;
using Oversight.Ledger;
using Oversight.Record;
using Oversight.Record.Catalogue;
using Oversight.Record.Corrections;
using Oversight.Record.Deciding;
using Oversight.Record.Entries;
using Oversight.Record.Evidence;
using Oversight.Record.People;
using Oversight.Record.Recovery;
using Oversight.Record.Retention;
using Oversight.Record.Time;
using Oversight.TestServer;

namespace Oversight.Desk.Tests;

/// <summary>Evidence and its documents. Each test has an engagement and a document of its own.</summary>
public sealed class EvidenceDocumentsTests(LoadedRecord loaded) : IClassFixture<LoadedRecord>
{
    private static readonly LoggedBy User = new("user:1", Grants.OfTheProgram);
    private static readonly DocumentType Text = DocumentType.Of("text/plain");
    private static readonly DateWithPrecision Today = DateWithPrecision.Day(London.Today(TimeProvider.System));

    private OpenRecord Record => loaded.Record;

    [Fact]
    public async Task Live_evidence_is_logged_when_its_document_is_stored()
    {
        var subject = await EnterAsync("logged");
        var document = await StoreAsync("QOC", "logged");

        await LogAsync(subject, Evidence(document), 2);

        Assert.Empty(await FaultsAsync(document));
        var (stored, name) = (
            await Record.Documents.FindAsync(
                Decisions.Ods("QOC"),
                document.Sha256,
                new(User.Grants, Today.Latest),
                default
            )
        )!.Value;
        Assert.Equal((document.Length, "evidence.txt"), (stored.Length, name));
    }

    public static TheoryData<string, string> Wrong =>
        new()
        {
            { "sha256", "document.sha256" },
            { "organisation", "document.sha256" },
            { "length", "document.length" },
            { "type", "document.mediaType" },
            { "name", "document.fileName" },
            { "hostile name", "document.fileName" },
        };

    [Theory]
    [MemberData(nameof(Wrong))]
    public async Task Live_evidence_whose_document_is_not_stored_as_it_says_is_refused_alone_and_in_a_draft(
        string what,
        string field
    )
    {
        var subject = await EnterAsync(what.Replace(' ', '-'));
        var document = await StoreAsync("QOC", what);
        var evidence = Wronged(Evidence(document), what);

        var refused = await Assert.ThrowsAsync<BadInputException>(() => LogAsync(subject, evidence, 2));
        var draft = new Draft(
            await Record.Live.AtAsync(known: null, default),
            TimeProvider.System.GetUtcNow(),
            User.Subject
        );
        draft.Take(new LogDecision(subject, evidence));
        var inDraft = await Assert.ThrowsAsync<BadInputException>(() => Record.Desk.LogAsync(draft, User));

        Assert.Equal((field, field), (refused.Field, inDraft.Field));
        Assert.Equal(2, (await Record.Live.AtAsync(known: null, default)).TimelineOf(subject)!.Version);
    }

    [Fact]
    public async Task Imported_evidence_may_name_what_is_not_there_and_the_check_finds_it_until_it_is_corrected()
    {
        var subject = await EnterAsync("imported");
        var document = await StoreAsync("QOC", "imported");
        var missing = document with { Sha256 = new string('e', 64) };
        var receipt = await LogAsync(subject, Imported(Evidence(missing)), 2);
        await LogAsync(subject, Imported(Evidence(document with { Length = 1 })), 3);

        var fault = Assert.Single(await FaultsAsync(missing));
        Assert.Equal((DocumentFaultKind.Missing, receipt.Entries[0].Id), (fault.Kind, fault.Entry));
        Assert.Equal(DocumentFaultKind.NotAsNamed, Assert.Single(await FaultsAsync(document)).Kind);

        var live = Decided() with { Rationale = "Another document was meant." };
        var wrong = new EntryCorrected(live, fault.Entry!.Value, Evidence(missing));
        Assert.Equal(
            "replacement.document.sha256",
            (await Assert.ThrowsAsync<BadInputException>(() => LogAsync(subject, wrong, 4))).Field
        );
        await LogAsync(subject, new EntryCorrected(live, fault.Entry.Value, Evidence(document)), 4);
        Assert.Empty(await FaultsAsync(missing));
    }

    [Fact]
    public async Task A_document_that_was_disposed_of_is_gone_stays_known_and_does_not_come_back()
    {
        var subject = await EnterAsync("disposed");
        var (document, kept) = (await StoreAsync("QOC", "disposed"), await StoreAsync("QOC", "kept"));
        await LogAsync(subject, Evidence(document), 2);
        await LogAsync(subject, Evidence(kept), 3);
        var hold = new RetentionHoldPlaced(
            Because(),
            HoldGround.Inquiry,
            "The inquiry",
            Entries: null,
            Documents: [document.Sha256]
        );
        var placed = await LogAsync(hold);
        var disposal = Disposal(document);
        Assert.Equal(
            "not-under-retention-hold",
            (await Assert.ThrowsAsync<RuleRefusedException>(() => LogAsync(disposal))).Rule.Name
        );
        await LogAsync(new RetentionHoldLifted(Because(), placed.Entries[0].Id));
        Assert.Null((await FindAsync(document)).DisposedBy);

        var entry = (await LogAsync(disposal)).Entries[0].Id;

        var found = await FindAsync(document);
        Assert.Equal((entry, document.Length, document.MediaType), (found.DisposedBy, found.Length, found.MediaType));
        Assert.Equal(0, await PartsAsync(document));
        Assert.Equal(1, await PartsAsync(kept));
        Assert.Empty(await FaultsAsync(document));
        Assert.Equal(
            "document",
            (await Assert.ThrowsAsync<BadInputException>(() => StoreAsync("QOC", "disposed"))).Field
        );
        Assert.Equal(
            "disposed-document-is-not-named",
            (await Assert.ThrowsAsync<RuleRefusedException>(() => LogAsync(subject, Evidence(document), 4))).Rule.Name
        );
        var whole = await Record.Live.AtAsync(known: null, default);
        Assert.Contains($"by entry {entry}", EvidenceDocuments.SaysDisposed(whole, found), StringComparison.Ordinal);
        var own = whole.AsSeenBy(
            new(new([new(Role.Lead, Organisation: Decisions.Ods("QOC"))]), London.Today(TimeProvider.System))
        );
        Assert.DoesNotContain("entry", EvidenceDocuments.SaysDisposed(own, found), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bytes_that_outlived_their_disposal_are_found_handed_to_nobody_and_removed_at_the_next_start()
    {
        var subject = await EnterAsync("broken-off");
        var document = await StoreAsync("QHL", "broken off");
        // As if whoever logged it had been stopped before the bytes were gone: the entry names a document that comes after it.
        var late = document with
        {
            Sha256 = Convert.ToHexStringLower(SHA256.HashData("late"u8)),
            Length = 4,
        };
        await LogAsync(subject, Imported(Evidence(late)), 2);
        var entry = (await LogAsync(Disposal(late))).Entries[0].Id;
        await using var connections = RecordStore.CreateDataSource(loaded.Database.Settings.Program);
        using (var content = new MemoryStream("late"u8.ToArray()))
        {
            await new DocumentArchive(connections).StoreAsync(
                Decisions.Ods("QOC"),
                Text,
                content,
                "user:1",
                null,
                default
            );
        }

        Assert.Equal(
            (DocumentFaultKind.NotRemoved, entry),
            Assert.Single((await FaultsAsync(late)).Select(f => (f.Kind, f.Entry)))
        );
        Assert.Equal(entry, (await FindAsync(late)).DisposedBy);
        await Record.LoadAsync(_ => { }, default);
        Assert.Empty(await FaultsAsync(late));
        Assert.Equal(0, await PartsAsync(late));
    }

    [Theory]
    [InlineData("delete from ledger.document_part", "42501")]
    [InlineData(
        "insert into ledger.document_disposal (organisation, sha256, entry) select organisation, sha256, gen_random_uuid() from ledger.document",
        "OV015"
    )]
    [InlineData(
        "insert into ledger.document_disposal (organisation, sha256, entry) select organisation, sha256, (select id from oversight.mt_events where type = 'documents_disposed' limit 1) from ledger.document where organisation = 'QHL'",
        "OV015"
    )]
    [InlineData("delete from ledger.document_disposal", "42501")]
    public async Task The_program_removes_no_document_that_no_disposal_names(string sql, string state)
    {
        await StoreAsync("QHL", "never named");
        await using var connections = RecordStore.CreateDataSource(loaded.Database.Settings.Program);
        await using var command = connections.CreateCommand(sql);
        Assert.Equal(
            state,
            (await Assert.ThrowsAsync<PostgresException>(() => command.ExecuteNonQueryAsync())).SqlState
        );
    }

    [Fact]
    public async Task Evidence_that_is_kept_elsewhere_needs_no_document()
    {
        var subject = await EnterAsync("elsewhere");

        await LogAsync(subject, Evidence(null), 2);
    }

    [Fact]
    public async Task A_document_belongs_to_an_organisation_that_is_registered() =>
        await Assert.ThrowsAsync<UnknownSubjectException>(() => StoreAsync("ZZZ", "nobody's"));

    [Fact]
    public async Task Only_evidence_with_a_document_costs_a_round_trip_more()
    {
        var subject = await EnterAsync("trips");
        var document = await StoreAsync("QOC", "trips");
        await using var counter = RoundTripProxy.Start(loaded.Database.Settings.Program);
        var other = await loaded.Database.OpenAsync(counter.ConnectionString);
        async Task<long> CostAsync(Event asked, long version)
        {
            var before = counter.RoundTrips;
            await other.Desk.LogAsync(new LogDecision(subject, asked), version, User with { Again = true }, default);
            return counter.RoundTrips - before;
        }

        // Statements are prepared on their second use.
        await CostAsync(Evidence(null), 2);
        await CostAsync(Evidence(document), 3);
        await CostAsync(Evidence(document), 4);
        await CostAsync(Evidence(document), 5);

        Assert.Equal(2, await CostAsync(Evidence(null), 6));
        Assert.Equal(3, await CostAsync(Evidence(document), 7));
    }

    private static Decision Because() => Decided() with { Rationale = "As the schedule says." };

    private static DocumentsDisposed Disposal(EvidenceDocument document) =>
        new(
            Because(),
            [new(document.Sha256, "Return")],
            DisposalGround.ReceivedInError,
            "Code of Practice, Appendix II",
            "Not a record of this body"
        );

    // About QOC, whatever else the tests have logged about it.
    private async Task<Receipt> LogAsync(Event content)
    {
        var subject = SubjectId.Of(Decisions.Ods("QOC"));
        var record = await Record.Live.AtAsync(known: null, default);
        return await LogAsync(subject, content, record.TimelineOf(subject)!.Version);
    }

    private async Task<StoredDocument> FindAsync(EvidenceDocument document) =>
        (
            await Record.Documents.FindAsync(
                Decisions.Ods("QOC"),
                document.Sha256,
                new(Grants.OfTheProgram, DateOnly.MaxValue),
                default
            )
        )!
            .Value
            .Document;

    private async Task<long> PartsAsync(EvidenceDocument document)
    {
        await using var connections = RecordStore.CreateDataSource(loaded.Database.Settings.Program);
        await using var command = connections.CreateCommand(
            $"select count(*) from ledger.document_part where sha256 = decode('{document.Sha256}', 'hex')"
        );
        return (long)(await command.ExecuteScalarAsync())!;
    }

    private async Task<SubjectId> EnterAsync(string id)
    {
        var subject = SubjectId.Of(SubjectKind.Recovery, $"documents-{id}");
        var entered = new RecoveryEntered(
            Decisions.Decided("2024-05-01") with
            {
                Origin = Origin.Imported,
            },
            "A system",
            [Decisions.Ods("QOC"), Decisions.Ods("QHL")]
        );
        await LogAsync(subject, entered, 0);
        var criteria = new ExitCriteriaAgreed(
            entered.Decision,
            CriteriaPurpose.Exit,
            [new Criterion("EC1", "Finance", "The system lives within its means.")]
        );
        await LogAsync(subject, criteria, 1);
        return subject;
    }

    private async Task<EvidenceDocument> StoreAsync(string ods, string text)
    {
        using var content = new MemoryStream(System.Text.Encoding.UTF8.GetBytes(text));
        return (
            await Record.Documents.StoreAsync(Decisions.Ods(ods), Text, "evidence.txt", content, User, null, default)
        ).Document;
    }

    private Task<Receipt> LogAsync(SubjectId subject, Event asked, long version) =>
        Record.Desk.LogAsync(new LogDecision(subject, asked), version, User, default);

    private async Task<List<DocumentFault>> FaultsAsync(EvidenceDocument document)
    {
        var faults = new List<DocumentFault>();
        await foreach (var fault in Record.Documents.CheckAsync(progress: null, default))
        {
            if (fault.Sha256 == document.Sha256)
            {
                faults.Add(fault);
            }
        }

        return faults;
    }

    private static Decision Decided() => new(Today, Today, new DecidedBy("nhs-england"));

    private static EvidenceSubmitted Evidence(EvidenceDocument? document) =>
        new(Decided(), Decisions.Ods("QOC"), "Return", ["EC1"], document);

    private static EvidenceSubmitted Imported(EvidenceSubmitted evidence) =>
        evidence with
        {
            Decision = evidence.Decision with { Origin = Origin.Imported },
        };

    private static EvidenceSubmitted Wronged(EvidenceSubmitted evidence, string what)
    {
        var document = evidence.Document!;
        return what switch
        {
            "organisation" => evidence with { Organisation = Decisions.Ods("QHL") },
            _ => evidence with
            {
                Document = what switch
                {
                    "sha256" => document with { Sha256 = new string('f', 64) },
                    "length" => document with { Length = document.Length + 1 },
                    "type" => document with { MediaType = "text/csv" },
                    "name" => document with { FileName = "evidence.exe" },
                    _ => document with { FileName = "..\\evidence.txt" },
                },
            },
        };
    }
}
