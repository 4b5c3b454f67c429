namespace Oversight.Projections.Registers;

/// <summary>
/// A row of a register. Its documented members are the register's columns, in the order in which they stand: a member's
/// name, type and documentation are the column's. It is made of what was found in the record; a member is computed when
/// it is looked at, for of many rows with many columns a filter looks at one column, and a reader at one page.
/// </summary>
public abstract class Row
{
    /// <summary>The entries that it rests on.</summary>
    public IReadOnlyList<EntryReference> RestsOn => [.. Basis.RestsOn.Distinct()];

    /// <summary>The rules by which it was found.</summary>
    public IReadOnlyList<AnswerRule> Rules => [.. Basis.Rules.Distinct()];

    /// <summary>The id of the framework version under which it is read; null when none is known.</summary>
    public string? Framework => Basis.Framework;

    /// <summary>What it rests on.</summary>
    protected abstract Basis Basis { get; }
}

/// <summary>What a row rests on.</summary>
/// <param name="RestsOn">The entries.</param>
/// <param name="Rules">The rules by which it was found.</param>
/// <param name="Framework">The id of the framework version under which it is read; null when none is known.</param>
public readonly record struct Basis(
    IEnumerable<EntryReference> RestsOn,
    IEnumerable<AnswerRule> Rules,
    string? Framework
);

/// <summary>The heading of a column, where it is not the member's name in words.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class HeadingAttribute(string text) : Attribute
{
    public string Text => text;
}

/// <summary>Says that the texts of a column are the ids of people.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class PeopleAttribute : Attribute;
