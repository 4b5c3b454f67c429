using Oversight.Desk;
using Oversight.EmbeddedPostgres;

namespace Oversight.Cli.Commands;

/// <summary>oversight login, oversight logout: sign this command line in by a browser that is signed in.</summary>
internal static class LoginCommand
{
    private static readonly Argument<Uri?> Server = Inputs.Optional<Uri?>(
        "URL",
        "The Oversight to sign in at. Default: the one that runs on the data folder.",
        text =>
            Uri.TryCreate(text, UriKind.Absolute, out var url)
            && (url.Scheme == Uri.UriSchemeHttps || (url.Scheme == Uri.UriSchemeHttp && url.IsLoopback))
            && url is { PathAndQuery: "/", UserInfo: "" }
                ? url
                : throw new FormatException(
                    $"\"{text}\" is not an address to sign in at: write its beginning alone, such as https://oversight.example.nhs.uk. "
                        + "Without TLS only this computer's own will do."
                )
    );

    private static readonly Option<bool> Read = Inputs.Flag("--read", "For reading only.");

    public static Command Create()
    {
        var command = new Command("login", "Sign this command line in, by a browser that is signed in.")
        {
            Server,
            Read,
        };
        command.SetAction((parsed, cancellation) => RunAsync(parsed, cancellation));
        return command
            .WithNotes(
                "It shows a code and an address: open that where you are signed in, and approve. The token that it gets is kept in the data folder, in\n"
                    + "a file that only you can read; commands use it where no other is named, until oversight logout."
            )
            .WithExamples("oversight login", "oversight login https://oversight.example.nhs.uk --read");
    }

    public static Command CreateLogout()
    {
        var command = new Command("logout", "Undo login: its token is revoked, and its file removed.");
        command.SetAction((parsed, cancellation) => LogoutAsync(parsed, cancellation));
        return command.WithExamples("oversight logout");
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        var settings = Settings.Of(parsed);
        var file = LocalAccess.LoginFile(settings.DataFolder);
        if (File.Exists(file))
        {
            throw new FailureException(ExitCode.Conflict, "you are signed in here already: oversight logout first.");
        }

        var server =
            parsed.GetValue(Server)
            ?? RunLock.Find(settings.DataFolder)
            ?? throw new FailureException(
                ExitCode.CannotStart,
                "no Oversight runs on this data folder: start one (oversight run), or name another by its address."
            );
        var token = await new DeviceSignIn(server).RunAsync(parsed.GetValue(Read), cancellation);
        LocalAccess.Keep(file, token);
        try
        {
            return await Actions.OnRecordAsync(
                parsed,
                access =>
                {
                    var user = access.User;
                    access.Settings.Show(
                        new LoggedIn(user.Subject, user.Name, file, user.By.Expires),
                        _ =>
                            Terminal.WriteLine(
                                $"{user.Name} is signed in here until {user.By.Expires?.Shown()}; oversight logout ends it."
                            )
                    );
                    return Task.FromResult(ExitCode.Done);
                },
                cancellation
            );
        }
        catch (BadInputException e) when (e.Field == file)
        {
            File.Delete(file);
            throw new FailureException(
                ExitCode.CannotStart,
                $"{server} keeps another record than commands use here: name its data folder (--data) or its database (OVERSIGHT_DATABASE).",
                e
            );
        }
    }

    private static async Task<int> LogoutAsync(ParseResult parsed, CancellationToken cancellation)
    {
        var file = LocalAccess.LoginFile(Settings.Of(parsed).DataFolder);
        if (!File.Exists(file))
        {
            throw new FailureException(ExitCode.NotFound, "nobody has signed in here with oversight login.");
        }

        try
        {
            await using var access = await RecordAccess.OpenAsync(parsed, cancellation);
            if (access.Settings.TokenFile == file)
            {
                await access.Record.Credentials.RevokeAsync(access.User.By.Id, access.User.Subject, cancellation);
            }
        }
        catch (BadInputException e) when (e.Field == file)
        {
            // It was revoked already, or has expired.
        }

        File.Delete(file);
        Terminal.Say("Signed out: commands here sign in with the data folder's own token again.");
        return (int)ExitCode.Done;
    }

    private sealed record LoggedIn(string Subject, string Name, string File, DateTimeOffset? Expires);
}
