using Microsoft.AspNetCore.Http.HttpResults;
using Oversight.Web.Http;
using Oversight.Web.SignIn;

namespace Oversight.Web.Calendars;

/// <summary>Where the button of a page is sent that makes a calendar feed.</summary>
internal static class CalendarForms
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapForms().MapPost("/calendars", AddAsync).RequireAuthorization(WhoMayAsk.SignedIn);

    private static async Task<IResult> AddAsync(HttpContext context, OpenRecord record, KnownHosts hosts)
    {
        var (_, address) = await CalendarEndpoints.MakeAsync(
            Given(context, "region"),
            Given(context, "organisation"),
            context,
            record,
            hosts
        );
        return new RazorComponentResult<CalendarMadePage>(new { Address = address });
    }

    private static string? Given(HttpContext context, string name) =>
        context.Sent(name) is { Length: > 0 } sent ? sent : null;
}
