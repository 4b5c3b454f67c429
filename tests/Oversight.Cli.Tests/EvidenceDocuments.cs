using System.Security.Cryptography;
using Npgsql;

namespace Oversight.Cli.Tests;

public sealed class EvidenceDocuments(RecordFixture record) : IClassFixture<RecordFixture>
{
    private TheProgram Program => record.Program;

    [Fact]
    public async Task A_document_is_stored_once_and_written_as_it_was_and_never_over_another_file()
    {
        var (path, bytes) = Pdf("month 12.pdf", 400_000);
        var stored = (await Program.RunAsync("document", "store", "QOC", path, "--json")).Gives(ExitCode.Done).Json;
        var again = (await Program.RunAsync("document", "store", "QOC", path)).Gives(ExitCode.Done);
        var sha256 = Sha256(bytes);
        var output = record.Folder.File("out.pdf");
        string[] get = ["document", "get", "QOC", sha256, "--output", output];
        (await Program.RunAsync(get)).Gives(ExitCode.Done);
        Assert.Equal(bytes, await File.ReadAllBytesAsync(output, TestContext.Current.CancellationToken));
        await File.WriteAllTextAsync(output, "mine", TestContext.Current.CancellationToken);
        var refused = (await Program.RunAsync(get)).Gives(ExitCode.BadInput);
        var kept = await File.ReadAllTextAsync(output, TestContext.Current.CancellationToken);
        (await Program.RunAsync([.. get, "--force"])).Gives(ExitCode.Done);

        Assert.Equal(sha256, stored.GetProperty("sha256").GetString());
        Assert.Equal("month 12.pdf", stored.GetProperty("fileName").GetString());
        Assert.Equal("application/pdf", stored.GetProperty("mediaType").GetString());
        Assert.Equal(400_000, stored.GetProperty("length").GetInt64());
        Assert.False(stored.GetProperty("alreadyStored").GetBoolean());
        Assert.Contains("Stored before: month 12.pdf of QOC", again.Output, StringComparison.Ordinal);
        Assert.Contains("--force", refused.Error, StringComparison.Ordinal);
        Assert.Equal("mine", kept);
        Assert.Equal(bytes, await File.ReadAllBytesAsync(output, TestContext.Current.CancellationToken));
        Assert.Empty(Directory.GetFiles(Path.GetDirectoryName(output)!, "*.part"));
        (await Program.RunAsync("document", "get", "QHL", sha256)).Gives(ExitCode.NotFound);
    }

    [Fact]
    public async Task What_cannot_be_stored_is_refused_with_what_was_found()
    {
        var page = record.Folder.Write("page.pdf", "<html>");
        var empty = record.Folder.File("empty.csv");
        await File.WriteAllBytesAsync(empty, [], TestContext.Current.CancellationToken);
        var (good, _) = Pdf("good.pdf", 500);

        Assert.Contains(
            "3C68746D6C",
            (await Program.RunAsync("document", "store", "QOC", page)).Gives(ExitCode.BadInput).Error,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "empty",
            (await Program.RunAsync("document", "store", "QOC", empty)).Gives(ExitCode.BadInput).Error,
            StringComparison.Ordinal
        );
        (await Program.RunAsync("document", "store", "ZZZ", good)).Gives(ExitCode.NotFound);
    }

    [Fact]
    public async Task A_check_finds_what_was_changed_behind_the_guards_back_and_get_does_not_write_it()
    {
        var (path, bytes) = Pdf("changed.pdf", 300_000);
        (await Program.RunAsync("document", "store", "QHL", path)).Gives(ExitCode.Done);
        var before = (await Program.RunAsync("document", "check")).Gives(ExitCode.Done);
        await using (var superuser = NpgsqlDataSource.Create(record.Database.Owner))
        {
            await using var command = superuser.CreateCommand(
                $"""
                begin;
                alter event trigger oversight_ddl disable;
                alter table ledger.document_part disable trigger refuse_change;
                update ledger.document_part set content = overlay(content placing 'x' from 20) where sha256 = '\x{Sha256(
                    bytes
                )}' and number = 1;
                alter table ledger.document_part enable always trigger refuse_change;
                alter event trigger oversight_ddl enable always;
                commit
                """
            );
            await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        }

        var after = (await Program.RunAsync("document", "check")).Gives(ExitCode.Differences);
        var report = (await Program.RunAsync("document", "check", "--json")).Gives(ExitCode.Differences).Json;
        var output = record.Folder.File("damaged.pdf");
        var get = await Program.RunAsync("document", "get", "QHL", Sha256(bytes), "--output", output);

        Assert.Contains("No fault.", before.Output, StringComparison.Ordinal);
        Assert.Contains($"CHANGED: {Sha256(bytes)} of QHL", after.Output, StringComparison.Ordinal);
        var fault = Assert.Single(report.GetProperty("faults").EnumerateArray());
        Assert.Equal("changed", fault.GetProperty("kind").GetString());
        Assert.Contains("damaged", get.Gives(ExitCode.Differences).Error, StringComparison.Ordinal);
        Assert.False(File.Exists(output));
        Assert.Empty(Directory.GetFiles(Path.GetDirectoryName(output)!, "*.part"));
    }

    private (string Path, byte[] Bytes) Pdf(string name, int length)
    {
        var bytes = new byte[length];
        new Random(length).NextBytes(bytes);
        "%PDF-1.7\n"u8.CopyTo(bytes);
        File.WriteAllBytes(record.Folder.File(name), bytes);
        return (record.Folder.File(name), bytes);
    }

    private static string Sha256(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}
