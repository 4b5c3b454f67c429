using System.CommandLine.Parsing;
using System.Text.Json;
using Oversight.Desk.Answers;
using Oversight.Desk.Replay;
using Oversight.Projections.Answers;
using Oversight.Projections.Status;
using Oversight.Proofs.Statements;

namespace Oversight.Cli.Commands;

/// <summary>oversight replay --until: the state then, from the database or an export; and statements of it.</summary>
internal static class ReplayUntil
{
    private const int UsualBatch = 5000;

    private static readonly Option<Until?> UntilThen = Inputs.Parsed<Until?>(
        "--until",
        "INSTANT|PLACE",
        "The state then: at the place of an entry, such as 1200, or as known at an instant, such as 2026-11-21T12:00:00Z.",
        Until.Parse
    );

    private static readonly Option<string?> From = Inputs.Text(
        "--from",
        "EXPORT",
        "Replay an export, which is checked first, instead of the database. No server and no database is asked."
    );

    private static readonly Option<DateOnly?> On = Inputs.Parsed<DateOnly?>(
        "--on",
        "DATE",
        "The day asked about, such as 2024-03-31. Default: that on which the last entry then was recorded.",
        text => Inputs.Day(text)
    );

    private static readonly Option<string?> Statement = Inputs.Text(
        "--statement",
        "FILE",
        "Write a statement of all answers then, in hashes, and sign it; - for standard output."
    );

    private static readonly Option<string?> SignWith = Inputs.Text(
        "--sign-with",
        "FILE",
        "Sign it with this key of your own, which is made where it is not there. Default: the record's key; from an export nobody signs."
    );

    private static readonly Option<bool> Unsigned = Inputs.Flag("--unsigned", "Do not sign it.");

    private static readonly Option<string?> Compare = Inputs.Text(
        "--compare",
        "STATEMENT",
        "Answer again what a statement answers, and compare each answer. Exit code 6 where one differs."
    );

    private static readonly Option<int?> Batch = Number(
        "--batch",
        $"How many entries are read at once. Default: {UsualBatch}."
    );

    private static readonly Option<int?> Workers = Number(
        "--workers",
        "How many answers are given at once. Default: one a processor."
    );

    /// <summary>The options; any of them asks for this instead of a comparison with what is live.</summary>
    public static IReadOnlyList<Option> Options =>
        [UntilThen, From, On, Statement, SignWith, Unsigned, Compare, Batch, Workers];

    /// <summary>Whether it is asked for.</summary>
    public static bool IsAsked(ParseResult parsed) => Options.Any(option => IsGiven(parsed.GetResult(option)));

    /// <summary>Whether an option was given, and not only has a value by default.</summary>
    public static bool IsGiven(OptionResult? option) => option is { Implicit: false };

    /// <summary>What cannot be asked together; null for nothing.</summary>
    public static string? Conflict(Func<Option, bool> given) =>
        given(Compare) && (given(UntilThen) || given(On) || given(Statement))
            ? "--compare goes by the place and the day of the statement: give neither --until nor --on, nor --statement."
        : given(SignWith) && given(Unsigned) ? "--sign-with FILE or --unsigned, and not both."
        : (given(SignWith) || given(Unsigned)) && !given(Statement) ? "There is nothing to sign without --statement."
        : null;

    /// <summary>Replays, and shows what is asked for.</summary>
    public static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        var compared = parsed.GetValue(Compare) is { } file ? ReplayStatements.Read(file) : null;
        var until =
            compared is null ? parsed.GetValue(UntilThen) ?? Until.TheEnd
            : compared.Statement.Size == 0
                ? throw new BadInputException(
                    parsed.GetValue(Compare)!,
                    "is about no entry: there is nothing to compare."
                )
            : new(compared.Statement.Size - 1, null);
        var batch = parsed.GetValue(Batch) ?? UsualBatch;
        if (parsed.GetValue(From) is { } export)
        {
            return (int)
                await ShowAsync(
                    parsed,
                    await ReplayedRecord.FromExportAsync(export, until, batch, cancellation),
                    compared,
                    access: null,
                    cancellation
                );
        }

        return await Actions.OnRecordAsync(
            parsed,
            async access =>
            {
                if (parsed.GetValue(Statement) is not null)
                {
                    access.MustReadEverything("replays it");
                    await SigningHere.SignAsync(access, cancellation);
                }

                var record = await ReplayedRecord.FromDatabaseAsync(access, until, batch, cancellation);
                return await ShowAsync(parsed, record, compared, access, cancellation);
            },
            cancellation
        );
    }

    private static async Task<ExitCode> ShowAsync(
        ParseResult parsed,
        ReplayedRecord record,
        GivenStatement? compared,
        RecordAccess? access,
        CancellationToken cancellation
    )
    {
        var settings = Settings.Of(parsed);
        var workers = parsed.GetValue(Workers) ?? Environment.ProcessorCount;
        var on = compared?.Statement.On ?? record.DayOf(parsed.GetValue(On));
        if (compared is not null)
        {
            return ReplayStatements.Compare(settings, compared, record, workers, cancellation);
        }

        if (parsed.GetValue(Statement) is { } file)
        {
            var made = ReplayStatements.Make(record, on, workers, cancellation);
            await ReplayStatements.WriteAsync(
                settings,
                made,
                file,
                new(parsed.GetValue(SignWith), parsed.GetValue(Unsigned), access, record.Covered),
                cancellation
            );
            return ExitCode.Done;
        }

        if (settings.Json)
        {
            Terminal.WriteJson(WholeOf(record, on, workers, cancellation));
        }
        else
        {
            Write(record, on);
        }

        return ExitCode.Done;
    }

    private static void Write(ReplayedRecord record, DateOnly on)
    {
        var picture = NationalPicture.Of(
            record.Record,
            on,
            region: null,
            known: record.Lines.Recorded,
            OrganisationsListed.All,
            search: null
        );
        StatusCommand.WriteTable(picture.Organisations);
        Terminal.WriteLine(
            $"{picture.Organisations.Count.Of("organisation")} on {DateWithPrecision.Day(on)}, as known at place {record.Lines.Size - 1}"
                + $"{(record.Lines.Recorded is { } recorded ? $", recorded {recorded.Shown()}" : "")}."
        );
        Terminal.WriteLine($"The root of the {record.Lines.Size:N0} entries is {record.Lines.Root}.");
        if (record.Lines.NotUnderstood is { } entry)
        {
            Terminal.WriteLine(
                $"Only a newer version understands the entry at place {entry.Place}, and perhaps others: these answers lack them."
            );
        }

        Terminal.WriteLine("People's names are kept beside the entries: no answer here has any.");
    }

    private static Whole WholeOf(ReplayedRecord record, DateOnly on, int workers, CancellationToken cancellation) =>
        new(
            record.Origin,
            record.Lines.Size,
            record.Lines.Root.ToString(),
            record.Lines.Recorded,
            on,
            record.Lines.NotUnderstood?.Place,
            StandingAnswers.Name,
            StandingAnswers.Of(
                record.Record,
                on,
                workers,
                answer => new Answered(answer.Name, answer.Sha256, JsonElement.Parse(answer.Json.Span)),
                cancellation
            )
        );

    private static Option<int?> Number(string name, string description) =>
        Inputs.Parsed<int?>(
            name,
            "N",
            description,
            text =>
                int.TryParse(text, out var number) && number > 0
                    ? number
                    : throw new FormatException($"\"{text}\" is not a number from 1 on.")
        );

    /// <summary>Everything that a statement would answer.</summary>
    /// <param name="Record">The record's name; absent where it has none yet.</param>
    /// <param name="Size">How many entries it rests on.</param>
    /// <param name="Root">The root over them, in base64.</param>
    /// <param name="Recorded">When the last of them was recorded.</param>
    /// <param name="On">The day.</param>
    /// <param name="NotUnderstood">The place of the first entry that only a newer version understands; absent where there is none.</param>
    /// <param name="Set">The name of the set of questions.</param>
    /// <param name="Answers">The answers, in the order of the set.</param>
    private sealed record Whole(
        string? Record,
        long Size,
        string Root,
        DateTimeOffset? Recorded,
        DateOnly On,
        long? NotUnderstood,
        string Set,
        IReadOnlyList<Answered> Answers
    );

    /// <summary>An answer.</summary>
    /// <param name="Name">What was asked.</param>
    /// <param name="Sha256">The SHA-256 of its canonical JSON.</param>
    /// <param name="Answer">The answer.</param>
    private sealed record Answered(string Name, string Sha256, JsonElement Answer);
}
