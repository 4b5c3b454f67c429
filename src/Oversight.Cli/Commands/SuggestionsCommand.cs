using System.Text;
using Oversight.Desk.Imports;
using Oversight.Desk.Suggestions;

namespace Oversight.Cli.Commands;

/// <summary>oversight import suggestions: what an annual assessment's texts are read to state, offered and answered.</summary>
internal static class SuggestionsCommand
{
    private const int ShownOfQuote = 60;

    private static readonly Argument<string> FileArgument = new("FILE")
    {
        Description = "The document's text, in UTF-8.",
    };

    private static readonly Option<string?> To = Inputs.Text(
        "--to",
        "ANSWERS.csv",
        "Write what is offered into a file, to be filled in with a spreadsheet program."
    );

    private static readonly Option<bool> Force = Inputs.Flag("--force", "Overwrite that file.");

    private static readonly Option<string?> Answers = Inputs.Text(
        "--answers",
        "ANSWERS.csv",
        "Store the answers of such a file (CSV or .xlsx): its column decision says accept, change or reject."
    );

    private static readonly Option<string[]> Accept = Inputs.ParsedEach(
        "--accept",
        "ODS|KEY|all",
        "Accept what is offered of a board, a single suggestion, or everything.",
        text => text
    );

    private static readonly Option<string[]> Reject = Inputs.ParsedEach(
        "--reject",
        "KEY",
        "Reject a suggestion; --reason says why.",
        text => text
    );

    private static readonly Option<string?> Reason = Inputs.Text("--reason", "TEXT", "Why what is named is rejected.");

    private static readonly Option<string?> By = Inputs.Text(
        "--by",
        "BODY",
        "The body that answers, such as nhs-england-Y60. Default: nhs-england."
    );

    private static readonly Option<bool> DryRun = Inputs.Flag(
        "--dry-run",
        "Show what would be stored, and store nothing."
    );

    private static readonly Option<bool> SkipRefused = Inputs.Flag(
        "--skip-refused",
        "Store the rest when answers are refused. Otherwise one refused answer keeps everything out."
    );

    /// <summary>Makes the command.</summary>
    /// <param name="read">The options by which a document is read: when it was published, year, publication, headings.</param>
    public static Command Create(
        (
            Option<DateWithPrecision?> Published,
            Option<string?> Year,
            Option<string?> Publication,
            Option<string?> Headings
        ) read
    )
    {
        var command = new Command(
            "suggestions",
            "The facts that an annual assessment's texts are read to state: each is a suggestion, and no entry until it is accepted."
        )
        {
            FileArgument,
            To,
            Force,
            Answers,
            Accept,
            Reject,
            Reason,
            By,
            DryRun,
            SkipRefused,
            read.Published,
            read.Year,
            read.Publication,
            read.Headings,
        };
        command.SetAction(
            async (parsed, cancellation) =>
            {
                var file = parsed.GetRequiredValue(FileArgument);
                var bytes = Inputs.ReadFile(file);
                // Read first: a file that cannot be read needs no database to say so.
                var answers = parsed.GetValue(Answers) is { } path
                    ? SuggestionAnswers.Read(Path.GetFileName(path), Inputs.ReadFile(path))
                    : [];
                var headings = parsed.GetValue(read.Headings) is { } of
                    ? AssessmentHeadings.ReadAll(of, Encoding.UTF8.GetString(Inputs.ReadFile(of)))
                    : null;
                return await Actions.OnRecordAsync(
                    parsed,
                    async access =>
                    {
                        var record = await access.NowAsync(cancellation);
                        var offered = OfferedSuggestions.Of(
                            record,
                            AssessmentImport.Read(
                                record,
                                file,
                                bytes,
                                headings,
                                parsed.GetValue(read.Year),
                                parsed.GetValue(read.Publication)
                            ),
                            parsed.GetValue(read.Published) ?? DateWithPrecision.Unknown
                        );
                        SuggestionAnswer[] asked = [.. answers, .. Named(offered, parsed)];
                        return asked.Length == 0
                            ? await OfferAsync(access, offered, parsed)
                            : await AnswerAsync(
                                access,
                                offered,
                                SuggestionAnswers.Take(
                                    record,
                                    offered,
                                    asked,
                                    new DecidedBy(parsed.GetValue(By) ?? "nhs-england"),
                                    access.Record.Clock.GetUtcNow(),
                                    access.User.Subject
                                ),
                                parsed
                            );
                    },
                    cancellation
                );
            }
        );
        return command
            .WithNotes(
                "Nothing is stored but what is accepted or rejected. An accepted suggestion becomes an imported entry that names the document, the\n"
                    + "line and the suggestion; what was accepted, changed or rejected is not offered again. Words of the document that changed are\n"
                    + "offered anew. In the file, \"change\" takes the subject, kind and fields as they stand in their row."
            )
            .WithExamples(
                "oversight import suggestions annual-assessment-2023-24.txt",
                "oversight import suggestions annual-assessment-2023-24.txt --to answers.csv",
                "oversight import suggestions annual-assessment-2023-24.txt --answers answers.csv --published 2025-01-16",
                "oversight import suggestions annual-assessment-2023-24.txt --accept QOC",
                "oversight import suggestions annual-assessment-2023-24.txt --reject QOC-3f0a91c2d47b --reason \"It speaks of the year before.\""
            );
    }

    private static async Task<ExitCode> OfferAsync(RecordAccess access, OfferedSuggestions offered, ParseResult parsed)
    {
        if (parsed.GetValue(To) is { } path)
        {
            await access.RecordReadingAsync();
            await NewFile.WriteAsync(
                path,
                parsed.GetValue(Force),
                async stream =>
                {
                    // With a byte order mark, without which a spreadsheet program reads another encoding.
                    await using var writer = new StreamWriter(stream, new UTF8Encoding(true), leaveOpen: true);
                    SuggestionAnswers.Write(offered.Offered, writer);
                }
            );
        }

        access.Settings.Show(
            new Offer(
                offered.Document.Publication,
                offered.Document.Year,
                Totals.Of(offered),
                [
                    .. offered.All.Select(one => new OfferedRow(
                        one.State,
                        one.Entry,
                        one.Suggestion,
                        offered.Body(one.Suggestion, one.Suggestion.Kind, one.Suggestion.Fields)
                    )),
                ]
            ),
            _ =>
            {
                if (parsed.GetValue(To) is null)
                {
                    Terminal.WriteTable(
                        offered.Offered.ToArray(),
                        ("Key", one => one.Key),
                        ("Line", one => one.Line.ToString(CultureInfo.InvariantCulture)),
                        ("Subject", one => one.Subject.Value),
                        ("Kind", one => one.Kind),
                        ("Fields", Words),
                        ("Quote", one => Beginning(one.Quote)),
                        ("Pattern", one => one.Pattern)
                    );
                }

                foreach (
                    var kind in offered
                        .All.GroupBy(one => one.Suggestion.Kind)
                        .OrderBy(group => group.Key, StringComparer.Ordinal)
                )
                {
                    Terminal.WriteLine($"{kind.Key}: {kind.Count()}");
                }

                Terminal.WriteLine(
                    Totals.Of(offered).Said + (parsed.GetValue(To) is { } to ? $" Written to {to}." : "")
                );
            }
        );
        return ExitCode.Done;
    }

    private static async Task<ExitCode> AnswerAsync(
        RecordAccess access,
        OfferedSuggestions offered,
        SuggestionAnswers answers,
        ParseResult parsed
    )
    {
        var refused = answers.Answers.Count(one => one.Outcome == AnswerOutcome.Refused);
        var mayStore = refused == 0 || parsed.GetValue(SkipRefused);
        var stored =
            mayStore && !parsed.GetValue(DryRun)
                ? (await access.Record.Desk.LogAsync(answers.Draft, access.By())).Entries.Count
                : 0;
        int Count(AnswerOutcome outcome) => answers.Answers.Count(one => one.Outcome == outcome);
        access.Settings.Show(
            new Answered(
                offered.Document.Publication,
                offered.Document.Year,
                parsed.GetValue(DryRun),
                stored,
                answers.Answers
            ),
            _ =>
            {
                foreach (var one in answers.Answers.Where(one => one.Outcome == AnswerOutcome.Refused))
                {
                    Terminal.WriteLine(
                        $"REFUSED {(one.Answer.Row > 0 ? $"row {one.Answer.Row}, " : "")}{one.Answer.Key}: {one.Says}"
                    );
                }

                foreach (
                    var one in answers.Answers.Where(one =>
                        one.Outcome is AnswerOutcome.Accepted or AnswerOutcome.Rejected
                    )
                )
                {
                    Terminal.WriteLine($"{one.Outcome} {one.Answer.Key}: {one.Says}");
                }

                Terminal.WriteLine(
                    $"{Count(AnswerOutcome.Accepted)} accepted, {Count(AnswerOutcome.Rejected)} rejected, "
                        + $"{Count(AnswerOutcome.AnsweredBefore)} answered before, {Count(AnswerOutcome.Open)} left open, {refused} refused; "
                        + (parsed.GetValue(DryRun) ? "dry run, nothing stored." : $"{stored} stored.")
                );
            }
        );
        return mayStore
            ? ExitCode.Done
            : throw new FailureException(
                ExitCode.BadInput,
                $"{refused.Of("answer")} {(refused == 1 ? "is" : "are")} refused, and nothing is stored: put them right, or give --skip-refused."
            );
    }

    // Those named on the command line.
    private static IEnumerable<SuggestionAnswer> Named(OfferedSuggestions offered, ParseResult parsed)
    {
        foreach (var asked in parsed.GetValue(Accept) ?? [])
        {
            var those = offered
                .Offered.Where(one => asked == "all" || one.Board.Value == asked || one.Key == asked)
                .ToList();
            if (
                those.Count == 0
                && !offered.All.Any(one =>
                    asked == "all" || one.Suggestion.Board.Value == asked || one.Suggestion.Key == asked
                )
            )
            {
                throw new BadInputException(
                    "--accept",
                    $"\"{asked}\" is no board or suggestion of the document: give an ODS code, a key, or all."
                );
            }

            foreach (var one in those)
            {
                yield return new(0, one.Key, "accept");
            }
        }

        foreach (var key in parsed.GetValue(Reject) ?? [])
        {
            yield return new(0, key, "reject", parsed.GetValue(Reason) ?? "");
        }
    }

    private static string Words(Suggestion suggestion) =>
        string.Join(
            ", ",
            suggestion
                .Fields.Where(field => field.Key != "wording")
                .Select(field =>
                    $"{field.Key} {field.Value?.ToJsonString().Replace("\"", "", StringComparison.Ordinal)}"
                )
        );

    private static string Beginning(string quote) =>
        quote.Length <= ShownOfQuote || Shell.Current.OutIsRedirected ? quote : quote[..(ShownOfQuote - 1)] + "…";

    private sealed record Offer(string Publication, string Year, Totals Totals, IReadOnlyList<OfferedRow> Suggestions);

    private sealed record OfferedRow(
        SuggestionState State,
        Guid? Entry,
        Suggestion Suggestion,
        System.Text.Json.Nodes.JsonObject Body
    );

    private sealed record Answered(
        string Publication,
        string Year,
        bool DryRun,
        int Stored,
        IReadOnlyList<AnsweredSuggestion> Answers
    );

    private sealed record Totals(int Offered, int Accepted, int Rejected)
    {
        public string Said =>
            $"{Offered.Of("suggestion")} offered; {Accepted} accepted before, {Rejected} rejected before. Nothing is stored until it is accepted.";

        public static Totals Of(OfferedSuggestions offered)
        {
            int Count(SuggestionState state) => offered.All.Count(one => one.State == state);
            return new(
                Count(SuggestionState.Offered),
                Count(SuggestionState.Accepted),
                Count(SuggestionState.Rejected)
            );
        }
    }
}
