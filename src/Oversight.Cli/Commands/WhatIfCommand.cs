using System.Text.Json;
using Oversight.Desk;
using Oversight.Desk.WhatIf;
using Oversight.Projections.Compare;
using Oversight.Record.Catalogue;
using Oversight.Record.Segments;

namespace Oversight.Cli.Commands;

/// <summary>oversight what-if: what would be otherwise if something were decided. Nothing is written.</summary>
internal static class WhatIfCommand
{
    private static readonly Argument<string?> FileArgument = Inputs.Optional<string?>(
        "FILE.json",
        "Decisions that are supposed: {\"decisions\": [{\"subject\": \"organisation-QOC\", \"type\": \"segment_assigned\", \"data\": …}]}.",
        text => text
    );

    private static readonly Option<(OdsCode Ods, int Segment)?> Segment = Inputs.Parsed<(OdsCode, int)?>(
        "--segment",
        "ODS=N",
        "An organisation placed in a segment by NHS England from the day (--on), such as QOC=4.",
        text =>
            text.Split('=') is [var ods, var number]
            && int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var segment)
                ? (OdsCode.Parse(ods, "--segment"), segment)
                : throw new FormatException($"\"{text}\" is not an organisation and its segment, such as QOC=4.")
    );

    private static readonly Option<string?> Framework = Inputs.Text(
        "--framework",
        "VERSION",
        "Read the record by this framework version, such as nof-2025-26, as if it had always been in force and no other had been published."
    );

    private static readonly Option<DateOnly?> On = Inputs.On();

    public static Command Create()
    {
        var command = new Command("what-if", "What would be otherwise if something were decided. Nothing is written.")
        {
            FileArgument,
            Segment,
            Framework,
            On,
        };
        command.Validators.Add(result =>
        {
            if (
                result.GetResult(FileArgument) is not { Tokens.Count: > 0 }
                && result.GetResult(Segment) is null
                && result.GetResult(Framework) is null
            )
            {
                result.AddError("Suppose something: give a file, --segment or --framework.");
            }
        });
        command.SetAction(
            async (parsed, cancellation) =>
            {
                // Read first: a file that cannot be read needs no database to say so.
                var written = parsed.GetValue(FileArgument) is { } file
                    ? Supposition.Read(StrictJson.ParseObject(Inputs.ReadFile(file)))
                    : new Supposition();
                return await Actions.OnRecordAsync(
                    parsed,
                    async access =>
                    {
                        await AnswerAsync(parsed, access, written, cancellation);
                        return ExitCode.Done;
                    },
                    cancellation
                );
            }
        );
        return command
            .WithNotes(
                "The decisions are judged by the rules as if they were logged now, each after those before it. One that a rule refuses is told with the rule, and "
                    + "supposed no further. Whether they are yours to log is not asked. What whoever asks does not see is left out of it."
            )
            .WithExamples(
                "oversight what-if --segment QOC=4",
                "oversight what-if --framework nof-2025-26 --on 2026-03-31",
                "oversight what-if decisions.json --json"
            );
    }

    private static async Task AnswerAsync(
        ParseResult parsed,
        RecordAccess access,
        Supposition written,
        CancellationToken cancellation
    )
    {
        var today = London.Today(access.Record.Clock);
        var on = parsed.GetValue(On) ?? today;
        var supposed = written with
        {
            Framework = parsed.GetValue(Framework) ?? written.Framework,
            Decisions =
            [
                .. written.Decisions ?? [],
                .. parsed.GetValue(Segment) is var (ods, segment) ? new[] { Placed(ods, segment, on, today) } : [],
            ],
        };
        var record = await access.NowAsync(cancellation);
        access.Settings.Show(
            await WhatIfAnswer.OfAsync(access.Record, record, supposed, on, access.User.Subject, cancellation),
            Write
        );
    }

    private static SupposedDecision Placed(OdsCode ods, int segment, DateOnly on, DateOnly today)
    {
        var decision = new Decision(
            DateWithPrecision.Day(on),
            DateWithPrecision.Day(on < today ? on : today),
            new DecidedBy("nhs-england")
        )
        {
            Origin = on < today ? Origin.BackDated : Origin.Live,
        };
        return new(
            SubjectId.Of(ods).Value,
            EventCatalogue.NameOf(typeof(SegmentAssigned)),
            JsonSerializer.SerializeToElement(new SegmentAssigned(decision, segment), EventCatalogue.Json)
        );
    }

    private static void Write(WhatIfAnswer answer)
    {
        foreach (var decision in answer.Decisions)
        {
            Terminal.WriteLine($"{(decision.Refused ? "Refused" : "Supposed")}: {decision.Subject}: {decision.Says}");
            foreach (var breach in decision.Breaches)
            {
                Terminal.WriteLine(
                    $"  {(breach.Refuses ? "refused" : "finding")}: {breach.Breach} (rule {breach.Rule})"
                );
            }
        }

        foreach (var organisation in answer.Organisations)
        {
            Terminal.WriteLine();
            Terminal.WriteLine($"{organisation.Name} ({organisation.Ods})");
            foreach (var difference in organisation.Differences)
            {
                Terminal.WriteLine(
                    $"  {difference.What}{(difference.Title is { } title ? $": {title.Shortened()}" : "")}"
                );
                CompareCommand.Write(difference.Aspects);
            }
        }

        Terminal.WriteLine();
        Terminal.WriteLine(
            $"{answer.Organisations.Count.Of("organisation")} would change, on {DateWithPrecision.Day(answer.On)}. Nothing was written."
        );
        if (answer is { Before: { } before, After: { } after })
        {
            Terminal.WriteLine($"The record before: {Words(before)}; after: {Words(after)}.");
        }
    }

    private static string Words(StateOfRecord state) =>
        $"{state.Entries.ToString("N0", CultureInfo.InvariantCulture)} entries, "
        + (state.Root is { } root ? $"root {root} at {state.Size}" : "no checkpoint yet");
}
