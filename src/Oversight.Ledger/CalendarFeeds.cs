using Npgsql;

namespace Oversight.Ledger;

/// <summary>A calendar feed without the secret in its address.</summary>
/// <param name="Id">Its id, by which it is revoked.</param>
/// <param name="Scope">What it is about: region:Y60, or organisation:QOC.</param>
/// <param name="MadeBy">The signed-in subject that made it.</param>
/// <param name="MadeAt">When, by the database's clock.</param>
/// <param name="RevokedAt">When it was revoked; null while it answers.</param>
public sealed record CalendarFeed(
    Guid Id,
    string Scope,
    string MadeBy,
    DateTimeOffset MadeAt,
    DateTimeOffset? RevokedAt
);

/// <summary>The calendar feeds in the database, by the SHA-256 of the secret in their address.</summary>
public sealed class CalendarFeeds(NpgsqlDataSource dataSource)
{
    private const string Columns = "id, scope, made_by, made_at, revoked_at";

    /// <summary>Keeps a new feed.</summary>
    /// <param name="tokenHash">The SHA-256 of its secret, 32 bytes.</param>
    /// <param name="scope">What it is about: region:Y60, or organisation:QOC.</param>
    /// <param name="madeBy">The signed-in subject.</param>
    /// <param name="madeWith">The token that it ends with when that is revoked; null for one made in a browser.</param>
    /// <param name="cancellation">Stops the writing.</param>
    public async Task<CalendarFeed> AddAsync(
        byte[] tokenHash,
        string scope,
        string madeBy,
        Guid? madeWith = null,
        CancellationToken cancellation = default
    ) =>
        (
            await dataSource
                .Ask(
                    $"""
                    insert into ledger.calendar_feed (id, token_hash, scope, made_by, made_with)
                    values ({Guid.CreateVersion7()}, {tokenHash}, {scope}, {madeBy}, {madeWith})
                    returning {Columns:sql}
                    """
                )
                .RowAsync(Read, cancellation)
        )!;

    /// <summary>The feeds that a subject made, revoked ones too, the first one first; null: everybody's.</summary>
    public async Task<IReadOnlyList<CalendarFeed>> MadeByAsync(
        string? subject,
        CancellationToken cancellation = default
    ) =>
        await dataSource
            .Ask(
                $"select {Columns:sql} from ledger.calendar_feed where made_by = coalesce({subject}, made_by) order by made_at, id"
            )
            .RowsAsync(Read, cancellation);

    /// <summary>
    /// The feed of a secret; null when there is none, it or the token that it was made with was revoked, or who made it has no rights any more.
    /// </summary>
    public async Task<CalendarFeed?> FindAsync(byte[] tokenHash, CancellationToken cancellation = default) =>
        await dataSource
            .Ask(
                $"""
                select {Columns:sql}
                from ledger.calendar_feed f
                where token_hash = {tokenHash} and revoked_at is null
                    and exists (select from access.grant_in_force g where g.account = f.made_by)
                    and not exists (select from access.credential c where c.id = f.made_with and c.revoked is not null)
                """
            )
            .RowAsync(Read, cancellation);

    /// <summary>Revokes a feed of a subject for good, or anybody's where that is null; again changes nothing.</summary>
    /// <returns>False when the subject made no such feed.</returns>
    public async Task<bool> RevokeAsync(Guid id, string? madeBy, CancellationToken cancellation = default) =>
        // The trigger keeps the first time.
        await dataSource
            .Ask(
                $"update ledger.calendar_feed set revoked_at = now() where id = {id} and made_by = coalesce({madeBy}, made_by)"
            )
            .DoAsync(cancellation) == 1;

    private static CalendarFeed Read(NpgsqlDataReader reader) =>
        new(reader.GetGuid(0), reader.GetString(1), reader.GetString(2), reader.Instant(3), reader.InstantOrNull(4));
}
