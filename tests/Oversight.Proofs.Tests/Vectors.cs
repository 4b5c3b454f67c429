using System.Text;

namespace Oversight.Proofs.Tests;

/// <summary>Published vectors: files in which "== name" begins a part and "#" a line about them.</summary>
internal static class Vectors
{
    public static IReadOnlyList<(string Name, string Text)> Parts(string file)
    {
        var parts = new List<(string Name, StringBuilder Text)>();
        foreach (var line in Lines(file))
        {
            if (line.StartsWith("== ", StringComparison.Ordinal))
            {
                parts.Add((line[3..], new StringBuilder()));
            }
            else
            {
                parts[^1].Text.Append(line).Append('\n');
            }
        }
        return parts.ConvertAll(part => (part.Name, part.Text.ToString()));
    }

    public static IEnumerable<string> Lines(string file) =>
        File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "Vectors", file)).Where(line => !line.StartsWith('#'));
}
