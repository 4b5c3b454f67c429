using System.Text.RegularExpressions;
using Npgsql;

namespace Oversight.Ledger;

/// <summary>
/// What keeps the record inside the database, looked at from outside: a superuser can switch it off, and then it has to be said. Which
/// triggers there must be, the schema's scripts say.
/// </summary>
public static partial class Guards
{
    private static readonly Lazy<(string[] Events, string[] Names, string[] Tables)> Expected = new(ReadExpected);

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
        var (events, names, tables) = Expected.Value;
        return await connection
            .Ask(
                $"""
                select g.name
                from unnest({events}) g (name)
                left join pg_catalog.pg_event_trigger t on t.evtname = g.name
                where t.evtenabled is distinct from 'A'
                union all
                select format('%s on %s', g.name, g.on_table)
                from unnest({names}, {tables}) g (name, on_table)
                left join pg_catalog.pg_trigger t on t.tgrelid = to_regclass(g.on_table) and t.tgname = g.name
                where t.tgenabled is distinct from 'A'
                order by 1
                """
            )
            .RowsAsync(row => row.GetString(0), cancellation);
    }

    private static (string[] Events, string[] Names, string[] Tables) ReadExpected()
    {
        var scripts = string.Join('\n', Migration.Scripts.Select(script => script.Sql));
        string[] events = [.. EventTrigger().Matches(scripts).Select(m => m.Groups["name"].Value).Distinct()];
        var triggers = Trigger()
            .Matches(scripts)
            .Select(m => (Name: m.Groups["name"].Value, Table: m.Groups["table"].Value))
            .Distinct()
            .ToArray();
        return (events, [.. triggers.Select(t => t.Name)], [.. triggers.Select(t => t.Table)]);
    }

    [GeneratedRegex(
        @"^alter event trigger (?<name>\w+) enable always;",
        RegexOptions.CultureInvariant | RegexOptions.Multiline,
        1000
    )]
    private static partial Regex EventTrigger();

    [GeneratedRegex(
        @"^alter table (?<table>[\w.]+) enable always trigger (?<name>\w+);",
        RegexOptions.CultureInvariant | RegexOptions.Multiline,
        1000
    )]
    private static partial Regex Trigger();
}
