namespace Oversight.Projections.Answers;

/// <summary>
/// Something that the record does not state and an answer would need: said beside the rows, so that what is missing is not read
/// as "no" or "none".
/// </summary>
/// <param name="What">Its stable name, such as exit-criteria.</param>
/// <param name="Sentence">What is missing, and of how many, for a person.</param>
/// <param name="About">Of which organisations, engagements or undertakings it is missing, by code or id.</param>
/// <param name="Of">Of how many it would be needed.</param>
public sealed record NotStated(string What, string Sentence, IReadOnlyList<string> About, int Of);
