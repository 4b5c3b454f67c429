using Microsoft.Net.Http.Headers;
using Oversight.Desk.Problems;
using Oversight.Web.Problems;

namespace Oversight.Web.Http;

/// <summary>
/// Refuses a request of the API that accepts none of what is answered, before anything is stored: a caller who cannot read the receipt
/// does not get one.
/// </summary>
internal sealed class AcceptedTypes(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext context)
    {
        var accepted = context.Request.GetTypedHeaders().Accept;
        var metadata = context.GetEndpoint()?.Metadata;
        var isApi = metadata?.GetMetadata<AnswersInJson>() is not null;
        var files = metadata?.GetMetadata<AnswersInCsv>();
        return
            !isApi
            || accepted.Count == 0
            || accepted.Any(type =>
                type.Quality != 0 && (IsJson(type) || (files is not null && TableFile.IsOfFile(type, files.InXlsx)))
            )
            ? next(context)
            : throw new ProblemException(
                new Problem(
                    ProblemType.NotAcceptable,
                    $"The request accepts only \"{context.Request.Headers.Accept}\"."
                )
                {
                    Field = "Accept",
                }
            );
    }

    private static bool IsJson(MediaTypeHeaderValue type) =>
        type.MatchesAllTypes
        || type.MediaType.Equals("application/*", StringComparison.OrdinalIgnoreCase)
        || type.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase)
        || type.MediaType.Equals(ProblemBody.ContentType, StringComparison.OrdinalIgnoreCase);
}
