using System.Text.Json;

namespace Oversight.Projections.Registers;

/// <summary>How a filter compares.</summary>
public enum Comparison
{
    /// <summary>The cell is one of several values, with commas between; of a list, one of its texts is.</summary>
    Is,

    /// <summary>The cell is none of several values, with commas between; an empty cell is none.</summary>
    Not,

    /// <summary>The number, date or instant is the value or greater. An empty or unknown one is not.</summary>
    AtLeast,

    /// <summary>The number, date or instant is the value or less. An empty or unknown one is not.</summary>
    AtMost,

    /// <summary>The text, or one text of the list, has the value in it, whatever its letter case.</summary>
    Contains,

    /// <summary>The cell is empty (true) or not (false).</summary>
    Empty,
}

/// <summary>
/// Which rows are wanted: those whose cell of a column compares so with a value. A date with precision is compared by its
/// latest day, with the first day of the value (at least) or its last (at most); an instant may be compared with a day in
/// London.
/// </summary>
/// <param name="Column">The column's name.</param>
/// <param name="Comparison">How it compares.</param>
/// <param name="Value">The value as text.</param>
public sealed record Filter(string Column, Comparison Comparison, string Value)
{
    private static readonly IReadOnlyList<Comparison> Worded =
    [
        .. Enum.GetValues<Comparison>().Where(c => c != Comparison.Is),
    ];

    /// <summary>Its name in addresses: due, or due.atLeast.</summary>
    public string Name => Comparison == Comparison.Is ? Column : $"{Column}.{WordFor(Comparison)}";

    /// <summary>The comparisons that a column of that type takes, by their words in addresses; the first is without one.</summary>
    public static IReadOnlyList<string> WordsFor(ColumnType type) =>
        ["", .. Worded.Where(c => Takes(type, c)).Select(WordFor)];

    /// <summary>Reads "due.atLeast" and its value.</summary>
    /// <exception cref="BadInputException">The word after the point is not one of a comparison.</exception>
    public static Filter Parse(string name, string value)
    {
        if (name.Split('.', 2) is not [var column, var word])
        {
            return new(name, Comparison.Is, value);
        }

        var known = Worded.FirstOrDefault(c => WordFor(c) == word);
        return known != Comparison.Is
            ? new(column, known, value)
            : throw new BadInputException(
                name,
                $"\"{word}\" is not a comparison: write {column} alone, or {string.Join(", ", Worded.Select(c => $"{column}.{WordFor(c)}"))}."
            );
    }

    /// <summary>Reads "due.atLeast=2024-06-01", as it is written on the command line.</summary>
    /// <exception cref="BadInputException">It has no equals sign, or the comparison is not known.</exception>
    public static Filter Parse(string text) =>
        text.IndexOf('=', StringComparison.Ordinal) is > 0 and var at
            ? Parse(text[..at].Trim(), text[(at + 1)..].Trim())
            : throw new BadInputException(
                text,
                "is not a filter: write column=value, column.not=value, column.atLeast=value, column.atMost=value, "
                    + "column.contains=value or column.empty=true."
            );

    /// <summary>What decides whether a row is wanted.</summary>
    /// <exception cref="BadInputException">There is no such column, or it cannot be compared so; the field is the filter's name.</exception>
    internal Func<Row, bool> In(IReadOnlyList<Column> columns)
    {
        var column = Registers.Column.Named(Column, columns, Name);
        if (!Takes(column.Type, Comparison))
        {
            var taken = string.Join(", ", WordsFor(column.Type).Select(w => w.Length == 0 ? Column : $"{Column}.{w}"));
            throw new BadInputException(Name, $"{column.Heading} is not compared so; it takes {taken}.");
        }

        var wanted = Test(column);
        return row => wanted(column.Of(row));
    }

    private static string WordFor(Comparison comparison) =>
        JsonNamingPolicy.CamelCase.ConvertName(comparison.ToString());

    /// <summary>Whether a text holds a part; letter case and accents do not matter, and "&amp;" and "and" are one word.</summary>
    internal static bool Holds(string text, string part) =>
        Spoken(text).Contains(Spoken(part), StringComparison.OrdinalIgnoreCase);

    private static string Spoken(string text) => Unaccented.Of(text.Replace("&", "and", StringComparison.Ordinal));

    private static bool Takes(ColumnType type, Comparison comparison) =>
        comparison switch
        {
            Comparison.AtLeast or Comparison.AtMost => type
                is ColumnType.Number
                    or ColumnType.Date
                    or ColumnType.Day
                    or ColumnType.Instant,
            Comparison.Contains => type is ColumnType.Text or ColumnType.List,
            Comparison.Is or Comparison.Not => type != ColumnType.Instant,
            _ => true,
        };

    private Func<object?, bool> Test(Column column)
    {
        switch (Comparison)
        {
            case Comparison.Empty:
                var empty = YesNo(Value);
                return cell => cell is null == empty;
            case Comparison.Contains:
                var part = BadInputException.Text(Value, Name, 1000);
                return cell => Texts(cell).Any(t => Holds(t, part));
            case Comparison.Is:
                return OneOf(column);
            case Comparison.Not:
                var one = OneOf(column);
                return cell => !one(cell);
            default:
                return Bound(column.Type);
        }
    }

    private Func<object?, bool> OneOf(Column column)
    {
        var values = Value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (values.Length == 0)
        {
            throw new BadInputException(Name, $"must say something; {Column}.empty=true asks for empty cells.");
        }

        if (column.Words is { } words && values.FirstOrDefault(v => !words.Contains(v)) is { } other)
        {
            throw new BadInputException(
                Name,
                $"\"{other}\" is none of {string.Join(", ", words)}.{NearestWord.Question(other, words)}"
            );
        }

        object[] wanted =
        [
            .. values.Select(value =>
                (object)(
                    column.Type switch
                    {
                        ColumnType.Number => Number(value),
                        ColumnType.Date => Date(value),
                        ColumnType.Day => Day(value),
                        ColumnType.YesNo => YesNo(value),
                        ColumnType.Entries => Guid.TryParse(value, out var id)
                            ? id
                            : throw new BadInputException(Name, $"\"{value}\" is not an entry's id."),
                        _ => value,
                    }
                )
            ),
        ];
        return cell =>
            cell switch
            {
                null => false,
                IReadOnlyList<Guid> ids => ids.Any(id => wanted.Contains(id)),
                string or IReadOnlyList<string> => Texts(cell)
                    .Any(t => wanted.Any(w => t.Equals((string)w, StringComparison.OrdinalIgnoreCase))),
                _ => wanted.Contains(cell),
            };
    }

    private Func<object?, bool> Bound(ColumnType type)
    {
        var least = Comparison == Comparison.AtLeast;
        bool Holds(int comparison) => least ? comparison >= 0 : comparison <= 0;
        switch (type)
        {
            case ColumnType.Number:
                var number = Number(Value);
                return cell => cell is long value && Holds(value.CompareTo(number));
            case ColumnType.Instant when Coordinate(Value) is { } instant:
                return cell => cell is DateTimeOffset value && Holds(value.CompareTo(instant));
            case ColumnType.Instant:
                var london = Date(Value);
                return cell =>
                    cell is DateTimeOffset value
                    && Holds(London.DayOf(value).CompareTo(least ? london.Earliest : london.Latest));
            default:
                var date = Date(Value);
                var bound = least ? date.Earliest : date.Latest;
                return cell =>
                    cell switch
                    {
                        DateWithPrecision { Precision: not DatePrecision.Unknown } value => Holds(
                            value.Latest.CompareTo(bound)
                        ),
                        DateOnly value => Holds(value.CompareTo(bound)),
                        _ => false,
                    };
        }
    }

    private static IEnumerable<string> Texts(object? cell) =>
        cell switch
        {
            string text => [text],
            IReadOnlyList<string> texts => texts,
            _ => [],
        };

    private static DateTimeOffset? Coordinate(string text) =>
        text.Contains('T', StringComparison.Ordinal)
        && (text.EndsWith('Z') || text.LastIndexOfAny(['+', '-']) > text.IndexOf('T', StringComparison.Ordinal))
        && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.None, out var instant)
            ? instant
            : null;

    private long Number(string text) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new BadInputException(Name, $"\"{text}\" is not a whole number.");

    private DateWithPrecision Date(string text) =>
        DateWithPrecision.TryParse(text, out var date)
            ? date
            : throw new BadInputException(
                Name,
                $"\"{text}\" is not a date: write 2024-03-12, 2021-08, Q1 2024/25 or 2023/24"
                    + " (for a column of instants also an instant with its offset)."
            );

    private DateOnly Day(string text) =>
        Date(text) is { Precision: DatePrecision.Day } day
            ? day.Earliest
            : throw new BadInputException(Name, $"\"{text}\" is not an exact day, such as 2024-03-12.");

    private bool YesNo(string text) =>
        text switch
        {
            "yes" or "true" => true,
            "no" or "false" => false,
            _ => throw new BadInputException(Name, $"\"{text}\" is not yes or no."),
        };
}
