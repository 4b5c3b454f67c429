using Microsoft.AspNetCore.Connections;
using Serilog;
using Serilog.Core;
using Serilog.Events;
using Serilog.Filters;
using Serilog.Formatting.Compact;

namespace Oversight.Web.Logging;

/// <summary>The log: a file a day in the log folder, and warnings and errors on standard error, as lines of compact JSON.</summary>
internal static class ProgramLog
{
    /// <summary>How many files are kept: one a day, and more where one has grown too large.</summary>
    public const int FilesKept = 31;

    /// <summary>Sets it up.</summary>
    /// <param name="logger">What is set up.</param>
    /// <param name="folder">Where the files are; null writes everything to standard error.</param>
    public static void Configure(LoggerConfiguration logger, string? folder)
    {
        var formatter = new RenderedCompactJsonFormatter();
        var isOfTheDaemon = Matching.FromSource("Marten.Events.Daemon");
        logger
            .MinimumLevel.Information()
            // The framework's own lines about requests hold addresses with their queries: ours say what is needed.
            .MinimumLevel.Override("Microsoft", LogEventLevel.Warning)
            .MinimumLevel.Override("System", LogEventLevel.Warning)
            // What is done on the way of every message, and every time that nothing has come.
            .MinimumLevel.Override("Wolverine", LogEventLevel.Warning)
            .MinimumLevel.Override("Marten", LogEventLevel.Warning)
            .MinimumLevel.Override("JasperFx", LogEventLevel.Warning)
            // Said in one sentence by whoever starts it; the host's own lines hold nothing but the stack.
            .Filter.ByExcluding(line => line.Exception is IOException { InnerException: AddressInUseException })
            // Who keeps the report tables may be reading when it is told to stop, and finds its own lock gone: it stopped, as it was told, and
            // goes on from the same entry the next time.
            .Filter.ByExcluding(line =>
                line.Exception is ObjectDisposedException { ObjectName: "System.Threading.SemaphoreSlim" }
                && isOfTheDaemon(line)
            )
            .Enrich.With(new WithoutAddress())
            .WriteTo.Console(
                formatter,
                folder is null ? LogEventLevel.Verbose : LogEventLevel.Warning,
                standardErrorFromLevel: LogEventLevel.Verbose
            );
        if (folder is not null)
        {
            logger.WriteTo.File(
                formatter,
                Path.Combine(folder, "oversight-.jsonl"),
                rollingInterval: RollingInterval.Day,
                // A day's file that has grown to a gigabyte is followed by another, not by silence.
                rollOnFileSizeLimit: true,
                retainedFileCountLimit: FilesKept
            );
        }
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
