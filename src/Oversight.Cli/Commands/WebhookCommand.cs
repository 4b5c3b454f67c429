using System.Security.Cryptography;
using Oversight.Ledger;
using Oversight.Projections.Answers;

namespace Oversight.Cli.Commands;

/// <summary>oversight webhook: who is told, over HTTP, that an entry was recorded.</summary>
internal static class WebhookCommand
{
    private const int SecretBytes = 32;

    private static readonly Argument<Uri> Url = new("URL")
    {
        Description = "Where to send it: an http or https address that takes POST.",
        CustomParser = result =>
        {
            var text = result.Tokens.Single().Value;
            if (
                Uri.TryCreate(text, UriKind.Absolute, out var url)
                && url.Scheme is "http" or "https"
                && url.UserInfo == ""
            )
            {
                return url;
            }

            result.AddError($"URL: \"{text}\" is not an http or https address, such as https://example.org/oversight.");
            return null!;
        },
    };

    private static readonly Argument<Guid> Id = new("ID")
    {
        Description = "The webhook's id, as webhook list shows it.",
    };

    private static readonly Argument<Guid[]> Letters = new("ID")
    {
        Description = "The messages' ids, as webhook failed shows them. Default: all of them.",
        Arity = ArgumentArity.ZeroOrMore,
    };

    public static Command Create()
    {
        var add = new Command("add", "Have somebody told of every new entry that you may see.") { Url };
        add.SetAction((parsed, cancellation) => AddAsync(parsed, cancellation));
        var list = new Command("list", "The webhooks that you made.");
        list.SetAction((parsed, cancellation) => ListAsync(parsed, cancellation));
        var remove = new Command("remove", "Tell a webhook nothing more, for good.") { Id };
        remove.SetAction((parsed, cancellation) => RemoveAsync(parsed, cancellation));
        var failed = new Command("failed", "What your webhooks did not take, and was given up.");
        failed.SetAction((parsed, cancellation) => FailedAsync(parsed, cancellation));
        var resend = new Command("resend", "Send again what was given up.") { Letters };
        resend.SetAction((parsed, cancellation) => ResendAsync(parsed, cancellation));
        return new Command("webhook", "Tell other programs, over HTTP, that an entry was recorded.")
        {
            add.WithNotes(
                    "Each entry is sent as a POST of {\"id\", \"place\", \"kind\", \"subject\"} and nothing that it says, at least once, those of one\n"
                        + "subject in their order, while Oversight runs. What is not answered with 2xx is sent again, later each time, and given up\n"
                        + "after half a day. Headers webhook-id, webhook-timestamp and webhook-signature are as Standard Webhooks has them:\n"
                        + "v1,BASE64(HMAC-SHA256(secret, id.timestamp.body)), the secret being what follows whsec_ in Base64."
                )
                .WithExamples("oversight webhook add https://example.org/oversight"),
            list.WithExamples("oversight webhook list"),
            remove.WithExamples("oversight webhook remove 0191f0a4-5f2a-7c6e-9d57-0d8f6a1f2b3c"),
            failed.WithExamples("oversight webhook failed"),
            resend.WithExamples("oversight webhook resend"),
        };
    }

    private static async Task<int> AddAsync(ParseResult parsed, CancellationToken cancellation)
    {
        await using var access = await RecordAccess.OpenAsync(Settings.Of(parsed), cancellation);
        var secret = RandomNumberGenerator.GetBytes(SecretBytes);
        var webhook = await access.Record.Webhooks.AddAsync(
            parsed.GetValue(Url)!,
            secret,
            access.User.Subject,
            cancellation
        );
        var shown = $"whsec_{Convert.ToBase64String(secret)}";
        if (access.Settings.Json)
        {
            Terminal.WriteJson(new WebhookMade(webhook.Id, webhook.Url, shown));
            return (int)ExitCode.Done;
        }

        Terminal.WriteLine(shown);
        Terminal.Say(
            $"Webhook {webhook.Id}. The secret is not shown again: with it the receiver checks that Oversight sent what it got."
        );
        return (int)ExitCode.Done;
    }

    private static async Task<int> ListAsync(ParseResult parsed, CancellationToken cancellation)
    {
        await using var access = await RecordAccess.OpenAsync(Settings.Of(parsed), cancellation);
        var webhooks = await access.Record.Webhooks.MadeByAsync(access.User.Subject, cancellation);
        if (access.Settings.Json)
        {
            Terminal.WriteJson(new WebhooksAnswer(webhooks));
            return (int)ExitCode.Done;
        }

        var table = Terminal.NewTable("ID", "Address", "Made", "Removed");
        foreach (var webhook in webhooks)
        {
            table.AddLine(
                webhook.Id.ToString(),
                webhook.Url,
                AnswerJson.Instant(webhook.MadeAt),
                webhook.RemovedAt is { } removed ? AnswerJson.Instant(removed) : ""
            );
        }

        Terminal.Write(table);
        return (int)ExitCode.Done;
    }

    private static async Task<int> RemoveAsync(ParseResult parsed, CancellationToken cancellation)
    {
        var id = parsed.GetValue(Id);
        await using var access = await RecordAccess.OpenAsync(Settings.Of(parsed), cancellation);
        if (!await access.Record.Webhooks.RemoveAsync(id, access.User.Subject, cancellation))
        {
            throw new FailureException(
                ExitCode.NotFound,
                $"you made no webhook {id}: oversight webhook list shows yours."
            );
        }

        Terminal.WriteLine($"Webhook {id} is removed.");
        return (int)ExitCode.Done;
    }

    private static async Task<int> FailedAsync(ParseResult parsed, CancellationToken cancellation)
    {
        await using var access = await RecordAccess.OpenAsync(Settings.Of(parsed), cancellation);
        var letters = await access.Record.Webhooks.GivenUpAsync(access.User.Subject, cancellation);
        if (access.Settings.Json)
        {
            Terminal.WriteJson(new GivenUpAnswer(letters));
            return (int)ExitCode.Done;
        }

        if (letters.Count == 0)
        {
            Terminal.Say("Nothing was given up.");
            return (int)ExitCode.Done;
        }

        var table = Terminal.NewTable("ID", "Webhook", "Subject", "Place", "Sent first", "Why", "");
        foreach (var letter in letters)
        {
            table.AddLine(
                letter.Id.ToString(),
                letter.Message.Webhook.ToString(),
                letter.Message.Subject,
                $"{letter.Message.Place}",
                AnswerJson.Instant(letter.SentAt),
                letter.Why,
                letter.IsSentAgain ? "is sent again" : ""
            );
        }

        Terminal.Write(table);
        return (int)ExitCode.Done;
    }

    private static async Task<int> ResendAsync(ParseResult parsed, CancellationToken cancellation)
    {
        var ids = parsed.GetValue(Letters) ?? [];
        await using var access = await RecordAccess.OpenAsync(Settings.Of(parsed), cancellation);
        var letters = await access.Record.Webhooks.GivenUpAsync(access.User.Subject, cancellation);
        if (ids.Except(letters.Select(letter => letter.Id)).ToArray() is { Length: > 0 } unknown)
        {
            throw new FailureException(
                ExitCode.NotFound,
                $"no message {unknown[0]} of yours was given up: oversight webhook failed shows those that were."
            );
        }

        GivenUp[] again = [.. letters.Where(letter => ids.Length == 0 || ids.Contains(letter.Id))];
        await access.Record.Webhooks.SendAgainAsync(again, cancellation);
        Terminal.WriteLine(again.Length == 1 ? "1 message is sent again." : $"{again.Length} messages are sent again.");
        return (int)ExitCode.Done;
    }

    private sealed record WebhookMade(Guid Id, string Url, string Secret);

    private sealed record WebhooksAnswer(IReadOnlyList<Webhook> Webhooks);

    private sealed record GivenUpAnswer(IReadOnlyList<GivenUp> Messages);
}
