using Oversight.Desk;
using Oversight.Desk.Answers;
using Oversight.Ledger;
using Oversight.Projections.AuditHistory;
using Oversight.Record.Catalogue;

namespace Oversight.Cli.Commands;

/// <summary>Logs a decision and shows its receipt.</summary>
internal static class Logging
{
    private static readonly Option<long?> Expect = new("--expect")
    {
        Description =
            "The subject's version that the decision was made on, as status shows it. Default: the version read just before.",
        HelpName = "VERSION",
    };

    /// <summary>The idempotency key.</summary>
    public static readonly Option<string?> Key = Inputs.Text(
        "--key",
        "KEY",
        "An idempotency key: the same command again stores nothing and shows the same receipt."
    );

    private static readonly Option<bool> Again = Inputs.Flag(
        "--again",
        "The same was decided once more: store it though the record holds exactly this already."
    );

    /// <summary>The options that every logging command takes.</summary>
    public static IReadOnlyList<Option> Options => [Expect, Key, Again];

    /// <summary>Adds them to a command.</summary>
    public static void AddOptions(Command command)
    {
        foreach (var option in Options)
        {
            command.Options.Add(option);
        }
    }

    /// <summary>Logs it as the signed-in user.</summary>
    public static async Task LogAsync(
        RecordAccess access,
        ParseResult parsed,
        LogDecision command,
        CancellationToken cancellation
    )
    {
        var version = access.Newest().TimelineOf(command.Subject)?.Version ?? 0;
        var receipt = await access.Record.Desk.LogAsync(
            command,
            parsed.GetValue(Expect) ?? version,
            access.By(parsed.GetValue(Key)) with
            {
                Again = parsed.GetValue(Again),
            },
            cancellation
        );
        await ShowAsync(receipt, access);
        if (!access.Settings.Json)
        {
            // How what was given as 3/4/2024 was read, while a slip is easily put right.
            foreach (var given in parsed.Tokens.Select(token => token.Value).Distinct())
            {
                if (DateWithPrecision.SaidBack(given) is { } words)
                {
                    Terminal.WriteLine($"  {given} is read as {words}");
                }
            }
        }
    }

    /// <summary>Shows what was stored.</summary>
    public static async Task ShowAsync(Receipt receipt, RecordAccess access)
    {
        if (access.Settings.Json)
        {
            Terminal.WriteJson(ReceiptAnswer.Of(receipt));
        }
        else
        {
            await WriteAsync(receipt, access);
        }
    }

    private static async Task WriteAsync(Receipt receipt, RecordAccess access)
    {
        // What is stored is stored: showing it is not given up half-way.
        var record = await access.NowAsync(CancellationToken.None);
        foreach (var line in receipt.Entries)
        {
            var history = AuditHistory.Of(record, SubjectId.FromStream(line.Stream))!;
            var entry = history.Entries.Single(e => e.Id == line.Id);
            Terminal.WriteLine($"{(receipt.Repeated ? "Logged before" : "Logged")}: {entry.Summary}");
            Terminal.WriteLine(
                $"  entry {line.Id}{Terminal.Place(line.Place)}, version {line.Version} of {line.Stream}"
            );
            Terminal.WriteLine($"  recorded {line.Recorded.Shown()}");
            Terminal.WriteLine($"  to put a slip right: oversight correct {line.Id} --slip …");
            foreach (var finding in entry.Findings)
            {
                Terminal.WriteLine($"  finding: {finding.Breach} (rule {finding.Rule})");
            }
        }
    }
}
