using Oversight.Desk.Answers;
using Oversight.Projections.Answers;
using Oversight.Projections.Registers;

namespace Oversight.Cli.Commands;

/// <summary>How rows of a register are written: as a table with what it rests on, or as CSV.</summary>
internal sealed class TableOptions
{
    private readonly Option<bool> csv = Inputs.Flag(
        "--csv",
        "Write CSV (RFC 4180); a text that a spreadsheet would take for a formula has an apostrophe before it."
    );

    private readonly Option<bool> entries = Inputs.Flag("--entries", "Name the entries that the rows rest on.");

    /// <summary>Gives a command the options.</summary>
    public void AddTo(Command command)
    {
        command.Options.Add(csv);
        command.Options.Add(entries);
        command.Validators.Add(result =>
        {
            if (result.GetValue(csv) && result.GetValue<bool>("--json"))
            {
                result.AddError("Give --csv or --json, not both.");
            }
        });
    }

    /// <summary>Whether CSV is wanted.</summary>
    public bool InCsv(ParseResult parsed) => parsed.GetValue(csv);

    /// <summary>Writes an answer.</summary>
    public void Write(Asked asked, RegisterAnswer answer, IReadOnlyDictionary<string, string> people)
    {
        if (InCsv(asked.Parsed))
        {
            RegisterCsv.Write(answer, people, Terminal.Out);
            return;
        }

        if (answer.Rows.Count > 0)
        {
            Terminal.WriteTable(
                answer.Rows,
                [
                    .. answer.Columns.Select(column =>
                        (
                            column.Heading,
                            (Func<Row, string?>)(
                                row => column.Text(column.Of(row), people, forPeople: true).Shortened()
                            )
                        )
                    ),
                ]
            );
        }

        var rows = answer.Rows.Count == 0 ? "No row" : answer.Rows.Count.Of("row");
        Terminal.WriteLine(
            $"{rows} on {DateWithPrecision.Day(answer.On)}, {Terminal.Known(asked.Record)}; resting on {answer.Entries.Of("entry", "entries")}."
        );
        foreach (var missing in answer.NotStated)
        {
            Terminal.WriteLine($"Not stated: {missing.Sentence}");
        }

        foreach (var rule in answer.Rules)
        {
            Terminal.WriteLine($"Rule {rule.Name}: {rule.Sentence}");
        }

        if (answer.Frameworks.Count > 0)
        {
            Terminal.WriteLine($"Framework {string.Join(", ", answer.Frameworks)}");
        }

        if (asked.Parsed.GetValue(entries))
        {
            foreach (var entry in answer.Rows.SelectMany(r => r.RestsOn).DistinctBy(e => e.Id).OrderBy(e => e.Place))
            {
                Terminal.WriteLine(
                    $"Entry {entry.Id} ({entry.Kind}{Terminal.Place(entry.Place)}){(entry.CorrectedBy is { } by ? $", changed by {by}" : "")}"
                );
            }
        }
    }
}
