using System.Diagnostics;
using Npgsql;
using Oversight.Desk;
using Oversight.EmbeddedPostgres;
using Oversight.Ledger;
using Oversight.Projections.Status;
using Oversight.Record;
using Oversight.Record.Decisions;
using Oversight.Record.Events;
using Oversight.Record.Organisations;
using Oversight.Record.Time;

// How fast decisions are logged beside the raw rate of single-row commits, and how fast a million entries are replayed: through every way
// in that this build has, in turn, in one run.
// One run on one durable cluster, so that its figures may be compared with each other; with another machine's they may not.
//
//   dotnet run -c Release --project tests/Oversight.Benchmarks [seconds for each figure, 5] [entries to replay, 1000000]

const int trusts = 1_300;
var seconds = args.Length > 0 ? int.Parse(args[0]) : 5;
var toReplay = args.Length > 1 ? int.Parse(args[1]) : 1_000_000;
(string Name, OpenWayIn Open)[] waysIn =
[
    ("npgsql", NpgsqlWayIn.OpenAsync),
#if MARTEN
    ("marten", Oversight.Ledger.Marten.MartenWayIn.OpenAsync),
#endif
];
var by = new LoggedBy("user:benchmark");
var appended = 0;
var started = new DateOnly(2024, 1, 1);

var folder = Directory.CreateTempSubdirectory("oversight-benchmark-").FullName;
File.SetUnixFileMode(folder, (UnixFileMode)0b111_101_101);
await using var cluster = await Cluster.OpenAsync(
    new ClusterOptions(Path.Combine(folder, "data"), MayInstall: false, Console.Error.WriteLine),
    CancellationToken.None
);
try
{
    Console.WriteLine($"{Environment.ProcessorCount} cores, fsync on, {seconds} seconds for each figure; a second:");
    Console.WriteLine();
    await CreateRawTableAsync();
    var opened = new List<(string Name, OpenRecord Record)>();
    foreach (var (name, open) in waysIn)
    {
        opened.Add((name, await OpenAsync(open)));
    }

    await opened[0].Record.LoadReferenceDataAsync(CancellationToken.None);
    await RegisterTrustsAsync(opened[0].Record);
    await DecisionsBesideCommitsAsync(opened);
    foreach (var (_, record) in opened)
    {
        await record.DisposeAsync();
    }

    await ReplayAsync();
}
finally
{
    await cluster.DisposeAsync();
    Directory.Delete(folder, recursive: true);
}

// The server has a hundred connections for all pools of one run.
Task<OpenRecord> OpenAsync(OpenWayIn open) =>
    OpenRecord.OpenAsync(
        cluster.Owner,
        new NpgsqlConnectionStringBuilder(cluster.Program) { MaxPoolSize = 24 }.ConnectionString,
        TimeProvider.System,
        _ => { },
        CancellationToken.None,
        open
    );

static OdsCode Trust(int number) => OdsCode.Parse($"T{number:0000}");

static SegmentAssigned Assigned(DateOnly day, int segment) =>
    new(
        new Decision(
            DateWithPrecision.Day(day),
            DateWithPrecision.Day(day),
            new DecidedBy("nhs-england-Y60", "Director")
        )
        {
            Origin = Origin.BackDated,
            Rationale =
                "Financial recovery plan not agreed; elective waits above the regional median for two quarters.",
        },
        segment
    );

async Task RegisterTrustsAsync(OpenRecord record)
{
    var draft = new Draft(
        await record.Live.AtAsync(null, CancellationToken.None),
        TimeProvider.System.GetUtcNow(),
        "benchmark"
    );
    var established = DateWithPrecision.Day(new DateOnly(2015, 4, 1));
    for (var number = 0; number < trusts; number++)
    {
        var content = new OrganisationRegistered(
            new Decision(established, established, new DecidedBy("dhsc")) { Origin = Origin.Imported },
            Trust(number),
            OrganisationKind.NhsTrust,
            $"Trust {number}",
            "Y60"
        );
        draft.Take(new LogDecision(SubjectId.Of(Trust(number)), content));
    }

    await record.Desk.LogAsync(draft, by);
    await record.Live.CatchUpAsync(CancellationToken.None);
}

async Task CreateRawTableAsync()
{
    await using var owner = NpgsqlDataSource.Create(cluster.Owner);
    await using var create = owner.CreateCommand(
        "create table public.raw (id bigint generated always as identity primary key, data jsonb not null); "
            + "grant insert on public.raw to public"
    );
    await create.ExecuteNonQueryAsync();
}

async Task DecisionsBesideCommitsAsync(IReadOnlyList<(string Name, OpenRecord Record)> opened)
{
    var row = EventCatalogue.Write(Assigned(started, 3));
    Console.WriteLine("| way in | callers | single-row commits | appends | decisions | decisions / commits |");
    Console.WriteLine("|--------|--------:|-------------------:|--------:|----------:|--------------------:|");
    foreach (var callers in (int[])[1, 8, 64])
    {
        double raw;
        // Its connections go before the record's own come.
        await using (var program = RecordStore.CreateDataSource(cluster.Program + ";Maximum Pool Size=24"))
        {
            raw = await RateAsync(callers, (_, ended) => CommitAsync(program, row, ended));
        }

        foreach (var (name, record) in opened)
        {
            var appends = await RateAsync(callers, (_, ended) => AppendAsync(record.WayIn, row, ended));
            var decisions = await RateAsync(callers, (caller, ended) => DecideAsync(record, caller, callers, ended));
            Console.WriteLine(
                $"| {name} | {callers, 7} | {raw, 18:N0} | {appends, 7:N0} | {decisions, 9:N0} | {decisions / raw, 19:P0} |"
            );
        }
    }

    Console.WriteLine();
}

async Task<double> RateAsync(int callers, Func<int, Func<bool>, Task<int>> run)
{
    // Connections and prepared statements first.
    await MeasureAsync(1);
    return await MeasureAsync(seconds);

    async Task<double> MeasureAsync(int forSeconds)
    {
        var watch = Stopwatch.StartNew();
        var counts = await Task.WhenAll(
            Enumerable
                .Range(0, callers)
                .Select(c => Task.Run(() => run(c, () => watch.Elapsed.TotalSeconds > forSeconds)))
        );
        return counts.Sum() / watch.Elapsed.TotalSeconds;
    }
}

static async Task<int> CommitAsync(NpgsqlDataSource program, string row, Func<bool> ended)
{
    var count = 0;
    for (; !ended(); count++)
    {
        await using var command = program.CreateCommand("insert into public.raw (data) values ($1)");
        command.Parameters.Add(new() { NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Jsonb, Value = row });
        await command.ExecuteNonQueryAsync();
    }

    return count;
}

// The ledger alone: one entry on a stream of its own, no catching up and no deciding.
async Task<int> AppendAsync(IWayIn wayIn, string row, Func<bool> ended)
{
    var count = 0;
    for (; !ended(); count++)
    {
        var stream = $"organisation-A{Interlocked.Increment(ref appended):X4}";
        await wayIn.AppendAsync(new AppendRequest([new StreamAppend(stream, 0, [Entry(row)])], "user:benchmark"));
    }

    return count;
}

// A decision as people log it: caught up, judged by every rule, appended under an idempotency key.
async Task<int> DecideAsync(OpenRecord record, int caller, int callers, Func<bool> ended)
{
    // What was decided last, here or through another way in, is in memory only after the next catching up.
    await record.Live.CatchUpAsync(CancellationToken.None);
    var count = 0;
    for (var number = caller; !ended(); number = number + callers < trusts ? number + callers : caller)
    {
        var ods = Trust(number);
        var version = record.Live.Timelines.At(record.Live.Timelines.Place).TimelineOf(ods)!.Version;
        await record.Desk.LogAsync(
            _ => new LogDecision(SubjectId.Of(ods), Assigned(started.AddDays(count % 300), 2 + (count % 2))),
            version,
            by with
            {
                IdempotencyKey = Guid.NewGuid().ToString(),
            },
            CancellationToken.None
        );
        count++;
    }

    return count;
}

// Filled through the first way in, then read into timelines by a program that opens the record through each.
async Task ReplayAsync()
{
    const int batch = 5_000;
    await using (var record = await OpenAsync(waysIn[0].Open))
    {
        var missing = (int)Math.Max(0, toReplay - 1 - record.Live.Timelines.Place);
        var watch = Stopwatch.StartNew();
        for (var number = 0; number < missing; number += batch)
        {
            var count = Math.Min(batch, missing - number);
            var day = started.AddDays(number / batch % 300);
            var at = record.Live.Timelines.At(record.Live.Timelines.Place);
            await record.WayIn.AppendAsync(
                new AppendRequest(
                    [
                        .. Enumerable
                            .Range(0, count)
                            .GroupBy(i => i % trusts)
                            .Select(group => new StreamAppend(
                                SubjectId.Of(Trust(group.Key)).Value,
                                at.TimelineOf(Trust(group.Key))!.Version,
                                [.. group.Select(i => Entry(EventCatalogue.Write(Assigned(day, 1 + (i % 3)))))]
                            )),
                    ],
                    "user:benchmark"
                )
            );
            await record.Live.CatchUpAsync(CancellationToken.None);
        }

        Console.WriteLine(
            $"appended {missing:N0} entries, {batch:N0} at once: {missing / watch.Elapsed.TotalSeconds:N0} a second"
        );
    }

    foreach (var (name, open) in (IEnumerable<(string, OpenWayIn)>)[.. waysIn, .. waysIn])
    {
        var watch = Stopwatch.StartNew();
        await using var fresh = await OpenAsync(open);
        var read = watch.Elapsed;
        var entries = fresh.Live.Timelines.Place + 1;
        // Said before the statuses are computed: those take long where subjects have hundreds of entries.
        Console.WriteLine(
            $"replayed {entries:N0} entries into timelines ({name}): {entries / read.TotalSeconds:N0} a second"
        );
        var picture = OrganisationStatus.All(
            fresh.Live.Timelines.At(fresh.Live.Timelines.Place),
            new DateOnly(2024, 3, 31)
        );
        Console.WriteLine(
            $"then the status of {picture.Count:N0} organisations in {(watch.Elapsed - read).TotalMilliseconds:N0} ms"
        );
    }
}

static NewEntry Entry(string data) =>
    new(Guid.CreateVersion7(), EventCatalogue.NameOf(typeof(SegmentAssigned)), typeof(SegmentAssigned).FullName!, data);
