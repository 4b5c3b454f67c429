using Npgsql;
using Oversight.Desk.Reference;
using Oversight.Ledger;

namespace Oversight.Desk;

/// <summary>
/// A record that is open: migrated, with its reference data, read into memory. What the web application and the command
/// line both stand on.
/// </summary>
public sealed class OpenRecord : IAsyncDisposable
{
    private readonly NpgsqlDataSource dataSource;
    private readonly string connectionString;

    private OpenRecord(
        string connectionString,
        NpgsqlDataSource dataSource,
        RecordStore store,
        IWayIn wayIn,
        TimeProvider clock
    )
    {
        this.connectionString = connectionString;
        this.dataSource = dataSource;
        Clock = clock;
        Store = store;
        WayIn = wayIn;
        Calendars = new CalendarFeeds(dataSource);
        Live = new LiveRecord(Store);
        Documents = new EvidenceDocuments(new DocumentArchive(dataSource), Live, clock);
        Desk = new DecisionDesk(Store, wayIn, Live, Documents, clock);
    }

    /// <summary>The clock of the application: for today and the day of logging, never for what is recorded.</summary>
    public TimeProvider Clock { get; }

    /// <summary>The ledger.</summary>
    public RecordStore Store { get; }

    /// <summary>The calendar feeds.</summary>
    public CalendarFeeds Calendars { get; }

    /// <summary>How entries come into the tables.</summary>
    public IWayIn WayIn { get; }

    /// <summary>The record in memory.</summary>
    public LiveRecord Live { get; }

    /// <summary>Where decisions are logged.</summary>
    public DecisionDesk Desk { get; }

    /// <summary>The evidence documents, beside the record.</summary>
    public EvidenceDocuments Documents { get; }

    /// <summary>Opens the record in a database, after bringing its schema up to date.</summary>
    /// <param name="ownerConnectionString">The login that may migrate.</param>
    /// <param name="programConnectionString">The login that everything else uses.</param>
    /// <param name="clock">The application's clock.</param>
    /// <param name="say">Told, in a line each, what was done.</param>
    /// <param name="cancellation">Stops waiting; what was begun in the database is undone by it.</param>
    /// <param name="openWayIn">The way in; null: Npgsql.</param>
    /// <exception cref="MigrationException">The database does not qualify.</exception>
    /// <exception cref="UnreadableEntryException">The record holds an entry that this program cannot read.</exception>
    public static async Task<OpenRecord> OpenAsync(
        string ownerConnectionString,
        string programConnectionString,
        TimeProvider clock,
        Action<string> say,
        CancellationToken cancellation,
        OpenWayIn? openWayIn = null
    )
    {
        var connections = RecordStore.CreateDataSource(programConnectionString);
        var store = new RecordStore(connections);
        OpenRecord? record = null;
        try
        {
            var wayIn = await (openWayIn ?? NpgsqlWayIn.OpenAsync)(
                ownerConnectionString,
                programConnectionString,
                store,
                say,
                cancellation
            );
            record = new OpenRecord(programConnectionString, connections, store, wayIn, clock);
            await record.Live.LoadAsync(place => say($"Read {place + 1:N0} entries …"), cancellation);
            return record;
        }
        catch
        {
            await (record?.DisposeAsync() ?? connections.DisposeAsync());
            throw;
        }
    }

    /// <summary>
    /// Loads the reference data into a record that is empty, all of it or nothing; one that has entries stays as it is.
    /// Two programs that try at once load it once.
    /// </summary>
    /// <returns>How many entries were stored; 0 when the record had some.</returns>
    public async Task<int> LoadReferenceDataAsync(CancellationToken cancellation)
    {
        var record = await Live.AtAsync(known: null, cancellation);
        if (record.Place >= 0)
        {
            return 0;
        }

        var draft = new Draft(record, Clock.GetUtcNow(), ReferenceDecisions.LoggedBy);
        foreach (var command in ReferenceDecisions.All())
        {
            draft.Take(command);
        }

        try
        {
            var receipt = await Desk.LogAsync(draft, new LoggedBy(ReferenceDecisions.LoggedBy));
            await Live.CatchUpAsync(cancellation);
            return receipt.Entries.Count;
        }
        catch (VersionConflictException)
        {
            // Another program was loading the same at the same time.
            await Live.CatchUpAsync(cancellation);
            return 0;
        }
    }

    /// <summary>The names of the schema's scripts that the database has not got: none, unless it was put back to an older state.</summary>
    /// <exception cref="MigrationException">The database is newer than this program, or a script was changed.</exception>
    public Task<IReadOnlyList<string>> PendingMigrationsAsync(CancellationToken cancellation) =>
        Migration.PendingAsync(connectionString, cancellation);

    /// <summary>Closes the connections.</summary>
    public async ValueTask DisposeAsync()
    {
        await WayIn.DisposeAsync();
        await dataSource.DisposeAsync();
    }
}
