namespace Oversight.Projections.Why;

/// <summary>What the record answers for one part of a status.</summary>
/// <param name="Answer">
/// The answer, equal to the same one: the values, the dates, and the bodies, frameworks and rules that it names. Lists are sets: what two entries say
/// alike is said once. Which entries say it, where they stand in the record, and why they were decided are no part of it.
/// </param>
/// <param name="Says">The same for people, in one line.</param>
/// <param name="IsStated">False where the record does not say.</param>
/// <param name="Rules">The rules by which it was found.</param>
/// <param name="Framework">The framework version under which it is read; null where none bears on it.</param>
internal sealed record PartAnswer(
    object Answer,
    string Says,
    bool IsStated,
    IReadOnlyList<AnswerRule> Rules,
    FrameworkReference? Framework = null
)
{
    /// <summary>Several things as one value: each once, in whatever order.</summary>
    public static string Set<T>(IEnumerable<T> values) =>
        $"[{string.Join("; ", values.Select(value => $"{value}").Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))}]";
}

/// <summary>One part of an organisation's status.</summary>
/// <param name="Name">Its stable name, such as segment.</param>
/// <param name="Title">What people call it.</param>
/// <param name="About">The engagement or undertakings that it is about; null where it is about the organisation itself.</param>
/// <param name="Of">Its answer in a record; null where there is nothing to be asked about.</param>
/// <param name="Entry">The entry that it is about, where it is a finding; null elsewhere.</param>
internal sealed record PartOfStatus(
    string Name,
    string Title,
    SubjectId? About,
    Func<RecordAt, PartAnswer?> Of,
    Guid? Entry = null
);
