using Oversight.Ledger.People;

namespace Oversight.Cli.Commands;

/// <summary>oversight whoami: who is signed in here, with what, and what they may.</summary>
internal static class WhoAmICommand
{
    public static Command Create() =>
        new Command("whoami", "Who is signed in here, with what, and what they may.")
            .OnRecord(RunAsync)
            .WithExamples("oversight whoami", "oversight --token ./sam.token whoami --json");

    private static async Task RunAsync(ParseResult parsed, RecordAccess access, CancellationToken cancellation)
    {
        var (user, by) = (access.User, access.User.By);
        var given = (await access.Record.Accounts.FindAsync(user.Subject, cancellation))!.Grants;
        access.Settings.Show(
            new WhoIAm(
                user.Subject,
                user.Name,
                [
                    .. given
                        .Where(one => one.IsInForce || one.WaitsForApproval)
                        .Select(one => GrantLine.Of(one, user.Name)),
                ],
                by
            ),
            me =>
            {
                Terminal.WriteLine($"{me.Name} ({me.Subject})");
                foreach (var right in me.Rights)
                {
                    Terminal.WriteField(
                        right == me.Rights[0] ? "May" : "",
                        $"{right.Right}{People.Words(right.Until)}{(right.State == "in force" ? "" : $" ({right.State})")}"
                    );
                }

                if (me.Rights.Count == 0)
                {
                    Terminal.WriteField("May", "nothing yet: an administrator gives rights");
                }

                Terminal.WriteField(
                    "Signed in",
                    $"with \"{by.Name}\"{(by.Scope == TokenScope.Read ? ", for reading only" : "")}, "
                        + (by.Expires is { } expires ? $"until {expires.Shown()}" : "until it is revoked")
                );
            }
        );
    }

    private sealed record WhoIAm(string Subject, string Name, IReadOnlyList<GrantLine> Rights, Credential SignedInWith);
}
