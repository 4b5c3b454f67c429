using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Oversight.Desk.Suggestions;

/// <summary>Finds notices by others, independent reviews, concerns, and segments that are aimed at.</summary>
internal static partial class OtherFactsReader
{
    private const string W = @"\S+ ";

    private static readonly (TextPattern Pattern, string Kind)[] Notices =
    [
        (
            TextPattern.Of(
                "warning notices",
                "warning notices of the Care Quality Commission",
                "@cqc (\\S+ ){0,5}warning notices?|(section 29a? )?warning notices? (\\S+ ){0,6}@cqc|section (29a?|31) (warning )?notices?"
            ),
            "warning-notice"
        ),
        (
            TextPattern.Of(
                "rating",
                "a rating by the Care Quality Commission",
                $"\\brated (as )?[\"']?(?<rating>inadequate|requires improvement|good|outstanding)[\"']? ({W}){{0,6}}?(by|following|after) (an? |the |recent )*@cqc|@cqc ({W}){{0,8}}?(rated|rating of|rating to) ({W}){{0,6}}?[\"']?(?<rating>inadequate|requires improvement|good|outstanding)"
            ),
            "rating"
        ),
        (
            TextPattern.Of(
                "inspection",
                "an inspection, recommendations or findings of the Care Quality Commission",
                $"@cqc (\\S+ ){{0,4}}?(inspections?|recommendations?|findings|reports?|reviews?|visits?|concerns|assessments?)|(inspections?|recommendations|findings|report|concerns raised|review) (by|from|of) (the )?@cqc|inspected by (the )?@cqc",
                "warning"
            ),
            "inspection"
        ),
        (
            TextPattern.Of(
                "inquiry",
                "an inquiry or investigation from outside",
                "(?<name>ockenden|kirkup|thirlwall|francis|donna ockenden)( maternity| independent)?( review| report| inquiry| recommendations)?|(independent|public|statutory) (inquiry|investigation)",
                "inequalit"
            ),
            "inquiry"
        ),
    ];

    private static readonly TextPattern Review = TextPattern.Of(
        "independent review",
        "a review that is called independent or external",
        $"(independently|externally) (reviewed|assessed|examined)|(an?|the|this|following|external|commissioned|through) (independent|external) ({W}){{0,3}}?reviews?\\b|\\bindependent ({W}){{0,2}}?reviews?\\b",
        "auditor?|inquiry|ockenden|maternity and neonatal"
    );

    private static readonly TextPattern Concern = TextPattern.Of(
        "concern",
        "a concern of NHS England's, with that word",
        $"\\b(we|nhs england) ({W}){{0,4}}?concern(s|ed)\\b|\\bconcerns? ({W}){{0,2}}?(persists?|remains?)\\b|\\bthere (are|remain|were|remains|is|have been) ({W}){{0,4}}?concerns?\\b|\\bremains? (an? )?({W}){{0,2}}?concern\\b|\\b(is|are|was|were) (of|an?) ({W}){{0,2}}?concern\\b|\\bareas? of ({W})?concern\\b|\\bof (particular|significant|ongoing|continued|continuing) concern\\b|\\b(significant|serious|ongoing|continuing|continued) ({W}){{0,2}}?concerns? (about|regarding|around|over|with|remain|persist|in)\\b",
        @"\b(addressed|address|resolved|no)\b"
    );

    private static readonly TextPattern Ambition = TextPattern.Of(
        "segment aimed at",
        "a segment that is to be reached",
        $"(ambitions?|aim(s|ing|ed)?|aspir(e|es|ation|ing)|plans to|working towards|progress towards|move towards|moving towards|target|goal|trajectory|expect|look|support|hope|journey|intention|intends?) ({W}){{0,14}}?(segment|sof|nof|nof segment) (?<segment>[1-5])\\b",
        @"\b(from|leaving|leave|exit|exiting|out of) (\S+ ){0,3}segment [1-5]$"
    );

    private static readonly (string Words, string Topic)[] Topics =
    [
        ("maternity", "maternity"),
        ("ockenden", "maternity"),
        ("neonatal", "maternity"),
        ("mental health", "mental health"),
        ("governance", "governance"),
        ("@uec", "urgent and emergency care"),
        ("ambulance", "ambulance services"),
        ("paediatric", "paediatrics"),
        ("children", "children's services"),
        ("leadership", "leadership"),
        ("financ", "finance"),
        ("culture", "culture"),
        ("safety", "safety"),
        ("quality", "quality"),
        ("workforce", "workforce"),
    ];

    private static readonly (string Words, string Theme)[] Themes =
    [
        ("financ", "finance"),
        ("deficit", "finance"),
        ("maternity", "quality"),
        ("quality", "quality"),
        ("safety", "quality"),
        ("governance", "governance"),
        ("leadership", "leadership"),
        ("workforce", "people"),
        ("staff", "people"),
        ("culture", "people"),
        ("inequalit", "inequalities"),
        ("performance", "performance"),
        ("wait", "performance"),
        ("placement", "performance"),
        ("delay", "performance"),
        ("access", "performance"),
        ("@uec", "performance"),
        ("@cancer", "performance"),
        ("@elective", "performance"),
        ("mental health", "performance"),
    ];

    /// <summary>Those of a sentence.</summary>
    public static IEnumerable<FoundFact> Read(AssessedSentence sentence)
    {
        var text = sentence.Marked;
        foreach (var (pattern, kind) in Notices)
        {
            if (pattern.In(text).FirstOrDefault() is not { } match)
            {
                continue;
            }

            var fields = new JsonObject { ["kind"] = kind, ["about"] = Topic(text, match) };
            if (match.Groups["rating"] is { Success: true } rating)
            {
                fields["rating"] = rating.Value.Replace(' ', '-');
            }

            yield return new(sentence, "notice_given", TrustIn(sentence), kind, fields, pattern);
            // A warning notice after an inspection is one fact, the notice.
            if (kind is "warning-notice" or "rating")
            {
                break;
            }
        }

        // An inquiry is told as one, however it is called beside that.
        foreach (var fact in Notices.Last().Pattern.In(text).Any() ? [] : Reviews(sentence))
        {
            yield return fact;
        }

        if (
            Concern.In(text).FirstOrDefault() is { } concern
            && !text.Contains("@rsp", StringComparison.Ordinal)
            && !SomebodyElses().IsMatch(text[..concern.Index])
        )
        {
            var trust = TrustIn(sentence);
            yield return new(
                sentence,
                "concern_raised",
                trust,
                "",
                new JsonObject
                {
                    ["about"] = Theme(text[concern.Index..]) ?? Theme(text) ?? "other",
                    ["scope"] = OfSystem().IsMatch(text) && trust is null ? "system" : "organisation",
                    ["wording"] = sentence.Printed,
                },
                Concern
            );
        }

        if (Ambition.In(text).FirstOrDefault() is { } ambition)
        {
            var fields = new JsonObject
            {
                ["segment"] = int.Parse(ambition.Groups["segment"].Value, CultureInfo.InvariantCulture),
            };
            yield return new(sentence, "segment_ambition_stated", null, "", fields, Ambition);
        }
    }

    private static IEnumerable<FoundFact> Reviews(AssessedSentence sentence)
    {
        var text = sentence.Marked;
        if (Review.In(text).FirstOrDefault() is not { } match)
        {
            yield break;
        }

        var trust = TrustIn(sentence);
        yield return new(
            sentence,
            "independent_review_commissioned",
            trust,
            "",
            new JsonObject { ["about"] = Topic(text, match) },
            Review
        );
        if (!text.Contains("recommendation", StringComparison.Ordinal))
        {
            yield break;
        }

        yield return new(sentence, "independent_review_reported", trust, "", [], Review);
        if (AcceptedPattern().IsMatch(text))
        {
            yield return new(
                sentence,
                "independent_review_answered",
                trust,
                "",
                new JsonObject { ["answer"] = "accepted" },
                Review
            );
        }
    }

    private static NamedTrust? TrustIn(AssessedSentence sentence) =>
        AssessedSentence
            .Mentions(sentence.Marked)
            .Select(m => m.Value[0] == '@' ? sentence.Meant(m.Value, null) : null)
            .FirstOrDefault(a => a is { Whom: Whom.Trust })
            ?.Trust;

    // The topic that is named nearest to the words.
    private static string Topic(string text, Match match) =>
        Topics
            .Select(topic => (topic.Topic, At: Nearest(text, topic.Words, match.Index)))
            .Where(topic => topic.At is not null)
            .OrderBy(topic => topic.At)
            .Select(topic => topic.Topic)
            .FirstOrDefault("services");

    private static int? Nearest(string text, string words, int to)
    {
        int? nearest = null;
        for (
            var at = text.IndexOf(words, StringComparison.Ordinal);
            at >= 0;
            at = text.IndexOf(words, at + 1, StringComparison.Ordinal)
        )
        {
            nearest = Math.Min(nearest ?? int.MaxValue, Math.Abs(at - to));
        }

        return nearest;
    }

    private static string? Theme(string text) =>
        Themes
            .Select(theme => (theme.Theme, At: text.IndexOf(theme.Words, StringComparison.Ordinal)))
            .Where(theme => theme.At >= 0)
            .OrderBy(theme => theme.At)
            .Select(theme => theme.Theme)
            .FirstOrDefault();

    [GeneratedRegex(
        @"\b(recogni[sz](e|es|ed|ing)|acknowledg(e|es|ed|ing)|results|survey|raised by|identified by|partners'?|residents|patients|public|their) (\S+ ){0,8}$",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture
    )]
    private static partial Regex SomebodyElses();

    [GeneratedRegex(@"@system|@providers|@both|patch", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex OfSystem();

    [GeneratedRegex(
        @"\b(recommendations?) (\S+ ){0,3}(were |was |are |have been |been )?(fully |all )?accepted|accepted (all |the |its |their |all of the )*(\S+ ){0,2}recommendations?",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture
    )]
    private static partial Regex AcceptedPattern();
}
