using System.Collections.Concurrent;
using System.Collections.Immutable;

namespace Oversight.Projections.Timelines;

/// <summary>
/// Every subject's entries in memory, in place order, only ever added to. Nothing here is called current: ask for the
/// record <see cref="At"/> a place. One writer applies entries; readers never wait for it, because they look no
/// further than the place they ask for.
/// </summary>
public sealed class RecordTimelines
{
    private readonly ConcurrentDictionary<SubjectId, SubjectEntries> subjects = new();
    private readonly ConcurrentDictionary<OdsCode, SubjectId> organisations = new();
    private readonly ConcurrentDictionary<OdsCode, ImmutableHashSet<SubjectId>> naming = new();
    private readonly ConcurrentDictionary<Guid, Entry> byId = new();
    private readonly EntriesOfKinds ofKinds = new();
    private readonly Lock writing = new();
    private Entry[] byPlace = new Entry[16];
    private ImmutableList<SubjectEntries> frameworks = [];
    private long place = -1;
    private long lastSubject = -1;
    private RecordAt? newest;
    private volatile bool isSomeNotKnown;

    /// <summary>The place of the last entry applied; -1 when there is none.</summary>
    public long Place => Volatile.Read(ref place);

    /// <summary>Adds entries that follow the last one. Those that are here already are passed over.</summary>
    /// <exception cref="MissingEntriesException">A place is missing between the last entry here and these.</exception>
    public void Apply(IEnumerable<Entry> entries)
    {
        lock (writing)
        {
            foreach (var entry in entries)
            {
                if (entry.Place <= place)
                {
                    continue;
                }

                if (entry.Place != place + 1)
                {
                    throw new MissingEntriesException(place + 1, entry.Place - 1);
                }

                if (entry.Place == byPlace.Length)
                {
                    var larger = new Entry[entry.Place * 2];
                    byPlace.CopyTo(larger, 0);
                    Volatile.Write(ref byPlace, larger);
                }

                byPlace[entry.Place] = entry;
                isSomeNotKnown |= entry.Subject.Kind == SubjectKind.None;
                EntriesToAddTo(entry.Subject, entry.Place).Add(entry);
                IndexNames(entry);
                byId[entry.Id] = entry;
                ofKinds.Add(entry);
                Volatile.Write(ref place, entry.Place);
            }
        }
    }

    /// <summary>The record as believed at that place.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not that far yet.</exception>
    public RecordAt At(long atPlace)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(atPlace, Place);
        // Most questions are about the newest: what was folded for one serves the next.
        var known = Volatile.Read(ref newest);
        if (known?.At == atPlace)
        {
            return known;
        }

        var isNoneNew = known?.At < atPlace && Volatile.Read(ref lastSubject) <= known.At;
        var record = new RecordAt(this, atPlace, isNoneNew ? known : null);
        if (atPlace == Place)
        {
            Volatile.Write(ref newest, record);
        }

        return record;
    }

    /// <summary>The entry at a place.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not that far yet.</exception>
    public Entry EntryAt(long atPlace)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(atPlace, Place);
        return Volatile.Read(ref byPlace)[atPlace];
    }

    /// <summary>Whether no entry is about what only a newer version knows.</summary>
    internal bool AllAreKnown => !isSomeNotKnown;

    /// <summary>The entries up to a place, by place.</summary>
    internal ArraySegment<Entry> EntriesUpTo(long atPlace) => new(Volatile.Read(ref byPlace), 0, (int)(atPlace + 1));

    /// <summary>The same of some kinds of event and some origins; null stands for all of them, and one of both is named.</summary>
    internal MergedEntries EntriesUpTo(
        long atPlace,
        IReadOnlyCollection<Type>? kinds,
        IReadOnlyCollection<Origin>? origins
    ) => ofKinds.UpTo(kinds, origins, atPlace);

    /// <summary>
    /// The place of the last entry recorded at or before an instant; null where no later entry is here, so that there may be others.
    /// </summary>
    public long? PlaceKnownAt(DateTimeOffset known)
    {
        var entries = subjects.Values.SelectMany(s => s.At(Place)?.Recorded ?? []).ToArray();
        return entries.Any(e => e.Recorded > known)
            ? entries.Where(e => e.Recorded <= known).Select(e => e.Place).DefaultIfEmpty(-1).Max()
            : null;
    }

    /// <summary>What was seen by those who asked last.</summary>
    internal SeenBefore Seen { get; } = new();

    /// <summary>The subjects that are framework versions: few, and every answer asks for them.</summary>
    internal IReadOnlyList<SubjectEntries> Frameworks => Volatile.Read(ref frameworks);

    /// <summary>An organisation's subject; of those in the record it is made once.</summary>
    internal SubjectId SubjectOf(OdsCode organisation) =>
        organisations.TryGetValue(organisation, out var subject) ? subject : SubjectId.Of(organisation);

    internal SubjectEntries? EntriesOf(SubjectId subject) => subjects.GetValueOrDefault(subject);

    internal IEnumerable<KeyValuePair<SubjectId, SubjectEntries>> Subjects => subjects;

    /// <summary>The subjects of which some entry, itself or as a correction, names the organisation.</summary>
    internal ImmutableHashSet<SubjectId> Naming(OdsCode organisation) => naming.GetValueOrDefault(organisation, []);

    internal Entry? EntryOf(Guid id) => byId.GetValueOrDefault(id);

    private SubjectEntries EntriesToAddTo(SubjectId subject, long at)
    {
        if (subjects.TryGetValue(subject, out var known))
        {
            return known;
        }

        Volatile.Write(ref lastSubject, at);
        var entries = subjects[subject] = new();
        if (subject.Organisation is { } organisation)
        {
            organisations[organisation] = subject;
        }

        if (subject.Framework is not null)
        {
            Volatile.Write(ref frameworks, frameworks.Add(entries));
        }

        return entries;
    }

    private void IndexNames(Entry entry)
    {
        foreach (var organisation in entry.Event.OrganisationsNamed())
        {
            naming.AddOrUpdate(organisation, _ => [entry.Subject], (_, known) => known.Add(entry.Subject));
        }
    }
}
