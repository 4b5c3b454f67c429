namespace Oversight.Record.Entries;

/// <summary>Checks that several events share; each throws <see cref="BadInputException"/> with the field.</summary>
internal static class Check
{
    private const int Most = 200;

    /// <summary>A short reference that people use in speech and filters: EC1, M2, 3.1.</summary>
    public static void Reference(string reference, string field)
    {
        BadInputException.Text(reference, field, 40);
        if (
            reference != reference.Trim()
            || reference.Any(c => !char.IsAsciiLetterOrDigit(c) && c is not ('.' or '-' or '_'))
        )
        {
            throw new BadInputException(
                field,
                $"\"{reference}\" is not a reference: use letters, digits, dots and hyphens, such as EC1 or 3.1."
            );
        }
    }

    /// <summary>A person as a commitment.</summary>
    public static void Person(string person, string field)
    {
        BadInputException.Text(person, field, 200);
        if (!PersonCommitment.IsId(person))
        {
            throw new BadInputException(field, "must be a commitment here, never a name.");
        }
    }

    /// <summary>A list of a sensible length without empty places or doubles.</summary>
    public static void List<T>(IReadOnlyList<T> items, string field, int atLeast, Func<T, object> identity)
        where T : class
    {
        BadInputException.NoneMissing(items, field);
        Count(items.Count, field, atLeast);
        Once(items.Select(identity), field);
    }

    /// <summary>Organisations, each once.</summary>
    public static void Organisations(IReadOnlyList<OdsCode> organisations, string field, int atLeast = 0)
    {
        Count(organisations.Count, field, atLeast);
        Once(organisations, field);
    }

    /// <summary>Texts, each once.</summary>
    public static void Texts(IReadOnlyList<string> texts, string field, int longest, int atLeast = 0)
    {
        List(texts, field, atLeast, t => t);
        for (var i = 0; i < texts.Count; i++)
        {
            BadInputException.Text(texts[i], $"{field}[{i}]", longest);
        }
    }

    /// <summary>Things of which none is there twice; the one that is gets named.</summary>
    public static void Once<T>(IEnumerable<T> items, string field)
    {
        var seen = new HashSet<T>();
        foreach (var item in items)
        {
            if (!seen.Add(item))
            {
                var twice = $"{item}";
                throw new BadInputException(
                    field,
                    $"must hold each only once: \"{(twice.Length > 100 ? twice[..99] + "…" : twice)}\" is there twice."
                );
            }
        }
    }

    private static void Count(int count, string field, int atLeast)
    {
        if (count < atLeast || count > Most)
        {
            throw new BadInputException(field, $"must hold {atLeast} to {Most} items.");
        }
    }
}
