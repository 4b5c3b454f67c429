using System.Net.Http.Headers;
using Npgsql;
using NpgsqlTypes;
using Oversight.Benchmarks.OldWriter;
using Oversight.Desk;
using Oversight.Ledger;
using Oversight.Record.Catalogue;
using Oversight.Record.People;

namespace Oversight.Benchmarks;

/// <summary>One way to log decisions.</summary>
internal abstract class Contender(string name) : IAsyncDisposable
{
    private readonly long[] versions = new long[SegmentDecisions.Trusts];
    private long count;

    public string Name => name;

    /// <summary>The process that serves it; null when it is this one.</summary>
    public virtual int? Server => null;

    /// <summary>Reads at which version each trust is.</summary>
    public async Task<Contender> ReadVersionsAsync(string connectionString)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand("select id, version from oversight.mt_streams", connection);
        await using var reader = await command.ExecuteReaderAsync();
        var read = new Dictionary<string, long>();
        while (await reader.ReadAsync())
        {
            read[reader.GetString(0)] = reader.GetInt64(1);
        }

        for (var number = 0; number < versions.Length; number++)
        {
            versions[number] = read[SegmentDecisions.Subject(number).Value];
        }

        return this;
    }

    /// <summary>Logs one decision about a trust that no other caller decides about meanwhile.</summary>
    public async Task LogAsync(int trust)
    {
        await LogAsync(trust, versions[trust], Interlocked.Increment(ref count));
        versions[trust]++;
    }

    public abstract ValueTask DisposeAsync();

    protected abstract Task LogAsync(int trust, long version, long number);
}

/// <summary>A desk in this process.</summary>
internal sealed class DeskContender : Contender
{
    private readonly OpenRecord record;
    private readonly NpgsqlDataSource? connections;
    private readonly Func<LogDecision, long, LoggedBy, CancellationToken, Task<Receipt>> log;

    private DeskContender(string name, OpenRecord record, NpgsqlDataSource? connections)
        : base(name)
    {
        this.record = record;
        this.connections = connections;
        log = connections is null
            ? record.Desk.LogAsync
            : new OldDesk(new OldRecord(connections), record.Live, TimeProvider.System).LogAsync;
    }

    public static Task<Contender> OpenAsync(string name, string connectionString) =>
        OpenAsync(name, connectionString, connections: null);

    public static Task<Contender> OpenOldAsync(string name, string connectionString) =>
        OpenAsync(name, connectionString, RecordStore.CreateDataSource(connectionString));

    public override async ValueTask DisposeAsync()
    {
        if (connections is not null)
        {
            await connections.DisposeAsync();
        }

        await record.DisposeAsync();
    }

    protected override Task LogAsync(int trust, long version, long number) =>
        log(
            new LogDecision(SegmentDecisions.Subject(trust), SegmentDecisions.Assigned(number)),
            version,
            new LoggedBy("user:benchmark", Grants.OfTheProgram, null, Guid.NewGuid().ToString()),
            CancellationToken.None
        );

    private static async Task<Contender> OpenAsync(string name, string program, NpgsqlDataSource? connections)
    {
        var database = new LedgerDatabase(program);
        var opened = new OpenRecord(database, database.Writer, TimeProvider.System);
        await opened.LoadAsync(_ => { }, CancellationToken.None);
        return await new DeskContender(name, opened, connections).ReadVersionsAsync(program);
    }
}

/// <summary>A web application in a process of its own, asked over connections that are kept.</summary>
internal sealed class ServedContender : Contender
{
    private readonly ChildProcess process;
    private readonly HttpClient client;
    private readonly string path;

    private ServedContender(string name, ChildProcess process, Uri address, string token, string path)
        : base(name)
    {
        this.process = process;
        this.path = path;
        client = new HttpClient(new SocketsHttpHandler { UseProxy = false, UseCookies = false })
        {
            BaseAddress = address,
            DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", token) },
        };
    }

    public override int? Server => process.Id;

    /// <summary>Starts it: oversight, old or wolverine.</summary>
    public static async Task<Contender> StartAsync(string name, string what, string connectionString, string folder)
    {
        var server = ChildProcess.Start("serve", what, connectionString, folder);
        var address = new Uri(await server.ReadLineAsync());
        var token = await server.ReadLineAsync();
        var prefix = what == "old" ? "/api/old/" : "/api/organisations/";
        return await new ServedContender(name, server, address, token, prefix).ReadVersionsAsync(connectionString);
    }

    public override async ValueTask DisposeAsync()
    {
        client.Dispose();
        await process.DisposeAsync();
    }

    protected override async Task LogAsync(int trust, long version, long number)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{path}{SegmentDecisions.Trust(trust)}/segment");
        request.Headers.TryAddWithoutValidation("If-Match", $"\"{version}\"");
        request.Headers.TryAddWithoutValidation("Idempotency-Key", Guid.NewGuid().ToString());
        request.Content = new StringContent(
            EventCatalogue.Write(SegmentDecisions.Assigned(number)),
            new MediaTypeHeaderValue("application/json")
        );
        using var response = await client.SendAsync(request);
        var answer = await response.Content.ReadAsStringAsync();
        if (response.StatusCode != System.Net.HttpStatusCode.Created)
        {
            throw new InvalidOperationException($"{Name}: {response.StatusCode} {answer}\n{process.LastErrors()}");
        }
    }
}

/// <summary>No record at all: a row of the same size in a table, each in a commit of its own.</summary>
internal sealed class RawContender : Contender
{
    private readonly NpgsqlDataSource connections;

    private RawContender(string name, NpgsqlDataSource connections)
        : base(name) => this.connections = connections;

    public static async Task<Contender> OpenAsync(string name, string ownerConnectionString)
    {
        await BenchmarkCluster.ExecuteAsync(
            ownerConnectionString,
            "create table public.raw (id bigint generated always as identity primary key, data jsonb not null)"
        );
        var pooled = new NpgsqlConnectionStringBuilder(ownerConnectionString) { MaxPoolSize = 80 }.ConnectionString;
        return new RawContender(name, RecordStore.CreateDataSource(pooled));
    }

    public override ValueTask DisposeAsync() => connections.DisposeAsync();

    protected override async Task LogAsync(int trust, long version, long number)
    {
        await using var command = connections.CreateCommand("insert into public.raw (data) values ($1)");
        command.Parameters.Add(
            new() { NpgsqlDbType = NpgsqlDbType.Jsonb, Value = EventCatalogue.Write(SegmentDecisions.Assigned(number)) }
        );
        await command.ExecuteNonQueryAsync();
    }
}
