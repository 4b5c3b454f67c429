using System.Text;
using Oversight.Desk;
using Oversight.Desk.Imports;
using Oversight.Record.Catalogue;
using Oversight.Record.Segments;
using Oversight.Record.Undertakings;

namespace Oversight.Cli.Commands;

/// <summary>oversight import: published documents into the record.</summary>
internal static class ImportCommand
{
    private static readonly Argument<string> FileArgument = new("FILE")
    {
        Description = "The document's text, in UTF-8.",
    };

    private static readonly Option<bool> DryRun = Inputs.Flag(
        "--dry-run",
        "Show what would be stored, and store nothing."
    );

    private static readonly Option<DateWithPrecision?> Published = Inputs.Date(
        "--published",
        "When the document was published. Default: unknown."
    );

    private static readonly Option<string?> Year = Inputs.Parsed<string?>(
        "--year",
        "YEAR",
        "The year assessed, such as 2023/24, when the document does not say it.",
        text =>
            DateWithPrecision.Parse(text) is { Precision: DatePrecision.FinancialYear } year
                ? year.ToString()
                : throw new FormatException($"\"{text}\" is not a financial year such as 2023/24.")
    );

    private static readonly Option<string?> Publication = Inputs.Text(
        "--publication",
        "REFERENCE",
        "The publication's reference, such as PRN01455, when the document does not say it."
    );

    private static readonly Option<string?> Headings = Inputs.Text(
        "--headings",
        "FILE",
        "The headings by which the document is read, as infra/reference/assessment-headings.json has them."
    );

    public static Command Create()
    {
        var assessment = new Command(
            "assessment",
            "NHS England's published annual assessment of ICBs: segments, and the texts of their areas."
        )
        {
            FileArgument,
            DryRun,
            Published,
            Year,
            Publication,
            Headings,
        };
        assessment.SetAction((parsed, cancellation) => RunAsync(parsed, cancellation));
        assessment
            .WithNotes(
                "Importing again stores nothing. A value that differs from the record is a conflict: it is listed and not stored (exit code 4).\n"
                    + "A line that cannot be placed stops the import with file and line, and nothing is stored (exit code 2)."
            )
            .WithExamples(
                "oversight import assessment annual-assessment-2023-24.txt --dry-run",
                "oversight import assessment annual-assessment-2023-24.txt --published 2025-01-16"
            );
        return new Command("import", "Take facts over from published documents and from spreadsheets.")
        {
            assessment,
            SuggestionsCommand.Create((Published, Year, Publication, Headings)),
            TrackerCommand.Create(),
        };
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        var file = parsed.GetRequiredValue(FileArgument);
        var bytes = Inputs.ReadFile(file);
        var headings = parsed.GetValue(Headings) is { } path
            ? AssessmentHeadings.ReadAll(path, Encoding.UTF8.GetString(Inputs.ReadFile(path)))
            : null;

        return await Actions.OnRecordAsync(
            parsed,
            access => TakeAsync(parsed, access, file, bytes, headings, cancellation),
            cancellation
        );
    }

    private static async Task<ExitCode> TakeAsync(
        ParseResult parsed,
        RecordAccess access,
        string file,
        byte[] bytes,
        IReadOnlyList<AssessmentHeadings>? headings,
        CancellationToken cancellation
    )
    {
        Terminal.Say($"Reading {file} ({bytes.Length:N0} bytes) …");
        var record = await access.NowAsync(cancellation);
        var import = AssessmentImport.Prepare(
            record,
            file,
            bytes,
            parsed.GetValue(Published) ?? DateWithPrecision.Unknown,
            headings,
            parsed.GetValue(Year),
            parsed.GetValue(Publication),
            access.Record.Clock.GetUtcNow()
        );

        var stored = 0;
        if (!parsed.GetValue(DryRun) && import.Draft.Entries.Count > 0)
        {
            Terminal.Say($"Storing {import.Draft.Entries.Count.Of("entry", "entries")} …");
            stored = (await access.Record.Desk.LogAsync(import.Draft, access.By())).Entries.Count;
        }

        var conflicts = import.Facts.Where(fact => fact.Outcome == ImportOutcome.Conflict).ToArray();
        access.Settings.Show(
            new Report(
                import.Document.Publication,
                import.Document.Year,
                Totals(import.Document),
                parsed.GetValue(DryRun),
                stored,
                import.Facts
            ),
            report => Write(import, file, report.DryRun, stored)
        );
        if (conflicts.Length > 0)
        {
            throw new FailureException(
                ExitCode.Conflict,
                $"{conflicts.Length} of the document's facts contradict the record and are not stored: correct the record, or leave it."
            );
        }

        return ExitCode.Done;
    }

    private static void Write(AssessmentImport import, string file, bool dryRun, int stored)
    {
        // A region's name stands beside its first board alone.
        var first = import.Document.Boards.GroupBy(board => board.Region).Select(region => region.First()).ToHashSet();
        string Outcome(string ods, Type kind) =>
            import
                .Facts.Single(fact => fact.Ods.Value == ods && fact.Kind == EventCatalogue.NameOf(kind))
                .Outcome.ToString()
                .ToLowerInvariant();
        Terminal.WriteTable(
            import.Document.Boards,
            ("Region", board => first.Contains(board) ? board.Region : ""),
            ("ODS", board => board.Ods),
            ("Board", board => board.PrintedName),
            ("Segment", board => board.Segment.ToString()),
            ("", board => Outcome(board.Ods, typeof(SegmentPublished))),
            ("Areas", board => board.Areas.Count.ToString()),
            ("", board => Outcome(board.Ods, typeof(AnnualAssessmentPublished)))
        );
        foreach (var fact in import.Facts.Where(fact => fact.Outcome == ImportOutcome.Conflict))
        {
            Terminal.WriteLine($"CONFLICT {fact.Ods} {fact.Kind}, {fact.Lines} of the document");
            Terminal.WriteLine($"  document: {fact.Document}");
            Terminal.WriteLine($"  record:   {fact.Recorded} (entry {fact.Entry})");
        }

        int Count(ImportOutcome outcome) => import.Facts.Count(fact => fact.Outcome == outcome);
        Terminal.WriteLine($"{import.Document.Publication}, {import.Document.Year}: {Totals(import.Document).Words}");
        Terminal.WriteLine(
            $"{Count(ImportOutcome.New).Of("fact")} new, {Count(ImportOutcome.Same)} in the record already, "
                + $"{Count(ImportOutcome.Conflict)} in conflict; "
                + (dryRun ? "dry run, nothing stored." : $"{stored} stored.")
        );
        Terminal.WriteLine(
            $"What its texts state besides, such as money, support and commitments: oversight import suggestions {file}"
        );
    }

    private static DocumentTotals Totals(AnnualAssessmentDocument document)
    {
        var segments = document.Boards.GroupBy(board => board.Segment).OrderBy(group => group.Key).ToArray();
        return new(
            document.Boards.Count,
            [.. segments.Select(group => new SegmentTotal(group.Key, group.Count()))],
            document.Boards.Sum(board => board.Areas.Count)
        );
    }

    private sealed record Report(
        string Publication,
        string Year,
        DocumentTotals Totals,
        bool DryRun,
        int Stored,
        IReadOnlyList<ImportedFact> Facts
    );

    private sealed record SegmentTotal(int Segment, int Boards);

    private sealed record DocumentTotals(int Boards, IReadOnlyList<SegmentTotal> Segments, int AreaTexts)
    {
        public string Words =>
            $"{Boards} ICBs, segments {string.Join('/', Segments.Select(s => s.Segment))} = "
            + $"{string.Join('/', Segments.Select(s => s.Boards))}, {AreaTexts} area texts";
    }
}
