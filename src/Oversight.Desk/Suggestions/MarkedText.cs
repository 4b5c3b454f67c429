using System.Text.RegularExpressions;
using Oversight.Desk.Imports;

namespace Oversight.Desk.Suggestions;

/// <summary>
/// A sentence in the one form in which patterns read it: small letters, one form of dash and apostrophe, and a mark in place of each
/// name for the same thing. <c>@icb</c>, <c>@system</c> and <c>@both</c> are whom a board's assessment speaks of, <c>@providers</c>
/// its trusts without their names, <c>@t0</c> the first trust that is named; <c>@uec</c>, <c>@elective</c>, <c>@cancer</c> and
/// <c>@diagnostics</c> are programmes, <c>@rsp</c> is the Recovery Support Programme, <c>@cqc</c> the Care Quality Commission.
/// </summary>
internal static partial class MarkedText
{
    // In this order: the longer name before the shorter one that it holds.
    private static readonly (Regex Words, string Mark)[] Marks =
    [
        .. new (string Words, string Mark)[]
        {
            ("recovery support programme( \\(rsp\\))?|\\brsp\\b", "@rsp"),
            ("care quality commission('s)?( \\(cqc\\))?|\\bcqc('s)?\\b", "@cqc"),
            ("urgent and emergency care( \\(uec\\))?|\\burgent care\\b|\\buec\\b|\\bemergency care\\b", "@uec"),
            ("\\belective care\\b|\\belectives?\\b|\\bplanned care\\b", "@elective"),
            ("\\bcancer care\\b|\\bcancer services\\b|\\bcancer\\b", "@cancer"),
            ("\\bdiagnostics?\\b", "@diagnostics"),
            ("\\bintegrated care board( \\(icb\\))?('s)?\\b|\\bicb leadership('s)?\\b|\\bicb's?\\b", "icb"),
            ("\\bintegrated care system( \\(ics\\))?('s)?|\\bics('s)?\\b|\\bsystem-level\\b|\\bsystem's", "system"),
            (
                "\\bicb,? (and|with|along with|alongside|together with) (both |all |the |its |other |nhs |system |local |provider |key )*(partners?|providers?|trusts|partner organisations|provider partners|partner trusts)('s?)?,?",
                "@system"
            ),
            (
                "\\bicb (has |have )?work(ed|ing|s)? (closely )?(with|across) (the |its )(wider )?system( partners)? to\\b",
                "@system to"
            ),
            (
                "\\b(both )?(the |at )?icb and (the |its |at |wider |overall |whole |in )*system( levels?)?( both)?\\b",
                "@both"
            ),
            ("\\b(both )?(the )?system and (the |its )?icb( levels?)?( both)?\\b", "@both"),
            ("\\b(both )?it and (the|its) (wider )?system( both)?\\b", "@both"),
            ("\\bneither (the )?icb nor (the |its )?(wider )?system\\b", "@both not"),
            ("\\bboth (organisations|bodies)\\b", "@both"),
            ("\\bboth plans\\b", "@both plans"),
            (
                "\\bsystem (?<word>partners|leaders|leadership|working|oversight|quality|strategy|development)\\b",
                "${word}"
            ),
            ("\\b(the |its |their |this )?icb\\b", "@icb"),
            ("\\b((the|its|their|whole|overall|wider|local) )*system\\b", "@system"),
            (
                "\\b((the|its|their|both|some|several|most|all|individual|other|system|acute|nhs) )*(provider (trusts|organisations)|providers?|trusts)('s?)?",
                "@providers"
            ),
        }.Select(mark => (TextPattern.Expression(mark.Words), mark.Mark)),
    ];

    /// <summary>The sentence with marks, its trusts already marked.</summary>
    public static string Of(string comparable)
    {
        var text = Spaces().Replace(comparable, " ").Trim();
        foreach (var (words, mark) in Marks)
        {
            text = words.Replace(text, mark);
        }

        return text;
    }

    /// <summary>A sentence as it is compared: no mark can stand in it yet, and quotation marks have one form.</summary>
    public static string Comparable(string printed) =>
        PrintedText
            .Comparable(printed)
            .Replace('@', ' ')
            .Replace('\u201C', '"')
            .Replace('\u201D', '"')
            .Replace(" nhs ft", " nhs foundation trust", StringComparison.Ordinal);

    [GeneratedRegex(" {2,}", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Spaces();
}
