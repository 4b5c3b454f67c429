using System.Text;
using Oversight.Desk.Imports;

namespace Oversight.Desk.Tests;

/// <summary>A small document with the structure of the published one and invented sentences, whole and damaged.</summary>
public sealed class AnnualAssessmentDocumentTests
{
    private const string FileName = "assessment.txt";

    /// <summary>Line numbers in the tests below are those of this text.</summary>
    private static readonly string[] Small =
    [
        /* 1 */"Each year the national body looks at every board. This report does so for 2023/24, a year with much rain.",
        /* 2 */"Each assessment looked at 2 areas:",
        /* 3 */"- leading together",
        /* 4 */"- spending well",
        /* 5 */"The assessments were made in early 2024/25, under guidance written in 2022/23.",
        /* 6 */"South West integrated care boards",
        /* 7 */"Bristol, North Somerset and South Gloucestershire",
        /* 8 */"Oversight framework segment",
        /* 9 */"3. Regionally mandated support",
        /* 10 */"Leading together",
        /* 11 */"The board meets often, and learnt much from Devon and from the NHS trusts nearby.",
        /* 12 */"Spending well",
        /* 13 */"It spent what it had.",
        /* 14 */"Devon",
        /* 15 */"Oversight framework segment",
        /* 16 */"4. Nationally mandated support",
        /* 17 */"Leading together",
        /* 18 */"The first paragraph of two",
        /* 19 */"runs over a second line.",
        /* 20 */"",
        /* 21 */"Good.",
        /* 22 */"Spending well",
        /* 23 */"It spent more than it had.",
        /* 24 */"South East integrated care boards",
        /* 25 */"Hampshire and the Isle of Wight",
        /* 26 */"Oversight framework segment",
        /* 27 */"3. Regionally mandated support",
        /* 28 */"Leading together",
        /* 29 */"Its island is well led.",
        /* 30 */"Spending well",
        /* 31 */"It rents ferries.",
        /* 32 */"Publications reference: PRN09999",
    ];

    private static readonly AssessmentHeadings Headings = new(
        "2023/24",
        "Oversight framework segment",
        "integrated care boards",
        4,
        ["Leading together", "Spending well"]
    );

    private static readonly AssessmentVocabulary Vocabulary = new(
        [Headings],
        ["South West", "South East"],
        _ => new OrganisationNames([
            new NamedOrganisation("QUY", "NHS Bristol, North Somerset and South Gloucestershire ICB", [], "South West"),
            new NamedOrganisation("QJK", "NHS Devon ICB", [], "South West"),
            new NamedOrganisation("QRL", "NHS Hampshire and Isle of Wight ICB", [], "South East"),
        ])
    );

    [Fact]
    public void The_document_is_read_whole_with_the_lines_it_was_read_from()
    {
        var document = Parse(Small);

        Assert.Equal("PRN09999", document.Publication);
        Assert.Equal("2023/24", document.Year);
        Assert.Equal(
            [
                (
                    "QUY",
                    "South West",
                    "Bristol, North Somerset and South Gloucestershire",
                    7,
                    3,
                    "3. Regionally mandated support",
                    9
                ),
                ("QJK", "South West", "Devon", 14, 4, "4. Nationally mandated support", 16),
                ("QRL", "South East", "Hampshire and the Isle of Wight", 25, 3, "3. Regionally mandated support", 27),
            ],
            document.Boards.Select(board =>
                (
                    board.Ods,
                    board.Region,
                    board.PrintedName,
                    board.NameLine,
                    board.Segment,
                    board.PrintedSegment,
                    board.SegmentLine
                )
            )
        );
        Assert.Equal(
            [
                new AssessedArea(
                    "Leading together",
                    "The first paragraph of two\nruns over a second line.\n\nGood.",
                    18,
                    21
                ),
                new AssessedArea("Spending well", "It spent more than it had.", 23, 23),
            ],
            document.Boards[1].Areas
        );
        Assert.Equal(new AssessedArea("Spending well", "It rents ferries.", 31, 31), document.Boards[2].Areas[1]);
    }

    [Fact]
    public void A_paragraph_that_is_only_a_boards_name_or_a_regions_heading_in_a_sentence_is_text()
    {
        var document = Parse(With(21, "Devon", "South East", "It works with South East integrated care boards."));

        Assert.EndsWith(
            "Devon\nSouth East\nIt works with South East integrated care boards.",
            document.Boards[1].Areas[0].Text,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_footer_glued_to_the_last_paragraph_is_no_part_of_it()
    {
        var document = Parse([.. Small[..30], "It rents ferries. Publications reference: PRN09999"]);

        Assert.Equal("PRN09999", document.Publication);
        Assert.Equal("It rents ferries.", document.Boards[2].Areas[1].Text);
    }

    [Fact]
    public void A_reference_printed_at_the_start_or_on_every_page_is_no_text()
    {
        var document = Parse([
            "Publication reference: prn 09999",
            .. Small[..18],
            "Publications reference: PRN09999\f" + Small[18],
            .. Small[19..31],
        ]);

        Assert.Equal("PRN09999", document.Publication);
        Assert.Equal("The first paragraph of two\nruns over a second line.\n\nGood.", document.Boards[1].Areas[0].Text);
    }

    [Fact]
    public void Another_publication_named_within_a_sentence_is_text()
    {
        var document = Parse(With(13, "It followed other guidance (Publication reference: PRN00001)."));

        Assert.Equal("PRN09999", document.Publication);
        Assert.Contains("PRN00001", document.Boards[0].Areas[1].Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\n", false, true)]
    [InlineData("\r\n", false, true)]
    [InlineData("\n", true, true)]
    [InlineData("\r\n", true, false)]
    public void Line_ends_a_byte_order_mark_and_the_last_line_end_change_nothing(
        string lineEnd,
        bool mark,
        bool lastLineEnd
    )
    {
        var text = string.Join(lineEnd, Small) + (lastLineEnd ? lineEnd : "");
        byte[] bytes = [.. mark ? Encoding.UTF8.Preamble : [], .. Encoding.UTF8.GetBytes(text)];

        var lines = AnnualAssessmentDocument.LinesOf(FileName, bytes);

        Assert.Equal(Small, lines);
        AssertSame(Parse(Small), Parse(lines));
    }

    [Fact]
    public void Spaces_dashes_case_and_apostrophes_matter_only_in_what_is_kept()
    {
        var headings = Headings with { Areas = ["Leading - the board's way", "Spending well"] };
        string[] lines =
        [
            .. Small.Select(line =>
                line.Replace("Leading together", "Leading \u2013  the board\u2019s way", StringComparison.Ordinal)
            ),
        ];
        lines[6] = "  Bristol,\u00A0North Somerset and South\u00A0Gloucestershire\u00A0";
        lines[7] = "OVERSIGHT FRAMEWORK\u00A0SEGMENT:";
        lines[8] = "3 \u2013 Regionally\u00A0mandated support";
        lines[10] = "The board\u2019s way \u2013 as printed.";
        lines[23] = "\fSouth\u00A0East Integrated Care Boards";

        var document = Parse(lines, Vocabulary with { Headings = [headings] });

        Assert.Equal("Bristol,\u00A0North Somerset and South\u00A0Gloucestershire", document.Boards[0].PrintedName);
        Assert.Equal("3 \u2013 Regionally\u00A0mandated support", document.Boards[0].PrintedSegment);
        Assert.Equal("Leading - the board's way", document.Boards[0].Areas[0].Heading);
        Assert.Equal("The board\u2019s way \u2013 as printed.", document.Boards[0].Areas[0].Text);
        Assert.Equal("South East", document.Boards[2].Region);
        Assert.Equal(25, document.Boards[2].NameLine);
    }

    [Fact]
    public void A_form_feed_between_a_text_and_a_name_parts_them_and_keeps_line_numbers()
    {
        var document = Parse([.. Small[..12], Small[12] + "\f" + Small[13], .. Small[14..]]);

        Assert.Equal(("Devon", 13), (document.Boards[1].PrintedName, document.Boards[1].NameLine));
        Assert.Equal(new AssessedArea("Spending well", "It spent what it had.", 13, 13), document.Boards[0].Areas[1]);
    }

    [Fact]
    public void A_name_wrapped_over_lines_is_one_name_and_takes_nothing_from_the_text_above()
    {
        var document = Parse(With(25, "Hampshire and", "the Isle of Wight"));
        Assert.Equal(
            ("Hampshire and the Isle of Wight", 25),
            (document.Boards[2].PrintedName, document.Boards[2].NameLine)
        );

        document = Parse(With(13, "It paid for all of the", "NHS"));
        Assert.Equal("It paid for all of the\nNHS", document.Boards[0].Areas[1].Text);
        Assert.Equal("Devon", document.Boards[1].PrintedName);
    }

    [Fact]
    public void A_wrapped_name_whose_last_line_is_another_boards_name_is_still_the_whole_name()
    {
        var vocabulary = Vocabulary with
        {
            BoardsOf = _ => new OrganisationNames([
                new NamedOrganisation("QUY", "NHS Bristol, North Somerset and South Gloucestershire ICB", []),
                new NamedOrganisation("QSL", "NHS South Gloucestershire ICB", []),
                new NamedOrganisation("QJK", "NHS Devon ICB", []),
                new NamedOrganisation("QRL", "NHS Hampshire and Isle of Wight ICB", []),
            ]),
        };

        var document = Parse(With(7, "Bristol, North Somerset and", "South Gloucestershire"), vocabulary);

        Assert.Equal(("QUY", 7), (document.Boards[0].Ods, document.Boards[0].NameLine));
    }

    [Fact]
    public void The_introduction_may_list_the_regions()
    {
        var document = Parse(
            With(5, "South East integrated care boards", "South West integrated care boards", "Read on.")
        );

        Assert.Equal(["South West", "South West", "South East"], document.Boards.Select(board => board.Region));
    }

    [Fact]
    public void The_set_of_headings_is_chosen_by_what_the_document_has()
    {
        var later = Headings with { Name = "2024/25", Areas = ["Leading and governing", "Spending well"] };
        var vocabulary = Vocabulary with { Headings = [Headings, later] };
        string[] renamed = [.. Small.Select(line => line == "Leading together" ? "Leading and governing" : line)];

        Assert.Equal("Leading together", Parse(Small, vocabulary).Boards[0].Areas[0].Heading);
        Assert.Equal("Leading and governing", Parse(renamed, vocabulary).Boards[0].Areas[0].Heading);
        AssertRefused(renamed, "'Leading and governing' cannot be placed", line: 10);
    }

    [Theory]
    [InlineData("Assessment of boards 2024/25 – summary report", "2024/25")]
    [InlineData("This report is about 2024\u201325.", "2024/25")]
    [InlineData("This report is about 2024/2025.", "2024/25")]
    [InlineData("The report covers how the boards did in 1999/00 prices during the 2024/25 financial year.", "2024/25")]
    public void The_year_is_the_one_that_the_report_is_said_to_be_about(string introduction, string year)
    {
        Assert.Equal(year, Parse(With(1, introduction, "")).Year);
    }

    [Fact]
    public void A_sentence_about_the_report_may_run_over_lines()
    {
        Assert.Equal(
            "2023/24",
            Parse(
                With(1, "It is 2021/22 that was wet. This report is", "about the year", "2023/24, when all was dry.")
            ).Year
        );
    }

    [Fact]
    public void The_year_and_the_reference_can_be_given()
    {
        var silent = With(1, "Each year has its weather.");
        Assert.Equal("2021/22", Parse(silent, year: "2021/22").Year);
        Assert.Equal("2021/22", Parse(Small, year: "2021/22").Year);
        Assert.Equal("PRN1", Parse(Small[..31], publication: "PRN1").Publication);
        Assert.Throws<ArgumentException>(() => Parse(Small, year: "2021/23"));
        Assert.Throws<ArgumentException>(() => Parse(Small, year: "2021-22"));
    }

    [Fact]
    public void A_damaged_document_is_refused_at_the_line_at_fault()
    {
        // Nothing to read.
        AssertRefused([], "no board was found", line: 1);
        AssertRefused(Small[..5], "no board was found", line: 1);
        AssertRefused(["", "A letter about something else."], "no line is 'Oversight framework segment'", line: 1);

        // Year and reference.
        AssertRefused(With(1, "Each year has its weather."), "does not say which financial year", line: 1);
        AssertRefused(
            With(2, "The last report was about 2022/23."),
            "about 2022/23, but at line 1 about 2023/24",
            line: 2
        );
        AssertRefused(With(1, "", "This report is about 2023/25."), "'2023/25' is not a financial year", line: 2);
        AssertRefused(Small[..31], "no publication reference was found", line: 31);
        AssertRefused(
            With(21, "Publications reference: PRN00007"),
            "PRN09999 differs from PRN00007 at line 21",
            line: 32
        );
        AssertRefused(
            [.. Small, "", "Cookies on this website"],
            "'Cookies on this website' cannot be placed",
            line: 34
        );

        // Regions.
        AssertRefused(
            With(24, "South Wales integrated care boards"),
            "'South Wales integrated care boards' stands where a region's heading",
            line: 24
        );
        AssertRefused(
            With(24),
            "'Hampshire and the Isle of Wight' stands under the region 'South West', but is a board of 'South East'",
            line: 24
        );
        AssertRefused(With(6), "no region's heading stands above the first board", line: 6);
        AssertRefused(
            With(24, "South East integrated care boards", "A region of hills."),
            "no board stands directly under the heading of the region 'South East'",
            line: 24
        );
        AssertRefused(
            With(24, "South West integrated care boards"),
            "the region 'South West' has a second heading; the first is at line 6",
            line: 24
        );

        // Names.
        AssertRefused(With(14, "Devonshire"), "'Devonshire' stands where a board's name is expected", line: 14);
        AssertRefused(With(14), "'It spent what it had.' stands where a board's name is expected", line: 13);
        AssertRefused(With(7), "no board's name stands above 'Oversight framework segment'", line: 7);
        AssertRefused(
            With(25, "NHS Devon ICB"),
            "'NHS Devon ICB' (QJK) stands here a second time; the first is at line 14",
            line: 25
        );

        // Segments.
        AssertRefused(
            With(15),
            "the area 'Leading together' stands a second time under 'Bristol, North Somerset and South Gloucestershire'",
            line: 16
        );
        AssertRefused(With(16), "'Leading together' under 'Devon' is not a segment", line: 16);
        AssertRefused(
            With(16, "Nationally mandated support"),
            "'Nationally mandated support' under 'Devon' is not a segment",
            line: 16
        );
        AssertRefused(With(16, "0. Nationally mandated support"), "is not a segment", line: 16);
        AssertRefused(With(16, "5. Nationally mandated support"), "is not a segment", line: 16);
        AssertRefused(With(16, "4"), "'4' under 'Devon' is not a segment", line: 16);
        AssertRefused(
            With(27, "2. Regionally mandated support"),
            "does not agree with line 9, where segment 3 is 'regionally mandated support'",
            line: 27
        );
        AssertRefused(With(16, "3. Nationally mandated support"), "does not agree with line 9", line: 16);
        AssertRefused(
            [.. Small[..26], "Publications reference: PRN09999"],
            "no segment stands under 'Hampshire and the Isle of Wight'",
            line: 26
        );

        // Areas.
        AssertRefused(
            With(16, "4. Nationally mandated support", "The board is large."),
            "'The board is large.' cannot be placed",
            line: 17
        );
        AssertRefused(With(22), "the area 'Spending well' is missing under 'Devon'", line: 14);
        AssertRefused(
            [.. Small[..29], Small[31]],
            "the area 'Spending well' is missing under 'Hampshire and the Isle of Wight'",
            line: 25
        );
        AssertRefused(
            With(22, "Leading together"),
            "the area 'Leading together' stands a second time under 'Devon'",
            line: 22
        );
        AssertRefused(With(23), "the area 'Spending well' of 'Devon' has no text", line: 22);
        AssertRefused(
            With(11, ""),
            "the area 'Leading together' of 'Bristol, North Somerset and South Gloucestershire' has no text",
            line: 10
        );

        // Characters.
        AssertRefused(With(13, "It spent\0 what it had."), "control character U+0000", line: 13);
        AssertRefused(With(13, "The board\u00E2\u20AC\u2122s money."), "wrong encoding", line: 13);
        AssertRefused(With(13, "The board\uFFFDs money."), "wrong encoding", line: 13);
    }

    [Fact]
    public void Bytes_that_are_no_UTF_8_are_refused_at_their_line()
    {
        var latin1 = Encoding.Latin1.GetBytes("First line.\r\nThe caf\u00E9 closed.\r\n");
        var exception = Assert.Throws<DocumentNotUnderstoodException>(() =>
            AnnualAssessmentDocument.LinesOf(FileName, latin1)
        );
        Assert.Equal((FileName, 2, "the line is not UTF-8 text"), (exception.File, exception.Line, exception.Reason));

        byte[] utf16 = [.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes("First line.")];
        exception = Assert.Throws<DocumentNotUnderstoodException>(() =>
            AnnualAssessmentDocument.LinesOf(FileName, utf16)
        );
        Assert.Equal((1, "the file is UTF-16, not UTF-8"), (exception.Line, exception.Reason));
    }

    [Fact]
    public void Two_sets_of_headings_that_fit_equally_are_refused()
    {
        var vocabulary = Vocabulary with { Headings = [Headings, Headings with { Name = "another" }] };
        var exception = Assert.Throws<DocumentNotUnderstoodException>(() => Parse(Small, vocabulary));
        Assert.Equal(
            (1, "the headings of '2023/24' and of 'another' fit equally well"),
            (exception.Line, exception.Reason)
        );
    }

    [Theory]
    [InlineData("{}", "not a JSON array")]
    [InlineData("[]", "at least one set")]
    [InlineData("[null]", "at least one set")]
    [InlineData(
        """[{"name":"x","segmentHeading":"s","regionHeadingEnding":"r","highestSegment":4}]""",
        "not a JSON array"
    )]
    [InlineData(
        """[{"name":"x","segmentHeading":"s","regionHeadingEnding":"r","highestSegment":4,"areas":[]}]""",
        "the set 'x'"
    )]
    [InlineData(
        """[{"name":"x","segmentHeading":"s","regionHeadingEnding":"r","highestSegment":4,"areas":["a","A "]}]""",
        "the set 'x'"
    )]
    [InlineData(
        """[{"name":"x","segmentHeading":"s","regionHeadingEnding":" ","highestSegment":4,"areas":["a"]}]""",
        "regionHeadingEnding"
    )]
    [InlineData(
        """[{"name":"x","segmentHeading":"s","regionHeadingEnding":"r","highestSegment":0,"areas":["a"]}]""",
        "highestSegment"
    )]
    [InlineData(
        """[{"name":"x","segmentHeading":"s","regionHeadingEnding":"r","highestSegment":4,"areas":["a",null]}]""",
        "the set 'x'"
    )]
    public void A_file_of_headings_that_is_not_of_the_shape_is_refused(string json, string reason)
    {
        var exception = Assert.Throws<FormatException>(() => AssessmentHeadings.ReadAll("own.json", json));
        Assert.StartsWith("own.json: ", exception.Message, StringComparison.Ordinal);
        Assert.Contains(reason, exception.Message, StringComparison.Ordinal);
    }

    /// <summary>The small document with one of its lines (counted from 1) replaced by others, or by none.</summary>
    private static string[] With(int line, params string[] instead) =>
        [.. Small[..(line - 1)], .. instead, .. Small[line..]];

    private static AnnualAssessmentDocument Parse(
        IReadOnlyList<string> lines,
        AssessmentVocabulary? vocabulary = null,
        string? year = null,
        string? publication = null
    ) => AnnualAssessmentDocument.Parse(FileName, lines, vocabulary ?? Vocabulary, year, publication);

    private static void AssertRefused(IReadOnlyList<string> lines, string reason, int line)
    {
        var exception = Assert.Throws<DocumentNotUnderstoodException>(() => Parse(lines));
        Assert.Contains(reason, exception.Reason, StringComparison.Ordinal);
        Assert.Equal(line, exception.Line);
        Assert.Equal(FileName, exception.File);
        Assert.Equal($"{FileName}({line}): {exception.Reason}; {exception.Remedy}", exception.Message);
    }

    private static void AssertSame(AnnualAssessmentDocument expected, AnnualAssessmentDocument actual)
    {
        Assert.Equal((expected.Publication, expected.Year), (actual.Publication, actual.Year));
        Assert.Equal(
            expected.Boards.Select(board => board with { Areas = [] }),
            actual.Boards.Select(board => board with { Areas = [] })
        );
        Assert.Equal(expected.Boards.SelectMany(board => board.Areas), actual.Boards.SelectMany(board => board.Areas));
    }
}
