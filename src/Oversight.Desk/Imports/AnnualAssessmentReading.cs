using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.RegularExpressions;

namespace Oversight.Desk.Imports;

/// <summary>
/// One reading of one document. A board's name looks like any short line; it is known only by the segment heading under it. So
/// the segment headings are found first, from them the names, from the names the regions' headings, and only then is the text
/// between them read in order.
/// </summary>
internal sealed partial class AnnualAssessmentReading
{
    /// <summary>Lines over which a long name may be wrapped.</summary>
    private const int LongestName = 3;

    private readonly string _file;
    private readonly AssessmentVocabulary _vocabulary;
    private readonly List<Line> _lines = [];
    private readonly List<Footer> _footers = [];
    private readonly Dictionary<int, (string Label, int Line)> _labels = [];

    public AnnualAssessmentReading(string file, IReadOnlyList<string> lines, AssessmentVocabulary vocabulary)
    {
        _file = file;
        _vocabulary = vocabulary;
        for (var index = 0; index < lines.Count; index++)
        {
            // A form feed is a page's end: what follows it is a line of its own, with the same number in an editor.
            foreach (var text in lines[index].Split('\f'))
            {
                RefuseDamage(index + 1, text);
                AddLine(index + 1, text.Trim());
            }
        }
    }

    /// <summary>The year in the form <c>2023/24</c>, or null if the text is not two consecutive years.</summary>
    public static string? FinancialYear(string text)
    {
        if (YearPattern().Match(text) is not { Success: true } match || match.Length != text.Length)
        {
            return null;
        }

        var first = int.Parse(match.Groups["first"].ValueSpan, CultureInfo.InvariantCulture);
        var second = match.Groups["second"].Value;
        var next = (first + 1).ToString(CultureInfo.InvariantCulture);
        return second == next || second == next[2..] ? $"{first}/{next[2..]}" : null;
    }

    public AnnualAssessmentDocument Document(string? year, string? publication)
    {
        var headings = ChooseHeadings();
        year ??= YearAssessed(_lines.FindIndex(line => IsSegmentHeading(headings, line)));
        var starts = FindBoards(headings, _vocabulary.BoardsOf(year));
        var regions = FindRegions(headings, starts);
        publication ??= PublicationReference();
        RefuseLinesAfterFooter(starts[^1]);

        var boards = new List<AssessedBoard>();
        var region = "";
        for (var index = 0; index < starts.Count; index++)
        {
            region = RegionAbove(starts[index].Name, regions) ?? region;
            var end = _lines.Count;
            if (index + 1 < starts.Count)
            {
                var next = starts[index + 1].Name;
                end = RegionAbove(next, regions) is null ? next : FilledBefore(next)!.Value;
            }

            boards.Add(ReadBoard(headings, starts[index], region, end));
        }

        return new AnnualAssessmentDocument(publication, year, boards);
    }

    private void RefuseDamage(int number, string text)
    {
        foreach (var character in text)
        {
            if (char.IsControl(character) && character != '\t')
            {
                Refuse(
                    number,
                    $"the line has the control character U+{(int)character:X4}",
                    "save the document as plain text in UTF-8"
                );
            }
        }

        // What a curly apostrophe or a dash in UTF-8 looks like once it was read as Windows-1252, and what is left of a
        // character that could not be read at all.
        if (
            text.Contains("\u00E2\u20AC", StringComparison.Ordinal) || text.Contains('\uFFFD', StringComparison.Ordinal)
        )
        {
            Refuse(
                number,
                "the line was once read in a wrong encoding and has lost characters",
                "take the document again from where it was published, as UTF-8"
            );
        }
    }

    private void AddLine(int number, string text)
    {
        var footer = PublicationPattern().Match(text);
        if (footer.Success)
        {
            // It may be glued to the last paragraph: what stands before it is text.
            text = text[..footer.Index].TrimEnd();
        }

        if (!footer.Success || text.Length > 0)
        {
            _lines.Add(new Line(number, text, PrintedText.Comparable(text)));
        }

        if (footer.Success)
        {
            var reference = footer.Groups["reference"].Value.ToUpperInvariant();
            _footers.Add(new Footer(number, string.Concat(reference.Where(char.IsLetterOrDigit)), _lines.Count));
        }
    }

    private AssessmentHeadings ChooseHeadings()
    {
        var counted = _vocabulary
            .Headings.Select(set =>
                (Set: set, Lines: _lines.Count(line => IsSegmentHeading(set, line) || AreaOf(set, line) is not null))
            )
            .Where(counted => _lines.Exists(line => IsSegmentHeading(counted.Set, line)))
            .OrderByDescending(static counted => counted.Lines)
            .ToList();
        if (counted.Count == 0)
        {
            var known = string.Join(
                " or ",
                _vocabulary.Headings.Select(static set => $"'{set.SegmentHeading}'").Distinct()
            );
            Refuse(
                1,
                $"no board was found: no line is {known}",
                "check that this is the annual assessment's text, or give the headings of its year (--headings FILE)"
            );
        }

        if (counted.Count > 1 && counted[0].Lines == counted[1].Lines)
        {
            Refuse(
                1,
                $"the headings of '{counted[0].Set.Name}' and of '{counted[1].Set.Name}' fit equally well",
                "give the headings of this document's year alone (--headings FILE)"
            );
        }

        return counted[0].Set;
    }

    private List<BoardStart> FindBoards(AssessmentHeadings headings, OrganisationNames boards)
    {
        var starts = new List<BoardStart>();
        var firstLines = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var index = 0; index < _lines.Count; index++)
        {
            if (!IsSegmentHeading(headings, _lines[index]))
            {
                continue;
            }

            var start = BoardStartAbove(headings, boards, index);
            var number = _lines[start.Name].Number;
            if (!firstLines.TryAdd(start.Board.Ods, number))
            {
                Refuse(
                    number,
                    $"'{start.PrintedName}' ({start.Board.Ods}) stands here a second time; the first is at line {firstLines[start.Board.Ods]}",
                    "remove one, or correct the name"
                );
            }

            starts.Add(start);
        }

        return starts;
    }

    private BoardStart BoardStartAbove(AssessmentHeadings headings, OrganisationNames boards, int segmentHeading)
    {
        if (
            FilledBefore(segmentHeading) is not { } last
            || IsSegmentHeading(headings, _lines[last])
            || AreaOf(headings, _lines[last]) is not null
            || RegionOf(headings, _lines[last]) is not null
        )
        {
            Refuse(
                _lines[segmentHeading].Number,
                $"no board's name stands above '{_lines[segmentHeading].Text}'",
                "put the name on the line above"
            );
            return default;
        }

        // The longest reading counts: "Mid and South" / "Essex" is one wrapped name, though "Essex" may be another board's. But
        // a line that adds nothing to the name (a paragraph ending in "the" or "NHS") is none of it.
        BoardStart? found = null;
        for (var first = Math.Max(0, last - LongestName + 1); first <= last; first++)
        {
            var lines = _lines[first..(last + 1)];
            var name = string.Join(' ', lines.Select(static line => line.Text));
            if (
                !lines.Exists(static line => line.IsBlank)
                && boards.Find(name) is { } board
                && (found is null || found.Value.Board == board)
            )
            {
                found = new BoardStart(first, segmentHeading, name, board);
            }
        }

        if (found is { } start)
        {
            return start;
        }

        Refuse(
            _lines[last].Number,
            $"'{Shortened(_lines[last].Text)}' stands where a board's name is expected, above '{_lines[segmentHeading].Text}', but no board of this year is called so",
            "correct the name, or add it to the names the board is also known by"
        );
        return default;
    }

    /// <summary>Index of each region's heading, and the region's name.</summary>
    private Dictionary<int, string> FindRegions(AssessmentHeadings headings, List<BoardStart> starts)
    {
        var ending = " " + PrintedText.Comparable(headings.RegionHeadingEnding);
        var regions = new Dictionary<int, string>();
        foreach (var start in starts)
        {
            if (
                FilledBefore(start.Name) is not { } above
                || !_lines[above].Comparable.EndsWith(ending, StringComparison.Ordinal)
            )
            {
                continue;
            }

            var region = RegionOf(headings, _lines[above]);
            if (region is null)
            {
                Refuse(
                    _lines[above].Number,
                    $"'{Shortened(_lines[above].Text)}' stands where a region's heading is expected, but is no known region",
                    $"the regions are {string.Join(", ", _vocabulary.Regions)}"
                );
            }

            if (regions.FirstOrDefault(found => found.Value == region) is { Value: not null } earlier)
            {
                Refuse(
                    _lines[above].Number,
                    $"the region '{region}' has a second heading; the first is at line {_lines[earlier.Key].Number}",
                    "put all its boards under one heading"
                );
            }

            regions.Add(above, region);
        }

        if (RegionAbove(starts[0].Name, regions) is null)
        {
            Refuse(
                _lines[starts[0].Name].Number,
                $"no region's heading stands above the first board, '{starts[0].PrintedName}'",
                $"a region's name and '{headings.RegionHeadingEnding}' are needed on the line above"
            );
        }

        // Before the first one, the introduction may list the regions.
        for (var index = regions.Keys.Min(); index < _lines.Count; index++)
        {
            if (!regions.ContainsKey(index) && RegionOf(headings, _lines[index]) is { } region)
            {
                Refuse(
                    _lines[index].Number,
                    $"no board stands directly under the heading of the region '{region}'",
                    $"a board's name and the line '{headings.SegmentHeading}' are needed there"
                );
            }
        }

        return regions;
    }

    private AssessedBoard ReadBoard(AssessmentHeadings headings, BoardStart start, string region, int end)
    {
        var name = start.PrintedName;
        var nameLine = _lines[start.Name].Number;
        if (start.Board.Region is { } expected && expected != region)
        {
            Refuse(
                nameLine,
                $"'{name}' stands under the region '{region}', but is a board of '{expected}'",
                "check whether a region's heading is missing above it"
            );
        }

        var index = start.SegmentHeading + 1;
        while (index < end && _lines[index].IsBlank)
        {
            index++;
        }

        if (index == end)
        {
            Refuse(
                _lines[start.SegmentHeading].Number,
                $"no segment stands under '{name}'",
                "put it on the line below"
            );
        }

        var segmentLine = _lines[index];
        var segment = Segment(headings, segmentLine, name);
        var areas = ReadAreas(headings, name, index + 1, end);
        foreach (var heading in headings.Areas.Where(heading => !areas.Exists(area => area.Heading == heading)))
        {
            Refuse(
                nameLine,
                $"the area '{heading}' is missing under '{name}'",
                "put its heading on a line of its own above its text"
            );
        }

        return new AssessedBoard(
            start.Board.Ods,
            region,
            name,
            nameLine,
            segment,
            segmentLine.Text,
            segmentLine.Number,
            areas
        );
    }

    private int Segment(AssessmentHeadings headings, Line line, string board)
    {
        var match = SegmentPattern().Match(line.Text);
        var number = match.Success ? int.Parse(match.Groups["number"].ValueSpan, CultureInfo.InvariantCulture) : 0;
        if (number < 1 || number > headings.HighestSegment)
        {
            Refuse(
                line.Number,
                $"'{Shortened(line.Text)}' under '{board}' is not a segment",
                $"a number from 1 to {headings.HighestSegment} and its label are needed, such as '1. No support needs'"
            );
        }

        // A mistyped number is the one mistake here that would change a fact unseen; the label gives it away.
        var label = PrintedText.Comparable(match.Groups["label"].Value);
        foreach (var (otherNumber, other) in _labels)
        {
            if ((otherNumber == number) != (other.Label == label))
            {
                Refuse(
                    line.Number,
                    $"'{Shortened(line.Text)}' under '{board}' does not agree with line {other.Line}, where segment {otherNumber} is '{other.Label}'",
                    "one number must have one label: correct the one that is wrong"
                );
            }
        }

        _labels.TryAdd(number, (label, line.Number));
        return number;
    }

    private List<AssessedArea> ReadAreas(AssessmentHeadings headings, string board, int begin, int end)
    {
        var areas = new List<AssessedArea>();
        var index = begin;
        while (index < end)
        {
            var line = _lines[index++];
            if (line.IsBlank)
            {
                continue;
            }

            var heading = AreaOf(headings, line);
            if (heading is null)
            {
                Refuse(
                    line.Number,
                    $"'{Shortened(line.Text)}' cannot be placed: it stands under '{board}' before the first area's heading",
                    $"the headings are {string.Join("; ", headings.Areas)}"
                );
            }

            if (areas.Exists(area => area.Heading == heading))
            {
                Refuse(
                    line.Number,
                    $"the area '{heading}' stands a second time under '{board}'",
                    $"remove one, or check whether the next board's line '{headings.SegmentHeading}' is missing"
                );
            }

            var text = new List<Line>();
            while (index < end && AreaOf(headings, _lines[index]) is null)
            {
                text.Add(_lines[index++]);
            }

            var first = text.FindIndex(static printed => !printed.IsBlank);
            var last = text.FindLastIndex(static printed => !printed.IsBlank);
            if (first < 0)
            {
                Refuse(
                    line.Number,
                    $"the area '{heading}' of '{board}' has no text",
                    "put its text on the lines below"
                );
            }

            var printed = text[first..(last + 1)];
            areas.Add(
                new AssessedArea(
                    heading,
                    string.Join('\n', printed.Select(static one => one.Text)),
                    printed[0].Number,
                    printed[^1].Number
                )
            );
        }

        return areas;
    }

    /// <summary>
    /// The year that the introduction says the report is about: the one financial year in its sentences that speak of "report".
    /// Other sentences name other years rightly: when the assessments were made, the year before, what is planned next.
    /// </summary>
    private string YearAssessed(int introductionEnds)
    {
        (string Year, int Line)? claimed = null;
        foreach (var (sentence, lineAt) in Sentences(introductionEnds))
        {
            if (!ReportPattern().IsMatch(sentence))
            {
                continue;
            }

            foreach (Match match in YearPattern().Matches(sentence))
            {
                var line = lineAt(match.Index);
                var year = FinancialYear(match.Value);
                if (year is null)
                {
                    Refuse(
                        line,
                        $"'{match.Value}' is not a financial year",
                        "correct it, or give the year (--year 2023/24)"
                    );
                }

                if (claimed is { } earlier && earlier.Year != year)
                {
                    Refuse(
                        line,
                        $"the introduction says that the report is about {year}, but at line {earlier.Line} about {earlier.Year}",
                        "give the year that was assessed (--year 2023/24)"
                    );
                }

                claimed ??= (year, line);
            }
        }

        if (claimed is null)
        {
            Refuse(
                1,
                "the introduction does not say which financial year the report is about",
                "give the year that was assessed (--year 2023/24)"
            );
        }

        return claimed.Value.Year;
    }

    /// <summary>The introduction's sentences, which may run over lines but not over a blank one.</summary>
    private IEnumerable<(string Sentence, Func<int, int> LineAt)> Sentences(int introductionEnds)
    {
        var begin = 0;
        while (begin < introductionEnds)
        {
            var text = new StringBuilder();
            var lineBegins = new List<(int Offset, int Number)>();
            for (; begin < introductionEnds && !_lines[begin].IsBlank; begin++)
            {
                lineBegins.Add((text.Length, _lines[begin].Number));
                text.Append(_lines[begin].Text).Append(' ');
            }

            begin++;
            var offset = 0;
            foreach (var sentence in SentenceEndPattern().Split(text.ToString()))
            {
                var sentenceBegins = offset;
                yield return (sentence, at => lineBegins.FindLast(line => line.Offset <= sentenceBegins + at).Number);

                // The one space that parts two sentences.
                offset += sentence.Length + 1;
            }
        }
    }

    private string PublicationReference()
    {
        if (_footers.Count == 0)
        {
            Refuse(
                _lines.Count == 0 ? 1 : _lines[^1].Number,
                "no publication reference was found",
                "a line such as 'Publications reference: PRN01455' is needed, or give the reference (--publication PRN01455)"
            );
        }

        foreach (var footer in _footers.Where(footer => footer.Reference != _footers[0].Reference))
        {
            Refuse(
                footer.Line,
                $"the publication reference {footer.Reference} differs from {_footers[0].Reference} at line {_footers[0].Line}",
                "give one publication's document, or the reference (--publication PRN01455)"
            );
        }

        return _footers[0].Reference;
    }

    private void RefuseLinesAfterFooter(BoardStart lastBoard)
    {
        // References before the last board's text are repeated at the ends of pages, and the text goes on after them.
        if (_footers.Count == 0 || _footers[^1].NextLine <= lastBoard.SegmentHeading)
        {
            return;
        }

        if (_lines[_footers[^1].NextLine..].Find(static line => !line.IsBlank) is { Number: > 0 } line)
        {
            Refuse(
                line.Number,
                $"'{Shortened(line.Text)}' cannot be placed: it stands after the publication reference that ends the document",
                "remove it, or move the publication reference to the end"
            );
        }
    }

    private string? RegionAbove(int name, Dictionary<int, string> regions) =>
        FilledBefore(name) is { } above ? regions.GetValueOrDefault(above) : null;

    private string? RegionOf(AssessmentHeadings headings, Line line) =>
        _vocabulary.Regions.FirstOrDefault(region =>
            line.Comparable == PrintedText.Comparable($"{region} {headings.RegionHeadingEnding}")
        );

    private static bool IsSegmentHeading(AssessmentHeadings headings, Line line) =>
        line.Comparable.TrimEnd(':') == PrintedText.Comparable(headings.SegmentHeading);

    private static string? AreaOf(AssessmentHeadings headings, Line line) =>
        headings.Areas.FirstOrDefault(area => line.Comparable.TrimEnd(':') == PrintedText.Comparable(area));

    private int? FilledBefore(int index)
    {
        var found = index == 0 ? -1 : _lines.FindLastIndex(index - 1, static line => !line.IsBlank);
        return found < 0 ? null : found;
    }

    private static string Shortened(string text) => text.Length <= 60 ? text : text[..60] + "…";

    [DoesNotReturn]
    private void Refuse(int line, string reason, string remedy) =>
        throw new DocumentNotUnderstoodException(_file, line, reason, remedy);

    // The document is foreign input: every pattern is bounded in time.
    [GeneratedRegex(
        @"\b(?<first>20[0-9]{2})\s?[/\u2010-\u2015-]\s?(?<second>20[0-9]{2}|[0-9]{2})\b",
        RegexOptions.ExplicitCapture,
        1000
    )]
    private static partial Regex YearPattern();

    [GeneratedRegex(@"\breport\b", RegexOptions.IgnoreCase, 1000)]
    private static partial Regex ReportPattern();

    [GeneratedRegex(@"(?<=[.!?])\s", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex SentenceEndPattern();

    [GeneratedRegex(
        @"\bPublications?\s+(approval\s+)?reference(\s+number)?\s*:\s*(?<reference>[A-Z]{2,4}\s?[0-9]{2,8})\s*$",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture,
        1000
    )]
    private static partial Regex PublicationPattern();

    [GeneratedRegex(
        @"^(?<number>[0-9]{1,3})(\s*[.):\u2010-\u2015-]\s*|\s+)(?<label>\p{L}.*)$",
        RegexOptions.ExplicitCapture,
        1000
    )]
    private static partial Regex SegmentPattern();

    /// <summary>A printed line, with its number in the file and in the form it is compared in.</summary>
    private readonly record struct Line(int Number, string Text, string Comparable)
    {
        public bool IsBlank => Comparable.Length == 0;
    }

    /// <summary>A publication reference, and the index of the first line after it.</summary>
    private readonly record struct Footer(int Line, string Reference, int NextLine);

    /// <summary>Where a board begins: indexes of its name's first line and of its segment heading.</summary>
    private readonly record struct BoardStart(
        int Name,
        int SegmentHeading,
        string PrintedName,
        NamedOrganisation Board
    );
}
