using Oversight.Desk.Replay;
using Oversight.EmbeddedPostgres;
using Spectre.Console;

namespace Oversight.Cli.Commands;

/// <summary>oversight replay: everything from nothing, compared.</summary>
internal static class ReplayCommand
{
    private static readonly Option<long?> Entries = Inputs.Parsed<long?>(
        "--entries",
        "N",
        "Only the first N entries. Default: all.",
        text =>
            long.TryParse(text, out var entries) && entries > 0
                ? entries
                : throw new FormatException($"\"{text}\" is not a number of entries: give one from 1 on.")
    );

    public static Command Create()
    {
        var command = new Command(
            "replay",
            "Compute everything again from nothing: compare it, or show the state then."
        )
        {
            Entries,
        };
        foreach (var option in ReplayUntil.Options)
        {
            command.Options.Add(option);
        }

        command.Validators.Add(result =>
        {
            bool IsGiven(Option option) => ReplayUntil.IsGiven(result.GetResult(option));
            if (IsGiven(Entries) && ReplayUntil.Options.Any(IsGiven))
            {
                result.AddError("--entries is for comparing with what is live: give --until PLACE instead.");
            }

            if (ReplayUntil.Conflict(IsGiven) is { } conflict)
            {
                result.AddError(conflict);
            }
        });
        command.SetAction(
            (parsed, cancellation) =>
                ReplayUntil.IsAsked(parsed)
                    ? ReplayUntil.RunAsync(parsed, cancellation)
                    : Actions.OnRecordAsync(parsed, access => RunAsync(parsed, access, cancellation), cancellation)
        );
        return command
            .WithNotes(
                "Without options compared are the order, the times and the stored hash of each entry; and statuses, histories, readiness,\n"
                    + "undertakings, deadlines and answers to questions with those of the live timelines, with an independent reference in SQL (in part),\n"
                    + "and with what an Oversight that runs on the data folder answers.\n"
                    + "With --until, --from, --statement or --compare the record is folded from its entries' lines up to a place, and its answers are shown\n"
                    + "(--json: all of them), stated or compared. An export needs no database. A statement holds a hash for each answer and one line over\n"
                    + "all, the same from every machine: two compare that line. oversight verify statement checks who signed it.\n"
                    + "Exit code 6 when anything differs, or an export does not hold."
            )
            .WithExamples(
                "oversight replay",
                "oversight replay --json",
                "oversight replay --until 2026-11-21T12:00:00Z --on 2024-03-31",
                "oversight replay --from record.tar --until 1200",
                "oversight replay --statement statement-2026",
                "oversight replay --from record.tar --compare statement-2026"
            );
    }

    private static async Task<ExitCode> RunAsync(
        ParseResult parsed,
        RecordAccess access,
        CancellationToken cancellation
    )
    {
        // What differs is told with what it says.
        access.MustReadEverything("replays it");
        var today = London.Today(access.Record.Clock);
        var replay = new RecordReplay(
            access.Record.Store,
            access.Record.Reports,
            access.Record.Live.Timelines,
            access.Database.Program,
            today
        );
        var report = await WithProgressAsync(progress =>
            replay.RunAsync(parsed.GetValue(Entries), progress, cancellation)
        );
        var served = RunLock.Find(access.Settings.DataFolder) is { } address
            ? await ServedAnswers.CompareAsync(address, access, today, cancellation)
            : new ServedAnswers(null, 0, []);
        IReadOnlyList<ReplayDifference> differences = [.. report.Differences, .. served.Differences];
        access.Settings.Show(
            new Report(report with { Differences = differences }, served.Address, served.Compared),
            _ => Write(report, served, differences)
        );
        return differences.Count == 0 ? ExitCode.Done : ExitCode.Differences;
    }

    private static void Write(ReplayReport report, ServedAnswers served, IReadOnlyList<ReplayDifference> differences)
    {
        Terminal.WriteLine(
            $"{report.Entries:N0} entries about {report.Subjects:N0} subjects, read from nothing at {report.EntriesPerSecond:N0} a second; "
                + "order, times and hashes checked."
        );
        Terminal.WriteLine(
            $"{report.Statuses:N0} statuses at {report.Pairs:N0} pairs of day and place ({report.Places:N0} places) and "
                + $"{report.Histories:N0} histories compared with the live ones, byte by byte."
        );
        Terminal.WriteLine(
            $"{report.Questions:N0} answers to questions, {report.Readiness:N0} about readiness and "
                + $"{report.Undertakings:N0} about undertakings compared in the same way."
        );
        Terminal.WriteLine(
            $"{report.Referenced:N0} answers about organisations, engagements and undertakings compared with the reference in SQL."
        );
        Terminal.WriteLine(
            $"The report tables compared with the folds, every row, for {report.ReportTables:N0} pairs of day and place."
        );
        Terminal.WriteLine(
            served.Address is null
                ? "Oversight does not run on this data folder: no answers over HTTP were compared."
                : $"{served.Compared:N0} answers of {served.Address.GetLeftPart(UriPartial.Authority)} compared."
        );
        foreach (var difference in differences)
        {
            Terminal.WriteLine($"DIFFERS: {difference.What}: {difference.Found}; expected {difference.Expected}");
        }

        Terminal.WriteLine(
            differences.Count switch
            {
                0 => "No difference.",
                >= RecordReplay.MostDifferences => $"{differences.Count} differences, and perhaps more.",
                var many => $"{many.Of("difference")}.",
            }
        );
    }

    private static async Task<T> WithProgressAsync<T>(Func<IProgress<ReplayProgress>, Task<T>> work)
    {
        if (!Terminal.ShowsProgress)
        {
            return await work(new ProgressLines());
        }

        return await Terminal
            .Error.Progress()
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn())
            .StartAsync(context => work(new ProgressBars(context)));
    }

    private static string Words(ReplayProgress value) =>
        $"{value.Step}: {value.Done:N0} of {value.Total:N0} {value.Unit}, {value.Rate:N0} {value.Unit}/s";

    private sealed record Report(ReplayReport Replay, Uri? Served, int ServedAnswers);

    /// <summary>A line when a step is done, and every few seconds of a long one.</summary>
    private sealed class ProgressLines : IProgress<ReplayProgress>
    {
        private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);
        private (string Step, TimeSpan Elapsed) said = ("", TimeSpan.Zero);

        public void Report(ReplayProgress value)
        {
            if (value.Step != said.Step)
            {
                said = (value.Step, TimeSpan.Zero);
            }

            if (value.Done == value.Total || value.Elapsed - said.Elapsed > Interval)
            {
                said = (value.Step, value.Elapsed);
                Terminal.Say(Words(value));
            }
        }
    }

    private sealed class ProgressBars(ProgressContext context) : IProgress<ReplayProgress>
    {
        private readonly Dictionary<string, ProgressTask> tasks = [];

        public void Report(ReplayProgress value)
        {
            if (!tasks.TryGetValue(value.Step, out var task))
            {
                task = tasks[value.Step] = context.AddTask(value.Step);
            }

            task.MaxValue = value.Total;
            task.Value = value.Done;
            task.Description = Words(value);
        }
    }
}
