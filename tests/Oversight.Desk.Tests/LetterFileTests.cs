using System.IO.Compression;
using System.Text;
using System.Xml.Linq;
using Oversight.Desk.Letters;
using Oversight.Ledger;
using Oversight.Projections.Letters;
using Oversight.Proofs.Receipts;
using Oversight.Proofs.Trees;
using Oversight.Record;

namespace Oversight.Desk.Tests;

/// <summary>Drafts of letters as files.</summary>
public sealed class LetterFileTests
{
    private static readonly LetterDraft Draft = new(
        new("00000000-0000-0000-0000-0000000000b2"),
        "organisation-QOC",
        7,
        "at place 7",
        "A segment is assigned",
        ["NHS Example <ICB> (QOC)"],
        [OdsCode.Parse("QOC")],
        "NHS England",
        "Regional Director",
        "1 April 2024",
        [
            new(null, ["The decision: <script>alert(1)</script> & \"so on\"."]),
            new(
                "Reasons",
                ["Line one\nline two", "[not stated: the reasons]"],
                new(
                    ["What", "Value"],
                    [
                        ["a", "b\u0001"],
                    ]
                )
            ),
        ],
        ["the reasons"]
    );

    private static readonly EntryLeaf Leaf = new("oversight.example/record", 41, TreeHash.OfLeaf("a line"u8));

    [Fact]
    public void A_page_is_marked_as_a_draft_shows_gaps_and_runs_nothing()
    {
        var file = LetterFile.Of(Draft, LetterFormat.Html, []);
        var page = Encoding.UTF8.GetString(file.Content);

        Assert.Equal("draft-letter-qoc-00000000-0000-0000-0000-0000000000b2.html", file.Name);
        Assert.Contains("DRAFT - not sent", page, StringComparison.Ordinal);
        Assert.Contains("It has not been approved, signed or sent. 1 gap is marked", page, StringComparison.Ordinal);
        Assert.Contains("<mark>[not stated: the reasons]</mark>", page, StringComparison.Ordinal);
        Assert.Contains("&lt;script&gt;", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", page, StringComparison.Ordinal);
        Assert.DoesNotContain("://", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<svg", page, StringComparison.Ordinal);

        var compared = Encoding.UTF8.GetString(LetterFile.Of(Draft, LetterFormat.Html, [Leaf]).Content);
        Assert.Contains("place 41 of the record oversight.example/record", compared, StringComparison.Ordinal);
        Assert.Contains(Leaf.Digits, compared, StringComparison.Ordinal);
        Assert.Contains("<figure><svg role=\"img\"", compared, StringComparison.Ordinal);
        Assert.DoesNotContain("://", compared, StringComparison.Ordinal);
    }

    [Fact]
    public void A_document_is_one_that_is_kept_and_the_same_draft_is_the_same_bytes()
    {
        var file = LetterFile.Of(Draft, LetterFormat.Docx, [Leaf]);
        DocumentType.Of(file.MediaType).CheckName(file.Name);
        DocumentType.Of(file.MediaType).CheckContent(new MemoryStream(file.Content));
        Assert.Equal(file.Content, LetterFile.Of(Draft, LetterFormat.Docx, [Leaf]).Content);

        using var parts = new ZipArchive(new MemoryStream(file.Content));
        Assert.All(parts.Entries, part => Assert.NotNull(XDocument.Load(part.Open()).Root));
        var text = string.Join(
            '|',
            XDocument
                .Load(parts.GetEntry("word/document.xml")!.Open())
                .Descendants()
                .Where(e => e.Name.LocalName == "t")
                .Select(e => e.Value)
        );
        Assert.Contains("DRAFT - NOT SENT", text, StringComparison.Ordinal);
        Assert.Contains("<script>", text, StringComparison.Ordinal);
        Assert.Contains("Line one|line two", text, StringComparison.Ordinal);
        Assert.Contains("|b|", text, StringComparison.Ordinal);
        Assert.Contains(Leaf.Digits, text, StringComparison.Ordinal);
    }
}
