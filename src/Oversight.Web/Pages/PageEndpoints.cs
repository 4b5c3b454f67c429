using System.Diagnostics;
using System.IO.Pipelines;
using System.Text;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Oversight.Desk.Problems;
using Oversight.Projections.Completeness;
using Oversight.Web.Design;

namespace Oversight.Web.Pages;

/// <summary>What is served beside pages: their files, and the page that says what is wrong.</summary>
internal static class PageEndpoints
{
    /// <summary>Adds what pages are rendered with.</summary>
    /// <exception cref="FormatException">What is configured cannot be taken.</exception>
    public static void AddPages(this IServiceCollection services, WebSettings settings)
    {
        services.AddSingleton(Operator.Parse(settings.Operator));
        services.AddSingleton(CompletenessThresholds.Parse(settings.Completeness));
        services.AddWebEncoders();
        services.AddRazorComponents();
    }

    public static void MapPages(this IEndpointRouteBuilder routes)
    {
        // Pages are read alone; what their forms change is sent to an address of its own (Forms.MapForms).
        routes
            .MapRazorComponents<App>()
            .DisableAntiforgery()
            .WithMetadata(new HttpMethodMetadata([HttpMethods.Get]))
            .Finally(page =>
            {
                var render = page.RequestDelegate!;
                page.RequestDelegate = context => SendWholeAsync(context, render);
            });
        // What the framework serves beside pages is for scripts, of which there are none.
        routes.Map("/_framework/{**path}", () => Results.NotFound()).WithOrder(-1).ExcludeFromDescription();
        routes.MapFiles();
    }

    /// <summary>Answers with a page that says what is wrong.</summary>
    public static async Task WriteProblemAsync(HttpContext context, Problem problem)
    {
        var services = context.RequestServices;
        var said = new Dictionary<string, object?>
        {
            [nameof(ProblemPage.Problem)] = problem,
            [nameof(ProblemPage.TraceId)] = problem.Type.Status >= 500 ? Activity.Current?.TraceId.ToString() : null,
        };
        // Not with the request's own renderer: that may be the one that failed.
        await using var renderer = new HtmlRenderer(services, services.GetRequiredService<ILoggerFactory>());
        var html = await renderer.Dispatcher.InvokeAsync(async () =>
            (await renderer.RenderComponentAsync<ProblemPage>(ParameterView.FromDictionary(said))).ToHtmlString()
        );
        context.Response.Headers.CacheControl = "no-store";
        await Results
            .Content(html, "text/html; charset=utf-8", Encoding.UTF8, problem.Type.Status)
            .ExecuteAsync(context);
    }

    // Nothing is held back: the page is read when all of it is there.
    private static readonly PipeOptions Whole = new(pauseWriterThreshold: 0, minimumSegmentSize: 16 * 1024);

    // With its length, and nothing before all of it is there: what fails on the way is still answered as a problem. In memory that is used again: an
    // array as large as a page is collected only together with all that the record holds in memory, and everybody waits for that.
    private static async Task SendWholeAsync(HttpContext context, RequestDelegate render)
    {
        var response = context.Response;
        var sent = response.Body;
        var page = new Pipe(Whole);
        try
        {
            await using (response.Body = page.Writer.AsStream())
            {
                await render(context);
            }

            response.Body = sent;
            // No script of the framework's asks for pages.
            response.Headers.Remove("blazor-enhanced-nav");
            var whole = (await page.Reader.ReadAtLeastAsync(int.MaxValue, context.RequestAborted)).Buffer;
            response.ContentLength = whole.Length;
            foreach (var part in whole)
            {
                if (!part.IsEmpty)
                {
                    await sent.WriteAsync(part, context.RequestAborted);
                }
            }
        }
        finally
        {
            response.Body = sent;
            await page.Reader.CompleteAsync();
        }
    }
}
