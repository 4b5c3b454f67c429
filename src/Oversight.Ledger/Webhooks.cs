using Npgsql;
using NpgsqlTypes;
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

/// <summary>A webhook as it is told: its owner may sign in, and nobody removed it.</summary>
/// <param name="Webhook">The webhook.</param>
/// <param name="Secret">What its messages are signed with.</param>
/// <param name="Organisation">The organisation whose own people its owner is; null for everybody else.</param>
public sealed record WebhookInUse(Webhook Webhook, byte[] Secret, OdsCode? Organisation);

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

/// <summary>The webhooks in the database, and how far each has been told.</summary>
public sealed class Webhooks(NpgsqlDataSource dataSource)
{
    private const string Columns = "w.id, w.url, w.made_by, w.made_at, w.after_place, w.removed_at";

    // Its owner's tokens may all have been revoked: what they may see is then nothing.
    private const string InUse = $"""
        select {Columns}, w.secret, a.organisation
        from ledger.webhook w
        cross join lateral (select organisation from ledger.access where subject = w.made_by and revoked is null limit 1) a
        where w.removed_at is null
        """;

    /// <summary>Keeps a new webhook: it is told of what is recorded from now on.</summary>
    /// <param name="url">An absolute http or https address.</param>
    /// <param name="secret">24 to 64 random bytes.</param>
    /// <param name="madeBy">The signed-in subject: it is told what that subject may see.</param>
    /// <param name="cancellation">Stops the writing.</param>
    public async Task<Webhook> AddAsync(Uri url, byte[] secret, string madeBy, CancellationToken cancellation = default)
    {
        await using var command = dataSource.CreateCommand(
            $"""
            insert into ledger.webhook as w (id, url, secret, made_by, after_place)
            values ($1, $2, $3, $4, coalesce((select max(place) from ledger.place), -1))
            returning {Columns}
            """
        );
        command.Parameters.AddWithValue(Guid.CreateVersion7());
        command.Parameters.AddWithValue(url.AbsoluteUri);
        command.Parameters.AddWithValue(secret);
        command.Parameters.AddWithValue(madeBy);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        await reader.ReadAsync(cancellation);
        return Read(reader);
    }

    /// <summary>The webhooks that a subject made, removed ones too, the first one first.</summary>
    public async Task<IReadOnlyList<Webhook>> MadeByAsync(string subject, CancellationToken cancellation = default)
    {
        await using var command = dataSource.CreateCommand(
            $"select {Columns} from ledger.webhook w where made_by = $1 order by made_at, id"
        );
        command.Parameters.AddWithValue(subject);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var webhooks = new List<Webhook>();
        while (await reader.ReadAsync(cancellation))
        {
            webhooks.Add(Read(reader));
        }

        return webhooks;
    }

    /// <summary>Removes a subject's webhook for good; again changes nothing.</summary>
    /// <returns>False when the subject made no such webhook.</returns>
    public async Task<bool> RemoveAsync(Guid id, string madeBy, CancellationToken cancellation = default)
    {
        // The trigger keeps the first time.
        await using var command = dataSource.CreateCommand(
            "update ledger.webhook set removed_at = now() where id = $1 and made_by = $2"
        );
        command.Parameters.AddWithValue(id);
        command.Parameters.AddWithValue(madeBy);
        return await command.ExecuteNonQueryAsync(cancellation) == 1;
    }

    /// <summary>Those that are told.</summary>
    public Task<IReadOnlyList<WebhookInUse>> InUseAsync(CancellationToken cancellation = default) =>
        InUseAsync(dataSource.CreateCommand(InUse), cancellation);

    /// <summary>One that is told; null when it was removed, or its owner may not sign in any more.</summary>
    public async Task<WebhookInUse?> FindInUseAsync(Guid id, CancellationToken cancellation = default)
    {
        var command = dataSource.CreateCommand(InUse + " and w.id = $1");
        command.Parameters.AddWithValue(id);
        return (await InUseAsync(command, cancellation)).SingleOrDefault();
    }

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
            await using var batch = new NpgsqlBatch(connection, transaction);
            // Of this webhook and this stream, whoever handles the message on whichever machine.
            batch.BatchCommands.Add(
                Command("select pg_advisory_xact_lock(hashtextextended($1 || $2, 20261127))", webhook.Id, stream)
            );
            batch.BatchCommands.Add(
                Command(
                    "select place from ledger.webhook_delivery where webhook = $1::uuid and stream = $2",
                    webhook.Id,
                    stream
                )
            );
            try
            {
                await using (var reader = await batch.ExecuteReaderAsync(cancellation))
                {
                    await reader.NextResultAsync(cancellation);
                    told = await tellNext(
                        await reader.ReadAsync(cancellation) ? reader.GetInt64(0) : webhook.AfterPlace
                    );
                }

                if (told is not null)
                {
                    await using var note = new NpgsqlCommand(
                        """
                        insert into ledger.webhook_delivery as d (webhook, stream, place) values ($1, $2, $3)
                        on conflict (webhook, stream) do update set place = excluded.place, delivered_at = clock_timestamp()
                        """,
                        connection,
                        transaction
                    );
                    note.Parameters.AddWithValue(webhook.Id);
                    note.Parameters.AddWithValue(stream);
                    note.Parameters.AddWithValue(told.Value);
                    await note.ExecuteNonQueryAsync(CancellationToken.None);
                    await transaction.CommitAsync(CancellationToken.None);
                }
            }
            catch (PostgresException error) when (Refusal.BusyReason(error) is { } reason)
            {
                throw new RecordBusyException(reason, error);
            }
        } while (told is not null && !cancellation.IsCancellationRequested);
    }

    /// <summary>The messages to a subject's webhooks that were given up, the oldest first.</summary>
    public async Task<IReadOnlyList<GivenUp>> GivenUpAsync(string subject, CancellationToken cancellation = default)
    {
        var own = (await MadeByAsync(subject, cancellation)).Select(webhook => webhook.Id).ToHashSet();
        await using var command = dataSource.CreateCommand(
            $"""
            select id, body, sent_at, exception_message, replayable from {Messages.Schema}.wolverine_dead_letters
            where message_type = $1
            order by sent_at, id
            """
        );
        command.Parameters.AddWithValue(Messages.NameOfTellWebhook);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var letters = new List<GivenUp>();
        while (await reader.ReadAsync(cancellation))
        {
            var message = Messages.ReadTellWebhook(
                EnvelopeSerializer.Deserialize(reader.GetFieldValue<byte[]>(1)).Data!
            );
            if (own.Contains(message.Webhook))
            {
                letters.Add(
                    new GivenUp(
                        reader.GetGuid(0),
                        message,
                        reader.GetFieldValue<DateTimeOffset>(2),
                        reader.IsDBNull(3) ? "" : reader.GetString(3),
                        reader.GetBoolean(4)
                    )
                );
            }
        }

        return letters;
    }

    /// <summary>Has messages that were given up sent again, by the program that serves the record, within some seconds.</summary>
    public async Task SendAgainAsync(IEnumerable<GivenUp> letters, CancellationToken cancellation = default)
    {
        await using var command = dataSource.CreateCommand(
            $"update {Messages.Schema}.wolverine_dead_letters set replayable = true where id = any($1)"
        );
        command.Parameters.Add(
            new NpgsqlParameter<Guid[]>
            {
                NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Uuid,
                TypedValue = [.. letters.Select(letter => letter.Id)],
            }
        );
        await command.ExecuteNonQueryAsync(cancellation);
    }

    /// <summary>The places of entries.</summary>
    internal async Task<IReadOnlyDictionary<Guid, long>> PlacesAsync(
        IEnumerable<Guid> entries,
        CancellationToken cancellation
    )
    {
        await using var command = dataSource.CreateCommand("select id, place from ledger.place where id = any($1)");
        command.Parameters.Add(
            new NpgsqlParameter<Guid[]>
            {
                NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Uuid,
                TypedValue = [.. entries],
            }
        );
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var places = new Dictionary<Guid, long>();
        while (await reader.ReadAsync(cancellation))
        {
            places[reader.GetGuid(0)] = reader.GetInt64(1);
        }

        return places;
    }

    private static async Task<IReadOnlyList<WebhookInUse>> InUseAsync(
        NpgsqlCommand asked,
        CancellationToken cancellation
    )
    {
        await using var command = asked;
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var webhooks = new List<WebhookInUse>();
        while (await reader.ReadAsync(cancellation))
        {
            webhooks.Add(
                new WebhookInUse(
                    Read(reader),
                    reader.GetFieldValue<byte[]>(6),
                    reader.IsDBNull(7) ? null : OdsCode.Parse(reader.GetString(7))
                )
            );
        }

        return webhooks;
    }

    private static NpgsqlBatchCommand Command(string sql, Guid webhook, string stream) =>
        new(sql)
        {
            Parameters =
            {
                new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Text, Value = webhook.ToString() },
                new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Text, Value = stream },
            },
        };

    private static Webhook Read(NpgsqlDataReader reader) =>
        new(
            reader.GetGuid(0),
            reader.GetString(1),
            reader.GetString(2),
            reader.GetFieldValue<DateTimeOffset>(3),
            reader.GetInt64(4),
            reader.IsDBNull(5) ? null : reader.GetFieldValue<DateTimeOffset>(5)
        );
}
