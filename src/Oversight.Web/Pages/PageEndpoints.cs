using System.Diagnostics;
using System.Reflection;
using System.Text;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Oversight.Desk.Problems;

namespace Oversight.Web.Pages;

/// <summary>What is served beside pages: their two files, and the page that says what is wrong.</summary>
internal static class PageEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        // What the framework serves beside pages is for scripts, of which there are none.
        routes.Map("/_framework/{**path}", () => Results.NotFound()).WithOrder(-1).ExcludeFromDescription();
        MapFile(routes, "/oversight.css", "text/css; charset=utf-8");
        MapFile(routes, "/favicon.svg", "image/svg+xml");
    }

    /// <summary>Answers with a page that says what is wrong.</summary>
    public static Task WriteProblemAsync(HttpContext context, Problem problem)
    {
        context.Response.Headers.CacheControl = "no-store";
        return new PageAnswer<ProblemPage>(
            new()
            {
                [nameof(ProblemPage.Heading)] = problem.Type.Title,
                [nameof(ProblemPage.Detail)] = problem.Detail,
                [nameof(ProblemPage.TraceId)] =
                    problem.Type.Status >= 500 ? Activity.Current?.TraceId.ToString() : null,
            },
            problem.Type.Status
        ).ExecuteAsync(context);
    }

    private static void MapFile(IEndpointRouteBuilder routes, string path, string contentType)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream($"Oversight.Web{path}")!;
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        var content = bytes.ToArray();
        routes
            .MapGet(
                path,
                (HttpContext context) =>
                {
                    context.Response.Headers.CacheControl = "public, max-age=3600";
                    return Results.Bytes(content, contentType);
                }
            )
            .ExcludeFromDescription();
    }

    // Rendered whole before anything is sent, so that what fails on the way is still answered as a problem.
    private sealed class PageAnswer<T>(Dictionary<string, object?> parameters, int status) : IResult
        where T : IComponent
    {
        public async Task ExecuteAsync(HttpContext httpContext)
        {
            var services = httpContext.RequestServices;
            await using var renderer = new HtmlRenderer(services, services.GetRequiredService<ILoggerFactory>());
            var html = await renderer.Dispatcher.InvokeAsync(async () =>
                (await renderer.RenderComponentAsync<T>(ParameterView.FromDictionary(parameters))).ToHtmlString()
            );
            await Results.Content(html, "text/html; charset=utf-8", Encoding.UTF8, status).ExecuteAsync(httpContext);
        }
    }
}
