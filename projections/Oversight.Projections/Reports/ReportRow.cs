using System.Collections;
using System.Reflection;
using System.Text.Json;

namespace Oversight.Projections.Reports;

/// <summary>
/// What a table of the schema <c>report</c> says of one thing on a day: a documented record of its own for each table. Members are columns of
/// the same name in snake_case; texts are words of the record, dates with precision are texts in the stored form.
/// </summary>
public abstract record ReportRow
{
    /// <summary>Which of the things that its subject's rows are about: unique among the rows of a table, a subject and a day.</summary>
    public abstract string Key { get; }

    /// <summary>
    /// The day from which all that it rests on has been communicated to the organisations concerned (-infinity: public, or said by them); null where
    /// something has not been.
    /// </summary>
    /// <remarks>What organisations may read is judged by it; -infinity is the first day of all here.</remarks>
    public DateOnly? CommunicatedFrom { get; init; }

    /// <summary>The ids of the entries that it rests on.</summary>
    /// <remarks>In the order of their places.</remarks>
    public required IReadOnlyList<Guid> RestsOn { get; init; }
}

/// <summary>A row's key and cells, equal to another when every one of them is.</summary>
/// <param name="Key">Which of the things that its subject's rows are about.</param>
/// <param name="Cells">Its cells, in the order of the columns: text, number, truth value, day, list of these, or null.</param>
public sealed record ReportCells(string Key, IReadOnlyList<object?> Cells)
{
    /// <summary>Cell by cell, lists by what is in them.</summary>
    public bool Equals(ReportCells? other) =>
        other is not null && Key == other.Key && Cells.Zip(other.Cells).All(pair => Same(pair.First, pair.Second));

    /// <inheritdoc/>
    public override int GetHashCode() => Key.GetHashCode(StringComparison.Ordinal);

    private static bool Same(object? one, object? other) =>
        one is IEnumerable and not string && other is IEnumerable and not string
            ? ((IEnumerable)one).Cast<object?>().SequenceEqual(((IEnumerable)other).Cast<object?>())
            : Equals(one, other);
}

/// <summary>A column of a report table.</summary>
/// <param name="Name">Its name in the table.</param>
/// <param name="Type">The type of its cells in .NET: string, int, bool, DateOnly, or lists of them and of Guid.</param>
public sealed record ReportColumn(string Name, Type Type)
{
    internal static IReadOnlyList<(ReportColumn Column, PropertyInfo Member)> Of(Type row) =>
        [
            .. row.GetProperties(BindingFlags.Public | BindingFlags.Instance)
                .Where(member => member.Name is not (nameof(ReportRow.Key) or "EqualityContract"))
                .OrderBy(member => member.DeclaringType == typeof(ReportRow))
                .Select(member =>
                    (
                        new ReportColumn(
                            JsonNamingPolicy.SnakeCaseLower.ConvertName(member.Name),
                            Nullable.GetUnderlyingType(member.PropertyType) ?? member.PropertyType
                        ),
                        member
                    )
                ),
        ];
}
