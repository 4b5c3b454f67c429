using System.CommandLine.Invocation;
using Oversight.Projections.Registers;
using Oversight.Projections.Timelines;

namespace Oversight.Cli;

/// <summary>A question about the record on a day, as known at an instant, while a command answers it.</summary>
/// <param name="Parsed">The command line.</param>
/// <param name="Access">The open record.</param>
/// <param name="Record">The record as it was known then.</param>
/// <param name="On">The day.</param>
/// <param name="Known">The instant, as an answer echoes it; null: now, told by a place.</param>
/// <param name="Cancellation">Stops it.</param>
internal sealed record Asked(
    ParseResult Parsed,
    RecordAccess Access,
    RecordAt Record,
    DateOnly On,
    DateTimeOffset? Known,
    CancellationToken Cancellation
)
{
    /// <summary>The day and the place that an answer holds for, as the last line of one says it.</summary>
    public string DayAndPlace => $"on {DateWithPrecision.Day(On)}, {Terminal.Known(Record)}";

    /// <summary>Writes the answer: as JSON where that is wanted, else in words.</summary>
    public void Show<T>(T answer, Action<T> inWords) => Access.Settings.Show(answer, inWords);

    /// <summary>What is asked about is not in the record: says so, and what may have been meant.</summary>
    public FailureException NotFound(SubjectKind kind, string id, string sentence) =>
        NotFound(Record, kind, id, $"{sentence} ({Terminal.Known(Record)}).");

    /// <summary>The same of what a record lacks as it is known now.</summary>
    public static FailureException NotFound(RecordAt record, SubjectKind kind, string id, string sentence) =>
        new(ExitCode.NotFound, sentence + MeantSubject.Question(record, kind, id));
}

/// <summary>What commands do: each opens the record, works on it, and closes it.</summary>
internal static class Actions
{
    private static readonly Option<DateOnly?> On = Inputs.On();
    private static readonly Option<DateTimeOffset?> Known = Inputs.Known();

    /// <summary>Lets a command work on the record, and end with the code that the work gives.</summary>
    public static Command OnRecord(
        this Command command,
        Func<ParseResult, RecordAccess, CancellationToken, Task<ExitCode>> work
    )
    {
        command.SetAction(
            (parsed, cancellation) => OnRecordAsync(parsed, access => work(parsed, access, cancellation), cancellation)
        );
        return command;
    }

    /// <summary>Opens the record for a command that has read its files before, lets it work, and closes it.</summary>
    public static async Task<int> OnRecordAsync(
        ParseResult parsed,
        Func<RecordAccess, Task<ExitCode>> work,
        CancellationToken cancellation,
        bool mayLackEntries = false
    )
    {
        await using var access = await RecordAccess.OpenAsync(parsed, cancellation, mayLackEntries: mayLackEntries);
        return (int)await access.LetAsync(() => work(access));
    }

    /// <summary>Lets a command work on the record.</summary>
    public static Command OnRecord(
        this Command command,
        Func<ParseResult, RecordAccess, CancellationToken, Task> work
    ) =>
        command.OnRecord(
            async (parsed, access, cancellation) =>
            {
                await work(parsed, access, cancellation);
                return ExitCode.Done;
            }
        );

    /// <summary>Lets a command do something else, that needs no record, where it is called so.</summary>
    public static Command OrElse(this Command command, Func<ParseResult, bool> applies, Action<ParseResult> work)
    {
        var onRecord = (AsynchronousCommandLineAction)command.Action!;
        command.SetAction(
            async (parsed, cancellation) =>
            {
                if (!applies(parsed))
                {
                    return await onRecord.InvokeAsync(parsed, cancellation);
                }

                work(parsed);
                return (int)ExitCode.Done;
            }
        );
        return command;
    }

    /// <summary>Lets a command answer a question on a day (--on) as known at an instant (--known).</summary>
    public static Command AsksOnADay(this Command command, Func<Asked, Task> answer)
    {
        command.Options.Add(On);
        return command.Asks(answer);
    }

    /// <inheritdoc cref="AsksOnADay(Command, Func{Asked, Task})"/>
    public static Command AsksOnADay(this Command command, Action<Asked> answer)
    {
        command.Options.Add(On);
        return command.Asks(answer);
    }

    /// <inheritdoc cref="Asks(Command, Func{Asked, Task})"/>
    public static Command Asks(this Command command, Action<Asked> answer) =>
        command.Asks(asked =>
        {
            answer(asked);
            return Task.CompletedTask;
        });

    /// <summary>Lets a command answer a question as known at an instant (--known).</summary>
    public static Command Asks(this Command command, Func<Asked, Task> answer)
    {
        command.Options.Add(Known);
        return command.OnRecord(
            async (parsed, access, cancellation) =>
            {
                var known = parsed.GetValue(Known);
                var on = parsed.GetValue(On) ?? London.Today(access.Record.Clock);
                var record = await access.AtAsync(known, on, cancellation);
                // Where no place is told, what is seen of the record says as of when it is.
                known ??= record.PlaceTold is null ? record.Known : null;
                await answer(new(parsed, access, record, on, known, cancellation));
            }
        );
    }
}
