using Microsoft.AspNetCore.Components;
using Oversight.Desk.Problems;
using Oversight.Ledger;
using Oversight.Projections.Readiness;
using Oversight.Projections.Timelines;
using Oversight.Web.Http;
using Oversight.Web.Problems;

namespace Oversight.Web.Pages;

/// <summary>The pages of Recovery Support, undertakings and deadlines.</summary>
internal static class LifecyclePages
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/recoveries", RecoveriesAsync).ExcludeFromDescription();
        routes.MapGet("/recoveries/{id}", RecoveryAsync).ExcludeFromDescription();
        routes.MapGet("/undertakings", UndertakingsListAsync).ExcludeFromDescription();
        routes.MapGet("/undertakings/{id}", UndertakingsAsync).ExcludeFromDescription();
        routes.MapGet("/deadlines", DeadlinesAsync).ExcludeFromDescription();
    }

    private static Task<IResult> RecoveriesAsync(HttpContext context, OpenRecord record) =>
        ListAsync<RecoveryListPage>(
            context,
            record,
            ["on", "known", "region"],
            (at, question) =>
                new()
                {
                    [nameof(RecoveryListPage.Answer)] = (EngagementReadiness[])
                        [
                            .. EngagementReadiness
                                .All(at, question.On)
                                .Where(r =>
                                    question.Region is not { } region || r.Members.Any(m => m.Region == region.Code)
                                )
                                .OrderByDescending(r => r.UnderWay)
                                .ThenByDescending(r => r.DaysInProgramme),
                        ],
                }
        );

    private static Task<IResult> UndertakingsListAsync(HttpContext context, OpenRecord record) =>
        ListAsync<UndertakingsListPage>(
            context,
            record,
            ["on", "known", "region"],
            (at, question) =>
                new()
                {
                    [nameof(UndertakingsListPage.Answer)] = (UndertakingsItem[])
                        [
                            .. UndertakingsListAnswer
                                .Of(at, question.On, question.Known)
                                .Undertakings.Where(u => question.Region is not { } region || u.Region == region.Code)
                                .OrderByDescending(u => u.Overdue)
                                .ThenByDescending(u => u.Open),
                        ],
                }
        );

    private static Task<IResult> DeadlinesAsync(HttpContext context, OpenRecord record) =>
        ListAsync<DeadlinesPage>(
            context,
            record,
            ["on", "known", "region", "organisation"],
            (at, question) =>
            {
                var ods = context.Request.Query["organisation"].ToString().Trim();
                OdsCode? organisation = ods.Length == 0 ? null : OdsCode.Parse(ods, "organisation");
                return new()
                {
                    [nameof(DeadlinesPage.Answer)] = DeadlinesAnswer.Of(
                        at,
                        question.On,
                        question.Known,
                        question.Region,
                        organisation,
                        within: null,
                        overdue: false
                    ),
                    [nameof(DeadlinesPage.NameOf)] = (OdsCode other) => PageEndpoints.NameOf(at, other),
                };
            }
        );

    // What cannot be read is said beside the form, which keeps what was written in it.
    private static async Task<IResult> ListAsync<T>(
        HttpContext context,
        OpenRecord record,
        string[] takes,
        Func<RecordAt, PageQuestion, Dictionary<string, object?>> ask
    )
        where T : IComponent
    {
        Coordinates.OnlyTakes(context.Request, takes);
        context.Response.Headers.CacheControl = "no-cache";
        // A form sends its empty fields too.
        var asked = takes
            .Select(name => (Name: name, Value: context.Request.Query[name].ToString().Trim()))
            .Where(field => field.Value.Length > 0)
            .ToDictionary(field => field.Name, field => field.Value);
        PageQuestion? question = null;
        try
        {
            question = PageQuestion.Of(context.Request, record.Clock);
            var at = await record.AtInstantAsync(question.Known, context);
            var parameters = ask(at, question);
            parameters["Question"] = question;
            parameters["Asked"] = asked;
            parameters["Place"] = at.Place;
            context.Response.Headers[AnswerHeaders.Place] = at.Place.ToString();
            return PageEndpoints.Page<T>(parameters, StatusCodes.Status200OK);
        }
        catch (Exception e) when (e is BadInputException or FutureInstantException)
        {
            return PageEndpoints.Page<T>(
                new()
                {
                    ["Question"] = question ?? PageQuestion.Today(record.Clock),
                    ["Asked"] = asked,
                    ["Error"] = e is BadInputException bad ? $"“{bad.Field}” {bad.Problem}" : e.Message,
                },
                StatusCodes.Status400BadRequest
            );
        }
    }

    private static async Task<IResult> RecoveryAsync(string id, HttpContext context, OpenRecord record)
    {
        var (subject, question, at) = await AskedAsync(SubjectKind.Recovery, id, context, record);
        var answer =
            await RecoveryAnswer.OfAsync(record, at, subject, question.On, question.Known, context.RequestAborted)
            ?? throw Addresses.NotThere(record, at, subject);
        return PageEndpoints.Page<RecoveryPage>(
            new()
            {
                [nameof(RecoveryPage.Question)] = question,
                [nameof(RecoveryPage.Answer)] = answer,
                [nameof(RecoveryPage.NameOf)] = (OdsCode other) => PageEndpoints.NameOf(at, other),
            },
            StatusCodes.Status200OK
        );
    }

    private static async Task<IResult> UndertakingsAsync(string id, HttpContext context, OpenRecord record)
    {
        var (subject, question, at) = await AskedAsync(SubjectKind.Undertakings, id, context, record);
        var answer =
            await UndertakingsAnswer.OfAsync(record, at, subject, question.On, question.Known, context.RequestAborted)
            ?? throw Addresses.NotThere(record, at, subject);
        return PageEndpoints.Page<UndertakingsPage>(
            new() { [nameof(UndertakingsPage.Question)] = question, [nameof(UndertakingsPage.Answer)] = answer },
            StatusCodes.Status200OK
        );
    }

    private static async Task<(SubjectId, PageQuestion, RecordAt)> AskedAsync(
        SubjectKind kind,
        string id,
        HttpContext context,
        OpenRecord record
    )
    {
        Coordinates.OnlyTakes(context.Request, "on", "known");
        context.Response.Headers.CacheControl = "no-cache";
        SubjectId subject;
        try
        {
            subject = SubjectId.Of(kind, id);
        }
        catch (BadInputException e)
        {
            // An address that nothing can have is one where nothing is.
            throw ProblemException.NotFound($"“{id}” {e.Problem}");
        }

        var question = PageQuestion.OfTimes(context.Request, record.Clock);
        var at = await record.AtInstantAsync(question.Known, context);
        context.Response.Headers[AnswerHeaders.Place] = at.Place.ToString();
        return (subject, question, at);
    }
}
