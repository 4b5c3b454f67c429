using Oversight.Projections.Letters;
using Oversight.Proofs.Receipts;

namespace Oversight.Desk.Letters;

/// <summary>As what file a draft of a letter is written.</summary>
public enum LetterFormat
{
    /// <summary>A page that any browser shows and prints.</summary>
    Html,

    /// <summary>A document for Word and other word processors, to go on writing in.</summary>
    Docx,
}

/// <summary>A draft of a letter as a file: the same draft is the same bytes.</summary>
/// <param name="Name">The name to save it under.</param>
/// <param name="MediaType">What kind of file it is.</param>
/// <param name="Content">Its bytes.</param>
public sealed record LetterFile(string Name, string MediaType, byte[] Content)
{
    /// <summary>The media type of a page.</summary>
    public const string Html = "text/html";

    /// <summary>The media type of a document for word processors.</summary>
    public const string Word = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

    /// <summary>Writes a draft.</summary>
    /// <param name="draft">The draft.</param>
    /// <param name="format">As what it is written.</param>
    /// <param name="leaves">
    /// What its reader can compare of the entries that it tells of; none where they are not to be told. A page has a code of each too; a document that
    /// is written on has the words alone, which are moved with the rest of it.
    /// </param>
    public static LetterFile Of(LetterDraft draft, LetterFormat format, IReadOnlyList<EntryLeaf> leaves) =>
        format == LetterFormat.Html
            ? new($"{draft.FileName}.html", Html, LetterHtml.Write(draft, leaves))
            : new($"{draft.FileName}.docx", Word, LetterWord.Write(draft, leaves));

    /// <summary>What stands at the head of a letter, line by line: what it is called, and what it says.</summary>
    internal static IEnumerable<(string What, string Value)> Head(LetterDraft draft) =>
        [
            ("To", InWords.Several(draft.To)),
            ("Addressed to", "[not stated: the role and the address]"),
            ("From", draft.From),
            ("Date", "[not stated: the date of the letter]"),
            ("Reference", $"{draft.Entry}"),
        ];

    /// <summary>What a reader is told of an entry, to be compared years later.</summary>
    internal static string Compared(EntryLeaf leaf) =>
        $"This letter tells of the entry at place {leaf.Place} of the record {leaf.Origin}, which has the hash {leaf.Digits}. Whoever has the entry's "
        + "receipt can compare them with no server: oversight verify receipt says place and hash. They are of the entry, and not of the words of this letter.";

    /// <summary>How it ends.</summary>
    internal static IEnumerable<string> End(LetterDraft draft) =>
        [$"Decided: {draft.Decided}.", "[not stated: signature and name]", draft.Role, draft.From];
}
