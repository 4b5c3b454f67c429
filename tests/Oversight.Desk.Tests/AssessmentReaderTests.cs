using System.Text.Json.Nodes;
using Oversight.Desk.Imports;
using Oversight.Desk.Suggestions;

namespace Oversight.Desk.Tests;

/// <summary>What sentences are read to state. The sentences are ours, none of a document.</summary>
public sealed class AssessmentReaderTests
{
    private static readonly NamedTrust[] Trusts =
    [
        new("RXW", "The Shrewsbury and Telford Hospital NHS Trust", "QOC"),
        new("RL1", "The Robert Jones and Agnes Hunt Orthopaedic Hospital NHS Foundation Trust", "QOC"),
        new("RXV", "Greater Manchester Mental Health NHS Foundation Trust", "QOP"),
    ];

    [Theory]
    // Whose result it is.
    [InlineData(
        "The ICB and wider system ended the year in deficit.",
        "organisation outturn=deficit; system outturn=deficit"
    )]
    [InlineData(
        "The system delivered a deficit of £12.5 million against a planned breakeven position.",
        "system outturn=deficit 12500000; system plan=breakeven"
    )]
    [InlineData(
        "The ICB achieved a small surplus and the system ended the year with a deficit.",
        "organisation outturn=surplus; system outturn=deficit"
    )]
    [InlineData(
        "Both the ICB and the wider system delivered financial balance.",
        "organisation outturn=breakeven; system outturn=breakeven"
    )]
    [InlineData(
        "The ICB reported a surplus, while provider deficits left the system in deficit.",
        "organisation outturn=surplus"
    )]
    [InlineData(
        "Neither the ICB nor the system met its planned efficiencies.",
        "organisation efficiency=under-delivered; system efficiency=under-delivered"
    )]
    [InlineData("The ICB worked with its providers, which reported deficits.", "")]
    [InlineData("Shrewsbury and Telford Hospitals NHS Trust reported a deficit.", "RXW organisation outturn=deficit")]
    [InlineData(
        "Despite a reported surplus, the ICB ended the year in a worse position.",
        "organisation outturn=surplus"
    )]
    [InlineData("The system broke even.", "system outturn=breakeven")]
    [InlineData("The system's year-end position was a deficit.", "system outturn=deficit")]
    // What is to come, or was not so, is no result.
    [InlineData("The ICB must deliver a surplus next year.", "")]
    [InlineData("We expect the system to support the ICB in delivering a breakeven position.", "")]
    [InlineData("The ICB has an underlying deficit.", "")]
    [InlineData("The system did not achieve breakeven.", "system outturn=deficit; system plan=breakeven")]
    [InlineData("The ICB had planned to deliver a surplus.", "organisation plan=surplus")]
    [InlineData("The system's revised deficit plan took account of strikes.", "system revisedPlan=deficit")]
    // Efficiencies.
    [InlineData(
        "The ICB over-delivered on its efficiency plan, but the system under-delivered.",
        "organisation efficiency=over-delivered; system efficiency=under-delivered"
    )]
    [InlineData("The ICB delivered most of the planned efficiencies by one-off means.", "")]
    [InlineData("The ICB did not deliver its planned efficiencies.", "organisation efficiency=under-delivered")]
    [InlineData("Most of the planned efficiencies of the ICB were non-recurrent.", "")]
    [InlineData(
        "The ICB met its efficiency target but recurrent efficiencies were below plan.",
        "organisation efficiency=delivered; organisation recurrentEfficiency=under-delivered"
    )]
    [InlineData("The system will deliver its planned efficiencies.", "")]
    // Ceilings and support.
    [InlineData("Agency spending was below the regional average.", "")]
    [InlineData("Agency spending exceeded the cap.", "system agency=above")]
    [InlineData("Agency spending was kept within the ceiling.", "system agency=within")]
    [InlineData("The ICB remained within its running cost allowance.", "organisation runningCosts=within")]
    [InlineData(
        "The system received non-recurrent financial support from NHS England.",
        "system nonRecurrentSupport=true"
    )]
    [InlineData("The system relied on non-recurrent savings.", "")]
    [InlineData("The system balanced its books without non-recurrent support.", "")]
    public void Figures_are_read_with_whose_they_are(string sentence, string expected) =>
        Assert.Equal(
            expected,
            string.Join(
                "; ",
                Read(sentence)
                    .Where(s => s.Kind == "financial_position_stated")
                    .Select(Figure)
                    .Order(StringComparer.Ordinal)
            )
        );

    [Theory]
    [InlineData(
        "With the ICB we agreed a control total for the year ahead.",
        "control-total agreed organisation 2024/25"
    )]
    [InlineData("The system has agreed a breakeven plan for 2024/25.", "breakeven-plan agreed system 2024/25")]
    [InlineData("The ICB met its control total.", "")]
    [InlineData("The ICB must develop a financial recovery plan.", "financial-recovery-plan required organisation")]
    [InlineData("The ICB has a plan for elective recovery.", "")]
    [InlineData(
        "We expect the system to return to financial balance by 2025/26.",
        "return-to-balance expected system due 2025/26"
    )]
    [InlineData(
        "The ICB will need to reach balance within three years.",
        "return-to-balance required organisation within 3"
    )]
    [InlineData("The ICB should look to return to balance.", "")]
    [InlineData("For the system, a medium-term financial plan is a priority.", "medium-term-plan expected system")]
    [InlineData("The ICB will contribute to the NHS Long Term Plan.", "")]
    public void Commitments_lie_ahead_and_have_terms(string sentence, string expected) =>
        Assert.Equal(
            expected,
            string.Join("; ", Read(sentence).Where(s => s.Kind == "commitment_made").Select(Commitment))
        );

    [Theory]
    [InlineData(
        "The system remains in Tier 1 for urgent and emergency care.",
        "tier 1 urgent-and-emergency-care in-place QOC"
    )]
    [InlineData(
        "We will support the system through cancer and elective tiering.",
        "tier cancer in-place QOC; tier elective in-place QOC"
    )]
    [InlineData("The system was removed from Tier 2 for elective care.", "tier elective withdrawn QOC")]
    [InlineData("The system moved from Tier 1 to Tier 2 for cancer.", "tier 2 cancer stepped-down QOC")]
    [InlineData(
        "We will continue Tier 2 support for elective care at the Shrewsbury and Telford Hospital NHS Trust.",
        "tier 2 elective in-place RXW"
    )]
    [InlineData("Access to Tier 3 weight management services has grown.", "")]
    [InlineData("The ICB has set up a population health improvement board.", "")]
    [InlineData("We mandated financial support for the system.", "mandated-financial-support in-place QOC")]
    [InlineData("The ICB offers targeted support to people in deprived areas.", "")]
    [InlineData(
        "Formal enhanced oversight of the system by NHS England is in place.",
        "enhanced-oversight in-place QOC"
    )]
    public void Support_is_read_where_it_has_a_name(string sentence, string expected) =>
        Assert.Equal(
            expected,
            string.Join(
                "; ",
                Read(sentence).Where(s => s.Kind == "support_published").Select(Support).Order(StringComparer.Ordinal)
            )
        );

    [Theory]
    [InlineData(
        "The ICB entered the Recovery Support Programme in August 2021.",
        "QOC in-programme organisation entered 2021-08"
    )]
    [InlineData(
        "The ICB and its providers entered the Recovery Support Programme because of its finances.",
        "QOC in-programme system finance"
    )]
    [InlineData(
        "Shrewsbury and Telford Hospital NHS Trust remains in the Recovery Support Programme.",
        "RXW in-programme organisation"
    )]
    [InlineData(
        "Shrewsbury and Telford Hospital NHS Trust exited the RSP in May 2023.",
        "RXW left organisation left 2023-05"
    )]
    [InlineData(
        "We are helping the Shrewsbury and Telford Hospital NHS Trust to exit the RSP.",
        "RXW in-programme organisation"
    )]
    [InlineData(
        "The ICB had a target exit from the Recovery Support Programme of Q3 2023/24 but has not reached it.",
        "QOC in-programme organisation target Q3 2023/24 missed"
    )]
    [InlineData("The ICB’s exit from the Recovery Support Programme was earned by hard work.", "QOC left organisation")]
    [InlineData(
        "The ICB’s exit from the Recovery Support Programme is expected soon.",
        "QOC in-programme organisation"
    )]
    [InlineData("The ICB works to support transition from the Recovery Support Programme.", "")]
    [InlineData("The ICB works well with the Recovery Support Programme.", "")]
    [InlineData("The ICB helped two trusts to leave the Recovery Support Programme.", "")]
    public void Recovery_support_is_read_with_who_is_in_it(string sentence, string expected) =>
        Assert.Equal(
            expected,
            string.Join("; ", Read(sentence).Where(s => s.Kind == "recovery_published").Select(Recovery))
        );

    [Theory]
    [InlineData(
        "The CQC issued warning notices on maternity to the Shrewsbury and Telford Hospital NHS Trust.",
        "notice_given RXW"
    )]
    [InlineData("Maternity services were rated inadequate by the CQC.", "notice_given QOC")]
    [InlineData(
        "Governance was independently reviewed and the recommendations were accepted.",
        "independent_review_commissioned QOC; independent_review_reported QOC; independent_review_answered QOC"
    )]
    [InlineData("An internal audit report gave assurance.", "")]
    [InlineData("We remain concerned about long waits.", "concern_raised QOC")]
    [InlineData("The ICB recognised that staff sickness was a concern.", "")]
    [InlineData("It is the ICB's ambition to reach segment 2 within a year.", "segment_ambition_stated QOC")]
    [InlineData("The ICB aims to exit segment 4.", "")]
    [InlineData(
        "We agreed enforcement undertakings with the Shrewsbury and Telford Hospital NHS Trust.",
        "undertakings_reported RXW"
    )]
    public void Notices_reviews_concerns_ambitions_and_undertakings_are_read(string sentence, string expected) =>
        Assert.Equal(expected, string.Join("; ", Read(sentence).Select(s => $"{s.Kind} {s.Subject}")));

    [Fact]
    public void A_suggestion_quotes_the_sentence_and_says_where_it_stands_and_why()
    {
        var suggestion = Assert.Single(
            Read("Nothing is stated here.\nThe ICB’s year went well. The ICB\nreported a “small” surplus.")
        );

        Assert.Equal("The ICB reported a “small” surplus.", suggestion.Quote);
        Assert.Equal(6, suggestion.Line);
        Assert.Equal("reported result", suggestion.Pattern);
        Assert.StartsWith("The words state a result that", suggestion.Why, StringComparison.Ordinal);
        Assert.Matches("^QOC-[0-9a-f]{12}$", suggestion.Key);
    }

    [Fact]
    public void The_key_is_that_of_the_words_wherever_they_stand_and_however_quotes_are_printed()
    {
        var key = Assert.Single(Read("The ICB reported a deficit against the ICB's plan.")).Key;

        Assert.Equal(
            key,
            Assert.Single(Read("The system's work goes on.\n\nThe ICB reported a deficit against the ICB’s plan.")).Key
        );
        Assert.NotEqual(key, Assert.Single(Read("The ICB reported a large deficit against the ICB's plan.")).Key);
    }

    [Fact]
    public void The_same_text_gives_the_same_suggestions_in_whatever_order_the_boards_stand()
    {
        (string, string)[] boards =
        [
            ("QOC", "The ICB reported a surplus. We will support the system through tiering."),
            ("QOP", "The system reported a deficit. The ICB entered the Recovery Support Programme."),
            ("QHM", "Both the ICB and the system broke even. The ICB must develop a financial recovery plan."),
        ];
        string[] Said(IEnumerable<(string, string)> order) =>
            [
                .. AssessmentReader
                    .Suggestions(Document([.. order]), Trusts)
                    .Select(s => $"{s.Key} {s.Kind} {s.Subject} {s.Fields.ToJsonString()} {s.Quote}")
                    .Order(StringComparer.Ordinal),
            ];

        Assert.Equal(7, Said(boards).Length);
        Assert.Equal(Said(boards), Said(boards.Reverse()));
        Assert.Equal(Said(boards), Said([boards[1], boards[2], boards[0]]));
    }

    [Theory]
    [InlineData("@icb @system @t7 reported a surplus. ")]
    [InlineData("The ICB and its the its the ")]
    [InlineData("efficiencies recurrent plan under-delivered against ")]
    [InlineData("a nhs trust nhs trust ")]
    [InlineData("£999999999999999 deficit of £")]
    [InlineData("\u2019\u201c) . ")]
    public void Text_that_nobody_wrote_is_read_in_time(string unit)
    {
        // What is written so that reading goes back and forth in it takes longer, but not without end.
        var (usual, taken) = (TakesUsually.Value, Takes(unit));

        Assert.True(taken < 100 * usual, $"{taken}, and {usual} for as much of ordinary text");
    }

    // The second time: the first makes the program's code.
    private static readonly Lazy<TimeSpan> TakesUsually = new(() =>
    {
        const string ordinary = "The system reported a deficit of £12.3m in the year, and the board agreed a plan. ";
        _ = Takes(ordinary);
        return Takes(ordinary);
    });

    private static TimeSpan Takes(string repeated)
    {
        var clock = System.Diagnostics.Stopwatch.StartNew();
        _ = Read(string.Concat(Enumerable.Repeat(repeated, 200_000 / repeated.Length)));
        _ = Read(string.Concat(Enumerable.Repeat(repeated, 1900 / repeated.Length)));
        _ = Read(string.Concat(Enumerable.Repeat(repeated.Trim() + ". ", 20_000 / repeated.Length)));
        return clock.Elapsed;
    }

    [Fact]
    public void An_area_without_text_states_nothing() => Assert.Empty(Read(""));

    [Fact]
    public void The_year_after_is_that_of_the_document()
    {
        var document = Document(("QOC", "The system has agreed a breakeven plan for 2025/26.")) with
        {
            Year = "2024/25",
        };

        Assert.Equal(
            "2025/26",
            Assert.Single(AssessmentReader.Suggestions(document, Trusts)).Fields["period"]!.GetValue<string>()
        );
        Assert.Empty(AssessmentReader.Suggestions(document with { Year = "2023/24" }, Trusts));
    }

    private static IReadOnlyList<Suggestion> Read(string text) =>
        AssessmentReader.Suggestions(Document(("QOC", text)), Trusts);

    private static AnnualAssessmentDocument Document(params (string Ods, string Text)[] boards) =>
        new(
            "PRN00001",
            "2023/24",
            [
                .. boards.Select(
                    (board, index) =>
                        new AssessedBoard(
                            board.Ods,
                            "Midlands",
                            board.Ods,
                            (10 * index) + 1,
                            3,
                            "3. Mandated support",
                            (10 * index) + 3,
                            [new AssessedArea("Value", board.Text, (10 * index) + 5, (10 * index) + 5)]
                        )
                ),
            ]
        );

    private static string Figure(Suggestion suggestion)
    {
        var (member, value) = suggestion.Fields.Single(f => f.Key != "scope");
        var said = value is JsonObject result
            ? $"{result["balance"]}{(result["amount"] is { } pounds ? $" {pounds}" : "")}"
            : value!.ToString();
        return $"{(suggestion.Subject.Value == "QOC" ? "" : $"{suggestion.Subject} ")}{suggestion.Fields["scope"]} {member}={said}";
    }

    private static string Commitment(Suggestion suggestion)
    {
        var fields = suggestion.Fields;
        return $"{fields["kind"]} {fields["terms"]} {fields["scope"]}"
            + (fields["period"] is { } period ? $" {period}" : "")
            + (fields["due"] is { } due ? $" due {due}" : "")
            + (fields["withinYears"] is { } years ? $" within {years}" : "");
    }

    private static string Support(Suggestion suggestion)
    {
        var fields = suggestion.Fields;
        return $"{fields["kind"]}{(fields["tier"] is { } tier ? $" {tier}" : "")}{(fields["programme"] is { } programme ? $" {programme}" : "")} {fields["standing"]} {suggestion.Subject}";
    }

    private static string Recovery(Suggestion suggestion)
    {
        var fields = suggestion.Fields;
        return $"{suggestion.Subject} {fields["position"]} {fields["scope"]}"
            + (fields["entered"] is { } entered ? $" entered {entered}" : "")
            + (fields["left"] is { } left ? $" left {left}" : "")
            + (fields["targetExit"] is { } target ? $" target {target}" : "")
            + (fields["targetMissed"] is not null ? " missed" : "")
            + (fields["reasons"] is JsonArray reasons ? $" {string.Join(' ', reasons)}" : "");
    }
}
