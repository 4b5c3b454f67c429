using Oversight.Desk;
using Oversight.Ledger.People;
using Oversight.Projections.Answers;

namespace Oversight.Cli.Commands;

/// <summary>oversight person: who may sign in.</summary>
internal static class PersonCommand
{
    private static readonly RightOptions Right = new();

    private static readonly Option<string?> TokenTo = Inputs.Text(
        "--token-to",
        "FILE",
        "Sign them in with a token in this file instead of a link, such as a program; never replaced."
    );

    private static readonly Option<string?> Why = new("--why")
    {
        Description = "Why: kept with it.",
        HelpName = "TEXT",
        Required = true,
    };

    private static readonly Argument<string> Subject = new("SUBJECT")
    {
        Description = "The account, as person list --closed shows it.",
    };

    private static readonly Option<bool> All = Inputs.Flag("--closed", "Closed accounts too.");

    public static Command Create()
    {
        var add = new Command("add", "Let somebody sign in: an account, its first right, and a link that works once.")
        {
            People.Name,
            TokenTo,
        };
        Right.AddTo(add, isRequired: false);
        var list = new Command("list", "Who may sign in, and with which rights.") { All };
        var close = new Command("close", "Let somebody sign in no longer, for good.") { People.Who, Why };
        var forget = new Command("forget", "Erase the name of an account, and its e-mail address.") { Subject };
        return new Command("person", "Who may sign in.")
        {
            add.OnRecord(AddAsync)
                .WithNotes(
                    "Prints the link: send it to them alone. It works once, and for 24 hours; oversight sign-in-link NAME makes another.\n"
                        + "With --token-to it prints the path of the token's file, which only the account that ran this can read. For administrators."
                )
                .WithExamples(
                    "oversight person add sam.patel --region Y60",
                    "oversight person add icb.lead --organisation QOC --why \"Chief Finance Officer of the ICB.\"",
                    "oversight person add jo.auditor --role auditor --until 2027-03-31",
                    "oversight person add dashboard --role auditor --token-to ./dashboard.token"
                ),
            list.OnRecord(ListAsync)
                .WithNotes("For administrators and auditors.")
                .WithExamples("oversight person list", "oversight person list --closed --json"),
            close
                .OnRecord(CloseAsync)
                .WithNotes(
                    "Sessions, tokens, links, calendar feeds and webhooks end with it; what was logged stays. For administrators."
                )
                .WithExamples("oversight person close sam.patel --why \"Left NHS England.\""),
            forget
                .OnRecord(ForgetAsync)
                .WithNotes(
                    "For good; of closed accounts too. What was logged keeps the subject. A name in decisions is another: oversight redact person. For\n"
                        + "administrators."
                )
                .WithExamples("oversight person forget user:0191f0a4-5f2a-7c6e-9d57-0d8f6a1f2b3c"),
        };
    }

    private static async Task AddAsync(ParseResult parsed, RecordAccess access, CancellationToken cancellation)
    {
        access.MustAdminister("adds people");
        var (name, grant) = (parsed.GetRequiredValue(People.Name), Right.Read(parsed));
        if ((await access.Record.Accounts.ListAsync(cancellation)).Any(a => a.Closed is null && a.Name == name))
        {
            throw new FailureException(
                ExitCode.Conflict,
                $"{name} has an account already: oversight grant give \"{name}\" gives it a right."
            );
        }

        await People.CheckAsync(access, grant, cancellation);
        // What signs them in comes first: once they have rights, an administrator who is not alone cannot make it.
        string subject;
        string? link = null;
        string? file = null;
        DateTimeOffset? until;
        if (parsed.GetValue(TokenTo) is { } path)
        {
            file = Shell.Current.PathOf(path);
            var added = await LocalAccess.AddAsync(access.Record, file, name, [], access.User.Subject, cancellation);
            (subject, until) = (added.Subject, added.By.Expires);
        }
        else
        {
            subject = (await access.Record.Accounts.AddAsync(name, access.User.Subject, cancellation)).Subject;
            (link, until) = await People.LinkAsync(access, subject, cancellation);
        }

        var given = grant is null
            ? null
            : await access.Record.Accounts.GiveAsync(
                subject,
                grant,
                Right.Until(parsed),
                Right.Why(parsed),
                access.User.Subject,
                cancellation
            );
        access.Settings.Show(
            new PersonAdded(subject, name, given is null ? null : GrantLine.Of(given, name), link, file, until),
            added =>
            {
                Terminal.WriteLine(added.Link ?? added.File!);
                Terminal.Say(
                    added.Link is not null
                        ? $"The link signs {name} in once, until {until?.Shown()}: send it to them alone."
                        : $"The token in the file signs {name} in until {until?.Shown()}."
                );
                People.Say(given, name);
            }
        );
    }

    private static async Task ListAsync(ParseResult parsed, RecordAccess access, CancellationToken cancellation)
    {
        People.MustSeePeople(access);
        var accounts = await access.Record.Accounts.ListAsync(cancellation);
        access.Settings.Show(
            accounts.Where(account => account.Closed is null || parsed.GetValue(All)).Select(PersonLine.Of).ToArray(),
            all =>
                Terminal.WriteTable(
                    all,
                    ("Name", person => person.Name),
                    ("Subject", person => person.Subject),
                    ("Rights", person => person.Rights.Count == 0 ? "none in force" : string.Join("; ", person.Rights)),
                    ("Waiting", person => person.Waiting == 0 ? "" : person.Waiting.Of("right")),
                    ("Added", person => person.Added.Shown()),
                    ("Closed", person => person.Closed?.Shown())
                )
        );
    }

    private static async Task CloseAsync(ParseResult parsed, RecordAccess access, CancellationToken cancellation)
    {
        access.MustAdminister("closes accounts");
        var account = await People.OpenAsync(access, parsed.GetRequiredValue(People.Who), cancellation);
        await access.Record.Accounts.CloseAsync(
            account.Subject,
            parsed.GetRequiredValue(Why)!,
            access.User.Subject,
            cancellation
        );
        Terminal.Say($"{account.Shown} ({account.Subject}) signs in no longer; what was logged stays.");
    }

    private static async Task ForgetAsync(ParseResult parsed, RecordAccess access, CancellationToken cancellation)
    {
        access.MustAdminister("erases the names of accounts");
        var subject = parsed.GetRequiredValue(Subject);
        if (!await access.Record.Accounts.EraseNameAsync(subject, cancellation))
        {
            throw new FailureException(
                ExitCode.NotFound,
                $"no account {subject} has a name or address: oversight person list --closed shows which have names."
            );
        }

        Terminal.Say($"{subject} has no name or address any more; what was logged keeps the subject.");
    }

    private sealed record PersonAdded(
        string Subject,
        string Name,
        GrantLine? Grant,
        string? Link,
        string? File,
        DateTimeOffset? Until
    );

    private sealed record PersonLine(
        string Subject,
        string? Name,
        IReadOnlyList<string> Rights,
        int Waiting,
        DateTimeOffset Added,
        string AddedBy,
        DateTimeOffset? Closed
    )
    {
        public static PersonLine Of(Account account) =>
            new(
                account.Subject,
                account.Name,
                [.. account.InForce.All.Select(grant => grant.Says())],
                account.Grants.Count(given => given.WaitsForApproval),
                account.Created,
                account.CreatedBy,
                account.Closed?.At
            );
    }
}
