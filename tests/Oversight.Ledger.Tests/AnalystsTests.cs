using Npgsql;
using Oversight.Desk;
using Oversight.Ledger.People;
using Oversight.Record.Catalogue;
using Oversight.Record.Corrections;
using Oversight.Record.People;
using Oversight.Record.Segments;
using Oversight.TestServer;

namespace Oversight.Ledger.Tests;

/// <summary>What a login for the report tables may do, tried over a connection of its own, in a record in which people decide and log.</summary>
public sealed class AnalystsTests(RecordWithAnalyst shared) : IClassFixture<RecordWithAnalyst>
{
    private const string By = RecordWithAnalyst.By;
    private readonly DateTimeOffset until = RecordWithAnalyst.Until;
    private readonly string name = shared.Name;
    private readonly string password = shared.Password;
    private readonly OpenedRecord opened = shared.Opened;
    private readonly Analysts analysts = shared.Analysts;

    [Fact]
    public async Task It_reads_all_of_the_report_tables_which_name_no_person()
    {
        var account = await opened.Record.Accounts.AddAsync(Decisions.Person, Accounts.TheProgram);
        var by = new LoggedBy(account.Subject, Grants.OfTheProgram);
        await opened.LogAsync(Decisions.Framework(), by);
        await opened.LogAsync(Decisions.Register("RAA"), by);
        var assigned = await opened.LogAsync(Decisions.Assign("RAA", 3, person: Decisions.Person), by);
        await opened.LogAsync(
            new LogDecision(
                Decisions.Assign("RAA", 3).Subject,
                new EntryCorrected(
                    Decisions.Decided("2024-09-01", Decisions.Person),
                    assigned.Entries[0].Id,
                    new SegmentAssigned(Decisions.Decided("2024-04-30", "Ignatius Pettigrew-Llewellyn"), 2)
                )
            ),
            by
        );
        await opened.NowAsync();
        await opened.Record.Reports.RebuildAsync(opened.Record.Live, (_, _) => { });

        await using var analyst = await OpenAsync();
        foreach (
            var table in await RowsAsync(
                analyst,
                "select relname::text from pg_class where relnamespace = 'report'::regnamespace and relkind in ('r', 'v') and has_table_privilege(oid, 'select')"
            )
        )
        {
            var rows = await RowsAsync(analyst, $"select t::text from report.{table} t");
            Assert.DoesNotContain(rows, row => row.Contains("Quatermain", StringComparison.OrdinalIgnoreCase));
            Assert.DoesNotContain(rows, row => row.Contains("Pettigrew", StringComparison.OrdinalIgnoreCase));
            Assert.DoesNotContain(rows, row => row.Contains(account.Subject, StringComparison.OrdinalIgnoreCase));
        }

        Assert.Equal(
            ["RAA 2 certain not-stated "],
            await RowsAsync(
                analyst,
                "select format('%s %s %s %s %s', organisation, segment, segment_state, in_recovery_support, open_undertakings) from current_status"
            )
        );
        Assert.Equal(
            ["3"],
            await RowsAsync(
                analyst,
                $"select segment::text from report.status_as_at('2024-06-01', '{assigned.Entries[0].Recorded:O}')"
            )
        );
        Assert.Equal(
            ["Corrected by the entry at place 3."],
            await RowsAsync(analyst, "select became_of_it from current_audit_history where place = 2")
        );
    }

    [Theory]
    [InlineData("select * from oversight.mt_events")]
    [InlineData("select * from ledger.person")]
    [InlineData("select * from access.account")]
    [InlineData("select * from pg_authid")]
    [InlineData("select * from pg_read_file('postgresql.conf')")]
    [InlineData("select report.begin_again()")]
    [InlineData("select report.take('{}')")]
    [InlineData("update report.state set place = 0")]
    [InlineData("insert into report.state values ('x', 0)")]
    [InlineData("delete from report.segment_period")]
    [InlineData("truncate report.segment_period")]
    [InlineData("do $$ begin lock table report.segment_period in share mode; end $$")]
    [InlineData("create table report.mine (x int)")]
    [InlineData("create table public.mine (x int)")]
    [InlineData("create temp table mine (x int)")]
    [InlineData("create view report.mine as select 1")]
    [InlineData("create schema mine")]
    [InlineData("create role mine")]
    [InlineData("create function report.mine() returns int language sql as 'select 1'")]
    [InlineData("copy report.state to program 'true'")]
    [InlineData("set role oversight_program")]
    [InlineData("set role oversight_guard")]
    [InlineData("select lo_from_bytea(0, 'x')")]
    [InlineData("select pg_advisory_lock(5716841754117947732)")]
    [InlineData("select pg_try_advisory_xact_lock(1)")]
    [InlineData("alter role oversight_analyst superuser")]
    [InlineData("select * from ledger.report_login")]
    [InlineData("select * from report.region_history")]
    [InlineData("set role oversight_region_analyst")]
    [InlineData("alter table report.state disable row level security")]
    [InlineData("create policy mine on report.state using (true)")]
    public async Task Everything_else_is_refused_even_when_it_may_write(string sql)
    {
        await using var analyst = await OpenAsync("-c default_transaction_read_only=off");
        var refused = await Assert.ThrowsAsync<PostgresException>(() => RowsAsync(analyst, sql));
        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, refused.SqlState);
    }

    [Fact]
    public async Task It_reads_nothing_of_any_other_schema_and_its_statements_have_an_end()
    {
        await using var analyst = await OpenAsync();
        Assert.Equal(
            [],
            await RowsAsync(
                analyst,
                """
                select c.oid::regclass::text from pg_class c join pg_namespace n on n.oid = relnamespace
                where n.nspname not in ('report', 'pg_catalog', 'information_schema', 'pg_toast') and c.relkind in ('r', 'p', 'v', 'm', 'f', 'S')
                    and has_schema_privilege(n.oid, 'usage')
                union all
                select oid::regprocedure::text from pg_proc
                where pronamespace = 'report'::regnamespace and has_function_privilege(oid, 'execute') and provolatile = 'v'
                """
            )
        );
        Assert.Equal(
            ["on 1min 1min"],
            await RowsAsync(
                analyst,
                """
                select format('%s %s %s', current_setting('default_transaction_read_only'), current_setting('statement_timeout'),
                    current_setting('idle_in_transaction_session_timeout'))
                """
            )
        );
    }

    [Fact]
    public async Task Taken_back_its_sessions_end_and_it_opens_none_and_only_what_was_made_here_is_taken_back()
    {
        var taken = $"{name}_t";
        var secret = await analysts.GrantAsync(taken, new(Role.National), until, By, default);
        Assert.Contains(
            await analysts.ListAsync(default),
            a => a.Name == taken && Math.Abs((a.Until!.Value - until).TotalSeconds) < 2 && a.Sessions == 0
        );
        var twice = await Assert.ThrowsAsync<AnalystException>(() =>
            analysts.GrantAsync(taken, new(Role.Auditor), until, By, default)
        );
        Assert.Contains("already", twice.Message, StringComparison.Ordinal);

        await using var analyst = await OpenAsync(login: taken, secret: secret);
        Assert.True(await analysts.RevokeAsync(taken, By, default));
        await Assert.ThrowsAnyAsync<NpgsqlException>(() => RowsAsync(analyst, "select 1::text"));
        await Assert.ThrowsAsync<PostgresException>(() => OpenAsync(login: taken, secret: secret));
        Assert.False(await analysts.RevokeAsync(taken, By, default));
        Assert.False(await analysts.RevokeAsync("oversight_program", By, default));
        Assert.False(
            await analysts.RevokeAsync(
                new NpgsqlConnectionStringBuilder(opened.Settings.Program).Username!,
                By,
                default
            )
        );
        await Assert.ThrowsAsync<FormatException>(() =>
            analysts.GrantAsync("x\" superuser --", new(Role.National), until, By, default)
        );
    }

    [Fact]
    public async Task A_password_whose_day_has_passed_opens_nothing()
    {
        var late = $"{name}_l";
        var old = await analysts.GrantAsync(
            late,
            new(Role.National),
            TimeProvider.System.GetUtcNow().AddSeconds(-5),
            By,
            default
        );
        try
        {
            var refused = await Assert.ThrowsAsync<PostgresException>(() => OpenAsync(login: late, secret: old));
            Assert.Equal(PostgresErrorCodes.InvalidPassword, refused.SqlState);
        }
        finally
        {
            await analysts.RevokeAsync(late, By, default);
        }
    }

    private async Task<NpgsqlConnection> OpenAsync(string options = "", string? login = null, string? secret = null)
    {
        var connection = new NpgsqlConnection(
            new NpgsqlConnectionStringBuilder(opened.Settings.Program)
            {
                Username = login ?? name,
                Password = secret ?? password,
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

/// <summary>A record of its own, and a login that reads all of its report tables.</summary>
public sealed class RecordWithAnalyst(DatabaseServer databases) : IAsyncLifetime
{
    public const string By = "user:wilhelmina";

    public static DateTimeOffset Until { get; } = TimeProvider.System.GetUtcNow().AddDays(90);

    // Logins belong to the whole server.
    public string Name { get; } = $"analyst_{Guid.NewGuid().ToString("N")[..12]}";

    public string Password { get; private set; } = null!;

    public OpenedRecord Opened { get; private set; } = null!;

    public Analysts Analysts { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Opened = await OpenedRecord.CreateAsync(databases);
        Analysts = new(Opened.Settings.Owner);
        Password = await Analysts.GrantAsync(Name, new(Role.National), Until, By, CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        await Analysts.RevokeAsync(Name, By, CancellationToken.None);
        await Opened.DisposeAsync();
    }
}
