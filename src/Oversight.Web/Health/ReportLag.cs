using System.Diagnostics.Metrics;
using Oversight.Ledger;

namespace Oversight.Web.Health;

/// <summary>How far the report tables are behind the record.</summary>
/// <param name="Place">The place of the last entry that they have taken; -1 for none.</param>
/// <param name="Behind">How many entries they have not taken yet.</param>
/// <param name="Seconds">How long the first of those has been in the record; 0 when there is none.</param>
public sealed record ReportsBehind(long Place, long Behind, long Seconds);

/// <summary>Tells health and metrics (<c>oversight.report.behind</c>, <c>oversight.report.lag</c>) how far the report tables are behind.</summary>
internal sealed class ReportLag : IDisposable
{
    /// <summary>Behind for longer than this, somebody has to look into it.</summary>
    private const long Patience = 30;

    private readonly Meter meter = new("Oversight");
    private readonly OpenRecord record;

    public ReportLag(OpenRecord record)
    {
        this.record = record;
        // Asked by whoever collects metrics, on a thread of their own.
        meter.CreateObservableGauge(
            "oversight.report.behind",
            () => Measured(behind => behind.Behind),
            "{entry}",
            "Entries that the report tables have not taken yet"
        );
        meter.CreateObservableGauge(
            "oversight.report.lag",
            () => Measured(behind => behind.Seconds),
            "s",
            "How long the first entry that the report tables have not taken has been in the record"
        );
    }

    /// <summary>How far they are behind now.</summary>
    public async Task<ReportsBehind> NowAsync(CancellationToken cancellation) =>
        Behind(await record.Reports.StateAsync(cancellation));

    /// <summary>What is to be said of it; null when they follow.</summary>
    public static string? Warning(ReportsBehind behind) =>
        behind.Seconds < Patience
            ? null
            : $"The report tables have not taken {behind.Behind:N0} entries, the first of which is {behind.Seconds:N0} s old: no running "
                + "Oversight keeps them, or its log says why. If it does not go on, run oversight report rebuild.";

    public void Dispose() => meter.Dispose();

    // While the database is away, or has not got the tables yet, there is nothing to measure; health says why.
    private IEnumerable<Measurement<long>> Measured(Func<ReportsBehind, long> what)
    {
        try
        {
            return [new(what(Behind(record.Reports.State())))];
        }
        catch (Exception e) when (DatabaseErrors.IsUnreachable(e) || DatabaseErrors.LacksTables(e))
        {
            return [];
        }
    }

    private ReportsBehind Behind(ReportState state)
    {
        var timelines = record.Live.Timelines;
        var behind = timelines.Place - state.Place;
        return behind <= 0
            ? new(state.Place, 0, 0)
            : new(
                state.Place,
                behind,
                Math.Max(0, (long)(record.Clock.GetUtcNow() - timelines.EntryAt(state.Place + 1).Recorded).TotalSeconds)
            );
    }
}
