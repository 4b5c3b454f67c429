using System.IO.Compression;
using System.Text;
using System.Xml.Linq;
using Oversight.Projections.Letters;
using Oversight.Proofs.Receipts;

namespace Oversight.Desk.Letters;

/// <summary>A draft as a document for word processors (ECMA-376, WordprocessingML): the least that every one of them opens.</summary>
internal static class LetterWord
{
    private const string Office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument";
    private const string Red = "D5281B";
    private static readonly XNamespace W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
    private static readonly XNamespace Types = "http://schemas.openxmlformats.org/package/2006/content-types";
    private static readonly XNamespace Relations = "http://schemas.openxmlformats.org/package/2006/relationships";

    // Always the same, so that the same draft is the same bytes.
    private static readonly DateTimeOffset Written = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static byte[] Write(LetterDraft draft, IReadOnlyList<EntryLeaf> leaves)
    {
        using var file = new MemoryStream();
        using (var parts = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
        {
            Add(parts, "[Content_Types].xml", ContentTypes());
            Add(parts, "_rels/.rels", Root());
            Add(parts, "word/document.xml", new XElement(W + "document", Attribute("w", W), Body(draft, leaves)));
        }

        return file.ToArray();
    }

    private static XElement Body(LetterDraft draft, IReadOnlyList<EntryLeaf> leaves) =>
        new(
            W + "body",
            Paragraph(LetterDraft.Mark.ToUpperInvariant(), bold: true, halfPoints: 32, colour: Red),
            Paragraph(draft.Explanation, colour: Red),
            LetterFile.Head(draft).Select(line => Paragraph($"{line.What}: {line.Value}")),
            Paragraph(draft.Title, bold: true, halfPoints: 30),
            draft.Parts.SelectMany(Part),
            LetterFile.End(draft).Select(line => Paragraph(line)),
            leaves.Select(leaf => Paragraph(LetterFile.Compared(leaf), halfPoints: 18)),
            new XElement(
                W + "sectPr",
                new XElement(W + "pgSz", new XAttribute(W + "w", 11906), new XAttribute(W + "h", 16838)),
                new XElement(
                    W + "pgMar",
                    new[] { "top", "right", "bottom", "left" }.Select(side => new XAttribute(W + side, 1247)),
                    new[] { "header", "footer", "gutter" }.Select(side => new XAttribute(W + side, 0))
                )
            )
        );

    private static IEnumerable<XElement> Part(LetterPart part) =>
        [
            .. part.Heading is null ? [] : (XElement[])[Paragraph(part.Heading, bold: true, halfPoints: 24)],
            .. part.Paragraphs.Select(paragraph => Paragraph(paragraph)),
            // A table is followed by a paragraph, or two that follow each other become one.
            .. part.Table is null ? [] : (XElement[])[Table(part.Table), Paragraph("")],
        ];

    private static XElement Table(LetterTable table) =>
        new(
            W + "tbl",
            new XElement(
                W + "tblPr",
                new XElement(W + "tblW", new XAttribute(W + "w", 5000), new XAttribute(W + "type", "pct")),
                new XElement(
                    W + "tblBorders",
                    new[] { "top", "left", "bottom", "right", "insideH", "insideV" }.Select(side => new XElement(
                        W + side,
                        new XAttribute(W + "val", "single"),
                        new XAttribute(W + "sz", 4),
                        new XAttribute(W + "color", "AEB7BD")
                    ))
                )
            ),
            new XElement(W + "tblGrid", table.Columns.Select(_ => new XElement(W + "gridCol"))),
            Row(table.Columns, bold: true),
            table.Rows.Select(row => Row(row, bold: false))
        );

    private static XElement Row(IReadOnlyList<string> cells, bool bold) =>
        new(W + "tr", cells.Select(cell => new XElement(W + "tc", new XElement(W + "tcPr"), Paragraph(cell, bold))));

    private static XElement Paragraph(string text, bool bold = false, int halfPoints = 22, string? colour = null) =>
        new(
            W + "p",
            new XElement(W + "pPr", new XElement(W + "spacing", new XAttribute(W + "after", 120))),
            Pieces(text).Select(piece => Run(piece.Text, bold, halfPoints, colour, piece.IsGap))
        );

    // What is not stated is highlighted, so that nobody overlooks it.
    private static IEnumerable<(string Text, bool IsGap)> Pieces(string text)
    {
        var from = 0;
        foreach (System.Text.RegularExpressions.Match gap in LetterHtml.Gap().Matches(text))
        {
            yield return (text[from..gap.Index], false);
            yield return (gap.Value, true);
            from = gap.Index + gap.Length;
        }

        yield return (text[from..], false);
    }

    private static XElement Run(string text, bool bold, int halfPoints, string? colour, bool isGap) =>
        new(
            W + "r",
            new XElement(
                W + "rPr",
                new XElement(W + "rFonts", new XAttribute(W + "ascii", "Arial"), new XAttribute(W + "hAnsi", "Arial")),
                bold ? new XElement(W + "b") : null,
                colour is null ? null : new XElement(W + "color", new XAttribute(W + "val", colour)),
                new XElement(W + "sz", new XAttribute(W + "val", halfPoints)),
                isGap ? new XElement(W + "highlight", new XAttribute(W + "val", "yellow")) : null
            ),
            text.ReplaceLineEndings("\n")
                .Split('\n')
                .SelectMany((line, index) => index == 0 ? [Words(line)] : (XElement[])[new(W + "br"), Words(line)])
        );

    private static XElement Words(string line) =>
        new(W + "t", new XAttribute(XNamespace.Xml + "space", "preserve"), Printable(line));

    // XML has no letters for most control characters.
    private static string Printable(string line) => string.Concat(line.Where(c => !char.IsControl(c) || c == '\t'));

    private static XElement ContentTypes() =>
        new(
            Types + "Types",
            Default("rels", "application/vnd.openxmlformats-package.relationships+xml"),
            Default("xml", "application/xml"),
            new XElement(
                Types + "Override",
                new XAttribute("PartName", "/word/document.xml"),
                new XAttribute(
                    "ContentType",
                    "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
                )
            )
        );

    private static XElement Default(string extension, string type) =>
        new(Types + "Default", new XAttribute("Extension", extension), new XAttribute("ContentType", type));

    private static XElement Root() =>
        new(
            Relations + "Relationships",
            new XElement(
                Relations + "Relationship",
                new XAttribute("Id", "rId1"),
                new XAttribute("Type", Office),
                new XAttribute("Target", "word/document.xml")
            )
        );

    private static XAttribute Attribute(string prefix, XNamespace space) => new(XNamespace.Xmlns + prefix, space);

    private static void Add(ZipArchive parts, string name, XElement content)
    {
        var part = parts.CreateEntry(name);
        part.LastWriteTime = Written;
        using var text = new StreamWriter(part.Open(), new UTF8Encoding(false));
        text.Write("<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>");
        text.Write(content.ToString(SaveOptions.DisableFormatting));
    }
}
