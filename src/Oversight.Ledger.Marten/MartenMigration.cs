using JasperFx;
using Marten;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Weasel.Core;
using Wolverine.Runtime;

namespace Oversight.Ledger.Marten;

/// <summary>
/// What Marten and Wolverine want of the database beyond the record's schema: Marten's functions and document tables, Wolverine's message
/// storage. Made as the owner of Marten's tables, who cannot touch what guards the record. Running it again changes nothing.
/// </summary>
public static class MartenMigration
{
    /// <summary>Held, per database, while it is applied ('OVMARTEN' read as a number).</summary>
    private const long MigrationLock = 5716841754047989070;

    // What the record itself is: Marten finds it as it would have made it, or this program and that database do not go together.
    private static readonly string[] RecordTables =
    [
        "mt_streams",
        "mt_events",
        "mt_events_sequence",
        "mt_event_progression",
        "mt_high_water_skips",
    ];

    /// <summary>Applies the record's own migration, then Marten's and Wolverine's changes, then the program's rights on them.</summary>
    /// <param name="ownerConnectionString">A superuser's login.</param>
    /// <param name="programConnectionString">The login that the program uses.</param>
    /// <param name="say">Told one line for each script and each change applied.</param>
    /// <param name="cancellation">Stops between two changes.</param>
    /// <returns>The names of the scripts and of what Marten changed, in order; empty when there was nothing to do.</returns>
    /// <exception cref="MigrationException">The database does not qualify, or Marten would change the record's own tables.</exception>
    public static async Task<IReadOnlyList<string>> ApplyAsync(
        string ownerConnectionString,
        string programConnectionString,
        Action<string> say,
        CancellationToken cancellation = default
    )
    {
        ArgumentNullException.ThrowIfNull(say);
        List<string> applied =
        [
            .. await Migration.ApplyAsync(ownerConnectionString, programConnectionString, say, cancellation),
        ];
        await using var superuser = new NpgsqlConnection(
            new NpgsqlConnectionStringBuilder(ownerConnectionString)
            {
                Pooling = false,
                CommandTimeout = 0,
            }.ConnectionString
        );
        await superuser.OpenAsync(cancellation);
        await ExecuteAsync(superuser, $"select pg_advisory_lock({MigrationLock})", cancellation);
        await ExecuteAsync(
            superuser,
            $"create schema if not exists {MartenStore.WolverineSchema} authorization oversight_owner",
            cancellation
        );

        var asOwner = new NpgsqlConnectionStringBuilder(ownerConnectionString);
        asOwner.Options = $"{asOwner.Options} -c role=oversight_owner".TrimStart();
        await using var dataSource = NpgsqlDataSource.Create(asOwner);
        using var host = MartenWayIn.BuildHost(dataSource, AutoCreate.CreateOrUpdate);
        var documents = host.Services.GetRequiredService<IDocumentStore>();
        foreach (var change in await PendingAsync(documents, cancellation))
        {
            applied.Add(change);
            say($"Marten makes {change}");
        }

        await documents.Storage.ApplyAllConfiguredChangesToDatabaseAsync(AutoCreate.CreateOrUpdate);
        await host.Services.GetRequiredService<IWolverineRuntime>().Storage.Admin.MigrateAsync();
        await GrantAsync(superuser, cancellation);
        return applied;
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
                $"Marten would change {touched.QualifiedName}, which keeps the record: this version of Marten and the record's schema "
                    + "do not go together. Use the version that this program was built for."
            );
        }

        return [.. pending.Select(name => name.QualifiedName)];
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellation)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync(cancellation);
    }

    // Only what is missing: a grant that says nothing new still rewrites the catalogue, at every start.
    private static Task GrantAsync(NpgsqlConnection superuser, CancellationToken cancellation) =>
        ExecuteAsync(
            superuser,
            $"""
            do $$
            declare
                missing record;
            begin
                set local role oversight_owner;
                if not has_schema_privilege('oversight_program', '{MartenStore.WolverineSchema}', 'USAGE') then
                    grant usage on schema {MartenStore.WolverineSchema} to oversight_program;
                end if;
                for missing in
                    select oid::regclass as name, relkind from pg_class
                    where relnamespace = '{MartenStore.Schema}'::regnamespace and relkind = 'r' and relname like 'mt\_doc\_%'
                        or relnamespace = '{MartenStore.WolverineSchema}'::regnamespace and relkind in ('r', 'S')
                loop
                    if missing.relkind = 'S' and not has_sequence_privilege('oversight_program', missing.name, 'USAGE') then
                        execute format('grant usage, select on sequence %s to oversight_program', missing.name);
                    elsif missing.relkind = 'r' and not has_table_privilege('oversight_program', missing.name, 'DELETE') then
                        execute format('grant select, insert, update, delete on %s to oversight_program', missing.name);
                    end if;
                end loop;
            end
            $$
            """,
            cancellation
        );
}
