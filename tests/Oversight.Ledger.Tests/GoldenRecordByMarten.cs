using System.Reflection;
using JasperFx;
using Marten;
using Npgsql;
using Oversight.TestServer;

namespace Oversight.Ledger.Tests;

/// <summary>The golden record is what real Marten writes, and how it is made anew.</summary>
public sealed class GoldenRecordByMarten(DatabaseServer server)
{
    /// <summary>With OVERSIGHT_GOLDEN=write in the environment it writes the golden record anew instead of looking at it.</summary>
    [Fact]
    public async Task The_golden_record_is_what_marten_makes_of_an_empty_database()
    {
        if (Environment.GetEnvironmentVariable("OVERSIGHT_GOLDEN") == "write")
        {
            await WriteAnewAsync();
            return;
        }

        Assert.Equal(GoldenRecord.Read("catalogue.txt"), await CatalogueAsync());
    }

    private async Task WriteAnewAsync()
    {
        await using var opened = await OpenedRecord.CreateAsync(server);
        await GoldenScript.LogAsync(opened);
        await opened.AssertInOrderAsync();
        var header = $"""
            Written by the tests with OVERSIGHT_GOLDEN=write on {TimeProvider.System.GetUtcNow():yyyy-MM-dd}: {VersionOf(typeof(IDocumentStore))},
            {VersionOf(typeof(Wolverine.IMessageBus))}, {VersionOf(typeof(AutoCreate))}, {VersionOf(typeof(Weasel.Core.SchemaMigration))}, {VersionOf(typeof(NpgsqlConnection))}, {await opened.AskAsync<string>(
                "select 'PostgreSQL ' || current_setting('server_version')"
            )}.
            """;
        await GoldenRecord.WriteAsync("marten-9.58.tsv", header, await GoldenRecord.RowsOfAsync(opened));
        await GoldenRecord.WriteAsync("marten-9.58-answers.txt", header, Answers.Of(await opened.NowAsync()));
        await GoldenRecord.WriteAsync("catalogue.txt", header, await CatalogueAsync());
    }

    private static string VersionOf(Type type)
    {
        var version = type.Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;
        return $"{type.Assembly.GetName().Name} {version.Split('+')[0]}";
    }

    // Marten alone: no schema of ours.
    private async Task<string> CatalogueAsync()
    {
        var settings = await server.CreateDatabaseAsync();
        await using var dataSource = NpgsqlDataSource.Create(settings.Owner);
        using (
            var store = DocumentStore.For(options =>
                LedgerStore.Configure(options, dataSource, AutoCreate.CreateOrUpdate)
            )
        )
        {
            await store.Storage.ApplyAllConfiguredChangesToDatabaseAsync();
        }

        await using var command = dataSource.CreateCommand(GoldenRecord.Catalogue);
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<string>();
        while (await reader.ReadAsync())
        {
            rows.Add(reader.GetString(0));
        }
        return string.Join('\n', rows.Order(StringComparer.Ordinal));
    }
}
