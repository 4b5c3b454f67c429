using System.IO.Compression;
using System.Text;
using System.Xml;
using System.Xml.Linq;

namespace Oversight.Ledger;

/// <summary>A type of document that is kept, and how to tell that a file really is one.</summary>
public sealed class DocumentType
{
    private const int LongestName = 255;
    private const string PartsOfOffice = "application/vnd.openxmlformats-officedocument.";
    private const string ContentTypes = "[Content_Types].xml";

    /// <summary>What files of some kinds begin with; also of kinds that are not kept, so that a refusal can say what was found.</summary>
    private static readonly (byte[] Bytes, string Words)[] Signatures =
    [
        ("%PDF-"u8.ToArray(), "a PDF"),
        ([0x89, .. "PNG\r\n"u8, 0x1a, 0x0a], "a PNG image"),
        ([0xff, 0xd8, 0xff], "a JPEG image"),
        ("PK\x03\x04"u8.ToArray(), "a ZIP archive"),
        ([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1], "a file of Office before 2007, or an encrypted one"),
        ("GIF8"u8.ToArray(), "a GIF image"),
        ([.. "MZ"u8, 0x90], "a Windows program"),
        ([0x7f, .. "ELF"u8], "a Linux program"),
        ("{\\rtf"u8.ToArray(), "an RTF text"),
        ([0x1f, 0x8b], "a gzip archive"),
    ];

    private readonly Func<Stream, string?> finding;

    private DocumentType(string mediaType, string words, string[] extensions, Func<Stream, string?> finding)
    {
        this.finding = finding;
        MediaType = mediaType;
        Words = words;
        Extensions = extensions;
    }

    /// <summary>Every type that is kept.</summary>
    public static IReadOnlyList<DocumentType> All { get; } =
    [
        Signed("application/pdf", "a PDF", "pdf"),
        Office("wordprocessingml.document", "a Word document", "docx"),
        Office("spreadsheetml.sheet", "an Excel workbook", "xlsx"),
        Office("presentationml.presentation", "a PowerPoint presentation", "pptx"),
        OpenDocument("text", "an OpenDocument text", "odt"),
        OpenDocument("spreadsheet", "an OpenDocument spreadsheet", "ods"),
        Signed("image/png", "a PNG image", "png"),
        Signed("image/jpeg", "a JPEG image", "jpg", "jpeg"),
        new("text/csv", "a CSV file in UTF-8", ["csv"], NotText),
        new("text/plain", "a text in UTF-8", ["txt"], NotText),
    ];

    /// <summary>The media type without parameters, in small letters.</summary>
    public string MediaType { get; }

    /// <summary>What it is, with its article.</summary>
    public string Words { get; }

    /// <summary>The extensions that its files have, without the dot; the usual one first.</summary>
    public IReadOnlyList<string> Extensions { get; }

    /// <summary>The type of that media type.</summary>
    /// <exception cref="BadInputException">None that is kept.</exception>
    public static DocumentType Of(string mediaType) =>
        All.FirstOrDefault(type => type.MediaType.Equals(mediaType.Trim(), StringComparison.OrdinalIgnoreCase))
        ?? throw new BadInputException(
            "mediaType",
            $"\"{mediaType}\" is not kept; documents are kept as {string.Join(", ", All.Select(type => type.MediaType))}."
        );

    /// <summary>The type that a file's name says.</summary>
    /// <exception cref="BadInputException">None that is kept.</exception>
    public static DocumentType OfName(string fileName) =>
        All.FirstOrDefault(type => type.Fits(fileName))
        ?? throw new BadInputException(
            "fileName",
            $"\"{fileName}\" has no extension of a type that is kept: {string.Join(", ", All.SelectMany(type => type.Extensions))}."
        );

    /// <summary>Checks the name under which a document of this type is handed in.</summary>
    /// <returns>The name, trimmed.</returns>
    /// <exception cref="BadInputException">
    /// It is empty or too long, names a folder, holds characters that cannot be seen, or its extension is another type's.
    /// </exception>
    public string CheckName(string? fileName, string field = "fileName")
    {
        var name = BadInputException.Text(fileName, field, LongestName);
        if (name.EnumerateRunes().FirstOrDefault(r => IsHostile(r)) is { Value: not 0 } hostile)
        {
            throw new BadInputException(
                field,
                $"holds the character U+{hostile.Value:X4}: give the file's own name, without a folder and without characters that "
                    + "cannot be seen."
            );
        }

        return Fits(name)
            ? name
            : throw new BadInputException(
                field,
                $"\"{name}\" is not the name of {Words}: its extension must be .{string.Join(" or .", Extensions)}."
            );
    }

    /// <summary>A name that is safe to save the document under, whatever an entry calls it.</summary>
    /// <param name="fileName">What it is called; null when nobody gave it a name.</param>
    /// <param name="sha256">Its hash, which is its name when it has no other.</param>
    public string SafeName(string? fileName, string sha256)
    {
        var name = new StringBuilder();
        foreach (var rune in (fileName ?? "").Trim().EnumerateRunes())
        {
            name.Append(IsHostile(rune) || rune == Rune.ReplacementChar ? "_" : rune.ToString());
        }

        var safe = name.Length == 0 ? sha256 : name.ToString();
        return Fits(safe) ? safe : $"{safe}.{Extensions[0]}";
    }

    /// <summary>Checks that a file is what it was declared to be.</summary>
    /// <param name="file">The whole file; it is read from its beginning, a little at a time.</param>
    /// <exception cref="BadInputException">It is something else; says what was declared and what was found.</exception>
    public void CheckContent(Stream file)
    {
        file.Position = 0;
        if (finding(file) is { } found)
        {
            throw new BadInputException(
                "mediaType",
                $"{MediaType} was declared, which is {Words}; what was sent is {found}."
            );
        }
    }

    // Folders, line ends and other controls, and what turns the direction of writing, so that a name reads as another one.
    private static bool IsHostile(Rune rune) =>
        rune.Value
            is '/'
                or '\\'
                or 0x061c
                or (>= 0x200e and <= 0x200f)
                or (>= 0x202a and <= 0x202e)
                or (>= 0x2066 and <= 0x2069)
        || Rune.GetUnicodeCategory(rune)
            is UnicodeCategory.Control
                or UnicodeCategory.LineSeparator
                or UnicodeCategory.ParagraphSeparator;

    private bool Fits(string fileName) =>
        Path.GetFileNameWithoutExtension(fileName).Length > 0
        && Extensions.Contains(Path.GetExtension(fileName).TrimStart('.'), StringComparer.OrdinalIgnoreCase);

    private static DocumentType Signed(string mediaType, string words, params string[] extensions) =>
        new(mediaType, words, extensions, file => Begins(file) is var found && found == words ? null : found);

    private static DocumentType Office(string kind, string words, string extension) =>
        new(PartsOfOffice + kind, words, [extension], file => InArchive(file, a => NotOffice(a, PartsOfOffice + kind)));

    private static DocumentType OpenDocument(string kind, string words, string extension)
    {
        var mediaType = $"application/vnd.oasis.opendocument.{kind}";
        return new(mediaType, words, [extension], file => InArchive(file, a => NotOpenDocument(a, mediaType)));
    }

    // What a file is by its first bytes.
    private static string Begins(Stream file)
    {
        Span<byte> buffer = stackalloc byte[16];
        var first = buffer[..file.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false)];
        foreach (var (bytes, words) in Signatures)
        {
            if (first.StartsWith(bytes))
            {
                return words;
            }
        }

        return $"something that begins with the bytes {Convert.ToHexString(first)}";
    }

    private static string? InArchive(Stream file, Func<ZipArchive, string?> finding)
    {
        if (Begins(file) is var found && found != "a ZIP archive")
        {
            return found;
        }

        try
        {
            // Reads the archive's list, which is at its end; nothing is unpacked but the one entry that is looked into.
            using var archive = new ZipArchive(file, ZipArchiveMode.Read, leaveOpen: true);
            return finding(archive);
        }
        catch (Exception e) when (e is InvalidDataException or XmlException or NotSupportedException)
        {
            return "a ZIP archive that is damaged or cut off";
        }
    }

    // Its list of parts names the main one's type: a document with macros has another.
    private static string? NotOffice(ZipArchive archive, string mediaType)
    {
        if (archive.GetEntry(ContentTypes) is not { } types)
        {
            return "a ZIP archive without an Office document in it";
        }

        using var reader = XmlReader.Create(
            types.Open(),
            new XmlReaderSettings
            {
                CloseInput = true,
                DtdProcessing = DtdProcessing.Prohibit,
                MaxCharactersInDocument = 1024 * 1024,
            }
        );
        string[] main =
        [
            .. XDocument
                .Load(reader)
                .Descendants()
                .Attributes("ContentType")
                .Select(type => type.Value)
                .Where(type => type.Contains(".main+xml", StringComparison.Ordinal)),
        ];
        return main.Contains($"{mediaType}.main+xml") ? null
            : main is [.., var other] ? $"an Office document of type {Visible(other)}"
            : "an Office document of another kind";
    }

    private static string? NotOpenDocument(ZipArchive archive, string mediaType)
    {
        if (archive.GetEntry("mimetype") is not { } entry)
        {
            return "a ZIP archive without an OpenDocument in it";
        }

        using var content = entry.Open();
        Span<byte> buffer = stackalloc byte[100];
        var said = Encoding.ASCII.GetString(
            buffer[..content.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false)]
        );
        return said == mediaType ? null : $"an archive of type {Visible(said)}";
    }

    // What a file says of itself is shown on terminals too.
    private static string Visible(string text) =>
        new([.. text.Take(LongestName).Select(c => c is >= ' ' and <= '~' ? c : '?')]);

    private static string? NotText(Stream file)
    {
        if (Begins(file) is var found && Signatures.Any(signature => signature.Words == found))
        {
            return found;
        }

        file.Position = 0;
        using var reader = new StreamReader(
            file,
            new UTF8Encoding(false, throwOnInvalidBytes: true),
            detectEncodingFromByteOrderMarks: false,
            leaveOpen: true
        );
        var block = new char[16 * 1024];
        try
        {
            while (reader.Read(block) is > 0 and var read)
            {
                if (block.AsSpan(0, read).Contains('\0'))
                {
                    return "no text: it holds a NUL";
                }
            }

            return null;
        }
        catch (DecoderFallbackException)
        {
            return "not in UTF-8";
        }
    }
}
