using Npgsql;

namespace Oversight.Ledger.People;

/// <summary>A password as it is kept.</summary>
/// <param name="Subject">The account's subject.</param>
/// <param name="SignInName">The name that it is used with, as it was written.</param>
/// <param name="Hash">Its hash.</param>
public sealed record Password(string Subject, string SignInName, string Hash);

/// <summary>The passwords of local accounts, by a salted hash each, and how often each was guessed wrong.</summary>
public sealed class Passwords(NpgsqlDataSource dataSource)
{
    /// <summary>After how many failures in a row it is locked.</summary>
    public const int MostFailures = 5;

    /// <summary>For how long it is locked then.</summary>
    public static readonly TimeSpan LockedFor = TimeSpan.FromMinutes(15);

    /// <summary>The password of an account; null when it has none.</summary>
    public Task<Password?> OfAsync(string subject, CancellationToken cancellation = default) =>
        dataSource
            .Ask($"select account, sign_in_name, password_hash from access.password where account = {subject}")
            .RowAsync(Read, cancellation);

    /// <summary>The password that goes with a name; null when there is none.</summary>
    public Task<Password?> FindAsync(string normalizedName, CancellationToken cancellation = default) =>
        dataSource
            .Ask(
                $"select account, sign_in_name, password_hash from access.password where normalized_name = {normalizedName}"
            )
            .RowAsync(Read, cancellation);

    /// <summary>
    /// The password that goes with a name, to be compared with one that was sent: a failure is counted at once, and taken back by
    /// <see cref="SucceededAsync"/>.
    /// </summary>
    /// <returns>Null when there is none, or it is locked.</returns>
    public Task<Password?> TryAsync(string normalizedName, CancellationToken cancellation = default) =>
        // A lock that has ended begins the count anew. Not waiting for the disk: a name that somebody has takes no longer than another.
        dataSource
            .Ask(
                $"""
                with quick as materialized (select set_config('synchronous_commit', 'off', true))
                update access.password p set
                    failures = case when locked_until is null then failures + 1 else 1 end,
                    locked_until = case when locked_until is null and failures + 1 >= {MostFailures} then clock_timestamp() + {LockedFor} end
                from quick
                where normalized_name = {normalizedName} and (locked_until is null or locked_until <= clock_timestamp())
                    and exists (select from access.account a where a.id = p.account and a.closed is null)
                returning account, sign_in_name, password_hash
                """
            )
            .RowAsync(Read, cancellation);

    /// <summary>The password was right: nothing was guessed.</summary>
    public Task SucceededAsync(string subject, CancellationToken cancellation = default) =>
        dataSource
            .Ask($"update access.password set failures = 0, locked_until = null where account = {subject}")
            .DoAsync(cancellation);

    /// <summary>Keeps an account's password in place of the one that it had, and unlocks it.</summary>
    /// <returns>False when another account signs in with that name.</returns>
    public async Task<bool> KeepAsync(
        Password password,
        string normalizedName,
        CancellationToken cancellation = default
    )
    {
        try
        {
            await dataSource
                .Ask(
                    $"""
                    insert into access.password (account, sign_in_name, normalized_name, password_hash)
                    values ({password.Subject}, {password.SignInName}, {normalizedName}, {password.Hash})
                    on conflict (account) do update set
                        sign_in_name = excluded.sign_in_name,
                        normalized_name = excluded.normalized_name,
                        password_hash = excluded.password_hash,
                        failures = 0,
                        locked_until = null,
                        changed = clock_timestamp()
                    """
                )
                .DoAsync(cancellation);
            return true;
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.UniqueViolation)
        {
            return false;
        }
    }

    /// <summary>The account has no password any more.</summary>
    public Task RemoveAsync(string subject, CancellationToken cancellation = default) =>
        dataSource.Ask($"delete from access.password where account = {subject}").DoAsync(cancellation);

    private static Password Read(NpgsqlDataReader reader) =>
        new(reader.GetString(0), reader.GetString(1), reader.GetString(2));
}
