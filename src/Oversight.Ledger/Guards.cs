using System.Text.RegularExpressions;
using Npgsql;

namespace Oversight.Ledger;

/// <summary>
/// What keeps the record inside the database, looked at from outside: a superuser can switch it off, and then it has to be said. Which
/// triggers there must be, the schema's scripts say.
/// </summary>
public static partial class Guards
{
    private static readonly Lazy<(string[] Names, string?[] Tables)> Expected = new(ReadExpected);

    /// <summary>What is to be said of guards that are off; null when all are on.</summary>
    public static string? Words(IReadOnlyList<string> off) =>
        off.Count == 0
            ? null
            : $"{off.Count} of the guards that keep the record unchanged are off or missing: {string.Join(", ", off)}. Whatever was "
                + "changed since, nothing refused it: run oversight replay, compare with a backup, and switch them on "
                + "(alter table … enable always trigger …, alter event trigger … enable always).";

    /// <summary>The guards that are missing or switched off, by name; none when all are on.</summary>
    /// <param name="connection">Of either login.</param>
    /// <param name="cancellation">Stops the reading.</param>
    internal static async Task<IReadOnlyList<string>> OffAsync(
        NpgsqlConnection connection,
        CancellationToken cancellation
    )
    {
        var (names, tables) = Expected.Value;
        return await connection
            .Ask(
                $"""
                select case when g.on_table is null then g.name else format('%s on %s', g.name, g.on_table) end
                from unnest({names}, {tables}) g (name, on_table)
                left join pg_catalog.pg_event_trigger e on g.on_table is null and e.evtname = g.name
                left join pg_catalog.pg_trigger t on t.tgrelid = to_regclass(g.on_table) and t.tgname = g.name
                where coalesce(e.evtenabled, t.tgenabled) is distinct from 'A'
                union all
                select format('row level security on report.%s', c.relname)
                from pg_catalog.pg_class c
                where c.relnamespace = to_regnamespace('report') and c.relkind = 'r' and not c.relrowsecurity
                order by 1
                """
            )
            .RowsAsync(row => row.GetString(0), cancellation);
    }

    // An event trigger is on no table.
    private static (string[] Names, string?[] Tables) ReadExpected()
    {
        var guards = new HashSet<(string Name, string? Table)>();
        foreach (var script in Migration.Scripts)
        {
            // A table's guards go with it.
            guards.RemoveWhere(guard => script.Sql.Contains($"\ndrop table {guard.Table};", StringComparison.Ordinal));
            guards.UnionWith(
                Guard()
                    .Matches(script.Sql)
                    .Select(m => (m.Groups["name"].Value, m.Groups["table"] is { Success: true } on ? on.Value : null))
            );
        }

        return ([.. guards.Select(guard => guard.Name)], [.. guards.Select(guard => guard.Table)]);
    }

    [GeneratedRegex(
        @"^alter (event trigger (?<name>\w+) enable always|table (?<table>[\w.]+) enable always trigger (?<name>\w+));",
        RegexOptions.CultureInvariant | RegexOptions.Multiline | RegexOptions.ExplicitCapture,
        1000
    )]
    private static partial Regex Guard();
}
