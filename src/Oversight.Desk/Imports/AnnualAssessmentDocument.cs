using System.Text;
using System.Text.Json;
using Oversight.Desk.Reference;

namespace Oversight.Desk.Imports;

/// <summary>The text assessing one area of a board's work.</summary>
/// <param name="Heading">The area's heading, in the wording of the set of headings the document was read by.</param>
/// <param name="Text">The text as printed; its lines are joined by line feeds, a blank line between paragraphs is kept.</param>
/// <param name="FirstLine">Line of the text's first line, counted from 1.</param>
/// <param name="LastLine">Line of the text's last line.</param>
public sealed record AssessedArea(string Heading, string Text, int FirstLine, int LastLine);

/// <summary>What the document says of one integrated care board.</summary>
/// <param name="Ods">ODS code of the board that the printed name means.</param>
/// <param name="Region">Name of the region whose heading stands above, as the vocabulary has it.</param>
/// <param name="PrintedName">Board's name as printed.</param>
/// <param name="NameLine">Line of the name, counted from 1.</param>
/// <param name="Segment">Segment's number.</param>
/// <param name="PrintedSegment">Segment as printed, for example <c>2. Focused support</c>.</param>
/// <param name="SegmentLine">Line of the segment.</param>
/// <param name="Areas">The assessed areas, each heading of the set once, in the order printed.</param>
public sealed record AssessedBoard(
    string Ods,
    string Region,
    string PrintedName,
    int NameLine,
    int Segment,
    string PrintedSegment,
    int SegmentLine,
    IReadOnlyList<AssessedArea> Areas
);

/// <summary>
/// The headings by which an annual assessment document is read. They change from year to year, so they are data:
/// <c>infra/reference/assessment-headings.json</c>, or a file of the same shape.
/// </summary>
/// <param name="Name">What the set is called in messages, for example <c>2023/24</c>.</param>
/// <param name="SegmentHeading">The line between a board's name and its segment.</param>
/// <param name="RegionHeadingEnding">What follows the region's name in the heading above its boards.</param>
/// <param name="HighestSegment">Highest segment that can be printed; the lowest is 1.</param>
/// <param name="Areas">Headings of the assessed areas.</param>
public sealed record AssessmentHeadings(
    string Name,
    string SegmentHeading,
    string RegionHeadingEnding,
    int HighestSegment,
    IReadOnlyList<string> Areas
)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    /// <summary>Those built into the program.</summary>
    public static IReadOnlyList<AssessmentHeadings> BuiltIn { get; } =
        ReadAll("assessment-headings.json", ReferenceData.Text("assessment-headings.json"));

    /// <summary>Reads a JSON array of sets.</summary>
    /// <exception cref="FormatException">The JSON is not of this shape; the message names the file and what is wrong.</exception>
    public static IReadOnlyList<AssessmentHeadings> ReadAll(string fileName, string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        List<AssessmentHeadings?>? sets;
        try
        {
            sets = JsonSerializer.Deserialize<List<AssessmentHeadings?>>(json, Json);
        }
        catch (JsonException exception)
        {
            throw new FormatException(
                $"{fileName}: not a JSON array of sets of headings: {exception.Message}",
                exception
            );
        }

        if (sets is null or [] || sets.Contains(null))
        {
            throw new FormatException($"{fileName}: a JSON array of at least one set of headings is needed.");
        }

        foreach (var set in sets.OfType<AssessmentHeadings>())
        {
            var headings = set
                .Areas.Append(set.SegmentHeading)
                .Select(static heading => PrintedText.Comparable(heading ?? ""))
                .ToList();
            if (set.Areas.Count == 0 || headings.Contains("") || headings.Distinct().Count() != headings.Count)
            {
                throw new FormatException(
                    $"{fileName}: the set '{set.Name}' needs a segment heading and areas, each filled and different from the others."
                );
            }

            if (set.HighestSegment < 1 || PrintedText.Comparable(set.RegionHeadingEnding).Length == 0)
            {
                throw new FormatException(
                    $"{fileName}: the set '{set.Name}' needs a regionHeadingEnding and a highestSegment of at least 1."
                );
            }
        }

        return [.. sets.OfType<AssessmentHeadings>()];
    }
}

/// <summary>
/// What an annual assessment document is read against: nothing in it is known to the parser otherwise.
/// </summary>
/// <param name="Headings">Known sets of headings; the one of which the document has most lines is used.</param>
/// <param name="Regions">Names of the regions.</param>
/// <param name="BoardsOf">The boards that existed in a financial year, such as <c>2023/24</c>.</param>
public sealed record AssessmentVocabulary(
    IReadOnlyList<AssessmentHeadings> Headings,
    IReadOnlyList<string> Regions,
    Func<string, OrganisationNames> BoardsOf
);

/// <summary>A document has a line that cannot be placed, or lacks one that is needed; nothing of it may be stored.</summary>
public sealed class DocumentNotUnderstoodException(string file, int line, string reason, string remedy)
    : Exception($"{file}({line}): {reason}; {remedy}")
{
    /// <summary>File as it was named to the parser.</summary>
    public string File { get; } = file;

    /// <summary>Line at fault, counted from 1.</summary>
    public int Line { get; } = line;

    /// <summary>What is wrong there.</summary>
    public string Reason { get; } = reason;

    /// <summary>What to do about it.</summary>
    public string Remedy { get; } = remedy;
}

/// <summary>
/// NHS England's published summary of its annual assessments of integrated care boards (National Health Service Act 2006,
/// section 14Z59), read from its text.
/// </summary>
/// <param name="Publication">Publication reference, for example <c>PRN01455</c>.</param>
/// <param name="Year">Financial year assessed, as <c>2023/24</c>; neither the year of publication nor today's.</param>
/// <param name="Boards">The boards, in the order printed.</param>
public sealed record AnnualAssessmentDocument(string Publication, string Year, IReadOnlyList<AssessedBoard> Boards)
{
    /// <summary>
    /// Splits a file's bytes into lines: UTF-8 with or without a byte order mark; line feeds, or carriage returns and line feeds.
    /// </summary>
    /// <exception cref="DocumentNotUnderstoodException">The bytes are not UTF-8 text.</exception>
    public static IReadOnlyList<string> LinesOf(string fileName, ReadOnlySpan<byte> bytes)
    {
        if (bytes is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..])
        {
            throw new DocumentNotUnderstoodException(fileName, 1, "the file is UTF-16, not UTF-8", "save it as UTF-8");
        }

        if (bytes is [0xEF, 0xBB, 0xBF, ..])
        {
            bytes = bytes[3..];
        }

        var lines = new List<string>();
        var utf8 = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
        while (!bytes.IsEmpty)
        {
            var end = bytes.IndexOf((byte)'\n');
            var line = end < 0 ? bytes : bytes[..end];
            try
            {
                lines.Add(utf8.GetString(line is [.., (byte)'\r'] ? line[..^1] : line));
            }
            catch (DecoderFallbackException)
            {
                throw new DocumentNotUnderstoodException(
                    fileName,
                    lines.Count + 1,
                    "the line is not UTF-8 text",
                    "save the document as UTF-8 plain text"
                );
            }

            bytes = end < 0 ? [] : bytes[(end + 1)..];
        }

        return lines;
    }

    /// <summary>Reads the document.</summary>
    /// <param name="fileName">The file's name for messages.</param>
    /// <param name="lines">The document's lines, without line ends.</param>
    /// <param name="vocabulary">Headings, regions and boards.</param>
    /// <param name="year">Year assessed, as <c>2023/24</c>, where it is known otherwise; if null, it is read from the introduction.</param>
    /// <param name="publication">Publication reference, where it is known otherwise; if null, it is read from the document.</param>
    /// <exception cref="ArgumentException"><paramref name="year"/> is not a financial year.</exception>
    /// <exception cref="DocumentNotUnderstoodException">The document cannot be read whole.</exception>
    public static AnnualAssessmentDocument Parse(
        string fileName,
        IReadOnlyList<string> lines,
        AssessmentVocabulary vocabulary,
        string? year = null,
        string? publication = null
    )
    {
        ArgumentNullException.ThrowIfNull(lines);
        ArgumentNullException.ThrowIfNull(vocabulary);
        if (year is not null && AssessmentYear.FinancialYear(year) != year)
        {
            throw new ArgumentException($"'{year}' is not a financial year such as 2023/24.", nameof(year));
        }

        return new AnnualAssessmentReading(fileName, lines, vocabulary).Document(year, publication);
    }
}
