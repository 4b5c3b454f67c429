using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Oversight.Desk.Suggestions;

/// <summary>
/// Finds where support stands that has a name: tiers by programme, mandated financial support, enhanced oversight, improvement boards,
/// the maternity support programme, targeted support.
/// </summary>
internal static partial class SupportReader
{
    private const string Kind = "support_published";
    private const string W = @"\S+ ";
    private const string Programme = "(@uec|@elective|@cancer|@diagnostics|maternity)";
    private const string Recovery = "( care| recovery| performance| services| pathways?| support)*";
    private const string List = $"{Programme}{Recovery}(, {Programme}{Recovery})*(,? (and|&) {Programme}{Recovery})?";

    private static readonly TextPattern Tier = TextPattern.Of(
        "tiering",
        "support by tier, with the programmes that are tied to it",
        $"\\btier (?<tier>1|2|one|two)( support)? (of|for|in|on) (the |its |their |national |our |nhs england )*(?<list>{List})"
            + $"|\\b(tiering|tiered support)( support| process| arrangements| programmes?)? (for|in|on|of) (the |its |both )*(?<list>{List})"
            + $"|(?<list>{List}) tier(ing| (?<tier>1|2|one|two)\\b)"
            + $"|\\btier (?<tier>1|2|one|two)( support)? (?<list>{List})"
            + $"|(?<lower>\\blower) tier of (\\S+ )?support (for|in) (the |its )*(?<list>{List})"
            + @"|(?<list>)(\btiering\b|\btier (?<tier>1|2|one|two)\b|\btiered support\b|(?<lower>\blower) tier\b)"
    );

    private static readonly (TextPattern Pattern, string SupportKind)[] Named =
    [
        (
            TextPattern.Of(
                "mandated financial support",
                "financial support that NHS England mandated",
                "mandat(ed|ing) financial (recovery )?support|mandated (\\S+ )?financial support"
            ),
            "mandated-financial-support"
        ),
        (
            TextPattern.Of(
                "enhanced oversight",
                "formal enhanced oversight by NHS England",
                "(formal (\\S+ )?enhanced|enhanced formal|formal,? enhanced) oversight|enhanced oversight (arrangements|process|regime|framework|by nhs england|from nhs england|measures)|(under|subject to|into|in) (our |nhs england )?enhanced oversight"
            ),
            "enhanced-oversight"
        ),
        (
            TextPattern.Of(
                "improvement board",
                "an improvement board that is part of how NHS England oversees",
                $"improvement (and assurance |oversight )?board",
                @"population health"
            ),
            "improvement-board"
        ),
        (
            TextPattern.Of(
                "maternity support programme",
                "the national maternity (safety) support programme",
                "maternity (safety )?support programme"
            ),
            "maternity-safety-support"
        ),
        (
            TextPattern.Of(
                "targeted support",
                "targeted support by NHS England",
                $"targeted (\\S+ )?(?<support>support)",
                @"interventions?|lung|community"
            ),
            "targeted-support"
        ),
    ];

    /// <summary>The support that a sentence states.</summary>
    public static IEnumerable<FoundFact> Read(AssessedSentence sentence)
    {
        foreach (var fact in Tiers(sentence))
        {
            yield return fact;
        }

        var text = sentence.Marked;
        foreach (var (pattern, kind) in Named)
        {
            foreach (var match in pattern.In(text).Take(1))
            {
                if (
                    (
                        kind == "improvement-board"
                        && (!ByNhsEngland().IsMatch(text) || OwnBoard().IsMatch(text[..match.Index]))
                    ) || (kind == "targeted-support" && !IsGiven(text, match))
                )
                {
                    continue;
                }

                var trust =
                    kind is "mandated-financial-support" or "enhanced-oversight"
                    && !text.Contains("@t", StringComparison.Ordinal)
                        ? null
                        : TrustBefore(sentence, match.Index, match.Index + match.Length);
                yield return Support(
                    sentence,
                    pattern,
                    trust,
                    kind,
                    null,
                    null,
                    Standing(text, match.Index, match.Index + match.Length)
                );
            }
        }
    }

    private static IEnumerable<FoundFact> Tiers(AssessedSentence sentence)
    {
        var text = sentence.Marked;
        if (!text.Contains("tier", StringComparison.Ordinal))
        {
            yield break;
        }

        if (OtherTiers().IsMatch(text))
        {
            yield break;
        }

        var from = 0;
        // What is tied to a programme is told apart from the bare word; the bare word counts only where nothing is tied.
        var matches = Tier.In(text).ToList();
        var tied = matches.Where(m => m.Groups["list"].Length > 0).ToList();
        foreach (var match in tied.Count > 0 ? tied : matches.Take(1))
        {
            var end = match.Index + match.Length;
            var trusts = new List<NamedTrust?>();
            string? ofSystem = null;
            foreach (
                var named in AssessedSentence
                    .Mentions(text)
                    .Where(m => m.Index >= from && m.Index < match.Index && m.Value[0] == '@')
            )
            {
                var trust = sentence.Meant(named.Value, null) is { Whom: Whom.Trust, Trust: { } one } ? one : null;
                if (trust is not null || named.Value is "@system" or "@icb" or "@both")
                {
                    trusts.Add(trust);
                }

                // "the urgent care system and X through elective and urgent care tiering": the system is named with its own.
                ofSystem ??= OwnProgramme().Match(text[Math.Max(0, named.Index - 12)..(named.Index + named.Length)])
                    is { Success: true } own
                    ? own.Groups["programme"].Value
                    : null;
            }

            from = end;
            if (TrustsAfter().Match(text[end..]) is { Success: true } after)
            {
                trusts.RemoveAll(t => t is null);
                trusts.AddRange(
                    AssessedSentence.Mentions(after.Value).Select(m => sentence.Meant(m.Value, null)?.Trust)
                );
                from = end + after.Length;
            }

            if (trusts.Any(t => t is not null) && !SupportsSystemToo(text[..match.Index]))
            {
                trusts.RemoveAll(t => t is null);
            }

            if (trusts.Count == 0)
            {
                trusts.Add(null);
            }

            var tier = match.Groups["tier"].Value switch
            {
                "1" or "one" => 1,
                "2" or "two" => (int?)2,
                _ => null,
            };
            var standing = match.Groups["lower"].Success ? "stepped-down" : Standing(text, match.Index, end);
            var programmes = ProgrammePattern()
                .Matches(match.Groups["list"].Value)
                .Select(m => (string?)ProgrammeOf(m.Value))
                .Distinct()
                .DefaultIfEmpty(null)
                .ToList();
            foreach (var trust in trusts.Distinct())
            {
                foreach (var programme in programmes)
                {
                    var isOwn = ofSystem is not null && ProgrammeOf(ofSystem) == programme;
                    if (ofSystem is null || trusts.Distinct().Count() == 1 || trust is null == isOwn)
                    {
                        yield return Support(
                            sentence,
                            Tier,
                            trust,
                            "tier",
                            programme,
                            standing == "withdrawn" ? null : tier,
                            standing
                        );
                    }
                }
            }
        }
    }

    private static FoundFact Support(
        AssessedSentence sentence,
        TextPattern pattern,
        NamedTrust? trust,
        string kind,
        string? programme,
        int? tier,
        string standing
    )
    {
        var fields = new JsonObject
        {
            ["kind"] = kind,
            ["standing"] = standing,
            ["scope"] = trust is null ? "system" : "organisation",
        };
        if (programme is not null)
        {
            fields["programme"] = programme;
        }

        if (tier is not null)
        {
            fields["tier"] = tier;
        }

        return new(sentence, Kind, trust, $"{kind} {programme}", fields, pattern);
    }

    // The trust that is named nearest before it, in the same sentence, and is not only one that helps.
    private static NamedTrust? TrustBefore(AssessedSentence sentence, int at, int end) =>
        TrustsAfter().Match(sentence.Marked[end..]) is { Success: true } after
            ? sentence.Meant(AssessedSentence.Mentions(after.Value).First().Value, null)?.Trust
            : AssessedSentence
                .Mentions(sentence.Marked)
                .Where(m => m.Index < at)
                .Select(m => sentence.Meant(m.Value, null))
                .LastOrDefault(a => a is { Whom: Whom.Trust })
                ?.Trust;

    private static string Standing(string text, int begin, int end)
    {
        var before = text[Math.Max(0, begin - 60)..begin];
        var after = text[end..Math.Min(text.Length, end + 60)];
        return ExpectedPattern().IsMatch(before) ? "exit-expected"
            : WithdrawnPattern().IsMatch(before) || WithdrawnAfter().IsMatch(after) ? "withdrawn"
            : SteppedDownPattern().IsMatch(before) || SteppedDownAfter().IsMatch(after) ? "stepped-down"
            : "in-place";
    }

    private static bool IsGiven(string text, Match match) =>
        GivenBefore().IsMatch(text[..match.Index]) && !ToPeople().IsMatch(text[(match.Index + match.Length)..]);

    private static bool SupportsSystemToo(string before) => SupportOfSystem().IsMatch(before);

    private static string ProgrammeOf(string mark) =>
        mark switch
        {
            "@uec" => "urgent-and-emergency-care",
            "@elective" => "elective",
            "@cancer" => "cancer",
            "@diagnostics" => "diagnostics",
            _ => "maternity",
        };

    [GeneratedRegex(
        "@uec|@elective|@cancer|@diagnostics|maternity",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture
    )]
    private static partial Regex ProgrammePattern();

    [GeneratedRegex(
        "(?<programme>@uec|@elective|@cancer|@diagnostics) @system$",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture
    )]
    private static partial Regex OwnProgramme();

    [GeneratedRegex(
        @"\b(support|supporting|supported|with|for|including|both) (the )?(@uec |@elective |@cancer )?(@system|@icb|@both)\b",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture
    )]
    private static partial Regex SupportOfSystem();

    [GeneratedRegex(
        @"\b(expected|expects?|aims?|aiming|plans?|due|on track|hope[sd]?|likely) (to be removed from|to (exit|leave|come out of|move out of|step out of)|to be (de-escalated|stepped down)) (\S+ ){0,6}$|\b(look|looks|looking) (\S+ ){0,4}to (exit|leave) (\S+ ){0,6}$",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture
    )]
    private static partial Regex ExpectedPattern();

    [GeneratedRegex(
        @"\b(exit|exits|exited|exiting|left|leave|leaving|removed from|removal from|came out of|come out of|moved out of|out of|no longer (requires?|in|needs?|receiv(es|ing)|subject to|under|part of)|released from|withdrawn from|stepped out of) (\S+ ){0,6}$",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture
    )]
    private static partial Regex WithdrawnPattern();

    [GeneratedRegex(
        @"^( \S+){0,6} (was|were|has been|have been|being|is|are) (withdrawn|removed|ended|exited|no longer)",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture
    )]
    private static partial Regex WithdrawnAfter();

    [GeneratedRegex(
        @"\b(stepp?(ed|ing) down|de-?escalat(ed|ion|ing)|mov(ed|ing) (down )?(from|to)|reduc(ed|tion|ing)|lower) (\S+ ){0,7}$",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture
    )]
    private static partial Regex SteppedDownPattern();

    [GeneratedRegex(
        @"^( \S+){0,5} (was|were|has been|have been|being) (stepped down|de-?escalated|reduced|lowered)|^ to tier (2|two)",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture
    )]
    private static partial Regex SteppedDownAfter();

    [GeneratedRegex(
        @"^( \S+)?( \S+)? (at|in|to|for|with) (both )?@t[0-9]+((, |,? and |,? as well as )@t[0-9]+)*",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture
    )]
    private static partial Regex TrustsAfter();

    [GeneratedRegex(
        @"\btier [1-4] (weight|obesity|bed|camhs|inpatient|mental)|(upper|lower|single|two)[ -]tier (local|authorit|council)|multi-tier",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture
    )]
    private static partial Regex OtherTiers();

    [GeneratedRegex(
        @"\b(we|nhs england|our|regional|region)\b|@rsp|chaired",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture
    )]
    private static partial Regex ByNhsEngland();

    [GeneratedRegex(
        @"\b(population health|quality|health|its|own|service) $",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture
    )]
    private static partial Regex OwnBoard();

    [GeneratedRegex(
        @"\b(we|nhs england|regional team|receiv(e|es|ed|ing)|continues? to (need|receive|require)|requires?|through)\b",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture
    )]
    private static partial Regex GivenBefore();

    [GeneratedRegex(
        @"^ (for|to) (\S+ ){0,3}(patients|people|children|communit(y|ies)|women|families|residents|groups|populations?|practices|individuals|those)",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture
    )]
    private static partial Regex ToPeople();
}
