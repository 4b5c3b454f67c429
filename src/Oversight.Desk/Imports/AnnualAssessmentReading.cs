using System.Text.RegularExpressions;

namespace Oversight.Desk.Imports;

/// <summary>
/// One reading of one document. A board's name looks like any short line; it is known only by the segment heading under it. So
/// the segment headings are found first, from them the names, from the names the regions' headings, and only then is the text
/// between them read in order.
/// </summary>
internal sealed partial class AnnualAssessmentReading
{
    // Lines over which a long name may be wrapped.
    private const int LongestName = 3;

    private readonly AssessmentVocabulary vocabulary;
    private readonly PrintedLines lines;
    private readonly AssessmentHeadings headings;
    private readonly Dictionary<int, (string Label, int Line)> labels = [];

    public AnnualAssessmentReading(string file, IReadOnlyList<string> lines, AssessmentVocabulary vocabulary)
    {
        this.vocabulary = vocabulary;
        this.lines = new(file, lines);
        headings = ChooseHeadings();
    }

    public AnnualAssessmentDocument Document(string? year, string? publication)
    {
        year ??= AssessmentYear.SaidIn(lines, SegmentHeadings().First());
        var starts = FindBoards(vocabulary.BoardsOf(year));
        var regions = FindRegions(starts);
        publication ??= lines.PublicationReference();
        lines.RefuseLinesAfterFooter(starts[^1].SegmentHeading);

        var boards = new List<AssessedBoard>();
        var region = "";
        foreach (var (index, start) in starts.Index())
        {
            region = RegionAbove(start.Name, regions) ?? region;
            var end = lines.Count;
            if (index + 1 < starts.Count)
            {
                var next = starts[index + 1].Name;
                end = RegionAbove(next, regions) is null ? next : lines.FilledBefore(next)!.Value;
            }

            boards.Add(ReadBoard(start, region, end));
        }

        return new AnnualAssessmentDocument(publication, year, boards);
    }

    private AssessmentHeadings ChooseHeadings()
    {
        var counted = vocabulary
            .Headings.Where(set => lines.All.Any(line => line.Is(set.SegmentHeading)))
            .Select(set =>
                (Set: set, Lines: lines.All.Count(line => line.Is(set.SegmentHeading) || set.Areas.Any(line.Is)))
            )
            .OrderByDescending(static counted => counted.Lines)
            .ToList();
        if (counted.Count == 0)
        {
            var known = vocabulary.Headings.Select(static set => $"'{set.SegmentHeading}'").Distinct();
            throw lines.NotUnderstood(
                1,
                $"no board was found: no line is {string.Join(" or ", known)}",
                "check that this is the annual assessment's text, or give the headings of its year (--headings FILE)"
            );
        }

        return counted.Count == 1 || counted[0].Lines != counted[1].Lines
            ? counted[0].Set
            : throw lines.NotUnderstood(
                1,
                $"the headings of '{counted[0].Set.Name}' and of '{counted[1].Set.Name}' fit equally well",
                "give the headings of this document's year alone (--headings FILE)"
            );
    }

    private IEnumerable<int> SegmentHeadings() =>
        Enumerable.Range(0, lines.Count).Where(index => lines[index].Is(headings.SegmentHeading));

    private List<BoardStart> FindBoards(OrganisationNames boards)
    {
        var starts = new List<BoardStart>();
        foreach (var start in SegmentHeadings().Select(index => BoardStartAbove(index, boards)))
        {
            if (starts.FindIndex(other => other.Board.Ods == start.Board.Ods) is >= 0 and var first)
            {
                throw lines.NotUnderstood(
                    lines[start.Name],
                    $"'{start.PrintedName}' ({start.Board.Ods}) stands here a second time; the first is at line {lines[starts[first].Name].Number}",
                    "remove one, or correct the name"
                );
            }

            starts.Add(start);
        }

        return starts;
    }

    private BoardStart BoardStartAbove(int segmentHeading, OrganisationNames boards)
    {
        var heading = lines[segmentHeading];
        if (
            lines.FilledBefore(segmentHeading) is not { } last
            || lines[last].Is(headings.SegmentHeading)
            || AreaOf(lines[last]) is not null
            || RegionOf(lines[last]) is not null
        )
        {
            throw lines.NotUnderstood(
                heading,
                $"no board's name stands above '{heading.Text}'",
                "put the name on the line above"
            );
        }

        // The longest reading counts: "Mid and South" / "Essex" is one wrapped name, though "Essex" may be another board's. But
        // a line that adds nothing to the name (a paragraph ending in "the" or "NHS") is none of it.
        BoardStart? found = null;
        for (var first = Math.Max(0, last - LongestName + 1); first <= last; first++)
        {
            var printed = lines[first..(last + 1)];
            var name = string.Join(' ', printed.Select(static line => line.Text));
            if (
                !printed.Exists(static line => line.IsBlank)
                && boards.Find(name) is { } board
                && (found is null || found.Value.Board == board)
            )
            {
                found = new BoardStart(first, segmentHeading, name, board);
            }
        }

        return found
            ?? throw lines.NotUnderstood(
                lines[last],
                $"'{lines[last].Shortened}' stands where a board's name is expected, above '{heading.Text}', but no board of this year is called so",
                "correct the name, or add it to the names the board is also known by"
            );
    }

    // Index of each region's heading, and the region's name.
    private Dictionary<int, string> FindRegions(List<BoardStart> starts)
    {
        var ending = " " + PrintedText.Comparable(headings.RegionHeadingEnding);
        var regions = new Dictionary<int, string>();
        foreach (var start in starts)
        {
            if (
                lines.FilledBefore(start.Name) is not { } above
                || !lines[above].Comparable.EndsWith(ending, StringComparison.Ordinal)
            )
            {
                continue;
            }

            var region =
                RegionOf(lines[above])
                ?? throw lines.NotUnderstood(
                    lines[above],
                    $"'{lines[above].Shortened}' stands where a region's heading is expected, but is no known region",
                    $"the regions are {string.Join(", ", vocabulary.Regions)}"
                );
            if (regions.FirstOrDefault(found => found.Value == region) is { Value: not null } earlier)
            {
                throw lines.NotUnderstood(
                    lines[above],
                    $"the region '{region}' has a second heading; the first is at line {lines[earlier.Key].Number}",
                    "put all its boards under one heading"
                );
            }

            regions.Add(above, region);
        }

        if (RegionAbove(starts[0].Name, regions) is null)
        {
            throw lines.NotUnderstood(
                lines[starts[0].Name],
                $"no region's heading stands above the first board, '{starts[0].PrintedName}'",
                $"a region's name and '{headings.RegionHeadingEnding}' are needed on the line above"
            );
        }

        // Before the first one, the introduction may list the regions.
        for (var index = regions.Keys.Min(); index < lines.Count; index++)
        {
            if (!regions.ContainsKey(index) && RegionOf(lines[index]) is { } region)
            {
                throw lines.NotUnderstood(
                    lines[index],
                    $"no board stands directly under the heading of the region '{region}'",
                    $"a board's name and the line '{headings.SegmentHeading}' are needed there"
                );
            }
        }

        return regions;
    }

    private AssessedBoard ReadBoard(BoardStart start, string region, int end)
    {
        var (name, nameLine) = (start.PrintedName, lines[start.Name].Number);
        if (start.Board.Region is { } expected && expected != region)
        {
            throw lines.NotUnderstood(
                nameLine,
                $"'{name}' stands under the region '{region}', but is a board of '{expected}'",
                "check whether a region's heading is missing above it"
            );
        }

        var index = start.SegmentHeading + 1;
        while (index < end && lines[index].IsBlank)
        {
            index++;
        }

        if (index == end)
        {
            throw lines.NotUnderstood(
                lines[start.SegmentHeading],
                $"no segment stands under '{name}'",
                "put it on the line below"
            );
        }

        var segment = Segment(lines[index], name);
        var areas = ReadAreas(name, index + 1, end);
        foreach (var heading in headings.Areas.Where(heading => !areas.Exists(area => area.Heading == heading)))
        {
            throw lines.NotUnderstood(
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
            lines[index].Text,
            lines[index].Number,
            areas
        );
    }

    private int Segment(PrintedLine line, string board)
    {
        var match = SegmentPattern().Match(line.Text);
        var number = match.Success ? int.Parse(match.Groups["number"].ValueSpan, CultureInfo.InvariantCulture) : 0;
        if (number < 1 || number > headings.HighestSegment)
        {
            throw lines.NotUnderstood(
                line,
                $"'{line.Shortened}' under '{board}' is not a segment",
                $"a number from 1 to {headings.HighestSegment} and its label are needed, such as '1. No support needs'"
            );
        }

        // A mistyped number is the one mistake here that would change a fact unseen; the label gives it away.
        var label = PrintedText.Comparable(match.Groups["label"].Value);
        foreach (var (otherNumber, other) in labels)
        {
            if ((otherNumber == number) != (other.Label == label))
            {
                throw lines.NotUnderstood(
                    line,
                    $"'{line.Shortened}' under '{board}' does not agree with line {other.Line}, where segment {otherNumber} is '{other.Label}'",
                    "one number must have one label: correct the one that is wrong"
                );
            }
        }

        labels.TryAdd(number, (label, line.Number));
        return number;
    }

    private List<AssessedArea> ReadAreas(string board, int begin, int end)
    {
        var areas = new List<AssessedArea>();
        for (var index = begin; index < end; )
        {
            var line = lines[index++];
            if (line.IsBlank)
            {
                continue;
            }

            var heading =
                AreaOf(line)
                ?? throw lines.NotUnderstood(
                    line,
                    $"'{line.Shortened}' cannot be placed: it stands under '{board}' before the first area's heading",
                    $"the headings are {string.Join("; ", headings.Areas)}"
                );
            if (areas.Exists(area => area.Heading == heading))
            {
                throw lines.NotUnderstood(
                    line,
                    $"the area '{heading}' stands a second time under '{board}'",
                    $"remove one, or check whether the next board's line '{headings.SegmentHeading}' is missing"
                );
            }

            var text = new List<PrintedLine>();
            while (index < end && AreaOf(lines[index]) is null)
            {
                text.Add(lines[index++]);
            }

            var first = text.FindIndex(static printed => !printed.IsBlank);
            if (first < 0)
            {
                throw lines.NotUnderstood(
                    line,
                    $"the area '{heading}' of '{board}' has no text",
                    "put its text on the lines below"
                );
            }

            var printed = text[first..(text.FindLastIndex(static printed => !printed.IsBlank) + 1)];
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

    private string? RegionAbove(int name, Dictionary<int, string> regions) =>
        lines.FilledBefore(name) is { } above ? regions.GetValueOrDefault(above) : null;

    private string? RegionOf(PrintedLine line) =>
        vocabulary.Regions.FirstOrDefault(region =>
            line.Comparable == PrintedText.Comparable($"{region} {headings.RegionHeadingEnding}")
        );

    private string? AreaOf(PrintedLine line) => headings.Areas.FirstOrDefault(line.Is);

    // The document is foreign input: the pattern is bounded in time.
    [GeneratedRegex(
        @"^(?<number>[0-9]{1,3})(\s*[.):\u2010-\u2015-]\s*|\s+)(?<label>\p{L}.*)$",
        RegexOptions.ExplicitCapture,
        1000
    )]
    private static partial Regex SegmentPattern();

    // Where a board begins: indexes of its name's first line and of its segment heading.
    private readonly record struct BoardStart(
        int Name,
        int SegmentHeading,
        string PrintedName,
        NamedOrganisation Board
    );
}
