using Oversight.Ledger;
using Oversight.Projections.Timelines;
using Oversight.Web.Http;
using Oversight.Web.OpenApi;

namespace Oversight.Web.Health;

/// <summary>Whether the process answers.</summary>
/// <param name="Status">live.</param>
public sealed record Liveness(string Status);

/// <summary>Whether requests can be served.</summary>
/// <param name="Status">ready, or not-ready.</param>
/// <param name="Place">The last place of the record that has been read, -1 for the empty record; told to who reads the whole record.</param>
/// <param name="Reason">What is missing.</param>
/// <param name="Reports">How far the report tables are behind; absent while the database does not say. Told to who reads the whole record.</param>
/// <param name="Warnings">
/// What somebody has to look into although requests are served; absent when there is nothing. Told to who reads the whole record.
/// </param>
public sealed record Readiness(
    string Status,
    long? Place = null,
    string? Reason = null,
    ReportsBehind? Reports = null,
    IReadOnlyList<string>? Warnings = null
);

/// <summary>For whoever watches the process: is it alive, and can it serve.</summary>
internal static partial class HealthEndpoints
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        // Metrics are told from the start, whether or not anybody asks for health.
        routes.ServiceProvider.GetRequiredService<ReportLag>();
        // Whoever watches the process has no account.
        var health = routes.MapGroup("/health").WithTags("Health").AllowAnonymous();
        health.MapGet("/live", Live).WithName("GetLiveness").Produces<Liveness>();
        health
            .MapGet("/ready", ReadyAsync)
            .WithName("GetReadiness")
            .Produces<Readiness>()
            .Produces<Readiness>(StatusCodes.Status503ServiceUnavailable);
    }

    /// <summary>The process answers.</summary>
    public static Reply<Liveness> Live() => new(new("live"));

    /// <summary>Database, schema and record are ready.</summary>
    public static async Task<Reply<Readiness>> ReadyAsync(
        HttpContext context,
        OpenRecord record,
        DiskSpace disk,
        ReportLag reports,
        ILoggerFactory loggers
    )
    {
        var reason = await MissingAsync(record, loggers.CreateLogger(typeof(HealthEndpoints)), context.RequestAborted);
        // How long the record is, and what there is to look into, is for who reads all of it.
        var tells = SeenRecord.SeesEverything(context);
        var (behind, warnings) = tells
            ? await StandingAsync(record, disk, reports, context.RequestAborted)
            : (null, null);
        return new(
            new(
                reason is null ? "ready" : "not-ready",
                tells ? record.Live.Timelines.Place : null,
                reason is null || record.Live.LastContact is not { } contact
                    ? reason
                    : $"{reason} What is read is answered as of {AnswerJson.Instant(contact)}.",
                behind,
                warnings
            ),
            reason is null ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable
        );
    }

    private static async Task<(ReportsBehind? Reports, IReadOnlyList<string>? Warnings)> StandingAsync(
        OpenRecord record,
        DiskSpace disk,
        ReportLag reports,
        CancellationToken aborted
    )
    {
        ReportsBehind? behind = null;
        var warnings = new List<string>();
        if (record.Live.Replaced is var (at, what))
        {
            warnings.Add($"{AnswerJson.Instant(at)}: {what}");
        }

        if (disk.Warning() is { } little)
        {
            warnings.Add(little);
        }

        if (record.Proofs.Refused is { } refused)
        {
            warnings.Add($"No checkpoint is signed: {refused}");
        }

        warnings.AddRange(record.Proofs.NotKeptOutside);

        try
        {
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(aborted);
            patience.CancelAfter(Patience);
            warnings.AddRange(await record.Store.HoldersAsync(patience.Token));
            if (Guards.Words(await record.Store.GuardsOffAsync(patience.Token)) is { } off)
            {
                warnings.Add(off);
            }

            behind = await reports.NowAsync(patience.Token);
            if (ReportLag.Warning(behind) is { } late)
            {
                warnings.Add(late);
            }
        }
        catch (Exception e)
            when (e is OperationCanceledException || DatabaseErrors.IsUnreachable(e) || DatabaseErrors.LacksTables(e))
        {
            // Said as the reason for not being ready, where it is one.
        }

        return (behind, warnings.Count == 0 ? null : warnings);
    }

    private static async Task<string?> MissingAsync(OpenRecord record, ILogger logger, CancellationToken aborted)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(aborted);
        patience.CancelAfter(Patience);
        try
        {
            var pending = await record.Kept.PendingMigrationsAsync(patience.Token);
            if (pending.Count > 0)
            {
                return $"The database lacks {string.Join(", ", pending)}: run oversight migrate.";
            }

            var last = await record.Kept.LastPlaceAsync(patience.Token);
            await record.Live.CatchUpAsync(patience.Token);
            return record.Live.Timelines.Place >= last ? null : "The record has not been read to its end.";
        }
        catch (OperationCanceledException) when (!aborted.IsCancellationRequested)
        {
            return $"The database did not answer within {Patience.TotalSeconds} s.";
        }
        catch (Exception e) when (DatabaseErrors.IsUnreachable(e))
        {
            LogNotReady(logger, e.Message);
            return "The database cannot be reached.";
        }
        catch (Exception e) when (e is MigrationException or RecordReplacedException or MissingEntriesException)
        {
            LogNotReady(logger, e.Message);
            return e.Message;
        }
    }

    [LoggerMessage(LogLevel.Warning, "Not ready: {Reason}")]
    private static partial void LogNotReady(ILogger logger, string reason);
}
