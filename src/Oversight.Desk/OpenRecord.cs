using Oversight.Desk.Reference;
using Oversight.Ledger;
using Oversight.Ledger.People;
using Oversight.Ledger.Proving;
using Oversight.Record.People;

namespace Oversight.Desk;

/// <summary>
/// A record that is open: migrated, with its reference data, read into memory. What the web application and the command
/// line both stand on.
/// </summary>
public sealed class OpenRecord : IAsyncDisposable
{
    private readonly LedgerDatabase database;

    /// <summary>The record in a database that is migrated; <see cref="LoadAsync"/> reads it.</summary>
    /// <param name="database">The database; disposed with the record.</param>
    /// <param name="writer">What writes to it.</param>
    /// <param name="clock">The application's clock.</param>
    public OpenRecord(LedgerDatabase database, RecordWriter writer, TimeProvider clock)
    {
        this.database = database;
        Clock = clock;
        Live = new LiveRecord(Store, database.Kept, clock);
        Documents = new EvidenceDocuments(database.Documents, Live, clock);
        Desk = new DecisionDesk(writer, Live, Documents, Store, clock);
    }

    /// <summary>The clock of the application: for today and the day of logging, never for what is recorded.</summary>
    public TimeProvider Clock { get; }

    /// <summary>The ledger.</summary>
    public RecordStore Store => database.Store;

    /// <summary>The ledger, over the connection that the record in memory is read on with: it is there whoever holds all others.</summary>
    public RecordStore Kept => database.Kept;

    /// <summary>The accounts of people, and their rights.</summary>
    public Accounts Accounts => database.Accounts;

    /// <summary>What signs people in.</summary>
    public Credentials Credentials => database.Credentials;

    /// <summary>Devices that are signed in by a code.</summary>
    public DeviceCodes DeviceCodes => database.DeviceCodes;

    /// <summary>Whom requests sign in.</summary>
    public SignIns SignIns => field ??= new(Credentials, Accounts, Clock);

    /// <summary>Forms that somebody has begun and not logged.</summary>
    public FormDrafts FormDrafts => database.FormDrafts;

    /// <summary>The calendar feeds.</summary>
    public CalendarFeeds Calendars => database.Calendars;

    /// <summary>The webhooks.</summary>
    public Webhooks Webhooks => database.Webhooks;

    /// <summary>What people were told, and what they choose to be told.</summary>
    public NotificationStore Notifications => database.Notifications;

    /// <summary>Who read what is not public.</summary>
    public Readings Readings => database.Readings;

    /// <summary>The report tables.</summary>
    public Reports Reports => database.Reports;

    /// <summary>Checkpoints, tiles and proofs of the record.</summary>
    public RecordProofs Proofs => database.Proofs;

    /// <summary>The record as one file that a stranger checks.</summary>
    public RecordExport Export => database.Export;

    /// <summary>The keys that sign checkpoints, whose secret halves are in a folder.</summary>
    public CheckpointKeys KeysIn(string folder) => database.KeysIn(folder);

    /// <summary>The record checked where it lies.</summary>
    public RecordVerification Verification() => new(Store);

    /// <summary>Signs what no checkpoint covers yet, where no host does, with the key in a folder.</summary>
    /// <exception cref="KeyUnavailableException">It is not there.</exception>
    /// <exception cref="TreeRefusedException">The record does not go on from what was signed.</exception>
    public Task SignAsync(string folder, CancellationToken cancellation) => database.SignAsync(folder, cancellation);

    /// <summary>The record in memory.</summary>
    public LiveRecord Live { get; }

    /// <summary>Where decisions are logged.</summary>
    public DecisionDesk Desk { get; }

    /// <summary>The evidence documents, beside the record.</summary>
    public EvidenceDocuments Documents { get; }

    /// <summary>Opens the record in a database, after bringing its schema up to date; without a host, so nothing follows a decision.</summary>
    /// <param name="ownerConnectionString">The login that may migrate.</param>
    /// <param name="programConnectionString">The login that everything else uses.</param>
    /// <param name="clock">The application's clock.</param>
    /// <param name="say">Told, in a line each, what was done.</param>
    /// <param name="cancellation">Stops waiting; what was begun in the database is undone by it.</param>
    /// <exception cref="MigrationException">The database does not qualify.</exception>
    public static async Task<OpenRecord> OpenAsync(
        string ownerConnectionString,
        string programConnectionString,
        TimeProvider clock,
        Action<string> say,
        CancellationToken cancellation
    )
    {
        await Migration.ApplyAsync(ownerConnectionString, programConnectionString, say, cancellation);
        var migrated = new LedgerDatabase(programConnectionString);
        var record = new OpenRecord(migrated, migrated.Writer, clock);
        try
        {
            await record.LoadAsync(say, cancellation);
            return record;
        }
        catch
        {
            await record.DisposeAsync();
            throw;
        }
    }

    /// <summary>Reads the whole record into memory, and finishes disposals of documents that were broken off.</summary>
    /// <param name="say">Told how far it is.</param>
    /// <param name="cancellation">Stops the reading.</param>
    public async Task LoadAsync(Action<string> say, CancellationToken cancellation)
    {
        await Live.LoadAsync(place => say($"Read {place + 1:N0} entries …"), cancellation);
        await Documents.FinishDisposalsAsync(cancellation);
    }

    /// <summary>
    /// Loads the reference data into a record that is empty, all of it or nothing. One that was begun with the reference data of an older
    /// version gets the trusts that it lacks, and their systems; any other stays as it is. Two programs that try at once load it once.
    /// </summary>
    /// <returns>How many entries were stored; 0 when the record had them, or began otherwise.</returns>
    public async Task<int> LoadReferenceDataAsync(CancellationToken cancellation)
    {
        var record = await Live.AtAsync(known: null, cancellation);
        if (record.Place >= 0 && Live.Timelines.EntryAt(0).LoggedBy != ReferenceDecisions.LoggedBy)
        {
            return 0;
        }

        var draft = new Draft(record, Clock.GetUtcNow(), ReferenceDecisions.LoggedBy);
        foreach (var command in record.Place < 0 ? ReferenceDecisions.All() : ReferenceDecisions.Missing(record))
        {
            draft.Take(command);
        }

        if (draft.Entries.Count == 0)
        {
            return 0;
        }

        try
        {
            var receipt = await Desk.LogAsync(draft, new LoggedBy(ReferenceDecisions.LoggedBy, Grants.OfTheProgram));
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

    /// <summary>Closes the connections.</summary>
    public ValueTask DisposeAsync() => database.DisposeAsync();
}
