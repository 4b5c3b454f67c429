using Oversight.Desk.Answers;
using Oversight.Projections.Completeness;

namespace Oversight.Cli.Commands;

/// <summary>oversight completeness: signs that the record may lack something.</summary>
internal static class CompletenessCommand
{
    public static Command Create() =>
        new Command("completeness", "Signs that the record may lack something, or came about as it should not.")
            .AsksOnADay(asked =>
            {
                asked.Access.MustReadEverything("asks what the record may lack");
                asked.Show(
                    CompletenessAnswer.Of(asked.Record, asked.On, asked.Known, Thresholds()),
                    answer => Write(answer, asked)
                );
            })
            .WithNotes(
                "Whether the record is unaltered is another question: oversight replay, oversight verify. That it is complete no record can say of itself.\n"
                    + $"{Settings.CompletenessVariable} holds other thresholds, as JSON. The rows: oversight register NAME --where …, as each kind says. For national\n"
                    + "users and auditors."
            )
            .WithExamples("oversight completeness", "oversight completeness --on 2024-03-31 --json");

    private static CompletenessThresholds Thresholds()
    {
        try
        {
            return CompletenessThresholds.Parse(Shell.Current.Variable(Settings.CompletenessVariable));
        }
        catch (FormatException e)
        {
            throw new FailureException(ExitCode.BadInput, $"{Settings.CompletenessVariable}: {e.Message}", e);
        }
    }

    // What the address of a register's rows asks for, as it is asked here.
    private static string Command(string address)
    {
        var asked = address[(address.LastIndexOf('/') + 1)..].Split('?', '&');
        return $"oversight register {asked[0]}" + string.Concat(asked.Skip(1).Select(Option));
    }

    private static string Option(string asked)
    {
        var (name, value) = (asked[..asked.IndexOf('=')], Uri.UnescapeDataString(asked[(asked.IndexOf('=') + 1)..]));
        return name is "sort" or "on" or "known"
            ? value.Length == 0
                ? ""
                : $" --{name}={value}"
            : $" --where \"{name}={value}\"";
    }

    private static void Write(CompletenessAnswer answer, Asked asked)
    {
        foreach (var sign in answer.Signs)
        {
            Terminal.WriteLine($"{sign.Title}: {sign.Says}");
            Terminal.WriteLine($"  told from: {sign.Threshold}");
            Terminal.WriteLine($"  why: {sign.Source}");
            Terminal.WriteLine($"  does not show: {sign.DoesNotShow}");
            Terminal.WriteLine($"  rows: {Command(sign.Rows)}");
            foreach (var missing in sign.NotStated)
            {
                Terminal.WriteLine($"  not stated: {missing.Sentence}");
            }
        }

        Terminal.WriteLine($"Signs {asked.DayAndPlace}. That none is found does not mean that nothing is missing.");
    }
}
