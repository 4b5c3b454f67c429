using JasperFx.Events.Daemon;
using JasperFx.Events.Projections;
using Marten;
using Wolverine;
using Wolverine.Marten.Subscriptions;

namespace Oversight.Ledger;

/// <summary>
/// Marten's subscription to the record: of each new entry, a message to every webhook in use, stored in the outbox in the transaction that
/// notes how far the subscription has come. So none is left out and none is lost, whatever ends the program or the database. Where nobody
/// waits for it, nothing is written.
/// </summary>
internal sealed class EntriesToWebhooks(Webhooks webhooks) : BatchSubscription("webhooks")
{
    public override async Task ProcessEventsAsync(
        EventRange page,
        ISubscriptionController controller,
        IDocumentOperations operations,
        IMessageBus bus,
        CancellationToken cancellationToken
    )
    {
        var inUse = await webhooks.InUseAsync(cancellationToken);
        if (inUse.Count == 0)
        {
            return;
        }

        // The daemon knows sequence numbers only; the guard on them (script 011) keeps them in the order of the places.
        var places = await webhooks.PlacesAsync(page.Events.Select(entry => entry.Id), cancellationToken);
        foreach (var entry in page.Events)
        {
            var place = places[entry.Id];
            foreach (var webhook in inUse.Where(webhook => webhook.Webhook.AfterPlace < place))
            {
                await bus.PublishAsync(new TellWebhook(webhook.Webhook.Id, entry.StreamKey!, place));
            }
        }
    }
}
