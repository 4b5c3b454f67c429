namespace Oversight.Projections.Registers;

/// <summary>What the cells of a column hold.</summary>
public enum ColumnType
{
    /// <summary>A text; where the column names its words, one of them.</summary>
    Text,

    /// <summary>A whole number.</summary>
    Number,

    /// <summary>A date as precise as it is known; it is compared and sorted by its latest day.</summary>
    Date,

    /// <summary>An exact day.</summary>
    Day,

    /// <summary>An instant.</summary>
    Instant,

    /// <summary>Yes or no.</summary>
    YesNo,

    /// <summary>Several texts.</summary>
    List,

    /// <summary>The ids of entries.</summary>
    Entries,

    /// <summary>The ids of people; their names are kept apart from the record.</summary>
    People,
}

/// <summary>A column of a register.</summary>
/// <param name="Name">Its name in filters, addresses and CSV.</param>
/// <param name="Heading">Its heading.</param>
/// <param name="Type">What its cells hold.</param>
/// <param name="Description">What it says, in one line.</param>
/// <param name="Words">The only words that its cells hold; absent where they may hold any text.</param>
public sealed record Column(
    string Name,
    string Heading,
    ColumnType Type,
    string Description,
    IReadOnlyList<string>? Words = null
)
{
    /// <summary>
    /// A cell as text: dates in the form that is stored, or as people write them; instants in UTC; several texts with a
    /// semicolon between. Empty for an empty cell.
    /// </summary>
    /// <param name="cell">The cell's value.</param>
    /// <param name="people">The names behind people's ids; an id without one is shown as a name that was erased.</param>
    /// <param name="forPeople">Dates as people write them.</param>
    public string Text(object? cell, IReadOnlyDictionary<string, string> people, bool forPeople = false) =>
        cell switch
        {
            null => "",
            bool yes => yes ? "yes" : "no",
            DateWithPrecision date => forPeople ? date.ToString() : date.Stored,
            DateOnly day => forPeople
                ? day.ToString("d MMMM yyyy", CultureInfo.InvariantCulture)
                : day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            DateTimeOffset instant => forPeople
                ? London.At(instant).ToString("d MMMM yyyy, HH:mm:ss", CultureInfo.InvariantCulture)
                : instant.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture),
            IReadOnlyList<string> ids when Type == ColumnType.People => string.Join(
                "; ",
                ids.Select(id => people.GetValueOrDefault(id, "(a name that was erased)"))
            ),
            IReadOnlyList<string> texts => string.Join("; ", texts),
            IReadOnlyList<Guid> entries => string.Join("; ", entries),
            IFormattable other => other.ToString(null, CultureInfo.InvariantCulture),
            _ => cell.ToString()!,
        };

    /// <summary>The column of that name.</summary>
    /// <exception cref="BadInputException">There is none; the message lists them.</exception>
    internal static int IndexOf(IReadOnlyList<Column> columns, string name, string field)
    {
        for (var i = 0; i < columns.Count; i++)
        {
            if (columns[i].Name == name)
            {
                return i;
            }
        }

        throw new BadInputException(
            field,
            $"\"{name}\" is not a column here; the columns are {string.Join(", ", columns.Select(c => c.Name))}."
        );
    }
}
