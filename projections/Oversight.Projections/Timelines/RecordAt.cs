using System.Collections.Concurrent;
using System.Collections.Immutable;
using Oversight.Projections.Visibility;
using Oversight.Record.Catalogue;
using Oversight.Record.Frameworks;
using Oversight.Record.Organisations;

namespace Oversight.Projections.Timelines;

/// <summary>The record as believed at one place: the same for ever, whatever is recorded later.</summary>
public sealed partial class RecordAt : IBelievedRecord
{
    // Every rule is asked about every entry: as long as all that they looked at is the same, they find the same.
    private static readonly Remembered<ValueTuple, IReadOnlyList<Finding>> Found = new();

    private readonly RecordTimelines timelines;
    private readonly long at;
    private readonly RecordAt whole;
    private readonly Lazy<long> place;
    private readonly Lazy<Timeline[]> frameworkTimelines;
    private readonly Lazy<FrameworksInForce> frameworks;
    private readonly Supposed? supposed;
    private readonly object sameness = new();
    private readonly ConcurrentDictionary<SubjectId, Timeline?> folded;
    private readonly ConcurrentDictionary<SubjectId, Timeline?>? seen;
    private readonly Remembered<ValueTuple, Timeline?>? before;
    private Sight? seenBy;
    private SeenAlike? alike;
    private WhatThereIs whatThereIs;

    /// <summary>That of a place.</summary>
    /// <param name="timelines">All that is in memory.</param>
    /// <param name="place">The place.</param>
    /// <param name="before">That of an earlier place, where nothing became a subject since; null where something did, or perhaps.</param>
    internal RecordAt(RecordTimelines timelines, long place, RecordAt? before = null)
    {
        this.timelines = timelines;
        folded = new();
        at = place;
        whole = this;
        whatThereIs = new(this, before?.whatThereIs);
        this.place = new(() => seenBy is null ? at : GreatestPlaceSeen());
        frameworkTimelines = new(() => [.. timelines.Frameworks.Select(f => See(f.At(at))).OfType<Timeline>()]);
        frameworks = new(() => new(frameworkTimelines.Value));
    }

    private RecordAt(RecordAt whole, Sight seenBy)
        : this(whole.timelines, whole.at)
    {
        this.whole = whole;
        folded = whole.folded;
        this.seenBy = seenBy;
        seen = new();
        before = whole.timelines.Seen.By(seenBy);
    }

    /// <summary>
    /// The place; -1 for the empty record. Where some of it is kept from whoever sees it, the last place at which what they see changed; they
    /// are not told it (<see cref="PlaceTold"/>).
    /// </summary>
    public long Place => LookingAtAll().place.Value;

    /// <summary>The place as it is told: null to whoever does not see everything, for it counts what they do not see.</summary>
    public long? PlaceTold => SeenBy is null ? Place : null;

    /// <summary>
    /// When what is seen of the record changed last, by when that was recorded: to whoever does not see everything it is said in the place of
    /// the place. Null for the empty record.
    /// </summary>
    public DateTimeOffset? Known => Place < 0 ? null : timelines.EntryAt(Place).Recorded;

    /// <summary>As known when an answer is said to be: as was asked; to whoever does not see everything when what they see changed last.</summary>
    public DateTimeOffset? KnownTold(DateTimeOffset? asked) => SeenBy is null ? asked : Known;

    /// <summary>
    /// When the first entry was recorded, where nothing had been by then; null where something had, and to whoever does not see everything.
    /// </summary>
    public DateTimeOffset? FirstRecordedLater =>
        SeenBy is null && Place < 0 && timelines.Place >= 0 ? timelines.EntryAt(0).Recorded : null;

    /// <summary>
    /// As of which state of the record an answer is, in words: at place 107; to whoever does not see everything, at an instant; and where nothing was
    /// recorded by then, that.
    /// </summary>
    public string StateTold =>
        FirstRecordedLater is { } first
            ? $"before anything was recorded: the first entry was recorded at {AnswerJson.Instant(first)}"
        : SeenBy is null ? string.Create(CultureInfo.InvariantCulture, $"at place {Place}")
        : Known is { } known ? $"at {AnswerJson.Instant(known)}"
        : "without an entry";

    /// <summary>What an answer is computed from, in words: the record; to whoever does not see everything, what they see of it.</summary>
    public string Called => SeenBy is null ? "the record" : "what you see of the record";

    /// <summary>All that is in memory: for what finds something in it, and tells of that only what is seen.</summary>
    internal RecordTimelines Timelines => timelines;

    /// <summary>The place that was asked, whoever asks.</summary>
    internal long At => at;

    /// <summary>The timelines of the framework versions.</summary>
    internal Timeline[] FrameworkTimelines => frameworkTimelines.Value;

    /// <summary>
    /// A sentence that the record lacks something, as it holds for whoever sees it: who has not been told everything is not told what the whole record
    /// lacks.
    /// </summary>
    public string Lacks(string sentence) => SeenBy is null ? sentence : $"In {Called}: {sentence}";

    /// <summary>That something is not stated, as it holds for whoever sees it, and what is missing: not stated: no review is recorded.</summary>
    public string Unstated(string missing) =>
        SeenBy is null ? $"not stated: {missing}" : $"not stated in {Called}: {missing}";

    /// <summary>Who sees it so, and on which day they look; null for the whole record.</summary>
    public Sight? SeenBy => LookingAtAll().seenBy;

    /// <summary>
    /// The record as somebody sees it: every answer computed from it says no more than they may read. Versions count what they see. Who
    /// sees everything sees the whole record.
    /// </summary>
    /// <exception cref="InvalidOperationException">Something is supposed of it: that is not of what somebody else sees.</exception>
    public RecordAt AsSeenBy(Sight sight) =>
        supposed is not null ? throw new InvalidOperationException("What is supposed is of what one person sees.")
        : sight.SeesEverything ? whole
        : LazyInitializer.EnsureInitialized(ref whole.alike, static () => new()).By(whole, sight);

    /// <summary>A subject's timeline as it is seen, without its being looked at for an answer.</summary>
    internal Timeline? Peek(SubjectId subject)
    {
        var timeline =
            supposed?.Timelines.TryGetValue(subject, out var otherwise) == true ? otherwise : See(Folded(subject));
        return reads is null || timeline is null ? timeline : reads.Noting(timeline);
    }

    /// <summary>The subjects that name an organisation, without their being looked at for an answer.</summary>
    internal ImmutableHashSet<SubjectId> PeekNames(OdsCode organisation) =>
        supposed?.Naming.GetValueOrDefault(organisation) ?? timelines.Naming(organisation);

    /// <summary>Which state of the record it is, how much of it is listed, and who sees it.</summary>
    internal State StateOf => new(timelines, at, listed, seenBy, supposed);

    /// <summary>
    /// The same thing for all of which the timelines and names are the same, whatever of them is listed or noted; null where something is supposed,
    /// or what is read is noted.
    /// </summary>
    internal object? Sameness => supposed is null && reads is null ? sameness : null;

    /// <summary>The framework versions.</summary>
    public FrameworksInForce Frameworks
    {
        get
        {
            looking?.SawFrameworks();
            return frameworks.Value;
        }
    }

    /// <summary>A subject's timeline; null when nothing is recorded about it.</summary>
    public Timeline? TimelineOf(SubjectId subject)
    {
        var timeline = Peek(subject);
        Noted(subject, timeline);
        return timeline;
    }

    /// <summary>
    /// A subject's timeline as whoever sees it would have seen it before a place, without its being looked at for an answer: what it says of then stands
    /// beside what is said now. Null when nothing was.
    /// </summary>
    internal Timeline? TimelineBefore(long before, SubjectId subject)
    {
        var then = new RecordAt(timelines, before - 1);
        return (SeenBy is { } sight ? then.AsSeenBy(sight) : then).Peek(subject);
    }

    /// <summary>An organisation's timeline; null when nothing is recorded about it.</summary>
    public Timeline? TimelineOf(OdsCode organisation) => TimelineOf(timelines.SubjectOf(organisation));

    /// <summary>An organisation as it was registered; null when it is not.</summary>
    public OrganisationRegistered? RegistrationOf(OdsCode organisation) =>
        Seen(timelines.SubjectOf(organisation))?.Of<OrganisationRegistered>().FirstOrDefault()?.Content;

    /// <summary>The official name that an organisation was given last; its code when it is not registered.</summary>
    public string NameOf(OdsCode organisation) => NameOf(organisation, DateOnly.MaxValue);

    /// <summary>An organisation's official name on a day; its code when it is not registered.</summary>
    public string NameOf(OdsCode organisation, DateOnly day) =>
        Seen(timelines.SubjectOf(organisation)) is { } timeline && BelievedNames.NameOn(timeline, day) is { } name
            ? name
            : organisation.Value;

    /// <summary>
    /// The system that an organisation belongs to on a day: an ICB's own, a trust's as it joined last; not stated where nothing says it.
    /// </summary>
    public BelievedSystem SystemOf(OdsCode organisation, DateOnly day) =>
        Seen(timelines.SubjectOf(organisation)) is { } timeline
            ? BelievedSystem.On(timeline, day, ods => Seen(timelines.SubjectOf(ods)))
            : BelievedSystem.NotStated;

    /// <summary>The trusts of the system of an ICB on a day, by code: those that certainly belong to it, and those that may.</summary>
    public IReadOnlyList<SystemTrust> TrustsOfSystem(OdsCode icb, DateOnly day) =>
        [
            .. from subject in NamesOf(icb)
            where subject.Organisation is not null && subject.Organisation != icb
            let system = SystemOf(subject.Organisation!.Value, day)
            where system.Systems.Contains(icb)
            orderby subject.Organisation!.Value
            select new SystemTrust(subject.Organisation!.Value, system.Certain is not null),
        ];

    /// <summary>The codes of the regions that oversee some organisations.</summary>
    public IReadOnlyList<string> RegionsOf(IEnumerable<OdsCode> organisations) =>
        [
            .. organisations
                .Select(ods => RegistrationOf(ods)?.Region)
                .OfType<string>()
                .Distinct()
                .Order(StringComparer.Ordinal),
        ];

    /// <summary>The version that a subject's stream had at an earlier place; 0 when nothing was recorded about it by then.</summary>
    public long VersionAt(SubjectId subject, long place) => Seen(subject)?.VersionAt(place) ?? 0;

    /// <summary>The same at an instant.</summary>
    public long VersionAt(SubjectId subject, DateTimeOffset known) => TimelineOf(subject)?.VersionAt(known) ?? 0;

    /// <summary>The entry of that id; null when none was recorded by the place.</summary>
    public Entry? EntryOf(Guid id)
    {
        var recorded = timelines.EntryOf(id);
        if ((supposed?.SubjectOf(id) ?? recorded?.Subject) is { } subject)
        {
            return TimelineOf(subject)?.Recorded is not { } entries ? null
                : supposed is null && recorded is not null ? AtPlace(entries, recorded.Place)
                : entries.FirstOrDefault(entry => entry.Id == id);
        }

        looking?.SawAll();
        // Whoever does not see everything is told of what is not there as late as of what is kept from them: something else is looked at.
        return SeenBy is not null && timelines.Subjects.FirstOrDefault().Key is { Kind: not SubjectKind.None } another
            ? Seen(another)?.Recorded.FirstOrDefault(entry => entry.Id == id)
            : null;
    }

    /// <summary>Whether whoever sees it may see an entry, at whatever place: it says what became of something beside the record.</summary>
    public bool IsSeenLater(Guid id) =>
        SeenBy is not { } sight
        || new RecordAt(timelines, timelines.Place).AsSeenBy(sight).Noting(null).EntryOf(id) is not null;

    /// <summary>The successions that name the organisation as a successor, as believed.</summary>
    public IReadOnlyList<(
        OdsCode Predecessor,
        Timeline Timeline,
        BelievedEntry<OrganisationSucceeded> Succession
    )> PredecessorsOf(OdsCode organisation) =>
        [
            .. from subject in NamesOf(organisation)
            where subject.Organisation is not null
            let timeline = Seen(subject)
            where timeline is not null
            from succession in timeline.Of<OrganisationSucceeded>()
            where succession.Content.Successors.Any(s => s.Organisation == organisation)
            orderby subject.Value
            select (subject.Organisation!.Value, timeline, succession),
        ];

    /// <inheritdoc/>
    public IEnumerable<Timeline> Naming(OdsCode organisation) =>
        OthersNaming(organisation)
            .Where(s => s.Organisation is null)
            .OrderBy(s => s.Value, StringComparer.Ordinal)
            .Select(TimelineOf)
            .OfType<Timeline>();

    /// <summary>The timelines of the other organisations of which some entry names this one, by code; what is believed of them may no longer name it.</summary>
    public IEnumerable<Timeline> OrganisationsNaming(OdsCode organisation) =>
        OthersNaming(organisation)
            .Where(s => s.Organisation is not null)
            .OrderBy(s => s.Value, StringComparer.Ordinal)
            .Select(Seen)
            .OfType<Timeline>()
            .Select(timeline =>
            {
                // Most name it in public alone, such as the trusts of an ICB's system.
                if (
                    IsNoting
                    && timeline.Recorded.Any(e =>
                        !e.Event.IsPublic() && e.Event.OrganisationsNamed().Contains(organisation)
                    )
                )
                {
                    Noted(timeline.Subject, timeline);
                }

                return timeline;
            });

    /// <summary>What a decision about a subject, logged now by a signed-in subject, is judged by.</summary>
    public Situation SituationOf(SubjectId subject, DateTimeOffset now, string loggedBy) =>
        new(TimelineOf(subject) ?? Timeline.Fold(subject, []), this, now, loggedBy);

    /// <summary>
    /// What in a subject's entries should not be so. Who sees only some of them is told nothing: a rule says what is missing, and what they
    /// do not see is not missing.
    /// </summary>
    public IReadOnlyList<Finding> FindingsOf(SubjectId subject) =>
        TimelineOf(subject) is { IsWhole: true } timeline
            ? Found.Of(
                this,
                timeline,
                default,
                record => new Situation(timeline, record, DateTimeOffset.MinValue, "").Findings()
            )
            : [];

    /// <summary>The same of some of its entries, in the whole record.</summary>
    internal IReadOnlyList<Finding> FindingsOf(SubjectId subject, Func<Event, bool> among) =>
        SituationOf(subject, DateTimeOffset.MinValue, "").Findings(among);

    // Most are named by nobody but themselves.
    private IEnumerable<SubjectId> OthersNaming(OdsCode organisation)
    {
        var (naming, own) = (NamesOf(organisation), timelines.SubjectOf(organisation));
        return naming.IsEmpty || (naming.Count == 1 && naming.Contains(own)) ? [] : naming.Where(s => s != own);
    }

    // A timeline may have hundreds of entries, in the order of their places.
    private static Entry? AtPlace(IReadOnlyList<Entry> entries, long place)
    {
        var (low, high) = (0, entries.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = entries[middle].Place < place ? (middle + 1, high) : (low, middle);
        }

        return low < entries.Count && entries[low].Place == place ? entries[low] : null;
    }

    // What is seen of a subject changed no later than the subject itself.
    private long GreatestPlaceSeen()
    {
        var greatest = -1L;
        foreach (
            var (subject, _) in timelines
                .Subjects.Select(s => (s.Key, Last: s.Value.GreatestPlaceAt(at)))
                .OrderByDescending(s => s.Last)
                .TakeWhile(s => s.Last > greatest)
        )
        {
            greatest = Math.Max(greatest, TimelineOf(subject)?.GreatestPlace ?? -1);
        }

        return greatest;
    }

    // Of an earlier place a timeline is folded once for each question, however often that looks at it.
    private Timeline? Folded(SubjectId subject) =>
        timelines.EntriesOf(subject) is not { } entries ? null
        : entries.NewestAt(at) is { } newest ? newest
        : folded.GetOrAdd(subject, static (_, asked) => asked.Entries.At(asked.Place), (Entries: entries, Place: at));

    // Whoever sees everything is told what there is without its being folded.
    private bool IsSeen(SubjectId subject) =>
        supposed?.Timelines.TryGetValue(subject, out var timeline) == true ? timeline is not null
        : seenBy is null ? timelines.EntriesOf(subject)?.GreatestPlaceAt(at) >= 0
        : Seen(subject) is not null;

    private Timeline? See(Timeline? timeline) =>
        seenBy is null || timeline is null
            ? timeline
            : seen!.GetOrAdd(
                timeline.Subject,
                _ => before!.Of(whole, timeline, default, record => seenBy.See(timeline, record))
            );

    // Whoever sees the same finds what was seen already of the same state of the record.
    private sealed class SeenAlike
    {
        private const int AtMost = 32;

        private readonly ConcurrentDictionary<string, RecordAt> all = new();

        public RecordAt By(RecordAt whole, Sight sight)
        {
            if (all.Count >= AtMost)
            {
                all.Clear();
            }

            var seen = all.GetOrAdd(
                sight.SeesAs,
                static (_, asked) => new RecordAt(asked.Whole, asked.Sight),
                (Whole: whole, Sight: sight)
            );
            if (ReferenceEquals(seen.seenBy, sight))
            {
                return seen;
            }

            // What they may log besides is their own.
            var theirs = (RecordAt)seen.MemberwiseClone();
            theirs.seenBy = sight;
            return theirs;
        }
    }

    /// <summary>A state of the record, as some people see it.</summary>
    internal sealed record State(
        RecordTimelines Timelines,
        long At,
        IReadOnlySet<SubjectId>? Listed,
        Sight? SeenBy,
        Supposed? Supposed
    );
}
