using System.Net.Mime;
using Oversight.Web.Http;

namespace Oversight.Web.Webhooks;

/// <summary>A webhook that an address names.</summary>
internal sealed record OfWebhook
{
    [Step("The webhook's id, as /api/webhooks gives it.", "0191f0a4-5f2a-7c6e-9d57-0d8f6a1f2b3c")]
    public required string Id { get; init; }
}

/// <summary>Other programs that are told of each new entry: administrators look after them.</summary>
internal static class WebhookEndpoints
{
    public static void Map(IEndpointRouteBuilder api)
    {
        var webhooks = api.MapGroup("")
            .WithTags("Webhooks")
            .WithMetadata(new AnswersInJson())
            .WithMetadata(Descriptions.Problems(400, 401, 404, 406, 500, 503));
        webhooks.MapGet("/webhooks", ListAsync).WithName("ListWebhooks").Produces<WebhooksAnswer>();
        webhooks
            .MapPost("/webhooks", AddAsync)
            .WithName("AddWebhook")
            .Accepts<WebhookRequest>(MediaTypeNames.Application.Json)
            .WithMetadata(new ExampleOf(typeof(WebhookRequest), new WebhookRequest("https://example.org/oversight")))
            .Produces<WebhookMade>(StatusCodes.Status201Created)
            .WithMetadata(Descriptions.Problems(403, 413, 415));
        webhooks
            .MapDelete("/webhooks/{id}", StopAsync)
            .WithName("StopWebhook")
            .Produces(StatusCodes.Status204NoContent)
            .WithMetadata(Descriptions.Problems(403));
        webhooks
            .MapPost("/webhooks/{id}/resend", SendAgainAsync)
            .WithName("ResendWebhook")
            .Produces(StatusCodes.Status204NoContent)
            .WithMetadata(Descriptions.Problems(403));
    }

    /// <summary>The webhooks that there are, with what became of what they were told.</summary>
    public static async Task<Reply<WebhooksAnswer>> ListAsync(
        HttpContext context,
        WebhookAdministration administration
    ) => new(new(await administration.ListAsync(context))) { CacheControl = "private, no-cache" };

    /// <summary>
    /// A webhook is made: it is told of each entry that is recorded from now on and that the caller may see, by a POST of the entry's id,
    /// kind, subject and place, signed as Standard Webhooks has it.
    /// </summary>
    public static async Task<Reply<WebhookMade>> AddAsync(HttpContext context, WebhookAdministration administration)
    {
        context.MustAdminister();
        var asked = StrictJson.Read<WebhookRequest>(await JsonBody.ReadObjectAsync(context.Request));
        var made = await administration.AddAsync(context, asked.Url);
        return new(made, StatusCodes.Status201Created) { Location = $"/api/webhooks/{made.Id}" };
    }

    /// <summary>A webhook is told nothing more, for good.</summary>
    public static async Task<IResult> StopAsync(
        [AsParameters] OfWebhook of,
        HttpContext context,
        WebhookAdministration administration
    )
    {
        await administration.StopAsync(context, of.Id);
        return Results.NoContent();
    }

    /// <summary>What a webhook did not take, and was given up, is sent again within some seconds.</summary>
    public static async Task<IResult> SendAgainAsync(
        [AsParameters] OfWebhook of,
        HttpContext context,
        WebhookAdministration administration
    )
    {
        await administration.SendAgainAsync(context, of.Id);
        return Results.NoContent();
    }
}
