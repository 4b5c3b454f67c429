using Oversight.Desk;
using Oversight.Ledger.People;
using Oversight.Record.People;

namespace Oversight.Cli.Commands;

/// <summary>oversight token: who signs in, and where their tokens are; never the tokens themselves.</summary>
internal static class TokenCommand
{
    private const int LongestName = 60;

    private static readonly Argument<string> Name = Inputs.Argument(
        "NAME",
        "The name shown for the subject, such as sam.patel.",
        name =>
            name.Length <= LongestName && name.All(c => char.IsLetterOrDigit(c) || c is '.' or '-' or '_' or '@')
                ? name
                : throw new FormatException(
                    $"\"{name}\" is not a name here: use at most {LongestName} letters, digits, dots and hyphens."
                )
    );

    private static readonly Argument<string> Who = new("NAME|SUBJECT")
    {
        Description = "The name, or where several have it the subject, as token list shows them.",
    };

    private static readonly Option<OdsCode?> Organisation = Inputs.OfOrganisation(
        "The organisation whose own people they are: the API shows them what was communicated to it."
    );

    private static readonly Option<string?> FileOption = Inputs.Text(
        "--file",
        "PATH",
        "Where to put the token; never replaced. Default: token-NAME in the data folder."
    );

    public static Command Create()
    {
        var command = new Command("token", "Print the path of the file whose token signs in to the API.")
        {
            Add(),
            Revoke(),
            List(),
        };
        command.OnRecord(
            async (parsed, access, cancellation) =>
            {
                // Opened, so that the token is there and good for this database when somebody reads the file.
                var file = access.Settings.TokenFile ?? LocalAccess.TokenFile(access.Settings.DataFolder);
                Write(access, file, access.User);
            }
        );
        return command
            .WithNotes("Only the account that made the file can read it. The token itself is never printed.")
            .WithExamples(
                "curl -H \"Authorization: Bearer $(cat \"$(oversight token)\")\" -H 'If-Match: \"2\"' …",
                "oversight token add sam.patel"
            );
    }

    private static Command Add()
    {
        var command = new Command("add", "Let somebody else sign in: a new subject with a token of its own.")
        {
            Name,
            Organisation,
            FileOption,
        };
        command.OnRecord(
            async (parsed, access, cancellation) =>
            {
                var name = parsed.GetRequiredValue(Name);
                if ((await SignedInAs(access, name, cancellation)).Count > 0)
                {
                    throw new FailureException(
                        ExitCode.Conflict,
                        $"{name} holds a token already: revoke it first (oversight token revoke {name}), or use another name."
                    );
                }

                var organisation = parsed.GetValue(Organisation);
                var record = await access.Record.Live.AtAsync(known: null, cancellation);
                if (organisation is { } ods && record.TimelineOf(ods) is null)
                {
                    throw Asked.NotFound(
                        record,
                        SubjectKind.Organisation,
                        ods.Value,
                        $"{ods} is not in the record: register it first."
                    );
                }

                var file = Shell.Current.PathOf(
                    parsed.GetValue(FileOption) ?? LocalAccess.TokenFile(access.Settings.DataFolder, name)
                );
                Write(
                    access,
                    file,
                    await LocalAccess.AddAsync(
                        access.Record,
                        file,
                        name,
                        [organisation is null ? new(Role.National) : new(Role.Lead, Organisation: organisation)],
                        access.User.Subject,
                        cancellation
                    )
                );
            }
        );
        return command
            .WithNotes("Prints the path of the token's file, which only the account that ran this can read.")
            .WithExamples(
                "oversight token add sam.patel",
                "oversight token add icb.lead --organisation QOC --file ./icb-lead.token",
                "oversight --token ./sam.token log segment QOC 3 --effective 2024-05-01 --body nhs-england --back-dated"
            );
    }

    private static Command Revoke()
    {
        var command = new Command("revoke", "Let somebody sign in no longer.") { Who };
        command.OnRecord(
            async (parsed, access, cancellation) =>
            {
                var who = parsed.GetRequiredValue(Who);
                var found = await SignedInAs(access, who, cancellation);
                if (found.Count == 0)
                {
                    throw new FailureException(
                        ExitCode.NotFound,
                        $"nobody named {who} signs in: oversight token list shows who does."
                    );
                }

                if (found.Count > 1)
                {
                    throw new FailureException(
                        ExitCode.BadInput,
                        $"{found.Count} subjects are named {who}: say which, {string.Join(" or ", found.Select(g => g.Subject))}."
                    );
                }

                await access.Record.Accounts.CloseAsync(
                    found[0].Subject,
                    "The token was revoked.",
                    access.User.Subject,
                    cancellation
                );
                Terminal.Say($"{found[0].Name} ({found[0].Subject}) signs in no longer; what was logged stays.");
            }
        );
        return command.WithExamples("oversight token revoke sam.patel");
    }

    private static Command List()
    {
        var command = new Command("list", "Who signs in, and who did.");
        command.OnRecord(
            async (parsed, access, cancellation) =>
            {
                var grants = await AllAsync(access, cancellation);
                access.Settings.Show(
                    grants,
                    all =>
                        Terminal.WriteTable(
                            all,
                            ("Name", grant => grant.Name),
                            ("Subject", grant => grant.Subject),
                            ("Organisation", grant => grant.Organisation?.Value),
                            ("Given", grant => grant.Created.Shown()),
                            ("Revoked", grant => grant.Revoked?.Shown())
                        )
                );
            }
        );
        return command.WithExamples("oversight token list", "oversight token list --json");
    }

    private static async Task<IReadOnlyList<Given>> SignedInAs(
        RecordAccess access,
        string who,
        CancellationToken cancellation
    ) =>
        [
            .. (await AllAsync(access, cancellation)).Where(grant =>
                grant.Revoked is null && (grant.Name == who || grant.Subject == who)
            ),
        ];

    private static async Task<IReadOnlyList<Given>> AllAsync(RecordAccess access, CancellationToken cancellation) =>
        [
            .. (await access.Record.Accounts.ListAsync(cancellation)).Select(account => new Given(
                account.Subject,
                account.Shown,
                account.Grants.Select(given => given.Grant.Organisation).FirstOrDefault(o => o is not null),
                account.Created,
                account.Closed?.At
            )),
        ];

    private static void Write(RecordAccess access, string file, SignedIn who) =>
        access.Settings.Show(
            new TokenFile(file, who.Subject, who.Name, who.Grants.Organisations.Cast<OdsCode?>().FirstOrDefault()),
            token => Terminal.WriteLine(token.File)
        );

    private sealed record Given(
        string Subject,
        string Name,
        OdsCode? Organisation,
        DateTimeOffset Created,
        DateTimeOffset? Revoked
    );

    private sealed record TokenFile(string File, string Subject, string Name, OdsCode? Organisation);
}
