using Oversight.Desk;
using Oversight.Record.Retention;

namespace Oversight.Cli.Commands;

/// <summary>oversight redact: takes a person's name out of what is kept beside the record.</summary>
internal static class RedactCommand
{
    /// <summary>The name; what is said of the command elsewhere leaves it out.</summary>
    public static readonly Argument<string> Name = new("NAME")
    {
        Description = "The name, exactly as it was written when the decisions were logged.",
    };

    private static readonly Option<RedactionGround?> Ground = Inputs.Parsed<RedactionGround?>(
        "--ground",
        "WORD",
        $"On which ground: {string.Join(", ", Enum.GetValues<RedactionGround>().Select(InWords.Stored))}. Required with --yes.",
        text => GroundOf(text)
    );

    private static readonly Option<string?> Rationale = Inputs.Text(
        "--rationale",
        "TEXT",
        "Why, without the name: it stays for ever. Required with --yes."
    );

    private static readonly Option<string?> Reference = Inputs.Text(
        "--reference",
        "TEXT",
        "By what that is known: the number of the request, the case number of the order."
    );

    private static readonly Option<DateWithPrecision?> Decided = Inputs.Date(
        "--decided",
        "The day on which it was decided. Default: today."
    );

    private static readonly Option<string?> Role = Inputs.Text(
        "--role",
        "ROLE",
        "The role in which it was decided, such as Data Protection Officer."
    );

    private static readonly Option<bool> Yes = Inputs.Flag(
        "--yes",
        "Redact it. Without it what would go is shown, and nothing is done."
    );

    public static Command Create()
    {
        var person = new Command("person", "Redact a person's name wherever entries have it.")
        {
            Name,
            Ground,
            Rationale,
            Reference,
            Decided,
            Role,
            Yes,
        };
        person
            .OnRecord(RedactAsync)
            .WithNotes(
                "Entries hold no names but ids; the names lie beside the record. Redacting takes them away for good, with one entry about each subject, all or\n"
                    + "none, decided by nhs-england. The entries stay as they are, and every proof of them holds. What is kept of the name in forms that are not\n"
                    + "logged yet and in what readings asked for goes with it (of a name of one word not of these, where it may be any word). What the texts of entries say stays: nothing can take it away.\n"
                    + "The name on the command line stays in your shell's history: remove it there. Backups: docs/running.md. For national users."
            )
            .WithExamples(
                "oversight redact person \"Alex Example\"",
                "oversight redact person \"Alex Example\" --ground right-to-erasure --reference \"Request 2026-31\" "
                    + "--rationale \"The request was found to be good.\" --role \"Data Protection Officer\" --yes"
            );
        return new Command("redact", "Redact a person's name.") { person }.WithExamples(
            "oversight redact person \"Alex Example\""
        );
    }

    private static async Task RedactAsync(ParseResult parsed, RecordAccess access, CancellationToken cancellation)
    {
        access.MustReadEverything("redacts names");
        var record = await access.NowAsync(cancellation);
        var found = await NameInRecord.FindAsync(
            access.Record.Store,
            record,
            parsed.GetRequiredValue(Name),
            cancellation
        );
        if (found.Subjects.Count == 0)
        {
            throw new FailureException(
                ExitCode.NotFound,
                "no entry has that name: it is looked for exactly as it was written, with its capitals, titles and initials. The texts of entries are "
                    + "not looked through."
            );
        }

        if (!parsed.GetValue(Yes))
        {
            access.Settings.Show(Shown.Of(found), Write);
            await SayAccountsAsync(access, found.Name, cancellation);
            return;
        }

        var decided = parsed.GetValue(Decided) ?? DateWithPrecision.Day(London.Today(access.Record.Clock));
        var draft = found.Redact(
            record,
            access.Record.Clock.GetUtcNow(),
            access.User.Subject,
            new Decision(decided, decided, new DecidedBy("nhs-england", parsed.GetValue(Role)))
            {
                Rationale = parsed.GetValue(Rationale) ?? throw Missing("--rationale"),
            },
            parsed.GetValue(Ground) ?? throw Missing("--ground"),
            parsed.GetValue(Reference)
        );
        await Logging.ShowAsync(await access.Record.Desk.LogAsync(draft, access.By()), access);
        await SayAccountsAsync(access, found.Name, cancellation);
    }

    // An account is no part of the record: who looks after people erases its name.
    private static async Task SayAccountsAsync(RecordAccess access, string name, CancellationToken cancellation)
    {
        if (!access.User.Grants.SeePeople)
        {
            return;
        }

        var accounts = await access.Record.Accounts.ListAsync(cancellation);
        foreach (var account in accounts.Where(account => account.Name == name))
        {
            Terminal.Say(
                $"An account has that name too, and keeps it: oversight person forget {account.Subject} erases it there."
            );
        }
    }

    private static void Write(Shown shown)
    {
        foreach (var entry in shown.Entries)
        {
            Terminal.WriteLine($"{entry.Subject}{Terminal.Place(entry.Place)}: {entry.Says} (entry {entry.Entry})");
        }

        Terminal.WriteLine(
            $"{shown.Entries.Count.Of("entry", "entries")} of {shown.Subjects.Of("subject")} have the name. Nothing was redacted: add --yes, --ground and --rationale."
        );
    }

    private static BadInputException Missing(string option) =>
        new(option, "is missing: who redacts a name says on which ground, and why.");

    private static RedactionGround GroundOf(string word) =>
        Enum.GetValues<RedactionGround>()
            .Cast<RedactionGround?>()
            .FirstOrDefault(one => InWords.Stored(one!.Value) == word)
        ?? throw new FormatException(
            $"\"{word}\" is none of {string.Join(", ", Enum.GetValues<RedactionGround>().Select(InWords.Stored))}."
        );

    private sealed record Shown(int Subjects, IReadOnlyList<ShownEntry> Entries)
    {
        public static Shown Of(NameInRecord found) =>
            new(
                found.Subjects.Count,
                [
                    .. from subject in found.Subjects
                    from entry in subject.Entries
                    select new ShownEntry(subject.Subject.Value, entry.Id, entry.Place, entry.Event.Says()),
                ]
            );
    }

    private sealed record ShownEntry(string Subject, Guid Entry, long Place, string Says);
}
