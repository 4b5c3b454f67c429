using JasperFx.Events.Daemon;
using JasperFx.Events.Projections;
using Marten;
using Wolverine;
using Wolverine.Marten.Subscriptions;

namespace Oversight.Ledger;

/// <summary>
/// Marten's subscription to the record: of new entries a message that people are to be told of them, stored in the outbox in the transaction
/// that notes how far the subscription has come (as <see cref="EntriesToWebhooks"/>).
/// </summary>
internal sealed class EntriesToPeople(Webhooks webhooks) : BatchSubscription("notifications")
{
    /// <summary>What was recorded earlier than that is no news: a record that is taken over tells nobody of its past.</summary>
    private static readonly TimeSpan LongAgo = TimeSpan.FromDays(14);

    public override async Task ProcessEventsAsync(
        EventRange page,
        ISubscriptionController controller,
        IDocumentOperations operations,
        IMessageBus bus,
        CancellationToken cancellationToken
    )
    {
        var since = TimeProvider.System.GetUtcNow() - LongAgo;
        var news = page
            .Events.Where(entry =>
                entry.Timestamp >= since && entry.Data is Event content && content.Decision.Origin != Origin.Imported
            )
            .Select(entry => entry.Id)
            .ToArray();
        if (news.Length == 0)
        {
            return;
        }

        var places = (await webhooks.PlacesAsync(news, cancellationToken)).Values;
        await bus.PublishAsync(new TellPeople(places.Min() - 1, places.Max()));
    }
}

/// <summary>People are to be told of the entries after a place up to another: a message in the outbox, which holds no content.</summary>
/// <param name="After">The place.</param>
/// <param name="UpTo">The other place.</param>
public sealed record TellPeople(long After, long UpTo);

/// <summary>People are to be told what a day brings: a message that is scheduled for its morning.</summary>
/// <param name="Day">The day.</param>
public sealed record TellOfDay(DateOnly Day);

/// <summary>Somebody is to be sent by e-mail what they were told and is not sent yet.</summary>
/// <param name="Account">Their account.</param>
/// <param name="WithDaily">Also what is sent once a day.</param>
public sealed record MailPerson(string Account, bool WithDaily);
