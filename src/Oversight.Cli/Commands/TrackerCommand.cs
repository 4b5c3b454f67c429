using Oversight.Desk;
using Oversight.Desk.Imports;

namespace Oversight.Cli.Commands;

/// <summary>oversight import tracker: an existing spreadsheet into the record.</summary>
internal static class TrackerCommand
{
    private static readonly Argument<string?> FileArgument = new("FILE")
    {
        Description = "The tracker: CSV in UTF-8, or a workbook (.xlsx).",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private static readonly Option<TrackerKind?> Kind = Inputs.Parsed<TrackerKind?>(
        "--kind",
        "KIND",
        "What its rows are about: segments, criteria or undertakings.",
        KindOf
    );

    private static readonly Option<string?> Map = Inputs.Text(
        "--map",
        "MAP.json",
        "How its columns are to be read. Default: each column whose heading is a field's name."
    );

    private static readonly Option<string?> Sheet = Inputs.Text(
        "--sheet",
        "NAME",
        "The workbook's sheet. Default: the only one that it shows."
    );

    private static readonly Option<bool> DryRun = Inputs.Flag(
        "--dry-run",
        "Show what would be stored, and store nothing."
    );

    private static readonly Option<bool> SkipRefused = Inputs.Flag(
        "--skip-refused",
        "Store the rest when rows are refused. Otherwise one refused row keeps everything out."
    );

    private static readonly Option<TrackerKind?> MapTemplate = Inputs.Parsed<TrackerKind?>(
        "--map-template",
        "KIND",
        "Print a map to edit, with every field of that kind, and do nothing else.",
        KindOf
    );

    public static Command Create()
    {
        var command = new Command(
            "tracker",
            "A spreadsheet of segments, criteria or undertakings that a team has kept so far."
        )
        {
            FileArgument,
            Kind,
            Map,
            Sheet,
            DryRun,
            SkipRefused,
            MapTemplate,
        };
        command.Validators.Add(result =>
        {
            if (result.GetResult(MapTemplate) is null && (result.GetResult(FileArgument)?.Tokens.Count ?? 0) == 0)
            {
                result.AddError("FILE: name the tracker, or ask for --map-template KIND.");
            }
            else if (result.GetResult(MapTemplate) is null && result.GetResult(Kind) is null)
            {
                result.AddError("--kind: say what its rows are about: segments, criteria or undertakings.");
            }
        });
        command.SetAction((parsed, cancellation) => RunAsync(parsed, cancellation));
        return command
            .WithNotes(
                "Every row that cannot be taken is listed with column, value and reason, and then nothing is stored (exit code 2). Importing\n"
                    + "again stores nothing. A value that differs from the record is a conflict: it is listed and not stored (exit code 4)."
            )
            .WithExamples(
                "oversight import tracker --map-template criteria > map.json",
                "oversight import tracker exit-criteria.xlsx --kind criteria --map map.json --sheet Tracker --dry-run"
            );
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        if (parsed.GetValue(MapTemplate) is { } asked)
        {
            Terminal.WriteIndentedJson(TrackerMap.Template(asked));
            return (int)ExitCode.Done;
        }

        // Read first: a file that cannot be read needs no database to say so.
        var (path, kind) = (parsed.GetRequiredValue(FileArgument)!, parsed.GetValue(Kind)!.Value);
        var map = parsed.GetValue(Map) is { } mapPath ? ReadMap(mapPath, kind) : new TrackerMap();
        var sheet = TrackerSheet.Read(
            Path.GetFileName(path),
            Inputs.ReadFile(path),
            parsed.GetValue(Sheet),
            map.HeaderRow
        );

        return await Actions.OnRecordAsync(
            parsed,
            access => TakeAsync(parsed, access, sheet, kind, map, cancellation),
            cancellation
        );
    }

    private static async Task<ExitCode> TakeAsync(
        ParseResult parsed,
        RecordAccess access,
        TrackerSheet sheet,
        TrackerKind kind,
        TrackerMap map,
        CancellationToken cancellation
    )
    {
        var import = TrackerImport.Prepare(
            await access.NowAsync(cancellation),
            sheet,
            kind,
            map,
            access.Record.Clock.GetUtcNow(),
            access.User.Subject
        );
        var mayStore = import.Refused.Count == 0 || parsed.GetValue(SkipRefused);
        var stored =
            mayStore && !parsed.GetValue(DryRun)
                ? (await access.Record.Desk.LogAsync(import.Draft, access.By())).Entries.Count
                : 0;
        access.Settings.Show(
            new Report(kind, parsed.GetValue(DryRun), stored, import),
            _ => Write(import, parsed, stored)
        );
        var conflicts = import.Facts.Count(fact => fact.Outcome == ImportOutcome.Conflict);
        return !mayStore
                ? throw new FailureException(
                    ExitCode.BadInput,
                    $"{RefusedRows(import)} of {import.Rows.Of("row")} {(RefusedRows(import) == 1 ? "is" : "are")} refused, and nothing is stored: put them right, or give --skip-refused."
                )
            : conflicts > 0
                ? throw new FailureException(
                    ExitCode.Conflict,
                    $"{conflicts} of the tracker's facts contradict the record and are not stored: correct the record, or leave it."
                )
            : ExitCode.Done;
    }

    private static void Write(TrackerImport import, ParseResult parsed, int stored)
    {
        foreach (var refused in import.Refused)
        {
            var where = refused.Column is null ? "" : $", {refused.Column}";
            var value = refused.Value is null ? "" : $" \"{refused.Value.ReplaceLineEndings(" ")}\"";
            Terminal.WriteLine($"REFUSED row {refused.Row}{where}:{value} {refused.Why}");
        }

        foreach (var fact in import.Facts.Where(fact => fact.Outcome == ImportOutcome.Conflict))
        {
            Terminal.WriteLine($"CONFLICT row {string.Join(", ", fact.Rows)}: {fact.Subject} {fact.Kind}");
            Terminal.WriteLine($"  tracker: {fact.Tracker}");
            Terminal.WriteLine($"  record:  {fact.Recorded} (entry {fact.Entry})");
        }

        if (parsed.GetValue(DryRun))
        {
            foreach (var fact in import.Facts.Where(fact => fact.Outcome == ImportOutcome.New))
            {
                Terminal.WriteLine($"NEW row {string.Join(", ", fact.Rows)}: {fact.Subject} {fact.Tracker}");
            }
        }

        if (import.HiddenRows.Count > 0)
        {
            Terminal.WriteLine(
                $"Read although the spreadsheet hides them: rows {string.Join(", ", import.HiddenRows)}"
            );
        }

        if (import.UnreadColumns.Count > 0)
        {
            Terminal.WriteLine(
                $"Columns that are not read: {string.Join(", ", import.UnreadColumns.Select(c => $"\"{c.ReplaceLineEndings(" ")}\""))}"
            );
        }

        int Count(ImportOutcome outcome) => import.Facts.Count(fact => fact.Outcome == outcome);
        Terminal.WriteLine(
            $"{import.File}: {import.Rows.Of("row")}, {RefusedRows(import)} refused; {Count(ImportOutcome.New).Of("fact")} new, "
                + $"{Count(ImportOutcome.Same)} in the record already, {Count(ImportOutcome.Conflict)} in conflict; "
                + (parsed.GetValue(DryRun) ? "dry run, nothing stored." : $"{stored} stored.")
        );
    }

    private static int RefusedRows(TrackerImport import) => import.Refused.Select(r => r.Row).Distinct().Count();

    private static TrackerMap ReadMap(string path, TrackerKind kind)
    {
        try
        {
            return TrackerMap.Read(Inputs.ReadFile(path), kind);
        }
        catch (BadInputException e) when (e.Field != path)
        {
            throw new BadInputException($"{path}: {e.Field}", e.Problem);
        }
    }

    private static TrackerKind? KindOf(string text) =>
        Enum.GetValues<TrackerKind>()
            .Where(kind => TrackerMap.Word(kind) == text)
            .Select(kind => (TrackerKind?)kind)
            .SingleOrDefault()
        ?? throw new FormatException($"\"{text}\" is none of segments, criteria, undertakings.");

    private sealed record Report(TrackerKind Kind, bool DryRun, int Stored, TrackerImport Import);
}
