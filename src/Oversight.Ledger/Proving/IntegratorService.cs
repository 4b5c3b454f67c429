using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using Oversight.Proofs;
using Oversight.Proofs.Checkpoints;

namespace Oversight.Ledger.Proving;

/// <summary>How a host proves its record.</summary>
/// <param name="Folder">The folder of the secret keys and of the newest checkpoint.</param>
/// <param name="Origin">What the record is called in its checkpoints when its first key is made; it keeps that name for ever.</param>
public sealed record ProofSettings(string Folder, string Origin);

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
                // At first in any case: whether the record goes on from the newest checkpoint that this folder knows of.
                if (!isSure)
                {
                    await keys.EnsureAsync(settings.Origin, stoppingToken);
                    await integrator.IntegrateAsync(keys, cancellation: stoppingToken);
                    isSure = true;
                    var size = await proofs.CheckpointAsync(stoppingToken) is { } note
                        ? Checkpoint.Parse(note.Text).Size
                        : 0;
                    proofs.Begun = (TimeProvider.System.GetUtcNow(), size);
                    LogBegun(logger, size);
                }
                else if (await integrator.IsBehindAsync(stoppingToken))
                {
                    await integrator.IntegrateAsync(keys, cancellation: stoppingToken);
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

    // It cannot be reached, takes no connections or gave no answer in time; whatever else it says is about what was asked.
    private static bool IsDatabaseAway(Exception e) =>
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
