using Oversight.Desk.Answers;

namespace Oversight.Cli.Commands;

/// <summary>oversight recoveries: who is in Recovery Support, since when, until when.</summary>
internal static class RecoveriesCommand
{
    private static readonly Option<DateOnly?> On = Inputs.On();
    private static readonly Option<DateTimeOffset?> Known = Inputs.Known();

    public static Command Create()
    {
        var command = new Command(
            "recoveries",
            "Who is in Recovery Support on a day, for how long, with which target exit."
        )
        {
            On,
            Known,
        };
        command.SetAction((parsed, cancellation) => RunAsync(parsed, cancellation));
        return command.WithExamples("oversight recoveries", "oversight recoveries --on 2024-03-31 --json");
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        await using var access = await RecordAccess.OpenAsync(Settings.Of(parsed), cancellation);
        var on = parsed.GetValue(On) ?? London.Today(access.Record.Clock);
        var known = parsed.GetValue(Known);
        var record = await access.Record.Live.AtAsync(known, cancellation);
        var answer = RecoveriesAnswer.Of(record, on, known);
        if (access.Settings.Json)
        {
            Terminal.WriteJson(answer);
            return (int)ExitCode.Done;
        }

        var table = Terminal.NewTable(
            "ID",
            "Title",
            "Member",
            "In it",
            "Joined",
            "Left",
            "Days",
            "Target exit",
            "Moved",
            "Criteria met"
        );
        foreach (var recovery in answer.Recoveries)
        {
            foreach (var member in recovery.Members)
            {
                table.AddLine(
                    recovery.Id,
                    recovery.Title.Shortened(),
                    $"{member.Organisation} {member.Name}".TrimEnd(),
                    InWords.Of(member.Membership),
                    member.Joined?.ToString() ?? "",
                    member.Left?.ToString() ?? "",
                    $"{member.DaysInProgramme}",
                    $"{member.TargetExit}{ListedWords.Left(member.DaysLeft)}",
                    $"{member.Moved}",
                    member.Satisfied + member.Remaining == 0
                        ? "not stated"
                        : $"{member.Satisfied} of {member.Satisfied + member.Remaining}"
                );
            }
        }

        Terminal.Write(table);
        Terminal.WriteLine(
            $"{answer.Recoveries.Count} engagements on {DateWithPrecision.Day(on)}, as known at place {record.Place}."
        );
        return (int)ExitCode.Done;
    }
}
