using Oversight.Ledger.People;
using Oversight.Record.People;

namespace Oversight.Cli.Commands;

/// <summary>oversight grant: what people may.</summary>
internal static class GrantCommand
{
    private static readonly RightOptions Right = new();

    private static readonly Argument<Guid> Id = Inputs.Argument(
        "GRANT-ID",
        "The right's id, as grant list shows it.",
        text => Guid.TryParse(text, out var id) ? id : throw new FormatException($"\"{text}\" is not a right's id.")
    );

    private static readonly Argument<string?> OfWhom = new("WHO")
    {
        Description = "Whose rights, by name or subject. Default: everybody's.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private static readonly Option<string?> Why = new("--why")
    {
        Description = "Why: kept with it.",
        HelpName = "TEXT",
        Required = true,
    };

    private static readonly Option<bool> Waiting = Inputs.Flag("--waiting", "Only those that wait for approval.");

    public static Command Create()
    {
        var give = new Command("give", "Give somebody a right.") { People.Who };
        Right.AddTo(give, isRequired: true);
        var approve = new Command("approve", "Approve a right that another administrator gave.") { Id };
        var end = new Command("end", "End a right, or one that waits for approval.") { Id, Why };
        var list = new Command("list", "Rights: in force, waiting for approval, ended.") { OfWhom, Waiting };
        return new Command("grant", "What people may.")
        {
            give.OnRecord(GiveAsync)
                .WithNotes(
                    "national reads everything, and decides for NHS England and its regions; region does so for the organisations that it oversees;\n"
                        + "lead and contributor are an organisation's own people, and read what was told to it; auditor reads everything and writes\n"
                        + "nothing; administrator looks after people. Whoever has several rights has all of them.\n"
                        + "What an administrator gives himself waits until another one approves it, and so does the administrator's right; where there\n"
                        + "is no other, it is in force at once. For administrators."
                )
                .WithExamples(
                    "oversight grant give sam.patel --region Y60 --why \"Joined the Midlands team.\"",
                    "oversight grant give icb.lead --organisation QOC --role contributor",
                    "oversight grant give jo --role administrator"
                ),
            approve
                .OnRecord(ApproveAsync)
                .WithNotes("For an administrator who neither gave the right nor receives it.")
                .WithExamples("oversight grant approve 0193500e-…"),
            end.OnRecord(EndAsync)
                .WithNotes("For administrators.")
                .WithExamples("oversight grant end 0193500e-… --why \"Moved to another region.\""),
            list.OnRecord(ListAsync)
                .WithNotes("For administrators and auditors; everybody sees their own with oversight whoami.")
                .WithExamples(
                    "oversight grant list",
                    "oversight grant list sam.patel --json",
                    "oversight grant list --waiting"
                ),
        };
    }

    private static async Task GiveAsync(ParseResult parsed, RecordAccess access, CancellationToken cancellation)
    {
        access.MustAdminister("gives rights");
        var (account, grant) = (
            await People.OpenAsync(access, parsed.GetRequiredValue(People.Who), cancellation),
            Right.Read(parsed)!
        );
        await People.CheckAsync(access, grant, cancellation);
        var given = await access.Record.Accounts.GiveAsync(
            account.Subject,
            grant,
            Right.Until(parsed),
            Right.Why(parsed),
            access.User.Subject,
            cancellation
        );
        access.Settings.Show(
            GrantLine.Of(given!, account.Shown),
            line =>
            {
                Terminal.WriteLine($"{line.Id}");
                People.Say(given, account.Shown);
            }
        );
    }

    private static async Task ApproveAsync(ParseResult parsed, RecordAccess access, CancellationToken cancellation)
    {
        access.MustAdminister("approves rights");
        var id = parsed.GetValue(Id);
        if (!await access.Record.Accounts.ApproveAsync(id, access.User.Subject, cancellation))
        {
            throw Unknown(id);
        }

        Terminal.Say("The right is in force from now on.");
    }

    private static async Task EndAsync(ParseResult parsed, RecordAccess access, CancellationToken cancellation)
    {
        access.MustAdminister("ends rights");
        var id = parsed.GetValue(Id);
        if (
            !await access.Record.Accounts.EndAsync(id, parsed.GetRequiredValue(Why)!, access.User.Subject, cancellation)
        )
        {
            throw Unknown(id);
        }

        Terminal.Say("The right has ended.");
    }

    private static async Task ListAsync(ParseResult parsed, RecordAccess access, CancellationToken cancellation)
    {
        People.MustSeePeople(access);
        var who = parsed.GetValue(OfWhom);
        Account[] accounts =
        [
            .. (await access.Record.Accounts.ListAsync(cancellation)).Where(account =>
                who is null || account.Name == who || account.Subject == who
            ),
        ];
        if (who is not null && accounts.Length == 0)
        {
            throw new FailureException(
                ExitCode.NotFound,
                $"nobody is named {who}: oversight person list shows everybody."
            );
        }

        var names = (await access.Record.Accounts.ListAsync(cancellation)).ToDictionary(a => a.Subject, a => a.Shown);
        access.Settings.Show(
            accounts
                .SelectMany(account => account.Grants.Select(given => GrantLine.Of(given, account.Shown)))
                .Where(line => !parsed.GetValue(Waiting) || line.State == "waits for approval")
                .ToArray(),
            lines =>
                Terminal.WriteTable(
                    lines,
                    ("ID", line => $"{line.Id}"),
                    ("Who", line => line.Name),
                    ("Right", line => line.Right),
                    ("State", line => line.State),
                    ("Until", line => line.Until is { } until ? DateWithPrecision.Day(until).ToString() : ""),
                    ("Given", line => line.Given.Shown()),
                    ("By", line => names.GetValueOrDefault(line.GivenBy, line.GivenBy)),
                    ("Approved by", line => line.ApprovedBy is { } by ? names.GetValueOrDefault(by, by) : ""),
                    ("Why", line => line.Why.Shortened())
                )
        );
    }

    private static FailureException Unknown(Guid id) =>
        new(ExitCode.NotFound, $"there is no right {id}: oversight grant list shows all.");
}

/// <summary>A right as commands show it.</summary>
internal sealed record GrantLine(
    Guid Id,
    string Subject,
    string Name,
    string Right,
    Role Role,
    string? Region,
    OdsCode? Organisation,
    IReadOnlyList<string> ActsFor,
    string State,
    DateOnly? Until,
    string Why,
    DateTimeOffset Given,
    string GivenBy,
    string? ApprovedBy,
    DateTimeOffset? Ended
)
{
    public static GrantLine Of(GivenGrant given, string name) =>
        new(
            given.Id,
            given.Subject,
            name,
            given.Grant.Says(),
            given.Grant.Role,
            given.Grant.Region?.Code,
            given.Grant.Organisation,
            given.Grant.Bodies,
            People.Standing(given),
            given.Until,
            given.Why,
            given.Given,
            given.GivenBy,
            given.ApprovedBy,
            given.Ended?.At
        );
}
