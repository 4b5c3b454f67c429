using Microsoft.AspNetCore.Http.HttpResults;
using Oversight.Ledger.People;
using Oversight.Web.Http;
using Oversight.Web.Problems;
using Oversight.Web.SignIn;

namespace Oversight.Web.People;

/// <summary>Where the forms of the page about whoever is signed in are sent.</summary>
internal static class SignedInForms
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var own = routes.MapForms("/signed-in").RequireAuthorization(WhoMayAsk.SignedIn);
        own.MapPost("/tokens", AddTokenAsync);
        own.MapPost("/revoke", RevokeAsync);
        own.MapPost("/sessions/end-others", EndOthersAsync);
        own.MapPost("/feeds/revoke", RevokeFeedAsync);
        own.MapPost("/webhooks/remove", RemoveWebhookAsync);
    }

    private static async Task<IResult> AddTokenAsync(HttpContext context, OwnTokens tokens)
    {
        var scope = context.Sent("scope") == "read-and-decide" ? TokenScope.ReadAndDecide : TokenScope.Read;
        try
        {
            // Zero is refused with the days that may be.
            _ = int.TryParse(context.Sent("days"), CultureInfo.InvariantCulture, out var days);
            var (token, by) = await tokens.AddAsync(context, new(context.Sent("name"), scope, days));
            return new RazorComponentResult<SignedInPage>(new { Made = new TokenMade(token, CredentialAnswer.Of(by)) });
        }
        catch (BadInputException e)
        {
            return new RazorComponentResult<SignedInPage>(new { Failed = PeopleForms.Said(e) })
            {
                StatusCode = StatusCodes.Status422UnprocessableEntity,
            };
        }
    }

    private static async Task<IResult> RevokeAsync(HttpContext context, OwnTokens tokens)
    {
        await tokens.RevokeAsync(context, context.Sent("id"));
        return Back();
    }

    private static async Task<IResult> EndOthersAsync(HttpContext context, Sessions sessions)
    {
        await sessions.EndOthersAsync(context, context.SignedIn()!);
        return Back();
    }

    private static Task<IResult> RevokeFeedAsync(HttpContext context, OpenRecord record) =>
        RemoveAsync(context, (id, by) => record.Calendars.RevokeAsync(id, by, context.RequestAborted));

    private static Task<IResult> RemoveWebhookAsync(HttpContext context, OpenRecord record) =>
        RemoveAsync(context, (id, by) => record.Webhooks.RemoveAsync(id, by, context.RequestAborted));

    private static async Task<IResult> RemoveAsync(HttpContext context, Func<Guid, string, Task<bool>> remove) =>
        Guid.TryParse(context.Sent("id"), out var id) && await remove(id, context.SignedIn()!.Subject)
            ? Back()
            : throw ProblemException.NotFound("You made nothing of that id.");

    private static IResult Back() => Results.LocalRedirect("/signed-in");
}
