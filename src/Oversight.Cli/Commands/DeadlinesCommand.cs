using Oversight.Desk.Answers;

namespace Oversight.Cli.Commands;

/// <summary>oversight deadlines: everything with a date that is not settled.</summary>
internal static class DeadlinesCommand
{
    private static readonly Option<Region?> InRegion = Inputs.Parsed<Region?>(
        "--region",
        "CODE",
        "Only what concerns this region's organisations, such as Y60.",
        text => Region.Of(text)
    );

    private static readonly Option<OdsCode?> OfOrganisation = Inputs.Parsed<OdsCode?>(
        "--organisation",
        "ODS",
        "Only what concerns this organisation, such as QOC.",
        text => OdsCode.Parse(text, "--organisation")
    );

    private static readonly Option<int?> Within = Inputs.Parsed<int?>(
        "--within",
        "DAYS",
        "Only what falls due within so many days, such as 30.",
        text =>
            int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var days)
            && days <= DeadlinesAnswer.LongestWithin
                ? days
                : throw new FormatException(
                    $"\"{text}\" is not a number of days from 0 to {DeadlinesAnswer.LongestWithin}."
                )
    );

    private static readonly Option<bool> Overdue = new("--overdue")
    {
        Description = "Only what is overdue; together with --within both.",
    };

    private static readonly Option<DateOnly?> On = Inputs.On();
    private static readonly Option<DateTimeOffset?> Known = Inputs.Known();

    public static Command Create()
    {
        var command = new Command("deadlines", "Everything with a date that is not settled on a day.")
        {
            InRegion,
            OfOrganisation,
            Within,
            Overdue,
            On,
            Known,
        };
        command.SetAction((parsed, cancellation) => RunAsync(parsed, cancellation));
        return command.WithExamples(
            "oversight deadlines --region Y60 --within 30",
            "oversight deadlines --overdue",
            "oversight deadlines --organisation QOC --on 2024-03-31 --json"
        );
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        await using var access = await RecordAccess.OpenAsync(Settings.Of(parsed), cancellation);
        var on = parsed.GetValue(On) ?? London.Today(access.Record.Clock);
        var known = parsed.GetValue(Known);
        var record = await access.Record.Live.AtAsync(known, cancellation);
        var answer = DeadlinesAnswer.Of(
            record,
            on,
            known,
            parsed.GetValue(InRegion),
            parsed.GetValue(OfOrganisation),
            parsed.GetValue(Within),
            parsed.GetValue(Overdue)
        );
        if (access.Settings.Json)
        {
            Terminal.WriteJson(answer);
            return (int)ExitCode.Done;
        }

        var table = Terminal.NewTable("Due", "Days left", "What", "Organisations", "Stands in", "Rule");
        foreach (var deadline in answer.Deadlines)
        {
            table.AddLine(
                deadline.Due + string.Concat(deadline.OrElse.Select(other => $" or {other}")),
                deadline.DaysLeft switch
                {
                    null => "not known",
                    < 0 => $"{-deadline.DaysLeft} overdue",
                    var left => $"{left}",
                },
                deadline.Title.Shortened(),
                string.Join(' ', deadline.Organisations),
                deadline.Subject,
                deadline.Rule
            );
        }

        Terminal.Write(table);
        Terminal.WriteLine(
            $"{answer.Deadlines.Count} deadlines on {DateWithPrecision.Day(on)}, {answer.Overdue} overdue, as known at place {record.Place}."
        );
        foreach (var missing in answer.NotStated)
        {
            Terminal.WriteLine($"Not stated: {missing.Sentence}");
        }

        return (int)ExitCode.Done;
    }
}
