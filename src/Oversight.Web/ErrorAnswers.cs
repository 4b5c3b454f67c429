using Microsoft.AspNetCore.Diagnostics;
using Oversight.Desk.Problems;
using Oversight.Web.Design;
using Oversight.Web.Pages;
using Oversight.Web.Problems;

namespace Oversight.Web;

/// <summary>
/// The edge: whatever goes wrong inside becomes an answer here, and what is our own fault is logged here, once.
/// Addresses of the API answer with problem details, all others with a page.
/// </summary>
internal sealed partial class ErrorAnswers(ILogger<ErrorAnswers> logger) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(
        HttpContext httpContext,
        Exception exception,
        CancellationToken cancellationToken
    )
    {
        if (cancellationToken.IsCancellationRequested)
        {
            // Nobody is there to read an answer; the request log says so.
            httpContext.Response.StatusCode = StatusCodes.Status499ClientClosedRequest;
            return true;
        }

        var problem = Of(exception);
        Log(problem, exception);
        await AnswerAsync(httpContext, problem);
        return true;
    }

    /// <summary>What routing and the static addresses refuse has a status and nothing else.</summary>
    public static Task AnswerStatusAsync(StatusCodeContext context) =>
        OfStatus(context.HttpContext) is { } problem ? AnswerAsync(context.HttpContext, problem) : Task.CompletedTask;

    /// <summary>Answers with a problem, as programs or as people read it.</summary>
    public static Task AnswerAsync(HttpContext context, Problem problem) =>
        AnswersInJson(context.Request.Path)
            ? ProblemBody.WriteAsync(context, problem)
            : PageEndpoints.WriteProblemAsync(context, problem);

    /// <summary>True for the addresses that programs use.</summary>
    public static bool AnswersInJson(PathString path) =>
        (
            path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase)
            && !path.StartsWithSegments("/api/docs", StringComparison.OrdinalIgnoreCase)
        )
        || path.StartsWithSegments("/openapi", StringComparison.OrdinalIgnoreCase)
        || path.StartsWithSegments("/health", StringComparison.OrdinalIgnoreCase);

    /// <summary>The problem that an exception is; what the server itself refuses is known here alone.</summary>
    private static Problem Of(Exception exception) =>
        exception switch
        {
            ProblemException e => e.Problem,
            BadHttpRequestException e => new(ProblemType.BadInput, e.Message),
            // A chunk that says a size which is no size: the server has no exception of its own for that.
            IOException { InnerException: OverflowException } => new(
                ProblemType.BadInput,
                "The body cannot be read: a chunk of it says a size that is none."
            ),
            _ => Problem.Of(exception),
        };

    private static Problem? OfStatus(HttpContext context) =>
        context.Response.StatusCode switch
        {
            StatusCodes.Status404NotFound => new(
                ProblemType.NoSuchAddress,
                $"Oversight has no page or address {context.Request.Path}."
            ),
            StatusCodes.Status405MethodNotAllowed => new(
                ProblemType.MethodNotAllowed,
                $"{context.Request.Path} takes {context.Response.Headers.Allow}."
            ),
            StatusCodes.Status415UnsupportedMediaType => new(
                ProblemType.WrongContentType,
                $"The content type was \"{context.Request.ContentType}\"."
            ),
            >= 500 => new(ProblemType.Failed, "The request could not be answered."),
            _ => null,
        };

    private void Log(Problem problem, Exception exception)
    {
        if (problem.Type == ProblemType.Busy)
        {
            LogBusy(logger, exception.Message);
        }
        else if (problem.Type.Status >= 500)
        {
            LogFailed(logger, exception, problem.Type.Name);
        }
    }

    [LoggerMessage(LogLevel.Warning, "The record was busy: {Reason}")]
    private static partial void LogBusy(ILogger logger, string reason);

    [LoggerMessage(LogLevel.Error, "A request failed: {Problem}")]
    private static partial void LogFailed(ILogger logger, Exception exception, string problem);
}
