using Oversight.Desk;
using Oversight.Ledger;
using Oversight.Projections.Answers;
using Oversight.Record.People;

namespace Oversight.Cli.Commands;

/// <content>The logins of those who query the tables.</content>
internal static partial class ReportCommand
{
    private const int UsualDays = 90;

    private static readonly Argument<string> Name = Inputs.Argument(
        "NAME",
        "The login, such as analyst_y60: small letters, digits and _.",
        Analysts.Name
    );

    private static readonly Option<bool> National = Inputs.Flag(
        "--national",
        "It reads every row, for the national team."
    );
    private static readonly Option<bool> Auditor = Inputs.Flag("--auditor", "It reads every row, for an auditor.");

    private static readonly Option<Region?> OfRegion = Inputs.InRegion(
        "It reads the rows of what concerns an organisation that this region oversees, such as Y60."
    );

    private static readonly Option<bool> Ended = Inputs.Flag(
        "--ended",
        "All that logins were ever given, by whom, and who ended it."
    );

    private static readonly Option<DateOnly?> Until = Inputs.Parsed<DateOnly?>(
        "--until",
        "DATE",
        $"The last day on which its password opens a session. Default: {UsualDays} days from now.",
        text => Inputs.Day(text)
    );

    private static Command GrantCommand()
    {
        var grant = new Command("grant", "Make a login that reads the tables; its password is shown this once.")
        {
            Name,
            National,
            OfRegion,
            Auditor,
            Until,
        };
        grant.Validators.Add(result =>
        {
            var given = new[]
            {
                result.GetValue(National),
                result.GetValue(Auditor),
                result.GetResult(OfRegion) is { Implicit: false },
            };
            if (given.Count(one => one) != 1)
            {
                result.AddError("Say which rows it reads: one of --national, --region CODE and --auditor.");
            }
        });
        return grant;
    }

    private static async Task GrantAsync(ParseResult parsed, RecordAccess access, CancellationToken cancellation)
    {
        var reads =
            parsed.GetValue(National) ? new Grant(Role.National)
            : parsed.GetValue(Auditor) ? new Grant(Role.Auditor)
            : new Grant(Role.Region, parsed.GetValue(OfRegion));
        CheckMayGive(access, reads);
        var today = London.Today(access.Record.Clock);
        var last = parsed.GetValue(Until) ?? today.AddDays(UsualDays);
        if (last < today)
        {
            throw new BadInputException("--until", $"{last:O} has passed: give a day to come.");
        }

        var name = parsed.GetRequiredValue(Name);
        var analysts = new Analysts(access.Database.Owner);
        var until = London.StartOf(last.AddDays(1));
        var password = await analysts.GrantAsync(name, reads, until, access.User.Subject, cancellation);
        var server = analysts.Server;
        access.Settings.Show(
            new Granted(name, ReadsInWords(reads), password, until, server.Host, server.Port, server.Database),
            _ =>
            {
                Terminal.WriteLine(password);
                Terminal.Say(
                    $"The password of {name} ({ReadsInWords(reads)}), until the end of {DateWithPrecision.Day(last)}; it is not shown again. Server {server.Host}, port {server.Port}, "
                        + $"database {server.Database}, schema report: begin with current_status."
                );
                Terminal.Say(
                    server.IsThisMachineOnly
                        ? "The server answers this machine only: analysts on others need another PostgreSQL (docs/power-bi-and-excel.md)."
                        : $"The server's pg_hba.conf has to let it in: hostssl {server.Database} +{(reads.ReadsEverything ? "oversight_analyst" : "oversight_region_analyst")} NETWORK scram-sha-256"
                );
            }
        );
    }

    private static async Task RevokeAsync(ParseResult parsed, RecordAccess access, CancellationToken cancellation)
    {
        access.MustAdminister("takes logins back");
        var name = parsed.GetRequiredValue(Name);
        if (!await new Analysts(access.Database.Owner).RevokeAsync(name, access.User.Subject, cancellation))
        {
            throw new FailureException(
                ExitCode.NotFound,
                $"no login {name} was made here: oversight report list shows those that were."
            );
        }

        access.Settings.Show(
            new Revoked(name),
            _ => Terminal.WriteLine($"{name} is taken back; sessions that it had are ended.")
        );
    }

    private static async Task ListAsync(ParseResult parsed, RecordAccess access, CancellationToken cancellation)
    {
        access.MustAdminister("sees the logins");
        var analysts = new Analysts(access.Database.Owner);
        if (parsed.GetValue(Ended))
        {
            var given = await analysts.GivenAsync(cancellation);
            access.Settings.Show(new EverGiven([.. given.Select(ToAnswer)]), answer => WriteGiven(answer.Given));
            return;
        }

        var (made, server) = (await analysts.ListAsync(cancellation), analysts.Server);
        access.Settings.Show(
            new Logins(
                [
                    .. made.Select(a => new Login(
                        a.Name,
                        a.Until,
                        a.Sessions,
                        a.Given is { } given ? ToAnswer(given) : null
                    )),
                ],
                server.Host,
                server.Port,
                server.Database
            ),
            logins =>
            {
                Terminal.WriteTable(
                    logins.Analysts,
                    ("Login", analyst => analyst.Name),
                    ("Reads", analyst => analyst.Given?.Reads ?? "nothing"),
                    ("Until", analyst => analyst.Until is { } until ? AnswerJson.Instant(until) : ""),
                    ("Given by", analyst => analyst.Given?.GivenBy ?? ""),
                    ("Open sessions", analyst => $"{analyst.Sessions}")
                );
                foreach (var login in logins.Analysts.Where(login => login.Given is null))
                {
                    Terminal.Say(
                        $"{login.Name} reads nothing: it was made before logins were given rows, or its time is over. Take it back "
                            + $"(oversight report revoke {login.Name}) and make it again with --national, --region CODE or --auditor."
                    );
                }

                Terminal.Say($"Server {server.Host}, port {server.Port}, database {server.Database}.");
            }
        );
    }

    private static void WriteGiven(IReadOnlyList<Given> given) =>
        Terminal.WriteTable(
            given,
            ("Login", one => one.Login),
            ("Reads", one => one.Reads),
            ("Given", one => AnswerJson.Instant(one.At)),
            ("By", one => one.GivenBy),
            ("Until", one => AnswerJson.Instant(one.Expires)),
            ("Ended", one => one.Ended is { } ended ? AnswerJson.Instant(ended) : ""),
            ("By", one => one.EndedBy ?? "")
        );

    private static Given ToAnswer(GivenToAnalyst given) =>
        new(
            given.Login,
            ReadsInWords(given.Reads),
            given.GivenBy,
            given.Given,
            given.Expires,
            given.Ended,
            given.EndedBy
        );

    private static string ReadsInWords(Grant reads) => reads.Says();

    // Nobody gives a login more than they read themselves: an administrator alone reads no more by making one.
    private static void CheckMayGive(RecordAccess access, Grant reads)
    {
        access.MustAdminister("makes logins that read the report tables");
        if (!access.ReadsEverything && !access.User.Grants.Regions.Contains(reads.Region))
        {
            throw new NotAllowedException(
                "nobody gives a login rows that they do not read themselves: oversight whoami tells what you may."
            );
        }
    }

    private sealed record Granted(
        string Login,
        string Reads,
        string Password,
        DateTimeOffset Until,
        string Host,
        int Port,
        string Database
    );

    private sealed record Revoked(string Login);

    private sealed record Logins(IReadOnlyList<Login> Analysts, string Host, int Port, string Database);

    private sealed record Login(string Name, DateTimeOffset? Until, int Sessions, Given? Given);

    private sealed record EverGiven(IReadOnlyList<Given> Given);

    private sealed record Given(
        string Login,
        string Reads,
        string GivenBy,
        DateTimeOffset At,
        DateTimeOffset Expires,
        DateTimeOffset? Ended,
        string? EndedBy
    );
}
