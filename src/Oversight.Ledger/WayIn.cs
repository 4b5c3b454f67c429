using Oversight.Record;
using Oversight.Record.Decisions;
using Oversight.Record.Events;

namespace Oversight.Ledger;

/// <summary>
/// How entries come into Marten's tables: <see cref="NpgsqlWayIn"/> writes them itself, the other way goes through Marten and
/// Wolverine. What they promise is the same, because the database keeps it, and so is every stored byte; reading is the same code.
/// </summary>
public interface IWayIn : IAsyncDisposable
{
    /// <summary>npgsql or marten: what the program says that it uses.</summary>
    string Name { get; }

    /// <summary>Records entries that were decided on before, all of them or none.</summary>
    /// <inheritdoc cref="RecordStore.AppendAsync" path="/exception"/>
    Task<Receipt> AppendAsync(AppendRequest request);

    /// <summary>Lets the command's handler decide, and records what it gives. Not retried after a refusal or a moved version.</summary>
    /// <exception cref="BadInputException">A field cannot be recorded as it stands.</exception>
    /// <exception cref="UnknownSubjectException">It is about something that is not in the record.</exception>
    /// <exception cref="Record.Rules.RuleRefusedException">A rule refuses it.</exception>
    /// <inheritdoc cref="RecordStore.AppendAsync" path="/exception"/>
    Task<Receipt> LogAsync(DecisionRequest request);
}

/// <summary>Opens a way in, after bringing the database to what it needs.</summary>
/// <param name="ownerConnectionString">The login that may migrate.</param>
/// <param name="programConnectionString">The login that everything else uses.</param>
/// <param name="store">The record, read.</param>
/// <param name="say">Told, in a line each, what was done.</param>
/// <param name="cancellation">Stops before or between changes to the database.</param>
/// <exception cref="MigrationException">The database does not qualify.</exception>
public delegate Task<IWayIn> OpenWayIn(
    string ownerConnectionString,
    string programConnectionString,
    RecordStore store,
    Action<string> say,
    CancellationToken cancellation
);

/// <summary>One decision to log.</summary>
/// <param name="Command">What is asked.</param>
/// <param name="Situation">What it is judged by.</param>
/// <param name="ExpectedVersion">The version of its subject that the caller decided on; 0 when it is new.</param>
/// <param name="LoggedBy">The signed-in subject.</param>
/// <param name="CorrelationId">What ties it to the request that caused it, if anything does.</param>
public sealed record DecisionRequest(
    LogDecision Command,
    Situation Situation,
    long ExpectedVersion,
    string LoggedBy,
    string? CorrelationId = null
)
{
    /// <inheritdoc cref="AppendRequest.Idempotency"/>
    public Idempotency? Idempotency { get; init; }

    /// <inheritdoc cref="AppendRequest.People"/>
    public IReadOnlyList<PersonCommitment> People { get; init; } = [];
}

/// <summary>Npgsql, directly: for where Marten cannot be had, as on a closed network.</summary>
/// <param name="store">The record.</param>
public sealed class NpgsqlWayIn(RecordStore store) : IWayIn
{
    /// <inheritdoc/>
    public string Name => "npgsql";

    /// <inheritdoc cref="OpenWayIn"/>
    public static async Task<IWayIn> OpenAsync(
        string ownerConnectionString,
        string programConnectionString,
        RecordStore store,
        Action<string> say,
        CancellationToken cancellation
    )
    {
        await Migration.ApplyAsync(ownerConnectionString, programConnectionString, say, cancellation);
        return new NpgsqlWayIn(store);
    }

    // Not cancelled: a caller that goes away must not leave it unknown whether a decision was stored.

    /// <inheritdoc/>
    public Task<Receipt> AppendAsync(AppendRequest request) => store.AppendAsync(request, CancellationToken.None);

    /// <inheritdoc/>
    public Task<Receipt> LogAsync(DecisionRequest request)
    {
        var entries = LogDecisionHandler
            .Handle(request.Command, request.Situation)
            .Select(content => NewEntry.Of(Guid.CreateVersion7(request.Situation.Now), content));
        return AppendAsync(
            new AppendRequest(
                [new StreamAppend(request.Command.Subject.Value, request.ExpectedVersion, [.. entries])],
                request.LoggedBy,
                request.CorrelationId
            )
            {
                Idempotency = request.Idempotency,
                People = request.People,
            }
        );
    }

    /// <summary>The connections are the record's.</summary>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
