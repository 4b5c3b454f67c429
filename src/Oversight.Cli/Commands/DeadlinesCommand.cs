using Oversight.Desk.Answers;

namespace Oversight.Cli.Commands;

/// <summary>oversight deadlines: everything with a date that is not settled.</summary>
internal static class DeadlinesCommand
{
    private static readonly Option<Region?> InRegion = Inputs.InRegion(
        "Only what concerns this region's organisations, such as Y60."
    );

    private static readonly Option<OdsCode?> OfOrganisation = Inputs.OfOrganisation(
        "Only what concerns this organisation, such as QOC."
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

    private static readonly Option<bool> Overdue = Inputs.Flag(
        "--overdue",
        "Only what is overdue; together with --within both."
    );

    public static Command Create() =>
        new Command("deadlines", "Everything with a date that is not settled on a day.")
        {
            InRegion,
            OfOrganisation,
            Within,
            Overdue,
        }
            .AsksOnADay(asked => asked.Show(Ask(asked), answer => Write(answer, asked)))
            .WithExamples(
                "oversight deadlines --region Y60 --within 30",
                "oversight deadlines --overdue",
                "oversight deadlines --organisation QOC --on 2024-03-31 --json"
            );

    private static DeadlinesAnswer Ask(Asked asked) =>
        DeadlinesAnswer.Of(
            asked.Record,
            asked.On,
            asked.Known,
            asked.Parsed.GetValue(InRegion),
            asked.Parsed.GetValue(OfOrganisation),
            asked.Parsed.GetValue(Within),
            asked.Parsed.GetValue(Overdue)
        );

    private static void Write(DeadlinesAnswer answer, Asked asked)
    {
        Terminal.WriteTable(
            answer.Deadlines,
            ("Due", deadline => deadline.Due + string.Concat(deadline.OrElse.Select(other => $" or {other}"))),
            (
                "Days left",
                deadline =>
                    deadline.DaysLeft switch
                    {
                        null => "not known",
                        < 0 => $"{-deadline.DaysLeft} overdue",
                        var left => $"{left}",
                    }
            ),
            ("What", deadline => deadline.Title.Shortened()),
            ("Organisations", deadline => string.Join(' ', deadline.Organisations)),
            ("Stands in", deadline => deadline.Subject),
            ("Rule", deadline => deadline.Rule)
        );
        Terminal.WriteLine(
            $"{answer.Deadlines.Count.Of("deadline")} on {DateWithPrecision.Day(asked.On)}, {answer.Overdue} overdue, {Terminal.Known(asked.Record)}."
        );
        foreach (var missing in answer.NotStated)
        {
            Terminal.WriteLine($"Not stated: {missing.Sentence}");
        }
    }
}
