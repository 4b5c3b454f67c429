using Microsoft.AspNetCore.Diagnostics;
using Serilog.AspNetCore;
using Serilog.Events;

namespace Oversight.Web.Logging;

/// <summary>
/// One line for each request: method, route, status, milliseconds. Neither address nor query, header nor body: nothing
/// that could name a person.
/// </summary>
internal static class RequestLines
{
    public static void Configure(RequestLoggingOptions options, Serilog.ILogger logger)
    {
        options.Logger = logger;
        options.MessageTemplate = "{Method} {Route} answered {Status} in {Milliseconds} ms";
        options.GetLevel = (_, _, _) => LogEventLevel.Information;
        options.GetMessageTemplateProperties = (context, _, milliseconds, status) =>
            [
                Property("Method", MethodOf(context.Request)),
                Property("Route", (EndpointOf(context) as RouteEndpoint)?.RoutePattern.RawText ?? "(none)"),
                Property("Status", status),
                Property("Milliseconds", Math.Round(milliseconds, 3)),
            ];
    }

    // After an error the framework keeps it with the error.
    private static Endpoint? EndpointOf(HttpContext context) =>
        context.GetEndpoint() ?? context.Features.Get<IExceptionHandlerFeature>()?.Endpoint;

    // A method is any token: one that is not known could say anything.
    private static string MethodOf(HttpRequest request) =>
        request.Method is "GET" or "HEAD" or "POST" or "PUT" or "DELETE" or "PATCH" or "OPTIONS" or "TRACE" or "CONNECT"
            ? request.Method
            : "(other)";

    private static LogEventProperty Property(string name, object value) => new(name, new ScalarValue(value));
}
