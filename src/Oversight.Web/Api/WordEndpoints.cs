using Oversight.Projections.Words;
using Oversight.Web.Http;

namespace Oversight.Web.Api;

/// <summary>The words among which somebody chooses.</summary>
internal static class WordEndpoints
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGroup("").WithTags("Words").MapGet("/words", List).WithName("ListWords");

    /// <summary>Every word that can be chosen in an entry, with a sentence of help: kinds, bodies, legal bases, regions, and the words of fields.</summary>
    public static Answered<IReadOnlyList<WordList>> List() => new(WordList.All, Contributing: -1);
}
