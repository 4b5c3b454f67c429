using Oversight.Cli.Commands;
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
/// The one place where commands read the record: as whoever is signed in may see it (an architecture test holds it), and with a note of
/// what they look at that is not public.
/// </summary>
internal sealed class RecordAccess : IAsyncDisposable
{
    private readonly LookedAt looked = new();
    private readonly string command;
    private readonly bool isLent;
    private int recorded;

    private RecordAccess(
        ParseResult parsed,
        DatabaseSettings database,
        Cluster? cluster,
        OpenRecord record,
        SignedIn user,
        int loaded,
        bool isLent = false
    )
    {
        command = Words(parsed);
        Settings = Settings.Of(parsed);
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

    /// <summary>What is beside the entries, and where decisions are logged; the entries are read by the methods here.</summary>
    public OpenRecord Record { get; }

    /// <summary>Who is signed in.</summary>
    public SignedIn User { get; }

    /// <summary>What they see today.</summary>
    public Sight Sight => new(User.Grants, Today);

    /// <summary>Whether they read the whole record.</summary>
    public bool ReadsEverything => User.Grants.ReadEverything;

    /// <summary>Who logs what is logged now.</summary>
    /// <exception cref="NotAllowedException">They are signed in for reading only.</exception>
    public LoggedBy By(string? idempotencyKey = null)
    {
        MustBeForMoreThanReading();
        return new(User.Subject, User.Grants, IdempotencyKey: idempotencyKey) { Looked = looked };
    }

    /// <summary>Nothing is logged, stored or given with a token that is for reading.</summary>
    public void MustBeForMoreThanReading()
    {
        if (User.By.Scope == TokenScope.Read)
        {
            throw new NotAllowedException(
                $"the token \"{User.By.Name}\" is for reading only: sign in with another one (--token FILE)."
            );
        }
    }

    /// <summary>Only who looks after people does that.</summary>
    /// <param name="what">What: "adds people".</param>
    public void MustAdminister(string what)
    {
        MustBeForMoreThanReading();
        if (!User.Grants.Administer)
        {
            throw new NotAllowedException($"only an administrator {what}: oversight whoami tells what you may.");
        }
    }

    /// <summary>Only who reads the whole record does that: what it tells cannot be told in part.</summary>
    /// <param name="what">What: "replays the record".</param>
    public void MustReadEverything(string what)
    {
        if (!ReadsEverything)
        {
            throw new NotAllowedException(
                $"only who reads the whole record {what} (national and auditor do): oversight whoami tells what you may."
            );
        }
    }

    /// <summary>
    /// The record as it was known at an instant, and as whoever is signed in may see it on a day; never as on a day that is still to come.
    /// </summary>
    /// <param name="known">The instant; null: now.</param>
    /// <param name="on">The day.</param>
    /// <param name="cancellation">Stops the reading.</param>
    public async Task<RecordAt> AtAsync(DateTimeOffset? known, DateOnly on, CancellationToken cancellation) =>
        See(await Record.Live.AtAsync(known, cancellation), on);

    /// <summary>The record as it is known now, and as whoever is signed in may see it today.</summary>
    public Task<RecordAt> NowAsync(CancellationToken cancellation) => AtAsync(known: null, Today, cancellation);

    /// <summary>The same as far as it has been read.</summary>
    public RecordAt Newest() => See(Record.Live.Newest(), Today);

    /// <summary>The whole record, for who replays it: at a place, read that far at least.</summary>
    /// <param name="place">The place; null: now.</param>
    /// <param name="cancellation">Stops the reading.</param>
    public async Task<RecordAt> WholeAtAsync(long? place, CancellationToken cancellation)
    {
        MustReadEverything("replays it");
        var now = await Record.Live.AtAsync(known: null, cancellation);
        return place is { } at ? Record.Live.Timelines.At(at) : now;
    }

    /// <summary>The token that signs them in, for the Oversight that runs here.</summary>
    public string Token() => File.ReadAllText(Settings.TokenFile ?? LocalAccess.TokenFile(Settings.DataFolder)).Trim();

    /// <summary>Notes that something of a subject is looked at that is beside the entries.</summary>
    public void Note(SubjectId subject) => looked.Note(subject, 1);

    /// <summary>Notes that all of it is looked at, where it goes out by another way than an answer.</summary>
    public static void NoteAll(RecordAt seen)
    {
        foreach (var subject in seen.Subjects)
        {
            _ = seen.TimelineOf(subject);
        }
    }

    /// <summary>
    /// Records who looked at what, so far as it is not public; only then may it go out. What a command writes is recorded before by itself.
    /// </summary>
    public async Task RecordReadingAsync()
    {
        if (looked.Entries == recorded)
        {
            return;
        }

        // What was looked at was looked at: a command that is stopped is recorded too.
        await Record.Readings.AddAsync(
            new(
                User.Subject,
                User.By.Id,
                Face.CommandLine,
                command,
                looked.Place,
                [.. looked.Subjects.Select(subject => subject.Value)],
                looked.Entries
            ),
            CancellationToken.None
        );
        recorded = looked.Entries;
    }

    /// <summary>
    /// Lets a command work. What it writes is held back from when it has looked at something that is not public until that is recorded; places
    /// are told to whoever reads everything.
    /// </summary>
    public async Task<ExitCode> LetAsync(Func<Task<ExitCode>> work)
    {
        var shell = Shell.Current;
        var held = new HeldOutput(() => looked.Entries > recorded);
        Shell.Current = shell with
        {
            Out = held.Before(shell.Out),
            Error = held.Before(shell.Error),
            TellsPlaces = ReadsEverything,
        };
        try
        {
            return await work();
        }
        finally
        {
            // A refusal too says what is in the record.
            await RecordReadingAsync();
            held.Release();
        }
    }

    /// <summary>How many entries of reference data were stored now; 0 when the record had some.</summary>
    public int Loaded { get; }

    /// <summary>Opens it; tells on standard error what takes long or is out of the ordinary.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="cancellation">Stops the opening.</param>
    /// <param name="host">Makes the record inside a host, over the migrated database; null: without one.</param>
    /// <param name="mayLackEntries">Whether it is opened also where entries are missing: for who looks which.</param>
    /// <exception cref="FailureException">OVERSIGHT_DATABASE is malformed, or the data folder cannot be written in.</exception>
    /// <exception cref="EmbeddedPostgresException">The embedded database cannot be had.</exception>
    /// <exception cref="MigrationException">The database does not qualify.</exception>
    public static async Task<RecordAccess> OpenAsync(
        ParseResult parsed,
        CancellationToken cancellation,
        Func<LedgerDatabase, OpenRecord>? host = null,
        bool mayLackEntries = false
    )
    {
        var settings = Settings.Of(parsed);
        // Before a database is started for nothing: without time zones no day can be told.
        _ = London.Today(TimeProvider.System);
        if (Shell.Current.Record is { } lent)
        {
            // It holds what one that is opened now would hold.
            try
            {
                await lent.Record.Live.CatchUpAsync(cancellation);
            }
            catch (MissingEntriesException) when (mayLackEntries) { }

            var signedIn = await SignInAsync(lent.Record, settings, cancellation);
            return new(parsed, lent.Database, cluster: null, lent.Record, signedIn, loaded: 0, isLent: true);
        }
        var (database, cluster) = await OpenDatabaseAsync(settings, cancellation);
        OpenRecord? record = null;
        try
        {
            await Migration.ApplyAsync(database.Owner, database.Program, Terminal.Say, cancellation);
            var migrated = new LedgerDatabase(database.Program);
            record = host?.Invoke(migrated) ?? new OpenRecord(migrated, migrated.Writer, TimeProvider.System);
            var loaded = 0;
            try
            {
                await record.LoadAsync(Terminal.Say, cancellation);
                loaded = await record.LoadReferenceDataAsync(cancellation);
            }
            catch (MissingEntriesException) when (mayLackEntries) { }

            var user = await SignInAsync(record, settings, cancellation);
            return new(parsed, database, cluster, record, user, loaded);
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

    private DateOnly Today => London.Today(Record.Clock);

    private RecordAt See(RecordAt record, DateOnly on)
    {
        if (User.Grants.All.Count == 0)
        {
            throw new NotAllowedException(
                "you have no rights here yet: an administrator gives them (oversight whoami tells who you are)."
            );
        }

        return record.AsSeenBy(on < Today ? Sight with { On = on } : Sight).Noting(looked);
    }

    // As it was given; a token is not in it, only the file that it is in, nor the name that it redacts.
    private static string Words(ParseResult parsed)
    {
        var redacted = parsed.GetResult(RedactCommand.Name)?.Tokens.Select(token => token.Value).ToHashSet() ?? [];
        return "oversight "
            + string.Join(
                ' ',
                parsed.Tokens.Select(token =>
                    redacted.Contains(token.Value) ? "(a name)"
                    : token.Value.Length == 0 || token.Value.Any(char.IsWhiteSpace) ? $"\"{token.Value}\""
                    : token.Value
                )
            );
    }
}
