using System.Diagnostics;
using System.Reflection;
using System.Text;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Oversight.Desk.Problems;
using Oversight.Ledger;
using Oversight.Projections.AuditHistory;
using Oversight.Projections.Deadlines;
using Oversight.Projections.Readiness;
using Oversight.Projections.Timelines;
using Oversight.Projections.Undertakings;
using Oversight.Record.Organisations;
using Oversight.Web.Http;
using Oversight.Web.Problems;

namespace Oversight.Web.Pages;

/// <summary>The pages: rendered here, whole, without a script.</summary>
internal static class PageEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/", NationalAsync).ExcludeFromDescription();
        routes.MapGet("/organisations/{ods}", OrganisationAsync).ExcludeFromDescription();
        RegisterPages.Map(routes);
        LifecyclePages.Map(routes);
        MapFile(routes, "/oversight.css", "text/css; charset=utf-8");
        MapFile(routes, "/favicon.svg", "image/svg+xml");
    }

    /// <summary>Answers with a page that says what is wrong.</summary>
    public static Task WriteProblemAsync(HttpContext context, Problem problem)
    {
        context.Response.Headers.CacheControl = "no-store";
        return Page<ProblemPage>(
                new()
                {
                    [nameof(ProblemPage.Heading)] = problem.Type.Title,
                    [nameof(ProblemPage.Detail)] = problem.Detail,
                    [nameof(ProblemPage.TraceId)] =
                        problem.Type.Status >= 500 ? Activity.Current?.TraceId.ToString() : null,
                },
                problem.Type.Status
            )
            .ExecuteAsync(context);
    }

    private static async Task<IResult> NationalAsync(HttpContext context, OpenRecord record)
    {
        Coordinates.OnlyTakes(context.Request, "on", "known", "region");
        context.Response.Headers.CacheControl = "no-cache";
        PageQuestion? question = null;
        try
        {
            question = PageQuestion.Of(context.Request, record.Clock);
            var at = await record.AtInstantAsync(question.Known, context);
            var picture = NationalPicture.Of(at, question.On, question.Region, question.Known);
            var people = await PeopleNames.OfAsync(
                record,
                picture.Organisations.SelectMany(o => o.Segment.Candidates).Select(c => c.DecidedBy),
                context.RequestAborted
            );
            context.Response.Headers[AnswerHeaders.Place] = at.Place.ToString();
            return Page<NationalPage>(
                new()
                {
                    [nameof(NationalPage.Question)] = question,
                    [nameof(NationalPage.Picture)] = picture,
                    [nameof(NationalPage.People)] = people,
                },
                StatusCodes.Status200OK
            );
        }
        catch (Exception e) when (e is BadInputException or FutureInstantException)
        {
            return Page<NationalPage>(
                new()
                {
                    [nameof(NationalPage.Question)] = question ?? PageQuestion.Today(record.Clock),
                    [nameof(NationalPage.Error)] = e is BadInputException bad
                        ? $"“{bad.Field}” {bad.Problem}"
                        : e.Message,
                    [nameof(NationalPage.OnText)] = context.Request.Query["on"].ToString(),
                    [nameof(NationalPage.KnownText)] = context.Request.Query["known"].ToString(),
                },
                StatusCodes.Status400BadRequest
            );
        }
    }

    private static async Task<IResult> OrganisationAsync(string ods, HttpContext context, OpenRecord record)
    {
        Coordinates.OnlyTakes(context.Request, "on", "known");
        context.Response.Headers.CacheControl = "no-cache";
        var organisation = OdsCode.TryParse(ods, out var code)
            ? code
            : throw ProblemException.NotFound($"“{ods}” is not an ODS code: it has 3 or 5 letters and digits.");
        var question = PageQuestion.Of(context.Request, record.Clock);
        var at = await record.AtInstantAsync(question.Known, context);
        var answer =
            await OrganisationAnswer.OfAsync(
                record,
                at,
                organisation,
                question.On,
                question.Known,
                context.RequestAborted
            ) ?? throw Addresses.NotThere(record, at, SubjectId.Of(organisation));
        var history = AuditHistory.Of(at, SubjectId.Of(organisation))!;
        var people = await PeopleNames.OfAsync(record, PeopleNames.In(history.Entries), context.RequestAborted);
        context.Response.Headers[AnswerHeaders.Place] = at.Place.ToString();
        return Page<OrganisationPage>(
            new()
            {
                [nameof(OrganisationPage.Question)] = question,
                [nameof(OrganisationPage.Answer)] = answer,
                [nameof(OrganisationPage.History)] = history,
                [nameof(OrganisationPage.People)] = people,
                [nameof(OrganisationPage.NameOf)] = (OdsCode other) => NameOf(at, other),
                [nameof(OrganisationPage.Engagements)] = (EngagementReadiness[])
                    [
                        .. EngagementReadiness
                            .All(at, question.On)
                            .Where(r => r.Members.Any(m => m.Organisation == organisation)),
                    ],
                [nameof(OrganisationPage.Undertakings)] = (UndertakingsStanding[])
                    [.. UndertakingsStanding.All(at, question.On).Where(u => u.Organisation == organisation)],
                [nameof(OrganisationPage.Deadlines)] = Deadlines
                    .On(at, question.On)
                    .Concerning(region: null, organisation)
                    .All,
            },
            StatusCodes.Status200OK
        );
    }

    /// <summary>The name of an organisation; its code when it is not registered.</summary>
    public static string NameOf(RecordAt record, OdsCode ods) =>
        record.TimelineOf(ods)?.Of<OrganisationRegistered>().FirstOrDefault()?.Content.Name ?? ods.Value;

    /// <summary>A page, rendered whole.</summary>
    public static IResult Page<T>(Dictionary<string, object?> parameters, int status)
        where T : IComponent => new PageAnswer<T>(parameters, status);

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
