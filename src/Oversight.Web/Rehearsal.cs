namespace Oversight.Web;

/// <summary>While the server starts, a decision that stores nothing: what it needs is compiled and connected before somebody waits for it.</summary>
internal sealed partial class Rehearsal(OpenRecord record, ILogger<Rehearsal> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await record.Live.CatchUpAsync(stoppingToken);
            await record.Desk.RehearseAsync();
        }
        catch (Exception error) when (!stoppingToken.IsCancellationRequested)
        {
            // Whoever logs the first decision is told what is wrong, and no worse off.
            LogNotRehearsed(logger, error);
        }
        catch (OperationCanceledException)
        {
            // Stopped while it was still starting.
        }
    }

    [LoggerMessage(LogLevel.Warning, "The rehearsal of a decision failed")]
    private static partial void LogNotRehearsed(ILogger logger, Exception exception);
}
