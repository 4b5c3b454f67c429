using System.Diagnostics;
using Npgsql;
using Oversight.EmbeddedPostgres;
using Oversight.Proofs.Notes;
using Oversight.TestServer;

namespace Oversight.Cli.Tests.Witnessing;

/// <summary>Witnesses that do not answer, come back, or have forgotten: nobody who records waits for them, and it is said.</summary>
public sealed class AwayWitness(DatabaseServer server) : IAsyncLifetime
{
    private readonly TemporaryFolder folder = new();
    private readonly SignerKey key = SignerKey.Create(ServedRecord.Origin, KeyType.Ed25519);
    private DatabaseSettings database = null!;

    public async ValueTask InitializeAsync()
    {
        database = await server.CreateLoadedAsync();
        await ServedRecord.SignByAsync(folder, database, key);
    }

    public ValueTask DisposeAsync()
    {
        key.Dispose();
        folder.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task One_that_was_away_cosigns_when_it_is_back_and_one_that_forgot_is_named()
    {
        var witness = await StartAsync(0);
        var (port, policy) = (witness.Port, $"{witness.PolicyLine}\nquorum one\n");
        await witness.DisposeAsync();
        await using var served = await ServedRecord.StartAsync(folder, database, policy);
        await ServedRecord.UntilAsync(
            served.WarningsAsync,
            said => said.Contains("has not got the newest checkpoint: it does not answer", StringComparison.Ordinal)
        );
        // The receipt is there without it, and with it once it is back.
        await ProvedAsync(served, await served.LogAsync("QOC", 3));
        witness = await StartAsync(port);
        await CosignedAsync(served);
        await ServedRecord.UntilAsync(
            served.WarningsAsync,
            said => !said.Contains("witness", StringComparison.Ordinal)
        );
        var lines = await ServedRecord.UntilAsync(
            served.LogLinesAsync,
            log => log.Any(line => line.Contains("has the newest checkpoint again", StringComparison.Ordinal))
        );
        Assert.Single(lines, line => line.Contains("has not got the newest checkpoint", StringComparison.Ordinal));
        await witness.DisposeAsync();

        // It has its key still, and nothing that it saw.
        File.Delete(Directory.GetFiles(folder.File("witnessing/witness"), "*.checkpoint").Single());
        await using var forgetful = await StartAsync(port);
        await served.LogAsync("QWO", 3);
        await ServedRecord.UntilAsync(
            served.WarningsAsync,
            said => said.Contains("its folder was lost or put back", StringComparison.Ordinal)
        );
        await CosignedAsync(served);
    }

    [Fact]
    public async Task One_that_is_slow_delays_nobody_and_is_told_the_newest_alone_afterwards()
    {
        using var process = new TheProgram(folder).Start(
            "witness",
            "--port",
            "0",
            "--data",
            folder.File("witnessing"),
            "--log",
            $"{key.Verifier}"
        );
        try
        {
            var line = "";
            while (!line.StartsWith("witness ", StringComparison.Ordinal))
            {
                line = await process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("It ended.");
            }

            await using var served = await ServedRecord.StartAsync(folder, database, $"{line}\nquorum one\n");
            await CosignedAsync(served);
            var before = await CountAsync("cosignature");

            TheProgram.Signal(process, "STOP");
            var waiting = Stopwatch.StartNew();
            foreach (var organisation in new[] { "QOC", "QWO", "QJK", "QNQ", "QH8" })
            {
                await ProvedAsync(served, await served.LogAsync(organisation, 3));
            }

            // Its answer is waited for ten seconds: five times that, if anybody had to wait for it.
            Assert.InRange(waiting.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(40));
            TheProgram.Signal(process, "CONT");
            await CosignedAsync(served);
            Assert.True(await CountAsync("checkpoint") >= 5);
            Assert.InRange(await CountAsync("cosignature") - before, 1, 3);
        }
        finally
        {
            process.Kill();
            await process.WaitForExitAsync();
        }
    }

    private Task<RunningWitness> StartAsync(int port) =>
        RunningWitness.StartAsync(folder, port, "--log", $"{key.Verifier}");

    private static Task<string?> ProvedAsync(ServedRecord served, Guid entry) =>
        ServedRecord.UntilAsync(() => served.GetAsync($"/api/entries/{entry}/receipt"), receipt => receipt is not null);

    private static Task<string?> CosignedAsync(ServedRecord served) =>
        ServedRecord.UntilAsync(
            () => served.GetAsync("/checkpoint"),
            note => note is not null && SignedNote.Parse(note).Signatures.Count == 2
        );

    private async Task<long> CountAsync(string table)
    {
        await using var connection = new NpgsqlConnection(database.Program);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand($"select count(*) from ledger.{table}", connection);
        return (long)(await command.ExecuteScalarAsync())!;
    }
}
