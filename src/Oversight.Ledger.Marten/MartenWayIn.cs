using JasperFx;
using JasperFx.CodeGeneration;
using JasperFx.Core.Reflection;
using JasperFx.Events;
using Marten;
using Marten.Exceptions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Npgsql;
using Oversight.Record;
using Oversight.Record.Decisions;
using Wolverine;
using Wolverine.ErrorHandling;
using Wolverine.Marten;
using Wolverine.Runtime;

namespace Oversight.Ledger.Marten;

/// <summary>Marten, with Wolverine handling the commands. Every write goes through a document session.</summary>
public sealed class MartenWayIn : IWayIn
{
    private readonly NpgsqlDataSource dataSource;
    private readonly RecordStore store;
    private readonly IHost host;
    private readonly Lazy<Task> started;

    private MartenWayIn(NpgsqlDataSource dataSource, RecordStore store)
    {
        this.dataSource = dataSource;
        this.store = store;
        host = BuildHost(dataSource, AutoCreate.None);
        // Reading needs no bus: it starts with the first decision.
        started = new(() => host.StartAsync());
        Documents = host.Services.GetRequiredService<IDocumentStore>();
    }

    /// <inheritdoc/>
    public string Name => "marten";

    /// <summary>Marten's store, for whoever wants to read the record with Marten.</summary>
    public IDocumentStore Documents { get; }

    /// <inheritdoc cref="OpenWayIn"/>
    public static async Task<IWayIn> OpenAsync(
        string ownerConnectionString,
        string programConnectionString,
        RecordStore store,
        Action<string> say,
        CancellationToken cancellation
    )
    {
        await MartenMigration.ApplyAsync(ownerConnectionString, programConnectionString, say, cancellation);
        return new MartenWayIn(CreateDataSource(programConnectionString), store);
    }

    /// <inheritdoc/>
    public async Task<Receipt> AppendAsync(AppendRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        StreamAppend[] streams = [.. request.Streams.OrderBy(stream => stream.Stream, StringComparer.Ordinal)];
        RecordStore.CheckedEntries(request, streams);
        await using var session = Documents.LightweightSession();
        var append = LedgerAppend.On(
            session,
            request.LoggedBy,
            request.CorrelationId,
            request.Idempotency,
            request.People,
            streams.ToDictionary(stream => stream.Stream, stream => stream.ExpectedVersion)
        );
        foreach (var (stream, _, entries) in streams)
        {
            session.Events.Append(stream, entries.Select(entry => Wrap(session, entry)));
        }

        session.CausationId = request.CausationId;
        return await ReceiptAsync(
            () => session.SaveChangesAsync(CancellationToken.None),
            () => append,
            request.LoggedBy,
            request.Idempotency
        );
    }

    /// <inheritdoc/>
    public async Task<Receipt> LogAsync(DecisionRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        await started.Value;
        var underWay = host.Services.GetRequiredService<DecisionsUnderWay>();
        var decision = new DecisionUnderWay(request);
        return await ReceiptAsync(
            () => underWay.InvokeAsync(host.MessageBus(), decision),
            () => decision.Append,
            request.LoggedBy,
            request.Idempotency
        );
    }

    /// <summary>Stops the bus, if it was started, and closes the connections.</summary>
    public async ValueTask DisposeAsync()
    {
        if (started.IsValueCreated)
        {
            await host.StopAsync();
        }

        await ((IAsyncDisposable)host).DisposeAsync();
        await dataSource.DisposeAsync();
    }

    internal static NpgsqlDataSource CreateDataSource(string connectionString)
    {
        var builder = new NpgsqlDataSourceBuilder(connectionString) { Name = "oversight-marten" };
        builder.ConnectionStringBuilder.ApplicationName ??= "oversight";
        builder.ConnectionStringBuilder.MaxAutoPrepare = 40;
        builder.ConnectionStringBuilder.AutoPrepareMinUsages = 2;
        builder.ConnectionStringBuilder.CommandTimeout = 75;
        return builder.Build();
    }

    internal static IHost BuildHost(NpgsqlDataSource dataSource, AutoCreate autoCreate)
    {
        // SubjectId has more public properties than its value: Wolverine could not tell which one is the stream's id.
        ValueTypeInfo.Register(
            new ValueTypeInfo(
                typeof(SubjectId),
                typeof(string),
                typeof(SubjectId).GetProperty(nameof(SubjectId.Value))!,
                typeof(SubjectId).GetMethod(nameof(SubjectId.FromStream))!
            )
        );
        // Empty, and so without logging: Wolverine logs a refused command as an error, with all that it says. Whoever asked gets the
        // exception itself, and logs what is fit to be logged.
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Services.AddSingleton<DecisionsUnderWay>();
        builder
            .Services.AddMarten(options => MartenStore.Configure(options, dataSource, autoCreate))
            .UseLightweightSessions()
            .IntegrateWithWolverine(wolverine =>
            {
                wolverine.MessageStorageSchemaName = MartenStore.WolverineSchema;
                wolverine.AutoCreate = autoCreate;
            });
        builder.Services.AddWolverine(ExtensionDiscovery.ManualOnly, Configure);
        return builder.Build();
    }

    private static void Configure(WolverineOptions options)
    {
        options.ApplicationAssembly = typeof(MartenWayIn).Assembly;
        options.Discovery.IncludeAssembly(typeof(LogDecision).Assembly);
        options.UseRuntimeCompilation();
        options.Durability.Mode = DurabilityMode.Solo;
        options.AutoBuildMessageStorageOnStartup = AutoCreate.None;
        // Longer than the database's own time-outs, which say what happened.
        options.DefaultExecutionTimeout = TimeSpan.FromSeconds(90);
        options.Policies.Add<CommandsWriteTheirSubject>();
        options.Policies.AutoApplyTransactions();
        options.Policies.UseDurableLocalQueues();
        // Races that Marten itself meets, and nothing else: a refusal stays one, and a version that the caller saw is the caller's.
        options
            .Policies.OnException<EventStreamUnexpectedMaxEventIdException>()
            .Or<global::Marten.Exceptions.ExistingStreamIdCollisionException>()
            .Or<JasperFx.Events.ExistingStreamIdCollisionException>()
            .RetryTimes(3);
    }

    private static IEvent Wrap(IDocumentSession session, NewEntry entry)
    {
        try
        {
            var wrapped = session.Events.BuildEvent(EventCatalogue.Read(entry.Type, entry.Data));
            wrapped.Id = entry.Id;
            return wrapped;
        }
        catch (Exception error) when (error is System.Text.Json.JsonException or UnknownEventException)
        {
            throw new BadEntryException($"Entry {entry.Id} ({entry.Type}) is refused. {error.Message}", error);
        }
    }

    /// <summary>Saves, and says what went wrong in the ledger's own words.</summary>
    private async Task<Receipt> ReceiptAsync(
        Func<Task> saveAsync,
        Func<LedgerAppend?> append,
        string loggedBy,
        Idempotency? idempotency
    )
    {
        try
        {
            await saveAsync();
            return append()!.Receipt!;
        }
        catch (Exception error) when (append()?.Sent == true && Cause<PostgresException>(error) is { } refused)
        {
            if (refused.SqlState == "OV009")
            {
                var earlier = await store.CatchUpAsync(long.MaxValue, loggedBy, idempotency!.Key, 0);
                return earlier.Earlier!.Receipt;
            }

            throw RecordStore.AppendError(refused, idempotency?.Key);
        }
        catch (Exception error) when (Cause<NpgsqlException>(error) is { } lost)
        {
            // Before anything was sent it is Npgsql's own, as in the other way in.
            throw append()?.Sent == true ? new AppendOutcomeUnknownException(lost) : lost;
        }
        catch (OperationCanceledException late) when (append()?.Sent == true)
        {
            // Wolverine's own time-out: nobody else cancels.
            throw new AppendOutcomeUnknownException(late);
        }
    }

    private static T? Cause<T>(Exception? error)
        where T : Exception
    {
        for (; error is not null; error = error.InnerException)
        {
            if (error is T cause)
            {
                return cause;
            }
        }

        return null;
    }
}
