using System.Text;
using Oversight.Proofs.Checkpoints;
using Oversight.Proofs.Notes;
using Oversight.Proofs.Receipts;
using Oversight.Proofs.Witnesses;
using Oversight.TestServer;

namespace Oversight.Cli.Tests.Witnessing;

/// <summary>A record that a witness and anchors know, and others that are signed by the same key and are not it.</summary>
public sealed class WitnessedRecord(DatabaseServer server) : IAsyncLifetime
{
    private readonly TemporaryFolder own = new();
    private readonly TemporaryFolder elsewhere = new();
    private readonly SignerKey key = SignerKey.Create(ServedRecord.Origin, KeyType.Ed25519);
    private RunningWitness witness = null!;

    private string Policy => $"log {key.Verifier}\n{witness.PolicyLine}\nquorum one\n";

    private string Folder => $"{elsewhere.File("anchors")}/";

    private string File => elsewhere.File("newest");

    public async ValueTask InitializeAsync() =>
        witness = await RunningWitness.StartAsync(elsewhere, 0, "--log", $"{key.Verifier}");

    public async ValueTask DisposeAsync()
    {
        await witness.DisposeAsync();
        key.Dispose();
        own.Dispose();
        elsewhere.Dispose();
    }

    [Fact]
    public async Task A_record_that_was_seen_outside_is_proved_by_it_and_another_under_its_key_is_found_out()
    {
        await ItIsSeenAsync();
        await AnotherIsFoundOutAsync(
            "QOC",
            2,
            "something of the record was changed since",
            "something of it was changed"
        );
        // Of a shorter one nothing is signed where an anchor is, so that there is nothing to ask a witness; where there is none, it says so.
        await AnotherIsFoundOutAsync(null, 0, null, "cut off or put back to an older state");
        await AnotherIsFoundOutAsync(null, 0, "cut off or put back to an older state", null);
    }

    private async Task ItIsSeenAsync()
    {
        var database = await server.CreateLoadedAsync();
        await ServedRecord.SignByAsync(own, database, key);
        await using var served = await ServedRecord.StartAsync(own, database, Policy, Folder, File);
        var entry = await served.LogAsync("QOC", 3);
        var policy = TrustPolicy.Parse(Policy);
        var receipt = await ServedRecord.UntilAsync(
            () => served.GetAsync($"/api/entries/{entry}/receipt"),
            text => text is not null && Receipt.Parse(Encoding.UTF8.GetBytes(text)).Checkpoint.Signatures.Count == 2
        );
        var kept = own.File("entry.tlog-proof");
        await System.IO.File.WriteAllTextAsync(kept, receipt);
        var verified = await served.Program.RunAsync(
            "verify",
            "receipt",
            kept,
            "--policy",
            own.Write("policy", Policy)
        );
        Assert.Contains("Seen by ", verified.Gives(ExitCode.Done).Output, StringComparison.Ordinal);

        // Whatever carries that checkpoint carries the witness's signature.
        var seen = policy.Verify(Receipt.Parse(Encoding.UTF8.GetBytes(receipt!)).Checkpoint);
        Assert.Single(seen.Witnesses);
        var size = seen.Checkpoint.Size;
        Assert.Single(policy.Verify(SignedNote.Parse((await served.GetAsync("/checkpoint"))!)).Witnesses);
        Assert.Single(policy.Verify(SignedNote.Parse((await served.GetAsync($"/api/checkpoints/{size}"))!)).Witnesses);
        var extension = (await served.GetAsync($"/api/checkpoints/{size - 1}/extension?to={size}"))!;
        Assert.Single(policy.Verify(AddCheckpoint.Parse(Encoding.UTF8.GetBytes(extension)).Note).Witnesses);

        // The file has the newest, and the folder each.
        await ServedRecord.UntilAsync(() => Task.FromResult(SizeIn(File)), held => held == size);
        await ServedRecord.UntilAsync(
            () => Task.FromResult(SizeIn(Path.Combine(Folder, $"{size:D10}.checkpoint"))),
            held => held == size
        );
        Assert.Equal("", await served.WarningsAsync());
    }

    // Another database, whose record is signed by the same key, with no checkpoint in the data folder that would say so.
    private async Task AnotherIsFoundOutAsync(string? organisation, int segment, string? witnessed, string? anchored)
    {
        using var folder = new TemporaryFolder();
        var other = await server.CreateLoadedAsync();
        await ServedRecord.SignByAsync(folder, other, key);
        if (organisation is not null)
        {
            await using var alone = await ServedRecord.StartAsync(folder, other, witnesses: null);
            await alone.LogAsync(organisation, segment);
            await ServedRecord.UntilAsync(
                () => alone.GetAsync("/checkpoint"),
                note => note is not null && SizeOf(note) == SizeIn(File)
            );
            System.IO.File.Delete(folder.File("data/proof/checkpoint"));
        }

        var files = Directory.GetFiles(Folder);
        var held = await System.IO.File.ReadAllTextAsync(File);
        await using var served = await ServedRecord.StartAsync(
            folder,
            other,
            witnessed is null ? null : Policy,
            anchored is null ? [] : [Folder, File]
        );
        var said = await ServedRecord.UntilAsync(
            served.WarningsAsync,
            text =>
                (anchored is null || text.Contains("No checkpoint is signed", StringComparison.Ordinal))
                && (witnessed is null || text.Contains("The witness ", StringComparison.Ordinal))
        );
        Assert.Contains("and this record do not agree", said, StringComparison.Ordinal);
        Assert.Contains(witnessed ?? "", said, StringComparison.Ordinal);
        Assert.Contains(anchored ?? "", said, StringComparison.Ordinal);
        // It is written a moment after it was said.
        await ServedRecord.UntilAsync(
            served.LogLinesAsync,
            lines =>
                Array.Exists(lines, line => line.Contains("and this record do not agree", StringComparison.Ordinal))
        );

        if (anchored is null)
        {
            return;
        }

        // Work goes on; nothing more is signed, since the start too, and what the anchors hold stays.
        var before = await served.GetAsync("/checkpoint");
        await served.LogAsync("QWO", 3);
        await Task.Delay(TimeSpan.FromSeconds(1));
        Assert.Equal(before, await served.GetAsync("/checkpoint"));
        Assert.Equal(files, Directory.GetFiles(Folder));
        Assert.Equal(held, await System.IO.File.ReadAllTextAsync(File));
    }

    private static long SizeOf(string note) => Checkpoint.Parse(SignedNote.Parse(note).Text).Size;

    private static long SizeIn(string file) =>
        System.IO.File.Exists(file) ? SizeOf(System.IO.File.ReadAllText(file)) : -1;
}
