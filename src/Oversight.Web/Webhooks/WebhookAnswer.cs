using Oversight.Ledger;
using Oversight.Ledger.People;

namespace Oversight.Web.Webhooks;

/// <summary>A webhook to be made.</summary>
/// <param name="Url">Where it is told: an http or https address that takes POST.</param>
public sealed record WebhookRequest(string Url);

/// <summary>A webhook that was made.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Url">Where it is told.</param>
/// <param name="Secret">What its receiver checks signatures with. It is answered this once.</param>
public sealed record WebhookMade(Guid Id, string Url, string Secret);

/// <summary>The webhooks that there are.</summary>
/// <param name="Webhooks">The webhooks, the first one first, removed ones too.</param>
public sealed record WebhooksAnswer(IReadOnlyList<WebhookItem> Webhooks);

/// <summary>A message that a webhook did not take.</summary>
/// <param name="Sent">When it was sent first.</param>
/// <param name="Why">Why it failed the last time.</param>
/// <param name="IsSentAgain">True when it waits to be sent again.</param>
public sealed record GivenUpItem(DateTimeOffset Sent, string Why, bool IsSentAgain);

/// <summary>What becomes of what a webhook is told.</summary>
/// <param name="LastDelivered">When it last took something; absent where it never did.</param>
/// <param name="Waiting">How many messages wait to be sent.</param>
/// <param name="Failing">How many of these failed before, and are tried again.</param>
/// <param name="GivenUp">What it did not take, and was given up.</param>
public sealed record DeliveriesItem(
    DateTimeOffset? LastDelivered,
    int Waiting,
    int Failing,
    IReadOnlyList<GivenUpItem> GivenUp
);

/// <summary>A webhook.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Url">Where it is told; of somebody else's only the host, for the rest may be a secret.</param>
/// <param name="MadeBy">Who made it: it is told what they may see.</param>
/// <param name="MadeAt">When.</param>
/// <param name="RemovedAt">When it was stopped; absent while it was not.</param>
/// <param name="IsTold">False where it was stopped, or who made it may not sign in any more.</param>
/// <param name="Deliveries">
/// What becomes of what it is told; absent of somebody else's webhook for whoever does not read the whole record: it would tell that there is
/// something.
/// </param>
public sealed record WebhookItem(
    Guid Id,
    string Url,
    string MadeBy,
    DateTimeOffset MadeAt,
    DateTimeOffset? RemovedAt,
    bool IsTold,
    DeliveriesItem? Deliveries
)
{
    internal static WebhookItem Of(WebhookState state, SignedIn asks)
    {
        var (webhook, isOwn) = (state.Webhook, state.Webhook.MadeBy == asks.Subject);
        var url = new Uri(webhook.Url);
        return new(
            webhook.Id,
            isOwn ? webhook.Url : url.GetLeftPart(UriPartial.Authority),
            webhook.MadeBy,
            webhook.MadeAt,
            webhook.RemovedAt,
            state.IsTold,
            isOwn || asks.Grants.ReadEverything
                ? new(
                    state.Delivered,
                    state.Waiting,
                    state.Failing,
                    [.. state.GivenUp.Select(letter => new GivenUpItem(letter.SentAt, letter.Why, letter.IsSentAgain))]
                )
                : null
        );
    }
}
