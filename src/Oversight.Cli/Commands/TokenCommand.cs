using Oversight.Desk;
using Oversight.Ledger.People;

namespace Oversight.Cli.Commands;

/// <summary>oversight token: what signs in to the API and the command line, by their files and names; never the tokens themselves.</summary>
internal static class TokenCommand
{
    private const int LongestName = 60;

    private static readonly Argument<string> Name = Inputs.Argument(
        "NAME",
        "What it is called, such as power-bi.",
        name =>
            name.Length is > 0 and <= LongestName
            && name.All(c => char.IsLetterOrDigit(c) || c is '.' or '-' or '_' or '@')
                ? name
                : throw new FormatException(
                    $"\"{name}\" is not a name here: use at most {LongestName} letters, digits, dots and hyphens."
                )
    );

    private static readonly Argument<string> Which = new("NAME|ID")
    {
        Description = "Its name, or where several have it its id, as token list shows them.",
    };

    private static readonly Option<TokenScope> Scope = new("--scope")
    {
        Description =
            "read: it reads what you may read, and changes nothing; decide: all that you may. Default: decide.",
        HelpName = "read|decide",
        CustomParser = result =>
            Inputs.Try(
                result,
                "--scope",
                text =>
                    text switch
                    {
                        "read" => TokenScope.Read,
                        "decide" => TokenScope.ReadAndDecide,
                        _ => throw new FormatException($"\"{text}\" is no scope: write read or decide."),
                    }
            ),
    };

    private static readonly Option<DateOnly?> Expires = Inputs.Parsed<DateOnly?>(
        "--expires",
        "DATE",
        $"The last day on which it signs in, within a year. Default: {(int)Credentials.UsualLifetime.TotalDays} days from now.",
        text => Inputs.Day(text)
    );

    private static readonly Option<string?> FileOption = Inputs.Text(
        "--file",
        "PATH",
        "Where to put the token; never replaced. Default: token-NAME in the data folder."
    );

    private static readonly Option<string?> OfWhom = Inputs.Text(
        "--of",
        "WHO",
        "What signs somebody else in, by name or subject; for administrators."
    );

    public static Command Create()
    {
        var add = new Command("add", "Make a token that signs you in.") { Name, Scope, Expires, FileOption };
        var list = new Command("list", "What signs you in: tokens, sessions of browsers, links.") { OfWhom };
        var revoke = new Command("revoke", "Let a token, a session or a link sign in no longer.") { Which, OfWhom };
        var command = new Command("token", "Tokens that sign in to the API and the command line.")
        {
            add.OnRecord(AddAsync)
                .WithNotes(
                    "Prints the path of the token's file, which only the account that ran this can read. It may do what you may, for as long as you may."
                )
                .WithExamples(
                    "oversight token add power-bi --scope read --expires 2027-03-31",
                    "oversight --token ./mine.token log segment QOC 3 --effective 2024-05-01 --body nhs-england --back-dated"
                ),
            list.OnRecord(ListAsync).WithExamples("oversight token list", "oversight token list --json"),
            revoke
                .OnRecord(RevokeAsync)
                .WithNotes("Feeds and webhooks that were made with it end with it.")
                .WithExamples("oversight token revoke power-bi"),
        };
        command.OnRecord(
            (parsed, access, cancellation) =>
            {
                // Opened, so that the token is there and good for this database when somebody reads the file.
                var file = access.Settings.TokenFile ?? LocalAccess.TokenFile(access.Settings.DataFolder);
                access.Settings.Show(
                    new TokenFile(file, access.User.Subject, access.User.Name, access.User.By.Expires),
                    token => Terminal.WriteLine(token.File)
                );
                return Task.CompletedTask;
            }
        );
        return command
            .WithNotes(
                "Alone it prints the path of the file whose token signs in here. Only the account that made the file can read it; the token itself is\n"
                    + "never printed."
            )
            .WithExamples(
                "curl -H \"Authorization: Bearer $(cat \"$(oversight token)\")\" -H 'If-Match: \"2\"' …",
                "oversight token add power-bi --scope read"
            );
    }

    private static async Task AddAsync(ParseResult parsed, RecordAccess access, CancellationToken cancellation)
    {
        access.MustBeForMoreThanReading();
        var name = parsed.GetRequiredValue(Name);
        if ((await UsableAsync(access, access.User.Subject, cancellation)).Any(one => one.Name == name))
        {
            throw new FailureException(
                ExitCode.Conflict,
                $"you have a token {name} already: revoke it first (oversight token revoke {name}), or use another name."
            );
        }

        var file = Shell.Current.PathOf(
            parsed.GetValue(FileOption) ?? LocalAccess.TokenFile(access.Settings.DataFolder, name)
        );
        var made = await LocalAccess.AddTokenAsync(
            access.Record,
            file,
            access.User.Subject,
            name,
            parsed.GetValue(Scope),
            Lifetime(parsed.GetValue(Expires), access.Record.Clock),
            access.User.Subject,
            cancellation
        );
        access.Settings.Show(
            new TokenFile(file, access.User.Subject, access.User.Name, made.Expires),
            token => Terminal.WriteLine(token.File)
        );
    }

    private static TimeSpan Lifetime(DateOnly? last, TimeProvider clock)
    {
        if (last is not { } day)
        {
            return Credentials.UsualLifetime;
        }

        var lifetime = London.StartOf(day.AddDays(1)) - clock.GetUtcNow();
        return lifetime > TimeSpan.Zero && lifetime <= Credentials.LongestLifetime
            ? lifetime
            : throw new BadInputException("--expires", "must be a day from today on, within a year.");
    }

    private static async Task ListAsync(ParseResult parsed, RecordAccess access, CancellationToken cancellation)
    {
        var subject = await SubjectAsync(parsed, access, "sees what signs others in", cancellation);
        var all = await access.Record.Credentials.OfAsync(subject, cancellation);
        access.Settings.Show(
            all,
            shown =>
                Terminal.WriteTable(
                    shown,
                    ("ID", one => $"{one.Id}"),
                    ("Kind", one => InWords.Of(one.Kind)),
                    ("Name", one => one.Name),
                    ("May", one => one.Scope == TokenScope.Read ? "read" : "read and decide"),
                    ("Made", one => one.Made.Shown()),
                    ("Until", one => one.Expires?.Shown() ?? "revoked"),
                    ("Used last", one => one.LastUsed?.Shown()),
                    ("Revoked", one => (one.Revoked ?? one.Used)?.Shown())
                )
        );
    }

    private static async Task RevokeAsync(ParseResult parsed, RecordAccess access, CancellationToken cancellation)
    {
        access.MustBeForMoreThanReading();
        var which = parsed.GetRequiredValue(Which);
        var subject = await SubjectAsync(parsed, access, "revokes what signs others in", cancellation);
        Credential[] found =
        [
            .. (await UsableAsync(access, subject, cancellation)).Where(one =>
                one.Name == which || $"{one.Id}" == which
            ),
        ];
        if (found is not [var one])
        {
            throw found.Length == 0
                ? new FailureException(
                    ExitCode.NotFound,
                    $"nothing named {which} signs in: oversight token list shows what does."
                )
                : new FailureException(
                    ExitCode.BadInput,
                    $"{found.Length} are named {which}: say which, {string.Join(" or ", found.Select(f => f.Id))}."
                );
        }

        await access.Record.Credentials.RevokeAsync(one.Id, access.User.Subject, cancellation);
        Terminal.Say($"{one.Name} ({one.Id}) signs in no longer.");
    }

    private static async Task<string> SubjectAsync(
        ParseResult parsed,
        RecordAccess access,
        string what,
        CancellationToken cancellation
    )
    {
        if (parsed.GetValue(OfWhom) is not { } who)
        {
            return access.User.Subject;
        }

        access.MustAdminister(what);
        return (await People.OpenAsync(access, who, cancellation)).Subject;
    }

    private static async Task<IEnumerable<Credential>> UsableAsync(
        RecordAccess access,
        string subject,
        CancellationToken cancellation
    )
    {
        var now = access.Record.Clock.GetUtcNow();
        return (await access.Record.Credentials.OfAsync(subject, cancellation)).Where(one =>
            one.Revoked is null && one.Used is null && !(one.Expires <= now)
        );
    }

    private sealed record TokenFile(string File, string Subject, string Name, DateTimeOffset? Expires);
}
