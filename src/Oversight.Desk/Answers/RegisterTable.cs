using Oversight.Projections.Registers;
using Oversight.Projections.Timelines;

namespace Oversight.Desk.Answers;

/// <summary>A row of a register.</summary>
/// <param name="Cells">
/// The values by the names of their columns, all of them in every row; what is empty is null. A date with precision is text, an
/// entry's or person's id too; what can be several is an array.
/// </param>
/// <param name="RestsOn">The entries that it rests on.</param>
/// <param name="Rules">The names of the rules by which it was found.</param>
/// <param name="Framework">The id of the framework version under which it is read.</param>
public sealed record TableRow(
    IReadOnlyDictionary<string, object?> Cells,
    IReadOnlyList<EntryReference> RestsOn,
    IReadOnlyList<string> Rules,
    string? Framework
);

/// <summary>What a register answers.</summary>
/// <param name="Place">The place of the record at which it was computed.</param>
/// <param name="Known">As known when; absent for now.</param>
/// <param name="On">The day.</param>
/// <param name="Register">The name of the register.</param>
/// <param name="Title">Its title.</param>
/// <param name="Columns">The columns asked for.</param>
/// <param name="Total">How many rows there are, of which these may be a part.</param>
/// <param name="Next">What to send as after for the rows that follow; absent when none do.</param>
/// <param name="Rows">The rows.</param>
/// <param name="NotStated">What the record does not state and the rows would need; not "no" and not "none".</param>
/// <param name="Entries">On how many entries all rows rest together.</param>
/// <param name="Rules">The rules by which they were found.</param>
/// <param name="Frameworks">The ids of the framework versions under which they are read.</param>
/// <param name="People">The names behind the people's ids in this answer; of one that was redacted, that it was, and by which entry; of one of which nothing is kept, nothing.</param>
public sealed record RegisterTable(
    long Place,
    DateTimeOffset? Known,
    DateOnly On,
    string Register,
    string Title,
    IReadOnlyList<Column> Columns,
    int Total,
    int? Next,
    IReadOnlyList<TableRow> Rows,
    IReadOnlyList<NotStated> NotStated,
    int Entries,
    IReadOnlyList<AnswerRule> Rules,
    IReadOnlyList<string> Frameworks,
    IReadOnlyDictionary<string, string> People
)
{
    /// <summary>An answer, or a part of its rows, with its people's names.</summary>
    /// <param name="answer">The answer.</param>
    /// <param name="known">As known when; null for now.</param>
    /// <param name="people">The names behind people's ids.</param>
    /// <param name="after">How many rows are passed over.</param>
    /// <param name="limit">How many rows there are at most.</param>
    public static RegisterTable Of(
        RegisterAnswer answer,
        DateTimeOffset? known,
        IReadOnlyDictionary<string, string> people,
        int after = 0,
        int limit = int.MaxValue
    )
    {
        TableRow[] rows = [.. answer.Rows.Skip(after).Take(limit).Select(row => Of(row, answer.Columns))];
        return new(
            answer.Place,
            known,
            answer.On,
            answer.Register.Name,
            answer.Register.Title,
            answer.Columns,
            answer.Rows.Count,
            after + rows.Length < answer.Rows.Count ? after + rows.Length : null,
            rows,
            answer.NotStated,
            answer.Entries,
            answer.Rules,
            answer.Frameworks,
            people
        );
    }

    /// <summary>The names of the people in an answer.</summary>
    public static Task<IReadOnlyDictionary<string, string>> PeopleInAsync(
        RegisterAnswer answer,
        OpenRecord record,
        RecordAt seen,
        CancellationToken cancellation
    ) => PeopleNames.OfAsync(record, seen, answer.People, cancellation);

    private static TableRow Of(Row row, IReadOnlyList<Column> columns) =>
        new(
            columns.ToDictionary(column => column.Name, column => column.Of(row)),
            row.RestsOn,
            [.. row.Rules.Select(r => r.Name)],
            row.Framework
        );
}
