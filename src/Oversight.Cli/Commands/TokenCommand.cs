using System.CommandLine;
using Oversight.Desk;

namespace Oversight.Cli.Commands;

/// <summary>oversight token: where the token is that signs in to the API; never the token itself.</summary>
internal static class TokenCommand
{
    public static Command Create()
    {
        var command = new Command("token", "Print the path of the file whose token signs in to the API.");
        command.SetAction(
            async (parsed, cancellation) =>
            {
                // Opened, so that the token is there and good for this database when somebody reads the file.
                await using var access = await RecordAccess.OpenAsync(Settings.Of(parsed), cancellation);
                var file = LocalAccess.TokenFile(access.Settings.DataFolder);
                if (access.Settings.Json)
                {
                    Terminal.WriteJson(new TokenFile(file, access.User.Subject, access.User.Name));
                }
                else
                {
                    Terminal.WriteLine(file);
                }

                return (int)ExitCode.Done;
            }
        );
        return command
            .WithNotes("Only the account that made the file can read it. The token itself is never printed.")
            .WithExamples("curl -H \"Authorization: Bearer $(cat \"$(oversight token)\")\" -H 'If-Match: \"2\"' …");
    }

    private sealed record TokenFile(string File, string Subject, string Name);
}
