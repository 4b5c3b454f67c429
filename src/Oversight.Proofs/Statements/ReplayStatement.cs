using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Oversight.Proofs.Notes;
using Oversight.Proofs.Trees;

namespace Oversight.Proofs.Statements;

/// <summary>
/// What a record answers at a place, in hashes (docs/proofs.md, Statements), so that two who replayed it compare a line. It is the text of a note
/// that is signed apart from checkpoints; without a signature it is the text alone.
/// </summary>
/// <param name="Origin">The record's name in its checkpoints.</param>
/// <param name="Size">How many entries, from place 0 on, the answers rest on.</param>
/// <param name="Root">The root over these entries.</param>
/// <param name="On">The day that is asked about.</param>
/// <param name="Set">The name of the set of questions that were asked.</param>
/// <param name="Program">The version of the program that answered.</param>
/// <param name="Answers">The answers, in the order of the set.</param>
public sealed record ReplayStatement(
    string Origin,
    long Size,
    TreeHash Root,
    DateOnly On,
    string Set,
    string Program,
    IReadOnlyList<StatedAnswerHash> Answers
)
{
    // No key has a space in its name, and the second line is no number: it is neither a checkpoint nor a rotation.
    private const string FirstLine = "oversight replay statement";
    private const string DayFormat = "yyyy-MM-dd";
    private const int HashDigits = 64;

    /// <summary>
    /// The line that two compare: the SHA-256, in hexadecimal, of what was asked and answered. Which version of the program answered is no part of it.
    /// </summary>
    public string Line =>
        Convert.ToHexStringLower(SHA256.HashData(StrictText.ToUtf8($"{FirstLine}\n{Asked()}{Answered()}")));

    /// <summary>The statement as the text of a note.</summary>
    /// <exception cref="ProofException">Something of it is not one line, a name is there twice, or it is longer than a note can be.</exception>
    public string ToText()
    {
        RequireLines();
        var text = $"{FirstLine}\n{Asked()}program {Program}\nline {Line}\n{Answered()}";
        // Room for a signature too.
        return Encoding.UTF8.GetByteCount(text) <= SignedNote.MostBytes - 1024
            ? text
            : throw new ProofException(
                $"A statement of {Answers.Count} answers is longer than a note can be ({SignedNote.MostBytes} bytes)."
            );
    }

    /// <summary>Reads the text of a statement.</summary>
    /// <exception cref="ProofException">It is not one, or its line is not that of what it says.</exception>
    public static ReplayStatement Parse(string text)
    {
        var rest = text.AsSpan();
        if (!StrictText.TryLine(ref rest, out var first) || !first.SequenceEqual(FirstLine))
        {
            throw new ProofException($"The first line of a statement is \"{FirstLine}\".");
        }

        var origin = Take(ref rest, "record");
        var size = Take(ref rest, "size");
        var root = Take(ref rest, "root");
        var on = Take(ref rest, "on");
        var set = Take(ref rest, "set");
        var program = Take(ref rest, "program");
        var line = Take(ref rest, "line");
        if (!StrictText.TryNumber(size, out var entries))
        {
            throw new ProofException("The size of a statement is a number in decimal.");
        }
        if (!TreeHash.TryParse(root, out var hash))
        {
            throw new ProofException("The root of a statement is a hash in base64.");
        }
        if (!DateOnly.TryParseExact(on, DayFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
        {
            throw new ProofException("The day of a statement is written as 2026-03-31.");
        }

        var statement = new ReplayStatement(origin, entries, hash, day, set, program, TakeAnswers(rest));
        // It has one form: what could be read and is written otherwise is another text.
        return statement.ToText() == text && statement.Line == line
            ? statement
            : throw new ProofException("The line of the statement is not that of what it says: something was changed.");
    }

    /// <summary>Reads a statement with its signatures, or without any.</summary>
    /// <returns>The statement, and the note that it is the text of; null when nobody has signed it.</returns>
    /// <exception cref="ProofException">It is not one.</exception>
    public static (ReplayStatement Statement, SignedNote? Note) Read(ReadOnlySpan<byte> file)
    {
        var text = StrictText.FromUtf8(file, SignedNote.MostBytes, "statement");
        if (!text.Contains("\n\n", StringComparison.Ordinal))
        {
            return (Parse(text), null);
        }
        var note = SignedNote.Parse(file);
        return (Parse(note.Text), note);
    }

    private static string Take(ref ReadOnlySpan<char> rest, string word)
    {
        if (
            !StrictText.TryLine(ref rest, out var line)
            || !line.StartsWith(word, StringComparison.Ordinal)
            || line.Length < word.Length + 2
            || line[word.Length] != ' '
        )
        {
            throw new ProofException($"The statement lacks its line \"{word} …\", or it stands elsewhere.");
        }
        return line[(word.Length + 1)..].ToString();
    }

    private static List<StatedAnswerHash> TakeAnswers(ReadOnlySpan<char> rest)
    {
        var answers = new List<StatedAnswerHash>();
        while (StrictText.TryLine(ref rest, out var line))
        {
            if (line.Length < HashDigits + 2 || line[HashDigits] != ' ')
            {
                throw new ProofException($"Answer {answers.Count + 1} of the statement is not a hash and a name.");
            }
            answers.Add(new(line[(HashDigits + 1)..].ToString(), line[..HashDigits].ToString()));
        }
        return rest.IsEmpty ? answers : throw new ProofException("The last line of the statement does not end.");
    }

    private string Asked() =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"record {Origin}\nsize {Size}\nroot {Root}\non {On.ToString(DayFormat, CultureInfo.InvariantCulture)}\nset {Set}\n"
        );

    private string Answered() => string.Concat(Answers.Select(answer => $"{answer.Sha256} {answer.Name}\n"));

    private void RequireLines()
    {
        MerkleTree.RequireSize(Size);
        VerifierKey.RequireName(Origin);
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var text in Answers.Select(answer => answer.Name).Prepend(Set).Prepend(Program))
        {
            if (text.Length == 0 || text.Any(char.IsControl))
            {
                throw new ProofException(
                    "The set, the program and each name of a statement is one line, and not empty."
                );
            }
        }
        foreach (var answer in Answers)
        {
            if (!names.Add(answer.Name))
            {
                throw new ProofException($"The statement answers {answer.Name} twice.");
            }
            if (answer.Sha256.Length != HashDigits || !answer.Sha256.All(char.IsAsciiHexDigitLower))
            {
                throw new ProofException($"The hash of {answer.Name} is not 64 hexadecimal digits in small letters.");
            }
        }
    }
}
