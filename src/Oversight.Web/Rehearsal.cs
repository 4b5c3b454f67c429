using Oversight.Projections.Search;
using Oversight.Projections.Start;
using Oversight.Projections.Status;
using Oversight.Projections.Timelines;
using Oversight.Record.People;
using Oversight.Web.Http;

namespace Oversight.Web;

/// <summary>
/// While the server starts, a decision that stores nothing: what it needs is compiled and connected before somebody waits for it. Of a large
/// record also what is read once for many answers.
/// </summary>
internal sealed partial class Rehearsal(OpenRecord record, ILogger<Rehearsal> logger) : BackgroundService
{
    // From so many entries on somebody would notice that it is read while they wait.
    private const int Large = 10_000;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await record.Live.CatchUpAsync(stoppingToken);
            await record.Desk.RehearseAsync();
            if (record.Live.Timelines.Place >= Large)
            {
                // Beside whoever asks already.
                var whole = await record.SeenTodayAsync(Grants.OfTheProgram, stoppingToken);
                await Task.Run(() => Read(whole), stoppingToken);
            }
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

    // The words of all texts, what rules find in every subject, and how every organisation stands, which a question of the kind "what if"
    // compares with: from then on only what is recorded later is read for them.
    private void Read(RecordAt whole)
    {
        _ = SearchAnswer.Of(whole, known: null, London.Today(record.Clock), "rehearsal", kind: null);
        _ = AuditorStart.Of(whole, London.Today(record.Clock));
        _ = OrganisationStatus.All(whole, London.Today(record.Clock));
    }

    [LoggerMessage(LogLevel.Warning, "The rehearsal of a decision failed")]
    private static partial void LogNotRehearsed(ILogger logger, Exception exception);
}
