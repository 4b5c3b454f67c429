using Oversight.Desk.Answers;
using Oversight.Projections.Registers;

namespace Oversight.Cli.Commands;

/// <summary>oversight register: the rows of a register; oversight registers: which there are.</summary>
internal static class RegisterCommand
{
    private static readonly Argument<Register> Name = Inputs.Argument(
        "NAME",
        "The register: " + string.Join(", ", Register.All.Select(r => r.Name)) + ".",
        text => Register.Of(text, "NAME")
    );

    private static readonly Option<Filter[]> Where = Inputs.ParsedEach(
        "--where",
        "FILTER",
        "Only rows that this holds for, such as region=Y60 or \"due.atMost=2024-06-30\"; may be given more than once.",
        Filter.Parse
    );

    private static readonly Option<IReadOnlyList<Sort>?> SortBy = Inputs.Parsed<IReadOnlyList<Sort>?>(
        "--sort",
        "COLUMNS",
        "Columns to sort by, with commas between, a hyphen before one that descends: \"-due,ods\".",
        text => Sort.Parse(text, "--sort")
    );

    private static readonly Option<string?> Columns = Inputs.Text(
        "--columns",
        "COLUMNS",
        "The columns wanted, with commas between. Default: the most telling ones; with --csv and --json all."
    );

    private static readonly TableOptions Table = new();

    public static Command Create()
    {
        var command = new Command("register", "The rows of a register: filtered, sorted, on a day, as known then.")
        {
            Name,
            Where,
            SortBy,
            Columns,
        };
        Table.AddTo(command);
        return command
            .AsksOnADay(AnswerAsync)
            .WithNotes(
                "Filters: column=value (one of several with commas), column.not=value, column.atLeast=value,\n"
                    + "column.atMost=value (numbers, dates, instants), column.contains=text, column.empty=true.\n"
                    + "\"oversight registers\" tells the columns of each register."
            )
            .WithExamples(
                "oversight register organisations --where region=Y60 --sort segment,name --on 2024-03-31",
                "oversight register criteria --where satisfied=no --where daysLeft.atMost=30",
                "oversight register history --where origin=imported --csv > history.csv"
            );
    }

    /// <summary>The command that tells which registers there are.</summary>
    public static Command CreateList()
    {
        var command = new Command("registers", "Every register with its columns.");
        command.SetAction(parsed => Settings.Of(parsed).Show(RegisterDescription.All, _ => List()));
        return command.WithExamples("oversight registers", "oversight registers --json");
    }

    private static void List()
    {
        foreach (var register in Register.All)
        {
            Terminal.WriteLine($"{register.Name}: {register.Description}");
            foreach (var column in register.Columns)
            {
                var words = column.Words is { } known ? $" ({string.Join(", ", known)})" : "";
                Terminal.WriteLine($"  {column.Name, -24}{column.Description}{words}");
            }

            Terminal.WriteLine();
        }
    }

    private static async Task AnswerAsync(Asked asked)
    {
        var parsed = asked.Parsed;
        var register = parsed.GetRequiredValue(Name);
        var shown = asked.Access.Settings.Json || Table.InCsv(parsed) ? [] : register.Shown;
        var answer = register.Ask(
            asked.Record,
            asked.On,
            parsed.GetValue(Where) ?? [],
            parsed.GetValue(SortBy) ?? [],
            parsed.GetValue(Columns) is { } columns ? columns.Split(',', StringSplitOptions.TrimEntries) : shown
        );
        var people = await RegisterTable.PeopleInAsync(answer, asked.Access.Record, asked.Record, asked.Cancellation);
        asked.Show(RegisterTable.Of(answer, asked.Known, people), _ => Table.Write(asked, answer, people));
    }
}
