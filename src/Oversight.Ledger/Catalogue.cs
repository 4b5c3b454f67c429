using Npgsql;

namespace Oversight.Ledger;

/// <summary>
/// What of the database keeps the record, as its own catalogue says: functions and their text, triggers, constraints, privileges. Compared with what
/// the scripts of this version make (Schema/catalogue.txt, kept up by a test): a guard that is on and does nothing is found.
/// </summary>
internal static class Catalogue
{
    // The text of a function that is written as SQL of its own is made by PostgreSQL, and may be worded otherwise by another version.
    private const string Worded = "text of ";

    private static readonly Lazy<(int Version, Dictionary<string, string> Objects)> Expected = new(ReadExpected);

    /// <summary>The objects as they are, by name, each with what it is.</summary>
    public static async Task<SortedDictionary<string, string>> ReadAsync(
        NpgsqlConnection connection,
        CancellationToken cancellation
    )
    {
        var rows = await connection
            .Ask(
                """
                with ours as (
                    select oid, nspname from pg_catalog.pg_namespace where nspname in ('ledger', 'oversight', 'access')
                ), functions as (
                    select p.oid, format('%I.%I(%s)', n.nspname, p.proname, pg_catalog.pg_get_function_identity_arguments(p.oid)) as name
                    from pg_catalog.pg_proc p join ours n on n.oid = p.pronamespace
                ), tables as (
                    select c.oid, format('%I.%I', n.nspname, c.relname) as name, c.relowner, c.relacl, c.relrowsecurity
                    from pg_catalog.pg_class c join ours n on n.oid = c.relnamespace
                    where c.relkind in ('r', 'v', 'S', 'p')
                )
                select 'function ' || f.name, format('of %s, %s%s%s %s %s', pg_catalog.pg_get_userbyid(p.proowner), l.lanname,
                    case when p.prosecdef then ', security definer' end, case when p.proisstrict then ', strict' end,
                    p.proconfig::text, encode(sha256(convert_to(p.prosrc, 'UTF8')), 'hex'))
                from functions f join pg_catalog.pg_proc p on p.oid = f.oid join pg_catalog.pg_language l on l.oid = p.prolang
                union all
                select 'text of function ' || f.name, encode(sha256(convert_to(pg_catalog.pg_get_function_sqlbody(f.oid), 'UTF8')), 'hex')
                from functions f where pg_catalog.pg_get_function_sqlbody(f.oid) is not null
                union all
                select format('trigger %s on %s', t.tgname, c.name), format('%s %s', t.tgenabled, pg_catalog.pg_get_triggerdef(t.oid))
                from pg_catalog.pg_trigger t join tables c on c.oid = t.tgrelid where not t.tgisinternal
                union all
                select 'event trigger ' || e.evtname, format('%s on %s %s %s', e.evtenabled, e.evtevent, e.evttags::text, e.evtfoid::regproc)
                from pg_catalog.pg_event_trigger e
                union all
                select format('constraint %s on %s', o.conname, c.name), pg_catalog.pg_get_constraintdef(o.oid)
                from pg_catalog.pg_constraint o join tables c on c.oid = o.conrelid where o.contype in ('c', 'f', 'p', 'u', 'x')
                union all
                select 'table ' || c.name, format('of %s%s', pg_catalog.pg_get_userbyid(c.relowner), case when c.relrowsecurity then ', by rows' end)
                from tables c
                union all
                select format('rights of %s on %s', coalesce(nullif(g.grantee, 0)::regrole::text, 'everybody'), c.name),
                    string_agg(g.privilege_type, ', ' order by g.privilege_type)
                from tables c cross join lateral pg_catalog.aclexplode(c.relacl) g
                where g.grantee <> c.relowner group by g.grantee, c.name
                union all
                select format('rights of %s on %s.%s', coalesce(nullif(g.grantee, 0)::regrole::text, 'everybody'), c.name, a.attname),
                    string_agg(g.privilege_type, ', ' order by g.privilege_type)
                from tables c join pg_catalog.pg_attribute a on a.attrelid = c.oid cross join lateral pg_catalog.aclexplode(a.attacl) g
                where g.grantee <> c.relowner group by g.grantee, c.name, a.attname
                """
            )
            .RowsAsync(row => (Name: row.GetString(0), Is: row.GetString(1)), cancellation);
        return new(rows.ToDictionary(row => row.Name, row => row.Is), StringComparer.Ordinal);
    }

    /// <summary>What the database has otherwise than the scripts of this version make it, each in words; none when nothing is.</summary>
    public static async Task<IReadOnlyList<string>> DifferencesAsync(
        NpgsqlConnection connection,
        CancellationToken cancellation
    )
    {
        var (version, expected) = Expected.Value;
        var found = await ReadAsync(connection, cancellation);
        var isOther = connection.PostgreSqlVersion.Major != version;
        return
        [
            .. expected
                .Keys.Union(found.Keys)
                .Where(name => !isOther || !name.StartsWith(Worded, StringComparison.Ordinal))
                .Order(StringComparer.Ordinal)
                .Select(name =>
                    (expected.GetValueOrDefault(name), found.GetValueOrDefault(name)) switch
                    {
                        (_, null) => $"{name} is missing",
                        (null, _) => $"{name} is there, and this version of Oversight does not make it",
                        var (made, now) => made == now
                            ? null
                            : $"{name} is not as this version of Oversight makes it: {now}",
                    }
                )
                .OfType<string>(),
        ];
    }

    /// <summary>How the objects are written down: the version of PostgreSQL, then each in a line.</summary>
    public static string Write(int version, IEnumerable<KeyValuePair<string, string>> objects) =>
        string.Concat(
            objects
                .Select(one => $"{one.Key}\t{one.Value.Replace("\n", "\\n", StringComparison.Ordinal)}\n")
                .Prepend($"PostgreSQL\t{version}\n")
        );

    private static (int Version, Dictionary<string, string> Objects) ReadExpected()
    {
        using var text = new StreamReader(typeof(Catalogue).Assembly.GetManifestResourceStream("catalogue.txt")!);
        var lines = text.ReadToEnd()
            .Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Split('\t'));
        var objects = lines.ToDictionary(
            line => line[0],
            line => line[1].Replace("\\n", "\n", StringComparison.Ordinal)
        );
        objects.Remove("PostgreSQL", out var version);
        return (int.Parse(version!, CultureInfo.InvariantCulture), objects);
    }
}
