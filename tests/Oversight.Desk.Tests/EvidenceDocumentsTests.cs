using System.Security.Cryptography;
using Npgsql;
using Oversight.EmbeddedPostgres;
using Oversight.Ledger;
using Oversight.Record;
using Oversight.Record.Catalogue;
using Oversight.Record.Corrections;
using Oversight.Record.Entries;
using Oversight.Record.Evidence;
using Oversight.Record.People;
using Oversight.Record.Recovery;
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
        var (stored, name) = (await Record.Documents.FindAsync(Decisions.Ods("QOC"), document.Sha256, new(User.Grants, Today.Latest), default))!.Value;
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
            await Record.Documents.StoreAsync(
                Decisions.Ods(ods),
                Text,
                "evidence.txt",
                content,
                User,
                null,
                default
            )
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
