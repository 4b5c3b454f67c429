using Oversight.Projections.Letters;

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
    public static LetterFile Of(LetterDraft draft, LetterFormat format) =>
        format == LetterFormat.Html
            ? new($"{draft.FileName}.html", Html, LetterHtml.Write(draft))
            : new($"{draft.FileName}.docx", Word, LetterWord.Write(draft));

    /// <summary>What stands at the head of a letter, line by line: what it is called, and what it says.</summary>
    internal static IEnumerable<(string What, string Value)> Head(LetterDraft draft) =>
        [
            ("To", InWords.Several(draft.To)),
            ("Addressed to", "[not stated: the role and the address]"),
            ("From", draft.From),
            ("Date", "[not stated: the date of the letter]"),
            ("Reference", $"{draft.Entry}"),
        ];

    /// <summary>How it ends.</summary>
    internal static IEnumerable<string> End(LetterDraft draft) =>
        [$"Decided: {draft.Decided}.", "[not stated: signature and name]", draft.Role, draft.From];
}
