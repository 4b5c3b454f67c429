using System.Text;
using Oversight.Desk;
using Oversight.Ledger;
using Oversight.Projections.Answers;

namespace Oversight.Cli.Commands;

/// <summary>oversight report: the tables that people query, who may, and files of them.</summary>
internal static partial class ReportCommand
{
    private static readonly Argument<string> Table = Inputs.Argument(
        "TABLE",
        $"The table: {string.Join(", ", ReportRows.Tables)}.",
        text =>
            ReportRows.Tables.Contains(text)
                ? text
                : throw new FormatException(
                    $"there is no table \"{text}\": choose one of {string.Join(", ", ReportRows.Tables)}."
                )
    );

    private static readonly Argument<string?> File = Inputs.Optional<string>(
        "FILE",
        "Where to write it. Default: to standard output, as CSV.",
        text => text
    );

    private static readonly Option<DateOnly?> On = Inputs.Parsed<DateOnly?>(
        "--on",
        "DATE",
        $"Only what holds on this day. Default: all days; of {ReportRows.Status} today.",
        text => Inputs.Day(text)
    );

    private static readonly Option<bool> Csv = Inputs.Flag("--csv", "Write CSV, which is the default.");
    private static readonly Option<bool> Parquet = Inputs.Flag("--parquet", "Write Parquet.");
    private static readonly Option<bool> Force = Inputs.Flag("--force", "Overwrite a file that is there.");

    public static Command Create()
    {
        var grant = GrantCommand();
        var revoke = new Command("revoke", "Take a login back, and end its sessions.") { Name };
        var list = new Command("list", "The logins that were made, what each reads, and who gave it.") { Ended };
        var state = new Command("state", "How far each table has come, and how far it is behind.");
        var rebuild = new Command("rebuild", "Make the tables again from nothing, and then swap them.");
        var export = new Command("export", "Write a table into a file.") { Table, File, On, Csv, Parquet, Force };
        export.Validators.Add(result =>
        {
            if (result.GetValue(Csv) && result.GetValue(Parquet))
            {
                result.AddError("Give --csv or --parquet, and not both.");
            }
            else if (result.GetValue(Parquet) && result.GetResult(File) is null or { Tokens: [] })
            {
                result.AddError("--parquet needs a FILE: it is not text.");
            }
        });
        return new Command("report", "The tables that analysts query by SQL, who may, and files of them.")
        {
            state.OnRecord(StateAsync).WithExamples("oversight report state", "oversight report state --json"),
            rebuild
                .OnRecord(RebuildAsync)
                .WithNotes(
                    "Whoever reads sees what there was until all is made. run keeps the tables up to date by itself."
                )
                .WithExamples("oversight report rebuild"),
            export
                .Asks(ExportAsync)
                .WithNotes(
                    "Ranges are two columns: valid_from is the first day, valid_until the first day on which it no longer holds. Lists are one\n"
                        + "text. What the columns mean is in docs/report-tables.md."
                )
                .WithExamples(
                    "oversight report export current_status > status.csv",
                    "oversight report export segment_period --on 2024-03-31 --parquet segments.parquet"
                ),
            grant
                .OnRecord(GrantAsync)
                .WithNotes(
                    "It reads the schema report and nothing else; a region's reads no places, so it names columns, not *. What it was given is kept,\n"
                        + "and who gave it. docs/power-bi-and-excel.md has the settings."
                )
                .WithExamples(
                    "oversight report grant analyst_y60 --region Y60",
                    "oversight report grant reviewer --auditor --until 2027-03-31"
                ),
            revoke.OnRecord(RevokeAsync).WithExamples("oversight report revoke analyst_y60"),
            list.OnRecord(ListAsync).WithExamples("oversight report list", "oversight report list --ended"),
        };
    }

    private static async Task StateAsync(ParseResult parsed, RecordAccess access, CancellationToken cancellation)
    {
        access.MustReadEverything("sees the report tables");
        var record = await access.NowAsync(cancellation);
        var tables = await access.Record.Reports.TablesAsync(cancellation);
        access.Settings.Show(
            new StateAnswer(
                record.Place,
                [
                    .. tables.Select(table => new TableState(
                        table.Key,
                        table.Value.Place,
                        Math.Max(0, record.Place - table.Value.Place),
                        table.Value.Recorded,
                        table.Value.Written
                    )),
                ]
            ),
            answer =>
            {
                Terminal.WriteTable(
                    answer.Tables,
                    ("Table", table => table.Table),
                    ("Place", table => table.Place < 0 ? "none" : $"{table.Place}"),
                    ("Entries behind", table => $"{table.Behind:N0}"),
                    ("Recorded", table => table.Recorded is { } recorded ? AnswerJson.Instant(recorded) : ""),
                    ("Taken", table => table.Written is { } written ? AnswerJson.Instant(written) : "")
                );
                if (answer.Tables.Any(table => table.Behind > 0))
                {
                    Terminal.Say(
                        "oversight run takes what is missing by itself; without it, oversight report rebuild makes them again."
                    );
                }
            }
        );
    }

    private static async Task RebuildAsync(ParseResult parsed, RecordAccess access, CancellationToken cancellation)
    {
        access.MustReadEverything("makes the report tables");
        access.MustBeForMoreThanReading();
        await access.Record.Live.CatchUpAsync(cancellation);
        var clock = access.Record.Clock;
        var (started, said) = (clock.GetTimestamp(), clock.GetTimestamp());
        var entries = await access.Record.Reports.RebuildAsync(
            access.Record.Live,
            (made, all) =>
            {
                if (clock.GetElapsedTime(said) > TimeSpan.FromSeconds(5))
                {
                    said = clock.GetTimestamp();
                    Terminal.Say($"{made:N0} of {all:N0} entries …");
                }
            },
            cancellation
        );
        var seconds = clock.GetElapsedTime(started).TotalSeconds;
        access.Settings.Show(
            new Rebuilt(entries, seconds),
            _ => Terminal.WriteLine($"The report tables are made again from {entries:N0} entries, in {seconds:N1} s.")
        );
    }

    private static async Task ExportAsync(Asked asked)
    {
        var (parsed, access, cancellation) = (asked.Parsed, asked.Access, asked.Cancellation);
        access.MustReadEverything("sees the report tables");
        var (table, file) = (parsed.GetRequiredValue(Table), parsed.GetValue(File));
        if (access.Settings.Json && file is null)
        {
            throw new BadInputException(
                "--json",
                "a table is written as CSV or Parquet: name a FILE, or leave --json out."
            );
        }

        // The tables hold everything: it is recorded before the first row goes out.
        RecordAccess.NoteAll(asked.Record);
        await access.RecordReadingAsync();
        var behind = asked.Record.Place - (await access.Record.Reports.StateAsync(cancellation)).Place;
        await using var rows = await access.Record.Reports.ReadAsync(
            table,
            parsed.GetValue(On),
            asked.Known,
            cancellation
        );
        var written = 0L;
        if (file is null)
        {
            written = await ReportFile.WriteCsvAsync(rows, Terminal.Out, cancellation);
        }
        else
        {
            await NewFile.WriteAsync(
                file,
                parsed.GetValue(Force),
                async output =>
                {
                    if (parsed.GetValue(Parquet))
                    {
                        written = await ReportFile.WriteParquetAsync(rows, output, cancellation);
                        return;
                    }

                    await using var text = new StreamWriter(output, new UTF8Encoding(false), leaveOpen: true);
                    written = await ReportFile.WriteCsvAsync(rows, text, cancellation);
                }
            );
            access.Settings.Show(
                new Exported(Shell.Current.PathOf(file), table, written),
                _ => Terminal.WriteLine($"Wrote {file}: {written:N0} rows of {table}")
            );
        }

        if (behind > 0)
        {
            Terminal.Say(
                $"The tables have not taken the last {behind:N0} entries: oversight run does it by itself, oversight report rebuild at once."
            );
        }
    }

    private sealed record StateAnswer(long Place, IReadOnlyList<TableState> Tables);

    private sealed record TableState(
        string Table,
        long Place,
        long Behind,
        DateTimeOffset? Recorded,
        DateTimeOffset? Written
    );

    private sealed record Rebuilt(long Entries, double Seconds);

    private sealed record Exported(string File, string Table, long Rows);
}
