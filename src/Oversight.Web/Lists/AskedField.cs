using Oversight.Projections.Registers;
using Oversight.Web.Design;

namespace Oversight.Web.Lists;

/// <summary>A field by which a list is filtered: what a person would filter by; addresses take every comparison.</summary>
/// <param name="Name">Its name in the address.</param>
/// <param name="Label">What it asks for.</param>
/// <param name="Description">What the column says.</param>
/// <param name="Choices">What can be chosen; null where it is written.</param>
public sealed record AskedField(string Name, string Label, string Description, IReadOnlyList<Choice>? Choices = null)
{
    /// <summary>Those of a column.</summary>
    public static IEnumerable<AskedField> Of(Column column) =>
        column.Type switch
        {
            ColumnType.Number => Range(column, "at least", "at most"),
            ColumnType.Date or ColumnType.Day or ColumnType.Instant => Range(column, "from", "to"),
            ColumnType.Entries or ColumnType.People => [],
            ColumnType.YesNo => [new(column.Name, column.Heading, column.Description, InWords(["yes", "no"]))],
            _ when column.Words is { } words => [new(column.Name, column.Heading, column.Description, InWords(words))],
            _ => [new($"{column.Name}.contains", $"{column.Heading} contains", column.Description)],
        };

    private static AskedField[] Range(Column column, string from, string to) =>
        [
            new($"{column.Name}.atLeast", $"{column.Heading} {from}", column.Description),
            new($"{column.Name}.atMost", $"{column.Heading} {to}", column.Description),
        ];

    private static Choice[] InWords(IEnumerable<string> words) =>
        [.. words.Select(word => new Choice(word, Words.Begun(word.Replace('-', ' '))))];
}
