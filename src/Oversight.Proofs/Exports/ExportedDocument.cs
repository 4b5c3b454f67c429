using System.Text;

namespace Oversight.Proofs.Exports;

/// <summary>What an export says of a document that an entry names. Written in small letters.</summary>
public enum DocumentState
{
    /// <summary>Nothing is said.</summary>
    None = 0,

    /// <summary>It is in the export.</summary>
    Here,

    /// <summary>It was kept, and documents were not asked for.</summary>
    Apart,

    /// <summary>It was disposed of: an entry says so.</summary>
    Gone,

    /// <summary>An entry names it, and its bytes were never stored.</summary>
    Missing,
}

/// <summary>A document that an entry names.</summary>
/// <param name="Sha256">Its SHA-256 in 64 hexadecimal digits in small letters.</param>
/// <param name="State">Where its bytes are.</param>
public sealed record ExportedDocument(string Sha256, DocumentState State)
{
    /// <summary>The list of documents, a line each.</summary>
    internal static string ToText(IEnumerable<ExportedDocument> documents)
    {
        var text = new StringBuilder();
        foreach (var one in documents)
        {
            text.Append(one.Sha256).Append(' ').Append(Word(one.State)).Append('\n');
        }
        return text.ToString();
    }

    /// <summary>Reads the list: exactly the documents that entries name, in the order of their hashes.</summary>
    /// <exception cref="ProofException">It is not that.</exception>
    internal static List<ExportedDocument> Parse(string text, IReadOnlyCollection<string> named)
    {
        var documents = new List<ExportedDocument>();
        var rest = text.AsSpan();
        foreach (var sha256 in named)
        {
            if (!StrictText.TryLine(ref rest, out var read))
            {
                throw new ProofException($"document {sha256} is named by an entry, and not in the list");
            }
            var line = read.ToString();
            var state = Enum.GetValues<DocumentState>()
                .Skip(1)
                .Where(state => line == $"{sha256} {Word(state)}")
                .ToList();
            documents.Add(
                state is [var one]
                    ? new ExportedDocument(sha256, one)
                    : throw new ProofException($"the line of document {sha256} is \"{line}\"")
            );
        }
        return rest.IsEmpty
            ? documents
            : throw new ProofException($"no entry names what the list has at its end: \"{rest.TrimEnd('\n')}\"");
    }

    private static string Word(DocumentState state) =>
        state switch
        {
            DocumentState.Here => "here",
            DocumentState.Apart => "apart",
            DocumentState.Gone => "gone",
            _ => "missing",
        };
}
