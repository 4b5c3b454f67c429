using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Oversight.Desk;
using Oversight.EmbeddedPostgres;
using Oversight.Ledger;
using Oversight.Proofs.Notes;
using Oversight.Web;

namespace Oversight.Cli.Tests.Witnessing;

/// <summary>A record that is served in this process on a data folder of its own, as oversight run does it.</summary>
public sealed class ServedRecord : IAsyncDisposable
{
    public const string Origin = "oversight.example/record";

    private readonly TemporaryFolder folder;
    private readonly WebApplication application;
    private readonly HttpClient client;

    private ServedRecord(
        TemporaryFolder folder,
        DatabaseSettings database,
        WebApplication application,
        HttpClient client
    )
    {
        (this.folder, this.application, this.client) = (folder, application, client);
        Program = new(folder, database, Record);
    }

    public OpenRecord Record => application.Services.GetRequiredService<OpenRecord>();

    public TheProgram Program { get; }

    public static async Task<ServedRecord> StartAsync(
        TemporaryFolder folder,
        DatabaseSettings database,
        string? witnesses,
        params string[] anchors
    )
    {
        var data = folder.File("data");
        var built = OversightApplication.Build(
            new WebSettings(new Uri("http://127.0.0.1:0"), Path.Combine(data, "log"))
            {
                ProofFolder = Path.Combine(data, "proof"),
                Origin = Origin,
                Witnesses = witnesses,
                Anchors = anchors,
            },
            new LedgerDatabase(database.Program),
            TimeProvider.System
        );
        var record = built.Services.GetRequiredService<OpenRecord>();
        await record.LoadAsync(_ => { }, default);
        await LocalAccess.EnsureAsync(record, data, "tester", default);
        await built.StartAsync();
        var token = (await File.ReadAllTextAsync(LocalAccess.TokenFile(data))).Trim();
        return new(
            folder,
            database,
            built,
            new HttpClient
            {
                BaseAddress = new Uri(built.Urls.Single()),
                DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", token) },
            }
        );
    }

    /// <summary>Lets a record that nobody has signed yet be signed by a key, whose secret half is put into the data folder.</summary>
    public static async Task SignByAsync(TemporaryFolder folder, DatabaseSettings database, SignerKey key)
    {
        var proof = Directory.CreateDirectory(folder.File("data/proof")).FullName;
        var file = Path.Combine(proof, $"{key.Verifier.KeyId:x8}.key");
        await File.WriteAllTextAsync(file, $"{key.Export()}\n");
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        await using var connection = new NpgsqlConnection(database.Program);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(
            "insert into ledger.signing_key (number, verifier) values (1, $1)",
            connection
        )
        {
            Parameters = { new() { Value = $"{key.Verifier}" } },
        };
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>Logs a decision; the id of its entry.</summary>
    public async Task<Guid> LogAsync(string organisation, int segment)
    {
        var ended = await Program.RunAsync(
            $"log segment {organisation} {segment} --effective 2024-09-12 --body nhs-england --back-dated --json".Split(
                ' '
            )
        );
        return ended.Gives(ExitCode.Done).Json.GetProperty("entries")[0].GetProperty("id").GetGuid();
    }

    public async Task<string?> GetAsync(string path)
    {
        using var answer = await client.GetAsync(path);
        return answer.IsSuccessStatusCode ? await answer.Content.ReadAsStringAsync() : null;
    }

    /// <summary>What health has to say but for the report tables, a line each.</summary>
    public async Task<string> WarningsAsync() =>
        JsonDocument.Parse((await GetAsync("/health/ready"))!).RootElement.TryGetProperty("warnings", out var warnings)
            ? string.Join(
                '\n',
                warnings
                    .EnumerateArray()
                    .Select(one => one.GetString()!)
                    // A copied record is old when it is opened, and its report tables follow a while later: another matter.
                    .Where(one => !one.StartsWith("The report tables", StringComparison.Ordinal))
            )
            : "";

    /// <summary>The lines of its log.</summary>
    public async Task<string[]> LogLinesAsync()
    {
        var lines = new List<string>();
        foreach (var file in Directory.GetFiles(folder.File("data/log")))
        {
            await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            using var reader = new StreamReader(stream);
            lines.AddRange((await reader.ReadToEndAsync()).Split('\n'));
        }

        return [.. lines];
    }

    /// <summary>Waits until something is as it should be.</summary>
    public static async Task<T> UntilAsync<T>(
        Func<Task<T>> what,
        Func<T, bool> holds,
        int seconds = 20,
        Func<string>? why = null
    )
    {
        var patience = Stopwatch.StartNew();
        while (true)
        {
            var now = await what();
            if (holds(now))
            {
                return now;
            }

            Assert.True(patience.Elapsed < TimeSpan.FromSeconds(seconds), $"Not in {seconds} s: {now} {why?.Invoke()}");
            await Task.Delay(50);
        }
    }

    public async ValueTask DisposeAsync()
    {
        client.Dispose();
        await application.StopAsync();
        await Record.DisposeAsync();
        await application.DisposeAsync();
    }
}
