using Npgsql;
using Oversight.Record.People;

namespace Oversight.Ledger.People;

/// <summary>What signs people in, by the SHA-256 of its secret.</summary>
public sealed class Credentials(NpgsqlDataSource dataSource)
{
    /// <summary>How long a token signs in where nothing else is asked for.</summary>
    public static readonly TimeSpan UsualLifetime = TimeSpan.FromDays(90);

    /// <summary>How long a token can sign in.</summary>
    public static readonly TimeSpan LongestLifetime = TimeSpan.FromDays(365);

    /// <summary>How long a link can be used that was made for somebody.</summary>
    public static readonly TimeSpan LinkLifetime = TimeSpan.FromHours(24);

    /// <summary>How long the link of a first start can be used.</summary>
    public static readonly TimeSpan FirstLinkLifetime = TimeSpan.FromDays(7);

    internal const string Columns =
        "c.id, c.kind, c.name, c.scope, c.made, c.made_by, c.expires, c.last_used, c.used, c.revoked";

    private const int ColumnCount = 10;

    private const string IsUsable =
        "c.revoked is null and c.used is null and (c.expires is null or c.expires > clock_timestamp())";

    /// <summary>Told of a credential that is revoked here.</summary>
    internal Action<Guid>? Revoking { get; set; }

    /// <summary>Keeps what signs an account in.</summary>
    /// <param name="kind">What it is.</param>
    /// <param name="subject">Whose account.</param>
    /// <param name="hash">The SHA-256 of its secret; see <see cref="Secret"/>.</param>
    /// <param name="name">What it is called, or the browser or device that it is for.</param>
    /// <param name="scope">What it may be used for.</param>
    /// <param name="lifetime">For how long, from now by the database's clock.</param>
    /// <param name="by">The owner; for a token or a link also an administrator, or the program itself.</param>
    /// <param name="cancellation">Stops the writing.</param>
    /// <exception cref="AccessRefusedException">Who makes it may not sign that person in.</exception>
    /// <exception cref="AccessConflictException">The account is closed.</exception>
    public async Task<Credential> AddAsync(
        CredentialKind kind,
        string subject,
        byte[] hash,
        string name,
        TokenScope scope,
        TimeSpan lifetime,
        string by,
        CancellationToken cancellation = default
    )
    {
        try
        {
            return (
                await dataSource
                    .Ask(
                        $"""
                        insert into access.credential as c (id, hash, account, kind, name, scope, made_by, expires)
                        values ({Guid.CreateVersion7()}, {hash}, {subject}, {Stored(kind)}, {name}, {Stored(
                            scope
                        )}, {by},
                            clock_timestamp() + {lifetime}::interval)
                        returning {Columns:sql}
                        """
                    )
                    .RowAsync(row => Read(row, 0), cancellation)
            )!;
        }
        catch (PostgresException error)
        {
            throw Refusal.Of(error);
        }
    }

    /// <summary>
    /// Whom tokens and sessions sign in, in the order asked, with their rights in force now; null where nobody: it is unknown, revoked or
    /// expired, or the account is closed. A link signs in by being used only.
    /// </summary>
    /// <param name="hashes">Their SHA-256, 32 bytes each.</param>
    /// <param name="cancellation">Stops the reading.</param>
    public async Task<IReadOnlyList<SignedIn?>> FindAsync(
        IReadOnlyList<byte[]> hashes,
        CancellationToken cancellation = default
    )
    {
        var rows = await dataSource
            .Ask(
                $"""
                select asked.number, a.id, a.name, {Columns:sql}, {Accounts.GrantColumns:sql}
                from unnest({hashes.ToArray()}) with ordinality asked (hash, number)
                cross join lateral (
                    select * from access.credential c where c.hash = asked.hash and c.kind <> 'link' and {IsUsable:sql} limit 1) c
                join access.account a on a.id = c.account and a.closed is null
                left join lateral (select * from access.grant_in_force f where f.account = a.id) g on true
                order by asked.number, g.id
                """
            )
            .RowsAsync(
                row =>
                    (
                        Number: (int)row.GetInt64(0),
                        Who: (Subject: row.GetString(1), Name: row.TextOrNull(2)),
                        By: Read(row, 3),
                        Grant: row.IsDBNull(3 + ColumnCount) ? null : Accounts.ReadGrant(row, 3 + ColumnCount)
                    ),
                cancellation
            );
        var found = new SignedIn?[hashes.Count];
        foreach (var one in rows.GroupBy(row => row.Number))
        {
            var (_, who, by, _) = one.First();
            found[one.Key - 1] = new(
                who.Subject,
                who.Name ?? who.Subject,
                new Grants([.. one.Select(row => row.Grant).OfType<Grant>()]),
                by
            );
        }

        return found;
    }

    /// <summary>Uses a link: of all that do, at once or later, one is signed in. What else would sign in the same account as links do is then over.</summary>
    public async Task<LinkUse> UseLinkAsync(byte[] hash, CancellationToken cancellation = default)
    {
        var used = await dataSource
            .Ask(
                $"""
                update access.credential c set used = clock_timestamp()
                where c.hash = {hash} and c.kind = 'link' and {IsUsable:sql}
                    and exists (select from access.account a where a.id = c.account and a.closed is null)
                returning {Columns:sql}, c.account
                """
            )
            .RowAsync(row => (By: Read(row, 0), Subject: row.GetString(ColumnCount)), cancellation);
        if (used.By is not { } by)
        {
            return await dataSource
                    .Ask(
                        $"""
                        select c.used, coalesce(c.revoked, c.expires) from access.credential c
                        where c.hash = {hash} and c.kind = 'link'
                        """
                    )
                    .RowAsync(
                        row =>
                            row.InstantOrNull(0) is { } before
                                ? new LinkUse(null, UsedBefore: before)
                                : new LinkUse(null, Ended: row.Instant(1)),
                        cancellation
                    )
                ?? new LinkUse(null);
        }

        await dataSource
            .Ask(
                $"""
                update access.credential c set revoked = clock_timestamp(), revoked_by = c.account
                where c.account = {used.Subject} and c.kind = 'link' and {IsUsable:sql}
                """
            )
            .DoAsync(cancellation);
        var rows = await dataSource
            .Ask(
                $"""
                select a.name, {Accounts.GrantColumns:sql}
                from access.account a
                left join access.grant_in_force g on g.account = a.id
                where a.id = {used.Subject}
                order by g.id
                """
            )
            .RowsAsync(
                row => (Name: row.TextOrNull(0), Grant: row.IsDBNull(1) ? null : Accounts.ReadGrant(row, 1)),
                cancellation
            );
        return new(
            new SignedIn(
                used.Subject,
                rows[0].Name ?? used.Subject,
                new Grants([.. rows.Select(row => row.Grant).OfType<Grant>()]),
                by
            )
        );
    }

    /// <summary>Notes that credentials were used, where an hour has passed since that was noted last.</summary>
    public Task NoteUseAsync(IReadOnlyCollection<Guid> ids, CancellationToken cancellation = default) =>
        dataSource
            .Ask(
                $"""
                update access.credential set last_used = clock_timestamp()
                where id = any({ids.ToArray()}) and (last_used is null or last_used < clock_timestamp() - interval '1 hour')
                """
            )
            .DoAsync(cancellation);

    /// <summary>Revokes a credential for good, and the feeds and webhooks that were made with it.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="by">The owner, or an administrator.</param>
    /// <param name="cancellation">Stops the writing.</param>
    /// <returns>False when there is none, or it was revoked already.</returns>
    /// <exception cref="AccessRefusedException">It is another's.</exception>
    public async Task<bool> RevokeAsync(Guid id, string by, CancellationToken cancellation = default)
    {
        Revoking?.Invoke(id);
        return await Accounts.DoAsync(
                dataSource.Ask(
                    $"""
                    update access.credential set revoked = clock_timestamp(), revoked_by = {by}
                    where id = {id} and revoked is null
                    """
                ),
                cancellation
            ) == 1;
    }

    /// <summary>What an account has signed in with, or could, the first one first.</summary>
    public async Task<IReadOnlyList<Credential>> OfAsync(string subject, CancellationToken cancellation = default) =>
        await dataSource
            .Ask($"select {Columns:sql} from access.credential c where c.account = {subject} order by c.made, c.id")
            .RowsAsync(row => Read(row, 0), cancellation);

    /// <summary>When each account was signed in last, to the hour; without those that never were.</summary>
    public async Task<IReadOnlyDictionary<string, DateTimeOffset>> LastSignInsAsync(
        CancellationToken cancellation = default
    ) =>
        (
            await dataSource
                .Ask(
                    """
                    select account, max(greatest(last_used, used, case when kind = 'session' then made end)) as last
                    from access.credential
                    where last_used is not null or used is not null or kind = 'session'
                    group by account
                    """
                )
                .RowsAsync(row => (row.GetString(0), row.Instant(1)), cancellation)
        ).ToDictionary();

    /// <summary>Whether anybody has ever signed in with a browser.</summary>
    public Task<bool> HasAnybodySignedInAsync(CancellationToken cancellation = default) =>
        dataSource
            .Ask("select exists (select from access.credential where kind = 'session' or used is not null)")
            .ValueAsync<bool>(cancellation);

    internal static string Stored(CredentialKind kind) => kind.ToString().ToLowerInvariant();

    internal static string Stored(TokenScope scope) => scope == TokenScope.Read ? "read" : "read-and-decide";

    internal static TokenScope ScopeOf(string stored) => stored == "read" ? TokenScope.Read : TokenScope.ReadAndDecide;

    internal static Credential Read(NpgsqlDataReader row, int column) =>
        new(
            row.GetGuid(column),
            Enum.Parse<CredentialKind>(row.GetString(column + 1), ignoreCase: true),
            row.GetString(column + 2),
            ScopeOf(row.GetString(column + 3)),
            row.Instant(column + 4),
            row.GetString(column + 5),
            row.InstantOrNull(column + 6),
            row.InstantOrNull(column + 7),
            row.InstantOrNull(column + 8),
            row.InstantOrNull(column + 9)
        );
}
