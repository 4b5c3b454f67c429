using Microsoft.AspNetCore.Http.HttpResults;
using Oversight.Web.Http;
using Oversight.Web.SignIn;

namespace Oversight.Web.Webhooks;

/// <summary>Where the forms of the page about webhooks are sent.</summary>
internal static class WebhookForms
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var forms = routes.MapForms();
        forms.MapPost("/webhooks", AddAsync);
        forms.MapPost("/webhooks/stop", StopAsync);
        forms.MapPost("/webhooks/resend", SendAgainAsync);
    }

    private static async Task<IResult> AddAsync(HttpContext context, WebhookAdministration administration)
    {
        try
        {
            return new RazorComponentResult<WebhooksPage>(
                new { Made = await administration.AddAsync(context, context.Sent("url")) }
            );
        }
        catch (BadInputException e)
        {
            return new RazorComponentResult<WebhooksPage>(
                new { Url = context.Sent("url"), Failed = $"The address {e.Problem}" }
            )
            {
                StatusCode = StatusCodes.Status422UnprocessableEntity,
            };
        }
    }

    private static async Task<IResult> StopAsync(HttpContext context, WebhookAdministration administration)
    {
        await administration.StopAsync(context, context.Sent("id"));
        return Results.LocalRedirect("/webhooks");
    }

    private static async Task<IResult> SendAgainAsync(HttpContext context, WebhookAdministration administration)
    {
        await administration.SendAgainAsync(context, context.Sent("id"));
        return Results.LocalRedirect("/webhooks");
    }
}
