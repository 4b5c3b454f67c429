using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;
using Oversight.Web.Problems;

namespace Oversight.Web.SignIn;

/// <summary>Forms of pages, which change something: sent by a browser, from a page of ours, and by nobody else.</summary>
internal static class Forms
{
    /// <summary>
    /// Addresses that take forms. A form holds <c>&lt;AntiforgeryToken /&gt;</c>; its handler reads it from the request, where it has been
    /// checked. The API has no part in this: there, cookies sign in nobody who changes something.
    /// </summary>
    /// <param name="routes">All addresses.</param>
    /// <param name="under">What the addresses begin with.</param>
    public static RouteGroupBuilder MapForms(this IEndpointRouteBuilder routes, string under = "") =>
        routes
            .MapGroup(under)
            .WithMetadata(new RequireAntiforgeryTokenAttribute())
            .AddEndpointFilter(CheckAsync)
            .ExcludeFromDescription();

    /// <summary>What a form holds under a name; empty when it holds nothing.</summary>
    public static string Sent(this HttpContext context, string name) => context.Request.Form[name].ToString();

    /// <summary>Leads to an address of this server that the request names as its <c>then</c>; else to the first page.</summary>
    public static IResult Onwards(HttpContext context) => Results.LocalRedirect(ThenOf(context));

    /// <summary>The address, on this server, to which somebody wants to go once signed in.</summary>
    public static string ThenOf(HttpContext context) =>
        context.Request.Query["then"].ToString() is { Length: > 0 and < 2000 } then
        && RedirectHttpResult.IsLocalUrl(then)
            ? then
            : "/";

    private static ValueTask<object?> CheckAsync(
        EndpointFilterInvocationContext invocation,
        EndpointFilterDelegate next
    )
    {
        var context = invocation.HttpContext;
        // A token may read alone, or be a program's: what a person does in a browser is not for it.
        if (context.Request.Headers.Authorization.Count > 0)
        {
            throw ProblemException.BadInput(
                HeaderNames.Authorization,
                "A form is sent by a browser, without a token: sign in with the browser."
            );
        }

        if (context.Features.Get<IAntiforgeryValidationFeature>() is not { IsValid: true })
        {
            throw ProblemException.BadInput(
                "form",
                "This form did not come from a page of Oversight, or the page is too old: open the page again, and send it once more."
            );
        }

        context.Response.Headers.CacheControl = "no-cache, no-store";
        return next(invocation);
    }
}
