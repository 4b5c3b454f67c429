namespace Oversight.Cli.Commands;

/// <summary>oversight sign-in-link: a link that signs somebody in with a browser, once.</summary>
internal static class SignInLinkCommand
{
    private static readonly Argument<string?> Who = new("WHO")
    {
        Description = "Whom it signs in, by name or subject; for administrators. Default: yourself.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    public static Command Create() =>
        new Command("sign-in-link", "A link that signs in with a browser, once.") { Who }
            .OnRecord(RunAsync)
            .WithNotes(
                "It works once, and for 24 hours. For somebody who has rights already an administrator makes one only where there is no other:\n"
                    + "otherwise one alone could sign in as anybody. Who has a browser signed in makes their own."
            )
            .WithExamples("oversight sign-in-link", "oversight sign-in-link sam.patel");

    private static async Task RunAsync(ParseResult parsed, RecordAccess access, CancellationToken cancellation)
    {
        var (subject, name) = (access.User.Subject, access.User.Name);
        if (parsed.GetValue(Who) is { } who && who != subject && who != name)
        {
            access.MustAdminister("signs others in");
            var account = await People.OpenAsync(access, who, cancellation);
            (subject, name) = (account.Subject, account.Shown);
        }

        var (address, until) = await People.LinkAsync(access, subject, cancellation);
        access.Settings.Show(
            new SignInLink(subject, name, address, until),
            link =>
            {
                Terminal.WriteLine(link.Link);
                Terminal.Say($"It signs {name} in once, until {until?.Shown()}.");
            }
        );
    }

    private sealed record SignInLink(string Subject, string Name, string Link, DateTimeOffset? Until);
}
