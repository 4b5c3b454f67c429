namespace Oversight.Proofs.Trees;

/// <summary>A proof as it is written: lines of one hash each, and an empty line.</summary>
internal static class HashLines
{
    // No tree has a proof of more.
    private const int Most = 63;

    /// <summary>Takes the lines off the text, up to and with the empty one.</summary>
    public static IReadOnlyList<TreeHash> Take(ref ReadOnlySpan<char> text, string what)
    {
        var hashes = new List<TreeHash>();
        while (StrictText.TryLine(ref text, out var line))
        {
            if (line.IsEmpty)
            {
                return hashes;
            }
            if (!TreeHash.TryParse(line, out var hash))
            {
                throw new ProofException($"Line {hashes.Count + 1} of the {what} is not the base64 of 32 bytes.");
            }
            if (hashes.Count == Most)
            {
                throw new ProofException($"The {what} has more than {Most} lines.");
            }
            hashes.Add(hash);
        }
        throw new ProofException($"No empty line follows the {what}.");
    }
}
