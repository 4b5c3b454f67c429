using System.Diagnostics;
using System.Security.Cryptography;
using Oversight.Desk;
using Oversight.Ledger;
using Oversight.Ledger.People;
using Oversight.Ledger.Proving;
using Oversight.Proofs.Exports;
using Oversight.Record.People;

namespace Oversight.Benchmarks;

/// <summary>
/// What proving costs, as ratios within one run: an export checked beside the SHA-256 of its bytes; a decision logged while the tree grows beside one
/// logged while it does not; and how large export and receipts are beside the entries.
/// </summary>
internal static class ProofCosts
{
    private const int Rounds = 7;
    private const int DecisionsInARound = 300;

    public static async Task RunAsync(int entries)
    {
        await using var cluster = await BenchmarkCluster.StartAsync();
        var database = await cluster.CreateRecordAsync("proved");
        await using var ledger = new LedgerDatabase(database.Program);
        var keys = ledger.KeysIn(Path.Combine(cluster.Folder, "proof"));
        await using (var written = await Replay.OpenAsync(database))
        {
            await Replay.AppendAsync(
                written,
                (int)Math.Max(0, entries - 1 - written.Live.Timelines.Place),
                SegmentDecisions.AssignedInOrder
            );
            await keys.EnsureAsync("benchmark.example/record", CancellationToken.None);
            var clock = Stopwatch.GetTimestamp();
            await ledger.SignAsync(Path.Combine(cluster.Folder, "proof"), CancellationToken.None);
            Console.WriteLine(
                $"the tree over {entries:N0} entries made and signed in {Stopwatch.GetElapsedTime(clock).TotalSeconds:N1} s"
            );
        }

        await ExportAsync(ledger, Path.Combine(cluster.Folder, "record.tar"));
        await using var logging = await Replay.OpenAsync(database);
        await DecisionsAsync(logging, Path.Combine(cluster.Folder, "proof"));
    }

    private static async Task ExportAsync(LedgerDatabase ledger, string file)
    {
        var clock = Stopwatch.GetTimestamp();
        long size;
        await using (var stream = new FileStream(file, FileMode.Create))
        {
            size = (await ledger.Export.WriteAsync(stream, withDocuments: true, null, CancellationToken.None)).Size;
        }

        var bytes = new FileInfo(file).Length;
        Console.WriteLine(
            $"exported in {Stopwatch.GetElapsedTime(clock).TotalSeconds:N1} s: {bytes:N0} bytes, {bytes / (double)size:N0} for an entry"
        );
        var (hashed, verified) = (new List<double>(), new List<double>());
        for (var round = 0; round < Rounds; round++)
        {
            hashed.Add(
                await TimeAsync(async () =>
                {
                    await using var stream = File.OpenRead(file);
                    await SHA256.HashDataAsync(stream);
                })
            );
            verified.Add(
                await TimeAsync(() =>
                {
                    using var stream = new FileStream(file, new FileStreamOptions { BufferSize = 1 << 20 });
                    ExportVerifier.Verify(stream, policy: null, kept: []);
                    return Task.CompletedTask;
                })
            );
        }

        Console.WriteLine(
            $"SHA-256 of its bytes {Median(hashed):N0} ms, verified in {Median(verified):N0} ms: {Median(hashed) / Median(verified):N2} of its speed"
        );
        var newest = await ledger.Store.ReadAfterAsync(size / 2, 1);
        var receipt = (await ledger.Proofs.ReceiptAsync(newest[0].Id))!;
        Console.WriteLine(
            $"a receipt has {receipt.ToString().Length:N0} bytes, of which {receipt.Extra!.Value.Length:N0} are the entry's line (in base64 there)"
        );
    }

    private static async Task DecisionsAsync(OpenRecord record, string folder)
    {
        var (without, with) = (new List<double>(), new List<double>());
        for (var round = 0; round < Rounds; round++)
        {
            // In turns, the first of a pair in turns too: whatever else grows slower with the record weighs on both.
            foreach (var grows in round % 2 == 0 ? new[] { false, true } : [true, false])
            {
                using var stop = new CancellationTokenSource();
                var growing = grows ? GrowAsync(record, folder, stop.Token) : Task.CompletedTask;
                for (var i = 0; i < DecisionsInARound; i++)
                {
                    (grows ? with : without).Add(await TimeAsync(() => LogAsync(record, i)));
                }

                await stop.CancelAsync();
                await growing;
                await record.SignAsync(folder, CancellationToken.None);
            }
        }

        Console.WriteLine(
            $"a decision logged: {Median(without):N2} ms without the tree, {Median(with):N2} ms while it grows: {Median(with) / Median(without):N2}; "
                + $"the sums {with.Sum() / without.Sum():N2}"
        );
    }

    // As the program does it: a look five times a second.
    private static async Task GrowAsync(OpenRecord record, string folder, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            await record.SignAsync(folder, CancellationToken.None);
            await Task.Delay(200, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static async Task LogAsync(OpenRecord record, int number)
    {
        var draft = new Draft(
            await record.Live.AtAsync(null, CancellationToken.None),
            TimeProvider.System.GetUtcNow(),
            "user:benchmark"
        );
        draft.Take(new(SegmentDecisions.Subject(number % SegmentDecisions.Trusts), SegmentDecisions.Assigned(number)));
        await record.Desk.LogAsync(draft, new LoggedBy("user:benchmark", Grants.OfTheProgram) { Again = true });
    }

    private static async Task<double> TimeAsync(Func<Task> work)
    {
        var clock = Stopwatch.GetTimestamp();
        await work();
        return Stopwatch.GetElapsedTime(clock).TotalMilliseconds;
    }

    private static double Median(List<double> times) => times.Order().ElementAt(times.Count / 2);
}
