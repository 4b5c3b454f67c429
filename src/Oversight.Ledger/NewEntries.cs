using System.Diagnostics;
using JasperFx.Events.Daemon.HighWater;
using Npgsql;

namespace Oversight.Ledger;

/// <summary>
/// Keeps Marten's daemon asleep while it has seen all that is recorded. It asks five questions each time it looks, some of which write; where
/// a number was drawn for nothing, as for a decision that was taken back, ten, ten times a second, until the next entry.
/// </summary>
/// <param name="connections">Connections to the record; whoever made them disposes them.</param>
internal sealed class NewEntries(NpgsqlDataSource connections) : IDaemonWakeup
{
    /// <summary>How long an entry waits at most to be seen, after a time in which nothing was recorded.</summary>
    public static readonly TimeSpan Quiet = TimeSpan.FromMilliseconds(250);

    // Well within the half minute after which the daemon takes itself for one that stands still.
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);

    /// <summary>Waits for a pause, and then on until there is an entry that the daemon has not seen.</summary>
    /// <param name="timeout">The pause.</param>
    /// <param name="token">Ends it.</param>
    public async Task WaitAsync(TimeSpan timeout, CancellationToken token)
    {
        var began = Stopwatch.GetTimestamp();
        await Task.Delay(timeout, token);
        while (Stopwatch.GetElapsedTime(began) < Longest && await HasSeenAllAsync(token))
        {
            await Task.Delay(Quiet, token);
        }
    }

    /// <summary>Holds nothing.</summary>
    public void Dispose() { }

    private async Task<bool> HasSeenAllAsync(CancellationToken token)
    {
        try
        {
            return await connections
                .Ask(
                    """
                    select coalesce(
                        (select max(seq_id) from oversight.mt_events)
                            <= (select last_seq_id from oversight.mt_event_progression where name = 'HighWaterMark'),
                        false
                    )
                    """
                )
                .ValueAsync<bool>(token);
        }
        catch (NpgsqlException)
        {
            // The daemon asks the same database, and says what is wrong with it.
            return false;
        }
    }
}
