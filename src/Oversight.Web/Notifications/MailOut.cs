using System.Net;
using System.Net.Sockets;
using System.Text;
using MailKit;
using MailKit.Net.Smtp;
using MimeKit;
using Oversight.Ledger;
using Oversight.Ledger.People;
using Oversight.Projections.Notifications;
using Oversight.Projections.Timelines;
using Oversight.Web.Http;

namespace Oversight.Web.Notifications;

/// <summary>An e-mail was not taken by the server.</summary>
/// <param name="why">What happened.</param>
/// <param name="inner">What it happened by.</param>
public sealed class MailFailedException(string why, Exception inner) : Exception(why, inner);

/// <summary>
/// Sends people e-mail: that there is something new about an organisation, and where, and nothing of what it says. Whose rights were ended
/// meanwhile, or who chose otherwise, is sent nothing.
/// </summary>
public sealed class MailOut(OpenRecord record, WebSettings web)
{
    /// <summary>How long the server may take; below what the database lets a transaction idle.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(8);

    private readonly MailSettings? settings = MailSettings.Parse(web.Mail);

    /// <summary>Whether e-mail is sent at all.</summary>
    public bool IsOn => settings is not null;

    /// <summary>Sends somebody what they were told and is not sent yet, in one e-mail.</summary>
    /// <exception cref="MailFailedException">It was not taken; it is sent again later.</exception>
    public async Task SendAsync(MailPerson message, CancellationToken cancellation)
    {
        if (!IsOn)
        {
            return;
        }

        var grants = await record.Accounts.InForceAsync(message.Account, cancellation);
        var chosen = Desk.Notifications.TellingPeople.ChoicesOf(
            grants,
            await record.Notifications.ChoicesOfAsync(message.Account, cancellation)
        );
        var seen = await record.SeenTodayAsync(grants, cancellation);
        await record.Notifications.SendAsync(
            message.Account,
            message.WithDaily,
            async (address, unsent) =>
            {
                Notification[] wanted =
                [
                    .. unsent.Where(one =>
                        grants.All.Count > 0
                        && chosen.Any(choice => choice.Topic == one.What.Topic && choice.Mail != MailChoice.None)
                        && NewsSeen.IsSeen(seen, one.What.Stream, one.What.Entry)
                    ),
                ];
                if (wanted.Length > 0)
                {
                    var lines = wanted.Select(one => (Line(one, seen), LinkOf(one))).ToArray();
                    await SendAsync(
                        address,
                        lines.Length == 1 ? lines[0].Item1 : $"{lines.Length} new notifications",
                        MailText.OfNews(lines, Link("/notifications/choices")),
                        wanted[0].Id,
                        cancellation
                    );
                }

                return [.. wanted.Select(one => one.Id)];
            },
            cancellation
        );
    }

    /// <summary>Sends the code by which somebody shows that an address is theirs.</summary>
    /// <exception cref="MailFailedException">It was not taken.</exception>
    public Task SendCodeAsync(string address, string code, CancellationToken cancellation) =>
        SendAsync(address, "Your code", MailText.OfCode(code), Guid.CreateVersion7(), cancellation);

    // Names of organisations are public; whatever else there is to say is said where they are signed in.
    private static string Line(Notification one, RecordAt seen)
    {
        var names = NewsSeen.NamesIn(seen, one.What.Stream);
        return one.What switch
        {
            { Topic: NotificationTopic.Work } => $"Waiting for you: {names}",
            { Step: "overdue" } => $"A deadline has passed: {names}",
            { Step: { } days } => $"A deadline within {(days == "1" ? "a day" : $"{days} days")}: {names}",
            _ => $"New about {names}",
        };
    }

    private Uri LinkOf(Notification one) =>
        Link(one.What.Entry is { } entry ? $"/entries/{entry}" : NotificationLinks.OfSubject(one.What.Stream));

    private Uri Link(string path) => new(web.PublicAddress ?? web.Address, path);

    private async Task SendAsync(
        string address,
        string subject,
        (string Text, string Html) body,
        Guid id,
        CancellationToken cancellation
    )
    {
        using var message = new MimeMessage();
        var from = MailboxAddress.Parse(settings!.From);
        message.From.Add(from);
        message.To.Add(MailboxAddress.Parse(address));
        message.Subject = $"Oversight: {subject}";
        message.Date = record.Clock.GetUtcNow();
        // The same each time that it is sent: what comes twice is shown once.
        message.MessageId = $"{id}@{from.Address.Split('@')[^1]}";
        message.Headers.Add(HeaderId.AutoSubmitted, "auto-generated");
        message.Body = new BodyBuilder { TextBody = body.Text, HtmlBody = body.Html }.ToMessageBody();
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(Patience);
        try
        {
            using var client = new SmtpClient();
            await client.ConnectAsync(settings.Host, settings.Port, settings.Protection, patience.Token);
            if (settings.User is { } user)
            {
                await client.AuthenticateAsync(
                    Encoding.UTF8,
                    new NetworkCredential(user, settings.Password),
                    patience.Token
                );
            }

            await client.SendAsync(message, patience.Token);
            await client.DisconnectAsync(quit: true, patience.Token);
        }
        catch (Exception e)
            when (e
                    is IOException
                        or SocketException
                        or CommandException
                        or ProtocolException
                        or MailKit.Security.AuthenticationException
                        or MailKit.Security.SslHandshakeException
                || (e is OperationCanceledException && !cancellation.IsCancellationRequested)
            )
        {
            throw new MailFailedException($"The mail server {settings.Host} did not take an e-mail.", e);
        }
    }
}
