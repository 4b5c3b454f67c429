using Oversight.Projections.Status;

namespace Oversight.Projections.Registers;

/// <summary>The rule by which a row was found.</summary>
/// <param name="Name">Its stable name.</param>
/// <param name="Sentence">The rule in a sentence.</param>
public sealed record ReadingRule(string Name, string Sentence);

/// <summary>A row of a register.</summary>
/// <param name="Cells">
/// A value for each column: a text, a whole number, a date with precision, a day, an instant, yes or no, a list of texts or
/// of ids; null when there is nothing to say, never an empty list.
/// </param>
/// <param name="RestsOn">The entries that it rests on.</param>
/// <param name="Rule">The rule by which it was found.</param>
/// <param name="Framework">The id of the framework version under which it is read; null when none is known.</param>
public sealed record Row(
    IReadOnlyList<object?> Cells,
    IReadOnlyList<EntryReference> RestsOn,
    ReadingRule Rule,
    string? Framework
);
