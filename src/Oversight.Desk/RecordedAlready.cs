using Oversight.Ledger;
using Oversight.Record.Catalogue;
using Oversight.Record.Corrections;

namespace Oversight.Desk;

/// <summary>
/// Whether the record holds exactly what is to be logged. Compared with what is believed: what was corrected or retracted since may be
/// logged anew. Everybody is told of what they see.
/// </summary>
internal sealed class RecordedAlready(RecordStore store, TimeProvider clock)
{
    /// <summary>Refuses it, unless the caller says that it was decided once more.</summary>
    /// <exception cref="RecordedAlreadyException">The record holds exactly this.</exception>
    public async Task CheckAsync(LoggedBy by, Draft draft, LogDecision command)
    {
        if (by.Again)
        {
            return;
        }

        var sight = by.SightOn(London.Today(clock));
        var seen = (sight.SeesEverything ? draft : draft.AsSeenBy(sight)).TimelineOf(command.Subject);
        if (seen is null)
        {
            return;
        }

        (Entry Entry, Event Content)[] alike =
        [
            .. from entry in seen.Recorded
            where draft.Entries.All(own => own.Id != entry.Id) && seen.RetractionOf(entry.Id) is null
            where entry.Event is not EntryCorrected || seen.StandsFor(entry.Id)?.InForce?.Id == entry.Id
            let content = entry.Event is EntryCorrected ? entry.Event : seen.Believed(entry)
            where
                content.GetType() == command.Asked.GetType()
                && content.Decision.Effective == command.Asked.Decision.Effective
                && EventCatalogue.Write(content.WithoutPeople()) == command.WithoutPeople
            select (entry, content),
        ];
        if (alike.Length == 0)
        {
            return;
        }

        // The same name has another id each time. One that was erased is nobody's.
        string[] ids = [.. alike.SelectMany(a => a.Content.People())];
        Dictionary<string, string> names = ids.Length == 0 ? [] : new(await store.PersonNamesAsync(ids));
        foreach (var commitment in command.People)
        {
            names[commitment.Id] = commitment.Name;
        }

        string Named(Event content) =>
            EventCatalogue.Write(content.WithPeople((id, _) => id is null ? null : names.GetValueOrDefault(id, id)));
        var same = alike.LastOrDefault(a => Named(a.Content) == Named(command.Asked)).Entry;
        if (same is not null)
        {
            throw new RecordedAlreadyException(same);
        }
    }
}

/// <summary>The record holds exactly what is to be logged, and nobody said that it was decided once more.</summary>
/// <param name="entry">The entry that says so.</param>
public sealed class RecordedAlreadyException(Entry entry)
    : Exception($"The record holds exactly this already: entry {entry.Id}. Nothing was stored.")
{
    /// <summary>The entry that says so.</summary>
    public Guid Entry { get; } = entry.Id;
}
