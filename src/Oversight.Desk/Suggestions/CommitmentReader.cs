using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Oversight.Desk.Suggestions;

/// <summary>
/// Finds commitments of money that lie ahead of the year assessed: control totals, plans, recovery plans, returns to balance.
/// </summary>
internal static partial class CommitmentReader
{
    private const string Kind = "commitment_made";
    private const string W = @"\S+ ";
    private const string Making =
        "(develop(s|ed|ing|ment of)?|deliver(s|ed|ing|y of)?|implement(s|ed|ing|ation of)?|produc(e|ed|ing|tion of)|agree(d|ing)?|advanc(e|ing)|submit(s|ted|ting)?|complet(e|ed|ing|ion of)|finalis(e|ed|ing)|creat(e|ed|ing|ion of)|prepar(e|ed|ing)|requir(e|es|ed)|needs?|set(s|ting)? out|establish(ed|ing)?|support(ing)? the development of|work(ing)? on|draw(ing)? up)";

    private static readonly TextPattern ControlTotal = TextPattern.Of(
        "control total",
        "a control total for what lies ahead",
        "control totals?",
        null,
        @"\b(deliver(ed|ing)|met|achiev(ed|ing)|missed|against|exceeded|reported) (\S+ ){0,2}$"
    );

    private static readonly TextPattern BalancePlan = TextPattern.Of(
        "plan with a balance",
        "a plan for a surplus, breakeven or a deficit that was agreed, submitted or has to be made for the next year",
        $"(?<verb>agree(d|ing)?|submit(ted|ting)?|set(ting)?|develop(ed|ing)?|approved|deliver|produce|meet|achieve) ({W}){{0,4}}?(?<balance>surplus|break-?even|balanced|deficit) (financial |revenue )?(plan|position|budget|target)|plan(s|ned|ning)? (for|to (deliver|achieve|reach)) ({W}){{0,3}}?(?<balance>surplus|break-?even|deficit)|(?<balance>surplus|break-?even|balanced|deficit) (financial |revenue )?plan ({W}){{0,4}}?(?<verb>agreed|submitted|set|approved)|plans? for (next year|20[0-9/]+) (is|shows|was) ({W}){{0,3}}?(?<balance>surplus|break-?even|balanced|deficit)"
    );

    private static readonly TextPattern RecoveryPlan = TextPattern.Of(
        "financial recovery plan",
        "a recovery plan of money that is to be made, is being made or is carried out",
        $"(?<verb>{Making}) ({W}){{0,9}}?(financial )?recovery (and \\S+ |improvement |programme )?plans?|financial recovery (and \\S+ )?plans? (must|will|needs? to|is|are|should)",
        @"\b(elective|urgent|cancer|services?|this|these|performance) recovery|recovery and reform|\b(elective|operational|joint forward)\b"
    );

    private static readonly TextPattern MediumTermPlan = TextPattern.Of(
        "medium-term financial plan",
        "a financial plan over several years that is to be made",
        $"(medium|longer|long|multi)-? ?(to-long-)?(term|year) ({W}){{0,3}}?(plans?|strategy|strategies)",
        @"\brecovery\b|nhs long term plan"
    );

    private static readonly TextPattern ReturnToBalance = TextPattern.Of(
        "return to balance by a date",
        "balance that is to be reached again in a year, or within a number of years",
        $"(return(ing|s)?|ensur(e|es|ing)|achiev(e|es|ing)|deliver(s|ing)?|reach(ing)?|restor(e|es|ing)|moving?|get|back|recover|secur(e|ing)) ({W}){{0,5}}?(balance|break-?even|balanced position|surplus)( \\S+){{0,4}}? (((in|within|over|by the end of) (the |a )?(next )?(?<years>[1-9]|one|two|three|four|five)(-year period| years))|((in|by|from|during|by the end of) (?<year>20[0-9]{{2}}[/-][0-9]{{2}})))"
    );

    private static readonly TextPattern RunningCosts = TextPattern.Of(
        "running cost reduction",
        "a reduction of running costs that is still to be made",
        $"reduc(e|tion|tions|ing) ({W}){{0,4}}?running costs?|running costs? ({W}){{0,3}}?reductions?"
    );

    private static readonly TextPattern Efficiency = TextPattern.Of(
        "efficiencies for the next year",
        "efficiencies that are to be delivered, with a plan, an amount or a share for them",
        $"efficiency (savings? )?(plan|target|programme|requirement)s?|({W}){{0,2}}(£[0-9.,]+( ?(million|billion|m|bn))?|[0-9.]+(%| per cent)) ({W}){{0,4}}?(efficienc(y|ies)|savings)|(efficienc(y|ies)|savings) (target )?of (£[0-9.,]+|[0-9.]+(%| per cent))"
    );

    private static readonly TextPattern OtherPlan = TextPattern.Of(
        "financial plan that must be made",
        "a financial plan, without another name, that has to be made",
        $"(must|required to|needs? to|will need to) ({W}){{0,25}}?(deliver|develop|produce|agree|submit|put in place) ({W}){{0,3}}?financial (sustainability )?plans?",
        @"(medium|long|longer|multi)-? ?(term|year)|\brecovery\b"
    );

    /// <summary>The commitments of a sentence.</summary>
    public static IEnumerable<FoundFact> Read(AssessedSentence sentence, YearAssessed year)
    {
        var text = sentence.Marked;
        var isNext = year.SpeaksOfNext(text);
        foreach (var match in ControlTotal.In(text).Take(1))
        {
            var terms =
                AgreedBefore().IsMatch(text[..match.Index])
                || AgreedAfter().IsMatch(text[(match.Index + match.Length)..])
                    ? "agreed"
                    : Terms(sentence, match);
            if (isNext || terms is not null)
            {
                yield return Commitment(
                    sentence,
                    match,
                    ControlTotal,
                    "control-total",
                    terms,
                    isNext ? year.Next : null
                );
            }
        }

        foreach (var match in BalancePlan.In(text).Where(_ => isNext).Take(1))
        {
            var verb = match.Groups["verb"].Value;
            var terms = verb.StartsWith("agree", StringComparison.Ordinal) ? "agreed" : Terms(sentence, match);
            var kind = match.Groups["balance"].Value switch
            {
                "surplus" => "surplus-plan",
                "deficit" => "deficit-plan",
                _ => "breakeven-plan",
            };
            yield return Commitment(sentence, match, BalancePlan, kind, terms, year.Next);
        }

        foreach (var match in RecoveryPlan.In(text).Where(_ => MoneyPattern().IsMatch(text)).Take(1))
        {
            var terms = match.Groups["verb"].Value.StartsWith("agreed", StringComparison.Ordinal)
                ? "agreed"
                : Terms(sentence, match);
            yield return Commitment(sentence, match, RecoveryPlan, "financial-recovery-plan", terms);
        }

        foreach (
            var match in MediumTermPlan
                .In(text)
                .Where(m => MoneyPattern().IsMatch(text[m.Index..Math.Min(text.Length, m.Index + m.Length + 40)]))
                .Take(1)
        )
        {
            var terms = Terms(sentence, match);
            if (terms is not null || MakingNow().IsMatch(text[..match.Index]))
            {
                yield return Commitment(sentence, match, MediumTermPlan, "medium-term-plan", terms);
            }
        }

        foreach (var match in ReturnToBalance.In(text).Take(1))
        {
            var fact = Commitment(sentence, match, ReturnToBalance, "return-to-balance", Terms(sentence, match));
            if (match.Groups["years"] is { Success: true } years)
            {
                fact.Fields["withinYears"] = Number(years.Value);
            }
            else
            {
                fact.Fields["due"] = match.Groups["year"].Value.Replace('-', '/');
            }

            yield return fact;
        }

        foreach (var match in RunningCosts.In(text).Take(1))
        {
            if (Terms(sentence, match) is { } terms)
            {
                yield return Commitment(sentence, match, RunningCosts, "running-cost-reduction", terms);
            }
        }

        foreach (var match in Efficiency.In(text).Where(_ => isNext).Take(1))
        {
            var terms = AgreedBefore().IsMatch(text[..match.Index]) ? "agreed" : Terms(sentence, match);
            if (terms is not null)
            {
                yield return Commitment(sentence, match, Efficiency, "efficiency", terms, year.Next);
            }
        }

        foreach (var match in OtherPlan.In(text).Take(1))
        {
            yield return Commitment(sentence, match, OtherPlan, "other", "required");
        }
    }

    private static FoundFact Commitment(
        AssessedSentence sentence,
        Match match,
        TextPattern pattern,
        string kind,
        string? terms,
        string? period = null
    )
    {
        var (trust, scope) = Whose(sentence, match);
        var fields = new JsonObject
        {
            ["kind"] = kind,
            // The entry has to say terms: the weakest, where the text says none.
            ["terms"] = terms ?? "expected",
            ["scope"] = scope,
        };
        if (kind == "other")
        {
            fields["wording"] = sentence.Printed;
        }

        if (period is not null)
        {
            fields["period"] = period;
        }

        return new(
            sentence,
            Kind,
            trust,
            kind,
            fields,
            pattern,
            terms is null ? "The text does not say on what terms: \"expected\" is the weakest." : null
        );
    }

    // On what terms: said before it in its clause, else after it there, else before it in the sentence.
    private static string? Terms(AssessedSentence sentence, Match match)
    {
        var text = sentence.Marked;
        var (begin, end) = ClauseAround(text, match.Index, match.Index + match.Length);
        return Last(text[begin..(match.Index + match.Length)])
            ?? First(text[(match.Index + match.Length)..end])
            ?? Last(text[..begin]);

        static string? Last(string before) =>
            TermsPattern().Matches(before).LastOrDefault() is { } found ? Of(found) : null;
        static string? First(string after) => TermsPattern().Match(after) is { Success: true } found ? Of(found) : null;
        static string Of(Match found) => found.Groups["required"].Success ? "required" : "expected";
    }

    private static (NamedTrust? Trust, string Scope) Whose(AssessedSentence sentence, Match match)
    {
        var text = sentence.Marked;
        var end = match.Index + match.Length;
        var (begin, clauseEnd) = ClauseAround(text, match.Index, end);
        // A trust that is named behind somebody is one to work with, not the one that commits itself.
        var mentions = AssessedSentence.Mentions(text).ToList();
        mentions.RemoveAll(m => m.Value.StartsWith("@t", StringComparison.Ordinal) && mentions[0] != m);
        var meant =
            mentions.FirstOrDefault(m =>
                m.Index >= end && m.Index < clauseEnd && WithPattern().IsMatch(text[end..m.Index])
            )
            ?? mentions.LastOrDefault(m => m.Index >= begin && m.Index < end && m.Value != "they")
            ?? mentions.LastOrDefault(m => m.Index < begin && m.Value[0] == '@');
        var about = meant is null
            ? sentence.Before?.Subject
            : sentence.Meant(meant.Value, AboutBefore(sentence, mentions, meant));
        return about switch
        {
            { Whom: Whom.System or Whom.Both or Whom.Providers } => (null, "system"),
            { Whom: Whom.Trust, Trust: { } trust } => (trust, "organisation"),
            _ => (null, "organisation"),
        };
    }

    private static About? AboutBefore(AssessedSentence sentence, List<Match> mentions, Match mention) =>
        mentions.LastOrDefault(m => m.Index < mention.Index && m.Value[0] == '@') is { } before
            ? sentence.Meant(before.Value, null)
            : sentence.Before?.Subject;

    private static (int Begin, int End) ClauseAround(string text, int from, int to)
    {
        var begin = 0;
        var end = text.Length;
        foreach (Match joint in ClauseEnd().Matches(text))
        {
            if (joint.Index + joint.Length <= from)
            {
                begin = joint.Index + joint.Length;
            }
            else if (joint.Index >= to)
            {
                end = joint.Index;
                break;
            }
        }

        return (begin, end);
    }

    private static int Number(string words) =>
        words switch
        {
            "one" => 1,
            "two" => 2,
            "three" => 3,
            "four" => 4,
            "five" => 5,
            _ => int.Parse(words, CultureInfo.InvariantCulture),
        };

    [GeneratedRegex(
        @"(?<required>\b(must|needs? to|will need to|will require|requires?|(is|are|be) required|is essential|be essential|required to|is needed|be needed)\b)|(?<expected>\b(expect|expects|look to|looking to|look forward|is a priority|priority|will be developing|will (develop|deliver|produce|submit|ensure|seek)|should|call on|seek|encourage|ambition|aims? to|plans? to|hope)\b)",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture
    )]
    private static partial Regex TermsPattern();

    [GeneratedRegex(
        @"; |, but | but |, although |, while |, however,? |, despite |, and we |, and @|: ",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture
    )]
    private static partial Regex ClauseEnd();

    [GeneratedRegex(@"^ (with|for|of|by) $", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex WithPattern();

    [GeneratedRegex(@"\b(agreed|agreeing) (\S+ ){0,6}$", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex AgreedBefore();

    [GeneratedRegex(
        @"^( \S+){0,3} (was|were|has been|have been|been) agreed",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture
    )]
    private static partial Regex AgreedAfter();

    [GeneratedRegex(
        @"\b(develop|developing|developed|submitted|produced|prepared|producing|agreed|working on|development of) (\S+ ){0,3}$",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture
    )]
    private static partial Regex MakingNow();

    [GeneratedRegex(
        @"financ|deficit|balance|sustainability|surplus",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture
    )]
    private static partial Regex MoneyPattern();
}
