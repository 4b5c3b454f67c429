using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using Oversight.Proofs;
using Oversight.Proofs.Notes;

namespace Oversight.Ledger.Proving;

/// <summary>
/// Lets witnesses and anchors have what this host signs, each in its own time: nobody who records or signs waits for them. One is told one thing at
/// a time; what was signed meanwhile is told at once then, by the newest.
/// </summary>
internal sealed partial class OutsideService(
    RecordProofs proofs,
    IReadOnlyList<CheckpointKeeper> keepers,
    ILogger<OutsideService> logger
) : BackgroundService
{
    // Looked at again without being told: another host signed, and ended before it told them.
    private static readonly TimeSpan Round = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(1);

    private enum Standing
    {
        Agrees,
        Away,
        Disagrees,
    }

    /// <summary>Asks and writes over HTTP: follows nothing, and waits for nobody long.</summary>
    public static HttpClient CreateClient() =>
        new(
            new SocketsHttpHandler
            {
                AllowAutoRedirect = false,
                UseCookies = false,
                PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            }
        )
        {
            Timeout = TimeSpan.FromSeconds(10),
            MaxResponseContentBufferSize = SignedNote.MostBytes,
        };

    /// <summary>Those that settings name.</summary>
    public static IReadOnlyList<CheckpointKeeper> Of(
        ProofSettings settings,
        NpgsqlDataSource connections,
        RecordProofs proofs
    )
    {
        var client = CreateClient();
        proofs.MustLookAt(settings.Anchors?.All.Count ?? 0);
        return
        [
            .. (settings.Witnesses?.Witnesses ?? [])
                .Where(witness => witness.Url is not null)
                .Select(witness => new AskedWitness(connections, proofs, witness, client)),
            .. (settings.Anchors?.All ?? []).Select(anchor => new WrittenAnchor(proofs, anchor)),
        ];
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(keepers.Select(keeper => Task.Run(() => TellAsync(keeper, stoppingToken), stoppingToken)));

    private async Task TellAsync(CheckpointKeeper keeper, CancellationToken stopping)
    {
        var (standing, pause, remark) = (Standing.Agrees, FirstPause, (string?)null);
        var isLookedAt = !keeper.HasProof;
        while (!stopping.IsCancellationRequested)
        {
            var signed = proofs.Signed.Next;
            try
            {
                await keeper.TellAsync(stopping);
                LookedAt(keeper, ref isLookedAt);
                standing = Say(keeper, standing, Standing.Agrees, keeper.Remark);
                if (keeper.Remark is { } told && told != remark)
                {
                    LogDisagrees(logger, keeper.Name, told);
                    remark = told;
                }

                pause = FirstPause;
                await Task.WhenAny(signed, Task.Delay(Round, stopping));
                continue;
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                return;
            }
            catch (KeeperDisagreesException e)
            {
                standing = Say(keeper, standing, Standing.Disagrees, e.Message);
                LookedAt(keeper, ref isLookedAt);
            }
            catch (Exception e) when (IntegratorService.IsDatabaseAway(e))
            {
                // That is said wherever the database is asked for.
            }
            catch (Exception e)
            {
                // Whatever ends one that is kept must not end the others, nor the host.
                if (e is not (KeeperAwayException or ProofException or NpgsqlException))
                {
                    LogFailed(logger, e, keeper.Name);
                }

                // What it held, and the record's own key had signed, is no less true while it cannot be reached.
                if (standing != Standing.Disagrees || !keeper.HasProof)
                {
                    standing = Say(keeper, standing, Standing.Away, e.Message);
                }

                LookedAt(keeper, ref isLookedAt);
            }

            await Task.Delay(pause, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
        }
    }

    // Tried once, whatever came of it: one that is away for long must not stop the signing.
    private void LookedAt(CheckpointKeeper keeper, ref bool isLookedAt)
    {
        if (keeper.HasProof && !isLookedAt)
        {
            isLookedAt = true;
            proofs.LookedAtAnchor();
        }
    }

    // In the log once for each change; for health always as it is now.
    private Standing Say(CheckpointKeeper keeper, Standing before, Standing now, string? why)
    {
        var words = now switch
        {
            Standing.Away => $"{keeper.Name} has not got the newest checkpoint: {why}",
            Standing.Disagrees => $"{keeper.Name} and this record do not agree: {why}",
            _ => why is null ? null : $"{keeper.Name}: {why}",
        };
        // What its own key has signed stops the signing; that is said with the reason for it.
        var stops = now == Standing.Disagrees && keeper.HasProof;
        proofs.Stand(keeper.Name, stops ? null : words, stops ? words : null);
        switch (now)
        {
            case Standing.Agrees when before != now:
                LogAgain(logger, keeper.Name);
                break;
            case Standing.Away when before != now:
                LogAway(logger, keeper.Name, why!);
                break;
            case Standing.Disagrees when before != now:
                LogDisagrees(logger, keeper.Name, why!);
                break;
        }

        return now;
    }

    [LoggerMessage(LogLevel.Error, "{Keeper} could not be told of the newest checkpoint")]
    private static partial void LogFailed(ILogger logger, Exception e, string keeper);

    [LoggerMessage(LogLevel.Information, "{Keeper} has the newest checkpoint again")]
    private static partial void LogAgain(ILogger logger, string keeper);

    [LoggerMessage(LogLevel.Warning, "{Keeper} has not got the newest checkpoint: {Reason}")]
    private static partial void LogAway(ILogger logger, string keeper, string reason);

    [LoggerMessage(LogLevel.Error, "{Keeper} and this record do not agree: {Reason}")]
    private static partial void LogDisagrees(ILogger logger, string keeper, string reason);
}

/// <summary>Tells those that wait that a checkpoint was signed.</summary>
internal sealed class SignedNotice
{
    private TaskCompletionSource next = Fresh();

    /// <summary>Ends with the next one that is signed.</summary>
    public Task Next => Volatile.Read(ref next).Task;

    /// <summary>One was signed.</summary>
    public void Tell() => Interlocked.Exchange(ref next, Fresh()).SetResult();

    private static TaskCompletionSource Fresh() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
