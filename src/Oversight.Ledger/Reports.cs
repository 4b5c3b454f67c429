using JasperFx.Events;
using Marten;
using Marten.Events.Projections;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using Oversight.Projections.Reports;
using Oversight.Projections.Timelines;

namespace Oversight.Ledger;

/// <summary>The record in memory, as a projection needs it: everything up to a place that is committed.</summary>
public interface IRecordInMemory
{
    /// <summary>The record, read at least up to a place.</summary>
    Task<RecordTimelines> UpToAsync(long place, CancellationToken cancellation);
}

/// <summary>How far the report tables have come.</summary>
/// <param name="Place">The place of the last entry taken; -1 for none.</param>
/// <param name="Recorded">When that was recorded; null for none.</param>
/// <param name="Written">When it was taken; null for none.</param>
public sealed record ReportState(long Place, DateTimeOffset? Recorded, DateTimeOffset? Written);

/// <summary>Where a report table says something else than the fold.</summary>
/// <param name="Table">The table.</param>
/// <param name="Subject">The subject's stream.</param>
/// <param name="Key">Which of the things that the subject's rows are about.</param>
/// <param name="Held">The row that the table holds, in JSON; null for none.</param>
/// <param name="Folded">The row that the fold says; null for none.</param>
public sealed record ReportDifference(string Table, string Subject, string Key, string? Held, string? Folded);

/// <summary>Entries that Marten's daemon took up to write what they change.</summary>
/// <param name="After">The place before the first.</param>
/// <param name="Since">When, in milliseconds of the process's clock.</param>
internal sealed record DaemonPage(long After, long Since);

/// <summary>The tables of the schema <c>report</c>, written by Marten's daemon and made again from nothing on demand.</summary>
/// <param name="dataSource">The program's connections.</param>
public sealed class Reports(NpgsqlDataSource dataSource)
{
    // Entries in one call: what they change travels as one text.
    internal const int PageSize = 2000;

    /// <summary>What the daemon of this process took up last; null before it was told of any entry.</summary>
    internal DaemonPage? TakenUp
    {
        get => Volatile.Read(ref field);
        set => Volatile.Write(ref field, value);
    }

    /// <summary>What a run of entries changes, in the pages that the database takes, with the place of the last of each.</summary>
    /// <param name="timelines">The record, read at least to the last of them.</param>
    /// <param name="periods">What the tables say before them.</param>
    /// <param name="after">The place before the first.</param>
    /// <param name="last">The place of the last.</param>
    internal static IEnumerable<(string Changes, long Last)> ChangesBy(
        RecordTimelines timelines,
        ReportPeriods periods,
        long after,
        long last
    )
    {
        for (var taken = after; taken < last; )
        {
            var page = new ReportPage(periods, taken);
            for (var end = Math.Min(last, taken + PageSize); taken < end; taken++)
            {
                page.Take(timelines.EntryAt(taken + 1));
            }

            yield return (page.Json(), taken);
        }
    }

    /// <summary>
    /// How far the tables have come, how far Marten's daemon has told the projection of the record, and how far it has seen it; -1 for nothing.
    /// </summary>
    internal async Task<(long Place, long Told, long Seen)> SeenAsync(CancellationToken cancellation) =>
        await dataSource
            .Ask(
                """
                with daemon as (
                    select m.name, coalesce((
                        select p.place
                        from ledger.place p
                        where p.seq_id <= m.last_seq_id
                        order by p.seq_id desc
                        limit 1
                    ), -1) as place
                    from oversight.mt_event_progression m
                    where m.name in ('HighWaterMark', 'report:All')
                )
                select
                    (select min(place) from report.state),
                    coalesce((select place from daemon where name = 'report:All'), -1),
                    coalesce((select place from daemon where name = 'HighWaterMark'), -1)
                """
            )
            .RowAsync(row => (row.GetInt64(0), row.GetInt64(1), row.GetInt64(2)), cancellation);

    /// <summary>Takes a run of entries, each page by itself: whoever else takes some is not kept waiting for all.</summary>
    internal async Task TakeAsync(RecordTimelines timelines, long after, long last, CancellationToken cancellation)
    {
        foreach (var (changes, _) in ChangesBy(timelines, new ReportPeriods(timelines), after, last))
        {
            await dataSource.Ask($"select report.take({changes}::jsonb)").DoAsync(cancellation);
        }
    }

    private const string HowFar = "select place, recorded, written from report.state order by place limit 1";

    /// <summary>How far they have come.</summary>
    public async Task<ReportState> StateAsync(CancellationToken cancellation = default) =>
        (await dataSource.Ask(HowFar).RowAsync(Read, cancellation))!;

    /// <summary>The same for whoever cannot wait without a thread: a collector of metrics.</summary>
    public ReportState State()
    {
        using var command = dataSource.Ask(HowFar);
        using var reader = command.ExecuteReader();
        reader.Read();
        return Read(reader);
    }

    private static ReportState Read(NpgsqlDataReader row) =>
        new(row.GetInt64(0), row.InstantOrNull(1), row.InstantOrNull(2));

    /// <summary>How far each table has come, by name.</summary>
    public async Task<IReadOnlyDictionary<string, ReportState>> TablesAsync(CancellationToken cancellation = default) =>
        (
            await dataSource
                .Ask("select table_name, place, recorded, written from report.state order by table_name")
                .RowsAsync(
                    row =>
                        KeyValuePair.Create(
                            row.GetString(0),
                            new ReportState(row.GetInt64(1), row.InstantOrNull(2), row.InstantOrNull(3))
                        ),
                    cancellation
                )
        ).ToDictionary();

    /// <summary>Reads one of <see cref="ReportRows.Tables"/>.</summary>
    /// <param name="table">The table.</param>
    /// <param name="on">Only what holds on this day; null: of the status today, of every other table all days.</param>
    /// <param name="known">As believed at this instant; null: now.</param>
    /// <param name="cancellation">Stops it.</param>
    public Task<ReportRows> ReadAsync(
        string table,
        DateOnly? on,
        DateTimeOffset? known,
        CancellationToken cancellation = default
    ) => ReportRows.OpenAsync(dataSource, table, on, known, cancellation);

    /// <summary>
    /// Makes the tables again from nothing, as far as the record goes, in one transaction: whoever reads sees what there was until all is made.
    /// What is recorded meanwhile is taken after it.
    /// </summary>
    /// <param name="record">The record in memory.</param>
    /// <param name="made">Told after which place it is, and how many entries there are.</param>
    /// <param name="cancellation">Stops it; nothing is changed then.</param>
    /// <returns>How many entries were taken.</returns>
    public async Task<long> RebuildAsync(
        IRecordInMemory record,
        Action<long, long> made,
        CancellationToken cancellation = default
    )
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        await connection.Ask("set local statement_timeout = 0").DoAsync(cancellation);
        await connection.Ask("set local idle_in_transaction_session_timeout = 0").DoAsync(cancellation);
        var taken = await connection.Ask("select report.begin_again()").ValueAsync<long>(cancellation);

        // Entries are told one after another, so that each is the newest when it is asked for.
        var whole = await record.UpToAsync(taken, cancellation);
        var last = whole.Place;
        var told = new RecordTimelines();
        var periods = new ReportPeriods(told);
        // The database takes one page while the next is made.
        var taking = Task.CompletedTask;
        for (var place = 0L; place <= last; )
        {
            var page = new ReportPage(periods, place - 1);
            var until = Math.Min(last + 1, place + PageSize);
            for (; place < until; place++)
            {
                var entry = whole.EntryAt(place);
                told.Apply([entry]);
                page.Take(entry);
            }

            var changes = page.Json();
            await taking;
            taking = connection.Ask($"select report.take({changes}::jsonb)").DoAsync(cancellation);
            made(place, last + 1);
        }

        await taking;
        await transaction.CommitAsync(cancellation);
        return last + 1;
    }

    /// <summary>
    /// Where the tables say something else of a day, as believed at a place, than the folds do, at most 20 for each table; none when they say
    /// the same.
    /// </summary>
    /// <param name="record">The record as believed at the place, which the tables have taken.</param>
    /// <param name="day">The day.</param>
    /// <param name="cancellation">Stops it.</param>
    public async Task<IReadOnlyList<ReportDifference>> DifferencesAsync(
        RecordAt record,
        DateOnly day,
        CancellationToken cancellation = default
    )
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellation);
        return await DifferencesAsync(connection, record, day, cancellation);
    }

    internal static async Task<IReadOnlyList<ReportDifference>> DifferencesAsync(
        NpgsqlConnection connection,
        RecordAt record,
        DateOnly day,
        CancellationToken cancellation
    )
    {
        var differences = new List<ReportDifference>();
        foreach (var tables in ReportTable.All.GroupBy(table => table.Name))
        {
            var rows =
                from table in tables
                from subject in record.Subjects
                where table.Kind is null || table.Kind == subject.Kind
                from row in table.On(record, subject, day)
                select (subject, row);
            var said = ReportPage.Json(tables.First(), rows);
            differences.AddRange(
                await connection
                    .Ask(
                        $$"""
                        with folded as (
                            select r.subject, r.key, to_jsonb(r) - '{valid,known,known_places}'::text[] as row
                            from jsonb_populate_recordset(null::report.{{tables.Key:sql}}, {{said}}::jsonb) r
                        ), held as (
                            select r.subject, r.key, to_jsonb(r) - '{valid,known,known_places}'::text[] as row
                            from report.{{tables.Key:sql}} r
                            where r.valid @> {{day}}::date and r.known_places @> {{record.Place}}::bigint
                        )
                        select coalesce(f.subject, h.subject), coalesce(f.key, h.key), h.row::text, f.row::text
                        from folded f full join held h using (subject, key)
                        where f.row is distinct from h.row
                        order by 1, 2
                        limit 20
                        """
                    )
                    .RowsAsync(
                        row => new ReportDifference(
                            tables.Key,
                            row.GetString(0),
                            row.GetString(1),
                            row.TextOrNull(2),
                            row.TextOrNull(3)
                        ),
                        cancellation
                    )
            );
        }

        return differences;
    }
}

/// <summary>
/// Marten's projection of the record into the report tables. The daemon says how far the record goes; which entries are taken, the places say:
/// all from where the tables have come to up to the last one of the page, in the transaction that notes how far the daemon has come.
/// </summary>
internal sealed class ReportProjection(Func<IRecordInMemory> record, Reports reports, Webhooks places) : IProjection
{
    public async Task ApplyAsync(
        IDocumentOperations operations,
        IReadOnlyList<IEvent> events,
        CancellationToken cancellation
    )
    {
        if (events.Count == 0)
        {
            return;
        }

        var last = (await places.PlacesAsync([events[^1].Id], cancellation)).Values.Single();
        var state = await reports.StateAsync(cancellation);
        if (last <= state.Place)
        {
            // Taken already, by whoever was stopped before the daemon's own note was kept.
            return;
        }

        var timelines = await record().UpToAsync(last, cancellation);
        // All that is committed, if it is not much more: what this version cannot read is none of the daemon's events, and has its place too.
        last = Math.Min(timelines.Place, last + Reports.PageSize);
        reports.TakenUp = new(state.Place, Environment.TickCount64);
        foreach (var (changes, end) in Reports.ChangesBy(timelines, new ReportPeriods(timelines), state.Place, last))
        {
            // What somebody else took meanwhile is no reason to fail, and to begin again with more.
            operations.QueueSqlCommand(
                "select report.take(?::jsonb) from (select min(place) as place from report.state) come where come.place < ?",
                changes,
                end
            );
        }
    }
}

/// <summary>
/// Takes what Marten's daemon passes over without telling its projections: entries that this version of the program cannot read, where none
/// follows that it can. Every server looks; of several that find the same one takes it.
/// </summary>
internal sealed partial class PassedOverEntries(
    Func<IRecordInMemory> record,
    Reports reports,
    ILogger<PassedOverEntries> logger
) : BackgroundService
{
    // The daemon takes what is small in less than this.
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    // After so many looks at which nothing had moved, the daemon is not at work: where a page of its ends with what this version cannot read, it
    // has been seen to tell of none of it.
    private const int Patience = 3;

    /// <summary>
    /// How long the daemon is left alone with what it took up: one that has not come further is at it still, or was refused and will be told
    /// again; longer than this it is not.
    /// </summary>
    internal static TimeSpan LongestPage { get; } = TimeSpan.FromSeconds(30);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Pause);
        long? before = null;
        var looks = 0;
        string? said = null;
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                var (place, told, seen) = await reports.SeenAsync(stoppingToken);
                looks = place == before && !IsAtWork(reports.TakenUp, place, Environment.TickCount64) ? looks + 1 : 0;
                if (place < seen && looks > 0)
                {
                    var timelines = await record().UpToAsync(seen, stoppingToken);
                    if (looks >= Patience || ArePassedOver(timelines, told, seen))
                    {
                        await reports.TakeAsync(timelines, place, seen, stoppingToken);
                    }
                }

                (before, said) = (place, null);
            }
            catch (PostgresException e) when (e.SqlState == "OV014")
            {
                // Somebody else took it. The next look finds what is left.
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                // The database is away, or what is to be taken cannot be: said once, tried again, and no reason to end the server.
                if (said != e.Message)
                {
                    LogNotTaken(e);
                    said = e.Message;
                }
            }
        }
    }

    /// <summary>Whether the daemon of this process has entries from a place on under way.</summary>
    /// <param name="page">What it took up last.</param>
    /// <param name="place">How far the tables have come.</param>
    /// <param name="now">Milliseconds of the process's clock.</param>
    internal static bool IsAtWork(DaemonPage? page, long place, long now) =>
        page?.After == place && now - page.Since < LongestPage.TotalMilliseconds;

    /// <summary>
    /// Whether the daemon will tell of nothing more: of what it tells, the projection takes all that is before it, however far it is behind, and
    /// whoever took that too would keep it waiting.
    /// </summary>
    /// <param name="timelines">The record, read at least to the last place.</param>
    /// <param name="told">The last place that the daemon has told.</param>
    /// <param name="last">The last place that it has seen.</param>
    internal static bool ArePassedOver(RecordTimelines timelines, long told, long last)
    {
        for (var place = told + 1; place <= last; place++)
        {
            if (timelines.EntryAt(place).Event is not NotReadable)
            {
                return false;
            }
        }

        return true;
    }

    [LoggerMessage(
        LogLevel.Warning,
        "What the report tables have not taken could not be looked after; it is tried again"
    )]
    private partial void LogNotTaken(Exception exception);
}
