using System.Text.Json;
using Microsoft.Net.Http.Headers;
using Oversight.Desk.Problems;
using Oversight.Web.Problems;

namespace Oversight.Web.Http;

/// <summary>The body of a request as JSON; what it says is read by <see cref="StrictJson"/>.</summary>
internal static class JsonBody
{
    /// <summary>The whole body as one JSON object that could be stored.</summary>
    public static async Task<JsonElement> ReadObjectAsync(HttpRequest request)
    {
        CheckContentType(request);
        using var bytes = new MemoryStream();
        await request.Body.CopyToAsync(bytes, request.HttpContext.RequestAborted);
        if (bytes.Length == 0)
        {
            throw ProblemException.BadInput("$", "The body is empty; it must be a JSON object.");
        }

        return StrictJson.ParseObject(bytes.ToArray());
    }

    private static void CheckContentType(HttpRequest request)
    {
        var good =
            MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
            && type.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase)
            && (type.Charset.Length == 0 || type.Charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase));
        if (!good || request.Headers.ContentEncoding.Count > 0)
        {
            var sent = request.ContentType is null ? "no content type" : $"the content type \"{request.ContentType}\"";
            throw new ProblemException(
                new Problem(
                    ProblemType.WrongContentType,
                    good ? "The body was sent compressed." : $"The body was sent with {sent}."
                )
                {
                    Field = good ? "Content-Encoding" : "Content-Type",
                }
            );
        }
    }
}
