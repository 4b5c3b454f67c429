using System.Security.Cryptography;
using Npgsql;

namespace Oversight.Ledger.People;

/// <summary>A device that waits for somebody to let it sign in.</summary>
/// <param name="UserCode">What they type, as it is shown: BCDF-GHJK.</param>
/// <param name="Name">What the device says that it is.</param>
/// <param name="Scope">What its token may be used for.</param>
/// <param name="Asked">When it asked.</param>
/// <param name="Expires">Until when it can be answered.</param>
public sealed record DeviceCode(
    string UserCode,
    string Name,
    TokenScope Scope,
    DateTimeOffset Asked,
    DateTimeOffset Expires
);

/// <summary>What a device is told that asks whether it is signed in (RFC 8628, 3.5).</summary>
public enum DeviceAnswer
{
    /// <summary>Its token signs in from now on.</summary>
    SignedIn,

    /// <summary>Nobody has answered yet.</summary>
    Pending,

    /// <summary>Nobody has answered yet, and it asks too often: five seconds more between two questions from now on.</summary>
    SlowDown,

    /// <summary>Somebody said no.</summary>
    Denied,

    /// <summary>It took too long, has its token already, or never asked.</summary>
    Expired,
}

/// <summary>Devices that are signed in by a code which somebody types who is signed in already (RFC 8628).</summary>
public sealed class DeviceCodes(NpgsqlDataSource dataSource)
{
    /// <summary>How long a code can be answered.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);

    /// <summary>How long a device waits between two questions, unless it is told to slow down.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    // No vowels, so no words; no letters that are taken for others.
    private const string Letters = "BCDFGHJKLMNPQRSTVWXZ";
    private const int LetterCount = 8;
    private const string Columns = "user_code, name, scope, asked, expires";

    /// <summary>A device asks to be signed in.</summary>
    /// <param name="hash">The SHA-256 of its device code.</param>
    /// <param name="name">What it says that it is.</param>
    /// <param name="scope">What its token may be used for.</param>
    /// <param name="cancellation">Stops the writing.</param>
    public async Task<DeviceCode> BeginAsync(
        byte[] hash,
        string name,
        TokenScope scope,
        CancellationToken cancellation = default
    )
    {
        // What nobody can ask about any more goes.
        await dataSource
            .Ask("delete from access.device_code where expires < clock_timestamp() - interval '2 days'")
            .DoAsync(cancellation);
        while (true)
        {
            var code = new string(RandomNumberGenerator.GetItems<char>(Letters, LetterCount));
            var begun = await dataSource
                .Ask(
                    $"""
                    insert into access.device_code (hash, user_code, name, scope, expires)
                    values ({hash}, {code}, {name}, {Credentials.Stored(
                        scope
                    )}, clock_timestamp() + {Lifetime}::interval)
                    on conflict (user_code) do nothing
                    returning {Columns:sql}
                    """
                )
                .RowAsync(Read, cancellation);
            if (begun is not null)
            {
                return begun;
            }
        }
    }

    /// <summary>The device that waits with a user code; null when none does.</summary>
    /// <param name="userCode">As somebody typed it: in capitals or not, with spaces or hyphens.</param>
    /// <param name="cancellation">Stops the reading.</param>
    public Task<DeviceCode?> FindAsync(string userCode, CancellationToken cancellation = default) =>
        dataSource
            .Ask(
                $"""
                select {Columns:sql} from access.device_code
                where user_code = {Typed(userCode)} and answered is null and expires > clock_timestamp()
                """
            )
            .RowAsync(Read, cancellation);

    /// <summary>Somebody lets the device sign in as them.</summary>
    /// <returns>False when no device waits with that code.</returns>
    public Task<bool> ApproveAsync(string userCode, string subject, CancellationToken cancellation = default) =>
        AnswerAsync(userCode, subject, cancellation);

    /// <summary>Somebody says that the device is not theirs.</summary>
    /// <returns>False when no device waits with that code.</returns>
    public Task<bool> DenyAsync(string userCode, CancellationToken cancellation = default) =>
        AnswerAsync(userCode, subject: null, cancellation);

    /// <summary>The device asks whether it is signed in; once, it is.</summary>
    /// <param name="hash">The SHA-256 of its device code.</param>
    /// <param name="tokenHash">The SHA-256 of the token that it is told when it is signed in.</param>
    /// <param name="lifetime">How long that token signs in.</param>
    /// <param name="cancellation">Stops the writing.</param>
    public async Task<DeviceAnswer> PollAsync(
        byte[] hash,
        byte[] tokenHash,
        TimeSpan lifetime,
        CancellationToken cancellation = default
    )
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        // Of several that ask with the same code at once, one goes on.
        var waiting = await connection
            .Ask(
                $"""
                select name, scope, account, answered is not null,
                    expires < clock_timestamp() or credential is not null,
                    coalesce(polled > clock_timestamp() - wait, false)
                from access.device_code where hash = {hash}
                for update
                """
            )
            .RowAsync(
                row =>
                    (
                        Name: row.GetString(0),
                        Scope: row.GetString(1),
                        Subject: row.TextOrNull(2),
                        IsAnswered: row.GetBoolean(3),
                        IsOver: row.GetBoolean(4),
                        IsTooSoon: row.GetBoolean(5)
                    ),
                cancellation
            );
        if (waiting.Name is null || waiting.IsOver)
        {
            return DeviceAnswer.Expired;
        }

        if (!waiting.IsAnswered)
        {
            await connection
                .Ask(
                    $"""
                    update access.device_code
                    set polled = clock_timestamp(), wait = wait + case when {waiting.IsTooSoon} then interval '5 seconds' else '0' end
                    where hash = {hash}
                    """
                )
                .DoAsync(cancellation);
            await transaction.CommitAsync(cancellation);
            return waiting.IsTooSoon ? DeviceAnswer.SlowDown : DeviceAnswer.Pending;
        }

        if (waiting.Subject is null)
        {
            return DeviceAnswer.Denied;
        }

        var id = Guid.CreateVersion7();
        await Accounts.DoAsync(
            connection.Ask(
                $"""
                insert into access.credential (id, hash, account, kind, name, scope, made_by, expires)
                values ({id}, {tokenHash}, {waiting.Subject}, 'device', {waiting.Name}, {waiting.Scope}, {waiting.Subject},
                    clock_timestamp() + {lifetime}::interval)
                """
            ),
            cancellation
        );
        await connection
            .Ask($"update access.device_code set credential = {id} where hash = {hash}")
            .DoAsync(cancellation);
        await transaction.CommitAsync(cancellation);
        return DeviceAnswer.SignedIn;
    }

    private async Task<bool> AnswerAsync(string userCode, string? subject, CancellationToken cancellation) =>
        await dataSource
            .Ask(
                $"""
                update access.device_code set account = {subject}, answered = clock_timestamp()
                where user_code = {Typed(userCode)} and answered is null and expires > clock_timestamp()
                """
            )
            .DoAsync(cancellation) == 1;

    private static string Typed(string userCode) =>
        string.Concat(userCode.ToUpperInvariant().Where(char.IsAsciiLetter));

    private static DeviceCode Read(NpgsqlDataReader row) =>
        new(
            row.GetString(0).Insert(LetterCount / 2, "-"),
            row.GetString(1),
            Credentials.ScopeOf(row.GetString(2)),
            row.Instant(3),
            row.Instant(4)
        );
}
