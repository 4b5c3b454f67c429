using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using Npgsql;

namespace Oversight.Ledger;

/// <summary>One numbered script of the schema, as it lies in this program.</summary>
/// <param name="Number">The number its file name begins with; scripts are applied in this order, each once.</param>
/// <param name="Name">The file name without folder, such as <c>003-tables.sql</c>.</param>
/// <param name="Sql">Its text, with line feeds.</param>
public sealed record Script(int Number, string Name, string Sql)
{
    internal byte[] Sha256 => SHA256.HashData(Encoding.UTF8.GetBytes(Sql));
}

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

    private static readonly List<Script> OwnScripts = ReadOwnScripts();

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
    ) => ApplyAsync(OwnScripts, ownerConnectionString, programConnectionString, say, cancellationToken);

    /// <summary>The names of the scripts that the database has not got. Either connection string will do.</summary>
    /// <inheritdoc cref="ApplyAsync(string, string, Action{string}, CancellationToken)" path="/exception"/>
    public static async Task<IReadOnlyList<string>> PendingAsync(
        string connectionString,
        CancellationToken cancellationToken = default
    )
    {
        await using var connection = await OpenAsync(connectionString, cancellationToken);
        return [.. (await PendingAsync(OwnScripts, connection, cancellationToken)).Select(script => script.Name)];
    }

    /// <summary>The same over connections that are there already.</summary>
    internal static async Task<IReadOnlyList<string>> PendingAsync(
        NpgsqlDataSource connections,
        CancellationToken cancellationToken
    )
    {
        await using var connection = await connections.OpenConnectionAsync(cancellationToken);
        return [.. (await PendingAsync(OwnScripts, connection, cancellationToken)).Select(script => script.Name)];
    }

    internal static IReadOnlyList<Script> Scripts => OwnScripts;

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
        await ExecuteAsync(connection, $"select pg_advisory_lock({MigrationLock})", cancellationToken);

        var applied = new List<string>();
        foreach (var script in await PendingAsync(scripts, connection, cancellationToken))
        {
            await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
            await ExecuteAsync(connection, SwitchEventTriggers.Replace("{0}", "disable"), cancellationToken);
            try
            {
                await ExecuteAsync(connection, script.Sql, cancellationToken);
            }
            catch (PostgresException error)
            {
                throw new MigrationException(
                    $"Script {script.Name} failed and was not applied: {error.MessageText} (SQLSTATE {error.SqlState})",
                    error
                );
            }
            await ExecuteAsync(connection, SwitchEventTriggers.Replace("{0}", "enable always"), cancellationToken);
            await using (var record = connection.CreateCommand())
            {
                record.CommandText = "insert into ledger.migration (number, name, sha256) values ($1, $2, $3)";
                record.Parameters.AddWithValue(script.Number);
                record.Parameters.AddWithValue(script.Name);
                record.Parameters.AddWithValue(script.Sha256);
                await record.ExecuteNonQueryAsync(cancellationToken);
            }
            await transaction.CommitAsync(cancellationToken);
            applied.Add(script.Name);
            say($"applied {script.Name}");
        }

        // Tests apply other scripts, such as those of earlier versions: Marten has nothing to make there.
        if (ReferenceEquals(scripts, OwnScripts))
        {
            applied.AddRange(await MartenSchema.ApplyAsync(connection, ownerConnectionString, say, cancellationToken));
        }

        await EnableProgramAsync(connection, program.Username!, cancellationToken);
        if (
            ReferenceEquals(scripts, OwnScripts)
            && Guards.Words(await Guards.OffAsync(connection, cancellationToken)) is { } off
        )
        {
            say(off);
        }

        return applied;
    }

    private static async Task<List<Script>> PendingAsync(
        IReadOnlyList<Script> scripts,
        NpgsqlConnection connection,
        CancellationToken cancellationToken
    )
    {
        var applied = new Dictionary<int, (string Name, byte[] Sha256, DateTime Applied)>();
        if (
            await ScalarAsync<bool>(connection, "select to_regclass('ledger.migration') is not null", cancellationToken)
        )
        {
            await using var command = connection.CreateCommand();
            command.CommandText = "select number, name, sha256, applied from ledger.migration";
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            while (await reader.ReadAsync(cancellationToken))
            {
                applied[reader.GetInt32(0)] = (
                    reader.GetString(1),
                    reader.GetFieldValue<byte[]>(2),
                    reader.GetDateTime(3)
                );
            }
        }
        else if (
            await ScalarAsync<bool>(
                connection,
                "select to_regclass('oversight.mt_events') is not null or to_regnamespace('ledger_guard') is not null",
                cancellationToken
            )
        )
        {
            throw new MigrationException(
                "The schema ledger is missing, which holds the places of all entries, while what belongs to it is there: somebody dropped "
                    + "it. Nothing was changed. Restore the database from a backup."
            );
        }

        var newest = scripts.Max(script => script.Number);
        if (
            applied.Where(entry => entry.Key > newest).Select(entry => entry.Value.Name).FirstOrDefault() is { } unknown
        )
        {
            throw new MigrationException(
                $"The database has {unknown}, which this program does not know: it was migrated by a newer one. Use that."
            );
        }
        foreach (var script in scripts.Where(script => applied.ContainsKey(script.Number)))
        {
            var (name, sha256, when) = applied[script.Number];
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
        var version = await ScalarAsync<int>(
            connection,
            "select current_setting('server_version_num')::int",
            cancellationToken
        );
        if (version < 150000)
        {
            throw new MigrationException(
                $"The server is PostgreSQL {connection.ServerVersion}; the record needs 15 or later."
            );
        }
        if (
            !await ScalarAsync<bool>(
                connection,
                "select rolsuper from pg_roles where rolname = current_user",
                cancellationToken
            )
        )
        {
            throw new MigrationException(
                $"{connection.UserName} is not a superuser. Migrating makes event triggers, which only a superuser may own: "
                    + "give a superuser's login as the owner's connection string."
            );
        }
        var encoding = await ScalarAsync<string>(
            connection,
            "select current_setting('server_encoding')",
            cancellationToken
        );
        if (encoding != "UTF8")
        {
            throw new MigrationException(
                $"Database {connection.Database} is encoded in {encoding}; make it with ENCODING 'UTF8'."
            );
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
        await using var command = connection.CreateCommand();
        command.CommandText = """
            select rolsuper,
                exists (
                    select from pg_roles guarded
                    where guarded.rolname in ('oversight_owner', 'oversight_guard')
                        and pg_has_role(login.oid, guarded.oid, 'MEMBER'))
            from pg_roles login
            where rolname = $1
            """;
        command.Parameters.AddWithValue(program.Username);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        if (!await reader.ReadAsync(cancellationToken))
        {
            throw new MigrationException(
                $"The program's login {program.Username} does not exist. Make it first: create role {program.Username} login password '…'"
            );
        }
        if (reader.GetBoolean(0) || reader.GetBoolean(1))
        {
            throw new MigrationException(
                $"The program's login {program.Username} is a superuser, or a member of a role that owns the record. "
                    + "Give the program a login of its own without such rights."
            );
        }
    }

    /// <summary>
    /// The login becomes a member of the program's role, with limits on how long a stalled writer can hold others up: an entry waits 10 seconds
    /// for the writer before it, a transaction may idle for 10 seconds, a statement may take a minute. Reads go in batches, each far below that.
    /// Whoever else may log in makes no tables, not even a session's own.
    /// </summary>
    private static Task EnableProgramAsync(
        NpgsqlConnection connection,
        string login,
        CancellationToken cancellationToken
    )
    {
        var quotedLogin = QuoteIdentifier(login);
        var database = QuoteIdentifier(connection.Database);
        // Memberships belong to the cluster: another database's migration may be at the same line.
        return ExecuteAsync(
            connection,
            $"""
            begin;
            lock table pg_catalog.pg_authid in share row exclusive mode;
            do $$
            begin
                if not pg_has_role({QuoteLiteral(login)}, 'oversight_program', 'USAGE') then
                    grant oversight_program to {quotedLogin};
                end if;
            end
            $$;
            alter role {quotedLogin} in database {database} set lock_timeout = '10s';
            alter role {quotedLogin} in database {database} set idle_in_transaction_session_timeout = '10s';
            alter role {quotedLogin} in database {database} set statement_timeout = '60s';
            revoke temporary on database {database} from public;
            grant temporary on database {database} to oversight_program;
            commit
            """,
            cancellationToken
        );
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
        try
        {
            await connection.OpenAsync(cancellationToken);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static async Task<T> ScalarAsync<T>(
        NpgsqlConnection connection,
        string sql,
        CancellationToken cancellationToken
    )
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        return (T)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    private static string QuoteIdentifier(string name) => $"\"{name.Replace("\"", "\"\"")}\"";

    private static string QuoteLiteral(string text) => $"'{text.Replace("'", "''")}'";

    private static List<Script> ReadOwnScripts()
    {
        var assembly = Assembly.GetExecutingAssembly();
        var scripts = new List<Script>();
        foreach (
            var resource in assembly
                .GetManifestResourceNames()
                .Where(name => name.StartsWith("Schema/", StringComparison.Ordinal))
        )
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!, Encoding.UTF8);
            var name = resource["Schema/".Length..];
            var number = int.Parse(name[..name.IndexOf('-')]);
            // A check-out with carriage returns is still the same script.
            scripts.Add(new Script(number, name, reader.ReadToEnd().ReplaceLineEndings("\n")));
        }
        scripts.Sort((left, right) => left.Number.CompareTo(right.Number));
        return scripts;
    }
}
