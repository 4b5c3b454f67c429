using Npgsql;
using NpgsqlTypes;
using Oversight.Projections.Deadlines;
using Oversight.Projections.Readiness;
using Oversight.Projections.Reports;
using Oversight.Projections.Status;
using Oversight.Projections.Tests.RandomHistories;
using Oversight.Projections.Timelines;
using Oversight.Projections.Undertakings;
using Oversight.Record;
using Oversight.Record.Entries;
using Oversight.Record.Recovery;

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
            tried: History.Usual / 33
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
            Assert.Equal(
                StatusOf(timelines.At(known), on),
                await StatusAsync(connection, on, history.Entries[known].Recorded)
            );
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

    private static string[] StatusOf(RecordAt record, DateOnly day)
    {
        var deadlines = Deadlines.On(record, day);
        // Those for whom the record holds something with a date, whatever the day.
        var everDue = (
            from table in ReportTable.All
            where table.Name == "deadline"
            from subject in record.Subjects
            where subject.Kind == table.Kind
            from period in ReportPeriods.Of(record, table, subject)
            from organisation in (IReadOnlyList<string>)
                period.Cells.Cells[table.Columns.Index().First(c => c.Item.Name == "organisations").Index]!
            select organisation
        ).ToHashSet();
        // Those who owe, or owed, an undertaking: who gave it, or the successor to which it passed.
        var everOwing = (
            from table in ReportTable.All
            where table.Name == "undertaking_period"
            from subject in record.Subjects
            where subject.Kind == table.Kind
            from period in ReportPeriods.Of(record, table, subject)
            select (string)period.Cells.Cells[table.Columns.Index().First(c => c.Item.Name == "organisation").Index]!
        ).ToHashSet();
        return
        [
            .. from status in OrganisationStatus.All(record, day)
            let memberships = (
                from engagement in Engagement.NamingAsMember(record, status.Ods)
                from member in EngagementReadiness.Of(record, engagement.Subject, day)!.Members
                where member.Organisation == status.Ods
                select member.Membership
            ).ToArray()
            let member = memberships.Contains(Certainty.Yes) ? "yes"
            : memberships.Contains(Certainty.Perhaps) ? "uncertain"
            : memberships.Length > 0 ? "no"
            : "not-stated"
            let open = !everOwing.Contains(status.Ods.Value)
                ? (int?)null
                : (
                    from subject in record.Subjects
                    where subject.Kind == SubjectKind.Undertakings
                    let standing = UndertakingsStanding.Of(record, subject, day)
                    where standing is not null
                    from item in standing.Items
                    where item.Open && item.OwedBy is [var owing, ..] && owing == status.Ods
                    select item
                ).Count()
            let due = deadlines.Concerning(null, status.Ods).All
            let next = due.Where(d => d.DaysLeft >= 0).Min(d => d.DueBy)
            orderby status.Ods.Value
            select $"{status.Ods} {status.Segment.Number} {InWords.Stored(status.Segment.State)} {member} {open} "
                + $"{(everDue.Contains(status.Ods.Value) ? due.Count(d => d.Overdue) : null)} {next:O}",
        ];
    }

    private static async Task<string[]> StatusAsync(NpgsqlConnection connection, DateOnly on, DateTimeOffset at)
    {
        await using var command = new NpgsqlCommand(
            """
            select format('%s %s %s %s %s %s %s', organisation, segment, segment_state, in_recovery_support, open_undertakings, overdue_deadlines,
                next_deadline)
            from report.status_as_at($1, $2)
            order by organisation collate "C"
            """,
            connection
        );
        command.Parameters.AddWithValue(on);
        command.Parameters.AddWithValue(at);
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<string>();
        while (await reader.ReadAsync())
        {
            rows.Add(reader.GetString(0));
        }

        return [.. rows];
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
