using System.Text;
using Oversight.Record.Organisations;

namespace Oversight.Projections.Status;

/// <summary>
/// Finds organisations as people search for them: by a part of a name that they have, had or are printed under, or of their ODS code.
/// Letter case, accents, apostrophes and punctuation do not matter, "&amp;" and "and" are one word, and words may be left out.
/// </summary>
public static class OrganisationSearch
{
    /// <summary>Those whose code or whole name a text is, "NHS" and "ICB" or not; where there are none, all that it finds.</summary>
    public static IReadOnlyList<OdsCode> Meant(RecordAt record, string text)
    {
        var found = Ranked(record, text).ToArray();
        return [.. found.Where(f => found[0].Rank > 0 || f.Rank == 0).Select(f => f.Ods)];
    }

    /// <summary>Those that a text finds: first whose code or whole name it is, then whose name or code begins with it, then the others; each by name.</summary>
    public static IReadOnlyList<OdsCode> Find(RecordAt record, string text) =>
        [.. Ranked(record, text).Select(found => found.Ods)];

    /// <summary>Whether one of the organisation's names, or its code, has the text in it.</summary>
    public static bool Finds(RecordAt record, OdsCode organisation, string text) =>
        Find(record, text).Contains(organisation);

    private static IEnumerable<(OdsCode Ods, int Rank)> Ranked(RecordAt record, string text)
    {
        var wanted = Plain(text);
        var words = wanted.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (words.Length == 0)
        {
            return [];
        }

        // Names are public.
        var unnoted = record.Noting(null);
        return from ods in record.Organisations
            where record.RegistrationOf(ods) is not null
            let code = ods.Value.ToLowerInvariant()
            let names = BelievedNames.All(unnoted.TimelineOf(ods)!).Select(Plain).ToArray()
            let rank = code == wanted || names.Contains(wanted) ? 0
            : code.StartsWith(wanted, StringComparison.Ordinal) || names.Any(n => Begins(n, wanted)) ? 1
            : code.Contains(wanted, StringComparison.Ordinal) || names.Any(n => Holds(n, words)) ? 2
            : 3
            where rank < 3
            orderby rank, names[0], ods
            select (ods, rank);
    }

    /// <summary>A text without case, accents and punctuation, its words with one space between.</summary>
    public static string Plain(string text)
    {
        var plain = new StringBuilder(text.Length);
        foreach (var character in Unaccented.Of(text.Replace("&", " and ", StringComparison.Ordinal)))
        {
            if (char.IsLetterOrDigit(character))
            {
                plain.Append(char.ToLowerInvariant(character));
            }
            else if (character is not ('\'' or '\u2019' or '.'))
            {
                plain.Append(' ');
            }
        }

        return string.Join(' ', plain.ToString().Split(' ', StringSplitOptions.RemoveEmptyEntries));
    }

    private static bool Begins(string name, string wanted) =>
        name.StartsWith(wanted, StringComparison.Ordinal)
        || name.StartsWith("the " + wanted, StringComparison.Ordinal)
        || name.StartsWith("nhs " + wanted, StringComparison.Ordinal);

    private static bool Holds(string name, string[] words) =>
        words.All(word => name.Contains(word, StringComparison.Ordinal));
}
