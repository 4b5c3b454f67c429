using Oversight.Desk.Answers;

namespace Oversight.Cli.Commands;

/// <summary>oversight recoveries: who is in Recovery Support, since when, until when.</summary>
internal static class RecoveriesCommand
{
    public static Command Create() =>
        new Command("recoveries", "Who is in Recovery Support on a day, for how long, with which target exit.")
            .AsksOnADay(asked =>
                asked.Show(
                    RecoveriesAnswer.Of(asked.Record, asked.On, asked.Known),
                    answer =>
                    {
                        WriteTable(answer);
                        Terminal.WriteLine($"{answer.Recoveries.Count.Of("engagement")} {asked.DayAndPlace}.");
                    }
                )
            )
            .WithExamples("oversight recoveries", "oversight recoveries --on 2024-03-31 --json");

    private static void WriteTable(RecoveriesAnswer answer) =>
        Terminal.WriteTable(
            answer.Recoveries.SelectMany(recovery => recovery.Members, (recovery, member) => (recovery, member)),
            ("ID", row => row.recovery.Id),
            ("Title", row => row.recovery.Title.Shortened()),
            ("Member", row => $"{row.member.Organisation} {row.member.Name}".TrimEnd()),
            ("In it", row => InWords.Of(row.member.Membership)),
            ("Joined", row => row.member.Joined?.ToString()),
            ("Left", row => row.member.Left?.ToString()),
            ("Days", row => $"{row.member.DaysInProgramme}"),
            ("Target exit", row => $"{row.member.TargetExitText}{ListedWords.Left(row.member.DaysLeft)}"),
            ("Moved", row => $"{row.member.Moved}"),
            (
                "Criteria met",
                row =>
                    row.member.Satisfied + row.member.Remaining == 0
                        ? "not stated"
                        : $"{row.member.Satisfied} of {row.member.Satisfied + row.member.Remaining}"
            )
        );
}
