using Oversight.Desk.Answers;
using Oversight.Projections.Registers;

namespace Oversight.Cli.Commands;

/// <summary>oversight register: the rows of a register; oversight registers: which there are.</summary>
internal static class RegisterCommand
{
    private static readonly Argument<Register> Name = new("NAME")
    {
        Description = "The register: " + string.Join(", ", Register.All.Select(r => r.Name)) + ".",
        CustomParser = result => Inputs.Try(result, "NAME", text => Register.Of(text, "NAME")),
    };

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

    private static readonly Option<DateOnly?> On = Inputs.On();
    private static readonly Option<DateTimeOffset?> Known = Inputs.Known();
    private static readonly TableOptions Table = new();

    public static Command Create()
    {
        var command = new Command("register", "The rows of a register: filtered, sorted, on a day, as known then.")
        {
            Name,
            Where,
            SortBy,
            Columns,
            On,
            Known,
        };
        Table.AddTo(command);
        command.SetAction((parsed, cancellation) => RunAsync(parsed, cancellation));
        return command
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
        command.SetAction(parsed =>
        {
            if (Settings.Of(parsed).Json)
            {
                Terminal.WriteJson(RegisterDescription.All);
                return (int)ExitCode.Done;
            }

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

            return (int)ExitCode.Done;
        });
        return command.WithExamples("oversight registers", "oversight registers --json");
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        await using var access = await RecordAccess.OpenAsync(Settings.Of(parsed), cancellation);
        var register = parsed.GetRequiredValue(Name);
        var known = parsed.GetValue(Known);
        var record = await access.Record.Live.AtAsync(known, cancellation);
        var shown = access.Settings.Json || Table.InCsv(parsed) ? [] : register.Shown;
        var answer = register.Ask(
            record,
            parsed.GetValue(On) ?? London.Today(access.Record.Clock),
            parsed.GetValue(Where) ?? [],
            parsed.GetValue(SortBy) ?? [],
            parsed.GetValue(Columns) is { } columns ? columns.Split(',', StringSplitOptions.TrimEntries) : shown
        );
        var people = await RegisterTable.PeopleInAsync(answer, access.Record, cancellation);
        if (access.Settings.Json)
        {
            Terminal.WriteJson(RegisterTable.Of(answer, known, people));
        }
        else
        {
            Table.Write(parsed, answer, people);
        }

        return (int)ExitCode.Done;
    }
}
