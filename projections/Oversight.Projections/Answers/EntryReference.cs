using Oversight.Record.Catalogue;

namespace Oversight.Projections.Answers;

/// <summary>An entry that an answer rests on.</summary>
/// <param name="Id">The entry as recorded.</param>
/// <param name="Place">Its place.</param>
/// <param name="Kind">Its stored name, such as segment_published.</param>
/// <param name="CorrectedBy">The correction whose content is in force, if any.</param>
public sealed record EntryReference(Guid Id, long Place, string Kind, Guid? CorrectedBy = null)
{
    /// <summary>The reference of a believed entry.</summary>
    public static EntryReference To(BelievedEntry entry) =>
        new(entry.Id, entry.Place, EventCatalogue.NameOf(entry.Original.Event), entry.InForce?.Id);
}
