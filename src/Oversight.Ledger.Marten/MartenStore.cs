using JasperFx;
using JasperFx.Events;
using JasperFx.Events.Projections;
using Marten;
using Npgsql;
using Oversight.Record;
using Weasel.Core;

namespace Oversight.Ledger.Marten;

/// <summary>How Marten is set up: its tables as they are in the record, our names and our JSON.</summary>
public static class MartenStore
{
    /// <summary>The schema of Marten's tables.</summary>
    public const string Schema = "oversight";

    /// <summary>The schema of Wolverine's message storage.</summary>
    public const string WolverineSchema = "wolverine";

    /// <summary>Configures a store.</summary>
    /// <param name="options">What is configured.</param>
    /// <param name="dataSource">Connections; whoever made them disposes them.</param>
    /// <param name="autoCreate">None for the program; only migrating makes anything.</param>
    public static void Configure(StoreOptions options, NpgsqlDataSource dataSource, AutoCreate autoCreate)
    {
        options.Connection(dataSource);
        options.AutoCreateSchemaObjects = autoCreate;
        options.DatabaseSchemaName = Schema;
        options.Events.DatabaseSchemaName = Schema;
        options.Events.StreamIdentity = StreamIdentity.AsString;
        options.Events.MetadataConfig.EnableAll();
        // Which leaves out this one.
        options.Events.MetadataConfig.UserNameEnabled = true;
        options.DisableNpgsqlLogging = true;
        // An append whose outcome is unknown is not sent again by itself: the caller does, with its key.
        options.ConfigureWritePolly(_ => { });

        // Marten takes the naming policy of its casing, whatever the options say; enumerations are words by our own converter.
        options.Serializer(
            new global::Marten.Services.SystemTextJsonSerializer(EventCatalogue.Json)
            {
                EnumStorage = EnumStorage.AsString,
                Casing = Casing.CamelCase,
            }
        );
        foreach (var (name, type) in EventCatalogue.All)
        {
            options.Events.MapEventType(type, name);
        }

        // Live: folded when they are asked for, so nothing is stored that could be behind.
        options.Projections.Add(new SubjectTimelineProjection(), ProjectionLifecycle.Live);
        options.Projections.Add(new SubjectHistoryProjection(), ProjectionLifecycle.Live);
    }
}
