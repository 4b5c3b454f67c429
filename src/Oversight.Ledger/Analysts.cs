using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Npgsql;

namespace Oversight.Ledger;

/// <summary>A login that reads the report tables.</summary>
/// <param name="Name">The login.</param>
/// <param name="Until">Until when its password opens a session; null: without an end, which Oversight never makes.</param>
/// <param name="Sessions">How many it has open.</param>
public sealed record Analyst(string Name, DateTimeOffset? Until, int Sessions);

/// <summary>A login that reads the report tables cannot be made or taken back; the message says why and what to do.</summary>
public sealed class AnalystException(string message, Exception inner) : Exception(message, inner);

/// <summary>The owner's login may not make or take back logins; the message has the statements for somebody who may.</summary>
public sealed class OwnerMayNotException(string message, Exception inner) : Exception(message, inner);

/// <summary>Where a login is good for.</summary>
/// <param name="Host">The server.</param>
/// <param name="Port">Its port.</param>
/// <param name="Database">The database.</param>
/// <param name="IsThisMachineOnly">Whether nobody else can reach it there.</param>
public sealed record AnalystServer(string Host, int Port, string Database, bool IsThisMachineOnly);

/// <summary>
/// Logins of PostgreSQL's own for those who query the report tables: members of <c>oversight_analyst</c>, which may read the schema
/// <c>report</c> and nothing else. They are made and taken back with the owner's login; the record knows nothing of them.
/// </summary>
/// <param name="ownerConnectionString">The owner's login, as given to <see cref="Migration"/>.</param>
public sealed partial class Analysts(string ownerConnectionString)
{
    // Without letters and digits that are taken for one another; 160 bits and more.
    private const string Alphabet = "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";
    private const int PasswordLength = 28;

    // What PostgreSQL's own clients take.
    private const int Iterations = 4096;

    // Only what was made here is taken back.
    private static readonly string Comment = "Reads the report tables of Oversight";

    /// <summary>Where the logins are good for.</summary>
    public AnalystServer Server
    {
        get
        {
            var owner = new NpgsqlConnectionStringBuilder(ownerConnectionString);
            var host = owner.Host!;
            return new(host, owner.Port, owner.Database!, host is "localhost" or "127.0.0.1" or "::1");
        }
    }

    /// <summary>What a login may be called.</summary>
    /// <exception cref="FormatException">It may not.</exception>
    public static string Name(string text) =>
        AnalystName().IsMatch(text) && !text.StartsWith("pg_", StringComparison.Ordinal)
            ? text
            : throw new FormatException(
                $"\"{text}\" is not a name for a login: write at most 40 small letters, digits and _, a letter first, such as analyst_y60."
            );

    /// <summary>Makes a login.</summary>
    /// <param name="name">What it is called.</param>
    /// <param name="until">Until when its password opens a session.</param>
    /// <param name="cancellation">Stops it; nothing is made then.</param>
    /// <returns>Its password, which is kept nowhere.</returns>
    /// <exception cref="FormatException">It may not be called that.</exception>
    /// <exception cref="AnalystException">There is such a login, or the owner may not make one.</exception>
    public async Task<string> GrantAsync(string name, DateTimeOffset until, CancellationToken cancellation)
    {
        Name(name);
        var password = RandomNumberGenerator.GetString(Alphabet, PasswordLength);
        await using var connection = await OpenAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        try
        {
            var make = $"""
            create role "{name}" login nosuperuser nocreatedb nocreaterole noreplication nobypassrls inherit connection limit 20
                password '{Verifier(
                password
            )}' valid until '{until.UtcDateTime:yyyy-MM-dd HH:mm:ss}+00' in role oversight_analyst;
            alter role "{name}" set default_transaction_read_only = on;
            alter role "{name}" set statement_timeout = '60s';
            alter role "{name}" set idle_in_transaction_session_timeout = '60s';
            alter role "{name}" set search_path = report;
            comment on role "{name}" is '{Comment}'
            """;
            await connection.Ask(make).DoAsync(cancellation);
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.DuplicateObject)
        {
            throw new AnalystException(
                $"there is a login {name} already: revoke it first (its password is kept nowhere), or choose another name.",
                e
            );
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.InsufficientPrivilege)
        {
            throw new OwnerMayNotException(
                $"the owner's login may not make logins. Have the database's administrator run: create role \"{name}\" login password '…' "
                    + $"valid until '{until.UtcDateTime:yyyy-MM-dd}' in role oversight_analyst; alter role \"{name}\" set default_transaction_read_only = on; "
                    + $"alter role \"{name}\" set statement_timeout = '60s'",
                e
            );
        }

        await transaction.CommitAsync(cancellation);
        return password;
    }

    /// <summary>Takes a login back: it opens no session any more, those that are open end, and it is gone.</summary>
    /// <returns>Whether there was such a login that was made here.</returns>
    /// <exception cref="AnalystException">Something else rests on it: it cannot be dropped, but opens no session.</exception>
    public async Task<bool> RevokeAsync(string name, CancellationToken cancellation)
    {
        await using var connection = await OpenAsync(cancellation);
        if ((await ListAsync(connection, cancellation)).All(analyst => analyst.Name != name))
        {
            return false;
        }

        Name(name);
        try
        {
            // Kept before sessions are ended: none begins in between.
            var close = $"alter role \"{name}\" nologin";
            await connection.Ask(close).DoAsync(cancellation);
            await connection
                .Ask($"select pg_terminate_backend(pid, 5000) from pg_stat_activity where usename = {name}")
                .DoAsync(cancellation);
            var drop = $"drop role \"{name}\"";
            await connection.Ask(drop).DoAsync(cancellation);
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.DependentObjectsStillExist)
        {
            throw new AnalystException(
                $"{name} opens no session any more, but somebody has given it more than Oversight did ({e.Detail}). Have the database's "
                    + $"administrator take that back and run: drop role \"{name}\"",
                e
            );
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.InsufficientPrivilege)
        {
            throw new OwnerMayNotException(
                $"the owner's login may not take logins back. Have the database's administrator run: alter role \"{name}\" nologin; "
                    + $"select pg_terminate_backend(pid) from pg_stat_activity where usename = '{name}'; drop role \"{name}\"",
                e
            );
        }

        return true;
    }

    /// <summary>The logins that were made here, by name.</summary>
    public async Task<IReadOnlyList<Analyst>> ListAsync(CancellationToken cancellation)
    {
        await using var connection = await OpenAsync(cancellation);
        return await ListAsync(connection, cancellation);
    }

    private static async Task<IReadOnlyList<Analyst>> ListAsync(
        NpgsqlConnection connection,
        CancellationToken cancellation
    ) =>
        await connection
            .Ask(
                $"""
                select r.rolname, nullif(r.rolvaliduntil, 'infinity'), (select count(*)::int from pg_stat_activity a where a.usesysid = r.oid)
                from pg_roles r
                where not r.rolsuper and shobj_description(r.oid, 'pg_authid') = {Comment}
                    and exists (
                        select from pg_auth_members m
                        where m.member = r.oid and m.roleid = (select oid from pg_roles where rolname = 'oversight_analyst'))
                order by r.rolname collate "C"
                """
            )
            .RowsAsync(row => new Analyst(row.GetString(0), row.InstantOrNull(1), row.GetInt32(2)), cancellation);

    // What PostgreSQL keeps of a password (RFC 5802): made here, so that the password is in no statement and in no log.
    private static string Verifier(string password)
    {
        var salt = RandomNumberGenerator.GetBytes(16);
        var salted = Rfc2898DeriveBytes.Pbkdf2(password, salt, Iterations, HashAlgorithmName.SHA256, 32);
        var stored = SHA256.HashData(HMACSHA256.HashData(salted, Encoding.ASCII.GetBytes("Client Key")));
        var server = HMACSHA256.HashData(salted, Encoding.ASCII.GetBytes("Server Key"));
        return $"SCRAM-SHA-256${Iterations}:{Convert.ToBase64String(salt)}${Convert.ToBase64String(stored)}:{Convert.ToBase64String(server)}";
    }

    private async Task<NpgsqlConnection> OpenAsync(CancellationToken cancellation)
    {
        var connection = new NpgsqlConnection(
            new NpgsqlConnectionStringBuilder(ownerConnectionString) { Pooling = false }.ConnectionString
        );
        try
        {
            await connection.OpenAsync(cancellation);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    [GeneratedRegex("^[a-z][a-z0-9_]{0,39}$")]
    private static partial Regex AnalystName();
}
