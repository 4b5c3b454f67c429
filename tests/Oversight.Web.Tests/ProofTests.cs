using System.Diagnostics;
using System.Net;
using System.Text;
using Oversight.Proofs.Checkpoints;
using Oversight.Proofs.Notes;
using Oversight.Proofs.Receipts;
using Oversight.Proofs.Trees;
using Oversight.Proofs.Witnesses;
using Oversight.Record;
using Oversight.Record.People;
using Oversight.TestServer;

namespace Oversight.Web.Tests;

/// <summary>Checkpoints, tiles, receipts and extensions over HTTP, checked by whoever got them.</summary>
public sealed class ProofTests(Site site, DatabaseServer databases) : IClassFixture<Site>
{
    [Fact]
    public async Task A_logged_decision_is_proved_soon_and_what_came_before_stays_so()
    {
        var earlier = await NewestAsync(0);
        var logged = await site.PostAsync(
            "/api/organisations/QOC/segment",
            Bodies.Segment(3),
            await site.VersionOfAsync("QOC")
        );
        var since = Stopwatch.StartNew();
        var line = logged.Is(HttpStatusCode.Created).Json.GetProperty("entries")[0];
        var place = line.GetProperty("place").GetInt64();
        var path = $"/api/entries/{logged.EntryId}/receipt";
        var reply = await site.GetAsync(path);
        while (reply.Status == HttpStatusCode.Conflict)
        {
            Assert.Equal("not-proved-yet", reply.Problem);
            Assert.Equal("1", reply.Header("Retry-After"));
            Assert.True(since.Elapsed < TimeSpan.FromSeconds(10), "No receipt after ten seconds.");
            await Task.Delay(50, TestContext.Current.CancellationToken);
            reply = await site.GetAsync(path);
        }

        Assert.Equal("text/plain", reply.Is(HttpStatusCode.OK).Type);
        Assert.EndsWith(".tlog-proof", reply.ContentHeaders.ContentDisposition!.FileName, StringComparison.Ordinal);
        var receipt = Receipt.Parse(Encoding.UTF8.GetBytes(reply.Text));
        var verified = receipt.VerifyEntry(await PolicyAsync());
        Assert.Equal(place, receipt.Index);
        Assert.Contains(logged.EntryId, Encoding.UTF8.GetString(receipt.Extra!.Value.Span), StringComparison.Ordinal);
        Assert.Equal(
            line.GetProperty("leaf").GetString(),
            Convert.ToHexStringLower(TreeHash.OfLeaf(receipt.Extra.Value.Span).Bytes)
        );

        // The one kept from before, and the one in the receipt.
        var extension = AddCheckpoint.Parse(
            Encoding.UTF8.GetBytes(
                (await site.GetAsync($"/api/checkpoints/{earlier.Size}/extension?to={verified.Checkpoint.Size}"))
                    .Is(HttpStatusCode.OK)
                    .Text
            )
        );
        extension.RequireExtends(earlier);
        Assert.Equal(verified.Checkpoint.Root, extension.Checkpoint.Root);
        var again = (await site.GetAsync($"/api/checkpoints/{earlier.Size}")).Is(HttpStatusCode.OK);
        Assert.Equal(earlier.Root, Checkpoint.Parse(SignedNote.Parse(again.Text).Text).Root);
        var page = await site.PageAsync($"/entries/{logged.EntryId}");
        Assert.NotNull(page.QuerySelector($"a[href='{path}'][download]"));
    }

    [Fact]
    public async Task The_whole_tree_is_rebuilt_from_its_tiles()
    {
        var checkpoint = await NewestAsync(0);
        var edge = new TreeEdge();
        for (var index = 0L; index * 256 < checkpoint.Size; index++)
        {
            var tile = new Tile(0, index, (int)Math.Min(256, checkpoint.Size - (index * 256)));
            var got = await site.Client.GetAsync($"/{tile.Path}", TestContext.Current.CancellationToken);
            Assert.Equal(
                !tile.IsPartial,
                got.Headers.CacheControl!.ToString().Contains("immutable", StringComparison.Ordinal)
            );
            var hashes = await got.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
            Assert.Equal(tile.Bytes, hashes.Length);
            for (var leaf = 0; leaf < tile.Width; leaf++)
            {
                edge.Append(TreeHash.From(hashes.AsSpan(leaf * 32, 32)));
            }
        }

        Assert.True(checkpoint.Size > 256, $"{checkpoint.Size} entries");
        Assert.Equal(checkpoint.Root, edge.Root());
        foreach (var nowhere in new[] { "/tile/0/999", "/tile/0/x001/000.p/3", "/tile/9/000", "/tile/0/0", "/tile/x" })
        {
            (await site.GetAsync(nowhere)).Is(HttpStatusCode.NotFound);
        }
    }

    [Fact]
    public async Task Who_does_not_see_everything_is_told_no_place_leaf_or_size()
    {
        var size = (await NewestAsync(0)).Size;
        var lead = await site.AddTokenAsync("proof-lead", "QNQ");
        var auditor = await site.AddTokenAsync("proof-auditor", [new(Role.Auditor)]);
        var own = await site.PostAsync(
            "/api/organisations/QNQ/challenge",
            $$"""{"decision": {{Bodies.Decision(body: "QNQ")}}, "entry": "{{await PublicEntryAsync()}}", "organisation": "QNQ", "wrong": "All.", "wanted": "None."}""",
            await site.VersionOfAsync("QNQ"),
            token: lead
        );
        var line = own.Is(HttpStatusCode.Created).Json.GetProperty("entries")[0];
        Assert.False(line.TryGetProperty("place", out _));
        Assert.False(line.TryGetProperty("leaf", out _));
        await NewestAsync(size);

        string[] paths =
        [
            "/checkpoint",
            "/tile/0/000",
            $"/api/checkpoints/{size}",
            $"/api/checkpoints/{size}/extension",
            $"/api/entries/{own.EntryId}/receipt",
            $"/api/entries/{Guid.NewGuid()}/receipt",
        ];
        foreach (var path in paths)
        {
            var refused = (await site.GetAsync(path, token: lead)).Is(HttpStatusCode.NotFound);
            if (path.StartsWith("/api/", StringComparison.Ordinal))
            {
                Assert.Equal("no-such-address", refused.Problem);
            }

            Assert.NotEqual(HttpStatusCode.OK, (await site.GetAsync(path, token: Site.Nobody)).Status);
        }

        foreach (var path in paths[..5])
        {
            (await site.GetAsync(path, token: auditor)).Is(HttpStatusCode.OK);
        }

        // A rotation's note says how many entries there were.
        await site.RotateKeyAsync();
        Assert.Contains(VouchedOf(await site.GetAsync("/keys", token: auditor)), vouched => vouched is not null);
        Assert.All(VouchedOf(await site.GetAsync("/keys", token: lead)), Assert.Null);
        Assert.Equal("not-found", (await site.GetAsync(paths[5])).Is(HttpStatusCode.NotFound).Problem);
        Assert.Equal("not-found", (await site.GetAsync("/api/checkpoints/1/extension?to=2")).Problem);
        Assert.Equal("bad-input", (await site.GetAsync("/api/checkpoints/-1")).Problem);
        Assert.Equal("to", (await site.GetAsync($"/api/checkpoints/{size}/extension?to=x")).Field);
        Assert.Equal("not-found", (await site.GetAsync("/api/checkpoints/99999/extension")).Problem);
    }

    private static List<string?> VouchedOf(Reply keys) =>
        [
            .. keys.Is(HttpStatusCode.OK)
                .Json.EnumerateArray()
                .Select(key => key.TryGetProperty("vouched", out var vouched) ? vouched.GetString() : null),
        ];

    /// <summary>Nobody takes the answer for whole: it breaks off where what was written is not what was signed.</summary>
    [Fact]
    public async Task An_export_of_a_record_that_lacks_an_entry_breaks_off()
    {
        await using var damaged = new Site(databases);
        await damaged.InitializeAsync();
        while ((await damaged.GetAsync("/checkpoint")).Status != HttpStatusCode.OK)
        {
            await Task.Delay(100, TestContext.Current.CancellationToken);
        }

        (await damaged.GetAsync("/api/export")).Is(HttpStatusCode.OK);
        await damaged.DeleteEntryAsync(300);
        await Assert.ThrowsAsync<HttpRequestException>(async () => await damaged.GetAsync("/api/export"));
    }

    private async Task<string> PublicEntryAsync() =>
        (await site.GetAsync("/api/organisations/QNQ/history"))
            .Json.GetProperty("entries")[0]
            .GetProperty("id")
            .GetString()!;

    // The newest, once it covers more than so many entries.
    private async Task<Checkpoint> NewestAsync(long above)
    {
        for (var tries = 0; ; tries++)
        {
            var reply = await site.GetAsync("/checkpoint");
            if (
                reply.Status == HttpStatusCode.OK
                && (await PolicyAsync()).Verify(SignedNote.Parse(reply.Text)).Checkpoint is var checkpoint
                && checkpoint.Size > above
            )
            {
                return checkpoint;
            }

            Assert.True(tries < 100, $"{reply.Status} {reply.Text}");
            await Task.Delay(100, TestContext.Current.CancellationToken);
        }
    }

    private async Task<TrustPolicy> PolicyAsync() =>
        TrustPolicy.Of(
            [
                .. (await site.GetAsync("/keys"))
                    .Is(HttpStatusCode.OK)
                    .Json.EnumerateArray()
                    .Select(key => VerifierKey.Parse(key.GetProperty("verifier").GetString()!)),
            ],
            [],
            0
        );
}
