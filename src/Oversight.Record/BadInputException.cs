namespace Oversight.Record;

/// <summary>What was handed in cannot be recorded as it stands: names the field and what to do about it.</summary>
/// <param name="field">The field at fault as the caller wrote it, dotted: <c>decidedBy.body</c>.</param>
/// <param name="problem">A sentence that says what is wrong and what would be right.</param>
public sealed class BadInputException(string field, string problem) : Exception($"{field}: {problem}")
{
    /// <summary>The field at fault, dotted.</summary>
    public string Field { get; } = field;

    /// <summary>What is wrong and what would be right.</summary>
    public string Problem { get; } = problem;

    /// <summary>Text that says something, trimmed; at most <paramref name="longest"/> UTF-16 characters.</summary>
    /// <exception cref="BadInputException">Missing, blank, too long, or holding a NUL or half a surrogate pair.</exception>
    public static string Text(string? value, string field, int longest)
    {
        if (string.IsNullOrWhiteSpace(value))
        {
            throw new BadInputException(field, "must say something; it was empty.");
        }

        var text = value.Trim();
        if (text.Length > longest)
        {
            throw new BadInputException(field, $"is {text.Length} characters long; at most {longest} are kept.");
        }

        CheckCharacters(text, field);
        return text;
    }

    /// <summary>As <see cref="Text"/>, but absent or blank text is null.</summary>
    public static string? OptionalText(string? value, string field, int longest) =>
        string.IsNullOrWhiteSpace(value) ? null : Text(value, field, longest);

    /// <summary>Checks that a list has no empty place, which JSON writes as null.</summary>
    /// <exception cref="BadInputException">It has one; the field says which.</exception>
    public static void NoneMissing<T>(IReadOnlyList<T> items, string field)
        where T : class
    {
        for (var i = 0; i < items.Count; i++)
        {
            if (items[i] is null)
            {
                throw new BadInputException($"{field}[{i}]", "must not be null; leave it out.");
            }
        }
    }

    private static void CheckCharacters(string text, string field)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\0')
            {
                throw new BadInputException(field, $"holds a NUL character at position {i}; leave it out.");
            }

            if (char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
            {
                i++;
            }
            else if (char.IsSurrogate(text[i]))
            {
                throw new BadInputException(field, $"holds half a character (a lone surrogate) at position {i}.");
            }
        }
    }
}
