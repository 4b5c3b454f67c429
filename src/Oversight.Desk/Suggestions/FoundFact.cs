using System.Text.Json.Nodes;

namespace Oversight.Desk.Suggestions;

/// <summary>A fact that a pattern found in a sentence.</summary>
/// <param name="Sentence">Where it stands.</param>
/// <param name="Kind">The stored name of the kind of entry.</param>
/// <param name="Trust">The trust that it is about; null: the board.</param>
/// <param name="Identity">
/// What tells it from other facts of its kind in the same words, such as the scope and the figure; never its value, so that a better
/// reading of the same words is still the same suggestion.
/// </param>
/// <param name="Fields">The members of the entry.</param>
/// <param name="Pattern">The pattern that found it.</param>
/// <param name="Note">What else whoever accepts it should know; null: nothing.</param>
internal sealed record FoundFact(
    AssessedSentence Sentence,
    string Kind,
    NamedTrust? Trust,
    string Identity,
    JsonObject Fields,
    TextPattern Pattern,
    string? Note = null
);
