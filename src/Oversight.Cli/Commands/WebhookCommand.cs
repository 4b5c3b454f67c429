using System.Security.Cryptography;
using Oversight.Ledger;
using Oversight.Projections.Answers;

namespace Oversight.Cli.Commands;

/// <summary>oversight webhook: who is told, over HTTP, that an entry was recorded.</summary>
internal static class WebhookCommand
{
    private static readonly Argument<Uri> Url = Inputs.Argument(
        "URL",
        "Where to send it: an http or https address that takes POST.",
        text =>
            Webhooks.AddressIn(text)
            ?? throw new FormatException(
                $"\"{text}\" is not an http or https address, such as https://example.org/oversight."
            )
    );

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
        var list = new Command("list", "The webhooks that you made.");
        var remove = new Command("remove", "Tell a webhook nothing more, for good.") { Id };
        var failed = new Command("failed", "What your webhooks did not take, and was given up.");
        var resend = new Command("resend", "Send again what was given up.") { Letters };
        return new Command("webhook", "Tell other programs, over HTTP, that an entry was recorded.")
        {
            add.OnRecord(AddAsync)
                .WithNotes(
                    "Each entry is sent as a POST of {\"id\", \"place\", \"kind\", \"subject\"} and nothing that it says, at least once, those of one\n"
                        + "subject in their order, while Oversight runs. What is not answered with 2xx is sent again, later each time, and given up\n"
                        + "after half a day. Headers webhook-id, webhook-timestamp and webhook-signature are as Standard Webhooks has them:\n"
                        + "v1,BASE64(HMAC-SHA256(secret, id.timestamp.body)), the secret being what follows whsec_ in Base64."
                )
                .WithExamples("oversight webhook add https://example.org/oversight"),
            list.OnRecord(ListAsync).WithExamples("oversight webhook list"),
            remove.OnRecord(RemoveAsync).WithExamples("oversight webhook remove 0191f0a4-5f2a-7c6e-9d57-0d8f6a1f2b3c"),
            failed.OnRecord(FailedAsync).WithExamples("oversight webhook failed"),
            resend.OnRecord(ResendAsync).WithExamples("oversight webhook resend"),
        };
    }

    private static async Task AddAsync(ParseResult parsed, RecordAccess access, CancellationToken cancellation)
    {
        access.MustBeForMoreThanReading();
        var secret = RandomNumberGenerator.GetBytes(Webhooks.SecretBytes);
        var webhook = await access.Record.Webhooks.AddAsync(
            parsed.GetValue(Url)!,
            secret,
            access.User.Subject,
            access.User.Token,
            cancellation
        );
        access.Settings.Show(
            new WebhookMade(webhook.Id, webhook.Url, Webhooks.Shown(secret)),
            made =>
            {
                Terminal.WriteLine(made.Secret);
                Terminal.Say(
                    $"Webhook {made.Id}. The secret is not shown again: with it the receiver checks that Oversight sent what it got."
                );
            }
        );
    }

    private static async Task ListAsync(ParseResult parsed, RecordAccess access, CancellationToken cancellation)
    {
        var webhooks = await access.Record.Webhooks.MadeByAsync(access.User.Subject, cancellation);
        access.Settings.Show(
            new WebhooksAnswer([.. webhooks.Select(w => new WebhookLine(w.Id, w.Url, w.MadeAt, w.RemovedAt))]),
            answer =>
                Terminal.WriteTable(
                    answer.Webhooks,
                    ("ID", webhook => webhook.Id.ToString()),
                    ("Address", webhook => webhook.Url),
                    ("Made", webhook => AnswerJson.Instant(webhook.MadeAt)),
                    ("Removed", webhook => webhook.RemovedAt is { } removed ? AnswerJson.Instant(removed) : "")
                )
        );
    }

    private static async Task RemoveAsync(ParseResult parsed, RecordAccess access, CancellationToken cancellation)
    {
        access.MustBeForMoreThanReading();
        var id = parsed.GetValue(Id);
        if (!await access.Record.Webhooks.RemoveAsync(id, access.User.Subject, cancellation))
        {
            throw new FailureException(
                ExitCode.NotFound,
                $"you made no webhook {id}: oversight webhook list shows yours."
            );
        }

        Terminal.WriteLine($"Webhook {id} is removed.");
    }

    private static async Task FailedAsync(ParseResult parsed, RecordAccess access, CancellationToken cancellation)
    {
        var letters = await access.Record.Webhooks.GivenUpAsync(access.User.Subject, cancellation);
        access.Settings.Show(new GivenUpAnswer(letters), Write);
    }

    private static void Write(GivenUpAnswer answer)
    {
        if (answer.Messages.Count == 0)
        {
            Terminal.Say("Nothing was given up.");
            return;
        }

        Terminal.WriteTable(
            answer.Messages,
            ("ID", letter => letter.Id.ToString()),
            ("Webhook", letter => letter.Message.Webhook.ToString()),
            ("Subject", letter => letter.Message.Subject),
            ("Place", letter => Shell.Current.TellsPlaces ? $"{letter.Message.Place}" : ""),
            ("Sent first", letter => AnswerJson.Instant(letter.SentAt)),
            ("Why", letter => letter.Why),
            ("", letter => letter.IsSentAgain ? "is sent again" : "")
        );
    }

    private static async Task ResendAsync(ParseResult parsed, RecordAccess access, CancellationToken cancellation)
    {
        access.MustBeForMoreThanReading();
        var ids = parsed.GetValue(Letters) ?? [];
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
    }

    private sealed record WebhookMade(Guid Id, string Url, string Secret);

    private sealed record WebhooksAnswer(IReadOnlyList<WebhookLine> Webhooks);

    private sealed record WebhookLine(Guid Id, string Url, DateTimeOffset MadeAt, DateTimeOffset? RemovedAt);

    private sealed record GivenUpAnswer(IReadOnlyList<GivenUp> Messages);
}
