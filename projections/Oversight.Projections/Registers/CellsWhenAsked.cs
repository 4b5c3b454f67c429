using System.Collections;

namespace Oversight.Projections.Registers;

/// <summary>
/// Cells that are computed when they are looked at: of many rows with many columns, a filter looks at one column, and a reader at one page.
/// </summary>
/// <param name="count">How many cells there are.</param>
/// <param name="cell">Computes one; always the same.</param>
internal sealed class CellsWhenAsked(int count, Func<int, object?> cell) : IReadOnlyList<object?>
{
    public int Count => count;

    public object? this[int index] => cell(index);

    public IEnumerator<object?> GetEnumerator() => Enumerable.Range(0, count).Select(cell).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
