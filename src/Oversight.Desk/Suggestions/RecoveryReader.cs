using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Oversight.Desk.Suggestions;

/// <summary>
/// Finds who is said to be in the Recovery Support Programme, or to have left it; and undertakings that are said to be in place.
/// </summary>
internal static partial class RecoveryReader
{
    private const string W = @"\S+ ";
    private const string Who = "(@icb|@system|@both|@t[0-9]+|it)";

    private static readonly TextPattern Entered = TextPattern.Of(
        "entered Recovery Support",
        "who is said to have entered, or been placed in, the Recovery Support Programme",
        $"\\b(entered|joined|placed (in|into|on|within)|went into|admitted to|moved into|entry (in)?to) (the )?({W}){{0,2}}?@rsp"
    );

    private static readonly TextPattern Inside = TextPattern.Of(
        "in Recovery Support",
        "who is said to be in the Recovery Support Programme, supported by it, or helped to leave it",
        $"\\b(remain(s|ed|ing)? (in|within|part of)|(is|are|was|were|being|been|currently|continues? to be|still) (in|within|part of|supported (by|through|under)|subject to)|oversight of|support(s|ed|ing)?( to)?|offer(ed|ing)?|which is in|through|as part of|part of|via|under|receiv(e|es|ed|ing) ({W}){{0,4}}?support (from|through|via|under)) ({W}){{0,9}}?(the )?({W}){{0,2}}?@rsp"
    );

    private static readonly TextPattern Leaving = TextPattern.Of(
        "leaving Recovery Support",
        "who is said to have left the Recovery Support Programme, or to be helped or expected to",
        $"\\b(?<verb>exit|exits|exited|exiting|left|leave|leaves|leaving|moved? out of|transition(ed|ing)? (out of|from)|stepped out of|came out of|removed from|exit from|departure from) ({W}){{0,3}}?@rsp"
    );

    private static readonly TextPattern Undertakings = TextPattern.Of(
        "undertakings",
        "undertakings that are said to be agreed, given or in place, and whose they are",
        $"(agreed|accept(ed)?|entered into|gave|given|signed|in place|subject to|under|breach of|against|issued|has|have|with|place) ({W}){{0,4}}?undertakings?|undertakings? (\\S+ )?(are|is|were|remain|remains|have been|has been|was) (\\S+ )?(in place|agreed|accepted|given|signed|in force)|undertakings? (with|for|from|by|given by|agreed with|accepted from) (both )?@",
        @"\b(against the agreed range)\b",
        @"\b(released from|discharged)\b"
    );

    /// <summary>What a sentence states of the programme.</summary>
    public static IEnumerable<FoundFact> Read(AssessedSentence sentence)
    {
        foreach (var fact in Undertaken(sentence))
        {
            yield return fact;
        }

        var text = sentence.Marked;
        if (!text.Contains("@rsp", StringComparison.Ordinal))
        {
            yield break;
        }

        if (Leaving.In(text).FirstOrDefault() is { } leaving)
        {
            // Who supports a transition is not said to be in transition.
            if (SupportedTransitionPattern().IsMatch(text[..(leaving.Index + leaving.Length)]))
            {
                yield break;
            }

            var isDone =
                OwnExitPattern().IsMatch(text[..(leaving.Index + leaving.Length)])
                && DonePattern().IsMatch(text[(leaving.Index + leaving.Length)..]);
            foreach (var who in Those(sentence, leaving.Index))
            {
                var hasLeft =
                    isDone
                    || (
                        FinishedPattern().IsMatch(leaving.Groups["verb"].Value)
                            ? !ToComePattern().IsMatch(text[..leaving.Index])
                            : AchievedPattern().IsMatch(text[..leaving.Index])
                    );
                yield return Position(
                    sentence,
                    Leaving,
                    who,
                    hasLeft ? "left" : "in-programme",
                    leaving.Index + leaving.Length
                );
            }

            yield break;
        }

        if (Entered.In(text).FirstOrDefault() is { } entered)
        {
            foreach (var who in Those(sentence, entered.Index))
            {
                yield return Position(sentence, Entered, who, "in-programme", entered.Index + entered.Length);
            }

            yield break;
        }

        foreach (var match in Inside.In(text))
        {
            // A programme that works with somebody, or supports a plan, says nothing of who is in it: a name has to stand in these words.
            var named = AssessedSentence
                .Mentions(match.Value)
                .Where(m => m.Value[0] == '@' && m.Value != "@providers")
                .ToList();
            var state = StatePattern().IsMatch(match.Value);
            var those =
                named.Count > 0 ? named.Select(m => sentence.Meant(m.Value, null)).OfType<About>()
                : state ? Those(sentence, match.Index)
                : [];
            foreach (var who in those.Distinct())
            {
                yield return Position(sentence, Inside, who, "in-programme", match.Index + match.Length);
            }
        }
    }

    private static FoundFact Position(
        AssessedSentence sentence,
        TextPattern pattern,
        About who,
        string position,
        int end
    )
    {
        var text = sentence.Marked;
        var fields = new JsonObject
        {
            ["position"] = position,
            ["scope"] = who.Whom is Whom.System or Whom.Both ? "system" : "organisation",
        };
        if (MonthPattern().Match(text[end..]) is { Success: true } month && (pattern == Entered || position == "left"))
        {
            fields[pattern == Entered ? "entered" : "left"] = InStoredForm(month);
        }

        if (position == "in-programme" && TargetPattern().Match(text) is { Success: true } target)
        {
            fields["targetExit"] = target.Groups["quarter"].Value.ToUpperInvariant();
            if (NotReachedPattern().IsMatch(text[(target.Index + target.Length)..]))
            {
                fields["targetMissed"] = true;
            }
        }

        if (position == "in-programme" && MissedPattern().IsMatch(text))
        {
            fields["targetMissed"] = true;
        }

        if (position == "in-programme")
        {
            var reasons = Reasons(text[end..]);
            if (reasons.Count > 0)
            {
                fields["reasons"] = new JsonArray([.. reasons.Select(r => (JsonNode)r)]);
            }
        }

        return new(sentence, "recovery_published", who.Trust, "", fields, pattern);
    }

    // Those who are named before, in a row: "the ICB, along with X, were placed into …".
    private static IEnumerable<About> Those(AssessedSentence sentence, int at)
    {
        var text = sentence.Marked;
        var (begin, named) = (0, new List<About>());
        foreach (Match joint in ClauseEnd().Matches(text[..at]))
        {
            begin = joint.Index + joint.Length;
        }

        var mentions = AssessedSentence.Mentions(text).Where(m => m.Index >= begin && m.Index < at).ToList();
        // Whoever helps is not who leaves: the nearest name counts, and those joined to it.
        var index = mentions.Count - 1;
        if (index < 0)
        {
            return
                sentence.Before?.Subject is { Whom: Whom.Icb or Whom.System or Whom.Trust } before
                && ItPattern().IsMatch(text[begin..at])
                ? [before]
                : [];
        }

        var isList = false;
        while (index >= 0)
        {
            if (sentence.Meant(mentions[index].Value, sentence.Before?.Subject) is { Whom: not Whom.Providers } about)
            {
                named.Add(about);
            }

            var between =
                index == 0 ? "" : text[(mentions[index - 1].Index + mentions[index - 1].Length)..mentions[index].Index];
            // A comma alone joins only within a list.
            if (!JoinedPattern().IsMatch(between) && !(isList && between == ", "))
            {
                break;
            }

            isList = true;
            index--;
        }

        named.Reverse();
        return named.Distinct();
    }

    private static IEnumerable<FoundFact> Undertaken(AssessedSentence sentence)
    {
        var text = sentence.Marked;
        if (Undertakings.In(text).FirstOrDefault() is not { } match)
        {
            yield break;
        }

        var end = match.Index + match.Length;
        var mentions = AssessedSentence
            .Mentions(text)
            .Where(m => m.Value[0] == '@' && m.Value != "@providers")
            .ToList();
        var near = mentions
            .Where(m =>
                m.Index >= end && m.Index - end < 120 && WithPattern().IsMatch(text[Math.Max(0, end - 1)..m.Index])
            )
            .ToList();
        if (near.Count == 0 && match.Value.EndsWith('@'))
        {
            near = [.. mentions.Where(m => m.Index >= end - 1).Take(1)];
        }

        if (near.Count == 0)
        {
            near = [.. mentions.Where(m => m.Index < end).TakeLast(1)];
        }

        List<About> whose = [.. near.Select(m => sentence.Meant(m.Value, null)).OfType<About>().Distinct()];
        if (whose.Count == 0)
        {
            whose = [sentence.Before?.Subject ?? new About(Whom.Icb)];
        }

        var fields = new JsonObject
        {
            ["organisations"] = new JsonArray([
                .. whose.Select(w => w.Trust?.Ods).Distinct().Select(ods => (JsonNode?)(ods ?? Suggestion.OwnBoard)),
            ]),
        };
        if (TypePattern().Match(match.Value) is { Success: true } type)
        {
            fields["types"] = new JsonArray(type.Groups["type"].Value);
        }

        yield return new(sentence, "undertakings_reported", whose[0].Trust, "", fields, Undertakings);
    }

    /// <summary>The reasons that words give, as the record names them.</summary>
    private static List<string> Reasons(string after)
    {
        if (BecausePattern().Match(after) is not { Success: true } because)
        {
            return [];
        }

        var words = because.Value;
        return
        [
            .. new (string Words, string Reason)[]
            {
                ("financ", "finance"),
                ("quality", "quality"),
                ("leadership", "leadership"),
                ("governance", "governance"),
                ("performance", "performance"),
                ("workforce", "workforce"),
            }
                .Where(r => words.Contains(r.Words, StringComparison.Ordinal))
                .Select(r => r.Reason),
        ];
    }

    private static string InStoredForm(Match month)
    {
        var number = Array.FindIndex(
            CultureInfo.InvariantCulture.DateTimeFormat.MonthNames,
            name => name.Equals(month.Groups["month"].Value, StringComparison.OrdinalIgnoreCase)
        );
        return string.Create(CultureInfo.InvariantCulture, $"{month.Groups["year"].Value}-{number + 1:00}");
    }

    // "its exit from …", "the ICB's exit from …": of somebody's own; the mark has taken the genitive.
    [GeneratedRegex(
        @"(\bits|@icb|@system|@t[0-9]+('s)?) ((recent|successful) )?(exit|departure|transition) (\S+ ){0,3}@rsp$",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture
    )]
    private static partial Regex OwnExitPattern();

    [GeneratedRegex(
        @"^,? (having|is testament|is evidence|was|followed|reflects|shows|after|earlier|last|during)\b",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture
    )]
    private static partial Regex DonePattern();

    [GeneratedRegex(
        @"\bsupport(s|ed|ing)? (the |a )?transitions? (out of|from) (\S+ ){0,3}@rsp$",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture
    )]
    private static partial Regex SupportedTransitionPattern();

    [GeneratedRegex(
        @"\btarget exit( date)?( from (\S+ ){0,3}@rsp)? (of|is|was) (?<quarter>q[1-4] 20[0-9]{2}/[0-9]{2})\b",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture
    )]
    private static partial Regex TargetPattern();

    [GeneratedRegex(
        @"\b(but|and|which) ((it|this|that) )?(has|have|was|did|is) (not|missed)\b",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture
    )]
    private static partial Regex NotReachedPattern();

    [GeneratedRegex(
        @"^(exited|left|moved out|transitioned|stepped out|came out|removed|exits|leaves)",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture
    )]
    private static partial Regex FinishedPattern();

    [GeneratedRegex(
        @"\b(missed|did not meet|not met|failed to meet) (\S+ ){0,3}(target exit|exit date|target date|exit target|timetable|deadline)",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture
    )]
    private static partial Regex MissedPattern();

    [GeneratedRegex(
        @"\b(success|successful|successfully|achieved|achievements?|notable|improvement|improved|commend|pleased|congratulate|enabled)\b",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture
    )]
    private static partial Regex AchievedPattern();

    [GeneratedRegex(
        @"\b(will|expected|expect|would|should|must|until|once|not)\b",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture
    )]
    private static partial Regex ToComePattern();

    [GeneratedRegex(
        @"^(remain|is |are |was |were |being |been |currently |continue|still |which is|receiv)",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture
    )]
    private static partial Regex StatePattern();

    [GeneratedRegex(
        @"^,? (along with|alongside|and|together with|as well as)( both)? $",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture
    )]
    private static partial Regex JoinedPattern();

    [GeneratedRegex(
        @"; |, but | but |, although |, while | however,? |, and (it|we|this) ",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture
    )]
    private static partial Regex ClauseEnd();

    [GeneratedRegex(
        @"^(also |has |have |was |were |remains |is )|\bit\b",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture
    )]
    private static partial Regex ItPattern();

    [GeneratedRegex(
        @"\b(with|for|from|by|of|and|at|given by)[ a-z,]*$",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture
    )]
    private static partial Regex WithPattern();

    [GeneratedRegex(
        @"\b(?<type>financial|quality|governance) undertakings?",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture
    )]
    private static partial Regex TypePattern();

    [GeneratedRegex(
        @"\b(due to|because of|as a result of|following|for|owing to|given)\b[^.;]{0,120}",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture
    )]
    private static partial Regex BecausePattern();

    [GeneratedRegex(
        @"\b(?<month>january|february|march|april|may|june|july|august|september|october|november|december) (?<year>20[0-9]{2})\b",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture
    )]
    private static partial Regex MonthPattern();
}
