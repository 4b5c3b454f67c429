using JasperFx;
using Marten;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Npgsql;
using Wolverine;
using Wolverine.Marten;

namespace Oversight.Ledger;

/// <summary>Marten and Wolverine as a host has them: the store that keeps the record, and the bus that carries what follows a decision.</summary>
public static class Messages
{
    /// <summary>The schema of Wolverine's message storage.</summary>
    public const string Schema = "wolverine";

    /// <summary>
    /// Adds them: Marten as it keeps the record, integrated with Wolverine's outbox, and a <see cref="RecordWriter"/> that writes through it.
    /// </summary>
    /// <param name="builder">The host's builder.</param>
    /// <param name="database">The record's database, migrated; whoever made it disposes it.</param>
    public static void AddLedger(this IHostApplicationBuilder builder, LedgerDatabase database)
    {
        AddTo(builder, database.MartensConnections);
        builder.Services.AddSingleton(database);
        builder.Services.AddSingleton(services =>
            database.WriterThrough(services.GetRequiredService<IDocumentStore>())
        );
    }

    internal static void AddTo(
        IHostApplicationBuilder builder,
        NpgsqlDataSource dataSource,
        AutoCreate autoCreate = AutoCreate.None
    )
    {
        builder
            .Services.AddMarten(options => LedgerStore.Configure(options, dataSource, autoCreate))
            .UseLightweightSessions()
            .IntegrateWithWolverine(wolverine =>
            {
                wolverine.MessageStorageSchemaName = Schema;
                wolverine.AutoCreate = autoCreate;
            });
        builder.Services.AddWolverine(
            ExtensionDiscovery.ManualOnly,
            options =>
            {
                options.ApplicationAssembly = typeof(Messages).Assembly;
                options.AutoBuildMessageStorageOnStartup = AutoCreate.None;
                options.CodeGeneration.TypeLoadMode = JasperFx.CodeGeneration.TypeLoadMode.Static;
            }
        );
    }
}
