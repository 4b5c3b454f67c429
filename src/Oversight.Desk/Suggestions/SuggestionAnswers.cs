using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using CsvHelper;
using CsvHelper.Configuration;
using Oversight.Desk.Imports;
using Oversight.Projections.Timelines;
using Oversight.Record.Catalogue;

namespace Oversight.Desk.Suggestions;

/// <summary>What somebody answers to a suggestion.</summary>
/// <param name="Row">The row of the file, from 1; 0 where no file is used.</param>
/// <param name="Key">The suggestion's key.</param>
/// <param name="Decision">accept, change or reject; empty: not yet answered.</param>
/// <param name="Reason">Why; needed to reject.</param>
/// <param name="Subject">The organisation that it is about; empty: as suggested.</param>
/// <param name="Kind">The kind of entry; empty: as suggested.</param>
/// <param name="Fields">What the entry says, as JSON; empty: as suggested.</param>
public sealed record SuggestionAnswer(
    int Row,
    string Key,
    string Decision,
    string Reason = "",
    string Subject = "",
    string Kind = "",
    string Fields = ""
);

/// <summary>What becomes of an answer.</summary>
public enum AnswerOutcome
{
    /// <summary>It is stored as an entry, as suggested or changed.</summary>
    Accepted,

    /// <summary>That it was rejected is stored.</summary>
    Rejected,

    /// <summary>The suggestion was answered before: nothing is stored.</summary>
    AnsweredBefore,

    /// <summary>It was left open: nothing is stored, and it is offered again.</summary>
    Open,

    /// <summary>It cannot be taken.</summary>
    Refused,
}

/// <summary>An answer and what becomes of it.</summary>
/// <param name="Answer">The answer.</param>
/// <param name="Outcome">What becomes of it.</param>
/// <param name="Says">What the entry says, or why there is none.</param>
public sealed record AnsweredSuggestion(SuggestionAnswer Answer, AnswerOutcome Outcome, string Says);

/// <summary>Answers to the suggestions of a document, checked and drafted; nothing is stored until the draft is.</summary>
/// <param name="Answers">Each answer, in order.</param>
/// <param name="Draft">What is to be stored.</param>
public sealed record SuggestionAnswers(IReadOnlyList<AnsweredSuggestion> Answers, Draft Draft)
{
    /// <summary>The columns of a file of suggestions, the two to fill in first.</summary>
    public static IReadOnlyList<string> Columns { get; } =
    ["decision", "reason", "key", "board", "line", "kind", "subject", "fields", "quote", "pattern", "why"];

    /// <summary>Takes answers on the record.</summary>
    /// <param name="record">The record.</param>
    /// <param name="offered">The suggestions, beside the same record.</param>
    /// <param name="answers">The answers.</param>
    /// <param name="by">The body that answers.</param>
    /// <param name="now">When they are logged.</param>
    /// <param name="loggedBy">Who logs them.</param>
    public static SuggestionAnswers Take(
        RecordAt record,
        OfferedSuggestions offered,
        IEnumerable<SuggestionAnswer> answers,
        DecidedBy by,
        DateTimeOffset now,
        string loggedBy
    )
    {
        ArgumentNullException.ThrowIfNull(offered);
        ArgumentNullException.ThrowIfNull(answers);
        var draft = new Draft(record, now, loggedBy);
        var known = offered.All.ToDictionary(one => one.Suggestion.Key, StringComparer.Ordinal);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var taken = new List<AnsweredSuggestion>();
        foreach (var answer in answers)
        {
            taken.Add(One(answer));
        }

        return new(taken, draft);

        AnsweredSuggestion One(SuggestionAnswer answer)
        {
            AnsweredSuggestion Refused(string why) => new(answer, AnswerOutcome.Refused, why);
            if (answer.Decision.Length == 0)
            {
                return new(answer, AnswerOutcome.Open, "");
            }

            if (!known.TryGetValue(answer.Key, out var one))
            {
                return Refused(
                    $"the document has no suggestion \"{answer.Key}\": was it changed since the file was written?"
                );
            }

            if (!seen.Add(answer.Key))
            {
                return Refused($"suggestion {answer.Key} is answered twice: leave one answer.");
            }

            if (one.State != SuggestionState.Offered)
            {
                return new(
                    answer,
                    AnswerOutcome.AnsweredBefore,
                    $"{(one.State == SuggestionState.Accepted ? "accepted" : "rejected")} by entry {one.Entry}"
                );
            }

            try
            {
                var (command, outcome) = Command(offered, one.Suggestion, answer, by, London.DayOf(now));
                draft.Take(command);
                return new(answer, outcome, command.Asked.Says());
            }
            catch (BadInputException bad)
            {
                return Refused($"{bad.Field}: {bad.Problem}");
            }
            catch (Exception e) when (e is UnknownSubjectException or RuleRefusedException)
            {
                return Refused(e.Message);
            }
        }
    }

    /// <summary>Writes suggestions as a file that is filled in and handed back.</summary>
    public static void Write(IEnumerable<Suggestion> suggestions, TextWriter output)
    {
        ArgumentNullException.ThrowIfNull(suggestions);
        using var csv = new CsvWriter(
            output,
            new CsvConfiguration(CultureInfo.InvariantCulture) { NewLine = "\r\n" },
            leaveOpen: true
        );
        foreach (var column in Columns)
        {
            csv.WriteField(column);
        }

        csv.NextRecord();
        foreach (var one in suggestions)
        {
            string[] cells =
            [
                "",
                "",
                one.Key,
                one.Board.Value,
                one.Line.ToString(CultureInfo.InvariantCulture),
                one.Kind,
                one.Subject.Value,
                one.Fields.ToJsonString(OfferedSuggestions.PlainJson),
                Guarded(one.Quote),
                one.Pattern,
                one.Why,
            ];
            foreach (var cell in cells)
            {
                csv.WriteField(cell);
            }

            csv.NextRecord();
        }
    }

    /// <summary>Reads such a file, as CSV or as a workbook that a spreadsheet program made of it.</summary>
    /// <exception cref="BadInputException">A column is missing.</exception>
    /// <exception cref="DocumentNotUnderstoodException">It is no table.</exception>
    public static IReadOnlyList<SuggestionAnswer> Read(string fileName, byte[] bytes)
    {
        var rows = TrackerSheet.Read(fileName, bytes, sheet: null).Rows;
        if (rows.Count == 0)
        {
            throw new BadInputException(fileName, "is empty: write the suggestions into a file first.");
        }

        var headings = rows[0].Cells.Select(cell => cell.Text.Trim().ToLowerInvariant()).ToList();
        int Column(string name, bool isNeeded = false) =>
            headings.IndexOf(name) is >= 0 and var at ? at
            : isNeeded
                ? throw new BadInputException(
                    fileName,
                    $"has no column \"{name}\": keep the first row as it was written."
                )
            : -1;
        var (decision, key) = (Column("decision", isNeeded: true), Column("key", isNeeded: true));
        var (reason, subject, kind, fields) = (Column("reason"), Column("subject"), Column("kind"), Column("fields"));
        return
        [
            .. rows.Skip(1)
                .Select(row =>
                {
                    string Text(int column) => column < 0 ? "" : row[column].Text.Trim();
                    return new SuggestionAnswer(
                        row.Number,
                        Text(key),
                        Text(decision).ToLowerInvariant(),
                        Text(reason),
                        Text(subject),
                        Text(kind),
                        Text(fields)
                    );
                }),
        ];
    }

    private static (LogDecision Command, AnswerOutcome Outcome) Command(
        OfferedSuggestions offered,
        Suggestion suggestion,
        SuggestionAnswer answer,
        DecidedBy by,
        DateOnly on
    )
    {
        if (answer.Decision == "reject")
        {
            return (
                offered.Rejection(
                    suggestion,
                    answer.Reason.Length > 0
                        ? answer.Reason
                        : throw new BadInputException("reason", "must say why it is rejected."),
                    on,
                    by
                ),
                AnswerOutcome.Rejected
            );
        }

        var fields = answer.Fields.Length == 0 ? suggestion.Fields : FieldsOf(answer.Fields);
        var subject = answer.Subject.Length == 0 ? suggestion.Subject : OdsCode.Parse(answer.Subject, "subject");
        var kind = answer.Kind.Length == 0 ? suggestion.Kind : answer.Kind;
        var isChanged =
            !JsonNode.DeepEquals(fields, suggestion.Fields) || subject != suggestion.Subject || kind != suggestion.Kind;
        return answer.Decision switch
        {
            "accept" when isChanged => throw new BadInputException(
                "decision",
                "says accept, but the subject, the kind or the fields are not those suggested: write change."
            ),
            "accept" or "change" => (offered.Decision(suggestion, subject, kind, fields), AnswerOutcome.Accepted),
            _ => throw new BadInputException("decision", $"\"{answer.Decision}\" is none of accept, change, reject."),
        };
    }

    private static JsonObject FieldsOf(string json)
    {
        try
        {
            return JsonNode.Parse(StrictJson.ParseObject(Encoding.UTF8.GetBytes(json)).GetRawText())!.AsObject();
        }
        catch (BadInputException bad)
        {
            throw new BadInputException("fields", bad.Problem);
        }
    }

    // What a spreadsheet would take for a formula has an apostrophe before it.
    private static string Guarded(string text) =>
        text is ['=' or '+' or '-' or '@' or '\t' or '\r', ..] ? "'" + text : text;
}
