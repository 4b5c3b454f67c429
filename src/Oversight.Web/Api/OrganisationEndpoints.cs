using System.ComponentModel;
using Microsoft.AspNetCore.Mvc;
using Oversight.Desk;
using Oversight.Projections.AuditHistory;
using Oversight.Projections.Timelines;
using Oversight.Record;
using Oversight.Record.Decisions;
using Oversight.Record.Events;
using Oversight.Record.Organisations;
using Oversight.Web.OpenApi;
using Oversight.Web.Problems;

namespace Oversight.Web.Api;

/// <summary>Organisations: the national picture, each one's status and history, and how they begin and end.</summary>
internal static class OrganisationEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes
            .MapGet("/api/organisations", ListAsync)
            .Reads<NationalPicture>("ListOrganisations", "Organisations", "The national picture of a day");
        routes
            .MapGet("/api/organisations/{ods}", GetAsync)
            .Reads<OrganisationAnswer>("GetOrganisation", "Organisations", "One organisation's status on a day");
        routes
            .MapGet("/api/organisations/{ods}/history", HistoryAsync)
            .Reads<HistoryAnswer>(
                "GetOrganisationHistory",
                "Organisations",
                "All that was recorded about an organisation"
            );
        routes
            .MapPost("/api/organisations", RegisterAsync)
            .Decides<OrganisationRegistered>(
                "RegisterOrganisation",
                "Organisations",
                "Register an organisation",
                forNew: true
            );
        routes
            .MapDecision<OrganisationSucceeded>("succession", (ods, content) => new RecordSuccession(ods, content))
            .Decides<OrganisationSucceeded>(
                "RecordSuccession",
                "Organisations",
                "An organisation ended and others follow it"
            );
    }

    /// <summary>Maps a decision about an organisation that is in the record.</summary>
    public static RouteHandlerBuilder MapDecision<T>(
        this IEndpointRouteBuilder routes,
        string name,
        Func<OdsCode, T, Command> command
    )
        where T : Event =>
        routes.MapPost(
            $"/api/organisations/{{ods}}/{name}",
            async ([Description(Parameters.Ods)] string ods, HttpContext context, OpenRecord record) =>
            {
                Coordinates.OnlyTakes(context.Request);
                var organisation = OdsCode.Parse(ods);
                var version = Preconditions.Version(context.Request, $"/api/organisations/{organisation}");
                var body = await JsonBody.ReadObjectAsync(context.Request);
                var content = (T)JsonBody.Read(body, typeof(T), "");
                return await Deciding.LogAsync(
                    context,
                    record,
                    version,
                    people => command(organisation, people.Commit(content))
                );
            }
        );

    /// <summary>The problem of an organisation that the record at a place says nothing of.</summary>
    public static ProblemException NotThere(OpenRecord open, RecordAt record, OdsCode ods)
    {
        var all = open.Live.Timelines.At(open.Live.Timelines.Place).TimelineOf(ods);
        if (all is null)
        {
            return ProblemException.NotFound($"{ods} is not in the record: register it first, or check the code.");
        }

        var first = all.Recorded[0];
        return first.Place > record.Place
            ? ProblemException.NotFound(
                $"{ods} was not in the record yet at place {record.Place}: it came in at place {first.Place}, "
                    + $"recorded {AnswerJson.Instant(first.Recorded)}."
            )
            : ProblemException.NotFound(
                $"{ods} is not registered at place {record.Place}: its registration was retracted. "
                    + $"Its history is at /api/organisations/{ods}/history."
            );
    }

    private static async Task<IResult> ListAsync(
        [Description(Parameters.Region)] string? region,
        [Description(Parameters.On)] string? on,
        [Description(Parameters.Known)] string? known,
        HttpContext context,
        OpenRecord record
    )
    {
        Coordinates.OnlyTakes(context.Request, "region", "on", "known");
        var inRegion = region is null ? null : Region.Of(region);
        var day = Coordinates.Day(on, record.Clock);
        var at = await record.AtAsync(known, context.RequestAborted);
        return new Answer<NationalPicture>(
            NationalPicture.Of(at, day, inRegion, Coordinates.Known(known)),
            at.Place,
            NationalPicture.Contributing(at),
            $"{day:O}",
            inRegion?.Code ?? ""
        );
    }

    private static async Task<IResult> GetAsync(
        [Description(Parameters.Ods)] string ods,
        [Description(Parameters.On)] string? on,
        [Description(Parameters.Known)] string? known,
        HttpContext context,
        OpenRecord record
    )
    {
        Coordinates.OnlyTakes(context.Request, "on", "known");
        var organisation = OdsCode.Parse(ods);
        var day = Coordinates.Day(on, record.Clock);
        var at = await record.AtAsync(known, context.RequestAborted);
        var answer =
            await OrganisationAnswer.OfAsync(
                record,
                at,
                organisation,
                day,
                Coordinates.Known(known),
                context.RequestAborted
            ) ?? throw NotThere(record, at, organisation);
        return new Answer<OrganisationAnswer>(
            answer,
            at.Place,
            answer.Status.Contributing,
            [$"{day:O}", .. answer.People.Keys]
        );
    }

    private static async Task<IResult> HistoryAsync(
        [Description(Parameters.Ods)] string ods,
        [Description(Parameters.Known)] string? known,
        HttpContext context,
        OpenRecord record
    )
    {
        Coordinates.OnlyTakes(context.Request, "known");
        var organisation = OdsCode.Parse(ods);
        var at = await record.AtAsync(known, context.RequestAborted);
        var history = AuditHistory.Of(at, SubjectId.Of(organisation)) ?? throw NotThere(record, at, organisation);
        var answer = await HistoryAnswer.OfAsync(record, history, Coordinates.Known(known), context.RequestAborted);
        return new Answer<HistoryAnswer>(answer, at.Place, history.Contributing, [.. answer.People.Keys]);
    }

    private static async Task<IResult> RegisterAsync(HttpContext context, OpenRecord record)
    {
        Coordinates.OnlyTakes(context.Request);
        var version = Preconditions.VersionOfNew(context.Request, "/api/organisations/{ods}/history");
        var body = await JsonBody.ReadObjectAsync(context.Request);
        var content = (OrganisationRegistered)JsonBody.Read(body, typeof(OrganisationRegistered), "");
        return await Deciding.LogAsync(
            context,
            record,
            version,
            people => new RegisterOrganisation(content.Organisation, people.Commit(content))
        );
    }
}
