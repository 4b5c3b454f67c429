using System.Data.Common;
using JasperFx.Events;
using Marten;
using Marten.Internal.Operations;
using NpgsqlTypes;
using Oversight.Record.Events;
using Weasel.Core;
using Weasel.Storage;
using ICommandBuilder = Weasel.Postgresql.ICommandBuilder;
using IStorageOperation = Marten.Internal.Operations.IStorageOperation;

namespace Oversight.Ledger.Marten;

/// <summary>
/// What the ledger adds to a session's one transaction, in the same round trip: before the entries, the record's lock, the idempotency
/// key, the versions and the people; after them, the receipt.
/// </summary>
internal sealed class LedgerAppend
{
    private readonly IDocumentSession session;
    private readonly string loggedBy;
    private readonly string? correlationId;
    private readonly Idempotency? idempotency;
    private readonly IReadOnlyList<PersonCommitment> people;
    private readonly IReadOnlyDictionary<string, long> expectedVersions;

    private LedgerAppend(
        IDocumentSession session,
        string loggedBy,
        string? correlationId,
        Idempotency? idempotency,
        IReadOnlyList<PersonCommitment> people,
        IReadOnlyDictionary<string, long> expectedVersions
    )
    {
        this.session = session;
        this.loggedBy = loggedBy;
        this.correlationId = correlationId;
        this.idempotency = idempotency;
        this.people = people;
        this.expectedVersions = expectedVersions;
    }

    /// <summary>What was recorded; null until it was.</summary>
    public Receipt? Receipt { get; private set; }

    /// <summary>True once the statements were on their way: an error after that leaves open what became of them.</summary>
    public bool Sent { get; private set; }

    /// <summary>Makes a session's next save an append to the ledger. Before its entries are added, or after.</summary>
    public static LedgerAppend On(
        IDocumentSession session,
        string loggedBy,
        string? correlationId,
        Idempotency? idempotency,
        IReadOnlyList<PersonCommitment> people,
        IReadOnlyDictionary<string, long> expectedVersions
    )
    {
        session.CorrelationId = correlationId;
        // Wolverine would put its conversation's id there: an id of nothing that is recorded.
        session.CausationId = null;
        session.LastModifiedBy = loggedBy;
        var append = new LedgerAppend(session, loggedBy, correlationId, idempotency, people, expectedVersions);
        session.QueueOperation(new Begin(append));
        session.QueueOperation(new ReadReceipt(append));
        return append;
    }

    private List<StreamAction> Streams() => [.. session.PendingChanges.Streams().Where(s => s.Events.Count > 0)];

    // The same refusals as in the other way in, before anything is sent.
    private void Check(List<StreamAction> streams) =>
        RecordStore.CheckedEntries(
            new AppendRequest([], loggedBy, correlationId) { Idempotency = idempotency, People = people },
            [
                .. streams.Select(stream => new StreamAppend(
                    stream.Key!,
                    expectedVersions[stream.Key!],
                    [.. stream.Events.Select(e => NewEntry.Of(e.Id, (Oversight.Record.Events.Event)e.Data))]
                )),
            ]
        );

    // Operations on events come before all others, in the order in which they were queued: this one was queued before the entries'.
    private sealed class Begin(LedgerAppend append) : IStorageOperation
    {
        public Type DocumentType => typeof(IEvent);

        public OperationRole Role() => OperationRole.Events;

        public void ConfigureCommand(ICommandBuilder builder, IStorageSession session)
        {
            var streams = append.Streams();
            append.Check(streams);
            append.Sent = true;
            builder.Append("select ledger.begin_append(");
            builder.AppendParameter(append.loggedBy, NpgsqlDbType.Text);
            builder.Append(", ");
            builder.AppendParameter<object>((object?)append.idempotency?.Key ?? DBNull.Value, NpgsqlDbType.Text);
            builder.Append(", ");
            builder.AppendParameter<object>(
                (object?)append.idempotency?.RequestHash ?? DBNull.Value,
                NpgsqlDbType.Bytea
            );
            AppendArray(builder, NpgsqlDbType.Text, streams.Select(stream => stream.Key!));
            AppendArray(builder, NpgsqlDbType.Bigint, streams.Select(stream => append.expectedVersions[stream.Key!]));
            AppendArray(builder, NpgsqlDbType.Uuid, streams.SelectMany(stream => stream.Events).Select(e => e.Id));
            AppendArray(builder, NpgsqlDbType.Text, append.people.Select(person => person.Id));
            AppendArray(builder, NpgsqlDbType.Bytea, append.people.Select(person => person.Salt));
            AppendArray(builder, NpgsqlDbType.Text, append.people.Select(person => person.Name));
            builder.Append(")");
        }

        public Task PostprocessAsync(DbDataReader reader, IList<Exception> exceptions, CancellationToken token) =>
            reader.ReadAsync(token);

        private static void AppendArray<T>(ICommandBuilder builder, NpgsqlDbType type, IEnumerable<T> values)
        {
            builder.Append(", ");
            builder.AppendParameter<T[]>([.. values], NpgsqlDbType.Array | type);
        }
    }

    private sealed class ReadReceipt(LedgerAppend append) : IStorageOperation
    {
        // Of no document: it stays behind the entries.
        public Type DocumentType => typeof(Receipt);

        public OperationRole Role() => OperationRole.Other;

        public void ConfigureCommand(ICommandBuilder builder, IStorageSession session)
        {
            builder.Append(RecordStore.ReceiptOf + "(");
            Guid[] ids = [.. append.Streams().SelectMany(stream => stream.Events).Select(e => e.Id)];
            builder.AppendParameter(ids, NpgsqlDbType.Array | NpgsqlDbType.Uuid);
            builder.Append(")" + RecordStore.ReceiptOfEnd);
        }

        public async Task PostprocessAsync(DbDataReader reader, IList<Exception> exceptions, CancellationToken token)
        {
            var lines = new List<ReceiptLine>();
            while (await reader.ReadAsync(token))
            {
                lines.Add(RecordStore.ReadReceiptLine(reader, 0));
            }

            append.Receipt = new Receipt(lines, Repeated: false);
        }
    }
}
