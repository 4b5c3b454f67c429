using Oversight.Desk;
using Oversight.Desk.Answers;
using Oversight.EmbeddedPostgres;
using Oversight.Projections.Answers;
using Oversight.Projections.Registers;

namespace Oversight.Cli.Commands;

/// <summary>oversight calendar: feeds of deadlines for calendar programs.</summary>
internal static class CalendarCommand
{
    private static readonly Option<Region?> OfRegion = Inputs.Parsed<Region?>(
        "--region",
        "CODE",
        "The deadlines of this region, such as Y60.",
        text => Region.Of(text)
    );

    private static readonly Option<OdsCode?> OfOrganisation = Inputs.Parsed<OdsCode?>(
        "--organisation",
        "ODS",
        "The deadlines of this organisation, such as QOC.",
        text => OdsCode.Parse(text, "--organisation")
    );

    private static readonly Argument<Guid> Id = new("ID") { Description = "The feed's id, as calendar list shows it." };

    private static readonly Option<bool> OfOthers = new("--others")
    {
        Description =
            "Those that others made too; for who administers Oversight, not for an organisation's own people.",
    };

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
        add.SetAction((parsed, cancellation) => AddAsync(parsed, cancellation));
        var list = new Command("list", "The feeds that you made, without their addresses.") { OfOthers };
        list.SetAction((parsed, cancellation) => ListAsync(parsed, cancellation));
        var revoke = new Command("revoke", "Let a feed stop answering, for good.") { Id, OfOthers };
        revoke.SetAction((parsed, cancellation) => RevokeAsync(parsed, cancellation));
        return new Command("calendar", "Feeds of deadlines that calendar programs read.")
        {
            add.WithNotes("Whoever has the address can read the feed, until it is revoked.")
                .WithExamples("oversight calendar add --region Y60", "oversight calendar add --organisation QOC"),
            list.WithExamples("oversight calendar list", "oversight calendar list --others"),
            revoke.WithExamples(
                "oversight calendar revoke 0191f0a4-5f2a-7c6e-9d57-0d8f6a1f2b3c",
                "oversight calendar revoke 0191f0a4-5f2a-7c6e-9d57-0d8f6a1f2b3c --others"
            ),
        };
    }

    private static async Task<int> AddAsync(ParseResult parsed, CancellationToken cancellation)
    {
        await using var access = await RecordAccess.OpenAsync(Settings.Of(parsed), cancellation);
        var scope = new CalendarScope(parsed.GetValue(OfRegion), parsed.GetValue(OfOrganisation));
        var record = await access.Record.Live.AtAsync(known: null, cancellation);
        if (scope.Organisation is { } organisation && record.TimelineOf(organisation) is null)
        {
            throw new FailureException(
                ExitCode.NotFound,
                $"nothing is recorded about {organisation}."
                    + MeantSubject.Question(record, SubjectKind.Organisation, organisation.Value)
            );
        }

        var (feed, secret) = await CalendarAccess.AddAsync(
            access.Record.Calendars,
            scope,
            access.User.Subject,
            cancellation
        );
        var path = CalendarAccess.PathOf(secret);
        var running =
            Shell.Current.Record?.PublicAddress
            ?? Settings.PublicAddressInEnvironment()
            ?? RunLock.Find(access.Settings.DataFolder);
        var address = running is null ? path : new Uri(running, path).ToString();
        if (access.Settings.Json)
        {
            Terminal.WriteJson(new CalendarMade(feed.Id, address));
            return (int)ExitCode.Done;
        }

        Terminal.WriteLine(address);
        if (running is null)
        {
            Terminal.Say(
                "Oversight does not run on this data folder: put the address under which it is served before this path."
            );
        }

        Terminal.Say($"Feed {feed.Id}. The address is not shown again: whoever has it can read the feed.");
        return (int)ExitCode.Done;
    }

    private static async Task<int> ListAsync(ParseResult parsed, CancellationToken cancellation)
    {
        await using var access = await RecordAccess.OpenAsync(Settings.Of(parsed), cancellation);
        var feeds = await access.Record.Calendars.MadeByAsync(WhoseFeeds(parsed, access), cancellation);
        var answer = new CalendarsAnswer([.. feeds.Select(CalendarItem.Of)]);
        if (access.Settings.Json)
        {
            Terminal.WriteJson(answer);
            return (int)ExitCode.Done;
        }

        var table = Terminal.NewTable("ID", "About", "Made", "By", "Revoked");
        var names = (await access.Record.Store.AccessAsync(cancellation)).ToDictionary(g => g.Subject, g => g.Name);
        foreach (var item in answer.Calendars)
        {
            table.AddLine(
                item.Id.ToString(),
                item.Region is { } region ? $"{region.Code} {region.Name}" : $"{item.Organisation}",
                AnswerJson.Instant(item.MadeAt),
                names.GetValueOrDefault(item.MadeBy, item.MadeBy),
                item.RevokedAt is { } revoked ? AnswerJson.Instant(revoked) : ""
            );
        }

        Terminal.Write(table);
        return (int)ExitCode.Done;
    }

    // Null: everybody's. Who administers is who can run commands here, but for an organisation's own people.
    private static string? WhoseFeeds(ParseResult parsed, RecordAccess access) =>
        !parsed.GetValue(OfOthers) ? access.User.Subject
        : access.User.Organisation is { } organisation
            ? throw new NotAllowedException(
                $"{organisation}'s own people look after their own feeds only: leave --others out, or ask who administers Oversight."
            )
        : null;

    private static async Task<int> RevokeAsync(ParseResult parsed, CancellationToken cancellation)
    {
        var id = parsed.GetValue(Id);
        await using var access = await RecordAccess.OpenAsync(Settings.Of(parsed), cancellation);
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
        return (int)ExitCode.Done;
    }
}
