using System.Text.Json;
using JasperFx;
using JasperFx.CodeGeneration;
using JasperFx.Events.Daemon;
using JasperFx.Events.Projections;
using Marten;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using Oversight.Ledger.Proving;
using Wolverine;
using Wolverine.ErrorHandling;
using Wolverine.Marten;
using Wolverine.Util;

namespace Oversight.Ledger;

/// <summary>
/// Marten and Wolverine as a host has them: the store that keeps the record, and the bus that carries what follows a decision. Decisions
/// themselves do not go over the bus (docs/adr/0001-one-way-in.md says why).
/// </summary>
public static class Messages
{
    /// <summary>The schema of Wolverine's message storage.</summary>
    internal const string Schema = "wolverine";

    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase };

    /// <summary>How long is waited before a message is sent again that failed; after the last one it is given up.</summary>
    public static IReadOnlyList<TimeSpan> UsualPauses { get; } =
    [
        TimeSpan.FromSeconds(5),
        TimeSpan.FromSeconds(30),
        TimeSpan.FromMinutes(5),
        TimeSpan.FromMinutes(30),
        TimeSpan.FromHours(2),
        TimeSpan.FromHours(8),
    ];

    /// <summary>The name under which the message is stored.</summary>
    internal static string NameOfTellWebhook { get; } = typeof(TellWebhook).ToMessageTypeName();

    /// <summary>
    /// Adds Marten as it keeps the record, with its daemon (of several hosts on one database one runs it, and another takes over), the
    /// subscription that feeds the outbox, and Wolverine with the handlers of the caller's assembly.
    /// </summary>
    /// <param name="builder">The host's builder.</param>
    /// <param name="database">The record's database, migrated; whoever made it disposes it.</param>
    /// <param name="handlers">A type of the assembly that has the messages' handlers, and the code generated for them.</param>
    /// <param name="pauses">How long is waited before a message is sent again that failed; after the last one it is given up.</param>
    /// <param name="proofs">How it proves its record; null: others sign its checkpoints.</param>
    public static void AddLedger(
        this IHostApplicationBuilder builder,
        LedgerDatabase database,
        Type handlers,
        IReadOnlyList<TimeSpan> pauses,
        ProofSettings? proofs = null
    )
    {
        var before = builder.Services.Count;
        builder.Services.AddSingleton(database);
        builder.Services.AddSingleton(services => database.WriterThrough(services.GetRequiredService<IDocumentStore>));
        AddMarten(builder, database.MartensConnections, AutoCreate.None)
            .AddAsyncDaemon(DaemonMode.HotCold)
            .SubscribeToEvents(new EntriesToWebhooks(database.Webhooks))
            .SubscribeToEvents(new EntriesToPeople(database.Webhooks));
        builder.Services.ConfigureMarten(
            (services, options) =>
                options.Projections.Add(
                    new ReportProjection(
                        // Asked for at the first entry: the record in memory writes through this very store.
                        services.GetRequiredService<IRecordInMemory>,
                        database.Reports,
                        database.Webhooks
                    ),
                    ProjectionLifecycle.Async,
                    "report"
                )
        );
        builder.Services.AddHostedService(services => new PassedOverEntries(
            services.GetRequiredService<IRecordInMemory>,
            database.Reports,
            services.GetRequiredService<ILogger<PassedOverEntries>>()
        ));
        if (proofs is not null)
        {
            database.Proofs.Policy = proofs.Witnesses;
            builder.Services.AddHostedService(services => new IntegratorService(
                database.Connections,
                database.Proofs,
                proofs,
                services.GetRequiredService<ILogger<IntegratorService>>()
            ));
            builder.Services.AddHostedService(services => new OutsideService(
                database.Proofs,
                OutsideService.Of(proofs, database.Connections, database.Proofs),
                services.GetRequiredService<ILogger<OutsideService>>()
            ));
        }

        builder.Services.AddWolverine(
            ExtensionDiscovery.ManualOnly,
            options =>
            {
                options.ApplicationAssembly = handlers.Assembly;
                options.AutoBuildMessageStorageOnStartup = AutoCreate.None;
                // Generated ahead and checked in: a process never compiles.
                options.CodeGeneration.TypeLoadMode = TypeLoadMode.Static;
                options.UseSystemTextJsonForSerialization(json =>
                    json.PropertyNamingPolicy = Json.PropertyNamingPolicy
                );
                options.PublishMessage<TellWebhook>().ToLocalQueue("webhooks").UseDurableInbox();
                options.PublishMessage<TellPeople>().ToLocalQueue("notifications").UseDurableInbox();
                options.PublishMessage<TellOfDay>().ToLocalQueue("notifications").UseDurableInbox();
                options.PublishMessage<MailPerson>().ToLocalQueue("mails").UseDurableInbox();
                options.Policies.OnAnyException().ScheduleRetry([.. pauses]);
                // What a host that was killed had taken goes to another one soon.
                options.Durability.HealthCheckPollingTime = TimeSpan.FromSeconds(5);
                options.Durability.StaleNodeTimeout = TimeSpan.FromSeconds(20);
            }
        );
        StartedInTheBackground.Wrap(builder.Services, before);
    }

    /// <summary>Marten and Wolverine with what the database has to have for them, and nothing that runs.</summary>
    internal static void AddSchema(IHostApplicationBuilder builder, NpgsqlDataSource dataSource)
    {
        AddMarten(builder, dataSource, AutoCreate.CreateOrUpdate);
        builder.Services.AddWolverine(
            ExtensionDiscovery.ManualOnly,
            options =>
            {
                options.ApplicationAssembly = typeof(Messages).Assembly;
                options.CodeGeneration.TypeLoadMode = TypeLoadMode.Static;
            }
        );
    }

    /// <summary>The message as it lies in an envelope.</summary>
    internal static TellWebhook ReadTellWebhook(byte[] data) => JsonSerializer.Deserialize<TellWebhook>(data, Json)!;

    private static MartenServiceCollectionExtensions.MartenConfigurationExpression AddMarten(
        IHostApplicationBuilder builder,
        NpgsqlDataSource dataSource,
        AutoCreate autoCreate
    ) =>
        builder
            .Services.AddMarten(options => LedgerStore.Configure(options, dataSource, autoCreate))
            .UseLightweightSessions()
            .IntegrateWithWolverine(wolverine =>
            {
                wolverine.MessageStorageSchemaName = Schema;
                wolverine.AutoCreate = autoCreate;
            });
}
