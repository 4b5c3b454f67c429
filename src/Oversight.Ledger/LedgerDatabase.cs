using Marten;
using Npgsql;
using Oversight.Ledger.People;
using Oversight.Ledger.Proving;

namespace Oversight.Ledger;

/// <summary>The record's database, migrated, as the program uses it. Connections are opened as they are needed.</summary>
public sealed class LedgerDatabase : IAsyncDisposable
{
    private readonly NpgsqlDataSource connections;
    private readonly Lazy<NpgsqlDataSource> one;
    private readonly Lazy<NpgsqlDataSource> martens;
    private Lazy<IDocumentStore>? documents;

    /// <summary>Opens no connection yet.</summary>
    /// <param name="programConnectionString">The program's login, as given to <see cref="Migration"/>.</param>
    public LedgerDatabase(string programConnectionString)
    {
        connections = RecordStore.CreateDataSource(programConnectionString);
        one = new(() =>
            RecordStore.CreateDataSource($"{programConnectionString};Maximum Pool Size=1;Minimum Pool Size=1")
        );
        martens = new(() => LedgerStore.CreateDataSource(programConnectionString));
        Readings = new(connections, TimeProvider.System);
    }

    /// <summary>The record, read.</summary>
    public RecordStore Store => field ??= new(connections);

    /// <summary>
    /// The record, read over one connection that is kept for it. Where PostgreSQL has none left to give, Npgsql gives up all idle connections
    /// of those among which one was to be opened; here none is opened beside it, so who reads on goes on.
    /// </summary>
    public RecordStore Kept => field ??= new(one.Value, connections);

    /// <summary>The accounts of people, and their rights.</summary>
    public Accounts Accounts => field ??= new(connections);

    /// <summary>What signs people in.</summary>
    public Credentials Credentials => field ??= new(connections);

    /// <summary>Devices that are signed in by a code.</summary>
    public DeviceCodes DeviceCodes => field ??= new(connections);

    /// <summary>The calendar feeds.</summary>
    public CalendarFeeds Calendars => field ??= new(connections);

    /// <summary>Forms that somebody has begun and not logged.</summary>
    public FormDrafts FormDrafts => field ??= new(connections);

    /// <summary>The evidence documents.</summary>
    public DocumentArchive Documents => field ??= new(connections);

    /// <summary>Who read what is not public.</summary>
    public Readings Readings { get; }

    /// <summary>The report tables.</summary>
    public Reports Reports => field ??= new(connections);

    /// <summary>Checkpoints, tiles and proofs of the record.</summary>
    public RecordProofs Proofs => field ??= new(connections);

    /// <summary>The record as one file that a stranger checks.</summary>
    public RecordExport Export => field ??= new(Store, Documents);

    /// <summary>The keys that sign checkpoints, whose secret halves are in a folder.</summary>
    public CheckpointKeys KeysIn(string folder) => new(connections, folder);

    /// <summary>Signs what no checkpoint covers yet, with the key in a folder.</summary>
    public Task SignAsync(string folder, CancellationToken cancellation) =>
        new Integrator(connections).IntegrateAsync(KeysIn(folder), cancellation: cancellation);

    /// <summary>The webhooks.</summary>
    public Webhooks Webhooks => field ??= new(connections);

    /// <summary>What people were told, and what they choose to be told.</summary>
    public NotificationStore Notifications => field ??= new(connections);

    /// <summary>The passwords of local accounts.</summary>
    public Passwords Passwords => field ??= new(connections);

    /// <summary>The passkeys of local accounts.</summary>
    public Passkeys Passkeys => field ??= new(connections);

    /// <summary>Whom an OpenID Connect provider means.</summary>
    public OutsideNames OutsideNames => field ??= new(connections);

    /// <summary>The keys that protect cookies and forms.</summary>
    public ServerKeys ServerKeys => field ??= new(connections);

    /// <summary>Writes through a Marten store of its own, made at the first write: what only reads does without.</summary>
    public RecordWriter Writer => field ??= new(connections, documents = new(MakeStore));

    /// <summary>Connections of the program's login.</summary>
    internal NpgsqlDataSource Connections => connections;

    /// <summary>Connections for Marten's own work.</summary>
    internal NpgsqlDataSource MartensConnections => martens.Value;

    /// <summary>Writes through a host's Marten store, asked for at the first write.</summary>
    internal RecordWriter WriterThrough(Func<IDocumentStore> store) => new(connections, new(store));

    /// <summary>Closes the connections.</summary>
    public async ValueTask DisposeAsync()
    {
        if (documents is { IsValueCreated: true })
        {
            documents.Value.Dispose();
        }

        if (martens.IsValueCreated)
        {
            await martens.Value.DisposeAsync();
        }

        if (one.IsValueCreated)
        {
            await one.Value.DisposeAsync();
        }

        await Readings.DisposeAsync();
        await connections.DisposeAsync();
    }

    private DocumentStore MakeStore() =>
        DocumentStore.For(options => LedgerStore.Configure(options, MartensConnections));
}
