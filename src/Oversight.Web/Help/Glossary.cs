using System.Text.RegularExpressions;

namespace Oversight.Web.Help;

/// <summary>A word and what it means.</summary>
/// <param name="Word">The word.</param>
/// <param name="Meaning">What it means here.</param>
internal sealed record Term(string Word, string Meaning)
{
    /// <summary>The anchor at which the page of the glossary explains it.</summary>
    public string Anchor { get; } = Word.Split('(')[0].Trim().ToLowerInvariant().Replace(' ', '-');
}

/// <summary>A part of the glossary.</summary>
/// <param name="Heading">Whose words they are.</param>
/// <param name="Terms">The words.</param>
internal sealed record GlossaryPart(string Heading, IReadOnlyList<Term> Terms);

/// <summary>The words of docs/glossary.md, which is read here and nowhere else, so that no word is explained twice.</summary>
internal static partial class Glossary
{
    /// <summary>Its parts.</summary>
    public static IReadOnlyList<GlossaryPart> Parts { get; } = [.. Read()];

    private static IEnumerable<GlossaryPart> Read()
    {
        using var text = new StreamReader(
            typeof(Glossary).Assembly.GetManifestResourceStream("Oversight.Web/glossary.md")!
        );
        return
        [
            .. from part in text.ReadToEnd().Split("\n## ").Skip(1)
            select new GlossaryPart(
                part.Split('\n')[0].Trim(),
                [
                    .. from Match row in Row().Matches(part)
                    where row.Groups["word"].Value is not ("Word" or "---")
                    select new Term(row.Groups["word"].Value, row.Groups["meaning"].Value),
                ]
            ),
        ];
    }

    [GeneratedRegex(@"^\| *(?<word>[^|]+?) *\| *(?<meaning>[^|]+?) *\|\r?$", RegexOptions.Multiline)]
    private static partial Regex Row();
}
