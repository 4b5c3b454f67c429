using System.ComponentModel;
using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Net.Http.Headers;
using Oversight.Web.Access;
using Oversight.Web.Http;
using Oversight.Web.OpenApi;
using Oversight.Web.Problems;

namespace Oversight.Web.Calendars;

/// <summary>What a calendar feed is to be about: exactly one of the two.</summary>
/// <param name="Region">The code of a region, such as Y60.</param>
/// <param name="Organisation">The ODS code of an organisation, such as QOC.</param>
public sealed record CalendarRequest(string? Region = null, string? Organisation = null);

/// <summary>Calendar feeds: made, listed and revoked by who is signed in; read by whoever has the address.</summary>
internal static class CalendarEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes
            .MapPost("/api/calendars", AddAsync)
            .Keeps(
                "AddCalendar",
                "Calendars",
                "A calendar feed of a region's or an organisation's deadlines is made",
                400,
                401,
                404,
                406,
                413,
                415,
                500,
                503
            )
            .Accepts<CalendarRequest>("application/json")
            .Produces<CalendarMade>(StatusCodes.Status201Created);
        routes
            .MapGet("/api/calendars", ListAsync)
            .Keeps("ListCalendars", "Calendars", "The calendar feeds that the caller made", 400, 401, 406, 500, 503)
            .Produces<CalendarsAnswer>();
        routes
            .MapDelete("/api/calendars/{id}", RevokeAsync)
            .Keeps(
                "RevokeCalendar",
                "Calendars",
                "A calendar feed stops answering for good",
                400,
                401,
                404,
                406,
                500,
                503
            )
            .Produces(StatusCodes.Status204NoContent);
        routes.MapGet("/calendars/{secret}.ics", ReadAsync).ExcludeFromDescription();
    }

    private static async Task AddAsync(HttpContext context, OpenRecord record, KnownHosts hosts)
    {
        Coordinates.OnlyTakes(context.Request);
        var body = await JsonBody.ReadObjectAsync(context.Request);
        var asked = StrictJson.Read<CalendarRequest>(body);
        var scope = Scope(asked.Region, asked.Organisation);
        BearerTokens.MustNotBeOfAnother(context.User, scope.Organisation);
        if (scope.Organisation is { } organisation)
        {
            var at = await record.AtAsync(known: null, context);
            if (at.TimelineOf(organisation) is null)
            {
                throw Addresses.NotThere(record, at, SubjectId.Of(organisation));
            }
        }

        var (feed, secret) = await CalendarAccess.AddAsync(
            record.Calendars,
            scope,
            Subject(context),
            context.RequestAborted
        );
        var response = context.Response;
        // Not kept by anybody in between: it holds the secret.
        response.Headers.CacheControl = "no-store";
        response.Headers.Location = $"/api/calendars/{feed.Id}";
        var address = new Uri(hosts.OwnAddress(context), CalendarAccess.PathOf(secret)).ToString();
        await AnswerHeaders.WriteJsonAsync(context, StatusCodes.Status201Created, new CalendarMade(feed.Id, address));
    }

    private static async Task ListAsync(HttpContext context, OpenRecord record)
    {
        Coordinates.OnlyTakes(context.Request);
        var feeds = await record.Calendars.MadeByAsync(Subject(context), context.RequestAborted);
        context.Response.Headers.CacheControl = "private, no-cache";
        await AnswerHeaders.WriteJsonAsync(
            context,
            StatusCodes.Status200OK,
            new CalendarsAnswer([.. feeds.Select(CalendarItem.Of)])
        );
    }

    private static async Task<IResult> RevokeAsync(
        [Description(Parameters.CalendarId)] string id,
        HttpContext context,
        OpenRecord record
    )
    {
        Coordinates.OnlyTakes(context.Request);
        return
            Guid.TryParse(id, out var feed)
            && await record.Calendars.RevokeAsync(feed, Subject(context), context.RequestAborted)
            ? Results.NoContent()
            : throw ProblemException.NotFound("You made no calendar feed of that id: GET /api/calendars lists yours.");
    }

    private static async Task ReadAsync(string secret, HttpContext context, OpenRecord record)
    {
        var feed =
            await CalendarAccess.FindAsync(record.Calendars, secret, context.RequestAborted)
            ?? throw ProblemException.NotFound("There is no calendar feed at this address, or it was revoked.");
        var at = await record.Live.AtAsync(known: null, context.RequestAborted);
        var text = DeadlineCalendar.Of(at, CalendarScope.Of(feed.Scope), London.Today(record.Clock));
        var bytes = Encoding.UTF8.GetBytes(text);
        var tag = new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(SHA256.HashData(bytes).AsSpan(0, 16))}\"");
        var response = context.Response;
        response.Headers.ETag = tag.ToString();
        response.Headers.CacheControl = "private, no-cache";
        if (Preconditions.HasSeen(context.Request, tag))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        response.ContentType = "text/calendar; charset=utf-8";
        response.ContentLength = bytes.Length;
        await response.Body.WriteAsync(bytes, context.RequestAborted);
    }

    private static CalendarScope Scope(string? region, string? organisation) =>
        (region, organisation) switch
        {
            ({ } code, null) => new(Region.Of(code), null),
            (null, { } ods) => new(null, OdsCode.Parse(ods, "organisation")),
            _ => throw new BadInputException("region", "say a region or an organisation, and not both."),
        };

    private static string Subject(HttpContext context) => context.User.FindFirstValue(ClaimTypes.NameIdentifier)!;
}
