using System.Security.Cryptography;
using Microsoft.AspNetCore.Http.HttpResults;
using MimeKit;
using Oversight.Ledger;
using Oversight.Ledger.People;
using Oversight.Web.Design;
using Oversight.Web.Http;
using Oversight.Web.SignIn;

namespace Oversight.Web.Notifications;

/// <summary>Where the forms about notifications are sent: somebody's own, and nobody else's.</summary>
internal static class NotificationForms
{
    private const string Choices = "/notifications/choices";

    /// <summary>How somebody may be written to.</summary>
    public static IReadOnlyList<Choice> MailChoices { get; } =
    [new("none", "No e-mail"), new("at-once", "At once"), new("daily", "Once a day, at 7am")];

    /// <summary>What a topic is called, and what is of it.</summary>
    public static (string Text, string Hint) Says(NotificationTopic topic) =>
        topic switch
        {
            NotificationTopic.Work => (
                "Work that waits",
                "For teams: a proposal to agree or decline, evidence to judge, a challenge to answer, a certificate to decide."
            ),
            NotificationTopic.Deadlines => ("Deadlines", "30, 7 and 1 days before, and when they have passed, at 7am."),
            _ => ("Decisions", "About your organisation, or those that you oversee, when you may see them."),
        };

    /// <summary>The field that says whether a topic is told in the application.</summary>
    public static string ShownField(NotificationTopic topic) => $"{topic}-shown".ToLowerInvariant();

    /// <summary>The field that says how a topic is told by e-mail.</summary>
    public static string MailField(NotificationTopic topic) => $"{topic}-mail".ToLowerInvariant();

    /// <summary>A choice as forms send it.</summary>
    public static string Word(MailChoice mail) =>
        mail switch
        {
            MailChoice.AtOnce => "at-once",
            MailChoice.Daily => "daily",
            _ => "none",
        };

    public static void Map(IEndpointRouteBuilder routes)
    {
        var own = routes.MapForms("/notifications").RequireAuthorization(WhoMayAsk.SignedIn);
        own.MapPost("/read", ReadAsync);
        own.MapPost("/choices", ChooseAsync);
        own.MapPost("/address", NameAddressAsync);
        own.MapPost("/address/confirm", ConfirmAsync);
        own.MapPost("/address/forget", ForgetAsync);
    }

    private static async Task<IResult> ReadAsync(HttpContext context, OpenRecord record)
    {
        DateTimeOffset? upTo = DateTimeOffset.TryParse(
            context.Sent("up-to"),
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal,
            out var instant
        )
            ? instant
            : null;
        Guid[] ids = Guid.TryParse(context.Sent("id"), out var id) ? [id] : [];
        await record.Notifications.MarkAsReadAsync(context.SignedIn()!.Subject, ids, upTo, context.RequestAborted);
        return Results.LocalRedirect("/notifications");
    }

    private static async Task<IResult> ChooseAsync(HttpContext context, OpenRecord record, MailOut mail)
    {
        var account = context.SignedIn()!.Subject;
        var kept = await record.Notifications.ChoicesOfAsync(account, context.RequestAborted);
        await record.Notifications.ChooseAsync(
            account,
            Enum.GetValues<NotificationTopic>()
                .Select(topic => new NotificationChoice(
                    topic,
                    context.Sent(ShownField(topic)) == "yes",
                    // Where no e-mail is sent nobody is asked, and what they chose before stays.
                    mail.IsOn
                        ? Enum.GetValues<MailChoice>()
                            .FirstOrDefault(one => Word(one) == context.Sent(MailField(topic)))
                        : kept.FirstOrDefault(one => one.Topic == topic)?.Mail ?? MailChoice.None
                )),
            context.RequestAborted
        );
        return Results.LocalRedirect(Choices);
    }

    private static async Task<IResult> NameAddressAsync(HttpContext context, OpenRecord record, MailOut mail)
    {
        var sent = Submitted.Of(context.Request.Form);
        var address = context.Sent("address").Trim();
        if (
            !mail.IsOn
            || address.Length > 254
            || address.Any(char.IsControl)
            || !MailboxAddress.TryParse(address, out var parsed)
            || parsed.Address != address
            || !address.Contains('@', StringComparison.Ordinal)
        )
        {
            return Failed(sent, "address", "Enter an e-mail address, like name@example.nhs.uk");
        }

        var code = RandomNumberGenerator.GetInt32(0, 1_000_000).ToString("000000", CultureInfo.InvariantCulture);
        var account = context.SignedIn()!.Subject;
        if (!await record.Notifications.NameAddressAsync(account, address, Hash(account, code), context.RequestAborted))
        {
            return Failed(
                sent,
                "address",
                "A code was sent less than a minute ago: wait for it, or try again in a minute"
            );
        }

        try
        {
            await mail.SendCodeAsync(address, code, context.RequestAborted);
        }
        catch (MailFailedException)
        {
            return Failed(
                sent,
                "address",
                "The code could not be sent there: check the address, or try again in a minute"
            );
        }

        return Results.LocalRedirect(Choices);
    }

    private static async Task<IResult> ConfirmAsync(HttpContext context, OpenRecord record)
    {
        var account = context.SignedIn()!.Subject;
        var code = context.Sent("code").Trim();
        return await record.Notifications.ConfirmAddressAsync(account, Hash(account, code), context.RequestAborted)
            ? Results.LocalRedirect(Choices)
            : Failed(
                Submitted.Of(context.Request.Form),
                "code",
                $"This is not the code, or it is too late: it holds for an hour and {NotificationStore.MostTries} tries. Have another one sent"
            );
    }

    private static async Task<IResult> ForgetAsync(HttpContext context, OpenRecord record)
    {
        await record.Notifications.ForgetAddressAsync(context.SignedIn()!.Subject, context.RequestAborted);
        return Results.LocalRedirect(Choices);
    }

    private static byte[] Hash(string account, string code) => Secret.HashOf($"{account} {code}");

    private static RazorComponentResult<ChoicesPage> Failed(Submitted sent, string field, string message)
    {
        sent.Fail(field, message);
        return new(new { Sent = sent }) { StatusCode = StatusCodes.Status422UnprocessableEntity };
    }
}
