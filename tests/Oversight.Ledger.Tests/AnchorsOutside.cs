using System.Net;
using System.Text;
using Oversight.Ledger.Proving;
using Oversight.Proofs;
using Oversight.Proofs.Checkpoints;
using Oversight.Proofs.Notes;
using Oversight.TestServer;

namespace Oversight.Ledger.Tests;

/// <summary>Places outside the database at which checkpoints are kept.</summary>
public sealed class AnchorsOutside(DatabaseServer databases)
{
    private static readonly CancellationToken Stop = TestContext.Current.CancellationToken;

    [Fact]
    public async Task Each_anchor_has_the_newest_and_a_folder_has_each_once()
    {
        await using var record = await ProvenRecord.CreateAsync(databases);
        using var receiver = new PutReceiver();
        var places = Places(record, receiver);
        await record.AddAsync("organisation-QOC", 3);
        await record.Integrator.IntegrateAsync(record.Keys);
        await TellAsync(record, places);
        var first = (await record.Proofs.CheckpointAsync())!;
        foreach (var stream in new[] { "organisation-QWO", "organisation-QJK" })
        {
            await record.AddAsync(stream, 2);
            await record.Integrator.IntegrateAsync(record.Keys);
        }

        await TellAsync(record, places);
        var newest = (await record.Proofs.CheckpointAsync())!;
        Assert.Equal(
            ["0000000003.checkpoint", "0000000005.checkpoint", "0000000007.checkpoint"],
            Directory.GetFiles(places[0]).Select(Path.GetFileName).Order()
        );
        Assert.Equal($"{first}", await File.ReadAllTextAsync(Path.Combine(places[0], "0000000003.checkpoint")));
        var read = await Anchors.At([.. places, Path.Combine(record.Folder, "nothing")]).NewestAsync();
        Assert.Equal([$"{newest}", $"{newest}", $"{newest}", null], read.Select(one => one.Newest?.ToString()));
        Assert.All(read, one => Assert.Null(one.Unreadable));
        Assert.Equal("text/plain", receiver.Type);

        // A witness is later: the newest is written once more with its signature, what stands in the folder never.
        using var witness = SignerKey.Create("witness.example/one", KeyType.Cosignature);
        await Cosignatures.KeepAsync(
            record.Database.Program,
            7,
            witness.Verifier,
            witness.Cosign(newest.Text, TimeProvider.System.GetUtcNow()),
            Stop
        );
        await TellAsync(record, places);
        read = await Anchors.At(places).NewestAsync();
        Assert.Equal([1, 2, 2], read.Select(one => one.Newest!.Signatures.Count));
    }

    [Fact]
    public async Task What_stands_at_an_anchor_and_is_not_this_records_is_never_overwritten()
    {
        await using var record = await ProvenRecord.CreateAsync(databases);
        using var receiver = new PutReceiver();
        var places = Places(record, receiver);
        await record.AddAsync("organisation-QOC", 3);
        await record.Integrator.IntegrateAsync(record.Keys);
        using var stranger = SignerKey.Create("other.example/record", KeyType.Ed25519);
        var text = new Checkpoint("other.example/record", 2, Oversight.Proofs.Trees.TreeHash.OfEmptyTree).ToText();
        foreach (var foreign in new[] { $"{SignedNote.Sign(text, stranger)}", "a letter to somebody\n", "" })
        {
            receiver.Held = foreign;
            Directory.CreateDirectory(places[0]);
            var inFolder = Path.Combine(places[0], "0000000002.checkpoint");
            await File.WriteAllTextAsync(inFolder, foreign);
            await File.WriteAllTextAsync(places[1], foreign);
            foreach (var place in places)
            {
                var refused = await Assert.ThrowsAsync<KeeperAwayException>(() => TellAsync(record, [place]));
                Assert.Contains(
                    foreign.StartsWith("other", StringComparison.Ordinal) ? "is not overwritten" : "no checkpoint",
                    refused.Message,
                    StringComparison.Ordinal
                );
            }

            Assert.Equal(
                [foreign, foreign, foreign],
                [receiver.Held, await File.ReadAllTextAsync(inFolder), await File.ReadAllTextAsync(places[1])]
            );
            var unread = (await Anchors.At(places).NewestAsync()).Count(one => one.Unreadable is not null);
            Assert.Equal(foreign.StartsWith("other", StringComparison.Ordinal) ? 0 : 3, unread);
        }

        Assert.Throws<FormatException>(() => Anchors.At(["ftp://elsewhere/checkpoint"]));
        Assert.Throws<FormatException>(() => Anchors.At(["beside"]));
        var nowhere = Assert.Single(await Anchors.At(["http://127.0.0.1:1/checkpoint"]).NewestAsync());
        Assert.Contains("cannot be read", nowhere.Unreadable, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_older_database_that_was_put_back_is_caught_by_each_of_them()
    {
        await using var record = await ProvenRecord.CreateAsync(databases);
        using var receiver = new PutReceiver();
        var places = Places(record, receiver);
        await record.AddAsync("organisation-QOC", 5);
        await record.Integrator.IntegrateAsync(record.Keys);
        await TellAsync(record, places);

        // All of it is as it was at three: the tables, and the file in the data folder is gone.
        await record.ChangeAsync("ledger.place", "delete from ledger.place where place >= 3");
        await record.ChangeAsync("ledger.checkpoint", "delete from ledger.checkpoint");
        File.Delete(record.Keys.CheckpointFile);
        await record.Integrator.IntegrateAsync(record.Keys);
        foreach (var place in places)
        {
            var caught = await Assert.ThrowsAsync<KeeperDisagreesException>(() => TellAsync(record, [place]));
            Assert.Contains(
                "5 entries of oversight.example/record were signed, and the record has 3",
                caught.Message,
                StringComparison.Ordinal
            );
        }

        // Nor is it forgotten when the record has grown again to another.
        await record.ChangeAsync(
            "ledger.place",
            "insert into ledger.place select n, 100 + n, gen_random_uuid(), now() + n * interval '1 s', sha256('x') from generate_series(3, 8) n"
        );
        await record.Integrator.IntegrateAsync(record.Keys);
        foreach (var place in places)
        {
            var caught = await Assert.ThrowsAsync<KeeperDisagreesException>(() => TellAsync(record, [place]));
            Assert.Contains("The first 5 entries", caught.Message, StringComparison.Ordinal);
        }

        Assert.All(
            await Anchors.At(places).NewestAsync(),
            one => Assert.Equal(5, Checkpoint.Parse(one.Newest!.Text).Size)
        );
    }

    [Fact]
    public async Task A_key_that_gave_way_to_another_stops_nothing_with_what_it_signs_afterwards()
    {
        await using var record = await ProvenRecord.CreateAsync(databases);
        await record.AddAsync("organisation-QOC", 3);
        await record.Integrator.IntegrateAsync(record.Keys);
        using var old = record.Keys.Open((await record.Proofs.KeysAsync())[0].Verifier);
        await record.Keys.RotateAsync(Stop);
        await record.AddAsync("organisation-QWO", 2);
        await record.Integrator.IntegrateAsync(record.Keys);
        var place = Path.Combine(record.Folder, "anchor");
        var forged = new Checkpoint(old.Verifier.Name, 4, Oversight.Proofs.Trees.TreeHash.OfEmptyTree).ToText();
        await File.WriteAllTextAsync(place, $"{SignedNote.Sign(forged, old)}");
        await Assert.ThrowsAsync<KeeperAwayException>(() => TellAsync(record, [place]));

        // What it signed before is compared as ever.
        await File.WriteAllTextAsync(place, $"{await record.Proofs.CheckpointAsync(3, Stop)}");
        await TellAsync(record, [place]);
        Assert.Equal($"{await record.Proofs.CheckpointAsync(Stop)}", await File.ReadAllTextAsync(place));
    }

    [Fact]
    public async Task What_the_database_only_claims_takes_no_anchors_place()
    {
        await using var record = await ProvenRecord.CreateAsync(databases);
        var file = Path.Combine(record.Folder, "newest.checkpoint");
        await record.AddAsync("organisation-QOC", 5);
        await record.Integrator.IntegrateAsync(record.Keys);
        await record.AddAsync("organisation-QWO", 2);
        await record.Integrator.IntegrateAsync(record.Keys);
        await TellAsync(record, [file]);
        var held = await File.ReadAllTextAsync(file, Stop);

        // A later one of anybody's, as a superuser puts it there.
        await record.AddAsync("organisation-QJK", 1);
        using var stranger = SignerKey.Create("oversight.example/record", KeyType.Ed25519);
        var root = Oversight.Proofs.Trees.MerkleTree.Root(await record.LeavesAsync());
        var claimed = SignedNote.Sign(new Checkpoint("oversight.example/record", 8, root).ToText(), stranger);
        await record.ChangeAsync(
            "ledger.checkpoint",
            $"insert into ledger.checkpoint (size, root, note) values (8, decode('{Convert.ToHexString(root.Bytes)}', 'hex'), '{claimed}')"
        );
        await Assert.ThrowsAsync<ProofException>(() => TellAsync(record, [file]));
        Assert.Equal(held, await File.ReadAllTextAsync(file, Stop));

        // Nor an earlier one, with more signatures.
        await record.ChangeAsync("ledger.checkpoint", "delete from ledger.checkpoint where size > 5");
        using var witness = SignerKey.Create("w.example/w", KeyType.Cosignature);
        var five = (await record.Proofs.CheckpointAsync(5, Stop))!;
        await Cosignatures.KeepAsync(
            record.Database.Program,
            5,
            witness.Verifier,
            witness.Cosign(five.Text, DateTimeOffset.UnixEpoch),
            Stop
        );
        Assert.Equal(2, (await record.Proofs.CheckpointAsync(Stop))!.Signatures.Count);
        await TellAsync(record, [file]);
        Assert.Equal(held, await File.ReadAllTextAsync(file, Stop));
    }

    [Fact]
    public async Task That_an_anchor_disagreed_is_not_forgotten_while_it_is_away()
    {
        await using var record = await ProvenRecord.CreateAsync(databases);
        var keeper = new ScriptedKeeper(
            record.Proofs,
            () => throw new KeeperDisagreesException("It has another root."),
            () => throw new KeeperAwayException("It does not answer."),
            () => throw new InvalidOperationException("Nobody thought of this."),
            () => { }
        );
        record.Proofs.MustLookAt(1);
        using var service = new OutsideService(
            record.Proofs,
            [keeper],
            Microsoft.Extensions.Logging.Abstractions.NullLogger<OutsideService>.Instance
        );
        Assert.False(record.Proofs.HasLookedOutside);
        await service.StartAsync(Stop);
        // From the second step on what the first one found is looked at, before each.
        for (var tries = 0; keeper.Found.Count < 4; tries++)
        {
            Assert.True(tries < 1500, $"{keeper.Found.Count} steps were taken.");
            await Task.Delay(20, Stop);
        }

        Assert.True(record.Proofs.HasLookedOutside);
        Assert.Null(keeper.Found[0]);
        Assert.All(
            keeper.Found[1..4],
            found => Assert.Contains("It has another root.", found, StringComparison.Ordinal)
        );
        for (var tries = 0; record.Proofs.Disagreement is not null; tries++)
        {
            Assert.True(tries < 1500, record.Proofs.Disagreement);
            await Task.Delay(20, Stop);
        }

        await service.StopAsync(Stop);
    }

    private static string[] Places(ProvenRecord record, PutReceiver receiver) =>
        [
            Path.Combine(record.Folder, "anchors") + "/",
            Path.Combine(record.Folder, "newest.checkpoint"),
            $"{receiver.Address}",
        ];

    private static async Task TellAsync(ProvenRecord record, IEnumerable<string> places)
    {
        foreach (var anchor in Anchors.At(places).All)
        {
            await new WrittenAnchor(record.Proofs, anchor).TellAsync(Stop);
        }
    }

    /// <summary>Does what it is told, one thing after the other.</summary>
    private sealed class ScriptedKeeper(RecordProofs proofs, params Action[] steps) : CheckpointKeeper("The anchor")
    {
        /// <summary>What disagreed, before each step.</summary>
        public List<string?> Found { get; } = [];

        public override bool HasProof => true;

        public override Task TellAsync(CancellationToken cancellation)
        {
            var step = Found.Count;
            Found.Add(proofs.Disagreement);
            (step < steps.Length ? steps[step] : steps[^1])();
            return Task.CompletedTask;
        }
    }

    // A real receiver, which gives what it was last sent.
    private sealed class PutReceiver : IDisposable
    {
        private readonly HttpListener listener = new();

        public PutReceiver()
        {
            // A listener of this kind takes no free port by itself.
            for (var port = Random.Shared.Next(20_000, 30_000); !listener.IsListening; port++)
            {
                try
                {
                    listener.Prefixes.Clear();
                    listener.Prefixes.Add($"http://127.0.0.1:{port}/");
                    listener.Start();
                    Address = new($"http://127.0.0.1:{port}/record/checkpoint");
                }
                catch (HttpListenerException) when (port < 30_100)
                {
                    // Somebody else has it.
                }
            }

            _ = ServeAsync();
        }

        public Uri Address { get; } = new("http://127.0.0.1/");

        public string? Held { get; set; }

        public string? Type { get; private set; }

        public void Dispose() => listener.Close();

        private async Task ServeAsync()
        {
            while (listener.IsListening)
            {
                HttpListenerContext context;
                try
                {
                    context = await listener.GetContextAsync();
                }
                catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
                {
                    return;
                }

                if (context.Request.HttpMethod == "PUT")
                {
                    using var reader = new StreamReader(context.Request.InputStream, Encoding.UTF8);
                    (Held, Type) = (await reader.ReadToEndAsync(), context.Request.ContentType!.Split(';')[0]);
                }
                else if (Held is null)
                {
                    context.Response.StatusCode = 404;
                }
                else
                {
                    await context.Response.OutputStream.WriteAsync(Encoding.UTF8.GetBytes(Held));
                }

                context.Response.Close();
            }
        }
    }
}
