using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Npgsql;
using Oversight.Record.People;

namespace Oversight.Ledger;

/// <summary>A login that reads the report tables.</summary>
/// <param name="Name">The login.</param>
/// <param name="Until">Until when its password opens a session; null: without an end, which Oversight never makes.</param>
/// <param name="Sessions">How many it has open.</param>
/// <param name="Given">What it was given, as long as that is in force; null: it reads nothing.</param>
public sealed record Analyst(string Name, DateTimeOffset? Until, int Sessions, GivenToAnalyst? Given);

/// <summary>What a login was given to read.</summary>
/// <param name="Login">The login.</param>
/// <param name="Reads">National or auditor: every row; a region: the rows of what concerns an organisation that it oversees.</param>
/// <param name="GivenBy">The signed-in subject who gave it.</param>
/// <param name="Given">When, by the database's clock.</param>
/// <param name="Expires">From when it reads nothing any more.</param>
/// <param name="Ended">When it was ended before; null when it was not.</param>
/// <param name="EndedBy">Who ended it.</param>
public sealed record GivenToAnalyst(
    string Login,
    Grant Reads,
    string GivenBy,
    DateTimeOffset Given,
    DateTimeOffset Expires,
    DateTimeOffset? Ended,
    string? EndedBy
);

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
/// Logins of PostgreSQL's own for those who query the report tables: members of <c>oversight_analyst</c> or <c>oversight_region_analyst</c>,
/// which may read the schema <c>report</c> and nothing else, and of its rows those that the login was given. They are made and taken back with
/// the owner's login. What each was given, by whom and until when is kept, and who ended it.
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
    /// <param name="reads">Which rows it reads: those of who has that right, national, auditor or of a region.</param>
    /// <param name="until">Until when it reads them, and its password opens a session.</param>
    /// <param name="by">The signed-in subject who gives it.</param>
    /// <param name="cancellation">Stops it; nothing is made then.</param>
    /// <returns>Its password, which is kept nowhere.</returns>
    /// <exception cref="FormatException">It may not be called that.</exception>
    /// <exception cref="AnalystException">There is such a login, or the owner may not make one.</exception>
    public async Task<string> GrantAsync(
        string name,
        Grant reads,
        DateTimeOffset until,
        string by,
        CancellationToken cancellation
    )
    {
        Name(name);
        var scope = ScopeOf(reads);
        var group = reads.ReadsEverything ? "oversight_analyst" : "oversight_region_analyst";
        var password = RandomNumberGenerator.GetString(Alphabet, PasswordLength);
        await using var connection = await OpenAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        try
        {
            var make = $"""
            create role "{name}" login nosuperuser nocreatedb nocreaterole noreplication nobypassrls inherit connection limit 20
                password '{Verifier(
                password
            )}' valid until '{until.UtcDateTime:yyyy-MM-dd HH:mm:ss}+00' in role {group};
            alter role "{name}" set default_transaction_read_only = on;
            alter role "{name}" set statement_timeout = '60s';
            alter role "{name}" set idle_in_transaction_session_timeout = '60s';
            alter role "{name}" set search_path = report;
            comment on role "{name}" is '{Comment}'
            """;
            await connection.Ask(make).DoAsync(cancellation);
            // Of a login of that name that somebody dropped by hand.
            await EndAsync(connection, name, by, cancellation);
            await connection
                .Ask(
                    $"""
                    insert into ledger.report_login (login, scope, given_by, expires)
                    values ({name}, {scope}, {by}, {until.ToUniversalTime()})
                    """
                )
                .DoAsync(cancellation);
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
                    + $"valid until '{until.UtcDateTime:yyyy-MM-dd}' in role {group}; alter role \"{name}\" set default_transaction_read_only = on; "
                    + $"alter role \"{name}\" set statement_timeout = '60s'; comment on role \"{name}\" is '{Comment}'; "
                    + $"insert into ledger.report_login (login, scope, given_by, expires) values ('{name}', '{scope}', '{by}', "
                    + $"'{until.UtcDateTime:yyyy-MM-dd}')",
                e
            );
        }

        await transaction.CommitAsync(cancellation);
        return password;
    }

    /// <summary>Takes a login back: it opens no session any more, those that are open end, and it is gone.</summary>
    /// <returns>Whether there was such a login that was made here.</returns>
    /// <exception cref="AnalystException">Something else rests on it: it cannot be dropped, but opens no session.</exception>
    /// <param name="name">The login.</param>
    /// <param name="by">The signed-in subject who takes it back.</param>
    /// <param name="cancellation">Stops it.</param>
    public async Task<bool> RevokeAsync(string name, string by, CancellationToken cancellation)
    {
        await using var connection = await OpenAsync(cancellation);
        if ((await ListAsync(connection, cancellation)).All(analyst => analyst.Name != name))
        {
            return false;
        }

        Name(name);
        try
        {
            // Before anything else: whoever is stopped from here on has left a login that reads nothing.
            await EndAsync(connection, name, by, cancellation);
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

    /// <summary>All that logins were ever given, in that order.</summary>
    public async Task<IReadOnlyList<GivenToAnalyst>> GivenAsync(CancellationToken cancellation)
    {
        await using var connection = await OpenAsync(cancellation);
        return await connection
            .Ask($"select {GivenColumns:sql} from ledger.report_login order by given, login")
            .RowsAsync(row => ReadGiven(row, 0), cancellation);
    }

    private const string GivenColumns = "login, scope, given_by, given, expires, ended, ended_by";

    private static async Task<IReadOnlyList<Analyst>> ListAsync(
        NpgsqlConnection connection,
        CancellationToken cancellation
    ) =>
        await connection
            .Ask(
                $"""
                select
                    r.rolname, nullif(r.rolvaliduntil, 'infinity'), (select count(*)::int from pg_stat_activity a where a.usesysid = r.oid),
                    {GivenColumns:sql}
                from pg_roles r
                left join ledger.report_login l on l.login = r.rolname and l.ended is null and l.expires > now()
                where not r.rolsuper and shobj_description(r.oid, 'pg_authid') = {Comment}
                    and exists (
                        select from pg_auth_members m join pg_roles g on g.oid = m.roleid
                        where m.member = r.oid and g.rolname in ('oversight_analyst', 'oversight_region_analyst'))
                order by r.rolname collate "C"
                """
            )
            .RowsAsync(
                row => new Analyst(
                    row.GetString(0),
                    row.InstantOrNull(1),
                    row.GetInt32(2),
                    row.IsDBNull(3) ? null : ReadGiven(row, 3)
                ),
                cancellation
            );

    private static Task<int> EndAsync(
        NpgsqlConnection connection,
        string login,
        string by,
        CancellationToken cancellation
    ) =>
        connection
            .Ask($"update ledger.report_login set ended_by = {by} where login = {login} and ended is null")
            .DoAsync(cancellation);

    private static GivenToAnalyst ReadGiven(NpgsqlDataReader row, int at) =>
        new(
            row.GetString(at),
            ReadsIn(row.GetString(at + 1)),
            row.GetString(at + 2),
            row.Instant(at + 3),
            row.Instant(at + 4),
            row.InstantOrNull(at + 5),
            row.TextOrNull(at + 6)
        );

    private static string ScopeOf(Grant reads) =>
        reads switch
        {
            { Role: Role.National } => "national",
            { Role: Role.Auditor } => "auditor",
            { Role: Role.Region, Region: { } region } => $"region:{region.Code}",
            _ => throw new ArgumentException(
                "Only the national team, auditors and regions have analysts.",
                nameof(reads)
            ),
        };

    private static Grant ReadsIn(string scope) =>
        scope switch
        {
            "national" => new(Role.National),
            "auditor" => new(Role.Auditor),
            _ => new(Role.Region, Region.Of(scope["region:".Length..])),
        };

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
