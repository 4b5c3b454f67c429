using CsvHelper;
using Oversight.Projections.Facts;
using Oversight.Projections.Registers;

namespace Oversight.Cli.Commands;

/// <summary>oversight facts: what is believed, one line a fact.</summary>
internal static class FactsCommand
{
    private static readonly Option<OdsCode?> Ods = Inputs.Parsed<OdsCode?>(
        "--ods",
        "ODS",
        "Only this organisation's facts.",
        text => OdsCode.Parse(text, "--ods")
    );

    private static readonly Option<DateOnly?> On = Inputs.Parsed<DateOnly?>(
        "--on",
        "DATE",
        "Only facts whose period has begun, or may have begun, by this day.",
        text => Inputs.Day(text)
    );

    private static readonly Option<DateTimeOffset?> Known = Inputs.Known();

    public static Command Create()
    {
        var command = new Command("facts", "Every fact believed, one a line, as CSV.") { Ods, On, Known };
        command.SetAction((parsed, cancellation) => RunAsync(parsed, cancellation));
        return command
            .WithNotes(
                "Columns: ods, kind, subject, value, period, precision, source. Line breaks inside a value become spaces;\n"
                    + "--json writes one JSON object a line, with the exact text and the entry's id."
            )
            .WithExamples("oversight facts > facts.csv", "oversight facts --ods QOC --json");
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        await using var access = await RecordAccess.OpenAsync(Settings.Of(parsed), cancellation);
        var record = await access.Record.Live.AtAsync(parsed.GetValue(Known), cancellation);
        var facts = Fact.All(record);
        if (parsed.GetValue(Ods) is { } ods)
        {
            if (record.TimelineOf(ods) is null)
            {
                throw new FailureException(
                    ExitCode.NotFound,
                    $"nothing is recorded about {ods}."
                        + MeantSubject.Question(record, SubjectKind.Organisation, ods.Value)
                );
            }

            facts = facts.Where(fact => fact.Ods == ods.Value);
        }

        if (parsed.GetValue(On) is { } on)
        {
            facts = facts.Where(fact => fact.Period.Earliest <= on);
        }

        if (access.Settings.Json)
        {
            foreach (var fact in facts)
            {
                Terminal.WriteJson(fact);
            }
        }
        else
        {
            WriteCsv(facts);
        }

        return (int)ExitCode.Done;
    }

    private static void WriteCsv(IEnumerable<Fact> facts)
    {
        using var csv = new CsvWriter(Terminal.Out, CultureInfo.InvariantCulture, leaveOpen: true);
        foreach (var heading in new[] { "ods", "kind", "subject", "value", "period", "precision", "source" })
        {
            csv.WriteField(heading);
        }

        csv.NextRecord();
        foreach (var fact in facts)
        {
            csv.WriteField(fact.Ods);
            csv.WriteField(fact.Kind);
            csv.WriteField(OneLine(fact.Subject));
            csv.WriteField(OneLine(fact.Value));
            csv.WriteField(fact.Period.Stored);
            csv.WriteField(InWords.Stored(fact.Precision));
            csv.WriteField(OneLine(fact.Source));
            csv.NextRecord();
        }
    }

    private static string OneLine(string text) =>
        string.Join(
            ' ',
            text.Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
        );
}
