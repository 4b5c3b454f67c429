using Oversight.Desk;
using Oversight.Desk.Answers;
using Oversight.Projections.Answers;

namespace Oversight.Cli.Commands;

/// <summary>oversight calendar: feeds of deadlines for calendar programs.</summary>
internal static class CalendarCommand
{
    private static readonly Option<Region?> OfRegion = Inputs.InRegion("The deadlines of this region, such as Y60.");

    private static readonly Option<OdsCode?> OfOrganisation = Inputs.OfOrganisation(
        "The deadlines of this organisation, such as QOC."
    );

    private static readonly Argument<Guid> Id = new("ID") { Description = "The feed's id, as calendar list shows it." };

    private static readonly Option<bool> OfOthers = Inputs.Flag(
        "--others",
        "Those that others made too; for administrators."
    );

    public static Command Create()
    {
        var add = new Command("add", "Make a feed; its address is shown this once.") { OfRegion, OfOrganisation };
        add.Validators.Add(result =>
        {
            if ((result.GetResult(OfRegion) is null) == (result.GetResult(OfOrganisation) is null))
            {
                result.AddError("Give --region or --organisation, and not both.");
            }
        });
        var list = new Command("list", "The feeds that you made, without their addresses.") { OfOthers };
        var revoke = new Command("revoke", "Let a feed stop answering, for good.") { Id, OfOthers };
        return new Command("calendar", "Feeds of deadlines that calendar programs read.")
        {
            add.OnRecord(AddAsync)
                .WithNotes("Whoever has the address can read the feed, until it is revoked.")
                .WithExamples("oversight calendar add --region Y60", "oversight calendar add --organisation QOC"),
            list.OnRecord(ListAsync).WithExamples("oversight calendar list", "oversight calendar list --others"),
            revoke
                .OnRecord(RevokeAsync)
                .WithExamples(
                    "oversight calendar revoke 0191f0a4-5f2a-7c6e-9d57-0d8f6a1f2b3c",
                    "oversight calendar revoke 0191f0a4-5f2a-7c6e-9d57-0d8f6a1f2b3c --others"
                ),
        };
    }

    private static async Task AddAsync(ParseResult parsed, RecordAccess access, CancellationToken cancellation)
    {
        access.MustBeForMoreThanReading();
        var scope = new CalendarScope(parsed.GetValue(OfRegion), parsed.GetValue(OfOrganisation));
        var record = await access.NowAsync(cancellation);
        if (scope.Organisation is { } organisation && record.RegistrationOf(organisation) is null)
        {
            throw Asked.NotFound(
                record,
                SubjectKind.Organisation,
                organisation.Value,
                $"nothing is recorded about {organisation}."
            );
        }

        var (feed, secret) = await CalendarAccess.AddAsync(access.Record.Calendars, scope, access.User, cancellation);
        var address = Addresses.Of(access.Settings, CalendarAccess.PathOf(secret));
        access.Settings.Show(
            new CalendarMade(feed.Id, address),
            made =>
            {
                Terminal.WriteLine(address);
                Terminal.Say($"Feed {made.Id}. The address is not shown again: whoever has it can read the feed.");
            }
        );
    }

    private static async Task ListAsync(ParseResult parsed, RecordAccess access, CancellationToken cancellation)
    {
        var feeds = await access.Record.Calendars.MadeByAsync(WhoseFeeds(parsed, access), cancellation);
        var names = (await access.Record.Accounts.ListAsync(cancellation)).ToDictionary(a => a.Subject, a => a.Shown);
        access.Settings.Show(
            new CalendarsAnswer([.. feeds.Select(CalendarItem.Of)]),
            answer =>
                Terminal.WriteTable(
                    answer.Calendars,
                    ("ID", item => item.Id.ToString()),
                    (
                        "About",
                        item => item.Region is { } region ? $"{region.Code} {region.Name}" : $"{item.Organisation}"
                    ),
                    ("Made", item => AnswerJson.Instant(item.MadeAt)),
                    ("By", item => names.GetValueOrDefault(item.MadeBy, item.MadeBy)),
                    ("Revoked", item => item.RevokedAt is { } revoked ? AnswerJson.Instant(revoked) : "")
                )
        );
    }

    // Null: everybody's.
    private static string? WhoseFeeds(ParseResult parsed, RecordAccess access)
    {
        if (!parsed.GetValue(OfOthers))
        {
            return access.User.Subject;
        }

        access.MustAdminister("looks after the feeds of others");
        return null;
    }

    private static async Task RevokeAsync(ParseResult parsed, RecordAccess access, CancellationToken cancellation)
    {
        access.MustBeForMoreThanReading();
        var id = parsed.GetValue(Id);
        var whose = WhoseFeeds(parsed, access);
        if (!await access.Record.Calendars.RevokeAsync(id, whose, cancellation))
        {
            throw new FailureException(
                ExitCode.NotFound,
                whose is null
                    ? $"there is no feed {id}: oversight calendar list --others shows all."
                    : $"you made no feed {id}: oversight calendar list shows yours, and who administers Oversight revokes another's with --others."
            );
        }

        Terminal.WriteLine($"Feed {id} is revoked.");
    }
}
