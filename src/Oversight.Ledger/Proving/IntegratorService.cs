using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using Oversight.Proofs;
using Oversight.Proofs.Checkpoints;

namespace Oversight.Ledger.Proving;

/// <summary>How a host proves its record.</summary>
/// <param name="Folder">The folder of the secret keys and of the newest checkpoint.</param>
/// <param name="Origin">What the record is called in its checkpoints when its first key is made; it keeps that name for ever.</param>
/// <param name="Witnesses">The witnesses that are asked, those of them that have an address, and how many have to have seen what receipts are made with.</param>
/// <param name="Anchors">The places outside at which checkpoints are kept.</param>
public sealed record ProofSettings(
    string Folder,
    string Origin,
    TrustPolicy? Witnesses = null,
    Anchors? Anchors = null
);

/// <summary>
/// Lets the tree grow while a host runs. It looks five times a second whether something was recorded: a notice from the writer would be one more
/// lock at each commit.
/// </summary>
internal sealed partial class IntegratorService(
    NpgsqlDataSource connections,
    RecordProofs proofs,
    ProofSettings settings,
    ILogger<IntegratorService> logger
) : BackgroundService
{
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(200);

    // What went wrong is seldom gone at once.
    private static readonly TimeSpan PaceInTrouble = TimeSpan.FromSeconds(2);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var integrator = new Integrator(connections);
        var keys = new CheckpointKeys(connections, settings.Folder);
        var isSure = false;
        while (!stoppingToken.IsCancellationRequested)
        {
            var pace = Pace;
            try
            {
                if (!proofs.HasLookedOutside)
                {
                    // A fork is never signed: first is looked at what is kept outside.
                    await integrator.IntegrateAsync(keys: null, cancellation: stoppingToken);
                    await Task.Delay(Pace, stoppingToken);
                    continue;
                }

                if (proofs.Disagreement is { } disagreement)
                {
                    // The tree goes on, so that it can be compared again.
                    await integrator.IntegrateAsync(keys: null, cancellation: stoppingToken);
                    throw new TreeRefusedException(disagreement);
                }

                // At first in any case: whether the record goes on from the newest checkpoint that this folder knows of.
                if (!isSure)
                {
                    await keys.EnsureAsync(settings.Origin, stoppingToken);
                }

                if (!isSure || await integrator.IsBehindAsync(stoppingToken))
                {
                    if (await integrator.IntegrateAsync(keys, waits: !isSure, cancellation: stoppingToken) is not null)
                    {
                        proofs.Signed.Tell();
                    }

                    if (!isSure)
                    {
                        await BeginAsync(stoppingToken);
                        isSure = true;
                    }
                }

                proofs.Refused = null;
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e) when (IsDatabaseAway(e))
            {
                // That is said wherever the database is asked for; nothing is known of the tree.
                pace = PaceInTrouble;
            }
            catch (Exception e)
                when (e
                        is NpgsqlException
                            or TreeRefusedException
                            or KeyUnavailableException
                            or ProofException
                            or IOException
                            or UnauthorizedAccessException
                )
            {
                if (proofs.Refused != e.Message)
                {
                    LogNotSigned(logger, e.Message);
                }

                proofs.Refused = e.Message;
                pace = PaceInTrouble;
            }

            await Task.Delay(pace, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task BeginAsync(CancellationToken cancellation)
    {
        var size = await proofs.CheckpointAsync(cancellation) is { } note ? Checkpoint.Parse(note.Text).Size : 0;
        proofs.Begun = new(TimeProvider.System.GetUtcNow(), size);
        LogBegun(logger, size);
    }

    // It cannot be reached, takes no connections or gave no answer in time; whatever else it says is about what was asked.
    internal static bool IsDatabaseAway(Exception e) =>
        e
            is TimeoutException
                or NpgsqlException { IsTransient: true }
                or PostgresException { SqlState: ['0', '8', ..] or ['5', '5', ..] or ['5', '7', ..] or ['3', 'D', ..] };

    [LoggerMessage(
        LogLevel.Information,
        "The record begins with the newest checkpoint, of {Size} entries, and with that of the data folder"
    )]
    private static partial void LogBegun(ILogger logger, long size);

    [LoggerMessage(LogLevel.Error, "No checkpoint is signed: {Reason}")]
    private static partial void LogNotSigned(ILogger logger, string reason);
}
