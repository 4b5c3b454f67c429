using System.Security.Cryptography;
using Oversight.Ledger;
using Oversight.Web.Http;
using Oversight.Web.Problems;

namespace Oversight.Web.Webhooks;

/// <summary>What administrators do about webhooks, the same on the page and in the API.</summary>
internal sealed class WebhookAdministration(OpenRecord record)
{
    /// <summary>Everybody's webhooks, as whoever asks may know of them.</summary>
    public async Task<IReadOnlyList<WebhookItem>> ListAsync(HttpContext context)
    {
        var asks = context.MustAdminister();
        var states = await record.Webhooks.StatesAsync(subject: null, context.RequestAborted);
        return [.. states.Select(state => WebhookItem.Of(state, asks))];
    }

    /// <summary>Makes a webhook that is told what whoever makes it may see; its secret is told once.</summary>
    public async Task<WebhookMade> AddAsync(HttpContext context, string? url)
    {
        var by = context.MustAdminister();
        var address =
            Ledger.Webhooks.AddressIn(url?.Trim())
            ?? throw new BadInputException(
                "url",
                "must be an http or https address without a password, such as https://example.org/oversight."
            );
        var secret = RandomNumberGenerator.GetBytes(Ledger.Webhooks.SecretBytes);
        var made = await record.Webhooks.AddAsync(address, secret, by.Subject, by.Token, context.RequestAborted);
        return new(made.Id, made.Url, Ledger.Webhooks.Shown(secret));
    }

    /// <summary>Stops a webhook for good, whoever made it.</summary>
    public async Task StopAsync(HttpContext context, string? id)
    {
        context.MustAdminister();
        if (!Guid.TryParse(id, out var webhook) || !await record.Webhooks.RemoveAsync(webhook, context.RequestAborted))
        {
            throw NoSuchWebhook();
        }
    }

    /// <summary>Has what a webhook did not take, and was given up, sent again.</summary>
    public async Task SendAgainAsync(HttpContext context, string? id)
    {
        context.MustAdminister();
        var states = await record.Webhooks.StatesAsync(subject: null, context.RequestAborted);
        if (
            !Guid.TryParse(id, out var webhook)
            || states.FirstOrDefault(state => state.Webhook.Id == webhook) is not { } found
        )
        {
            throw NoSuchWebhook();
        }

        await record.Webhooks.SendAgainAsync(found.GivenUp, context.RequestAborted);
    }

    private static ProblemException NoSuchWebhook() =>
        ProblemException.NotFound("There is no webhook of that id: /webhooks lists them.");
}
