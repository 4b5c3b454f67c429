using Oversight.Ledger;
using Oversight.Projections.Notifications;
using Oversight.Projections.Timelines;
using Oversight.Projections.Visibility;
using Oversight.Record.People;

namespace Oversight.Desk.Notifications;

/// <summary>
/// Tells people of what was recorded and of what a day brings: each what they see at that moment and is theirs, as they chose, and once however
/// often it is done.
/// </summary>
public sealed class TellingPeople(OpenRecord record)
{
    /// <summary>When everybody is told what the day brings, in London.</summary>
    public static readonly TimeOnly AtTime = new(7, 0);

    private NotificationStore Notifications => record.Notifications;

    private DateOnly Today => London.Today(record.Clock);

    /// <summary>How somebody is told of each topic: as they chose, else as their rights bring.</summary>
    public static IReadOnlyList<NotificationChoice> ChoicesOf(Grants grants, IReadOnlyList<NotificationChoice> chosen)
    {
        // Who looks after some organisations is told of all of it; of the whole country nobody wants more than their work.
        var some = grants.Regions.Any() || grants.Organisations.Any();
        var national = grants.All.Any(grant => grant.Role == Role.National);
        return
        [
            .. Enum.GetValues<NotificationTopic>()
                .Select(topic =>
                    chosen.FirstOrDefault(one => one.Topic == topic)
                    ?? new(topic, some || (national && topic == NotificationTopic.Work), MailChoice.None)
                ),
        ];
    }

    /// <summary>Tells of the entries after a place up to another.</summary>
    public async Task TellOfEntriesAsync(long after, long upTo, CancellationToken cancellation)
    {
        var timelines = await record.Live.UpToAsync(upTo, cancellation);
        var whole = timelines.At(timelines.Place);
        Entry[] entries =
        [
            .. Enumerable
                .Range(0, (int)(upTo - after))
                .Select(one => timelines.EntryAt(after + 1 + one))
                .Where(entry => News.MayBe(entry.Event)),
        ];
        if (entries.Length == 0)
        {
            return;
        }

        await TellAsync((person, sight) => OfEntries(News.Of(entries, whole, sight, person.Account)), cancellation);
    }

    /// <summary>Tells of what a day brings: deadlines that come near or have passed, and what own people see from that day on.</summary>
    public async Task TellOfDayAsync(DateOnly day, CancellationToken cancellation)
    {
        var whole = await record.Live.AtAsync(known: null, cancellation);
        var since = await Notifications.LastDoneAsync(cancellation) ?? Today.AddDays(-1);
        await TellAsync(
            (person, sight) =>
                [
                    .. OfEntries(News.BecameVisible(whole, sight, since, person.Account)),
                    .. News.DeadlinesOf(whole, sight)
                        .Select(found =>
                            ToTell.OfDeadline(
                                found.Deadline.Subject,
                                found.Deadline.Uid,
                                found.Deadline.DueBy!.Value,
                                found.Step
                            )
                        ),
                ],
            cancellation
        );
        await Notifications.DoneAsync(day, cancellation);
    }

    private static IEnumerable<ToTell> OfEntries(IEnumerable<EntryNews> news) =>
        news.Select(one =>
            ToTell.OfEntry(
                one.IsWork ? NotificationTopic.Work : NotificationTopic.Decisions,
                one.Entry.Subject.Value,
                one.Entry.Id,
                one.InForce
            )
        );

    private async Task TellAsync(Func<Tellable, Sight, IEnumerable<ToTell>> what, CancellationToken cancellation)
    {
        foreach (var person in await Notifications.TellableAsync(cancellation))
        {
            var choices = ChoicesOf(person.Grants, person.Choices).ToDictionary(choice => choice.Topic);
            if (choices.Values.All(choice => choice is { Shown: false, Mail: MailChoice.None }))
            {
                continue;
            }

            await Notifications.TellAsync(
                person.Account,
                [
                    .. what(person, new Sight(person.Grants, Today))
                        .Select(one => (one, choices[one.Topic]))
                        .Where(one => one.Item2 is not { Shown: false, Mail: MailChoice.None }),
                ],
                cancellation
            );
        }
    }
}
