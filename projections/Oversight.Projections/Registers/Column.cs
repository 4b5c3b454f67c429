using System.Reflection;
using System.Text.Json;

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
    private Func<Row, object?> Read { get; init; } = _ => null;

    /// <summary>
    /// The cell of a row: a text, a whole number, a date with precision, a day, an instant, yes or no, a list of texts or
    /// of ids; null when there is nothing to say, never an empty list.
    /// </summary>
    public object? Of(Row row) => Read(row);

    /// <summary>
    /// A cell as text: dates in the form that is stored, or as people write them; instants in UTC; several texts with a
    /// semicolon between. Empty for an empty cell.
    /// </summary>
    /// <param name="cell">The cell's value.</param>
    /// <param name="people">The names behind people's ids; of an id without one it says that none is kept.</param>
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
                : AnswerJson.Instant(instant),
            IReadOnlyList<string> ids when Type == ColumnType.People => string.Join(
                "; ",
                ids.Select(id => people.GetValueOrDefault(id, InWords.NoNameKept)).Distinct()
            ),
            IReadOnlyList<string> texts => string.Join("; ", texts),
            IReadOnlyList<Guid> entries => string.Join("; ", entries),
            IFormattable other => other.ToString(null, CultureInfo.InvariantCulture),
            _ => cell.ToString()!,
        };

    /// <summary>The columns that the documented members of a row are.</summary>
    public static IReadOnlyList<Column> Of<TRow>()
        where TRow : Row =>
        [
            .. typeof(TRow)
                .GetProperties(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
                .Select(Of),
        ];

    /// <summary>The column of that name.</summary>
    /// <exception cref="BadInputException">There is none; the message lists them.</exception>
    internal static Column Named(string name, IReadOnlyList<Column> columns, string field) =>
        columns.FirstOrDefault(c => c.Name == name)
        ?? throw new BadInputException(
            field,
            $"\"{name}\" is not a column here; the columns are {string.Join(", ", columns.Select(c => c.Name))}."
        );

    private static Column Of(PropertyInfo member)
    {
        var type = Nullable.GetUnderlyingType(member.PropertyType) ?? member.PropertyType;
        var inWords = member.Name[0] + Stored(member.Name)[1..].Replace('-', ' ');
        var words = type.IsEnum
            ? Enum.GetValues(type).Cast<object>().ToDictionary(word => word, word => Stored($"{word}"))
            : [];
        return new(
            JsonNamingPolicy.CamelCase.ConvertName(member.Name),
            member.GetCustomAttribute<HeadingAttribute>()?.Text ?? inWords,
            member.IsDefined(typeof(PeopleAttribute)) ? ColumnType.People : TypeOf(type),
            Documentation.Of(member.DeclaringType!, member.Name) ?? "",
            type.IsEnum ? [.. words.Values]
                : type == typeof(DueWithin) ? DueWithin.Words
                : null
        )
        {
            Read = type.IsEnum
                ? row => member.GetValue(row) is { } word ? words[word] : null
                : row => Cell(member.GetValue(row)),
        };
    }

    private static ColumnType TypeOf(Type type) =>
        type == typeof(int) || type == typeof(long) ? ColumnType.Number
        : type == typeof(DateWithPrecision) ? ColumnType.Date
        : type == typeof(DateOnly) ? ColumnType.Day
        : type == typeof(DateTimeOffset) ? ColumnType.Instant
        : type == typeof(bool) ? ColumnType.YesNo
        : type == typeof(Guid) ? ColumnType.Entries
        : type.IsAssignableTo(typeof(IEnumerable<string?>)) || type.IsAssignableTo(typeof(IEnumerable<OdsCode>))
            ? ColumnType.List
        : ColumnType.Text;

    private static object? Cell(object? value) =>
        value switch
        {
            "" => null,
            int number => (long)number,
            DueWithin within => within.Word,
            OdsCode organisation => organisation.Value,
            Guid entry => new[] { entry },
            IEnumerable<OdsCode> organisations => Several(organisations.Select(o => o.Value)),
            IEnumerable<string?> texts => Several(texts.OfType<string>()),
            _ => value,
        };

    private static string[]? Several(IEnumerable<string> texts) =>
        texts.ToArray() is { Length: > 0 } several ? several : null;

    private static string Stored(string word) => JsonNamingPolicy.KebabCaseLower.ConvertName(word);
}
