using Oversight.Projections.Search;
using Oversight.Web.Http;

namespace Oversight.Web.Api;

/// <summary>What is searched for.</summary>
internal sealed record SearchAsked
{
    /// <summary>
    /// Words, each of which must begin a word of what is found, at most 200 characters; or an ODS code, an entry's id, or its place. Letter case,
    /// accents and punctuation do not matter.
    /// </summary>
    /// <example>elective recovery</example>
    public string? Q { get; init; }

    /// <summary>
    /// Only this kind, and up to 200 of it: organisation, recovery, undertaking, criterion, framework, concern, commitment, document or entry;
    /// without it the first five of each.
    /// </summary>
    /// <example>criterion</example>
    public string? Kind { get; init; }
}

/// <summary>Search over what somebody may see.</summary>
internal static class SearchEndpoints
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGroup("").WithTags("Search").MapGet("/search", GetAsync).WithName("Search");

    /// <summary>
    /// What is found of names, codes, wordings, reasons and titles of documents, by kind: what is called so before what mentions it, then the last
    /// recorded first.
    /// </summary>
    public static async Task<Answered<SearchAnswer>> GetAsync(
        [AsParameters] SearchAsked asked,
        [AsParameters] AsOf asOf
    )
    {
        var day = asOf.Day;
        var kind = KindOf(asked.Kind);
        var at = await asOf.AtAsync();
        return new(
            SearchAnswer.Of(at, asOf.Instant, day, asked.Q ?? "", kind),
            // Any entry may be found.
            at.Place,
            $"{day:O}",
            asked.Q ?? "",
            $"{kind}"
        );
    }

    /// <summary>The kind that a word names; null for none.</summary>
    /// <exception cref="BadInputException">There is no such kind.</exception>
    public static FoundKind? KindOf(string? word) =>
        string.IsNullOrWhiteSpace(word) ? null
        : Enum.GetValues<FoundKind>().Where(kind => InWords.Stored(kind) == word).ToArray() is [var kind] ? kind
        : throw new BadInputException(
            "kind",
            $"must be one of {string.Join(", ", Enum.GetValues<FoundKind>().Select(InWords.Stored))}."
        );
}
