using Npgsql;
using Oversight.Record.People;

namespace Oversight.Ledger.People;

/// <summary>
/// The accounts of people, and their rights. The database decides who may give, approve, end and close, one after another; nothing is ever
/// taken away. See <c>Schema/020-people.sql</c>.
/// </summary>
public sealed class Accounts(NpgsqlDataSource dataSource)
{
    /// <summary>The program itself, where it makes and gives what nobody else can: at the first start.</summary>
    public const string TheProgram = "oversight";

    internal const string GrantColumns = "g.role, g.region, g.organisation, g.bodies";

    /// <summary>Told of an account that loses something here.</summary>
    internal Action<string>? Losing { get; set; }

    /// <summary>Makes an account, without rights.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="by">The administrator, the program itself, or the provider of identities (oidc:…).</param>
    /// <param name="cancellation">Stops the writing.</param>
    /// <exception cref="AccessRefusedException">Who makes it is no administrator.</exception>
    public async Task<Account> AddAsync(string name, string by, CancellationToken cancellation = default)
    {
        var subject = NewSubject();
        await DoAsync(
            dataSource.Ask($"insert into access.account (id, name, created_by) values ({subject}, {name}, {by})"),
            cancellation
        );
        return (await FindAsync(subject, cancellation))!;
    }

    /// <summary>
    /// The account that a token of the program's own signs in: made with it, and with the rights to everything, where nobody holds that token.
    /// It looks after people where nobody else does. Several programs that start at once make one.
    /// </summary>
    /// <param name="tokenHash">The token's SHA-256; it does not expire.</param>
    /// <param name="tokenName">What the token is called.</param>
    /// <param name="name">The name of an account that is made.</param>
    /// <param name="cancellation">Stops the writing.</param>
    public async Task EnsureFirstAsync(
        byte[] tokenHash,
        string tokenName,
        string name,
        CancellationToken cancellation = default
    )
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        await connection.Ask("select access.begin_deciding()").DoAsync(cancellation);
        var (subject, isUsable) = await connection
            .Ask(
                $"""
                select account, revoked is null and (expires is null or expires > clock_timestamp())
                from access.credential where hash = {tokenHash}
                """
            )
            .RowAsync(row => (row.GetString(0), row.GetBoolean(1)), cancellation);
        if (subject is not null && !isUsable)
        {
            return;
        }

        if (subject is null)
        {
            subject = NewSubject();
            await connection
                .Ask($"insert into access.account (id, name, created_by) values ({subject}, {name}, {TheProgram})")
                .DoAsync(cancellation);
            await connection
                .Ask(
                    $"""
                    insert into access.credential (id, hash, account, kind, name, scope, made_by)
                    values ({Guid.CreateVersion7()}, {tokenHash}, {subject}, 'token', {tokenName}, 'read-and-decide', {TheProgram})
                    """
                )
                .DoAsync(cancellation);
            await GiveAsync(Role.National);
        }

        await GiveAsync(Role.Administrator);
        await transaction.CommitAsync(cancellation);

        Task GiveAsync(Role role) =>
            connection
                .Ask(
                    $"""
                    insert into access.grant (id, account, role, why, given_by)
                    select {Guid.CreateVersion7()}, a.id, {Grant.Called(
                        role
                    )}, 'The account of the computer that Oversight runs on.', {TheProgram}
                    from access.account a
                    where a.id = {subject} and a.closed is null
                        and ({role
                        == Role.National} or not exists (select from access.grant_in_force where role = 'administrator')
                            and exists (select from access.grant_in_force where account = a.id and role = 'national'))
                    """
                )
                .DoAsync(cancellation);
    }

    /// <summary>Every account, the first one first, closed ones too.</summary>
    public Task<IReadOnlyList<Account>> ListAsync(CancellationToken cancellation = default) =>
        ReadAsync(subject: null, cancellation);

    /// <summary>An account; null when there is none.</summary>
    public async Task<Account?> FindAsync(string subject, CancellationToken cancellation = default) =>
        (await ReadAsync(subject, cancellation)).SingleOrDefault();

    /// <summary>The names of accounts, by subject; without those that were erased, or that there are none of.</summary>
    public async Task<IReadOnlyDictionary<string, string>> NamesAsync(
        IReadOnlyCollection<string> subjects,
        CancellationToken cancellation = default
    ) =>
        (
            await dataSource
                .Ask($"select id, name from access.account where id = any({subjects.ToArray()}) and name is not null")
                .RowsAsync(row => (Subject: row.GetString(0), Name: row.GetString(1)), cancellation)
        ).ToDictionary(account => account.Subject, account => account.Name);

    /// <summary>The rights of an account in force now; none where there is no such account, or it was closed.</summary>
    public async Task<Grants> InForceAsync(string subject, CancellationToken cancellation = default) =>
        new(
            await dataSource
                .Ask(
                    $"select {GrantColumns:sql} from access.grant_in_force g where g.account = {subject} order by g.id"
                )
                .RowsAsync(row => ReadGrant(row, 0), cancellation)
        );

    /// <summary>Closes an account for good, with its sessions, tokens, links, feeds and webhooks.</summary>
    /// <returns>False when there is no such account, or it was closed already.</returns>
    /// <exception cref="AccessRefusedException">Who closes it is no administrator.</exception>
    /// <exception cref="AccessConflictException">It is the last administrator's.</exception>
    public async Task<bool> CloseAsync(string subject, string why, string by, CancellationToken cancellation = default)
    {
        Losing?.Invoke(subject);
        var isClosed =
            await DoAsync(
                dataSource.Ask(
                    $"""
                    update access.account set closed = clock_timestamp(), closed_by = {by}, closed_why = {why}
                    where id = {subject} and closed is null
                    """
                ),
                cancellation
            ) == 1;
        await ForgetAddressAsync(subject, cancellation);
        return isClosed;
    }

    /// <summary>Erases the name of an account, and the e-mail address that it gave. What it logged keeps its subject.</summary>
    /// <returns>False when there was neither.</returns>
    public Task<bool> EraseNameAsync(string subject, CancellationToken cancellation = default) =>
        dataSource
            .Ask(
                $"""
                with forgotten as (delete from access.mail_address where account = {subject} returning 1),
                    erased as (update access.account set name = null where id = {subject} and name is not null returning 1)
                select exists (select from forgotten) or exists (select from erased)
                """
            )
            .ValueAsync<bool>(cancellation);

    private Task<int> ForgetAddressAsync(string subject, CancellationToken cancellation) =>
        dataSource.Ask($"delete from access.mail_address where account = {subject}").DoAsync(cancellation);

    /// <summary>Gives an account a right.</summary>
    /// <param name="subject">Whose account.</param>
    /// <param name="grant">The right; <see cref="Grant.CheckInput"/> has passed it.</param>
    /// <param name="until">The last day on which it is in force; null: no day.</param>
    /// <param name="why">Why.</param>
    /// <param name="by">The administrator, the program itself, or the provider of identities (oidc:…).</param>
    /// <param name="cancellation">Stops the writing.</param>
    /// <returns>As given, which may be one that waits for approval; null when there is no such account.</returns>
    /// <exception cref="AccessRefusedException">Who gives it is no administrator.</exception>
    /// <exception cref="AccessConflictException">The account is closed.</exception>
    public async Task<GivenGrant?> GiveAsync(
        string subject,
        Grant grant,
        DateOnly? until,
        string why,
        string by,
        CancellationToken cancellation = default
    )
    {
        var id = Guid.CreateVersion7();
        var given = await DoAsync(
            dataSource.Ask(
                $"""
                insert into access.grant (id, account, role, region, organisation, bodies, until, why, given_by)
                select {id}, a.id, {Grant.Called(grant.Role)}, {grant.Region?.Code}, {grant.Organisation?.Value},
                    {grant.Bodies.ToArray()}, {until}, {why}, {by}
                from access.account a where a.id = {subject}
                """
            ),
            cancellation
        );
        return given == 1 ? (await FindAsync(subject, cancellation))!.Grants.Single(one => one.Id == id) : null;
    }

    /// <summary>Approves a right that waits for it.</summary>
    /// <param name="grant">Its id.</param>
    /// <param name="by">An administrator, who neither gave nor receives it.</param>
    /// <param name="cancellation">Stops the writing.</param>
    /// <returns>False when there is no such right.</returns>
    /// <exception cref="AccessRefusedException">Who approves it may not.</exception>
    /// <exception cref="AccessConflictException">It does not wait for approval.</exception>
    public async Task<bool> ApproveAsync(Guid grant, string by, CancellationToken cancellation = default) =>
        await DoAsync(
            dataSource.Ask(
                $"""
                insert into access.grant_approval (grant_id, approved_by)
                select g.id, {by} from access.grant g where g.id = {grant}
                """
            ),
            cancellation
        ) == 1;

    /// <summary>Ends a right, also one that waits for approval.</summary>
    /// <returns>False when there is no such right.</returns>
    /// <exception cref="AccessRefusedException">Who ends it is no administrator.</exception>
    /// <exception cref="AccessConflictException">It has ended, or is the last administrator's.</exception>
    public async Task<bool> EndAsync(Guid grant, string why, string by, CancellationToken cancellation = default)
    {
        var account = await dataSource
            .Ask($"select account from access.grant where id = {grant}")
            .ValueAsync<string>(cancellation);
        if (account is null)
        {
            return false;
        }

        Losing?.Invoke(account);
        await DoAsync(
            dataSource.Ask($"insert into access.grant_end (grant_id, ended_by, why) values ({grant}, {by}, {why})"),
            cancellation
        );
        return true;
    }

    /// <summary>Does what the database may refuse.</summary>
    internal static async Task<int> DoAsync(NpgsqlCommand command, CancellationToken cancellation)
    {
        try
        {
            return await command.DoAsync(cancellation);
        }
        catch (PostgresException error)
        {
            throw Refusal.Of(error);
        }
    }

    internal static Grant ReadGrant(NpgsqlDataReader row, int column) =>
        new(
            Enum.Parse<Role>(row.GetString(column), ignoreCase: true),
            row.TextOrNull(column + 1) is { } region ? Region.Of(region) : null,
            row.OrganisationOrNull(column + 2)
        )
        {
            Bodies = row.GetFieldValue<string[]>(column + 3),
        };

    private static string NewSubject() => $"user:{Guid.NewGuid()}";

    private async Task<IReadOnlyList<Account>> ReadAsync(string? subject, CancellationToken cancellation)
    {
        var grants = (
            await dataSource
                .Ask(
                    $"""
                    select {GrantColumns:sql}, g.id, g.account, g.until, g.why, g.given, g.given_by, g.needs_approval,
                        p.approved, p.approved_by, e.ended, e.ended_by, e.why,
                        exists (select from access.grant_in_force f where f.id = g.id)
                    from access.grant g
                    left join access.grant_approval p on p.grant_id = g.id
                    left join access.grant_end e on e.grant_id = g.id
                    where g.account = coalesce({subject}, g.account)
                    order by g.given, g.id
                    """
                )
                .RowsAsync(ReadGiven, cancellation)
        ).ToLookup(given => given.Subject);
        return await dataSource
            .Ask(
                $"""
                select id, name, created, created_by, closed, closed_by, closed_why from access.account
                where id = coalesce({subject}, id)
                order by created, id
                """
            )
            .RowsAsync(
                row => new Account(
                    row.GetString(0),
                    row.TextOrNull(1),
                    row.Instant(2),
                    row.GetString(3),
                    ReadEnding(row, 4),
                    [.. grants[row.GetString(0)]]
                ),
                cancellation
            );
    }

    private static GivenGrant ReadGiven(NpgsqlDataReader row) =>
        new(
            row.GetGuid(4),
            row.GetString(5),
            ReadGrant(row, 0),
            row.GetFieldValue<DateOnly?>(6),
            row.GetString(7),
            row.Instant(8),
            row.GetString(9),
            row.GetBoolean(10),
            row.InstantOrNull(11),
            row.TextOrNull(12),
            ReadEnding(row, 13),
            row.GetBoolean(16)
        );

    private static Ending? ReadEnding(NpgsqlDataReader row, int column) =>
        row.InstantOrNull(column) is { } at ? new(at, row.GetString(column + 1), row.GetString(column + 2)) : null;
}
