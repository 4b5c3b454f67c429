using System.Text.RegularExpressions;

namespace Oversight.Desk.Imports;

/// <summary>A printed line, with its number in the file and in the form it is compared in.</summary>
internal readonly record struct PrintedLine(int Number, string Text, string Comparable)
{
    public bool IsBlank => Comparable.Length == 0;

    /// <summary>As much of it as a message shows.</summary>
    public string Shortened => Text.Length <= 60 ? Text : Text[..60] + "…";

    /// <summary>True when it is that heading, with or without a colon.</summary>
    public bool Is(string heading) => Comparable.TrimEnd(':') == PrintedText.Comparable(heading);
}

/// <summary>The lines of a document, and apart from them its publication references.</summary>
internal sealed partial class PrintedLines
{
    private readonly string file;
    private readonly List<PrintedLine> lines = [];
    private readonly List<Footer> footers = [];

    public PrintedLines(string file, IReadOnlyList<string> texts)
    {
        this.file = file;
        foreach (var (index, whole) in texts.Index())
        {
            // A form feed is a page's end: what follows it is a line of its own, with the same number in an editor.
            foreach (var text in whole.Split('\f'))
            {
                RefuseDamage(index + 1, text);
                Add(index + 1, text.Trim());
            }
        }
    }

    public int Count => lines.Count;

    public PrintedLine this[int index] => lines[index];

    public List<PrintedLine> this[Range range] => lines[range];

    public IEnumerable<PrintedLine> All => lines;

    /// <summary>Where the last line before that stands which is not blank; null when there is none.</summary>
    public int? FilledBefore(int index)
    {
        var found = index == 0 ? -1 : lines.FindLastIndex(index - 1, static line => !line.IsBlank);
        return found < 0 ? null : found;
    }

    /// <summary>What is to be thrown because of a line.</summary>
    public DocumentNotUnderstoodException NotUnderstood(int number, string reason, string remedy) =>
        new(file, number, reason, remedy);

    /// <inheritdoc cref="NotUnderstood(int, string, string)"/>
    public DocumentNotUnderstoodException NotUnderstood(PrintedLine line, string reason, string remedy) =>
        new(file, line.Number, reason, remedy);

    /// <summary>The reference of the publication that the document is.</summary>
    public string PublicationReference()
    {
        if (footers.Count == 0)
        {
            throw NotUnderstood(
                Count == 0 ? 1 : lines[^1].Number,
                "no publication reference was found",
                "a line such as 'Publications reference: PRN01455' is needed, or give the reference (--publication PRN01455)"
            );
        }

        var first = footers[0];
        foreach (var footer in footers.Where(footer => footer.Reference != first.Reference))
        {
            throw NotUnderstood(
                footer.Line,
                $"the publication reference {footer.Reference} differs from {first.Reference} at line {first.Line}",
                "give one publication's document, or the reference (--publication PRN01455)"
            );
        }

        return first.Reference;
    }

    /// <summary>Refuses lines that stand after the reference that ends the document.</summary>
    /// <param name="lastHeading">Where the last board's text begins: references before it are repeated at the ends of pages.</param>
    public void RefuseLinesAfterFooter(int lastHeading)
    {
        if (
            footers.Count > 0
            && footers[^1].NextLine > lastHeading
            && lines[footers[^1].NextLine..].Find(static line => !line.IsBlank) is { Number: > 0 } line
        )
        {
            throw NotUnderstood(
                line,
                $"'{line.Shortened}' cannot be placed: it stands after the publication reference that ends the document",
                "remove it, or move the publication reference to the end"
            );
        }
    }

    private void RefuseDamage(int number, string text)
    {
        if (text.Where(c => char.IsControl(c) && c != '\t').Select(c => (char?)c).FirstOrDefault() is { } control)
        {
            throw NotUnderstood(
                number,
                $"the line has the control character U+{(int)control:X4}",
                "save the document as plain text in UTF-8"
            );
        }

        // What a curly apostrophe or a dash in UTF-8 looks like once it was read as Windows-1252, and what is left of a
        // character that could not be read at all.
        if (
            text.Contains("\u00E2\u20AC", StringComparison.Ordinal) || text.Contains('\uFFFD', StringComparison.Ordinal)
        )
        {
            throw NotUnderstood(
                number,
                "the line was once read in a wrong encoding and has lost characters",
                "take the document again from where it was published, as UTF-8"
            );
        }
    }

    private void Add(int number, string text)
    {
        var footer = PublicationPattern().Match(text);
        // It may be glued to the last paragraph: what stands before it is text.
        text = footer.Success ? text[..footer.Index].TrimEnd() : text;
        if (!footer.Success || text.Length > 0)
        {
            lines.Add(new(number, text, PrintedText.Comparable(text)));
        }

        if (footer.Success)
        {
            var reference = footer.Groups["reference"].Value.ToUpperInvariant();
            footers.Add(new(number, string.Concat(reference.Where(char.IsLetterOrDigit)), Count));
        }
    }

    // The document is foreign input: every pattern is bounded in time.
    [GeneratedRegex(
        @"\bPublications?\s+(approval\s+)?reference(\s+number)?\s*:\s*(?<reference>[A-Z]{2,4}\s?[0-9]{2,8})\s*$",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture,
        1000
    )]
    private static partial Regex PublicationPattern();

    // A publication reference, and the index of the first line after it.
    private readonly record struct Footer(int Line, string Reference, int NextLine);
}
