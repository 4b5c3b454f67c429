using System.Reflection;
using JasperFx;
using Marten;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Npgsql;
using Weasel.Core;
using Wolverine;
using Wolverine.Runtime;

namespace Oversight.Ledger;

/// <summary>
/// What Marten and Wolverine want of the database beyond the record's own scripts: Marten's functions and document tables, Wolverine's
/// message storage. Made as the owner of Marten's tables, who cannot touch what guards the record.
/// </summary>
internal static class MartenSchema
{
    // What the record itself is: Marten finds it as it would have made it, or this program and that database do not go together.
    private static readonly string[] RecordTables =
    [
        "mt_streams",
        "mt_events",
        "mt_events_sequence",
        "mt_event_progression",
        "mt_event_projection_floors",
        "mt_high_water_skips",
    ];

    // Of Marten's tables only its documents: the record's own have what the scripts grant.
    private const string Grant = $"""
        do $$
        declare
            document regclass;
        begin
            set local role oversight_owner;
            grant usage on schema {Messages.Schema} to oversight_program;
            grant select, insert, update, delete on all tables in schema {Messages.Schema} to oversight_program;
            grant usage, select on all sequences in schema {Messages.Schema} to oversight_program;
            for document in
                select oid from pg_class
                where relnamespace = '{LedgerStore.Schema}'::regnamespace and relkind = 'r' and relname like 'mt\_doc\_%'
            loop
                execute format('grant select, insert, update, delete on %s to oversight_program', document);
            end loop;
        end
        $$
        """;

    /// <summary>What makes it: when the database notes the same, there is nothing to compare.</summary>
    public static string Versions { get; } = $"{VersionOf(typeof(IDocumentStore))}, {VersionOf(typeof(IMessageBus))}";

    /// <summary>Makes what is missing, and gives the program its rights on it.</summary>
    /// <param name="superuser">A superuser's connection, which holds the lock of whoever migrates.</param>
    /// <param name="ownerConnectionString">The same login.</param>
    /// <param name="say">Told in a line what is changed.</param>
    /// <param name="cancellation">Stops between two changes.</param>
    /// <returns>What Marten changed; empty when there was nothing to do.</returns>
    /// <exception cref="MigrationException">Marten would change the record's own tables, which no script of ours covers.</exception>
    public static async Task<IReadOnlyList<string>> ApplyAsync(
        NpgsqlConnection superuser,
        string ownerConnectionString,
        Action<string> say,
        CancellationToken cancellation
    )
    {
        var noted = superuser.Ask("select versions from ledger.made_by order by made desc limit 1");
        if (await noted.ValueAsync<string>(cancellation) == Versions)
        {
            return [];
        }

        await superuser
            .Ask($"create schema if not exists {Messages.Schema} authorization oversight_owner")
            .DoAsync(cancellation);
        var asOwner = new NpgsqlConnectionStringBuilder(ownerConnectionString) { Pooling = false };
        asOwner.Options = $"{asOwner.Options} -c role=oversight_owner".TrimStart();
        await using var dataSource = NpgsqlDataSource.Create(asOwner);
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        Messages.AddSchema(builder, dataSource);
        using var host = builder.Build();
        var documents = host.Services.GetRequiredService<IDocumentStore>();
        var changes = await PendingAsync(documents, cancellation);
        if (changes.Count > 0)
        {
            say($"Marten makes {changes.Count} functions and tables of its own");
        }

        await documents.Storage.ApplyAllConfiguredChangesToDatabaseAsync(AutoCreate.CreateOrUpdate);
        await host.Services.GetRequiredService<IWolverineRuntime>().Storage.Admin.MigrateAsync();
        await superuser.Ask(Grant).DoAsync(cancellation);
        await superuser.Ask($"insert into ledger.made_by (versions) values ({Versions})").DoAsync(cancellation);
        return changes;
    }

    /// <summary>What Marten would change: names of its own functions and tables.</summary>
    /// <exception cref="MigrationException">It would change the record's own tables.</exception>
    private static async Task<IReadOnlyList<string>> PendingAsync(
        IDocumentStore documents,
        CancellationToken cancellation
    )
    {
        var migration = await documents.Storage.Database.CreateMigrationAsync(cancellation);
        var pending = migration
            .Deltas.Where(delta => delta.Difference != SchemaPatchDifference.None)
            .Select(delta => delta.SchemaObject.Identifier)
            .ToArray();
        if (pending.FirstOrDefault(name => RecordTables.Contains(name.Name)) is { } touched)
        {
            throw new MigrationException(
                $"{Versions} would change {touched.QualifiedName}, which keeps the record, and no script of this program covers that. "
                    + "Use the version that the record was made for, or add a numbered script that makes the change."
            );
        }

        return [.. pending.Select(name => name.QualifiedName)];
    }

    private static string VersionOf(Type type)
    {
        var version = type.Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;
        return $"{type.Assembly.GetName().Name} {version.Split('+')[0]}";
    }
}
