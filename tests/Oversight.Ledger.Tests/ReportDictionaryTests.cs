using System.Reflection;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Oversight.Projections.Reports;

namespace Oversight.Ledger.Tests;

/// <summary>What the database says of the report tables, in its comments: the same as the rows' documentation, and a page of its own.</summary>
public sealed partial class ReportDictionaryTests(SharedRecord shared) : IClassFixture<SharedRecord>
{
    private const string Command =
        "OVERSIGHT_DOCS=write ./oversight test Oversight.Ledger.Tests --filter-class '*ReportDictionaryTests'";

    // Every row has them: which rows there are, ReportPeriods says.
    private const int ColumnsOfRanges = 5;

    private static readonly string File = typeof(ReportDictionaryTests)
        .Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key == "ReportTablesPage")
        .Value!;

    [Fact]
    public async Task Columns_and_their_comments_are_what_the_rows_and_their_documentation_say()
    {
        var documentation = XDocument
            .Load(Path.ChangeExtension(typeof(ReportRow).Assembly.Location, ".xml"))
            .Descendants("member")
            .ToDictionary(member => member.Attribute("name")!.Value);
        var nullability = new NullabilityInfoContext();
        foreach (var table in ReportTable.All.DistinctBy(table => table.Name))
        {
            var row = table.GetType().GetGenericArguments().Single();
            var wanted = table.Columns.Select(column =>
            {
                var member = row.GetProperties()
                    .Single(p => JsonNamingPolicy.SnakeCaseLower.ConvertName(p.Name) == column.Name);
                var isNull = nullability.Create(member).ReadState == NullabilityState.Nullable;
                var said =
                    documentation[$"T:{row.FullName}"]
                        .Elements("param")
                        .FirstOrDefault(p => p.Attribute("name")!.Value == member.Name)
                    ?? documentation[$"P:{member.DeclaringType!.FullName}.{member.Name}"].Element("summary")!;
                return $"{column.Name} {TypeOf(column.Type)}{(isNull ? "" : " not null")}: {Spaces().Replace(said.Value, " ").Trim()}";
            });
            var held = await shared.Database.RowsAsync(
                $"""
                select format('%s %s%s: %s', attname, format_type(atttypid, atttypmod), case when attnotnull then ' not null' else '' end,
                    col_description(attrelid, attnum))
                from pg_attribute
                where attrelid = 'report.{table.Name}'::regclass and attnum > {ColumnsOfRanges} and not attisdropped
                order by attnum
                """
            );
            Assert.Equal(wanted, held);
        }
    }

    [Fact]
    public async Task The_page_of_report_tables_says_what_the_database_says()
    {
        var page = await PageAsync();
        if (Environment.GetEnvironmentVariable("OVERSIGHT_DOCS") == "write")
        {
            await System.IO.File.WriteAllTextAsync(File, page);
        }

        var kept = System.IO.File.Exists(File) ? await System.IO.File.ReadAllTextAsync(File) : "";
        Assert.True(
            kept == page,
            $"docs/report-tables.md is not what the database says any more. Write it anew: {Command}"
        );
    }

    [Fact]
    public async Task Every_table_view_column_and_function_has_a_comment() =>
        Assert.Equal(
            [],
            await shared.Database.RowsAsync(
                """
                select c.relname::text from pg_class c
                where relnamespace = 'report'::regnamespace and relkind in ('r', 'v') and obj_description(oid, 'pg_class') is null
                union all
                select attrelid::regclass || '.' || attname from pg_attribute join pg_class c on c.oid = attrelid
                where relnamespace = 'report'::regnamespace and relkind in ('r', 'v') and attnum > 0 and col_description(attrelid, attnum) is null
                union all
                select oid::regprocedure::text from pg_proc where pronamespace = 'report'::regnamespace and obj_description(oid, 'pg_proc') is null
                """
            )
        );

    private async Task<string> PageAsync()
    {
        var page = new StringBuilder();
        page.Append(
            $"""
            # The report tables

            <!-- Written by a test, from the database's comments: {Command} -->

            {(
                await shared.Database.ScalarAsync<string>(
                    "select obj_description('report'::regnamespace, 'pg_namespace')"
                )
            )} The schema is `report`; how to get in is in
            [Power BI and Excel](power-bi-and-excel.md). Start with the view `current_status`.

            - Every table but `state` has a row for each thing and run of days, for as long as that was believed: what holds on a day as believed at an
              instant is `where valid @> date '2024-09-30' and known @> now()`, and another instant gives what Oversight said then.
            - Texts in lower case with hyphens are words of the record. Dates that may be imprecise are texts: `2024-05-01`, `2024-05`, `2024`, `unknown`.
            - `uncertain` and `not-stated` are answers. A missing row says nothing.

            """
        );
        foreach (
            var part in await shared.Database.RowsAsync(
                """
                select format(E'\n## %s %s\n\n%s\n\n| Column | Type | What it is |\n| --- | --- | --- |\n%s\n',
                    case relkind when 'v' then 'View' else 'Table' end, relname, obj_description(c.oid, 'pg_class'),
                    (select string_agg(format('| %s | %s%s | %s |', attname, format_type(atttypid, atttypmod),
                            case when relkind = 'r' and not attnotnull then ', or null' else '' end, col_description(attrelid, attnum)), E'\n' order by attnum)
                        from pg_attribute where attrelid = c.oid and attnum > 0 and not attisdropped))
                from pg_class c
                where relnamespace = 'report'::regnamespace and relkind in ('r', 'v')
                order by relkind = 'r', relname collate "C"
                """
            )
        )
        {
            page.Append(part);
        }

        foreach (
            var function in await shared.Database.RowsAsync(
                """
                select format(E'\n## Function %s(%s)\n\n%s\n', proname, pg_get_function_arguments(oid), obj_description(oid, 'pg_proc'))
                from pg_proc
                where pronamespace = 'report'::regnamespace and has_function_privilege('oversight_analyst', oid, 'execute')
                order by proname collate "C"
                """
            )
        )
        {
            page.Append(function);
        }

        return page.ToString();
    }

    private static string TypeOf(Type type) =>
        type == typeof(string) ? "text"
        : type == typeof(int) ? "integer"
        : type == typeof(long) ? "bigint"
        : type == typeof(bool) ? "boolean"
        : type == typeof(DateOnly) ? "date"
        : type == typeof(DateTimeOffset) ? "timestamp with time zone"
        : type == typeof(Guid) ? "uuid"
        : type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>)
            ? $"{TypeOf(type.GetGenericArguments()[0])}[]"
        : throw new ArgumentException($"No column is a {type}.", nameof(type));

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
