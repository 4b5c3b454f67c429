namespace Oversight.Projections.Registers;

/// <summary>A row of a register.</summary>
/// <param name="Cells">
/// A value for each column: a text, a whole number, a date with precision, a day, an instant, yes or no, a list of texts or
/// of ids; null when there is nothing to say, never an empty list.
/// </param>
/// <param name="RestsOn">The entries that it rests on.</param>
/// <param name="Rules">The rules by which it was found.</param>
/// <param name="Framework">The id of the framework version under which it is read; null when none is known.</param>
public sealed record Row(
    IReadOnlyList<object?> Cells,
    IReadOnlyList<EntryReference> RestsOn,
    IReadOnlyList<AnswerRule> Rules,
    string? Framework
);
