using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Oversight.Desk.Printing;
using Oversight.Projections.Letters;
using Oversight.Proofs.Receipts;

namespace Oversight.Desk.Letters;

/// <summary>A draft as a page of its own: no script, nothing from elsewhere, one style for screen and paper.</summary>
internal static partial class LetterHtml
{
    private const string Style = """
        @page { size: A4; margin: 22mm 20mm; }
        body { font: 11pt/1.45 Arial, Helvetica, sans-serif; color: #212b32; max-width: 46rem; margin: 2rem auto; padding: 0 1rem; }
        .draft { border: 2px solid #d5281b; color: #d5281b; padding: .6rem .8rem; margin-bottom: 1.5rem; }
        .draft strong { display: block; font-size: 1.25rem; letter-spacing: .08em; text-transform: uppercase; }
        dl { display: grid; grid-template-columns: 8rem 1fr; gap: .2rem .8rem; margin: 0 0 1.5rem; }
        dt { color: #4c6272; } dd { margin: 0; }
        h1 { font-size: 1.3rem; margin: 1.2rem 0 .8rem; }
        h2 { font-size: 1.05rem; margin: 1.2rem 0 .4rem; break-after: avoid; }
        p { margin: .4rem 0; white-space: pre-line; }
        table { border-collapse: collapse; width: 100%; margin: .6rem 0; font-size: 10pt; }
        th, td { border: 1px solid #aeb7bd; padding: .3rem .45rem; text-align: left; vertical-align: top; }
        th { background: #f0f4f5; } tr { break-inside: avoid; }
        mark { background: #ffeb3b; color: inherit; }
        footer { margin-top: 2rem; }
        figure { display: flex; gap: 1rem; align-items: center; margin: 1.5rem 0 0; font-size: 9pt; color: #4c6272; break-inside: avoid; }
        figure svg { flex: none; width: 3.5cm; height: 3.5cm; } figcaption { overflow-wrap: anywhere; }
        """;

    public static byte[] Write(LetterDraft draft, IReadOnlyList<EntryLeaf> leaves)
    {
        var page = new StringBuilder();
        page.Append("<!DOCTYPE html>\n<html lang=\"en-GB\"><head><meta charset=\"utf-8\">");
        page.Append(
            $"<title>{Text($"{LetterDraft.Mark}: {draft.Title}")}</title>\n<style>\n{Style}\n</style></head>\n<body>\n"
        );
        page.Append(
            $"<div class=\"draft\" role=\"note\"><strong>{Text(LetterDraft.Mark)}</strong>{Text(draft.Explanation)}</div>\n<dl>\n"
        );
        foreach (var (what, value) in LetterFile.Head(draft))
        {
            page.Append($"<dt>{Text(what)}</dt><dd>{Marked(value)}</dd>\n");
        }

        page.Append($"</dl>\n<h1>{Text(draft.Title)}</h1>\n");
        foreach (var part in draft.Parts)
        {
            Append(page, part);
        }

        page.Append("<footer>\n");
        foreach (var line in LetterFile.End(draft))
        {
            page.Append($"<p>{Marked(line)}</p>\n");
        }

        page.Append("</footer>\n");
        foreach (var leaf in leaves)
        {
            Append(page, leaf);
        }

        page.Append("</body></html>\n");
        return Encoding.UTF8.GetBytes(page.ToString());
    }

    private static void Append(StringBuilder page, LetterPart part)
    {
        if (part.Heading is not null)
        {
            page.Append($"<h2>{Text(part.Heading)}</h2>\n");
        }

        foreach (var paragraph in part.Paragraphs)
        {
            page.Append($"<p>{Marked(paragraph)}</p>\n");
        }

        if (part.Table is { } table)
        {
            page.Append("<table><thead><tr>");
            page.AppendJoin("", table.Columns.Select(c => $"<th scope=\"col\">{Text(c)}</th>"));
            page.Append("</tr></thead><tbody>\n");
            foreach (var row in table.Rows)
            {
                page.Append("<tr>").AppendJoin("", row.Select(cell => $"<td>{Marked(cell)}</td>")).Append("</tr>\n");
            }

            page.Append("</tbody></table>\n");
        }
    }

    private static void Append(StringBuilder page, EntryLeaf leaf)
    {
        var code = QrDrawing.Of(leaf.ToString());
        page.Append(
            CultureInfo.InvariantCulture,
            $"<figure><svg role=\"img\" aria-label=\"QR code of the place and the hash of entry {leaf.Place}\" viewBox=\"0 0 {code.Side} {code.Side}\" "
        );
        page.Append(
            CultureInfo.InvariantCulture,
            $"shape-rendering=\"crispEdges\"><rect width=\"{code.Side}\" height=\"{code.Side}\" fill=\"#fff\"/><path d=\"{code.Dark}\"/></svg>\n"
        );
        page.Append($"<figcaption>{Text(LetterFile.Compared(leaf))}</figcaption></figure>\n");
    }

    private static string Text(string text) => WebUtility.HtmlEncode(text);

    private static string Marked(string text) => Gap().Replace(Text(text), "<mark>$0</mark>");

    [GeneratedRegex(@"\[not stated: [^\]]*\]", RegexOptions.CultureInvariant)]
    internal static partial Regex Gap();
}
