using System.Diagnostics;
using Npgsql;
using Oversight.Ledger;
using Oversight.Ledger.Tests;

// How fast the record takes decisions beside the raw rate of single-row commits, and how fast a million entries are read by place. One run
// on one durable cluster, so that the figures may be compared with each other; with another machine's they may not.
//
//   dotnet run -c Release --project tests/Oversight.Benchmarks [seconds for each figure, 5] [entries to read, 1000000]

var seconds = args.Length > 0 ? int.Parse(args[0]) : 5;
var entriesToRead = args.Length > 1 ? int.Parse(args[1]) : 1_000_000;
const string content = """
    {"effective": "2024-03-31", "decided": "2024-03-28", "segment": 3, "framework": "2022/23", "decided_by": "NHS England", "rationale":
    "Financial recovery plan not agreed; elective waits above the regional median for two quarters running.", "origin": "live"}
    """;

await using var cluster = await Cluster.OpenAsync(durable: true);
var settings = await cluster.CreateDatabaseAsync("record");
await Migration.ApplyAsync(settings.Owner, settings.Program, _ => { });
await using var program = RecordStore.CreateDataSource(settings.Program);
await using var owner = RecordStore.CreateDataSource(settings.Owner);
await using (
    var create = owner.CreateCommand(
        "create table public.raw (id bigint generated always as identity primary key, data jsonb not null)"
    )
)
{
    await create.ExecuteNonQueryAsync();
}
var store = new RecordStore(program);

Console.WriteLine($"{Environment.ProcessorCount} cores, fsync on, {seconds} seconds for each figure; a second:");
Console.WriteLine();
Console.WriteLine(
    "| callers | single-row commits | appends, own streams | decisions, own streams | decisions, one stream | decisions / commits |"
);
Console.WriteLine(
    "|--------:|-------------------:|---------------------:|-----------------------:|----------------------:|--------------------:|"
);
foreach (var callers in (int[])[1, 8, 64])
{
    var raw = await RateAsync(callers, InsertRawAsync);
    var appends = await RateAsync(callers, AppendsAsync);
    var decisions = await RateAsync(callers, (caller, until) => DecisionsAsync($"own-{callers}-{caller}", until));
    var contended = await RateAsync(callers, (_, until) => DecisionsAsync($"shared-{callers}", until));
    Console.WriteLine(
        $"| {callers, 7} | {raw, 18:N0} | {appends, 20:N0} | {decisions, 22:N0} | {contended, 21:N0} | {decisions / raw, 19:P0} |"
    );
}

Console.WriteLine();
var place = await store.LastPlaceAsync();
var watch = Stopwatch.StartNew();
const int batch = 5_000;
var missing = (int)Math.Max(0, entriesToRead - 1 - place);
for (var number = 0; number < missing; number += batch)
{
    var count = Math.Min(batch, missing - number);
    // A hundred streams a batch, as an import writes them.
    await store.AppendAsync(
        new AppendRequest(
            [
                .. Enumerable
                    .Range(0, count)
                    .GroupBy(entry => entry % 100)
                    .Select(group => new StreamAppend(
                        $"bulk-{number}-{group.Key}",
                        0,
                        [.. group.Select(_ => Entry())]
                    )),
            ],
            "bench"
        )
    );
}
Console.WriteLine(
    $"appended {missing:N0} entries, {batch:N0} a request: {missing / watch.Elapsed.TotalSeconds:N0} entries a second"
);

foreach (var round in (string[])["first", "again"])
{
    watch.Restart();
    place = -1;
    long characters = 0;
    while (true)
    {
        var entries = await store.ReadAfterAsync(place, 10_000);
        if (entries.Count == 0)
        {
            break;
        }
        characters += entries.Sum(entry => (long)entry.Data.Length);
        place = entries[^1].Place;
    }
    Console.WriteLine(
        $"read {place + 1:N0} entries by place ({round}), 10,000 a round trip: {(place + 1) / watch.Elapsed.TotalSeconds:N0} entries a second, "
            + $"{characters / watch.Elapsed.TotalSeconds / 1e6:N0} MB of data a second"
    );
}

NewEntry Entry() =>
    new(Guid.NewGuid(), "segment_assigned", "Oversight.Record.SegmentAssigned, Oversight.Record", content);

async Task<double> RateAsync(int callers, Func<int, Func<bool>, Task<int>> runAsync)
{
    // Connections and prepared statements first.
    var warmUp = Stopwatch.StartNew();
    await Task.WhenAll(
        Enumerable
            .Range(0, callers)
            .Select(caller => Task.Run(() => runAsync(caller, () => warmUp.Elapsed.TotalSeconds > 1)))
    );
    var measured = Stopwatch.StartNew();
    var counts = await Task.WhenAll(
        Enumerable
            .Range(0, callers)
            .Select(caller => Task.Run(() => runAsync(caller, () => measured.Elapsed.TotalSeconds > seconds)))
    );
    return counts.Sum() / measured.Elapsed.TotalSeconds;
}

async Task<int> InsertRawAsync(int caller, Func<bool> ended)
{
    var count = 0;
    for (; !ended(); count++)
    {
        await using var command = owner.CreateCommand("insert into public.raw (data) values ($1)");
        command.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Jsonb, Value = content });
        await command.ExecuteNonQueryAsync();
    }
    return count;
}

async Task<int> AppendsAsync(int caller, Func<bool> ended)
{
    var count = 0;
    for (; !ended(); count++)
    {
        await store.AppendAsync(
            new AppendRequest([new StreamAppend($"append-{Guid.NewGuid()}", 0, [Entry()])], "bench")
        );
    }
    return count;
}

// A decision as it is logged: catch up, decide on what was read, append with an idempotency key; again when another was faster.
async Task<int> DecisionsAsync(string stream, Func<bool> ended)
{
    var count = 0;
    var known = await store.LastPlaceAsync();
    var version = await VersionAsync(stream);
    while (!ended())
    {
        var key = Guid.NewGuid().ToString();
        var caughtUp = await store.CatchUpAsync(known, "bench", key);
        foreach (var entry in caughtUp.Entries)
        {
            known = entry.Place;
            version = entry.Stream == stream ? Math.Max(version, entry.Version) : version;
        }
        try
        {
            await store.AppendAsync(
                new AppendRequest([new StreamAppend(stream, version, [Entry()])], "bench")
                {
                    Idempotency = new Idempotency(key, [1]),
                }
            );
            count++;
        }
        catch (VersionConflictException)
        {
            // Read what is new and decide again.
        }
    }
    return count;
}

async Task<long> VersionAsync(string stream)
{
    await using var command = owner.CreateCommand(
        "select coalesce(max(version), 0) from oversight.mt_streams where id = $1"
    );
    command.Parameters.AddWithValue(stream);
    return (long)(await command.ExecuteScalarAsync())!;
}
