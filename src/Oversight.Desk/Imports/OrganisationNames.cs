using System.Collections.Frozen;
using System.Text;

namespace Oversight.Desk.Imports;

/// <summary>An organisation as the documents we import may name it.</summary>
/// <param name="Ods">ODS code, for example <c>QOC</c>.</param>
/// <param name="OfficialName">Official name, for example <c>NHS Devon ICB</c>.</param>
/// <param name="OtherNames">Names it is also printed under; may be empty.</param>
/// <param name="Region">Name of its region in the year of the document, or null where that is not to be compared.</param>
public sealed record NamedOrganisation(
    string Ods,
    string OfficialName,
    IReadOnlyList<string> OtherNames,
    string? Region = null
);

/// <summary>
/// Finds the organisation that a printed name means. Names are compared whole, never by likeness: two names are one when they
/// are equal after "NHS" in front, "ICB" or "Integrated Care Board" at the end, "the", commas, hyphens, case and spacing are
/// left out and "&amp;" is read as "and".
/// </summary>
public sealed class OrganisationNames
{
    private readonly FrozenDictionary<string, NamedOrganisation> _byName;

    /// <summary>Takes the organisations that existed in the year of the document.</summary>
    /// <exception cref="ArgumentException">
    /// Two organisations share a code or a name (both are named), or a name has no words of its own.
    /// </exception>
    public OrganisationNames(IEnumerable<NamedOrganisation> organisations)
    {
        ArgumentNullException.ThrowIfNull(organisations);
        var codes = new HashSet<string>(StringComparer.Ordinal);
        var byName = new Dictionary<string, NamedOrganisation>(StringComparer.Ordinal);
        foreach (var organisation in organisations)
        {
            if (!codes.Add(organisation.Ods))
            {
                throw new ArgumentException($"The ODS code {organisation.Ods} is given twice.", nameof(organisations));
            }

            foreach (var name in organisation.OtherNames.Prepend(organisation.OfficialName))
            {
                var key = Key(name);
                if (key.Length == 0)
                {
                    throw new ArgumentException(
                        $"The name '{name}' of {organisation.Ods} has no words of its own.",
                        nameof(organisations)
                    );
                }

                if (byName.TryGetValue(key, out var other) && other.Ods != organisation.Ods)
                {
                    throw new ArgumentException(
                        $"'{name}' would mean both {other.Ods} ({other.OfficialName}) and {organisation.Ods} ({organisation.OfficialName}).",
                        nameof(organisations)
                    );
                }

                byName[key] = organisation;
            }
        }

        _byName = byName.ToFrozenDictionary(StringComparer.Ordinal);
    }

    /// <summary>The organisation that the name means, or null if none has it.</summary>
    public NamedOrganisation? Find(string printedName)
    {
        ArgumentNullException.ThrowIfNull(printedName);
        return _byName.GetValueOrDefault(Key(printedName));
    }

    private static string Key(string name)
    {
        var words = new StringBuilder();
        foreach (var character in PrintedText.Comparable(name).Replace("&", " and ", StringComparison.Ordinal))
        {
            if (char.IsLetterOrDigit(character))
            {
                words.Append(character);
            }
            else if (character != '\'')
            {
                words.Append(' ');
            }
        }

        var list = words
            .ToString()
            .Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Where(static word => word != "the")
            .ToList();
        if (list is ["nhs", ..])
        {
            list.RemoveAt(0);
        }

        // Both may stand together: "NHS Devon Integrated Care Board (ICB)".
        while (list is [.., "icb"] or [.., "integrated", "care", "board"])
        {
            list.RemoveRange(list is [.., "icb"] ? list.Count - 1 : list.Count - 3, list is [.., "icb"] ? 1 : 3);
        }

        return string.Join(' ', list);
    }
}

/// <summary>Printed text brought into one form for comparing only; what is kept is always the text as printed.</summary>
internal static class PrintedText
{
    /// <summary>
    /// Lower case, one plain space for any run of spaces (no-break spaces, tabs and form feeds too), one form of dash and
    /// apostrophe, without invisible characters, trimmed.
    /// </summary>
    public static string Comparable(string text)
    {
        var comparable = new StringBuilder(text.Length);
        foreach (var character in text)
        {
            switch (character)
            {
                // Soft hyphen, zero-width space, non-joiner, joiner and no-break space: nothing of them is seen.
                case '\u00AD' or '\u200B' or '\u200C' or '\u200D' or '\u2060' or '\uFEFF':
                    break;
                case >= '\u2010' and <= '\u2015' or '\u2212':
                    comparable.Append('-');
                    break;
                case '\u2018' or '\u2019' or '\u02BC' or '\u0060' or '\u00B4':
                    comparable.Append('\'');
                    break;
                case var _ when char.IsWhiteSpace(character):
                    if (comparable.Length > 0 && comparable[^1] != ' ')
                    {
                        comparable.Append(' ');
                    }

                    break;
                default:
                    comparable.Append(char.ToLowerInvariant(character));
                    break;
            }
        }

        return comparable.ToString().TrimEnd();
    }
}
