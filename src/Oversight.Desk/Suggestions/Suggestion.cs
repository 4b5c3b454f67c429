using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Oversight.Desk.Suggestions;

/// <summary>
/// A fact that a document was read to state, and that somebody may accept. It is no entry: nothing of it is in the record until then.
/// </summary>
/// <param name="Key">
/// What it is called: the board's code, and twelve digits made of document, words, kind, subject and which fact of its kind it is. The
/// same document, read again, has the same ones, whatever line they have moved to; changed words have another.
/// </param>
/// <param name="Board">The board under which the words stand.</param>
/// <param name="Line">The line on which they begin, from 1.</param>
/// <param name="Area">The heading above them.</param>
/// <param name="Quote">The words, as printed.</param>
/// <param name="Kind">The stored name of the kind of entry.</param>
/// <param name="Subject">The organisation that it is about: the board, or a trust that the words name.</param>
/// <param name="Fields">What the entry would say besides when, by whom and from where.</param>
/// <param name="Pattern">What the pattern is called that found it.</param>
/// <param name="Why">Why the words are read so, in a sentence.</param>
public sealed record Suggestion(
    string Key,
    OdsCode Board,
    int Line,
    string Area,
    string Quote,
    string Kind,
    OdsCode Subject,
    JsonObject Fields,
    string Pattern,
    string Why
)
{
    // Stands in fields for the board's own code, which a reader of a sentence does not know.
    internal const string OwnBoard = "@icb";

    internal static string KeyOf(string document, string year, OdsCode board, OdsCode subject, FoundFact fact)
    {
        var identity = string.Join(
            '\n',
            document,
            year,
            board.Value,
            subject.Value,
            fact.Kind,
            fact.Identity,
            MarkedText.Comparable(fact.Sentence.Printed)
        );
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(identity));
        return $"{board.Value}-{Convert.ToHexStringLower(hash.AsSpan(0, 6))}";
    }
}
