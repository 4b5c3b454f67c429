using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Oversight.Ledger;
using Oversight.Ledger.People;
using Oversight.Record.Catalogue;
using Oversight.Web.Http;

namespace Oversight.Web.Webhooks;

/// <summary>What a webhook is told of an entry: where it is, and nothing that it says.</summary>
/// <param name="Id">The entry's id; the same each time that the entry is told.</param>
/// <param name="Place">Its place in the record; absent where its owner does not see all of it.</param>
/// <param name="Kind">The kind of event, such as segment_assigned.</param>
/// <param name="Subject">What it is about, such as organisation-QOC.</param>
public sealed record EntryTold(
    Guid Id,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] long? Place,
    string Kind,
    string Subject
);

/// <summary>A webhook did not take what it was told.</summary>
/// <param name="webhook">The webhook's id.</param>
/// <param name="entry">The entry's id.</param>
/// <param name="why">What happened.</param>
/// <param name="inner">What it happened by, if anything.</param>
public sealed class WebhookFailedException(Guid webhook, Guid entry, string why, Exception? inner = null)
    : Exception($"Webhook {webhook} did not take entry {entry}: {why}", inner);

/// <summary>
/// Tells webhooks what their owners may see. A message is signed as Standard Webhooks has it (standardwebhooks.com): headers webhook-id,
/// webhook-timestamp and webhook-signature, which is <c>v1,</c> and the HMAC-SHA256 of <c>id.timestamp.body</c> in Base64.
/// </summary>
public sealed class WebhookTeller(OpenRecord record, IHttpClientFactory clients)
{
    /// <summary>The client's name, as it is set up in <see cref="WebhookServices"/>.</summary>
    public const string Client = "webhooks";

    /// <summary>How long a receiver may take; below what the database lets a transaction idle.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>Tells a webhook of the entries of a subject that it has not been told of, in their order.</summary>
    /// <exception cref="WebhookFailedException">It did not take one; those before it were taken.</exception>
    public async Task TellAsync(TellWebhook message, CancellationToken cancellation)
    {
        // Removed, or its owner may not sign in any more: nobody waits for it.
        if (await record.Webhooks.FindInUseAsync(message.Webhook, cancellation) is not { } inUse)
        {
            return;
        }

        var subject = SubjectId.FromStream(message.Subject);
        var seen = await record.SeenTodayAsync(inUse.Grants, cancellation);
        var entries = seen.TimelineOf(subject)?.Recorded ?? [];
        await record.Webhooks.TellAsync(
            inUse.Webhook,
            message.Subject,
            async place =>
            {
                if (entries.FirstOrDefault(entry => entry.Place > place) is not { } next)
                {
                    return null;
                }

                if (!next.Event.IsPublic())
                {
                    await record.Readings.AddAsync(ReadingOf(inUse.Webhook, next), cancellation);
                }

                await PostAsync(inUse, next, cancellation);
                return next.Place;
            },
            cancellation
        );
    }

    /// <summary>A message's signature.</summary>
    /// <param name="secret">The webhook's secret.</param>
    /// <param name="id">The message's id.</param>
    /// <param name="timestamp">Seconds since 1970.</param>
    /// <param name="body">The body as it is sent.</param>
    public static string Sign(byte[] secret, string id, string timestamp, string body) =>
        "v1," + Convert.ToBase64String(HMACSHA256.HashData(secret, Encoding.UTF8.GetBytes($"{id}.{timestamp}.{body}")));

    private static Reading ReadingOf(Webhook webhook, Entry told) =>
        new(webhook.MadeBy, webhook.Id, Face.Webhook, $"webhook {webhook.Id}", told.Place, [told.Subject.Value], 1);

    private async Task PostAsync(WebhookInUse inUse, Entry entry, CancellationToken cancellation)
    {
        var body = JsonSerializer.Serialize(
            new EntryTold(
                entry.Id,
                inUse.Grants.ReadEverything ? entry.Place : null,
                EventCatalogue.NameOf(entry.Event),
                entry.Subject.Value
            ),
            JsonSerializerOptions.Web
        );
        var id = entry.Id.ToString();
        var timestamp = record.Clock.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        using var request = new HttpRequestMessage(HttpMethod.Post, inUse.Webhook.Url)
        {
            Content = new StringContent(body, Encoding.UTF8, new MediaTypeHeaderValue("application/json")),
        };
        request.Headers.Add("webhook-id", id);
        request.Headers.Add("webhook-timestamp", timestamp);
        request.Headers.Add("webhook-signature", Sign(inUse.Secret, id, timestamp, body));
        try
        {
            using var client = clients.CreateClient(Client);
            using var response = await client.SendAsync(
                request,
                HttpCompletionOption.ResponseHeadersRead,
                cancellation
            );
            if (!response.IsSuccessStatusCode)
            {
                throw new WebhookFailedException(
                    inUse.Webhook.Id,
                    entry.Id,
                    $"it answered {(int)response.StatusCode}."
                );
            }
        }
        catch (HttpRequestException e)
        {
            throw new WebhookFailedException(inUse.Webhook.Id, entry.Id, "it cannot be reached.", e);
        }
        catch (OperationCanceledException e) when (!cancellation.IsCancellationRequested)
        {
            throw new WebhookFailedException(
                inUse.Webhook.Id,
                entry.Id,
                $"it did not answer within {Patience.TotalSeconds} s.",
                e
            );
        }
    }
}

/// <summary>Handles the message that Wolverine brings out of the outbox.</summary>
public static class TellWebhookHandler
{
    /// <summary>Tells the webhook; what fails is sent again later, by Wolverine.</summary>
    public static Task Handle(TellWebhook message, WebhookTeller teller, CancellationToken cancellation) =>
        teller.TellAsync(message, cancellation);
}

/// <summary>What tells webhooks.</summary>
internal static class WebhookServices
{
    /// <summary>Adds the teller and its client.</summary>
    public static void AddWebhooks(this IServiceCollection services)
    {
        services.AddSingleton<WebhookTeller>();
        services.AddSingleton<WebhookAdministration>();
        services
            .AddHttpClient(WebhookTeller.Client, client => client.Timeout = WebhookTeller.Patience)
            // Where somebody is told is what the owner said, and not what is answered there.
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler { AllowAutoRedirect = false });
    }
}
