using Oversight.Desk.Notifications;
using Oversight.Ledger;
using Wolverine;

namespace Oversight.Web.Notifications;

/// <summary>Handles what is to be told of entries.</summary>
public static class TellPeopleHandler
{
    /// <summary>Tells people in the application; then those who want it at once by e-mail.</summary>
    public static async Task<OutgoingMessages> Handle(
        TellPeople message,
        TellingPeople telling,
        OpenRecord record,
        CancellationToken cancellation
    )
    {
        await telling.TellOfEntriesAsync(message.After, message.UpTo, cancellation);
        return await Mails.ToSendAsync(record, withDaily: false, cancellation);
    }
}

/// <summary>Handles what a day brings.</summary>
public static class TellOfDayHandler
{
    /// <summary>Tells people in the application; then by e-mail, with what is sent once a day.</summary>
    public static async Task<OutgoingMessages> Handle(
        TellOfDay message,
        TellingPeople telling,
        OpenRecord record,
        CancellationToken cancellation
    )
    {
        await telling.TellOfDayAsync(message.Day, cancellation);
        return await Mails.ToSendAsync(record, withDaily: true, cancellation);
    }
}

/// <summary>Handles what is to be sent.</summary>
public static class MailPersonHandler
{
    /// <summary>Sends it; what fails is sent again later, by Wolverine.</summary>
    public static Task Handle(MailPerson message, MailOut mail, CancellationToken cancellation) =>
        mail.SendAsync(message, cancellation);
}

internal static class Mails
{
    public static async Task<OutgoingMessages> ToSendAsync(
        OpenRecord record,
        bool withDaily,
        CancellationToken cancellation
    ) =>
        [
            .. (await record.Notifications.UnsentAsync(withDaily, cancellation)).Select(account => new MailPerson(
                account,
                withDaily
            )),
        ];
}
