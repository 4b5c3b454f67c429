using System.Security.Cryptography;
using System.Text;
using Microsoft.Net.Http.Headers;
using Oversight.Ledger.People;
using Oversight.Web.Http;
using Oversight.Web.OpenApi;
using Oversight.Web.Problems;
using Oversight.Web.SignIn;

namespace Oversight.Web.Calendars;

/// <summary>What a calendar feed is to be about: exactly one of the two.</summary>
/// <param name="Region">The code of a region, such as Y60.</param>
/// <param name="Organisation">The ODS code of an organisation, such as QOC.</param>
public sealed record CalendarRequest(string? Region = null, string? Organisation = null);

/// <summary>A calendar feed that an address names.</summary>
internal sealed record OfCalendar
{
    [Step("The id of a calendar feed, as /api/calendars gives it.", "0191f0a4-5f2a-7c6e-9d57-0d8f6a1f2b3c")]
    public required string Id { get; init; }
}

/// <summary>Calendar feeds: made, listed and revoked by who is signed in; read by whoever has the address.</summary>
internal static class CalendarEndpoints
{
    public static void Map(IEndpointRouteBuilder api)
    {
        var calendars = api.MapGroup("")
            .WithTags("Calendars")
            .WithMetadata(new AnswersInJson())
            .WithMetadata(Descriptions.Problems(400, 406, 500, 503));
        calendars
            .MapPost("/calendars", AddAsync)
            .WithName("AddCalendar")
            .Accepts<CalendarRequest>("application/json")
            .Produces<CalendarMade>(StatusCodes.Status201Created)
            .WithMetadata(Descriptions.Problems(404, 413, 415));
        calendars.MapGet("/calendars", ListAsync).WithName("ListCalendars").Produces<CalendarsAnswer>();
        calendars
            .MapDelete("/calendars/{id}", RevokeAsync)
            .WithName("RevokeCalendar")
            .Produces(StatusCodes.Status204NoContent)
            .WithMetadata(Descriptions.Problems(404));
    }

    /// <summary>A feed, for whoever has its address.</summary>
    public static void MapCalendarFeeds(this IEndpointRouteBuilder routes) =>
        // Calendar programs have nothing but the address: its secret says whose it is.
        routes
            .MapGet("/calendars/{secret}.ics", ReadAsync)
            .AllowAnonymous()
            .WithMetadata(new ReadBy(Face.Feed))
            .ExcludeFromDescription();

    /// <summary>A calendar feed of a region's or an organisation's deadlines is made.</summary>
    public static async Task<Reply<CalendarMade>> AddAsync(HttpContext context, OpenRecord record, KnownHosts hosts)
    {
        var body = await JsonBody.ReadObjectAsync(context.Request);
        var asked = StrictJson.Read<CalendarRequest>(body);
        var (feed, address) = await MakeAsync(asked.Region, asked.Organisation, context, record, hosts);
        // Not kept by anybody in between: it holds the secret.
        return new(new(feed, address), StatusCodes.Status201Created) { Location = $"/api/calendars/{feed}" };
    }

    /// <summary>Makes a feed for whoever asks, of what they look after; its address is told once.</summary>
    public static async Task<(Guid Feed, string Address)> MakeAsync(
        string? region,
        string? ods,
        HttpContext context,
        OpenRecord record,
        KnownHosts hosts
    )
    {
        var scope = Scope(region, ods);
        var at = await record.AtInstantAsync(known: null, context);
        if (!record.LookAfter(scope.Region, scope.Organisation, context))
        {
            throw new NotAllowedException(
                "A calendar feed is of a region or an organisation that you look after: name your own, or one that you oversee."
            );
        }

        if (scope.Organisation is { } organisation && at.TimelineOf(organisation) is null)
        {
            throw Addresses.NotThere(record, at, SubjectId.Of(organisation));
        }

        var (feed, secret) = await CalendarAccess.AddAsync(
            record.Calendars,
            scope,
            context.SignedIn()!,
            context.RequestAborted
        );
        return (feed.Id, new Uri(hosts.OwnAddress(context), CalendarAccess.PathOf(secret)).ToString());
    }

    /// <summary>The calendar feeds that the caller made; to an administrator everybody's.</summary>
    public static async Task<Reply<CalendarsAnswer>> ListAsync(HttpContext context, OpenRecord record)
    {
        var feeds = await record.Calendars.MadeByAsync(MakerOf(context), context.RequestAborted);
        return new(new([.. feeds.Select(CalendarItem.Of)])) { CacheControl = "private, no-cache" };
    }

    /// <summary>A calendar feed stops answering for good: one that the caller made, or of an administrator's any.</summary>
    public static async Task<IResult> RevokeAsync([AsParameters] OfCalendar of, HttpContext context, OpenRecord record)
    {
        return
            Guid.TryParse(of.Id, out var feed)
            && await record.Calendars.RevokeAsync(feed, MakerOf(context), context.RequestAborted)
            ? Results.NoContent()
            : throw ProblemException.NotFound("You made no calendar feed of that id: GET /api/calendars lists yours.");
    }

    private static async Task ReadAsync(string secret, HttpContext context, OpenRecord record)
    {
        var feed =
            await CalendarAccess.FindAsync(record.Calendars, secret, context.RequestAborted)
            ?? throw ProblemException.NotFound("There is no calendar feed at this address, or it was revoked.");
        // What who made it may see now.
        var grants = await record.Accounts.InForceAsync(feed.MadeBy, context.RequestAborted);
        var seen = (await record.SeenTodayAsync(grants, context.RequestAborted)).NotedIn(context);
        var scope = CalendarScope.Of(feed.Scope);
        context.Features.Set(new Reader(feed.MadeBy, feed.Id, $"/api/calendars/{feed.Id}"));
        var text = DeadlineCalendar.Of(seen, scope, London.Today(record.Clock));
        var bytes = Encoding.UTF8.GetBytes(text);
        var tag = new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(SHA256.HashData(bytes).AsSpan(0, 16))}\"");
        if (EntityTags.IsWithCaller(context, tag, "private, no-cache"))
        {
            return;
        }

        var response = context.Response;
        response.ContentType = "text/calendar; charset=utf-8";
        response.ContentLength = bytes.Length;
        await response.Body.WriteAsync(bytes, context.RequestAborted);
    }

    private static CalendarScope Scope(string? region, string? organisation) =>
        (region, organisation) switch
        {
            ({ } code, null) => new(Region.Of(code), null),
            (null, { } ods) => new(null, OdsCode.Parse(ods, "organisation")),
            (null, null) => throw new BadInputException("region", "is missing: say a region, or an organisation."),
            _ => throw new BadInputException(
                "region",
                "must not be said beside an organisation: a calendar is of one of them."
            ),
        };

    // Null: everybody.
    private static string? MakerOf(HttpContext context) =>
        context.Grants().Administer ? null : context.SignedIn()!.Subject;
}
