using Oversight.Projections.Registers;
using Oversight.Projections.Timelines;

namespace Oversight.Desk.Answers;

/// <summary>What a table is that leaves the program as a file, so that whoever is sent it knows what was asked.</summary>
/// <param name="Title">The question, or the title of the register.</param>
/// <param name="Description">What its rows are.</param>
/// <param name="Known">As known when, in words.</param>
/// <param name="State">As of which state of the record, in words.</param>
/// <param name="Asked">What else it was asked with, in words: filters and order.</param>
public sealed record AboutTable(
    string Title,
    string Description,
    string Known,
    string State,
    IReadOnlyList<string> Asked
)
{
    /// <summary>That of a register, or of a question that it answers.</summary>
    /// <param name="title">The question, or the register's title.</param>
    /// <param name="register">The register.</param>
    /// <param name="record">The record that it was asked of.</param>
    /// <param name="known">As known when; null for now.</param>
    /// <param name="filters">Which rows were asked for.</param>
    /// <param name="sorts">In which order.</param>
    public static AboutTable Of(
        string title,
        Register register,
        RecordAt record,
        DateTimeOffset? known,
        IEnumerable<Filter> filters,
        IEnumerable<Sort> sorts
    ) =>
        new(
            title,
            register.Description,
            known is { } instant ? AnswerJson.Instant(instant) : "as the record stood then",
            record.StateTold,
            [
                .. filters.Select(filter => InWords(filter, register.Columns)),
                .. sorts.Select(sort => InWords(sort, register.Columns)),
            ]
        );

    /// <summary>A filter in words, by the heading of its column: Region is Y58.</summary>
    public static string InWords(Filter filter, IReadOnlyList<Column> columns)
    {
        var heading = columns.FirstOrDefault(c => c.Name == filter.Column)?.Heading ?? filter.Column;
        return filter.Comparison == Comparison.Empty
            ? $"{heading} is {(filter.Value == "true" ? "empty" : "not empty")}"
            : $"{heading} {WordFor(filter.Comparison)} {filter.Value}";
    }

    /// <summary>An order in words: sorted by Due, the greatest first.</summary>
    public static string InWords(Sort sort, IReadOnlyList<Column> columns) =>
        $"sorted by {columns.FirstOrDefault(c => c.Name == sort.Column)?.Heading ?? sort.Column}"
        + (sort.Descending ? ", the last first" : "");

    /// <summary>Its first sheet: what it is, in rows of a name and a text.</summary>
    internal IEnumerable<(string Name, string Text)> Lines(RegisterAnswer answer, int rows) =>
        [
            ("What", Title),
            ("Its rows", Description),
            ("On", answer.On.ToString("d MMMM yyyy", CultureInfo.InvariantCulture)),
            ("As known", Known),
            ("Record", State),
            .. Asked.Select(asked => ("Asked", asked)),
            ("Rows", rows == answer.Rows.Count ? $"{rows}" : $"the first {rows} of {answer.Rows.Count}"),
            .. answer.NotStated.Select(missing => ("Not stated", missing.Sentence)),
            ("Rests on", answer.Entries == 1 ? "1 entry" : $"{answer.Entries} entries"),
            .. answer.Frameworks.Select(framework => ("Framework", framework)),
            .. answer.Rules.Select(rule => ("Rule", $"{rule.Name}: {rule.Sentence}")),
        ];

    private static string WordFor(Comparison comparison) =>
        comparison switch
        {
            Comparison.Is => "is",
            Comparison.Not => "is not",
            Comparison.AtLeast => "is at least",
            Comparison.AtMost => "is at most",
            _ => "contains",
        };
}
