using Serilog;
using Serilog.Core;
using Serilog.Events;
using Serilog.Extensions.Logging;

namespace Oversight.Web.Logging;

/// <summary>The log: a file a day in the log folder, and warnings and errors on standard error.</summary>
internal static class ProgramLog
{
    private const int DaysKept = 31;

    /// <summary>Opens it.</summary>
    /// <param name="folder">Where the files are; null writes everything to standard error.</param>
    public static SerilogLoggerFactory Open(string? folder)
    {
        var formatter = new JsonLines();
        var settings = new LoggerConfiguration()
            .MinimumLevel.Information()
            // The framework's own lines about requests hold addresses with their queries: ours say what is needed.
            .MinimumLevel.Override("Microsoft", LogEventLevel.Warning)
            .MinimumLevel.Override("System", LogEventLevel.Warning)
            .Enrich.With(new WithoutAddress())
            .WriteTo.Console(
                formatter,
                folder is null ? LogEventLevel.Verbose : LogEventLevel.Warning,
                standardErrorFromLevel: LogEventLevel.Verbose
            );
        if (folder is not null)
        {
            settings.WriteTo.File(
                formatter,
                Path.Combine(folder, "oversight-.jsonl"),
                rollingInterval: RollingInterval.Day,
                retainedFileCountLimit: DaysKept
            );
        }

        return new SerilogLoggerFactory(settings.CreateLogger(), dispose: true);
    }

    // The server puts the address on every line of a request. It can hold whatever somebody typed; the route says enough.
    private sealed class WithoutAddress : ILogEventEnricher
    {
        public void Enrich(LogEvent logEvent, ILogEventPropertyFactory propertyFactory)
        {
            foreach (var name in new[] { "RequestPath", "RequestId", "ConnectionId", "EventId" })
            {
                logEvent.RemovePropertyIfPresent(name);
            }
        }
    }
}
