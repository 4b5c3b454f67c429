namespace Oversight.Projections.Registers;

/// <summary>An order of rows. Empty cells come last, whichever way; rows that are equal keep the register's own order.</summary>
/// <param name="Column">The column's name.</param>
/// <param name="Descending">From the greatest to the least.</param>
public sealed record Sort(string Column, bool Descending = false)
{
    /// <summary>Reads "-due,ods": columns with commas between, a hyphen before one that descends.</summary>
    /// <exception cref="BadInputException">A column's name is missing, or it stands there twice.</exception>
    public static IReadOnlyList<Sort> Parse(string text, string field = "sort")
    {
        Sort[] sorts =
        [
            .. text.Split(',', StringSplitOptions.TrimEntries)
                .Select(name => name.StartsWith('-') ? new Sort(name[1..], Descending: true) : new Sort(name)),
        ];
        return
            sorts.Any(s => s.Column.Length == 0)
            || sorts.DistinctBy(s => s.Column, StringComparer.Ordinal).Count() != sorts.Length
            ? throw new BadInputException(
                field,
                "must be columns with commas between, each once, a hyphen before one that descends: -due,ods."
            )
            : sorts;
    }

    /// <summary>The rows in the order of several sorts, the first first.</summary>
    /// <exception cref="BadInputException">There is no such column.</exception>
    internal static IEnumerable<Row> Apply(
        IEnumerable<Row> rows,
        IReadOnlyList<Sort> sorts,
        IReadOnlyList<Column> columns
    )
    {
        if (sorts.Count == 0)
        {
            return rows;
        }

        var ordered = rows.OrderBy(_ => 0);
        foreach (var sort in sorts)
        {
            var column = Registers.Column.Named(sort.Column, columns, "sort");
            ordered = ordered.ThenBy(row => column.Of(row) is null);
            ordered = sort.Descending
                ? ordered.ThenByDescending(column.Of, CellOrder.Instance)
                : ordered.ThenBy(column.Of, CellOrder.Instance);
        }

        return ordered;
    }

    /// <summary>The same, of which only some are looked at, and how many there are.</summary>
    /// <param name="rows">The rows, in the register's own order.</param>
    /// <param name="sorts">The sorts, the first first.</param>
    /// <param name="columns">The register's columns.</param>
    /// <param name="among">Which of them, counted from the first; null: all.</param>
    /// <exception cref="BadInputException">There is no such column.</exception>
    internal static (IReadOnlyList<Row> Rows, int Total) Apply(
        IEnumerable<Row> rows,
        IReadOnlyList<Sort> sorts,
        IReadOnlyList<Column> columns,
        Range? among
    )
    {
        if (among is not { } some)
        {
            Row[] all = [.. Apply(rows, sorts, columns)];
            return (all, all.Length);
        }

        if (sorts.Count == 0 && rows is IReadOnlyList<Row> list)
        {
            var (from, count) = (Math.Min(some.Start.Value, list.Count), some.End.Value - some.Start.Value);
            return ([.. Enumerable.Range(from, Math.Min(count, list.Count - from)).Select(i => list[i])], list.Count);
        }

        Row[] found = [.. rows];
        return ([.. sorts.Count == 0 ? found.Take(some) : Apply(found, sorts, columns).Take(some)], found.Length);
    }

    private sealed class CellOrder : IComparer<object?>
    {
        public static CellOrder Instance { get; } = new();

        public int Compare(object? x, object? y) =>
            (x, y) switch
            {
                (null, _) or (_, null) => 0,
                (DateWithPrecision one, DateWithPrecision other) => (one.Latest, one.Earliest).CompareTo(
                    (other.Latest, other.Earliest)
                ),
                (string one, string other) => Texts(one, other),
                (IReadOnlyList<string> one, IReadOnlyList<string> other) => Texts(
                    string.Join('\n', one),
                    string.Join('\n', other)
                ),
                (IReadOnlyList<Guid> one, IReadOnlyList<Guid> other) => one[0].CompareTo(other[0]),
                (IComparable one, _) => one.CompareTo(y),
                _ => 0,
            };

        // Without regard to letter case, and where that leaves a tie with it.
        private static int Texts(string one, string other) =>
            string.Compare(one, other, StringComparison.OrdinalIgnoreCase) is var order && order != 0
                ? order
                : string.CompareOrdinal(one, other);
    }
}
