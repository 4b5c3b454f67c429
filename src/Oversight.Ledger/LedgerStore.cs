using JasperFx;
using JasperFx.Events;
using Marten;
using Npgsql;
using Oversight.Record.Catalogue;
using Weasel.Core;
using SystemTextJsonSerializer = Marten.Services.SystemTextJsonSerializer;

namespace Oversight.Ledger;

/// <summary>How Marten is set up: its tables as they are in the record, our names and our JSON.</summary>
public static class LedgerStore
{
    /// <summary>The schema of Marten's tables.</summary>
    public const string Schema = "oversight";

    /// <summary>Connections for Marten's own work: its sessions set things on them, so they are reset when they go back to the pool.</summary>
    /// <param name="programConnectionString">The program's login, as given to <see cref="Migration"/>.</param>
    public static NpgsqlDataSource CreateDataSource(string programConnectionString) =>
        RecordStore.CreateDataSource(programConnectionString, "oversight-marten", resets: true);

    /// <summary>Configures a store.</summary>
    /// <param name="options">What is configured.</param>
    /// <param name="dataSource">Connections; whoever made them disposes them.</param>
    /// <param name="autoCreate">None for the program; only migrating makes anything.</param>
    public static void Configure(
        StoreOptions options,
        NpgsqlDataSource dataSource,
        AutoCreate autoCreate = AutoCreate.None
    )
    {
        options.Connection(dataSource);
        options.AutoCreateSchemaObjects = autoCreate;
        options.DatabaseSchemaName = Schema;
        options.Events.DatabaseSchemaName = Schema;
        options.Events.StreamIdentity = StreamIdentity.AsString;
        // Part of the schema: the database's one append function has the signature of this mode.
        options.Events.AppendMode = EventAppendMode.QuickWithServerTimestamps;
        options.Events.MetadataConfig.EnableAll();
        // Which leaves out this one.
        options.Events.MetadataConfig.UserNameEnabled = true;
        options.DisableNpgsqlLogging = true;
        // An append whose outcome is unknown is not sent again by itself: the caller does, with its key.
        options.ConfigureWritePolly(_ => { });

        // Marten takes the naming policy of its casing, whatever the options say; enumerations are words by our own converter.
        options.Serializer(
            new SystemTextJsonSerializer(EventCatalogue.Json)
            {
                EnumStorage = EnumStorage.AsString,
                Casing = Casing.CamelCase,
            }
        );
        // The daemon's pace. A gap in the sequence is a transaction that was rolled back, and nothing else: numbers are drawn under the
        // record's lock, and an entry with an earlier one would be refused. So a gap need not be watched for long.
        options.Projections.StaleSequenceThreshold = TimeSpan.FromMilliseconds(50);
        options.Projections.UseTransactionEvidenceForGapSkipping = false;
        options.Projections.FastPollingTime = TimeSpan.FromMilliseconds(100);
        options.Projections.SlowPollingTime = NewEntries.Quiet;
        options.Projections.Wakeup = new NewEntries(dataSource);
        options.Projections.LeadershipPollingTime = 1000;

        foreach (var (name, type) in EventCatalogue.All)
        {
            options.Events.MapEventType(type, name);
        }
    }
}
