using Oversight.Desk;
using Oversight.EmbeddedPostgres;
using Oversight.Ledger;
using Oversight.Ledger.People;
using Oversight.Projections.Timelines;
using Oversight.Projections.Visibility;

namespace Oversight.Cli;

/// <summary>
/// The record, open for a command: in the database that OVERSIGHT_DATABASE names, or in the data folder's embedded one,
/// which a program that runs there already shares. With its reference data, and signed in as the data folder's user or
/// with the token file that is named. A record that this process has open already is used as it is, and left open.
/// </summary>
internal sealed class RecordAccess : IAsyncDisposable
{
    private readonly bool isLent;

    private RecordAccess(
        Settings settings,
        DatabaseSettings database,
        Cluster? cluster,
        OpenRecord record,
        SignedIn user,
        int loaded,
        bool isLent = false
    )
    {
        Settings = settings;
        Database = database;
        Cluster = cluster;
        Record = record;
        User = user;
        Loaded = loaded;
        this.isLent = isLent;
    }

    /// <summary>What holds for the command.</summary>
    public Settings Settings { get; }

    /// <summary>How the database is reached.</summary>
    public DatabaseSettings Database { get; }

    /// <summary>The embedded database, when it is used and was opened here.</summary>
    public Cluster? Cluster { get; }

    /// <summary>The record.</summary>
    public OpenRecord Record { get; }

    /// <summary>Who is signed in.</summary>
    public SignedIn User { get; }

    /// <summary>The organisation whose own people they are; null for those who see everything.</summary>
    public OdsCode? Organisation =>
        User.Grants.ReadEverything ? null : User.Grants.Organisations.Cast<OdsCode?>().FirstOrDefault();

    /// <summary>Who logs what is logged now.</summary>
    public LoggedBy By(string? idempotencyKey = null) => new(User.Subject, User.Grants, IdempotencyKey: idempotencyKey);

    /// <summary>The record as whoever is signed in may see it today.</summary>
    public RecordAt Seen(RecordAt record) => record.AsSeenBy(Sight);

    /// <summary>What whoever is signed in sees today.</summary>
    public Sight Sight => new(User.Grants, London.Today(Record.Clock));

    /// <summary>How many entries of reference data were stored now; 0 when the record had some.</summary>
    public int Loaded { get; }

    /// <summary>Opens it; tells on standard error what takes long or is out of the ordinary.</summary>
    /// <param name="settings">What holds for the command.</param>
    /// <param name="cancellation">Stops the opening.</param>
    /// <param name="host">Makes the record inside a host, over the migrated database; null: without one.</param>
    /// <exception cref="FailureException">OVERSIGHT_DATABASE is malformed, or the data folder cannot be written in.</exception>
    /// <exception cref="EmbeddedPostgresException">The embedded database cannot be had.</exception>
    /// <exception cref="MigrationException">The database does not qualify.</exception>
    public static async Task<RecordAccess> OpenAsync(
        Settings settings,
        CancellationToken cancellation,
        Func<LedgerDatabase, OpenRecord>? host = null
    )
    {
        // Before a database is started for nothing: without time zones no day can be told.
        _ = London.Today(TimeProvider.System);
        if (Shell.Current.Record is { } lent)
        {
            // It holds what one that is opened now would hold.
            await lent.Record.Live.CatchUpAsync(cancellation);
            var signedIn = await SignInAsync(lent.Record, settings, cancellation);
            return new(settings, lent.Database, cluster: null, lent.Record, signedIn, loaded: 0, isLent: true);
        }
        var (database, cluster) = await OpenDatabaseAsync(settings, cancellation);
        OpenRecord? record = null;
        try
        {
            if (host is null)
            {
                record = await OpenRecord.OpenAsync(
                    database.Owner,
                    database.Program,
                    TimeProvider.System,
                    Terminal.Say,
                    cancellation
                );
            }
            else
            {
                await Migration.ApplyAsync(database.Owner, database.Program, Terminal.Say, cancellation);
                record = host(new LedgerDatabase(database.Program));
                await record.LoadAsync(Terminal.Say, cancellation);
            }

            var loaded = await record.LoadReferenceDataAsync(cancellation);
            var user = await SignInAsync(record, settings, cancellation);
            return new(settings, database, cluster, record, user, loaded);
        }
        catch
        {
            if (record is not null)
            {
                await record.DisposeAsync();
            }

            if (cluster is not null)
            {
                await cluster.DisposeAsync();
            }

            throw;
        }
    }

    /// <summary>The database alone, before its schema is looked at. Whoever asks disposes the cluster, if there is one.</summary>
    public static async Task<(DatabaseSettings Database, Cluster? Cluster)> OpenDatabaseAsync(
        Settings settings,
        CancellationToken cancellation
    )
    {
        try
        {
            if (DatabaseSettings.FromEnvironment(Shell.Current.Variable) is { } other)
            {
                return (other, null);
            }
        }
        catch (FormatException e)
        {
            throw new FailureException(ExitCode.CannotStart, e.Message, e);
        }

        var cluster = await Cluster.OpenAsync(
            new ClusterOptions(settings.DataFolder, settings.MayInstall, Terminal.Say),
            cancellation
        );
        return (cluster.Settings, cluster);
    }

    /// <summary>Closes the record that was opened here, and stops the embedded database unless another program uses it.</summary>
    public async ValueTask DisposeAsync()
    {
        if (isLent)
        {
            return;
        }

        await Record.DisposeAsync();
        if (Cluster is not null)
        {
            await Cluster.DisposeAsync();
        }
    }

    private static async Task<SignedIn> SignInAsync(
        OpenRecord record,
        Settings settings,
        CancellationToken cancellation
    )
    {
        if (settings.TokenFile is { } file)
        {
            return await LocalAccess.SignInAsync(record, file, cancellation);
        }

        try
        {
            // With another database the folder holds little more than the token, and may not be there yet.
            Directory.CreateDirectory(settings.DataFolder);
            return await LocalAccess.EnsureAsync(record, settings.DataFolder, Environment.UserName, cancellation);
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException)
        {
            throw new FailureException(
                ExitCode.CannotStart,
                $"the token in {settings.DataFolder} cannot be read or made ({e.Message}): run as the user to whom the folder belongs, "
                    + "or choose another with --data DIR.",
                e
            );
        }
    }
}
