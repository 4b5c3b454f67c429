using Npgsql;
using Oversight.Ledger.People;
using Oversight.Record.People;
using Wolverine.Runtime.Serialization;

namespace Oversight.Ledger;

/// <summary>Who is told that an entry was recorded.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Url">Where it is told, over HTTP.</param>
/// <param name="MadeBy">The signed-in subject that made it.</param>
/// <param name="MadeAt">When, by the database's clock.</param>
/// <param name="AfterPlace">The last place of the record at that time: it is told of the entries after it.</param>
/// <param name="RemovedAt">When it was removed; null while it is told.</param>
public sealed record Webhook(
    Guid Id,
    string Url,
    string MadeBy,
    DateTimeOffset MadeAt,
    long AfterPlace,
    DateTimeOffset? RemovedAt
);

/// <summary>A webhook as it is told: its owner has rights, and nobody removed it.</summary>
/// <param name="Webhook">The webhook.</param>
/// <param name="Secret">What its messages are signed with.</param>
/// <param name="Grants">Its owner's rights.</param>
public sealed record WebhookInUse(Webhook Webhook, byte[] Secret, Grants Grants);

/// <summary>A message that was given up: it is sent again by whoever asks for that.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Message">What was to be told, and to whom.</param>
/// <param name="SentAt">When it was sent first.</param>
/// <param name="Why">Why it failed the last time.</param>
/// <param name="IsSentAgain">True when it waits to be sent again.</param>
public sealed record GivenUp(Guid Id, TellWebhook Message, DateTimeOffset SentAt, string Why, bool IsSentAgain);

/// <summary>
/// A webhook is to be told of an entry: a message in the outbox, which holds no content. Whoever handles it tells of all entries of the
/// subject that the webhook has not been told of, in their order.
/// </summary>
/// <param name="Webhook">The webhook's id.</param>
/// <param name="Subject">The entry's stream.</param>
/// <param name="Place">The entry's place.</param>
public sealed record TellWebhook(Guid Webhook, string Subject, long Place);

/// <summary>A webhook, and what becomes of what it is told.</summary>
/// <param name="Webhook">The webhook.</param>
/// <param name="IsTold">False when it was removed, or its owner may not sign in any more.</param>
/// <param name="Delivered">When it last took something; null when it never did.</param>
/// <param name="Waiting">How many messages to it wait to be sent.</param>
/// <param name="Failing">How many of these failed before.</param>
/// <param name="GivenUp">What it did not take, and was given up, the oldest first.</param>
public sealed record WebhookState(
    Webhook Webhook,
    bool IsTold,
    DateTimeOffset? Delivered,
    int Waiting,
    int Failing,
    IReadOnlyList<GivenUp> GivenUp
);

/// <summary>The webhooks in the database, and how far each has been told.</summary>
public sealed class Webhooks(NpgsqlDataSource dataSource)
{
    /// <summary>How many bytes a secret has.</summary>
    public const int SecretBytes = 32;

    private const int LongestAddress = 2000;
    private const int MostCounted = 10_000;

    private const string Columns = "w.id, w.url, w.made_by, w.made_at, w.after_place, w.removed_at";

    // Its owner may have no rights any more, or have revoked the token that it was made with: what they may see is then nothing.
    private const string InUse = $"""
        select {Columns}, w.secret, {Accounts.GrantColumns}
        from ledger.webhook w
        join access.grant_in_force g on g.account = w.made_by
        where w.removed_at is null
            and not exists (select from access.credential c where c.id = w.made_with and c.revoked is not null)
        """;

    /// <summary>Keeps a new webhook: it is told of what is recorded from now on.</summary>
    /// <param name="url">An absolute http or https address.</param>
    /// <param name="secret">24 to 64 random bytes.</param>
    /// <param name="madeBy">The signed-in subject: it is told what that subject may see.</param>
    /// <param name="madeWith">The token that it ends with when that is revoked; null for one made in a browser.</param>
    /// <param name="cancellation">Stops the writing.</param>
    public async Task<Webhook> AddAsync(
        Uri url,
        byte[] secret,
        string madeBy,
        Guid? madeWith = null,
        CancellationToken cancellation = default
    ) =>
        (
            await dataSource
                .Ask(
                    $"""
                    insert into ledger.webhook as w (id, url, secret, made_by, made_with, after_place)
                    select {Guid.CreateVersion7()}, {url.AbsoluteUri}, {secret}, {madeBy}, {madeWith}::uuid, coalesce(max(place), -1) from ledger.place
                    returning {Columns:sql}
                    """
                )
                .RowAsync(Read, cancellation)
        )!;

    /// <summary>The webhooks that a subject made, removed ones too, the first one first.</summary>
    public async Task<IReadOnlyList<Webhook>> MadeByAsync(string subject, CancellationToken cancellation = default) =>
        await dataSource
            .Ask($"select {Columns:sql} from ledger.webhook w where made_by = {subject} order by made_at, id")
            .RowsAsync(Read, cancellation);

    /// <summary>The address that a text gives; null where it is none that a webhook can have.</summary>
    public static Uri? AddressIn(string? text) =>
        text?.Length <= LongestAddress
        && Uri.TryCreate(text, UriKind.Absolute, out var url)
        && url is { Scheme: "http" or "https", UserInfo: "" }
            ? url
            : null;

    /// <summary>A secret as its receiver is given it, once, as Standard Webhooks has it.</summary>
    public static string Shown(byte[] secret) => $"whsec_{Convert.ToBase64String(secret)}";

    /// <summary>Everybody's webhooks, or those of one subject, removed ones too, the first one first, with what became of what they are told.</summary>
    /// <param name="subject">Who made them; null for everybody.</param>
    /// <param name="cancellation">Stops the reading.</param>
    public async Task<IReadOnlyList<WebhookState>> StatesAsync(
        string? subject,
        CancellationToken cancellation = default
    )
    {
        var all = await dataSource
            .Ask(
                $"""
                select {Columns:sql}, (select max(d.delivered_at) from ledger.webhook_delivery d where d.webhook = w.id)
                from ledger.webhook w where {subject}::text is null or w.made_by = {subject} order by w.made_at, w.id
                """
            )
            .RowsAsync(row => (Webhook: Read(row), Delivered: row.InstantOrNull(6)), cancellation);
        var inUse = (await InUseAsync(cancellation)).Select(one => one.Webhook.Id).ToHashSet();
        var waiting = (
            await dataSource
                .Ask(
                    $"""
                    select body, attempts from {Messages.Schema:sql}.wolverine_incoming_envelopes
                    where message_type = {Messages.NameOfTellWebhook} and status <> 'Handled' limit {MostCounted}
                    """
                )
                .RowsAsync(
                    row => (To: ReadMessage(row.GetFieldValue<byte[]>(0)).Webhook, HasFailed: row.GetInt32(1) > 0),
                    cancellation
                )
        ).ToLookup(message => message.To, message => message.HasFailed);
        var givenUp = (await GivenUpAsync(cancellation)).ToLookup(letter => letter.Message.Webhook);
        return
        [
            .. all.Select(one => new WebhookState(
                one.Webhook,
                inUse.Contains(one.Webhook.Id),
                one.Delivered,
                waiting[one.Webhook.Id].Count(),
                waiting[one.Webhook.Id].Count(failed => failed),
                [.. givenUp[one.Webhook.Id]]
            )),
        ];
    }

    /// <summary>Removes a webhook for good, whoever made it; again changes nothing.</summary>
    /// <returns>False when there is no such webhook.</returns>
    public async Task<bool> RemoveAsync(Guid id, CancellationToken cancellation = default) =>
        await dataSource.Ask($"update ledger.webhook set removed_at = now() where id = {id}").DoAsync(cancellation)
        == 1;

    /// <summary>Removes a subject's webhook for good; again changes nothing.</summary>
    /// <returns>False when the subject made no such webhook.</returns>
    public async Task<bool> RemoveAsync(Guid id, string madeBy, CancellationToken cancellation = default) =>
        // The trigger keeps the first time.
        await dataSource
            .Ask($"update ledger.webhook set removed_at = now() where id = {id} and made_by = {madeBy}")
            .DoAsync(cancellation) == 1;

    /// <summary>Those that are told.</summary>
    public async Task<IReadOnlyList<WebhookInUse>> InUseAsync(CancellationToken cancellation = default) =>
        await ReadInUseAsync(dataSource.Ask($"{InUse:sql} order by w.id, g.id"), cancellation);

    /// <summary>One that is told; null when it was removed, or its owner may not sign in any more.</summary>
    public async Task<WebhookInUse?> FindInUseAsync(Guid id, CancellationToken cancellation = default) =>
        (
            await ReadInUseAsync(dataSource.Ask($"{InUse:sql} and w.id = {id} order by w.id, g.id"), cancellation)
        ).SingleOrDefault();

    /// <summary>
    /// Tells a webhook of a stream's entries, one after another, each noted when it was taken. Nobody else tells it of this stream meanwhile:
    /// the order is theirs, and one that is told twice was told before the program ended or lost the database.
    /// </summary>
    /// <param name="webhook">The webhook.</param>
    /// <param name="stream">The stream.</param>
    /// <param name="tellNext">
    /// Tells of the first entry after a place, and gives that entry's place; null when there is none. What it throws ends the telling.
    /// </param>
    /// <param name="cancellation">Stops between two entries.</param>
    /// <exception cref="RecordBusyException">Somebody else tells it of this stream, and takes long.</exception>
    public async Task TellAsync(
        Webhook webhook,
        string stream,
        Func<long, Task<long?>> tellNext,
        CancellationToken cancellation
    )
    {
        long? told;
        do
        {
            await using var connection = await dataSource.OpenConnectionAsync(cancellation);
            await using var transaction = await connection.BeginTransactionAsync(cancellation);
            try
            {
                // Of this webhook and this stream, whoever handles the message on whichever machine.
                await connection
                    .Ask(
                        $"select pg_advisory_xact_lock(hashtextextended({webhook.Id.ToString()} || {stream}, 20261127))"
                    )
                    .DoAsync(cancellation);
                var before = await connection
                    .Ask(
                        $"select place from ledger.webhook_delivery where webhook = {webhook.Id} and stream = {stream}"
                    )
                    .ValueAsync<long?>(cancellation);
                told = await tellNext(before ?? webhook.AfterPlace);
                if (told is not null)
                {
                    await connection
                        .Ask(
                            $"""
                            insert into ledger.webhook_delivery as d (webhook, stream, place) values ({webhook.Id}, {stream}, {told.Value})
                            on conflict (webhook, stream) do update set place = excluded.place, delivered_at = clock_timestamp()
                            """
                        )
                        .DoAsync(CancellationToken.None);
                    await transaction.CommitAsync(CancellationToken.None);
                }
            }
            catch (PostgresException error) when (Refusal.BusyReason(error) is not null)
            {
                throw Refusal.Of(error);
            }
        } while (told is not null && !cancellation.IsCancellationRequested);
    }

    /// <summary>The messages to a subject's webhooks that were given up, the oldest first.</summary>
    public async Task<IReadOnlyList<GivenUp>> GivenUpAsync(string subject, CancellationToken cancellation = default)
    {
        var own = (await MadeByAsync(subject, cancellation)).Select(webhook => webhook.Id).ToHashSet();
        return [.. (await GivenUpAsync(cancellation)).Where(letter => own.Contains(letter.Message.Webhook))];
    }

    private async Task<IReadOnlyList<GivenUp>> GivenUpAsync(CancellationToken cancellation) =>
        await dataSource
            .Ask(
                $"""
                select id, body, sent_at, exception_message, replayable from {Messages.Schema:sql}.wolverine_dead_letters
                where message_type = {Messages.NameOfTellWebhook}
                order by sent_at, id
                """
            )
            .RowsAsync(
                row => new GivenUp(
                    row.GetGuid(0),
                    ReadMessage(row.GetFieldValue<byte[]>(1)),
                    row.Instant(2),
                    row.TextOrNull(3) ?? "",
                    row.GetBoolean(4)
                ),
                cancellation
            );

    private static TellWebhook ReadMessage(byte[] body) =>
        Messages.ReadTellWebhook(EnvelopeSerializer.Deserialize(body).Data!);

    /// <summary>Has messages that were given up sent again, by the program that serves the record, within some seconds.</summary>
    public Task SendAgainAsync(IEnumerable<GivenUp> letters, CancellationToken cancellation = default) =>
        dataSource
            .Ask(
                $"""
                update {Messages.Schema:sql}.wolverine_dead_letters set replayable = true
                where id = any({letters.Select(letter => letter.Id).ToArray()})
                """
            )
            .DoAsync(cancellation);

    /// <summary>The places of entries.</summary>
    internal async Task<IReadOnlyDictionary<Guid, long>> PlacesAsync(
        IEnumerable<Guid> entries,
        CancellationToken cancellation
    ) =>
        (
            await dataSource
                .Ask($"select id, place from ledger.place where id = any({entries.ToArray()})")
                .RowsAsync(row => (Id: row.GetGuid(0), Place: row.GetInt64(1)), cancellation)
        ).ToDictionary(entry => entry.Id, entry => entry.Place);

    // A row for each right.
    private static async Task<IReadOnlyList<WebhookInUse>> ReadInUseAsync(
        NpgsqlCommand asked,
        CancellationToken cancellation
    ) =>
        [
            .. (
                await asked.RowsAsync(
                    row =>
                        (Webhook: Read(row), Secret: row.GetFieldValue<byte[]>(6), Grant: Accounts.ReadGrant(row, 7)),
                    cancellation
                )
            )
                .GroupBy(row => row.Webhook)
                .Select(one => new WebhookInUse(
                    one.Key,
                    one.First().Secret,
                    new Grants([.. one.Select(row => row.Grant)])
                )),
        ];

    private static Webhook Read(NpgsqlDataReader reader) =>
        new(
            reader.GetGuid(0),
            reader.GetString(1),
            reader.GetString(2),
            reader.Instant(3),
            reader.GetInt64(4),
            reader.InstantOrNull(5)
        );
}
