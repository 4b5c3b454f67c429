using System.Text.Json.Nodes;
using Oversight.Desk.Imports;

namespace Oversight.Desk.Suggestions;

/// <summary>
/// Reads the texts of an annual assessment for facts that can be recorded as such, and offers each as a suggestion. Nothing but the
/// document and the list of trusts decides what is found: the same text gives the same suggestions, with the words that say why.
/// </summary>
public static class AssessmentReader
{
    /// <summary>The suggestions, board by board as printed, line by line.</summary>
    /// <param name="document">The document.</param>
    /// <param name="trusts">The trusts that it may name.</param>
    public static IReadOnlyList<Suggestion> Suggestions(
        AnnualAssessmentDocument document,
        IEnumerable<NamedTrust> trusts
    )
    {
        ArgumentNullException.ThrowIfNull(document);
        var names = new TrustNames(trusts);
        var year = new YearAssessed(document.Year);
        return
        [
            .. from board in document.Boards
            let ods = OdsCode.Parse(board.Ods)
            let found = from area in board.Areas
            from sentence in AssessedSentence.Of(area, board.Ods, names)
            from fact in FactsOf(sentence, year)
            select (Area: area.Heading, Fact: fact)
            from suggestion in OncePerLine(found.Select(f => Suggested(document, ods, f.Area, f.Fact)))
            select suggestion,
        ];
    }

    private static IEnumerable<FoundFact> FactsOf(AssessedSentence sentence, YearAssessed year) =>
        FinanceReader
            .Read(sentence, year)
            .Concat(CommitmentReader.Read(sentence, year))
            .Concat(SupportReader.Read(sentence))
            .Concat(RecoveryReader.Read(sentence))
            .Concat(OtherFactsReader.Read(sentence));

    private static Suggestion Suggested(AnnualAssessmentDocument document, OdsCode board, string area, FoundFact fact)
    {
        var subject = fact.Trust is { } trust ? OdsCode.Parse(trust.Ods) : board;
        var fields = fact.Fields;
        if (fields["organisations"] is JsonArray organisations)
        {
            for (var i = 0; i < organisations.Count; i++)
            {
                organisations[i] =
                    organisations[i]!.GetValue<string>() == Suggestion.OwnBoard
                        ? board.Value
                        : organisations[i]!.GetValue<string>();
            }
        }

        return new(
            Suggestion.KeyOf(document.Publication, document.Year, board, subject, fact),
            board,
            fact.Sentence.Line,
            area,
            fact.Sentence.Printed,
            fact.Kind,
            subject,
            fields,
            fact.Pattern.Name,
            $"The words state {fact.Pattern.Finds}.{(fact.Note is null ? "" : " " + fact.Note)}"
        );
    }

    // What a board's text says twice in the same way is offered once, where it says it first.
    private static IEnumerable<Suggestion> OncePerLine(IEnumerable<Suggestion> suggestions)
    {
        var all = suggestions.ToList();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var suggestion in all)
        {
            // "through tiering", where the same text says elsewhere of which programmes.
            if (
                IsTierWithoutProgramme(suggestion)
                && all.Exists(other => IsTier(other) && !IsTierWithoutProgramme(other))
            )
            {
                continue;
            }

            var same = suggestion.Fields.DeepClone().AsObject();
            same.Remove("wording");
            if (seen.Add($"{suggestion.Kind} {suggestion.Subject} {same.ToJsonString()}"))
            {
                yield return suggestion;
            }
        }
    }

    private static bool IsTier(Suggestion suggestion) =>
        suggestion.Kind == "support_published" && suggestion.Fields["kind"]?.GetValue<string>() == "tier";

    private static bool IsTierWithoutProgramme(Suggestion suggestion) =>
        IsTier(suggestion) && !suggestion.Fields.ContainsKey("programme");
}
