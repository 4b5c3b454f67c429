namespace Oversight.Record.Timelines;

/// <summary>
/// A subject's entries as believed at a place: the folded shape from which every answer about it is computed. It is a
/// pure function of the entries and reads no clock.
/// <para>
/// A retraction counts when no later retraction that counts takes it away. A correction stands for the entry at the
/// root of its chain of targets; of those that count, the latest place wins. A correction or retraction whose target is
/// not an earlier entry of the stream, or a replacement of another kind, changes nothing and is listed in
/// <see cref="Misdirected"/>.
/// </para>
/// </summary>
public sealed class Timeline
{
    private readonly IReadOnlyDictionary<Guid, Entry> retractions;
    private readonly Lazy<Dictionary<Guid, BelievedEntry>> believed;
    private readonly Lazy<Dictionary<Guid, Entry>> takenBefore;
    private readonly MadeByType ofKind = new();
    private readonly MadeByType dated = new();
    private readonly MadeByType readAs = new();
    private readonly IReadOnlyList<Entry> allRecorded;
    private readonly IReadOnlyList<BelievedEntry> allEntries;
    private readonly IReadOnlyList<Entry> allMisdirected;
    private readonly TimelineReads? reads;
    private (DateOnly Perhaps, DateOnly Certainly)[]? beginnings;
    private IReadOnlyList<Entry>? changes;
    private IReadOnlyList<OdsCode>? named;
    private Timeline? whole;

    private Timeline(
        SubjectId subject,
        IReadOnlyList<Entry> recorded,
        IReadOnlyList<BelievedEntry> entries,
        IReadOnlyList<Entry> misdirected,
        IReadOnlyDictionary<Guid, Entry> retractions,
        TimelineReads? reads = null
    )
    {
        this.retractions = retractions;
        this.reads = reads;
        believed = new(() =>
            entries.SelectMany(e => e.Corrections.Append(e.Original), (e, o) => (o.Id, e)).ToDictionary()
        );
        takenBefore = new(TargetsTakenBefore);
        Subject = subject;
        (allRecorded, allEntries, allMisdirected) = (recorded, entries, misdirected);
        Version = recorded.Count == 0 ? 0 : recorded[^1].Version;
        GreatestPlace = recorded.Count == 0 ? -1 : recorded[^1].Place;
    }

    private Timeline(SubjectId subject, IReadOnlyList<Entry> plain)
        : this(
            subject,
            plain,
            [.. plain.Select(e => new BelievedEntry(e, e.Event, []))],
            [],
            new Dictionary<Guid, Entry>()
        ) { }

    /// <summary>What it is about.</summary>
    public SubjectId Subject { get; }

    /// <summary>Everything recorded about the subject, in place order, corrections and retractions included.</summary>
    public IReadOnlyList<Entry> Recorded => Read().allRecorded;

    /// <summary>The entries that say something of their own, in place order, retracted ones included.</summary>
    public IReadOnlyList<BelievedEntry> Entries => Read().allEntries;

    /// <summary>The organisations that some of what was recorded names, though it was corrected or retracted since: each once.</summary>
    public IReadOnlyList<OdsCode> OrganisationsNamed =>
        Read().named ??= [.. allRecorded.SelectMany(entry => entry.Event.OrganisationsNamed()).Distinct()];

    /// <summary>Corrections and retractions that hit nothing.</summary>
    public IReadOnlyList<Entry> Misdirected => Read().allMisdirected;

    /// <summary>The stream's version: how many entries it has; of what is shown of one (<see cref="Only"/>), how often that has changed.</summary>
    public long Version { get; private init; }

    /// <summary>The timeline of which this shows some (<see cref="Only"/>); itself where it is whole.</summary>
    public Timeline Whole => Read().whole ?? this;

    /// <summary>False where it shows only some of the subject's entries.</summary>
    public bool IsWhole => whole is null;

    /// <summary>The place of the last entry that changed it; -1 when it has none.</summary>
    public long GreatestPlace { get; private init; }

    /// <summary>The version that it had at a place.</summary>
    public long VersionAt(long place) =>
        changes?.Count(c => c.Place <= place) ?? allRecorded.LastOrDefault(e => e.Place <= place)?.Version ?? 0;

    /// <summary>The version that it had at an instant.</summary>
    public long VersionAt(DateTimeOffset known) =>
        changes?.Count(c => c.Recorded <= known) ?? allRecorded.LastOrDefault(e => e.Recorded <= known)?.Version ?? 0;

    /// <summary>The entries that count and are of that kind, in place order.</summary>
    public IEnumerable<BelievedEntry<T>> Of<T>()
        where T : class
    {
        reads?.Kind(typeof(T));
        return Unnoted<T>();
    }

    /// <summary>The entries that count and are of that kind, as what may hold on a day is asked of them.</summary>
    public DatedEntries<BelievedEntry<T>> Dated<T>()
        where T : class =>
        (DatedEntries<BelievedEntry<T>>)
            dated.Of(
                typeof(T),
                this,
                static timeline => new DatedEntries<BelievedEntry<T>>(
                    timeline.Unnoted<T>(),
                    timeline.reads is { } reads ? (reads, typeof(T)) : null
                )
            )!;

    /// <summary>
    /// The entries that count and begin after one day and by another, perhaps or certainly, in place order: what perhaps has begun by the first
    /// and has certainly begun by the other as well.
    /// </summary>
    /// <param name="after">The first day: what has certainly begun by it is left out.</param>
    /// <param name="by">The other day: what cannot have begun by it is left out.</param>
    public IEnumerable<BelievedEntry> BeginningBetween(DateOnly after, DateOnly by)
    {
        // All entries are gone through: their days lie beside one another.
        var days = Read().beginnings ??= [.. allEntries.Select(entry => (entry.Effective.Earliest, entry.CertainFrom))];
        for (var i = 0; i < days.Length; i++)
        {
            var (perhaps, certainly) = days[i];
            if (((perhaps > after && perhaps <= by) || (certainly > after && certainly <= by)) && allEntries[i].Counts)
            {
                yield return allEntries[i];
            }
        }
    }

    /// <summary>The timeline as something that is made of it, such as an engagement; made once and kept with it.</summary>
    internal T? As<T>(Func<Timeline, T?> make)
        where T : class =>
        (T?)readAs.Of(typeof(T), (Make: make, Timeline: this), static asked => asked.Make(asked.Timeline));

    /// <summary>The retraction that takes that entry away, whatever its kind; null when it counts.</summary>
    public Entry? RetractionOf(Guid entry)
    {
        reads?.One(entry);
        return retractions.GetValueOrDefault(entry);
    }

    /// <summary>
    /// For a retraction: the earlier one that had taken its target away when it was recorded; null when the target still
    /// counted, or is no earlier entry (<see cref="Misdirected"/>).
    /// </summary>
    public Entry? TakenBefore(Entry retraction) => Read().takenBefore.Value.GetValueOrDefault(retraction.Id);

    /// <summary>The entry of that id as it was recorded, a correction or retraction too; null where this has none.</summary>
    public Entry? RecordedAs(Guid id)
    {
        reads?.One(id);
        return allRecorded.FirstOrDefault(entry => entry.Id == id);
    }

    /// <summary>The entry for which an entry of this timeline stands: itself, or what a correction corrects; null for neither.</summary>
    public BelievedEntry? StandsFor(Guid entry)
    {
        reads?.One(entry);
        return believed.Value.GetValueOrDefault(entry);
    }

    /// <summary>The entries of one kind that no entry of another names.</summary>
    public IEnumerable<BelievedEntry<TAsked>> Unanswered<TAsked, TAnswer>(Func<TAnswer, Guid> answered)
        where TAsked : class
        where TAnswer : class
    {
        var done = Of<TAnswer>().Select(e => StandsFor(answered(e.Content))?.Id).ToHashSet();
        return Of<TAsked>().Where(e => !done.Contains(e.Id));
    }

    /// <summary>What an entry of this timeline is believed to say: its own content, or that of the correction in force.</summary>
    public Event Believed(Entry entry) =>
        allEntries.Count == allRecorded.Count ? entry.Event
        : StandsFor(entry.Id) is { } own && own.Id == entry.Id ? own.Content
        : entry.Event;

    /// <summary>The same timeline, which notes what is read of it.</summary>
    public Timeline NotedBy(TimelineReads noting) =>
        new(Subject, allRecorded, allEntries, allMisdirected, retractions, noting)
        {
            whole = whole,
            changes = changes,
            Version = Version,
            GreatestPlace = GreatestPlace,
        };

    /// <summary>The timeline as it would be with one more entry at its end.</summary>
    public Timeline With(Entry entry) => Refold([.. Recorded, entry]);

    /// <summary>The same with several more.</summary>
    public Timeline WithAll(IReadOnlyCollection<Entry> entries) => Refold([.. Recorded, .. entries]);

    /// <summary>The timeline as it would be with some of its entries, corrections and retractions included; null with none of them.</summary>
    public Timeline? Where(Func<Entry, bool> recorded) =>
        Recorded.Where(recorded).ToArray() is { Length: > 0 } some ? Refold(some) : null;

    /// <summary>The timeline as it was before a place.</summary>
    public Timeline Before(long place) => Refold([.. Recorded.TakeWhile(e => e.Place < place)]);

    /// <summary>
    /// The timeline with some of what is believed and nothing else: each entry as if it had been recorded as it is believed,
    /// by whom and when that was logged; no correction, no retraction and nothing that was retracted. An entry keeps its
    /// place and id. Versions count what is shown and nothing else: what is kept back moves neither them nor the greatest place.
    /// </summary>
    /// <param name="shownIn">Says of a timeline which of its entries are shown.</param>
    public Timeline Only(Func<Timeline, Func<BelievedEntry, bool>> shownIn)
    {
        var changed = ChangesShown.Of(this, shownIn);
        return new(Subject, Believed(shownIn(this)))
        {
            whole = Whole,
            Version = changed.Count,
            GreatestPlace = changed.Count == 0 ? -1 : changed[^1].Place,
            changes = changed,
        };
    }

    /// <summary>The same of entries that are known to be shown: their versions say nothing of when that changed.</summary>
    internal Timeline Believing(Func<BelievedEntry, bool> isShown) => new(Subject, Believed(isShown)) { whole = Whole };

    // Asked of every timeline for most of what is answered: what is known is found without a thing being made.
    private BelievedEntry<T>[] Unnoted<T>()
        where T : class =>
        (BelievedEntry<T>[])
            ofKind.Of(
                typeof(T),
                allEntries,
                static entries =>
                    entries
                        .Where(e => e.Counts)
                        .Select(e => e.Content is T content ? new BelievedEntry<T>(e, content) : null)
                        .OfType<BelievedEntry<T>>()
                        .ToArray()
            )!;

    private Timeline Read()
    {
        reads?.All();
        return this;
    }

    private IReadOnlyList<Entry> Believed(Func<BelievedEntry, bool> isShown) =>
        [
            .. Entries
                .Where(e => e.Counts && isShown(e))
                .Select(
                    (e, index) =>
                        e.InForce is { } correction
                            ? e.Original with
                            {
                                Version = index + 1,
                                Event = e.Content,
                                LoggedBy = correction.LoggedBy,
                                Recorded = correction.Recorded,
                            }
                            : e.Original with
                            {
                                Version = index + 1,
                            }
                ),
        ];

    /// <summary>Folds a subject's entries, given in place order.</summary>
    public static Timeline Fold(SubjectId subject, IReadOnlyList<Entry> recorded)
    {
        if (!recorded.Any(e => e.Event is ICorrects or IRetracts))
        {
            // As most are: each entry is believed as it was recorded.
            return new(subject, recorded);
        }

        var byId = recorded.ToDictionary(e => e.Id);
        var taken = Retractions(recorded, byId);
        var corrections = new Dictionary<Guid, List<Entry>>();
        var misdirected = new List<Entry>();
        foreach (var entry in recorded)
        {
            switch (entry.Event)
            {
                case IRetracts retraction when !IsEarlier(byId, retraction.Target, entry):
                    misdirected.Add(entry);
                    break;
                case ICorrects correction:
                    if (
                        RootOf(entry, byId) is { } root
                        && root.Event.GetType() == correction.Replacement.GetType()
                        && root.Event is not IRetracts
                    )
                    {
                        (corrections.TryGetValue(root.Id, out var list) ? list : corrections[root.Id] = []).Add(entry);
                    }
                    else
                    {
                        misdirected.Add(entry);
                    }

                    break;
            }
        }

        var entries = new List<BelievedEntry>(recorded.Count);
        foreach (var entry in recorded)
        {
            if (entry.Event is not (ICorrects or IRetracts))
            {
                IReadOnlyList<Entry> own = corrections.TryGetValue(entry.Id, out var list) ? list : [];
                var inForce = own.LastOrDefault(c => !taken.ContainsKey(c.Id));
                var content = inForce is null ? entry.Event : ((ICorrects)inForce.Event).Replacement;
                entries.Add(new(entry, content, own, inForce, taken.GetValueOrDefault(entry.Id)));
            }
        }

        return new(subject, recorded, entries, misdirected, taken);
    }

    private Timeline Refold(IReadOnlyList<Entry> entries)
    {
        var folded = Fold(Subject, entries);
        folded.whole = whole;
        return folded;
    }

    // From the beginning: what each retraction takes away may give back what its target had taken away, and so on.
    private Dictionary<Guid, Entry> TargetsTakenBefore()
    {
        var before = new Dictionary<Guid, Entry>();
        var missing = allMisdirected.Select(e => e.Id).ToHashSet();
        var retractionsById = allRecorded
            .Where(e => e.Event is IRetracts && !missing.Contains(e.Id))
            .ToDictionary(e => e.Id);
        var takenBy = new Dictionary<Guid, List<Entry>>();
        foreach (var retraction in allRecorded.Where(e => retractionsById.ContainsKey(e.Id)))
        {
            var (changed, counts) = (retraction, true);
            while (true)
            {
                var target = ((IRetracts)changed.Event).Target;
                var takers = takenBy.TryGetValue(target, out var list) ? list : takenBy[target] = [];
                var wasTaken = takers.Count > 0;
                if (changed == retraction && wasTaken)
                {
                    before[retraction.Id] = takers[^1];
                }

                if (counts)
                {
                    takers.Add(changed);
                }
                else
                {
                    takers.Remove(changed);
                }

                if (wasTaken == takers.Count > 0 || !retractionsById.TryGetValue(target, out changed!))
                {
                    break;
                }

                counts = takers.Count == 0;
            }
        }

        return before;
    }

    // From the end to the beginning: whether a retraction counts depends on later ones only.
    private static Dictionary<Guid, Entry> Retractions(IReadOnlyList<Entry> recorded, Dictionary<Guid, Entry> byId)
    {
        var taken = new Dictionary<Guid, Entry>();
        for (var i = recorded.Count - 1; i >= 0; i--)
        {
            if (
                recorded[i].Event is IRetracts retraction
                && !taken.ContainsKey(recorded[i].Id)
                && IsEarlier(byId, retraction.Target, recorded[i])
            )
            {
                taken.TryAdd(retraction.Target, recorded[i]);
            }
        }

        return taken;
    }

    private static Entry? RootOf(Entry correction, Dictionary<Guid, Entry> byId)
    {
        var entry = correction;
        while (entry.Event is ICorrects { Target: var target })
        {
            if (!IsEarlier(byId, target, entry))
            {
                return null;
            }

            entry = byId[target];
        }

        return entry;
    }

    private static bool IsEarlier(Dictionary<Guid, Entry> byId, Guid target, Entry than) =>
        byId.TryGetValue(target, out var entry) && entry.Place < than.Place;
}
