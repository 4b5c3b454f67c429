using Oversight.Desk;
using Oversight.EmbeddedPostgres;
using Oversight.Ledger.People;
using Oversight.Projections.Answers;
using Oversight.Record.People;
using Oversight.Web;

namespace Oversight.Cli.Commands;

/// <summary>Accounts and their rights as commands name and show them.</summary>
internal static class People
{
    private const int LongestName = 100;

    /// <summary>Who is meant.</summary>
    public static Argument<string> Who { get; } =
        new("WHO") { Description = "The name, or where several have it the subject, as person list shows them." };

    /// <summary>The name of somebody new.</summary>
    public static Argument<string> Name { get; } =
        Inputs.Argument(
            "NAME",
            "Their name as it is shown, such as sam.patel.",
            text =>
                text.Trim() is { Length: > 0 and <= LongestName } name && !name.Any(char.IsControl)
                    ? name
                    : throw new FormatException($"a name has 1 to {LongestName} characters, in one line.")
        );

    /// <summary>The open account of that name or subject.</summary>
    /// <exception cref="FailureException">There is none, or several have the name.</exception>
    public static async Task<Account> OpenAsync(RecordAccess access, string who, CancellationToken cancellation)
    {
        Account[] found =
        [
            .. (await access.Record.Accounts.ListAsync(cancellation)).Where(account =>
                account.Closed is null && (account.Name == who || account.Subject == who)
            ),
        ];
        return found switch
        {
            [var one] => one,
            [] => throw new FailureException(
                ExitCode.NotFound,
                $"nobody named {who} has an account: oversight person list shows who does."
            ),
            _ => throw new FailureException(
                ExitCode.BadInput,
                $"{found.Length} people are named {who}: say which, {string.Join(" or ", found.Select(a => a.Subject))}."
            ),
        };
    }

    /// <summary>Only who looks after people, or reads everything for an audit, is told of others.</summary>
    public static void MustSeePeople(RecordAccess access)
    {
        if (!access.User.Grants.All.Any(grant => grant.Role is Role.Administrator or Role.Auditor))
        {
            throw new NotAllowedException(
                "only administrators and auditors see who may what: oversight whoami tells what you may."
            );
        }
    }

    /// <summary>A right is given of what is in the record.</summary>
    public static async Task CheckAsync(RecordAccess access, Grant? grant, CancellationToken cancellation)
    {
        if (grant?.Organisation is not { } ods)
        {
            return;
        }

        var record = await access.NowAsync(cancellation);
        if (record.RegistrationOf(ods) is null)
        {
            throw Asked.NotFound(
                record,
                SubjectKind.Organisation,
                ods.Value,
                $"{ods} is not in the record: register it first."
            );
        }
    }

    /// <summary>Says what became of a right that was given.</summary>
    public static void Say(GivenGrant? given, string name) =>
        Terminal.Say(
            given is null ? $"{name} has no rights yet: oversight grant give \"{name}\" …"
            : given.WaitsForApproval
                ? $"{given.Grant.Says()} waits until another administrator approves it: oversight grant approve {given.Id}"
            : $"{name} is {given.Grant.Says()}{Words(given.Until)}."
        );

    /// <summary>A link that signs somebody in once, and until when.</summary>
    public static async Task<(string Address, DateTimeOffset? Until)> LinkAsync(
        RecordAccess access,
        string subject,
        CancellationToken cancellation
    )
    {
        access.MustBeForMoreThanReading();
        var secret = Secret.New();
        var link = await access.Record.Credentials.AddAsync(
            CredentialKind.Link,
            subject,
            Secret.HashOf(secret),
            "a link of the command line",
            TokenScope.ReadAndDecide,
            Credentials.LinkLifetime,
            access.User.Subject,
            cancellation
        );
        return (Addresses.Of(access.Settings, OversightApplication.SignInPath(secret)), link.Expires);
    }

    /// <summary>A last day, after what it is the last day of.</summary>
    public static string Words(DateOnly? until) =>
        until is { } day ? $" until the end of {DateWithPrecision.Day(day)}" : "";

    /// <summary>How a right stands.</summary>
    public static string Standing(GivenGrant given) =>
        given.IsInForce ? "in force"
        : given.Ended is { } ended ? $"ended {AnswerJson.Instant(ended.At)}"
        : given.WaitsForApproval ? "waits for approval"
        : given.Until is { } until && until < London.DayOf(TimeProvider.System.GetUtcNow()) ? "over"
        : "account closed";
}

/// <summary>Addresses that commands give out.</summary>
internal static class Addresses
{
    /// <summary>The address of a path, of the Oversight that runs here; the path alone where none does, which is said.</summary>
    public static string Of(Settings settings, string path)
    {
        var server =
            Shell.Current.Record?.PublicAddress
            ?? Settings.PublicAddressInEnvironment()
            ?? RunLock.Find(settings.DataFolder);
        if (server is not null)
        {
            return new Uri(server, path).ToString();
        }

        Terminal.Say(
            "Oversight does not run on this data folder: put the address under which it is served before this path."
        );
        return path;
    }
}
