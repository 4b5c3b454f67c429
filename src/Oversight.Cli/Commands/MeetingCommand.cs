using Oversight.Desk;
using Oversight.Desk.Meetings;

namespace Oversight.Cli.Commands;

/// <summary>oversight meeting: a meeting's decisions at once.</summary>
internal static class MeetingCommand
{
    private static readonly Argument<string> FileArgument = new("FILE.json")
    {
        Description = "The minutes as JSON, as \"oversight meeting template\" prints them.",
    };

    private static readonly Option<Region?> InRegion = Inputs.InRegion(
        "Only the organisations of this region, such as Y60. Default: all."
    );

    private static readonly Option<DateOnly?> On = Inputs.Parsed<DateOnly?>(
        "--on",
        "DATE",
        "The meeting's day, such as 2024-06-20. Default: today.",
        text => Inputs.Day(text)
    );

    public static Command Create()
    {
        var log = new Command("log", "Log what a meeting decided, all or nothing.") { FileArgument, Logging.Key };
        log.SetAction((parsed, cancellation) => LogAsync(parsed, cancellation));
        log.WithNotes(
                "Outcomes are decided one after another, each seeing those before it, and each gets an entry of its own. When one is\n"
                    + "refused, all are: every refused one is named, and nothing is stored."
            )
            .WithExamples(
                "oversight meeting log minutes.json",
                "oversight meeting log minutes.json --key midlands-2024-06"
            );
        var template = new Command(
            "template",
            "Minutes to edit: everything a meeting can look at, each line as \"not discussed\"."
        )
        {
            InRegion,
            On,
        };
        template
            .OnRecord(WriteTemplateAsync)
            .WithNotes(
                "A line that is left as it is stores nothing. Write no_change for what was looked at and stays as it is, or the kind\n"
                    + "of decision, such as segment_assigned. \"offers\" has a review, a concern and an action to copy: what follows the review\n"
                    + "of an organisation is from that review."
            )
            .WithExamples("oversight meeting template --region Y60 --on 2024-06-20 > minutes.json");
        return new Command("meeting", "A review meeting's decisions at once.") { log, template }.WithExamples(
            "oversight meeting template --region Y60 --on 2024-06-20 > minutes.json",
            "oversight meeting log minutes.json"
        );
    }

    private static async Task<int> LogAsync(ParseResult parsed, CancellationToken cancellation)
    {
        // Read first: a file that cannot be read needs no database to say so.
        var minutes = MeetingMinutes.Read(
            StrictJson.ParseObject(Inputs.ReadFile(parsed.GetRequiredValue(FileArgument)))
        );
        return await Actions.OnRecordAsync(
            parsed,
            async access =>
            {
                var receipt = await access.Record.Desk.LogAsync(
                    minutes.ToDecisions(),
                    access.By(parsed.GetValue(Logging.Key)),
                    cancellation
                );
                await Logging.ShowAsync(receipt, access);
                return ExitCode.Done;
            },
            cancellation
        );
    }

    private static async Task WriteTemplateAsync(
        ParseResult parsed,
        RecordAccess access,
        CancellationToken cancellation
    )
    {
        var record = await access.NowAsync(cancellation);
        var template = MeetingTemplate.Of(
            record,
            parsed.GetValue(InRegion),
            parsed.GetValue(On) ?? London.Today(access.Record.Clock)
        );
        foreach (var (ods, why) in template.NothingToConfirm)
        {
            Terminal.Say(
                $"No segment to confirm: {ods}, whose segment is {why}; write oversight_reviewed for a review that needs none"
            );
        }

        // To be edited: readable, whether or not --json is given.
        Terminal.WriteIndentedJson(template.Minutes);
    }
}
