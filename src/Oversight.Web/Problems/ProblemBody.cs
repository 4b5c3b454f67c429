using System.Text.Json;
using Oversight.Desk.Problems;

namespace Oversight.Web.Problems;

/// <summary>A problem as the body of an answer.</summary>
internal static class ProblemBody
{
    public const string ContentType = "application/problem+json";

    /// <summary>Answers with problem details.</summary>
    public static async Task WriteAsync(HttpContext context, Problem problem)
    {
        var response = context.Response;
        response.StatusCode = problem.Type.Status;
        response.ContentType = ContentType;
        response.Headers.CacheControl = "no-store";
        if (problem.Type.Status == StatusCodes.Status503ServiceUnavailable || problem.Type == ProblemType.NotProvedYet)
        {
            response.Headers.RetryAfter = "1";
        }

        if (problem.Type == ProblemType.NotSignedIn && response.Headers.WWWAuthenticate.Count == 0)
        {
            response.Headers.WWWAuthenticate = "Bearer realm=\"oversight\", error=\"invalid_token\"";
        }

        var body = JsonSerializer.SerializeToUtf8Bytes(problem.ToAnswer(), AnswerJson.Options);
        response.ContentLength = body.Length;
        await response.Body.WriteAsync(body, context.RequestAborted);
    }
}
