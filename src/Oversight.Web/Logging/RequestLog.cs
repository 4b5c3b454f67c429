using System.Diagnostics;

namespace Oversight.Web.Logging;

/// <summary>
/// One line for each request: method, route, status, milliseconds. Neither address nor query, header nor body: nothing
/// that could name a person.
/// </summary>
internal sealed partial class RequestLog(RequestDelegate next, ILogger<RequestLog> logger)
{
    public async Task InvokeAsync(HttpContext context)
    {
        var began = Stopwatch.GetTimestamp();
        // Kept here: a HEAD is answered as a GET further in.
        var method = MethodOf(context.Request);
        try
        {
            await next(context);
        }
        finally
        {
            var route = (context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText ?? "(none)";
            var milliseconds = Math.Round(Stopwatch.GetElapsedTime(began).TotalMilliseconds, 3);
            LogRequest(logger, method, route, context.Response.StatusCode, milliseconds);
        }
    }

    // A method is any token: one that is not known could say anything.
    private static string MethodOf(HttpRequest request) =>
        request.Method is "GET" or "HEAD" or "POST" or "PUT" or "DELETE" or "PATCH" or "OPTIONS" or "TRACE" or "CONNECT"
            ? request.Method
            : "(other)";

    [LoggerMessage(LogLevel.Information, "{Method} {Route} answered {Status} in {Milliseconds} ms")]
    private static partial void LogRequest(
        ILogger logger,
        string method,
        string route,
        int status,
        double milliseconds
    );
}
