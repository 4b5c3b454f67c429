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

        if (sorts.Count == 0 || some.End.Value > Few)
        {
            Row[] found = [.. rows];
            return ([.. Apply(found, sorts, columns).Take(some)], found.Length);
        }

        var first = new FirstOf(some.End.Value, sorts, columns);
        var total = 0;
        foreach (var row in rows)
        {
            first.Offer(row, total++);
        }

        return ([.. first.InOrder().Skip(some.Start.Value)], total);
    }

    // Of so many the first are kept while the rows go by; of more all rows are sorted.
    private const int Few = 1_000;

    /// <summary>The first rows of an order: of most rows only the cell is read that says that they are none of them.</summary>
    private sealed class FirstOf : IComparer<FirstOf.Kept>
    {
        private readonly int wanted;
        private readonly (Column Column, bool Descending)[] by;
        private readonly PriorityQueue<Kept, Kept> kept;
        private object?[] cells;

        public FirstOf(int wanted, IReadOnlyList<Sort> sorts, IReadOnlyList<Column> columns)
        {
            this.wanted = wanted;
            cells = new object?[sorts.Count];
            by = [.. sorts.Select(s => (Registers.Column.Named(s.Column, columns, "sort"), s.Descending))];
            // The last of those kept stands first in the queue, to go when a better one comes.
            kept = new(Comparer<Kept>.Create((one, other) => Compare(other, one)));
        }

        public void Offer(Row row, int number)
        {
            if (wanted == 0)
            {
                return;
            }

            var offered = new Kept(row, number, cells);
            if (kept.Count < wanted)
            {
                kept.Enqueue(offered, offered);
            }
            else if (Compare(offered, kept.Peek()) < 0)
            {
                kept.DequeueEnqueue(offered, offered);
            }
            else
            {
                Array.Clear(cells);
                return;
            }

            cells = new object?[by.Length];
        }

        public IEnumerable<Row> InOrder() => kept.UnorderedItems.Select(k => k.Element).Order(this).Select(k => k.Row);

        public int Compare(Kept one, Kept other)
        {
            for (var i = 0; i < by.Length; i++)
            {
                var (x, y) = (one.Cell(i, by[i].Column), other.Cell(i, by[i].Column));
                var order =
                    x is null || y is null ? (x is null).CompareTo(y is null)
                    : by[i].Descending ? CellOrder.Instance.Compare(y, x)
                    : CellOrder.Instance.Compare(x, y);
                if (order != 0)
                {
                    return order;
                }
            }

            return one.Number.CompareTo(other.Number);
        }

        public readonly record struct Kept(Row Row, int Number, object?[] Read)
        {
            public object? Cell(int index, Column column)
            {
                // A cell that is empty is read again: that costs less than to remember that it is.
                return Read[index] ??= column.Of(Row);
            }
        }
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
