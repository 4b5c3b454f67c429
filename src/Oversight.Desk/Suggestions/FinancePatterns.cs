using System.Text.RegularExpressions;

namespace Oversight.Desk.Suggestions;

/// <summary>A figure of a financial position, as a pattern gives it.</summary>
/// <param name="Member">The member of the entry.</param>
/// <param name="Value">Its value as JSON; null: the balance that was found.</param>
internal readonly record struct FigureGiven(string Member, string? Value = null);

/// <summary>One way in which a document states figures of a financial position.</summary>
/// <param name="Text">The words.</param>
/// <param name="Figures">What they give.</param>
internal sealed record FinancePattern(TextPattern Text, IReadOnlyList<FigureGiven> Figures)
{
    /// <summary>True where the words say the same of what is to come: then they count only where nothing of it stands before them.</summary>
    public bool IsOfAnyTime { get; init; }

    /// <summary>True where nobody's name before them is a name for whose it is, but only that of the one who spends.</summary>
    public bool IsOfSystem { get; init; }

    /// <summary>True where it is always the board's own.</summary>
    public bool IsOfBoard { get; init; }

    /// <summary>True where the words are of efficiencies only if efficiencies were spoken of before them in the sentence.</summary>
    public bool NeedsEfficiencies { get; init; }
}

/// <summary>
/// How documents state surplus, breakeven and deficit, efficiencies, agency spending, running costs, capital and non-recurrent
/// support. Each pattern is tried in each clause.
/// </summary>
internal static class FinancePatterns
{
    // Parts of words. "W" is any word.
    private const string W = @"\S+ ";
    private const string Balance =
        @"(?<balance>surplus(es)?|deficits?|break-?even|financial balance|balanced (position|budget))";
    private const string Result =
        "(report(ed|ing)|deliver(ed|ing)|achiev(ed|ing)|return(ed|ing)|met|meeting|post(ed|ing)|record(ed|ing)|generat(ed|ing)|incurr(ed|ing)|reach(ed|ing)|secur(ed|ing)|produced|had|ran|running|showed|declared)";
    private const string Efficiency =
        @"(?<efficiency>(in)?efficienc(y|ies)|savings?|cost improvements?)( (plans?|targets?|programmes?|requirements?|schemes?|savings?|gains))*";
    private const string Under = "under-? ?deliver(ed|y|ing)?|under-? ?achiev(ed|ing|ement)";
    private const string Over =
        "over-? ?deliver(ed|y|ing)?|over-? ?achiev(ed|ing|ement)|exceed(ed|ing)|surpass(ed|ing)";
    private const string Limit =
        "(cap|ceiling|limit|threshold|target|allowance|allocation|budget|envelope|plan(ned)?|plans|levels?)";
    private const string Within = "(within|at or below|below|under|in line with|lower than|less than|kept to|on)";
    private const string Above =
        "(above|over|higher than|in excess of|exceed(ed|ing|s)?|breach(ed|ing)?|more than|greater than)";
    private const string Part =
        @"(fewer than|less than|only|half|most|some|majority|proportion|percentage|share|levels?|%|per cent|not all|nearly|almost|part) (of )?(the |its |their |all )*$";
    private const string NoResult =
        @"\b(against|from|than|underlying|recover|recovering|reduce|reduced risk|risks?|gap|without|towards|address|offset|improvements?)\b";

    private const string Surplus = """{"balance":"surplus"}""";
    private const string Breakeven = """{"balance":"breakeven"}""";
    private const string Deficit = """{"balance":"deficit"}""";
    private const string Delivered = "\"delivered\"";
    private const string UnderDelivered = "\"under-delivered\"";
    private const string OverDelivered = "\"over-delivered\"";

    /// <summary>The patterns; the first that gives a figure for somebody in a sentence gives it.</summary>
    public static IReadOnlyList<FinancePattern> All { get; } =
    [
        // Plans.
        new(
            TextPattern.Of(
                "revised plan",
                "a plan that is called revised, with its balance",
                $"revis(ed|ing) ({W}){{0,4}}?{Balance}( position)?( plan| target| forecast)?|revised (plan|target|forecast|financial plan) ({W}){{1,3}}?{Balance}"
            ),
            [new("revisedPlan")]
        )
        {
            IsOfAnyTime = true,
        },
        new(
            TextPattern.Of(
                "planned result",
                "a result that is said to have been planned or aimed for",
                $"(planned|planning|aimed|aiming|intended|set out) (to (deliver|achieve|report|return|end|reach) |for )({W}){{0,4}}?{Balance}|planned {Balance}|planned (year-end |in-year |financial ){Balance}",
                @"\b(against|than)\b"
            ),
            [new("plan")]
        ),
        new(
            TextPattern.Of(
                "plan of a balance",
                "a plan for the year, and what it was for",
                $"(financial )?plans? ({W}){{0,3}}?(aimed for|aimed to (deliver|achieve)|was for|was to (deliver|achieve)|of) ({W}){{0,3}}?{Balance}"
            ),
            [new("plan")]
        ),
        new(
            TextPattern.Of(
                "held against plan",
                "a balance that something is held against",
                $"against ({W}){{0,4}}?{Balance}( position)? (plan|target|budget|position)|against (an? |the |its |their )(planned |agreed ){Balance}"
            ),
            [new("plan")]
        ),
        new(
            TextPattern.Of(
                "deficit beside the planned one",
                "a result that is called smaller or larger than planned, so that one was planned",
                $"{Balance}( position)? (was|is|being|that was|which was) ({W}){{0,2}}?(less|lower|smaller|greater|larger|higher|more|better|worse) than ({W}){{0,2}}?(planned|plan)"
            ),
            [new("plan"), new("outturn")]
        ),
        // Results.
        new(
            TextPattern.Of(
                "short of breakeven",
                "breakeven that was planned and not reached",
                $"(fell|falling) short of ({W}){{0,3}}?(break-?even|financial balance)( positions?)?|(did not|failed to|failing to|unable to|not able to|failure to) (deliver|achieve|meet|reach|secure) (against )?({W}){{0,5}}?(break-?even|financial balance|balanced (position|budget))( (target|duty|duties|plan|position))?|missed ({W}){{0,3}}?break-?even|\\bnot (deliver(ed)?|achiev(e|ed)|met) ({W}){{0,3}}?(break-?even|financial balance)",
                null,
                @"\b(this|which|that) $"
            ),
            [new("plan", Breakeven), new("outturn", Deficit)]
        ),
        new(
            TextPattern.Of(
                "reported result",
                "a result that is said to be reported, delivered, achieved or met",
                $"{Result} (both )?({W}){{0,5}}?{Balance}",
                NoResult + @"|\bhad (\S+ )?(planned|aimed|intended|forecast)|\b(planned|aimed|planning) (to|for)\b",
                "(not|failed to|plans? to|planned to) $"
            ),
            [new("outturn")]
        ),
        new(
            TextPattern.Of(
                "year ended with result",
                "how the year is said to have ended",
                $"(end(ed|ing)|finish(ed|ing)|clos(ed|ing)) (the )?(financial )?(year|2[0-9/]+) ({W}){{0,2}}?(in|with|at) ({W}){{0,5}}?{Balance}|(was|were|remained|ended|remains) in (financial )?(?<balance>surplus|deficit|balance)",
                NoResult
            ),
            [new("outturn")]
        ),
        new(
            TextPattern.Of(
                "position at the end of the year",
                "what the position is said to have been",
                $"(position|positions|outturn|result) (was|were) ({W}){{0,4}}?{Balance}|(?<of>@icb|@system|@both) ({W})?{Balance} (was|of £)",
                @"\b(than|against|from|not|planned|underlying)\b",
                @"\b(underlying|planned|forecast) $"
            ),
            [new("outturn")]
        ),
        new(
            TextPattern.Of("broke even", "the words that it broke even", "broke even|broken even"),
            [new("outturn", Breakeven)]
        ),
        new(
            TextPattern.Of(
                "to break even",
                "the words that it could break even, where nothing says that it is still to",
                $"(allowing|enabling|helping) ({W}){{0,3}}?to break even"
            ),
            [new("outturn", Breakeven)]
        )
        {
            IsOfAnyTime = true,
        },
        new(
            TextPattern.Of(
                "the other's result",
                "a result beside another one in the same sentence, and whose it is",
                $"^(?<of>@icb|@system|@both) (with|in|at) ({W}){{0,3}}?{Balance}|^(an? |the |overall )*(?<of>@system) ({W})?{Balance}( position)?$",
                NoResult
            ),
            [new("outturn")]
        ),
        new(
            TextPattern.Of(
                "result that was reported",
                "a result, and that it was reported or achieved",
                $"{Balance}( position)? (was|were|being) ({W}){{0,1}}?(reported|delivered|achieved|returned|recorded|met|reached)",
                null,
                @"\b(not|planned|plan)\b"
            ),
            [new("outturn")]
        ),
        new(
            TextPattern.Of(
                "result at a level",
                "a result, and whose it is",
                $"{Balance} ((at|across|for|in)|(reported|recorded|delivered|achieved) by) (?<of>@both|@icb|@system)",
                null,
                @"\b(planned|plan|reduce|address|recover|risk)\b"
            ),
            [new("outturn")]
        ),
        new(
            TextPattern.Of(
                "to deliver a result",
                "a result that was worked for and delivered",
                $"\\bto (deliver|achieve|report|return) (an? )({W}){{0,3}}?{Balance}",
                NoResult,
                @"\b(plan(s|ned)?|aim(s|ed)?|intend(s|ed)?|not|failed|unable|required|commit(ted)?|agreed)\b"
            ),
            [new("outturn")]
        )
        {
            IsOfAnyTime = true,
        },
        // Efficiencies.
        new(
            TextPattern.Of(
                "efficiencies under-delivered",
                "efficiencies that are said to be under-delivered, missed or below plan",
                $"({Under}) (on |against |of )?({W}){{0,6}}?{Efficiency}"
                    + $"|(?<efficiency>(in)?efficienc(y|ies)|savings?)( \\S+){{0,3}}? (was|were|being|been) ({W}){{0,2}}?({Under}|not (fully )?(met|delivered|achieved)|missed)"
                    + $"|(fell|falling) short (on|of|against|in) ({W}){{0,6}}?{Efficiency}"
                    + $"|(did not|failed to|failing to|unable to|not) (fully )?(meet|deliver|achieve|met|delivered|achieved) (against |on )?({W}){{0,5}}?(planned |its |their |all )({W}){{0,3}}?{Efficiency}"
                    + $"|missed ({W}){{0,4}}?{Efficiency}|shortfalls? (in|against|on|of) ({W}){{0,4}}?{Efficiency}"
                    + $"|(?<efficiency>efficienc(y|ies)|savings?) (plans?|targets?|programmes?|schemes?) ({W})?({Under})"
                    + $"|(?<efficiency>(in)?efficienc(y|ies)|savings?)( \\S+){{0,3}}? (was|were) ({W}){{0,2}}?(less than|lower than|below|behind|short of) ({W}){{0,2}}?(planned|plan|plans|target)"
                    + $"|(fewer than|less than|only) (half|\\S+) ({W}){{0,4}}?planned {Efficiency} (was|were) (delivered|achieved|met)",
                @"\b(surplus|deficit|break-?even)\b"
            ),
            [new("efficiency", UnderDelivered)]
        ),
        new(
            TextPattern.Of(
                "efficiencies under-delivered in total and recurrently",
                "efficiencies that are said to be under-delivered in total and recurrently",
                $"({Under}) both in (totality|total) and (for |in |on )?recurrent"
            ),
            [new("recurrentEfficiency", UnderDelivered)]
        ),
        new(
            TextPattern.Of(
                "efficiencies over-delivered",
                "efficiencies that are said to be over-delivered or above plan",
                $"({Over}) (on |against |of )?({W}){{0,5}}?{Efficiency}"
                    + $"|(?<efficiency>(in)?efficienc(y|ies)|savings?)( \\S+){{0,3}}? (was|were) ({W}){{0,2}}?({Over})"
                    + $"|(more|greater|higher) ({W}){{0,2}}?{Efficiency} than ({W}){{0,2}}?plan(ned)?",
                @"\b(surplus|deficit|break-?even)\b"
            ),
            [new("efficiency", OverDelivered)]
        ),
        new(
            TextPattern.Of(
                "efficiencies delivered",
                "planned efficiencies that are said to be delivered, met or achieved",
                $"\\b(deliver(ed|y)|met|achieved|hit) (on |against |of )?(all |both )?({W}){{0,6}}?(planned |plan for |target for |full |overall |expected ){Efficiency}"
                    + $"|\\b(deliver(ed|y)|met|achieved|hit) (on |against |of )?({W}){{0,6}}?(?<efficiency>efficienc(y|ies)|savings?) (savings? )?(plans?|targets?|programmes?|requirements?)"
                    + $"|(planned (?<efficiency>efficienc(y|ies)|savings?)|(?<efficiency>efficienc(y|ies)|savings?) (savings? )?(plans?|targets?|programmes?|requirements?))( \\S+)? (was|were) (fully |all |largely )?(achieved|delivered|met)",
                @"\b(not|but|while|most|half|some|only|part|majority|exceeded)\b|%|\b(under|over)-",
                $@"\b(under|over)-? ?$|{Part}|\b(not|not fully|failed to) $"
            ),
            [new("efficiency", Delivered)]
        ),
        new(
            TextPattern.Of(
                "planned efficiencies, being delivered",
                "planned efficiencies that are being delivered, where nothing says that they are still to come",
                $"\\bdelivering (on |against )?({W}){{0,4}}?(planned {Efficiency}|(?<efficiency>efficienc(y|ies)) (plans?|targets?))"
            ),
            [new("efficiency", Delivered)]
        )
        {
            IsOfAnyTime = true,
        },
        new(
            TextPattern.Of(
                "the other plan under-delivered",
                "a plan beside one of efficiencies in the same sentence, under-delivered",
                $"@(icb|system|both) ({Under})$|({Under}) (on|against) ({W}){{0,2}}?(plans?|target)$|fell short (on|of|against) ({W}){{0,2}}?plans?$|(did not (meet|deliver)|missed) ({W}){{0,2}}?plans?$",
                null,
                @"\brecurrent schemes?\b"
            ),
            [new("efficiency", UnderDelivered)]
        )
        {
            NeedsEfficiencies = true,
        },
        new(
            TextPattern.Of(
                "recurrent schemes under-delivered",
                "recurrent schemes of efficiencies, under-delivered",
                $"recurrent schemes? ({W}){{0,5}}?(?<verb>under-? ?delivered)"
            ),
            [new("recurrentEfficiency", UnderDelivered)]
        ),
        // Ceilings.
        new(
            TextPattern.Of(
                "agency spending above",
                "agency spending that is said to be above its ceiling or plan",
                $"agency ({W}){{0,4}}?(not )?(?<above>{Above}) ({W}){{0,4}}?{Limit}|overspen(t|d|ding) (on |against |in )?({W}){{0,2}}?agency|({Above}) ({W}){{0,3}}?agency ({W}){{0,2}}?{Limit}|agency ({W}){{0,3}}?(overspen(t|d)|not (met|achieved))|(did not|failed to) (meet|stay within|achieve|remain within) ({W}){{0,3}}?agency",
                @"\b(average|not exceed|not above|not over)\b"
            ),
            [new("agency", "\"above\"")]
        )
        {
            IsOfSystem = true,
        },
        new(
            TextPattern.Of(
                "agency spending within",
                "agency spending that is said to be within its ceiling or plan",
                $"agency ({W}){{0,4}}?{Within} ({W}){{0,4}}?{Limit}|(met|within|below|under|achieved|delivered) ({W}){{0,3}}?agency ({W}){{0,2}}?{Limit}",
                @"\b(average|not|failed|above|over|exceeded|overspent)\b",
                @"\b(not|failed to) $"
            ),
            [new("agency", "\"within\"")]
        )
        {
            IsOfSystem = true,
        },
        new(
            TextPattern.Of(
                "running costs within",
                "running costs that are said to be within their allowance",
                $"running costs? ({W}){{0,5}}?{Within} ({W}){{0,3}}?{Limit}|(met|within|below|under|delivered) ({W}){{0,2}}?running costs? (allowance|limit|envelope|budget|target)",
                @"\b(not|failed|above|over|exceeded|overspent|reduce|reduction)\b"
            ),
            [new("runningCosts", "\"within\"")]
        )
        {
            IsOfBoard = true,
        },
        new(
            TextPattern.Of(
                "running costs above",
                "running costs that are said to be above their allowance",
                $"running costs? ({W}){{0,3}}?{Above} ({W}){{0,3}}?{Limit}|(exceeded|overspen(t|d)|above) (on |against |its )*running costs?",
                @"\b(not)\b"
            ),
            [new("runningCosts", "\"above\"")]
        )
        {
            IsOfBoard = true,
        },
        new(
            TextPattern.Of(
                "capital within",
                "capital that is said to be fully used, or within its limit",
                $"capital ({W}){{0,8}}?((fully|all) (utilised|used|spent|committed|deployed)|on plan|(at or below|within|in line with|below|at agreed) ({W}){{0,3}}?{Limit})|(within|fully (utilised|used|spent)|utilised all|met) ({W}){{0,3}}?capital (allocation|plan|budget|limit|envelope|resource|allowance|departmental|funding)",
                @"\b(not within|above|exceeded|overspend)\b"
            ),
            [new("capital", "\"within\"")]
        ),
        new(
            TextPattern.Of(
                "capital above",
                "capital that is said to be overspent",
                $"overspen(t|d|ding) (against |on |of |in )({W}){{0,3}}?capital|capital ({W}){{0,4}}?(overspen(t|d)|exceeded|above) |exceeded ({W}){{0,2}}?capital ({W})?(limit|allocation|plan|budget|envelope)",
                @"\bnot\b"
            ),
            [new("capital", "\"above\"")]
        ),
        // Support.
        new(
            TextPattern.Of(
                "non-recurrent support",
                "non-recurrent funding, financial or cash support from NHS England",
                $"non-?recurrent (\\S+ ){{0,2}}support|\\bcash support|deficit support( funding)?|(received|receiving|receipt of|provided|providing|given|through) ({W}){{0,2}}?non-?recurrent funding|(supported|underpinned|enabled|assisted|helped) by ({W}){{0,2}}?non-?recurrent funding|non-?recurrent funding from (nhs england|us)|revenue support|(financial support|additional funding) from (nhs england|us)\\b|we provided ({W}){{0,2}}?(financial|funding|cash) support",
                @"\b(no|without)\b",
                @"\b(without|no|not|mandated|need for|required?) (the need for |any |further |needing )*$"
            ),
            [new("nonRecurrentSupport", "true")]
        ),
    ];

    /// <summary>The balance that words state, as JSON.</summary>
    public static string BalanceOf(Match match)
    {
        var words = match.Groups["balance"].Value;
        return words.StartsWith("surplus", StringComparison.Ordinal) ? Surplus
            : words.StartsWith("deficit", StringComparison.Ordinal) ? Deficit
            : Breakeven;
    }
}
