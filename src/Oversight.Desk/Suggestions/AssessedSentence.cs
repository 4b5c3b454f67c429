using System.Text.RegularExpressions;
using Oversight.Desk.Imports;

namespace Oversight.Desk.Suggestions;

/// <summary>Whom words are about.</summary>
internal enum Whom
{
    /// <summary>The board itself.</summary>
    Icb,

    /// <summary>Its whole system.</summary>
    System,

    /// <summary>Each of the two.</summary>
    Both,

    /// <summary>Its trusts, without their names: nothing is recorded of them.</summary>
    Providers,

    /// <summary>A trust that is named.</summary>
    Trust,
}

/// <summary>Whom words are about, and which trust.</summary>
internal readonly record struct About(Whom Whom, NamedTrust? Trust = null);

/// <summary>A part of a sentence that says one thing.</summary>
/// <param name="Lead">The words that join it to the one before, such as "but" or "despite".</param>
/// <param name="Text">Its marked text.</param>
/// <param name="Subject">Whom it speaks of, from itself or from what stands before; null where nobody was named.</param>
/// <param name="Before">Whom the clause before it speaks of.</param>
internal sealed record Clause(string Lead, string Text, About? Subject, About? Before);

/// <summary>A sentence of an assessed area.</summary>
internal sealed partial class AssessedSentence
{
    private readonly IReadOnlyList<NamedTrust> trusts;

    private AssessedSentence(
        int line,
        string printed,
        string marked,
        IReadOnlyList<NamedTrust> trusts,
        AssessedSentence? before
    )
    {
        Line = line;
        Printed = printed;
        Marked = marked;
        this.trusts = trusts;
        Before = before;
        Clauses = ClausesOf();
        Subject = Clauses.Select(c => c.Subject).LastOrDefault(s => s is not null) ?? before?.Subject;
    }

    /// <summary>The line on which it begins, from 1.</summary>
    public int Line { get; }

    /// <summary>Its words as printed.</summary>
    public string Printed { get; }

    /// <summary>Its words as patterns read them.</summary>
    public string Marked { get; }

    /// <summary>The sentence before it in the same area.</summary>
    public AssessedSentence? Before { get; }

    /// <summary>Its clauses.</summary>
    public IReadOnlyList<Clause> Clauses { get; }

    /// <summary>Whom it speaks of last.</summary>
    public About? Subject { get; }

    /// <summary>The sentences of an area, in order. Sentences that are too long to be one are left out: nobody wrote them.</summary>
    public static IReadOnlyList<AssessedSentence> Of(AssessedArea area, string board, TrustNames names)
    {
        var sentences = new List<AssessedSentence>();
        NamedTrust? lastTrust = null;
        foreach (var (line, printed) in PrintedSentences(area.Text, area.FirstLine))
        {
            var (withTrusts, trusts) = names.Mark(MarkedText.Comparable(printed), board);
            lastTrust = trusts.Count > 0 ? trusts[^1] : lastTrust;
            if (lastTrust is not null && TheTrust().IsMatch(withTrusts))
            {
                trusts = trusts.Contains(lastTrust) ? trusts : [.. trusts, lastTrust];
                withTrusts = TheTrust().Replace(withTrusts, $"@t{trusts.ToList().IndexOf(lastTrust)}");
            }

            sentences.Add(new(line, printed, MarkedText.Of(withTrusts), trusts, sentences.LastOrDefault()));
        }

        return sentences;
    }

    /// <summary>Whom words at a place in a clause are about: who stands before them as their subject, or whoever the clause speaks of.</summary>
    public About? SubjectAt(Clause clause, int at)
    {
        foreach (var named in Mentions(clause.Text).Where(m => m.Index + m.Length <= at).Reverse())
        {
            var between = clause.Text[(named.Index + named.Length)..at].Trim();
            if (
                between.Length == 0
                || between is "has" or "have" or "had" or "also" or "both"
                || !IsObject(clause.Text, named.Index)
            )
            {
                return Meant(named.Value, clause.Before ?? Before?.Subject);
            }
        }

        return clause.Subject;
    }

    /// <summary>Whom a mark means.</summary>
    public About? Meant(string mark, About? before) =>
        mark switch
        {
            "@icb" => new(Whom.Icb),
            "@system" => new(Whom.System),
            "@both" or "they" => new(Whom.Both),
            "@providers" => new(Whom.Providers),
            // One of two: an assessment is of the board.
            "it" => before is { Whom: Whom.Both or Whom.Providers } ? new(Whom.Icb) : before,
            _ => new(Whom.Trust, trusts[int.Parse(mark[2..], CultureInfo.InvariantCulture)]),
        };

    /// <summary>The marks of those whom a text names, in order.</summary>
    public static IEnumerable<Match> Mentions(string text) => MentionPattern().Matches(text);

    private List<Clause> ClausesOf()
    {
        var parts = new List<(string Lead, string Text)>();
        var (begin, lead) = (0, "");
        foreach (Match joint in JointPattern().Matches(Marked))
        {
            var kept = joint.Groups["next"];
            var end = kept.Success ? kept.Index : joint.Index + joint.Length;
            if (joint.Index > begin)
            {
                parts.Add((lead, Marked[begin..joint.Index].Trim(' ', ',', '.')));
            }

            (begin, lead) = (end, joint.Groups["word"].Value.Trim(' ', ','));
        }

        parts.Add((lead, Marked[Math.Min(begin, Marked.Length)..].Trim(' ', ',', '.')));

        var clauses = new List<Clause>();
        var before = Before?.Subject;
        foreach (var (index, part) in parts.Index())
        {
            var own = Own(part.Text, before);
            // "Despite receiving support, the system reported …" speaks of whom the main clause names.
            if (
                own is null
                && index == 0
                && SubordinatePattern().IsMatch(part.Lead + " " + part.Text)
                && parts.Count > 1
            )
            {
                own = Own(parts[1].Text, before);
            }

            clauses.Add(new(part.Lead, part.Text, own ?? before, before));
            before = own ?? before;
        }

        return clauses;
    }

    private About? Own(string text, About? before)
    {
        var named = Mentions(text).FirstOrDefault(m => !IsObject(text, m.Index));
        return named is null
            ? Mentions(text).FirstOrDefault(m => AtPattern().IsMatch(text[..m.Index])) is { } place
                ? Meant(place.Value, before)
                : null
            : Meant(named.Value, before);
    }

    private static bool IsObject(string text, int at) => ObjectPattern().IsMatch(text[..at]);

    // Lines of an area are joined; a sentence belongs to the line where it begins.
    private static IEnumerable<(int Line, string Printed)> PrintedSentences(string text, int firstLine)
    {
        const int longest = 2000;
        var (line, begins, lineOfBegin) = (firstLine, -1, firstLine);
        for (var i = 0; i <= text.Length; i++)
        {
            var atEnd = i == text.Length;
            // A blank line ends a paragraph, and so a sentence.
            var ends =
                atEnd || EndsSentence(text, i) || (text[i] == '\n' && i + 1 < text.Length && text[i + 1] == '\n');
            if (!atEnd && begins < 0 && !char.IsWhiteSpace(text[i]))
            {
                (begins, lineOfBegin) = (i, line);
            }

            if (ends && begins >= 0)
            {
                var printed = text[begins..Math.Min(i + 1, text.Length)].Replace('\n', ' ').Trim();
                if (printed.Length <= longest)
                {
                    yield return (lineOfBegin, printed);
                }

                begins = -1;
            }

            line += !atEnd && text[i] == '\n' ? 1 : 0;
        }
    }

    private static bool EndsSentence(string text, int at)
    {
        if (text[at] is not ('.' or '!' or '?'))
        {
            return false;
        }

        var next = at + 1;
        while (next < text.Length && text[next] is ')' or '"' or '\'' or '\u2019' or '\u201D')
        {
            next++;
        }

        if (next >= text.Length || !char.IsWhiteSpace(text[next]))
        {
            return next >= text.Length;
        }

        while (next < text.Length && char.IsWhiteSpace(text[next]))
        {
            next++;
        }

        return next >= text.Length
            || (!char.IsLower(text[next]) && !AbbreviationPattern().IsMatch(text[Math.Max(0, at - 4)..(at + 1)]));
    }

    [GeneratedRegex(@"\bthe trust('s)?\b", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex TheTrust();

    [GeneratedRegex(
        @"@(icb|system|both|providers|t[0-9]+)\b|\b(it|they)\b",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture
    )]
    private static partial Regex MentionPattern();

    [GeneratedRegex(
        @"(?<word>(^|[,;:]? )(despite|while|whilst|although|though|whereas|given|following|after)) "
            + @"|(?<word>[;:]| - )"
            + @"|(?<word>,? (but|however|resulting in|leading to|driven|due to|because of|as a result of))[ ,]"
            + @"|(?<word>, (with|which|where)) "
            + @"|(?<word> with) (?<next>(@(both|providers)|deficits?|surplus(es)?|capital|agency)\b)"
            + @"|(?<word>,? and) (?<next>(@(icb|system|both|providers|t[0-9]+)|it|they|we|efficiency|planned efficiency|agency|capital|recurrent|both)\b)"
            + @"|(?<word>,) (?<next>(@(icb|system|both)|it|they|we)\b)",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture
    )]
    private static partial Regex JointPattern();

    [GeneratedRegex(
        "^(despite|while|whilst|although|though|given|following|after) ",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture
    )]
    private static partial Regex SubordinatePattern();

    [GeneratedRegex(
        @"\b(across|with|of|for|within|by|from|in|to|at|on|between|through|against|towards|supporting|including) $",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture
    )]
    private static partial Regex ObjectPattern();

    [GeneratedRegex(@"\b(at|for|of) $", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex AtPattern();

    [GeneratedRegex(
        @"(\b[A-Za-z]|e\.g|i\.e|\bNo|\bSt|\bDr|\bMr|\bMs)\.$",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture
    )]
    private static partial Regex AbbreviationPattern();
}
