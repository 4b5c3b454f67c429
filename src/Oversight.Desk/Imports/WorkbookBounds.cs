using System.IO.Compression;
using System.IO.Hashing;
using System.Xml;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;

namespace Oversight.Desk.Imports;

/// <summary>
/// What a workbook may hold at most before the library reads it, which takes a part, or an element with all that is in it, into memory at
/// once, by a call for each level of it.
/// </summary>
internal static class WorkbookBounds
{
    public const long LargestUncompressed = 200L * 1024 * 1024;

    private const int MostParts = 1_000;

    // What is read element by element is nested less deeply than this in every real workbook.
    private const int DeepestNesting = 100;
    private const int LongestTag = 100_000;
    private const int MostElementsAtOnce = 500_000;

    private static readonly XmlReaderSettings Xml = new()
    {
        DtdProcessing = DtdProcessing.Prohibit,
        IgnoreComments = true,
        IgnoreProcessingInstructions = true,
        MaxCharactersInDocument = LargestUncompressed,
    };

    /// <summary>Checks a workbook's bytes.</summary>
    /// <exception cref="DocumentNotUnderstoodException">It is too large once it is unpacked.</exception>
    /// <exception cref="InvalidDataException">Its bytes are not those that were written.</exception>
    public static void CheckPackage(string file, byte[] bytes)
    {
        using var archive = new ZipArchive(new MemoryStream(bytes, writable: false));
        if (archive.Entries.Count > MostParts)
        {
            throw TooLargeUnpacked(file);
        }

        var left = LargestUncompressed;
        foreach (var entry in archive.Entries)
        {
            Unpack(file, entry, ref left);
            // What a package says of its parts is read by the library before any of them can be looked at.
            if (IsAboutParts(entry.FullName))
            {
                using var part = entry.Open();
                CheckElements(file, entry.FullName, part, oneByOne: false);
            }
        }
    }

    /// <summary>Checks a part before it is read.</summary>
    /// <exception cref="DocumentNotUnderstoodException">It is nested too deeply, or holds too much.</exception>
    public static void Check(string file, OpenXmlPart? part)
    {
        if (part is not null)
        {
            using var stream = part.GetStream(FileMode.Open, FileAccess.Read);
            CheckElements(file, part.Uri.ToString(), stream, part is WorksheetPart or SharedStringTablePart);
        }
    }

    /// <summary>The elements of a part one after another: a large sheet is never in memory as a whole.</summary>
    public static IEnumerable<T> Elements<T>(OpenXmlPart? part)
        where T : OpenXmlElement
    {
        if (part is null)
        {
            yield break;
        }

        using var reader = OpenXmlReader.Create(part);
        while (reader.Read())
        {
            if (reader.ElementType == typeof(T) && reader.IsStartElement)
            {
                yield return (T)reader.LoadCurrentElement()!;
            }
        }
    }

    /// <summary>Refuses a workbook that holds more than a tracker.</summary>
    public static DocumentNotUnderstoodException TooLarge(string file, string what) =>
        new(
            file,
            1,
            $"the workbook is too large: {what}",
            "copy the tracker into a workbook of its own, and save that as .xlsx"
        );

    private static DocumentNotUnderstoodException TooLargeUnpacked(string file) =>
        TooLarge(file, $"more than {LargestUncompressed:N0} bytes in {MostParts:N0} parts once it is unpacked");

    private static bool IsAboutParts(string part) =>
        part.EndsWith(".rels", StringComparison.OrdinalIgnoreCase)
        || part.Equals("[Content_Types].xml", StringComparison.OrdinalIgnoreCase);

    // To nowhere: what it says of its sizes may be a lie, and what it says of its sums is checked by nobody else; a byte that changed
    // would be read as if it had been written. Attributes are compared with one another: what they cost grows with the square of their
    // number.
    private static void Unpack(string file, ZipArchiveEntry entry, ref long left)
    {
        var sum = new Crc32();
        var buffer = new byte[81_920];
        var (tag, isXml) = (-1, (bool?)null);
        using var part = entry.Open();
        for (int read; (read = part.Read(buffer)) > 0; )
        {
            left -= read;
            if (left < 0)
            {
                throw TooLargeUnpacked(file);
            }

            sum.Append(buffer.AsSpan(0, read));
            // Whatever it is called: by a tag, a space or a byte order mark, and not as a picture begins.
            isXml ??=
                buffer[0] is (byte)'<' or (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n' or 0xEF or 0xFE or 0xFF;
            foreach (var b in isXml.Value ? buffer.AsSpan(0, read) : [])
            {
                tag =
                    b == (byte)'>' ? -1
                    : b == (byte)'<' || tag >= 0 ? tag + 1
                    : -1;
                if (tag > LongestTag)
                {
                    throw TooLarge(file, $"a tag of more than {LongestTag:N0} bytes in its part {entry.FullName}");
                }
            }
        }

        if (sum.GetCurrentHashAsUInt32() != entry.Crc32)
        {
            throw new InvalidDataException($"The bytes of its part {entry.FullName} are not those that were written.");
        }
    }

    // By a reader that keeps nothing of it. Rows and texts are read one after another, everything else of a part at once.
    private static void CheckElements(string file, string part, Stream stream, bool oneByOne)
    {
        using var reader = XmlReader.Create(stream, Xml);
        var (whole, elements) = (oneByOne ? int.MaxValue : -1, 0);
        while (reader.Read())
        {
            if (reader.NodeType != XmlNodeType.Element)
            {
                continue;
            }

            if (reader.Depth > DeepestNesting)
            {
                throw TooLarge(file, $"elements nested deeper than {DeepestNesting} in its part {part}");
            }

            if (oneByOne && reader.Depth <= whole)
            {
                var isRead = reader.LocalName is "row" or "mergeCell" or "si";
                (whole, elements) = (isRead ? reader.Depth : int.MaxValue, 0);
            }

            if (whole != int.MaxValue && ++elements > MostElementsAtOnce)
            {
                throw TooLarge(file, $"more than {MostElementsAtOnce:N0} elements at once in its part {part}");
            }
        }
    }
}
