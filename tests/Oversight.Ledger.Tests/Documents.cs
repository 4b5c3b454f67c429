using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using Npgsql;
using Oversight.Record;
using Oversight.TestServer;

namespace Oversight.Ledger.Tests;

/// <summary>Files of each type, small or as long as is wanted.</summary>
internal static class Files
{
    public static readonly DocumentType Pdf = DocumentType.Of("application/pdf");

    /// <summary>A PDF to the eye of a check: bytes that no compression shortens, the same for the same seed.</summary>
    public static byte[] OfPdf(int length, int seed = 1)
    {
        var bytes = new byte[length];
        new Random(seed).NextBytes(bytes);
        "%PDF-1.7\n"u8.CopyTo(bytes);
        return bytes;
    }

    public static byte[] Zip(params (string Name, string Content)[] entries)
    {
        using var bytes = new MemoryStream();
        using (var archive = new ZipArchive(bytes, ZipArchiveMode.Create))
        {
            foreach (var (name, content) in entries)
            {
                using var entry = archive.CreateEntry(name).Open();
                entry.Write(Encoding.UTF8.GetBytes(content));
            }
        }
        return bytes.ToArray();
    }

    public static byte[] Office(string mainType) =>
        Zip(
            ("_rels/.rels", "<Relationships/>"),
            (
                "[Content_Types].xml",
                $"""
                <?xml version="1.0" encoding="UTF-8"?>
                <Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
                  <Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
                  <Override PartName="/main.xml" ContentType="{mainType}"/>
                </Types>
                """
            )
        );

    public static byte[] OpenDocument(string mediaType) => Zip(("mimetype", mediaType), ("content.xml", "<x/>"));

    public static string Sha256(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}

public sealed class Documents(DatabaseServer databases) : IAsyncLifetime
{
    private static readonly OdsCode Qoc = OdsCode.Parse("QOC");
    private TestDatabase database = null!;

    private DocumentArchive Store => new(database.Program);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => database = await databases.CreateAsync();

    public ValueTask DisposeAsync() => database.DisposeAsync();

    [Theory]
    [InlineData(9)]
    [InlineData(256 * 1024)]
    [InlineData((256 * 1024) + 1)]
    [InlineData(3_000_000)]
    public async Task A_document_is_handed_out_as_it_was_stored(int length)
    {
        var bytes = Files.OfPdf(length);
        var (document, already) = await StoreAsync(bytes);

        Assert.False(already);
        Assert.Equal(
            (Files.Sha256(bytes), "application/pdf", bytes.LongLength),
            (document.Sha256, document.MediaType, document.Length)
        );
        Assert.Equal("user-1", document.StoredBy);
        Assert.Equal(document, await Store.FindAsync(Qoc, document.Sha256, Cancellation));
        Assert.Equal(bytes, await ReadAsync(document));
        Assert.Equal(
            (length + (256 * 1024) - 1L) / (256 * 1024),
            await database.ScalarAsync<long>("select count(*) from ledger.document_part")
        );
        Assert.Empty(await FaultsAsync());
    }

    [Fact]
    public async Task Who_hands_in_what_is_kept_already_is_kept_beside_who_stored_it()
    {
        var bytes = Files.OfPdf(1000);
        var (document, _) = await StoreAsync(bytes);
        for (var time = 0; time < 2; time++)
        {
            var again = await Store.StoreAsync(Qoc, Files.Pdf, new MemoryStream(bytes), "user-2", null, Cancellation);
            Assert.Equal(new DocumentReceipt(document, AlreadyStored: true), again);
        }

        foreach (var (account, isSo) in new[] { ("user-1", true), ("user-2", true), ("user-3", false) })
        {
            Assert.Equal(isSo, await Store.WasHandedInByAsync(document, account, Cancellation));
        }

        Assert.Equal(1, await database.ScalarAsync<long>("select count(*) from ledger.document_handed_in"));
    }

    [Fact]
    public async Task A_stream_that_gives_a_byte_at_a_time_is_stored_in_whole_parts()
    {
        var bytes = Files.OfPdf(300_000);
        var (document, _) = await Store.StoreAsync(Qoc, Files.Pdf, new Trickle(bytes), "user-1", null, Cancellation);

        Assert.Equal(bytes, await ReadAsync(document));
        Assert.Equal(2, await database.ScalarAsync<long>("select count(*) from ledger.document_part"));
    }

    [Fact]
    public async Task The_same_again_is_stored_once_for_an_organisation_and_once_more_for_another()
    {
        var bytes = Files.OfPdf(1000);
        var first = await StoreAsync(bytes);
        var again = await StoreAsync(bytes, storedBy: "user-2");
        var elsewhere = await StoreAsync(bytes, "QWO");

        Assert.Equal((true, first.Document), (again.AlreadyStored, again.Document));
        Assert.False(elsewhere.AlreadyStored);
        Assert.Equal(2, await database.ScalarAsync<long>("select count(*) from ledger.document"));
        Assert.Equal(2, await database.ScalarAsync<long>("select count(*) from ledger.document_part"));
        var listed = new List<string>();
        await foreach (var document in Store.ListAsync(Cancellation))
        {
            listed.Add(document.Organisation.Value);
        }
        Assert.Equal(["QOC", "QWO"], listed);
    }

    [Fact]
    public async Task Of_many_that_store_the_same_at_once_one_does_and_all_succeed()
    {
        var bytes = Files.OfPdf(2_000_000);
        var receipts = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => StoreAsync(bytes))));

        Assert.Single(receipts, receipt => !receipt.AlreadyStored);
        Assert.Single(receipts.Select(receipt => receipt.Document).Distinct());
        Assert.Equal(8, await database.ScalarAsync<long>("select count(*) from ledger.document_part"));
        Assert.Equal(bytes, await ReadAsync(receipts[0].Document));
    }

    [Fact]
    public async Task Who_waits_for_another_that_gives_up_stores_it()
    {
        var bytes = Files.OfPdf(1000);
        await using var connection = await database.Program.OpenConnectionAsync(Cancellation);
        await using var transaction = await connection.BeginTransactionAsync(Cancellation);
        await using var command = connection.CreateCommand();
        command.CommandText =
            $"insert into ledger.document (organisation, sha256, media_type, length, stored_by) values ('QOC', '\\x{Files.Sha256(bytes)}', 'application/pdf', 1000, 'x')";
        await command.ExecuteNonQueryAsync(Cancellation);
        var storing = StoreAsync(bytes);
        while (
            await database.ScalarAsync<long>(
                "select count(*) from pg_locks where not granted and locktype = 'transactionid'"
            ) == 0
        )
        {
            Assert.False(storing.IsCompleted);
            await Task.Delay(10, Cancellation);
        }
        await transaction.RollbackAsync(Cancellation);

        Assert.False((await storing).AlreadyStored);
        Assert.Equal("user-1", (await storing).Document.StoredBy);
    }

    [Fact]
    public async Task A_stream_that_breaks_off_stores_nothing()
    {
        await Assert.ThrowsAsync<IOException>(() =>
            Store.StoreAsync(Qoc, Files.Pdf, new BreaksOff(Files.OfPdf(600_000)), "user-1", null, Cancellation)
        );
        await AssertNothingStoredAsync();
    }

    [Fact]
    public async Task A_document_that_is_empty_too_large_or_has_another_hash_is_refused_by_field()
    {
        Assert.Equal("document", (await RefusedAsync([])).Field);
        var large = await RefusedAsync(Files.OfPdf((int)DocumentArchive.LargestDocument + 1));
        Assert.Equal("document", large.Field);
        Assert.Contains("52428800", large.Problem, StringComparison.Ordinal);
        var bytes = Files.OfPdf(100);
        var other = await RefusedAsync(bytes, new string('0', 64));
        Assert.Equal("sha256", other.Field);
        Assert.Contains(Files.Sha256(bytes), other.Problem, StringComparison.Ordinal);
        await AssertNothingStoredAsync();

        var largest = Files.OfPdf((int)DocumentArchive.LargestDocument);
        await Store.StoreAsync(
            Qoc,
            Files.Pdf,
            new MemoryStream(largest),
            "user-1",
            Files.Sha256(largest),
            Cancellation
        );
        Assert.Empty(await FaultsAsync());
    }

    [Fact]
    public async Task The_same_bytes_under_another_type_are_refused()
    {
        var bytes = "a,b\n1,2\n"u8.ToArray();
        await Store.StoreAsync(Qoc, DocumentType.Of("text/csv"), new MemoryStream(bytes), "user-1", null, Cancellation);

        var refused = await Assert.ThrowsAsync<BadInputException>(() =>
            Store.StoreAsync(Qoc, DocumentType.Of("text/plain"), new MemoryStream(bytes), "user-1", null, Cancellation)
        );

        Assert.Equal("mediaType", refused.Field);
        Assert.Contains("text/csv", refused.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_organisation_a_person_and_all_have_so_much_room_and_no_more()
    {
        async Task<NoRoomException> FullAsync(long ofOrganisation, long ofDay, long inAll, byte[] bytes, string by) =>
            await Assert.ThrowsAsync<NoRoomException>(() =>
                new DocumentArchive(database.Program) { Quota = (ofOrganisation, ofDay, inAll) }.StoreAsync(
                    Qoc,
                    Files.Pdf,
                    new MemoryStream(bytes),
                    by,
                    null,
                    Cancellation
                )
            );

        await StoreAsync(Files.OfPdf(1000, seed: 1));
        var next = Files.OfPdf(1000, seed: 2);
        Assert.StartsWith(
            "QOC may have 1999 bytes of documents",
            (await FullAsync(1999, 1_000_000, 1_000_000, next, "user-2")).Message,
            StringComparison.Ordinal
        );
        Assert.StartsWith(
            "You have stored 1000 bytes",
            (await FullAsync(1_000_000, 1999, 1_000_000, next, "user-1")).Message,
            StringComparison.Ordinal
        );
        Assert.StartsWith(
            "Documents may have 1999 bytes in all",
            (await FullAsync(1_000_000, 1_000_000, 1999, next, "user-2")).Message,
            StringComparison.Ordinal
        );
        // What is there already takes no room.
        Assert.True((await StoreAsync(Files.OfPdf(1000, seed: 1))).AlreadyStored);
        Assert.Equal(1, await database.ScalarAsync<long>("select count(*) from ledger.document"));
    }

    private const string Row =
        "insert into ledger.document (organisation, sha256, media_type, length, stored_by) values ";
    private const string Key = "'QOC', '\\x0000000000000000000000000000000000000000000000000000000000000000'";
    private const string Part = "insert into ledger.document_part (organisation, sha256, number, content) values ";

    [Theory]
    [InlineData(Row + $"({Key}, 'text/plain', 2, 'x')", "OV010")]
    [InlineData(Row + $"({Key}, 'text/plain', 2, 'x'); {Part} ({Key}, 0, 'a')", "OV010")]
    [InlineData(Row + $"({Key}, 'text/plain', 2, 'x'); {Part} ({Key}, 0, 'abc')", "OV010")]
    [InlineData(Row + $"({Key}, 'text/plain', 2, 'x'); {Part} ({Key}, 0, 'a'), ({Key}, 2, 'b')", "OV010")]
    [InlineData(Row + $"({Key}, 'text/plain', 2, 'x'); {Part} ({Key}, 0, 'ab'), ({Key}, 1, '')", "23514")]
    [InlineData(Row + $"({Key}, 'text/plain', 2, 'x'); {Part} ({Key}, 0, 'ab')", "OV010")]
    [InlineData(Row + $"({Key}, 'text/plain', 2, 'x'); {Part} ({Key}, 0, 'a'), ({Key}, 1, 'b')", "OV010")]
    [InlineData(Part + $"({Key}, 0, 'a')", "23503")]
    [InlineData(Row + $"({Key}, 'text/plain', 0, 'x')", "23514")]
    [InlineData(Row + $"({Key}, E'text/plain\\n', 1, 'x'); {Part} ({Key}, 0, 'a')", "23514")]
    [InlineData(Row + "('QOC', 'short', 'text/plain', 1, 'x')", "23514")]
    [InlineData(
        $"insert into ledger.document (organisation, sha256, media_type, length, stored_by, stored) values ({Key}, 'text/plain', 1, 'x', '2000-01-01')",
        "42501"
    )]
    public async Task What_is_not_a_whole_document_is_refused_by_the_database(string sql, string sqlState)
    {
        var error = await Assert.ThrowsAsync<PostgresException>(() => database.ProgramAsync(sql));

        Assert.Equal(sqlState, error.SqlState);
        await AssertNothingStoredAsync();
    }

    [Fact]
    public async Task Nothing_can_be_added_to_a_document_that_is_stored()
    {
        var (document, _) = await StoreAsync(Files.OfPdf(1000));

        var error = await Assert.ThrowsAsync<PostgresException>(() =>
            database.ProgramAsync(Part + $"('QOC', '\\x{document.Sha256}', 1, 'more')")
        );

        Assert.Equal("OV010", error.SqlState);
        Assert.Empty(await FaultsAsync());
    }

    [Theory]
    [InlineData(
        "update ledger.document_part set content = overlay(content placing 'x' from 20) where number = 1",
        "Changed",
        "SHA-256"
    )]
    [InlineData("update ledger.document_part set content = content || 'x' where number = 2", "Changed", "600001 bytes")]
    [InlineData("delete from ledger.document_part where number = 2", "Truncated", "524288 of its 600000")]
    [InlineData("delete from ledger.document_part where number = 1", "Truncated", "262144 of its 600000")]
    [InlineData("delete from ledger.document_part", "Truncated", "0 of its 600000")]
    [InlineData(
        "update ledger.document_part set content = substr(content, 2) where number = 0",
        "Truncated",
        "599999 of its 600000"
    )]
    [InlineData("delete from ledger.document", "Missing", "parts of it")]
    public async Task What_a_superuser_does_behind_the_guards_back_is_found_and_never_handed_out_whole(
        string sql,
        string kind,
        string says
    )
    {
        var bytes = Files.OfPdf(600_000);
        var (document, _) = await StoreAsync(bytes);
        await StoreAsync(Files.OfPdf(1000, seed: 2));
        await BehindTheGuardsBackAsync(
            $"{sql}{(sql.Contains("where", StringComparison.Ordinal) ? " and" : " where")} sha256 = '\\x{document.Sha256}'"
        );

        var fault = Assert.Single(await FaultsAsync());

        Assert.Equal(
            (Qoc, document.Sha256, Enum.Parse<DocumentFaultKind>(kind)),
            (fault.Organisation, fault.Sha256, fault.Kind)
        );
        Assert.Contains(says, fault.Says, StringComparison.Ordinal);
        using var taken = new MemoryStream();
        if (kind != "Missing")
        {
            await Assert.ThrowsAsync<DocumentDamagedException>(() => Store.CopyToAsync(document, taken, Cancellation));
            Assert.True(taken.Length < bytes.Length, $"{taken.Length} bytes were handed out.");
        }
    }

    [Fact]
    public async Task The_check_finds_what_entries_name_otherwise_or_is_not_there()
    {
        var (document, _) = await StoreAsync(Files.OfPdf(1000));
        NamedDocument Named(string sha256, long length = 1000, string type = "application/pdf", string ods = "QOC") =>
            new(Guid.NewGuid(), OdsCode.Parse(ods), sha256, type, length);
        NamedDocument[] named =
        [
            Named(document.Sha256),
            Named(document.Sha256, length: 999),
            Named(document.Sha256, type: "text/plain"),
            Named(new string('0', 64)),
            Named(document.Sha256, ods: "QWO"),
        ];
        var progress = new Progress();

        var faults = await FaultsAsync(named, progress);

        Assert.Equal(
            [
                (DocumentFaultKind.NotAsNamed, named[1].Entry),
                (DocumentFaultKind.NotAsNamed, named[2].Entry),
                (DocumentFaultKind.Missing, named[3].Entry),
                (DocumentFaultKind.Missing, named[4].Entry),
            ],
            faults.Select(fault => (fault.Kind, fault.Entry!.Value))
        );
        Assert.Equal([new DocumentsChecked(1, 1000, 0)], progress.Reports);
    }

    private Task<DocumentReceipt> StoreAsync(byte[] bytes, string ods = "QOC", string storedBy = "user-1") =>
        Store.StoreAsync(OdsCode.Parse(ods), Files.Pdf, new MemoryStream(bytes), storedBy, null, Cancellation);

    private Task<BadInputException> RefusedAsync(byte[] bytes, string? sha256 = null) =>
        Assert.ThrowsAsync<BadInputException>(() =>
            Store.StoreAsync(Qoc, Files.Pdf, new MemoryStream(bytes), "user-1", sha256, Cancellation)
        );

    private async Task<byte[]> ReadAsync(StoredDocument document)
    {
        using var taken = new MemoryStream();
        await Store.CopyToAsync(document, taken, Cancellation);
        return taken.ToArray();
    }

    private async Task<List<DocumentFault>> FaultsAsync(
        IEnumerable<NamedDocument>? named = null,
        IProgress<DocumentsChecked>? progress = null
    )
    {
        var faults = new List<DocumentFault>();
        await foreach (var fault in Store.CheckAsync(named ?? [], progress, Cancellation))
        {
            faults.Add(fault);
        }
        return faults;
    }

    private async Task AssertNothingStoredAsync()
    {
        Assert.Equal(0, await database.ScalarAsync<long>("select count(*) from ledger.document"));
        Assert.Equal(0, await database.ScalarAsync<long>("select count(*) from ledger.document_part"));
    }

    /// <summary>Only a superuser can switch the guards off.</summary>
    private Task BehindTheGuardsBackAsync(string sql) =>
        database.ExecuteAsync(
            $"""
            begin;
            alter event trigger oversight_ddl disable;
            alter table ledger.document disable trigger all;
            alter table ledger.document_part disable trigger all;
            {sql};
            alter table ledger.document enable trigger all;
            alter table ledger.document_part enable trigger all;
            alter event trigger oversight_ddl enable always;
            commit
            """
        );

    private sealed class Progress : IProgress<DocumentsChecked>
    {
        public List<DocumentsChecked> Reports { get; } = [];

        public void Report(DocumentsChecked value) => Reports.Add(value);
    }

    private sealed class Trickle(byte[] bytes) : MemoryStream(bytes)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..1], cancellationToken);
    }

    private sealed class BreaksOff(byte[] bytes) : MemoryStream(bytes)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            Position >= 500_000
                ? throw new IOException("The other side is gone.")
                : base.ReadAsync(buffer, cancellationToken);
    }
}

public sealed class DocumentTypes
{
    private const string OfOffice = "application/vnd.openxmlformats-officedocument.";

    public static TheoryData<string, string, byte[]> Good =>
        new()
        {
            { "application/pdf", "Letter.PDF", Files.OfPdf(20) },
            { "image/png", "chart.png", [0x89, .. "PNG\r\n"u8, 0x1a, 0x0a, 1] },
            { "image/jpeg", "photo.jpeg", [0xff, 0xd8, 0xff, 0xe0] },
            { "text/csv", "figures.csv", "a,b\n\u00e9,\u4e2d\n"u8.ToArray() },
            { "text/plain", "note.txt", [0xef, 0xbb, 0xbf, .. "with a byte order mark"u8] },
            {
                OfOffice + "wordprocessingml.document",
                "plan.docx",
                Files.Office(OfOffice + "wordprocessingml.document.main+xml")
            },
            { OfOffice + "spreadsheetml.sheet", "m12.xlsx", Files.Office(OfOffice + "spreadsheetml.sheet.main+xml") },
            {
                OfOffice + "presentationml.presentation",
                "pack.pptx",
                Files.Office(OfOffice + "presentationml.presentation.main+xml")
            },
            {
                "application/vnd.oasis.opendocument.text",
                "a.odt",
                Files.OpenDocument("application/vnd.oasis.opendocument.text")
            },
            {
                "application/vnd.oasis.opendocument.spreadsheet",
                "a.ods",
                Files.OpenDocument("application/vnd.oasis.opendocument.spreadsheet")
            },
        };

    [Theory]
    [MemberData(nameof(Good))]
    public void A_file_that_is_what_it_was_declared_to_be_is_taken(string mediaType, string name, byte[] bytes)
    {
        var type = DocumentType.Of(mediaType.ToUpperInvariant());

        Assert.Equal(name, type.CheckName($" {name} "));
        type.CheckContent(new MemoryStream(bytes));
        Assert.Same(type, DocumentType.OfName(name));
    }

    [Fact]
    public void Every_type_that_is_kept_was_tried() =>
        Assert.Equal(DocumentType.All.Select(t => t.MediaType).Order(), Good.Select(row => row.Data.Item1).Order());

    public static TheoryData<string, byte[], string> Bad =>
        new()
        {
            { "application/pdf", "<html><script>alert(1)</script>"u8.ToArray(), "begins with the bytes 3C68746D6C" },
            { "application/pdf", Files.Zip(("a", "b")), "a ZIP archive" },
            { "application/pdf", [.. "MZ"u8, 0x90, 0], "a Windows program" },
            { "application/pdf", "%"u8.ToArray(), "begins with the bytes 25" },
            { "image/png", [0xff, 0xd8, 0xff], "a JPEG image" },
            { "image/jpeg", [0x89, .. "PNG\r\n"u8, 0x1a, 0x0a], "a PNG image" },
            { "text/plain", [0x61, 0x00, 0x62], "a NUL" },
            { "text/plain", [.. Enumerable.Repeat((byte)'a', 100_000), 0xc3], "not in UTF-8" },
            { "text/csv", [0xff, 0xfe, 0x61, 0x00], "not in UTF-8" },
            { "text/csv", Files.OfPdf(30), "a PDF" },
            { OfOffice + "wordprocessingml.document", Files.OfPdf(30), "a PDF" },
            { OfOffice + "wordprocessingml.document", Files.Zip(("a", "b")), "without an Office document" },
            {
                OfOffice + "wordprocessingml.document",
                Files.Office(OfOffice + "spreadsheetml.sheet.main+xml"),
                "spreadsheetml.sheet.main+xml"
            },
            {
                OfOffice + "wordprocessingml.document",
                Files.Office("application/vnd.ms-word.document.macroEnabled.main+xml"),
                "macroEnabled"
            },
            {
                OfOffice + "spreadsheetml.sheet",
                Files.Office(OfOffice + "spreadsheetml.sheet.main+xml")[..^30],
                "damaged or cut off"
            },
            {
                OfOffice + "spreadsheetml.sheet",
                Files.Zip(("[Content_Types].xml", "<!DOCTYPE a [<!ENTITY b \"c\">]><a>&b;</a>")),
                "damaged"
            },
            {
                OfOffice + "spreadsheetml.sheet",
                Files.Zip(("[Content_Types].xml", $"<a>{new string(' ', 2_000_000)}</a>")),
                "damaged"
            },
            {
                OfOffice + "spreadsheetml.sheet",
                [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1],
                "Office before 2007"
            },
            {
                "application/vnd.oasis.opendocument.text",
                Files.OpenDocument("application/vnd.oasis.opendocument.spreadsheet"),
                "opendocument.spreadsheet"
            },
            { "application/vnd.oasis.opendocument.text", Files.Zip(("a", "b")), "without an OpenDocument" },
            { "application/vnd.oasis.opendocument.text", Files.OpenDocument("\e[2Jx"), "an archive of type ?[2Jx" },
            {
                OfOffice + "spreadsheetml.sheet",
                Files.Office("\u009b2Jx.main+xml"),
                "an Office document of type ?2Jx.main+xml"
            },
        };

    [Theory]
    [MemberData(nameof(Bad))]
    public void A_file_that_is_something_else_is_refused_with_what_was_declared_and_what_was_found(
        string mediaType,
        byte[] bytes,
        string found
    )
    {
        var refused = Assert.Throws<BadInputException>(() =>
            DocumentType.Of(mediaType).CheckContent(new MemoryStream(bytes))
        );

        Assert.Equal("mediaType", refused.Field);
        Assert.Contains(mediaType, refused.Problem, StringComparison.Ordinal);
        Assert.Contains(found, refused.Problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("text/html")]
    [InlineData("application/zip")]
    [InlineData("image/svg+xml")]
    [InlineData("application/vnd.ms-word.document.macroEnabled.12")]
    [InlineData("")]
    public void A_type_that_is_not_kept_is_refused_with_those_that_are(string mediaType)
    {
        var refused = Assert.Throws<BadInputException>(() => DocumentType.Of(mediaType));

        Assert.Equal("mediaType", refused.Field);
        Assert.Contains("application/pdf", refused.Problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("letter.docx", ".pdf")]
    [InlineData("letter", ".pdf")]
    [InlineData("letter.pdf.exe", ".pdf")]
    [InlineData(".pdf", ".pdf")]
    [InlineData("", "empty")]
    [InlineData("../letter.pdf", "U+002F")]
    [InlineData("C:\\letter.pdf", "U+005C")]
    [InlineData("a\r\nSet-Cookie: x.pdf", "U+000D")]
    [InlineData("a\0.pdf", "NUL")]
    [InlineData("exe.\u202Efdp.pdf", "U+202E")]
    [InlineData("a\u2028b.pdf", "U+2028")]
    public void A_hostile_or_unfitting_name_is_refused(string name, string says)
    {
        var refused = Assert.Throws<BadInputException>(() => Files.Pdf.CheckName(name));

        Assert.Equal("fileName", refused.Field);
        Assert.Contains(says, refused.Problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Ångström 中.pdf", "Ångström 中.pdf")]
    [InlineData(null, "abc.pdf")]
    [InlineData("a\r\nb.pdf", "a__b.pdf")]
    [InlineData("../../etc/passwd", ".._.._etc_passwd.pdf")]
    [InlineData("exe.\u202Efdp", "exe._fdp.pdf")]
    public void What_an_entry_calls_it_is_made_safe(string? name, string safe) =>
        Assert.Equal(safe, Files.Pdf.SafeName(name, "abc"));

    [Fact]
    public void Half_a_character_in_a_name_is_made_safe() =>
        Assert.Equal("a_.pdf", Files.Pdf.SafeName("a" + (char)0xd800 + ".pdf", "abc"));
}
