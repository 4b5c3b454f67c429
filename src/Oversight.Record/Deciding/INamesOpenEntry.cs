namespace Oversight.Record.Deciding;

/// <summary>
/// An event about one earlier entry of its subject: where it names none and only one is open, that one is meant. It is found when the
/// decision is taken, in the record that it is taken on.
/// </summary>
public interface INamesOpenEntry : ISaysOfEarlier
{
    /// <summary>Stands where no entry was named.</summary>
    static Guid Unnamed => Guid.Empty;

    /// <summary>The member that names it, by its name in JSON.</summary>
    string Member { get; }

    /// <summary>The entry named; null or <see cref="Unnamed"/> where none is.</summary>
    Guid? Named { get; }

    /// <inheritdoc/>
    Guid? ISaysOfEarlier.Earlier => Named;

    /// <summary>False where there may be none.</summary>
    bool MustName => true;

    /// <summary>True where what it names waits for such an event, which answers it: a proposal, an application, evidence, a challenge.</summary>
    bool IsAnswer => false;

    /// <summary>The same, naming an entry.</summary>
    Event Naming(Guid entry);

    /// <summary>The entries that could be meant.</summary>
    IEnumerable<BelievedEntry> OpenIn(Timeline timeline);

    /// <summary>The content with the only open entry named, where it names none.</summary>
    /// <exception cref="BadInputException">None is open, or several are; these are listed.</exception>
    static Event NameIn(Timeline timeline, Event content)
    {
        if (content is not INamesOpenEntry naming || (naming.Named is { } named && named != Unnamed))
        {
            return content;
        }

        BelievedEntry[] open = [.. naming.OpenIn(timeline)];
        return open switch
        {
            [var only] => naming.Naming(only.Id),
            [] when !naming.MustName => content,
            [] => throw new BadInputException(
                naming.Member,
                "names no entry, and none is open that could be meant: name the entry, or look whether it was answered already."
            ),
            _ => throw new BadInputException(
                naming.Member,
                $"names no entry, and {open.Length} are open: name one of {string.Join("; ", open.Select(e => $"{e.Id} ({e.Content.Says()})"))}."
            ),
        };
    }
}
