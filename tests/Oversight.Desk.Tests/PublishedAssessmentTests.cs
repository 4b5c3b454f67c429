using Oversight.Desk.Imports;
using Oversight.Desk.Reference;
using Oversight.Record;

namespace Oversight.Desk.Tests;

/// <summary>
/// The document that NHS England published for 2023/24. It is not part of the project: these tests run where a copy lies in a
/// folder <c>shared/seeds</c> beside the clone, and are skipped elsewhere.
/// </summary>
public sealed class PublishedAssessmentTests
{
    internal const string FileName = "annual-assessment-of-icbs-2023-24.txt";

    [Fact]
    public void The_published_document_gives_42_boards_their_segments_and_210_texts()
    {
        var document = Read();

        Assert.Equal("PRN01455", document.Publication);
        Assert.Equal("2023/24", document.Year);
        Assert.Equal(42, document.Boards.Count);
        Assert.Equal(
            [1, 13, 25, 3],
            Enumerable.Range(1, 4).Select(number => document.Boards.Count(board => board.Segment == number))
        );
        var areas = document.Boards.SelectMany(board => board.Areas).ToList();
        Assert.Equal(210, areas.Count);
        Assert.All(areas, area => Assert.True(area.Text.Length > 100, area.Text));
        Assert.DoesNotContain(areas, area => area.Text.Contains("PRN", StringComparison.Ordinal));
        Assert.All(
            document.Boards,
            board => Assert.Equal(AssessmentHeadings.BuiltIn.Single().Areas, board.Areas.Select(area => area.Heading))
        );
    }

    [Fact]
    public void Every_printed_name_is_a_board_of_the_reference_data_in_the_same_region()
    {
        var document = Read();
        var expected = ReferenceData
            .Organisations.Where(board => board.Established.Stored == "2022-07-01")
            .Select(board =>
                (board.Ods.Value, ReferenceData.Regions.Single(region => region.Code == board.Region).Name)
            )
            .Order();

        Assert.Equal(expected, document.Boards.Select(board => (board.Ods, board.Region)).Order());
    }

    [Fact]
    public void Every_published_segment_of_the_reference_data_is_what_the_document_prints()
    {
        var read = Read()
            .Boards.Select(board => new PublishedSegment(
                OdsCode.Parse(board.Ods),
                board.Segment,
                board.PrintedSegment
            ));

        Assert.Equal(
            ReferenceData.Segments.Segments.OrderBy(segment => segment.Ods),
            read.OrderBy(segment => segment.Ods)
        );
    }

    [Fact]
    public void Every_line_of_the_body_is_in_exactly_one_place()
    {
        var lines = Lines();
        var document = Read();
        var placed = document
            .Boards.SelectMany(board =>
                board
                    .Areas.SelectMany(area => Enumerable.Range(area.FirstLine - 1, area.LastLine - area.FirstLine + 2))
                    .Concat([board.NameLine, board.NameLine + 1, board.SegmentLine])
            )
            .ToList();

        Assert.Equal(placed.Count, placed.Distinct().Count());
        var others = Enumerable
            .Range(placed.Min(), lines.Count - placed.Min() + 1)
            .Except(placed)
            .Select(number => lines[number - 1])
            .ToList();
        Assert.Equal(6, others.Count(line => line.EndsWith(" integrated care boards", StringComparison.Ordinal)));
        Assert.Equal(
            "Publications reference: PRN01455",
            Assert.Single(others, line => !line.EndsWith(" integrated care boards", StringComparison.Ordinal))
        );
    }

    [Fact]
    public void Any_one_line_of_the_structure_removed_is_noticed()
    {
        var lines = Lines();
        var document = Read();
        var structure = document
            .Boards.SelectMany(board =>
                board
                    .Areas.Select(area => area.FirstLine - 1)
                    .Concat([board.NameLine, board.NameLine + 1, board.SegmentLine])
            )
            .Concat(
                Enumerable
                    .Range(1, lines.Count)
                    .Where(number => lines[number - 1].EndsWith(" integrated care boards", StringComparison.Ordinal))
            )
            .ToList();
        Assert.Equal((42 * 8) + 7, structure.Count);

        foreach (var number in structure)
        {
            var damaged = lines.ToList();
            damaged.RemoveAt(number - 1);
            Assert.Throws<DocumentNotUnderstoodException>(() => Parse(damaged));
        }
    }

    private static AnnualAssessmentDocument Read() => Parse(Lines());

    private static AnnualAssessmentDocument Parse(IReadOnlyList<string> lines) =>
        AnnualAssessmentDocument.Parse(FileName, lines, Vocabularies.VocabularyOfBoardsEstablishedOn("2022-07-01"));

    private static IReadOnlyList<string> Lines()
    {
        var path = Find("seeds", FileName);
        Assert.SkipUnless(path is not null, $"shared/seeds/{FileName} is not beside this clone");
        return AnnualAssessmentDocument.LinesOf(FileName, File.ReadAllBytes(path!));
    }

    internal static string? Find(string folderOfIt, string name)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var path = Path.Combine(folder.FullName, "shared", folderOfIt, name);
            if (File.Exists(path))
            {
                return path;
            }
        }

        return null;
    }
}
