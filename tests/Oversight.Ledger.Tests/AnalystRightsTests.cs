using Npgsql;
using NpgsqlTypes;
using Oversight.Projections.Reports;
using Oversight.Projections.Tests.RandomHistories;
using Oversight.Projections.Timelines;
using Oversight.Record;
using Oversight.Record.People;

namespace Oversight.Ledger.Tests;

/// <summary>Which rows of the report tables a login reads: what it was given, as long as that is in force, and nothing of anything else.</summary>
public sealed class AnalystRightsTests(SharedRecord shared) : IClassFixture<SharedRecord>, IAsyncLifetime
{
    private const string By = "user:nora";
    private static readonly DateTimeOffset Until = TimeProvider.System.GetUtcNow().AddDays(90);

    // Logins belong to the whole server.
    private readonly string name = $"analyst_{Guid.NewGuid().ToString("N")[..12]}";
    private readonly Dictionary<string, string> passwords = [];
    private Analysts analysts = null!;

    private string National => name + "_n";

    private string Auditor => name + "_a";

    private string Nobody => name + "_x";

    public async ValueTask InitializeAsync()
    {
        analysts = new(shared.Database.Settings.Owner);
        await GiveAsync(National, new(Role.National));
        await GiveAsync(Auditor, new(Role.Auditor));
        foreach (var region in new[] { "Y56", "Y60" })
        {
            await GiveAsync(Of(region), new(Role.Region, Region.Of(region)));
        }

        // As earlier versions made them.
        await GiveAsync(Nobody, new(Role.National));
        await shared.Database.ExecuteAsync($"update ledger.report_login set ended_by = 'x' where login = '{Nobody}'");
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var login in passwords.Keys)
        {
            await analysts.RevokeAsync(login, By, CancellationToken.None);
        }
    }

    [Fact]
    public async Task Each_region_selects_what_the_region_sees_and_no_more_whatever_the_history()
    {
        await using var connection = await shared.Database.OpenSuperuserAsync();
        var selected = 0;
        History.Repeat(
            1,
            () => selected > 200,
            () =>
                History.Hold(
                    TwoRegions.Histories,
                    history => selected += CompareAsync(connection, history).GetAwaiter().GetResult(),
                    tried: Math.Max(10, History.Usual / 50)
                )
        );
        Assert.True(selected > 200, $"{selected} rows were selected.");
    }

    [Fact]
    public async Task What_was_given_and_what_ended_is_kept_with_who_and_when_and_nothing_else_of_it_changes()
    {
        var given = (await analysts.GivenAsync(default))
            .Where(g => g.Login.StartsWith(name, StringComparison.Ordinal))
            .ToArray();
        Assert.Equal(
            ["auditor", "national", "national", "region Y56 London", "region Y60 Midlands"],
            given.Select(g => g.Reads.Says()).Order(StringComparer.Ordinal)
        );
        Assert.All(given, g => Assert.Equal(By, g.GivenBy));
        Assert.Equal("x", Assert.Single(given, g => g.Ended is not null).EndedBy);
        var listed = (await analysts.ListAsync(default)).Where(a => a.Name.StartsWith(name, StringComparison.Ordinal));
        Assert.Equal([Nobody], listed.Where(a => a.Given is null).Select(a => a.Name));

        foreach (
            var change in new[]
            {
                $"update ledger.report_login set scope = 'national' where login = '{Of("Y60")}'",
                $"update ledger.report_login set expires = 'infinity' where login = '{National}'",
                $"update ledger.report_login set ended = null, ended_by = null where login = '{Nobody}'",
                $"update ledger.report_login set ended_by = 'somebody else' where login = '{Nobody}'",
                $"delete from ledger.report_login where login = '{National}'",
                "truncate ledger.report_login",
            }
        )
        {
            var refused = await Assert.ThrowsAsync<PostgresException>(() => shared.Database.ExecuteAsync(change));
            Assert.Equal("OV001", refused.SqlState);
        }

        var program = await Assert.ThrowsAsync<PostgresException>(() =>
            shared.Database.ProgramAsync(
                "insert into ledger.report_login (login, scope, given_by, expires) values ('x', 'national', 'x', 'infinity')"
            )
        );
        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, program.SqlState);
    }

    [Theory]
    [InlineData("select * from report.state")]
    [InlineData("select * from report.segment_period")]
    [InlineData("select known_places from report.segment_period")]
    [InlineData("select place from report.audit_history")]
    [InlineData("select findings from report.audit_history")]
    [InlineData("select known from report.audit_history")]
    [InlineData("select a.says from report.audit_history a join report.audit_history b using (place)")]
    [InlineData("select count(*) from report.audit_history where place > 3")]
    [InlineData("select segment_period from report.segment_period")]
    [InlineData("select * from report.current_audit_history")]
    [InlineData("select report.reads_all()")]
    [InlineData("select * from ledger.report_login")]
    [InlineData("set role oversight_analyst")]
    [InlineData("update report.subject_region set region = 'Y60'")]
    [InlineData("select report.begin_again()")]
    public async Task Places_findings_and_how_far_the_record_is_are_not_for_a_region(string sql)
    {
        await using var analyst = await OpenAsync(Of("Y60"), "-c default_transaction_read_only=off");
        var refused = await Assert.ThrowsAsync<PostgresException>(() => RowsAsync(analyst, sql));
        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, refused.SqlState);
    }

    [Fact]
    public async Task A_condition_of_whoever_asks_is_not_told_of_a_row_that_is_not_theirs_and_every_table_is_guarded()
    {
        Assert.Equal(
            [],
            await shared.Database.RowsAsync(
                """
                select relname::text from pg_class
                where relnamespace = 'report'::regnamespace and relkind = 'r' and (not relrowsecurity or not exists (
                    select from pg_policy where polrelid = pg_class.oid))
                union all
                select relname::text from pg_class
                where relnamespace = 'report'::regnamespace and relkind = 'v' and not 'security_invoker=true' = any(reloptions)
                """
            )
        );
        await TakeAsync(TwoRegions.Two());
        await using var analyst = await OpenAsync(Of("Y60"));
        // A division by zero for every row of another region: it is never reached.
        Assert.Equal(
            ["RXW"],
            await RowsAsync(
                analyst,
                "select distinct organisation from report.organisation where 1 / (case when region = 'Y60' then 1 else 0 end) = 1"
            )
        );
        Assert.Equal(["RXW"], await RowsAsync(analyst, "select organisation from report.current_status"));
        Assert.Equal(
            ["organisation-RXW"],
            await RowsAsync(analyst, "select distinct subject from report.region_history")
        );
        Assert.Equal([], await RowsAsync(analyst, "select tablename from pg_stats where schemaname = 'report'"));

        await using var nobody = await OpenAsync(Nobody);
        Assert.Equal(["0"], await RowsAsync(nobody, "select count(*) from report.organisation"));
        Assert.Equal([], await RowsAsync(nobody, "select organisation from report.current_status"));
        await using var auditor = await OpenAsync(Auditor);
        Assert.Equal(
            ["QOC", "RXW"],
            await RowsAsync(auditor, "select organisation from report.current_status order by organisation")
        );
    }

    // One transaction, in which the session is one login after another, and of which nothing is kept.
    private async Task<int> CompareAsync(NpgsqlConnection connection, History history)
    {
        await using var transaction = await connection.BeginTransactionAsync();
        var timelines = new RecordTimelines();
        timelines.Apply(history.Entries);
        await TakeAsync(connection, timelines);
        var whole = timelines.At(history.Entries.Count - 1);
        var day = history.Questions[0].On;
        var selected = 0;
        foreach (var login in new[] { National, Auditor, Nobody, Of("Y56"), Of("Y60") })
        {
            var region = login[^3..].ToUpperInvariant();
            foreach (var tables in ReportTable.All.GroupBy(table => table.Name))
            {
                var rows =
                    login == Nobody ? []
                    : login == National || login == Auditor
                        ? from table in tables
                        from subject in whole.Subjects
                        where table.Kind is null || table.Kind == subject.Kind
                        from row in table.On(whole, subject, day)
                        select (subject, row)
                    : tables.Key == "subject_region"
                        ? from subject in whole.Subjects
                        from row in tables.Single().On(whole, subject, day)
                        where row.Key == region
                        select (subject, row)
                    : from read in TwoRegions.Read(whole, region, day)
                    where read.Table.Name == tables.Key
                    from row in read.Table.On(whole.AsSeenBy(TwoRegions.Of(region, day)), read.Subject, day)
                    select (read.Subject, row);
                var columns = await ColumnsAsync(connection, login, tables.Key);
                Assert.Equal(
                    await RowsAsync(
                        connection,
                        $"""
                        select jsonb_build_object({Pairs(columns)})::text
                        from jsonb_populate_recordset(null::report.{tables.Key}, '{ReportPage
                            .Json(tables.First(), rows)
                            .Replace("'", "''", StringComparison.Ordinal)}'::jsonb)
                        order by 1
                        """
                    ),
                    await AsAsync(
                        connection,
                        login,
                        $"""
                        select jsonb_build_object({Pairs(columns)})::text from report.{tables.Key}
                        where valid @> date '{day:O}' {(
                            columns.Contains("findings") || tables.Key != "audit_history" ? "and upper_inf(known)" : ""
                        )}
                        order by 1
                        """
                    )
                );
                selected += rows.Count();
            }
        }

        await transaction.RollbackAsync();
        return selected;
    }

    private static string Pairs(IEnumerable<string> columns) =>
        string.Join(", ", columns.Select(column => $"'{column}', {column}"));

    // Those that the login may read, without the ranges.
    private static async Task<List<string>> ColumnsAsync(NpgsqlConnection connection, string login, string table)
    {
        var columns = await AsAsync(
            connection,
            login,
            $"""
            select column_name::text from information_schema.columns
            where table_schema = 'report' and table_name = '{table}' and column_name not in ('valid', 'known', 'known_places')
            order by ordinal_position
            """
        );
        Assert.NotEmpty(columns);
        return columns;
    }

    private static async Task<List<string>> AsAsync(NpgsqlConnection connection, string login, string sql)
    {
        await RowsAsync(connection, $"set local session authorization {login}");
        try
        {
            return await RowsAsync(connection, sql);
        }
        finally
        {
            await RowsAsync(connection, "reset session authorization");
        }
    }

    private async Task TakeAsync(RecordTimelines timelines)
    {
        await using var connection = await shared.Database.OpenSuperuserAsync();
        await TakeAsync(connection, timelines);
    }

    private static async Task TakeAsync(NpgsqlConnection connection, RecordTimelines whole)
    {
        await RowsAsync(connection, "select report.begin_again()");
        foreach (var (changes, _) in Reports.ChangesBy(whole, new ReportPeriods(whole), -1, whole.Place))
        {
            await using var take = new NpgsqlCommand("select report.take($1)", connection);
            take.Parameters.AddWithValue(NpgsqlDbType.Jsonb, changes);
            await take.ExecuteNonQueryAsync();
        }
    }

    private string Of(string region) => $"{name}_{region}".Replace("_Y", "_y", StringComparison.Ordinal);

    private async Task GiveAsync(string login, Grant reads) =>
        passwords[login] = await analysts.GrantAsync(login, reads, Until, By, CancellationToken.None);

    private async Task<NpgsqlConnection> OpenAsync(string login, string options = "")
    {
        var connection = new NpgsqlConnection(
            new NpgsqlConnectionStringBuilder(shared.Database.Settings.Program)
            {
                Username = login,
                Password = passwords[login],
                Pooling = false,
                Options = options,
            }.ConnectionString
        );
        await connection.OpenAsync();
        return connection;
    }

    private static async Task<List<string>> RowsAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<string>();
        while (await reader.ReadAsync())
        {
            rows.Add(reader.GetValue(0).ToString()!);
        }

        return rows;
    }
}
