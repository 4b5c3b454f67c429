using Npgsql;
using NpgsqlTypes;
using Oversight.Projections.Reports;
using Oversight.Projections.Tests.RandomHistories;
using Oversight.Projections.Timelines;

namespace Oversight.Ledger.Tests;

/// <summary>What the report tables hold, asked by SQL, is what the folds say.</summary>
public sealed class ReportTablesTests(SharedRecord shared) : IClassFixture<SharedRecord>
{
    private static readonly FsCheck.Arbitrary<History> Histories = History.MadeBy(
        seed => seed % 2 == 0 ? RandomHistory.Of(seed) : RandomSupport.Of(seed),
        (random, entries) =>
            [
                .. Enumerable
                    .Range(0, 3)
                    .Select(_ => new Question(
                        RandomHistory.Organisations[0],
                        new DateOnly(2023, 2, 25).AddDays(random.Next(-300, 400)),
                        random.Next(entries)
                    )),
            ]
    );

    [Fact]
    public async Task Rows_of_a_day_as_believed_at_a_place_and_its_instant_are_what_the_folds_say_whatever_the_pages()
    {
        await using var connection = await shared.Database.Program.OpenConnectionAsync(
            TestContext.Current.CancellationToken
        );
        History.Hold(
            Histories,
            history => CompareAsync(connection, history).GetAwaiter().GetResult(),
            tried: History.Usual / 5
        );
    }

    private static async Task CompareAsync(NpgsqlConnection connection, History history)
    {
        // Nothing of it is kept.
        await using var transaction = await connection.BeginTransactionAsync();
        await ExecuteAsync(connection, "select report.begin_again()");
        var random = new Random(history.Seed);
        var timelines = new RecordTimelines();
        var periods = new ReportPeriods(timelines);
        for (var next = 0; next < history.Entries.Count; )
        {
            var page = new ReportPage(periods, next - 1);
            var until = Math.Min(history.Entries.Count, next + 1 + random.Next(8));
            for (; next < until; next++)
            {
                timelines.Apply([history.Entries[next]]);
                page.Take(history.Entries[next]);
            }

            await using var take = new NpgsqlCommand("select report.take($1)", connection);
            take.Parameters.AddWithValue(NpgsqlDbType.Jsonb, page.Json());
            await take.ExecuteNonQueryAsync();
        }

        foreach (var (_, on, known) in history.Questions)
        {
            var differences = await Reports.DifferencesAsync(connection, timelines.At(known), on, default);
            Assert.True(differences.Count == 0, $"On {on:O} as known at {known}:\n{string.Join('\n', differences)}");
            foreach (var table in ReportTable.All.Select(table => table.Name).Distinct())
            {
                await using var otherwise = new NpgsqlCommand(
                    $"select count(*) from report.{table} where (known @> $1) <> (known_places @> $2)",
                    connection
                );
                otherwise.Parameters.AddWithValue(history.Entries[known].Recorded);
                otherwise.Parameters.AddWithValue((long)known);
                Assert.Equal(0L, await otherwise.ExecuteScalarAsync());
            }
        }

        await transaction.RollbackAsync();
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
