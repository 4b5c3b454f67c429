using Npgsql;

namespace Oversight.Ledger;

/// <summary>
/// Brings a database to the schema that this program needs: numbered scripts, each applied once, in a transaction of its own, with its hash
/// recorded in <c>ledger.migration</c>; then what Marten and Wolverine make themselves. Running it again, or twice at once, is safe.
/// </summary>
public static class Migration
{
    /// <summary>Held, per database, while scripts are applied ('OVMIGRAT' read as a number).</summary>
    private const long MigrationLock = 5716841754117947732;

    /// <summary>
    /// The one way past the event triggers: the superuser who migrates, and to whom they belong, switches them off inside the script's own
    /// transaction. Nobody else ever sees them off, and a script that fails leaves them on.
    /// </summary>
    private const string SwitchEventTriggers = """
        do $$
        declare
            event_trigger text;
        begin
            for event_trigger in select evtname from pg_catalog.pg_event_trigger where evtname like 'oversight\_%' loop
                execute format('alter event trigger %I {0}', event_trigger);
            end loop;
        end
        $$
        """;

    internal static IReadOnlyList<Script> Scripts { get; } = Script.ReadAll("Schema");

    /// <summary>
    /// Applies the scripts that the database has not got, lets Marten and Wolverine make what is theirs, and gives the program's login its
    /// rights and time-outs.
    /// </summary>
    /// <param name="ownerConnectionString">A superuser's login: event triggers can belong to nobody else. PostgreSQL 15 or later.</param>
    /// <param name="programConnectionString">
    /// The login that the program uses, on the same database; it must exist, and is made a member of <c>oversight_program</c>.
    /// </param>
    /// <param name="say">Told one line for each script applied, and one for what Marten changes.</param>
    /// <param name="cancellationToken">Stops between two scripts, or inside one, which is then not applied.</param>
    /// <returns>The names of the scripts that were applied now, and of what Marten changed; empty when there was nothing to do.</returns>
    /// <exception cref="MigrationException">
    /// The database or a login does not qualify, an applied script has been changed since, the database is newer than this program, or
    /// Marten would change the record's tables in a way that no script covers.
    /// </exception>
    public static Task<IReadOnlyList<string>> ApplyAsync(
        string ownerConnectionString,
        string programConnectionString,
        Action<string> say,
        CancellationToken cancellationToken = default
    ) => ApplyAsync(Scripts, ownerConnectionString, programConnectionString, say, cancellationToken);

    /// <summary>The names of the scripts that the database has not got. Either connection string will do.</summary>
    /// <inheritdoc cref="ApplyAsync(string, string, Action{string}, CancellationToken)" path="/exception"/>
    public static async Task<IReadOnlyList<string>> PendingAsync(
        string connectionString,
        CancellationToken cancellationToken = default
    )
    {
        await using var connection = await OpenAsync(connectionString, cancellationToken);
        return await PendingAsync(connection, cancellationToken);
    }

    /// <summary>The same over a connection that is there already.</summary>
    internal static async Task<IReadOnlyList<string>> PendingAsync(
        NpgsqlConnection connection,
        CancellationToken cancellationToken
    ) => [.. (await PendingAsync(Scripts, connection, cancellationToken)).Select(script => script.Name)];

    internal static async Task<IReadOnlyList<string>> ApplyAsync(
        IReadOnlyList<Script> scripts,
        string ownerConnectionString,
        string programConnectionString,
        Action<string> say,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(say);
        await using var connection = await OpenAsync(ownerConnectionString, cancellationToken);
        var program = new NpgsqlConnectionStringBuilder(programConnectionString);
        await CheckOwnerAsync(connection, cancellationToken);
        await CheckProgramAsync(connection, program, cancellationToken);

        // Waits for whoever migrates this database now; the connection is not pooled, so closing it lets go.
        await connection.Ask($"select pg_advisory_lock({MigrationLock})").DoAsync(cancellationToken);

        var applied = new List<string>();
        foreach (var script in await PendingAsync(scripts, connection, cancellationToken))
        {
            await ApplyAsync(script, connection, cancellationToken);
            applied.Add(script.Name);
            say($"applied {script.Name}");
        }

        // Tests apply other scripts, such as those of earlier versions: Marten has nothing to make there.
        var isOwn = ReferenceEquals(scripts, Scripts);
        if (isOwn)
        {
            applied.AddRange(await MartenSchema.ApplyAsync(connection, ownerConnectionString, say, cancellationToken));
        }

        await EnableProgramAsync(connection, program.Username!, cancellationToken);
        if (isOwn && Guards.Words(await Guards.OffAsync(connection, cancellationToken)) is { } off)
        {
            say(off);
        }

        return applied;
    }

    private static async Task ApplyAsync(Script script, NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        await connection.Ask(SwitchEventTriggers.Replace("{0}", "disable")).DoAsync(cancellation);
        try
        {
            await connection.Ask(script.Sql).DoAsync(cancellation);
        }
        catch (PostgresException error)
        {
            throw new MigrationException(
                $"Script {script.Name} failed and was not applied: {error.MessageText} (SQLSTATE {error.SqlState})",
                error
            );
        }

        if (
            await connection.Ask("select current_setting('role')").ValueAsync<string>(cancellation)
            is not "none"
                and var role
        )
        {
            throw new MigrationException(
                $"Script {script.Name} was not applied: it leaves the role {role} set. End it with: reset role;"
            );
        }

        await connection.Ask(SwitchEventTriggers.Replace("{0}", "enable always")).DoAsync(cancellation);
        await connection
            .Ask(
                $"insert into ledger.migration (number, name, sha256) values ({script.Number}, {script.Name}, {script.Sha256})"
            )
            .DoAsync(cancellation);
        await transaction.CommitAsync(cancellation);
    }

    private static async Task<List<Script>> PendingAsync(
        IReadOnlyList<Script> scripts,
        NpgsqlConnection connection,
        CancellationToken cancellationToken
    )
    {
        var (isMigrated, isBroken) = await connection
            .Ask(
                """
                select to_regclass('ledger.migration') is not null,
                    to_regclass('oversight.mt_events') is not null or to_regnamespace('ledger_guard') is not null
                """
            )
            .RowAsync(row => (row.GetBoolean(0), row.GetBoolean(1)), cancellationToken);
        if (!isMigrated && isBroken)
        {
            throw new MigrationException(
                "The schema ledger is missing, which holds the places of all entries, while what belongs to it is there: somebody dropped "
                    + "it. Nothing was changed. Restore the database from a backup."
            );
        }

        var applied = isMigrated
            ? (
                await connection
                    .Ask("select number, name, sha256, applied from ledger.migration")
                    .RowsAsync(
                        row =>
                            (
                                Number: row.GetInt32(0),
                                Name: row.GetString(1),
                                Sha256: row.GetFieldValue<byte[]>(2),
                                When: row.GetDateTime(3)
                            ),
                        cancellationToken
                    )
            ).ToDictionary(script => script.Number)
            : [];
        var newest = scripts.Max(script => script.Number);
        if (applied.Values.FirstOrDefault(script => script.Number > newest) is { Name: { } unknown })
        {
            throw new MigrationException(
                $"The database has {unknown}, which this program does not know: it was migrated by a newer one. Use that."
            );
        }

        foreach (var script in scripts.Where(script => applied.ContainsKey(script.Number)))
        {
            var (_, name, sha256, when) = applied[script.Number];
            if (name != script.Name || !sha256.AsSpan().SequenceEqual(script.Sha256))
            {
                throw new MigrationException(
                    $"Script {script.Name} is not the one that was applied as {name} on {when:O}: an applied script is never changed. "
                        + "Put it back, and make the change in a new script with the next number."
                );
            }
        }

        return [.. scripts.Where(script => !applied.ContainsKey(script.Number)).OrderBy(script => script.Number)];
    }

    private static async Task CheckOwnerAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var (version, encoding, isSuperuser) = await connection
            .Ask(
                """
                select current_setting('server_version_num')::int, current_setting('server_encoding'), rolsuper
                from pg_roles where rolname = current_user
                """
            )
            .RowAsync(row => (row.GetInt32(0), row.GetString(1), row.GetBoolean(2)), cancellationToken);
        var fault =
            version < 150000 ? $"The server is PostgreSQL {connection.ServerVersion}; the record needs 15 or later."
            : !isSuperuser
                ? $"{connection.UserName} is not a superuser. Migrating makes event triggers, which only a superuser may own: "
                    + "give a superuser's login as the owner's connection string."
            : encoding != "UTF8"
                ? $"Database {connection.Database} is encoded in {encoding}; make it with ENCODING 'UTF8'."
            : null;
        if (fault is not null)
        {
            throw new MigrationException(fault);
        }
    }

    private static async Task CheckProgramAsync(
        NpgsqlConnection connection,
        NpgsqlConnectionStringBuilder program,
        CancellationToken cancellationToken
    )
    {
        if (string.IsNullOrEmpty(program.Username))
        {
            throw new MigrationException(
                "The program's connection string names no Username; it needs a login of its own."
            );
        }

        if ((program.Database ?? program.Username) != connection.Database)
        {
            throw new MigrationException(
                $"The program's connection string is about database {program.Database}, the owner's about {connection.Database}; "
                    + "they must name the same one."
            );
        }

        var ownsRecord = await connection
            .Ask(
                $"""
                select login.rolsuper or exists (
                    select from pg_roles guarded
                    where guarded.rolname in ('oversight_owner', 'oversight_guard')
                        and pg_has_role(login.oid, guarded.oid, 'MEMBER'))
                from pg_roles login
                where login.rolname = {program.Username}
                """
            )
            .ValueAsync<bool?>(cancellationToken);
        if (ownsRecord is not false)
        {
            throw new MigrationException(
                ownsRecord is null
                    ? $"The program's login {program.Username} does not exist. Make it first: create role {program.Username} login password '…'"
                    : $"The program's login {program.Username} is a superuser, or a member of a role that owns the record. "
                        + "Give the program a login of its own without such rights."
            );
        }
    }

    /// <summary>
    /// The login becomes a member of the program's role, with limits on how long a stalled writer can hold others up: an entry waits 10 seconds
    /// for the writer before it, a transaction may idle for 10 seconds, a statement may take a minute. Reads go in batches, each far below that.
    /// Whoever else may log in makes no tables, not even a session's own.
    /// </summary>
    private static async Task EnableProgramAsync(
        NpgsqlConnection connection,
        string login,
        CancellationToken cancellationToken
    )
    {
        using var quoting = new NpgsqlCommandBuilder();
        var name = quoting.QuoteIdentifier(login);
        var database = quoting.QuoteIdentifier(connection.Database);
        var here = $"alter role {name} in database {database} set";
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        // Memberships belong to the cluster: another database's migration may be at the same line.
        await connection.Ask("lock table pg_catalog.pg_authid in share row exclusive mode").DoAsync(cancellationToken);
        var isMember = await connection
            .Ask($"select pg_has_role({login}::name, 'oversight_program', 'USAGE')")
            .ValueAsync<bool>(cancellationToken);
        var enable = $"""
            {(isMember ? "" : $"grant oversight_program to {name};")}
            {here} lock_timeout = '10s';
            {here} idle_in_transaction_session_timeout = '10s';
            {here} statement_timeout = '60s';
            revoke temporary on database {database} from public;
            grant temporary on database {database} to oversight_program
            """;
        await connection.Ask(enable).DoAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    private static async Task<NpgsqlConnection> OpenAsync(string connectionString, CancellationToken cancellationToken)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString)
        {
            Pooling = false,
            // A script, or the wait for another migration, takes as long as it takes.
            CommandTimeout = 0,
        };
        var connection = new NpgsqlConnection(settings.ConnectionString);
        await connection.OpenAsync(cancellationToken);
        return connection;
    }
}
