using Npgsql;
using Oversight.Ledger.People;
using Oversight.Record.People;

namespace Oversight.Ledger;

/// <summary>What a notification is about.</summary>
public enum NotificationTopic
{
    /// <summary>Decisions about somebody's own organisations, or those that they oversee.</summary>
    Decisions,

    /// <summary>Work that waits for them.</summary>
    Work,

    /// <summary>Deadlines that come near, or have passed.</summary>
    Deadlines,
}

/// <summary>How somebody is told by e-mail.</summary>
public enum MailChoice
{
    /// <summary>Not at all.</summary>
    None,

    /// <summary>Soon after it was recorded.</summary>
    AtOnce,

    /// <summary>Once a day, all of it together.</summary>
    Daily,
}

/// <summary>How somebody is told of a topic.</summary>
/// <param name="Topic">The topic.</param>
/// <param name="Shown">Whether in the application.</param>
/// <param name="Mail">Whether by e-mail too, and when.</param>
public sealed record NotificationChoice(NotificationTopic Topic, bool Shown, MailChoice Mail);

/// <summary>Where somebody is written to.</summary>
/// <param name="Address">The e-mail address.</param>
/// <param name="IsConfirmed">Whether the code that was sent there came back; nothing else is sent before.</param>
public sealed record MailAddress(string Address, bool IsConfirmed);

/// <summary>Somebody who may be told something.</summary>
/// <param name="Account">Their account.</param>
/// <param name="Grants">Their rights, now.</param>
/// <param name="Choices">What they chose themselves.</param>
public sealed record Tellable(string Account, Grants Grants, IReadOnlyList<NotificationChoice> Choices);

/// <summary>What somebody is to be told, once: an entry, or a deadline.</summary>
/// <param name="Topic">What it is about.</param>
/// <param name="Stream">The subject in whose stream it stands.</param>
/// <param name="Entry">The entry that it tells of; null for a deadline.</param>
/// <param name="Deadline">What the deadline is known by; null for an entry.</param>
/// <param name="Due">The day of the deadline.</param>
/// <param name="Step">How near it is: 30, 7 or 1 days, or overdue.</param>
public sealed record ToTell(
    NotificationTopic Topic,
    string Stream,
    Guid? Entry,
    string? Deadline = null,
    DateOnly? Due = null,
    string? Step = null
)
{
    /// <summary>The same for what is not told twice; empty for what was told.</summary>
    internal string Key { get; private init; } = "";

    /// <summary>An entry. What is told again since it says something else now is told anew.</summary>
    /// <param name="topic">What it is about.</param>
    /// <param name="stream">The subject in whose stream it stands.</param>
    /// <param name="entry">The entry.</param>
    /// <param name="inForce">The entry whose content is believed of it.</param>
    public static ToTell OfEntry(NotificationTopic topic, string stream, Guid entry, Guid inForce) =>
        new(topic, stream, entry) { Key = $"entry {entry} {inForce}" };

    /// <summary>A deadline at a step. One that is moved is told anew.</summary>
    /// <param name="stream">The subject in whose stream it stands.</param>
    /// <param name="uid">What it is known by.</param>
    /// <param name="due">Its day.</param>
    /// <param name="step">How near it is.</param>
    public static ToTell OfDeadline(string stream, string uid, DateOnly due, string step) =>
        new(NotificationTopic.Deadlines, stream, Entry: null, uid, due, step)
        {
            Key = $"{step} {due:yyyy-MM-dd} {uid}",
        };
}

/// <summary>What somebody was told.</summary>
/// <param name="Id">Its id.</param>
/// <param name="What">What.</param>
/// <param name="Told">When, by the database's clock.</param>
/// <param name="Read">When they marked it as read; null until then.</param>
public sealed record Notification(Guid Id, ToTell What, DateTimeOffset Told, DateTimeOffset? Read);

/// <summary>What people were told, and what they choose to be told; in the database, beside the record.</summary>
public sealed class NotificationStore(NpgsqlDataSource dataSource)
{
    /// <summary>How often a code may be tried before another has to be sent.</summary>
    public const int MostTries = 5;

    private const string Columns = "n.id, n.topic, n.stream, n.entry, n.deadline, n.due, n.step, n.told, n.read";

    /// <summary>Everybody who has rights.</summary>
    public async Task<IReadOnlyList<Tellable>> TellableAsync(CancellationToken cancellation)
    {
        var choices = (
            await dataSource
                .Ask("select account, topic, shown, mail from access.notification_choice order by account, topic")
                .RowsAsync(row => (Account: row.GetString(0), Choice: ReadChoice(row, 1)), cancellation)
        ).ToLookup(row => row.Account, row => row.Choice);
        var grants = await dataSource
            .Ask($"select g.account, {Accounts.GrantColumns:sql} from access.grant_in_force g order by g.account, g.id")
            .RowsAsync(row => (Account: row.GetString(0), Grant: Accounts.ReadGrant(row, 1)), cancellation);
        return
        [
            .. grants
                .GroupBy(row => row.Account)
                .Select(one => new Tellable(
                    one.Key,
                    new Grants([.. one.Select(row => row.Grant)]),
                    [.. choices[one.Key]]
                )),
        ];
    }

    /// <summary>Tells somebody, each thing once however often it is asked.</summary>
    /// <param name="account">The account.</param>
    /// <param name="what">What, and how they chose to be told of its topic.</param>
    /// <param name="cancellation">Stops the writing.</param>
    public async Task TellAsync(
        string account,
        IReadOnlyList<(ToTell What, NotificationChoice How)> what,
        CancellationToken cancellation
    )
    {
        if (what.Count == 0)
        {
            return;
        }

        await using var connection = await dataSource.OpenConnectionAsync(cancellation);
        await using var batch = new NpgsqlBatch(connection);
        foreach (var (one, how) in what)
        {
            batch.Add(
                $"""
                insert into access.notification (id, account, topic, key, stream, entry, deadline, due, step, shown, mail)
                values ({Guid.CreateVersion7()}, {account}, {Word(
                    one.Topic
                )}, {one.Key}, {one.Stream}, {one.Entry}::uuid, {one.Deadline}::text, {one.Due}::date,
                    {one.Step}::text, {how.Shown},
                    case when exists (select from access.mail_address a where a.account = {account} and a.confirmed is not null)
                        then {(how.Mail == MailChoice.None ? null : Word(how.Mail))}::text end)
                on conflict (account, key) do nothing
                """
            );
        }

        await batch.ExecuteNonQueryAsync(cancellation);
    }

    /// <summary>What somebody was told in the application, the newest first.</summary>
    /// <param name="account">The account.</param>
    /// <param name="unreadOnly">Only what they have not marked as read.</param>
    /// <param name="most">How many.</param>
    /// <param name="cancellation">Stops the reading.</param>
    public async Task<IReadOnlyList<Notification>> OfAsync(
        string account,
        bool unreadOnly,
        int most,
        CancellationToken cancellation
    ) =>
        await dataSource
            .Ask(
                $"""
                select {Columns:sql} from access.notification n
                where n.account = {account} and n.shown and (n.read is null or not {unreadOnly})
                order by n.told desc, n.id desc
                limit {most}
                """
            )
            .RowsAsync(ReadOne, cancellation);

    /// <summary>Marks some of what somebody was told as read; again changes nothing.</summary>
    /// <param name="account">The account.</param>
    /// <param name="ids">Which; null: everything that was told up to an instant.</param>
    /// <param name="upTo">That instant.</param>
    /// <param name="cancellation">Stops the writing.</param>
    public Task MarkAsReadAsync(
        string account,
        IReadOnlyList<Guid>? ids,
        DateTimeOffset? upTo,
        CancellationToken cancellation
    ) =>
        dataSource
            .Ask(
                $"""
                update access.notification set read = now()
                where account = {account} and read is null
                    and (id = any({ids?.ToArray()}::uuid[]) or told <= {upTo?.ToUniversalTime()}::timestamptz)
                """
            )
            .DoAsync(cancellation);

    /// <summary>What somebody chose; of a topic that is not among them, nothing.</summary>
    public async Task<IReadOnlyList<NotificationChoice>> ChoicesOfAsync(
        string account,
        CancellationToken cancellation
    ) =>
        await dataSource
            .Ask($"select topic, shown, mail from access.notification_choice where account = {account} order by topic")
            .RowsAsync(row => ReadChoice(row, 0), cancellation);

    /// <summary>Keeps what somebody chose.</summary>
    public async Task ChooseAsync(
        string account,
        IEnumerable<NotificationChoice> choices,
        CancellationToken cancellation
    )
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellation);
        await using var batch = new NpgsqlBatch(connection);
        foreach (var choice in choices)
        {
            batch.Add(
                $"""
                insert into access.notification_choice (account, topic, shown, mail)
                values ({account}, {Word(choice.Topic)}, {choice.Shown}, {Word(choice.Mail)})
                on conflict (account, topic) do update set shown = excluded.shown, mail = excluded.mail, chosen = clock_timestamp()
                """
            );
        }

        await batch.ExecuteNonQueryAsync(cancellation);
    }

    /// <summary>Where somebody is written to; null where they named no address.</summary>
    public Task<MailAddress?> AddressOfAsync(string account, CancellationToken cancellation) =>
        dataSource
            .Ask($"select address, confirmed is not null from access.mail_address where account = {account}")
            .RowAsync(row => new MailAddress(row.GetString(0), row.GetBoolean(1)), cancellation);

    /// <summary>Keeps where somebody wants to be written to, once the code comes back that is sent there.</summary>
    /// <returns>False when a code was sent less than a minute ago.</returns>
    public async Task<bool> NameAddressAsync(
        string account,
        string address,
        byte[] codeHash,
        CancellationToken cancellation
    ) =>
        await dataSource
            .Ask(
                $"""
                insert into access.mail_address as a (account, address, code) values ({account}, {address}, {codeHash})
                on conflict (account) do update
                    set address = excluded.address, code = excluded.code, asked = clock_timestamp(), tries = 0, confirmed = null
                    where a.asked < clock_timestamp() - interval '1 minute'
                """
            )
            .DoAsync(cancellation) == 1;

    /// <summary>Confirms the address, by the code that was sent there: within an hour, and <see cref="MostTries"/> tries.</summary>
    /// <returns>False when it is another code, or too late.</returns>
    public async Task<bool> ConfirmAddressAsync(string account, byte[] codeHash, CancellationToken cancellation) =>
        await dataSource
            .Ask(
                $"""
                update access.mail_address set tries = tries + 1, confirmed = case when code = {codeHash} then clock_timestamp() end
                where account = {account} and confirmed is null and tries < {MostTries} and asked > clock_timestamp() - interval '1 hour'
                returning confirmed is not null
                """
            )
            .ValueAsync<bool>(cancellation);

    /// <summary>Forgets somebody's address.</summary>
    public Task ForgetAddressAsync(string account, CancellationToken cancellation) =>
        dataSource.Ask($"delete from access.mail_address where account = {account}").DoAsync(cancellation);

    /// <summary>Those to whom something is to be sent.</summary>
    /// <param name="withDaily">Also what is sent once a day.</param>
    /// <param name="cancellation">Stops the reading.</param>
    public async Task<IReadOnlyList<string>> UnsentAsync(bool withDaily, CancellationToken cancellation) =>
        await dataSource
            .Ask(
                $"""
                select distinct n.account from access.notification n
                join access.mail_address a on a.account = n.account and a.confirmed is not null
                where n.mailed is null and (n.mail = 'at-once' or n.mail = 'daily' and {withDaily})
                order by n.account
                """
            )
            .RowsAsync(row => row.GetString(0), cancellation);

    /// <summary>
    /// Sends somebody what they were told and is not sent yet, all of it together, and notes that it is. Nobody else sends it meanwhile: what is
    /// sent twice was sent before the program ended or lost the database.
    /// </summary>
    /// <param name="account">The account.</param>
    /// <param name="withDaily">Also what is sent once a day.</param>
    /// <param name="send">Sends it to an address, and gives what it sent; the rest is not to be sent any more. What it throws leaves all unsent.</param>
    /// <param name="cancellation">Stops it before it is sent.</param>
    public async Task SendAsync(
        string account,
        bool withDaily,
        Func<string, IReadOnlyList<Notification>, Task<IReadOnlyList<Guid>>> send,
        CancellationToken cancellation
    )
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        await connection
            .Ask($"select pg_advisory_xact_lock(hashtextextended({account}, 20261128))")
            .DoAsync(cancellation);
        var address = await connection
            .Ask($"select address from access.mail_address where account = {account} and confirmed is not null")
            .ValueAsync<string>(cancellation);
        var unsent = await connection
            .Ask(
                $"""
                select {Columns:sql} from access.notification n
                where n.account = {account} and n.mailed is null and (n.mail = 'at-once' or n.mail = 'daily' and {withDaily})
                order by n.told, n.id
                """
            )
            .RowsAsync(ReadOne, cancellation);
        if (address is null || unsent.Count == 0)
        {
            return;
        }

        var sent = await send(address, unsent);
        await connection
            .Ask(
                $"""
                update access.notification
                set mailed = case when id = any({sent.ToArray()}) then clock_timestamp() end, mail = case when id = any({sent.ToArray()}) then mail end
                where id = any({unsent.Select(one => one.Id).ToArray()})
                """
            )
            .DoAsync(CancellationToken.None);
        await transaction.CommitAsync(CancellationToken.None);
    }

    /// <summary>Whether it is arranged already that everybody is told what a day brings.</summary>
    public async Task<bool> IsArrangedAsync(DateOnly day, CancellationToken cancellation) =>
        await dataSource
            .Ask($"select exists (select from access.notification_day where day = {day})")
            .ValueAsync<bool>(cancellation);

    /// <summary>Notes that it is arranged; again changes nothing.</summary>
    public Task ArrangedAsync(DateOnly day, CancellationToken cancellation) =>
        dataSource
            .Ask($"insert into access.notification_day (day) values ({day}) on conflict do nothing")
            .DoAsync(cancellation);

    /// <summary>The last day on which everybody was told what the day brings; null when none was yet.</summary>
    public Task<DateOnly?> LastDoneAsync(CancellationToken cancellation) =>
        dataSource
            .Ask("select max(day) from access.notification_day where done is not null")
            .RowAsync(row => row.GetFieldValue<DateOnly?>(0), cancellation);

    /// <summary>Notes that it was done on a day.</summary>
    public Task DoneAsync(DateOnly day, CancellationToken cancellation) =>
        dataSource
            .Ask($"update access.notification_day set done = coalesce(done, clock_timestamp()) where day = {day}")
            .DoAsync(cancellation);

    private static string Word(NotificationTopic topic) => topic.ToString().ToLowerInvariant();

    private static string Word(MailChoice mail) =>
        mail == MailChoice.AtOnce ? "at-once" : mail.ToString().ToLowerInvariant();

    private static NotificationChoice ReadChoice(NpgsqlDataReader row, int column) =>
        new(
            Enum.Parse<NotificationTopic>(row.GetString(column), ignoreCase: true),
            row.GetBoolean(column + 1),
            Enum.Parse<MailChoice>(
                row.GetString(column + 2).Replace("-", "", StringComparison.Ordinal),
                ignoreCase: true
            )
        );

    private static Notification ReadOne(NpgsqlDataReader row) =>
        new(
            row.GetGuid(0),
            new(
                Enum.Parse<NotificationTopic>(row.GetString(1), ignoreCase: true),
                row.GetString(2),
                row.GetFieldValue<Guid?>(3),
                row.TextOrNull(4),
                row.GetFieldValue<DateOnly?>(5),
                row.TextOrNull(6)
            ),
            row.Instant(7),
            row.InstantOrNull(8)
        );
}
