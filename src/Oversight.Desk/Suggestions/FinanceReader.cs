using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Oversight.Desk.Suggestions;

/// <summary>Finds the figures of financial positions in a sentence, and whose they are.</summary>
internal static partial class FinanceReader
{
    private const string Kind = "financial_position_stated";

    /// <summary>Each figure of each of those concerned, once; what a sentence states twice in different ways is left to the reader.</summary>
    public static IEnumerable<FoundFact> Read(AssessedSentence sentence, YearAssessed year)
    {
        var found =
            new List<(
                NamedTrust? Trust,
                string Scope,
                string Member,
                string Value,
                Match Match,
                TextPattern Pattern
            )>();
        var spokeOfEfficiencies = false;
        var begins = 0;
        foreach (var clause in sentence.Clauses)
        {
            foreach (var pattern in FinancePatterns.All.Where(p => !p.NeedsEfficiencies || spokeOfEfficiencies))
            {
                foreach (var match in pattern.Text.In(clause.Text))
                {
                    if (
                        IsToCome(pattern, clause, match, sentence.Marked[..begins])
                        || SpeaksOfNextYear(pattern, clause, match, year)
                    )
                    {
                        continue;
                    }

                    foreach (var (trust, scope) in Concerned(sentence, clause, match, pattern))
                    {
                        found.AddRange(
                            FiguresOf(pattern, clause, match)
                                .Select(figure => (trust, scope, figure.Member, figure.Value, match, pattern.Text))
                        );
                    }
                }
            }

            spokeOfEfficiencies |= EfficiencyPattern().IsMatch(clause.Text);
            begins = Math.Min(sentence.Marked.Length, begins + clause.Text.Length);
        }

        return from figure in found
            group figure by (figure.Trust, figure.Scope, figure.Member) into same
            where same.Select(f => f.Value).Distinct().Count() == 1
            let first = same.First()
            select new FoundFact(
                sentence,
                Kind,
                first.Trust,
                $"{first.Scope} {first.Member}",
                new JsonObject { ["scope"] = first.Scope, [first.Member] = JsonNode.Parse(first.Value) },
                first.Pattern
            );
    }

    private static IEnumerable<(string Member, string Value)> FiguresOf(
        FinancePattern pattern,
        Clause clause,
        Match match
    )
    {
        var amount = Money.In(match.Value) ?? Money.Of(clause.Text[(match.Index + match.Length)..]);
        foreach (var figure in pattern.Figures)
        {
            if (figure.Member != "efficiency")
            {
                var value = figure.Value ?? FinancePatterns.BalanceOf(match);
                yield return (
                    figure.Member,
                    amount is { } pounds
                    && figure.Member == "outturn"
                    && !value.Contains("breakeven", StringComparison.Ordinal)
                        ? value.Replace(
                            "}",
                            $",\"amount\":{pounds.ToString(CultureInfo.InvariantCulture)}}}",
                            StringComparison.Ordinal
                        )
                        : value
                );
                continue;
            }

            // "recurrent" may stand just before what was found.
            var words = clause.Text[
                Math.Max(0, clause.Text[..match.Index].TrimEnd().LastIndexOf(' '))..(match.Index + match.Length)
            ];
            if (!NonRecurrentPattern().IsMatch(words))
            {
                yield return (RecurrentPattern().IsMatch(words) ? "recurrentEfficiency" : "efficiency", figure.Value!);
            }
        }
    }

    // Words such as "delivering" and "to deliver" say nothing about when; what stands before them does.
    private static bool IsToCome(FinancePattern pattern, Clause clause, Match match, string before) =>
        (pattern.IsOfAnyTime || GerundPattern().IsMatch(match.Value))
            && (
                ToComePattern().IsMatch(clause.Text[..match.Index])
                || (clause.Lead.Length == 0 && ToComePattern().IsMatch(before))
            )
        || (clause.Text[..match.Index] is var own && ModalAtEnd().IsMatch(own));

    // A plan for the year ahead is a commitment, no plan of the year assessed.
    private static bool SpeaksOfNextYear(FinancePattern pattern, Clause clause, Match match, YearAssessed year) =>
        pattern.Figures[0].Member == "plan"
        && pattern.Figures.Count == 1
        && year.SpeaksOfNext(clause.Text[match.Index..]);

    private static IEnumerable<(NamedTrust? Trust, string Scope)> Concerned(
        AssessedSentence sentence,
        Clause clause,
        Match match,
        FinancePattern pattern
    )
    {
        // "… against its system plan": whose plan it is says whose figure it is.
        var inside = AssessedSentence
            .Mentions(match.Value)
            .Where(m => m.Value[0] == '@')
            .Select(m => sentence.Meant(m.Value, clause.Before))
            .LastOrDefault();
        var subject =
            inside
            ?? sentence.SubjectAt(clause, match.Groups["verb"] is { Success: true } verb ? verb.Index : match.Index);
        if (pattern.IsOfBoard)
        {
            return subject is { Whom: Whom.Trust or Whom.Providers } ? [] : [(null, "organisation")];
        }

        if (pattern.IsOfSystem)
        {
            var spends = AssessedSentence
                .Mentions(clause.Text[..match.Index])
                .LastOrDefault(m => clause.Text[(m.Index + m.Length)..match.Index].Trim().Length == 0);
            return subject is { Whom: Whom.Providers or Whom.Trust } && inside is null && spends is not null ? []
                : spends is not null && sentence.Meant(spends.Value, clause.Before) is { Whom: Whom.Icb }
                    ? [(null, "organisation")]
                : inside is { Whom: Whom.Icb } ? [(null, "organisation")]
                : inside is { Whom: Whom.Both } || (spends is not null && subject is { Whom: Whom.Both })
                    ? [(null, "organisation"), (null, "system")]
                : [(null, "system")];
        }

        return subject switch
        {
            { Whom: Whom.Icb } => [(null, "organisation")],
            { Whom: Whom.System } => [(null, "system")],
            { Whom: Whom.Both } => [(null, "organisation"), (null, "system")],
            { Whom: Whom.Trust, Trust: { } trust } => [(trust, "organisation")],
            _ => [],
        };
    }

    [GeneratedRegex(@"efficienc(y|ies)|savings?", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex EfficiencyPattern();

    [GeneratedRegex(@"\brecur(rent|ring)\b", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex RecurrentPattern();

    [GeneratedRegex(@"non-?recurrent", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex NonRecurrentPattern();

    [GeneratedRegex(
        @"^(reporting|delivering|achieving|returning|meeting|recording|generating|securing|reaching|running)\b",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture
    )]
    private static partial Regex GerundPattern();

    [GeneratedRegex(
        @"\b(will|must|should|would|needs? to|needed to|expect|expects|look to|looking to|looks to|look forward|call on|required to|plans to|priority|next year|continue to|aims to|seek|focus)\b",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture
    )]
    private static partial Regex ToComePattern();

    [GeneratedRegex(
        @"\b(will|must|should|would|could|can|may|needs? to|not)( be| have)? $",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture
    )]
    private static partial Regex ModalAtEnd();
}

/// <summary>Amounts of money in words of a document.</summary>
internal static partial class Money
{
    /// <summary>The first amount, in whole pounds; null when there is none.</summary>
    public static long? In(string text)
    {
        var match = AmountPattern().Match(text);
        if (
            !match.Success
            || !decimal.TryParse(
                match.Groups["number"].Value.Replace(",", "", StringComparison.Ordinal),
                NumberStyles.AllowDecimalPoint,
                CultureInfo.InvariantCulture,
                out var number
            )
        )
        {
            return null;
        }

        var unit = match.Groups["unit"].Value;
        var pounds =
            number
            * (
                unit.StartsWith('b') ? 1_000_000_000m
                : unit.StartsWith('m') ? 1_000_000m
                : unit.StartsWith('k') || unit.StartsWith('t') ? 1_000m
                : 1m
            );
        return pounds is > 0 and < 1_000_000_000_000m && pounds == decimal.Truncate(pounds) ? (long)pounds : null;
    }

    /// <summary>The amount that the words begin with, as in "of £12.5 million".</summary>
    public static long? Of(string text) => OfPattern().Match(text) is { Success: true } of ? In(of.Value) : null;

    [GeneratedRegex(
        "^ of (around |about |over |some |just over |just under )?£[^ ]+( (billion|bn|million|m|thousand|k))?",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture
    )]
    private static partial Regex OfPattern();

    [GeneratedRegex(
        @"£(?<number>[0-9][0-9,]{0,15}(\.[0-9]{1,3})?) ?(?<unit>billion|bn|million|m|thousand|k)?\b",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture
    )]
    private static partial Regex AmountPattern();
}
