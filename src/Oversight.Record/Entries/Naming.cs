namespace Oversight.Record.Entries;

/// <summary>
/// How a sentence calls what an event names by a code or an id. What people wrote, and the references they gave, stand in it as they are.
/// </summary>
public class Naming
{
    /// <summary>By codes and ids, as they are stored.</summary>
    public static Naming ByCode { get; } = new();

    /// <summary>What an organisation is called.</summary>
    public virtual string Of(OdsCode organisation) => organisation.Value;

    /// <summary>What a body is called that decides, agrees or is told.</summary>
    public virtual string OfBody(string id) => id;

    /// <summary>What an entry is called.</summary>
    /// <param name="word">The word for it that fits its place in the sentence; empty where that stands there.</param>
    /// <param name="id">Its id.</param>
    public virtual string OfEntry(string word, Guid id) => $"{word} {id}".TrimStart();

    internal string Listed(IEnumerable<OdsCode> organisations) => InWords.Listed(organisations.Select(Of));

    internal string ListedBodies(IEnumerable<string> bodies) => InWords.Listed(bodies.Select(OfBody));

    internal string For(OdsCode? member) => member is { } one ? $" for {Of(one)}" : "";

    internal string For(IReadOnlyList<OdsCode>? some) => some is null ? "" : $" for {Listed(some)}";
}
