using CsvHelper;
using Oversight.Projections.Facts;

namespace Oversight.Cli.Commands;

/// <summary>oversight facts: what is believed, one line a fact.</summary>
internal static class FactsCommand
{
    private static readonly Option<OdsCode?> Ods = Inputs.OfOrganisation("Only this organisation's facts.", "--ods");

    private static readonly Option<DateOnly?> On = Inputs.Parsed<DateOnly?>(
        "--on",
        "DATE",
        "Only facts whose period has begun, or may have begun, by this day.",
        text => Inputs.Day(text)
    );

    public static Command Create() =>
        new Command("facts", "Every fact believed, one a line, as CSV.") { Ods, On }
            .Asks(Write)
            .WithNotes(
                "Columns: ods, kind, subject, value, period, precision, source. Line breaks inside a value become spaces;\n"
                    + "--json writes one JSON object a line, with the exact text and the entry's id."
            )
            .WithExamples("oversight facts > facts.csv", "oversight facts --ods QOC --json");

    private static void Write(Asked asked)
    {
        var facts = Fact.All(asked.Record);
        if (asked.Parsed.GetValue(Ods) is { } ods)
        {
            if (asked.Record.TimelineOf(ods) is null)
            {
                throw Asked.NotFound(
                    asked.Record,
                    SubjectKind.Organisation,
                    ods.Value,
                    $"nothing is recorded about {ods}."
                );
            }

            facts = facts.Where(fact => fact.Ods == ods.Value);
        }

        if (asked.Parsed.GetValue(On) is { } on)
        {
            facts = facts.Where(fact => fact.Period.Earliest <= on);
        }

        if (!asked.Access.Settings.Json)
        {
            WriteCsv(facts);
            return;
        }

        foreach (var fact in facts)
        {
            Terminal.WriteJson(fact);
        }
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
