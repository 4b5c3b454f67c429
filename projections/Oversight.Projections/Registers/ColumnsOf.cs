namespace Oversight.Projections.Registers;

/// <summary>What a row rests on.</summary>
internal readonly record struct Basis(
    IEnumerable<EntryReference> RestsOn,
    IEnumerable<AnswerRule> Rules,
    string? Framework
);

/// <summary>The columns of a register with the value that each takes from an item, in order.</summary>
internal sealed class ColumnsOf<T>
{
    private readonly List<(Column Column, Func<T, object?> Value)> columns = [];

    public IReadOnlyList<Column> Columns => [.. columns.Select(c => c.Column)];

    public IReadOnlyList<object?> CellsOf(T item) => new CellsWhenAsked(columns.Count, i => columns[i].Value(item));

    public ColumnsOf<T> Text(string name, string heading, string description, Func<T, string?> value) =>
        Add(
            new(name, heading, ColumnType.Text, description),
            item => value(item) is { Length: > 0 } text ? text : null
        );

    /// <summary>One of the words of an enumeration.</summary>
    public ColumnsOf<T> Word<TWord>(string name, string heading, string description, Func<T, TWord?> value)
        where TWord : struct, Enum =>
        Add(
            new(name, heading, ColumnType.Text, description, [.. Enum.GetValues<TWord>().Select(InWords.Stored)]),
            item => value(item) is { } word ? InWords.Stored(word) : null
        );

    /// <summary>One of these words.</summary>
    public ColumnsOf<T> Word(
        string name,
        string heading,
        string description,
        IReadOnlyList<string> words,
        Func<T, string?> value
    ) => Add(new(name, heading, ColumnType.Text, description, words), value);

    public ColumnsOf<T> Number(string name, string heading, string description, Func<T, long?> value) =>
        Add(new(name, heading, ColumnType.Number, description), item => value(item));

    public ColumnsOf<T> Date(string name, string heading, string description, Func<T, DateWithPrecision?> value) =>
        Add(new(name, heading, ColumnType.Date, description), item => value(item));

    public ColumnsOf<T> Day(string name, string heading, string description, Func<T, DateOnly?> value) =>
        Add(new(name, heading, ColumnType.Day, description), item => value(item));

    public ColumnsOf<T> Instant(string name, string heading, string description, Func<T, DateTimeOffset?> value) =>
        Add(new(name, heading, ColumnType.Instant, description), item => value(item));

    public ColumnsOf<T> YesNo(string name, string heading, string description, Func<T, bool?> value) =>
        Add(new(name, heading, ColumnType.YesNo, description), item => value(item));

    public ColumnsOf<T> List(string name, string heading, string description, Func<T, IEnumerable<string>?> value) =>
        Several(name, heading, ColumnType.List, description, value);

    public ColumnsOf<T> People(string name, string heading, string description, Func<T, IEnumerable<string?>?> value) =>
        Several(name, heading, ColumnType.People, description, item => value(item)?.OfType<string>());

    public ColumnsOf<T> Entries(string name, string heading, string description, Func<T, IEnumerable<Guid>?> value) =>
        Several(name, heading, ColumnType.Entries, description, value);

    private ColumnsOf<T> Several<TPart>(
        string name,
        string heading,
        ColumnType type,
        string description,
        Func<T, IEnumerable<TPart>?> value
    ) =>
        Add(
            new(name, heading, type, description),
            item => value(item)?.ToArray() is { Length: > 0 } several ? several : null
        );

    private ColumnsOf<T> Add(Column column, Func<T, object?> value)
    {
        columns.Add((column, value));
        return this;
    }
}
