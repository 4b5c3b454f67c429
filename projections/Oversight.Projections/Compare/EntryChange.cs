using Oversight.Projections.Registers;
using Oversight.Record.Catalogue;

namespace Oversight.Projections.Compare;

/// <summary>An entry that says something else in one state than in another, or takes effect between two days.</summary>
/// <param name="subject">Its subject.</param>
/// <param name="id">Its id, as it was recorded.</param>
/// <param name="kind">Its stored name.</param>
/// <param name="about">The organisations that its subject is about.</param>
/// <param name="place">Its place, or that of the entry that changed it.</param>
/// <param name="reason">Tells how it made a difference, and why: asked only of those that are shown.</param>
internal sealed class EntryChange(
    SubjectId subject,
    Guid id,
    string kind,
    IReadOnlyList<OdsCode> about,
    long place,
    Func<Reason> reason
)
{
    private Reason? told;

    public SubjectId Subject => subject;

    public Guid Id => id;

    public string Kind => kind;

    public IReadOnlyList<OdsCode> About => about;

    public long Place => place;

    public Reason Reason => told ??= reason();

    /// <summary>What took effect between two days, as the record stands in one state.</summary>
    public static IEnumerable<EntryChange> InTheWorld(RecordAt record, DateOnly from, DateOnly to)
    {
        foreach (var subject in record.Subjects)
        {
            var timeline = record.TimelineOf(subject)!;
            IReadOnlyList<OdsCode>? about = null;
            foreach (var entry in timeline.BeginningBetween(from, to))
            {
                about ??= SubjectOrganisations.Of(timeline);
                yield return Of(subject, entry, about, entry.Place, () => ReasonOf(entry, HowChanged.TookEffect));
            }
        }
    }

    /// <summary>What is known in one state and was not in an earlier one: recorded, corrected, retracted or told between.</summary>
    /// <param name="earlier">The earlier state.</param>
    /// <param name="knownFrom">The instant at which it was known; null for now.</param>
    /// <param name="later">The later state.</param>
    /// <param name="from">The day that is asked about.</param>
    /// <param name="to">The later day: what took effect by then, and was recorded since, changed in the world alone.</param>
    public static IEnumerable<EntryChange> InOurKnowledge(
        RecordAt earlier,
        DateTimeOffset? knownFrom,
        RecordAt later,
        DateOnly from,
        DateOnly to
    )
    {
        foreach (var subject in earlier.Subjects.Union(later.Subjects))
        {
            var (then, now) = (earlier.TimelineOf(subject), later.TimelineOf(subject));
            if (then is { IsWhole: true } && now is { IsWhole: true } && then.GreatestPlace == now.GreatestPlace)
            {
                continue;
            }

            var about = SubjectOrganisations.Of((now ?? then)!);
            var known = then?.Entries.ToDictionary(e => e.Id) ?? [];
            foreach (var entry in now?.Entries ?? [])
            {
                known.Remove(entry.Id, out var was);
                if (Between(was, entry, then, now!, knownFrom, from, to) is { } reason)
                {
                    yield return Of(subject, entry, about, reason.Place, () => reason);
                }
            }

            foreach (var gone in known.Values.Where(e => e.Counts))
            {
                yield return Of(subject, gone, about, gone.Place, () => ReasonOf(gone, HowChanged.NotShown));
            }
        }
    }

    private static Reason? Between(
        BelievedEntry? was,
        BelievedEntry entry,
        Timeline? then,
        Timeline now,
        DateTimeOffset? knownFrom,
        DateOnly from,
        DateOnly to
    )
    {
        var counted = was is { Counts: true };
        if (!counted && entry.Counts)
        {
            // What took effect between the two days changed in the world, whenever that was recorded.
            var ahead = entry.Effective.Earliest > to;
            return entry.Effective.Earliest > from && !ahead ? null
                : was is not null ? ReasonOf(entry, HowChanged.CountsAgain, by: now.RetractionOf(was.RetractedBy!.Id))
                : knownFrom is { } instant && entry.Original.Recorded > instant
                    ? ReasonOf(entry, ahead ? HowChanged.RecordedAhead : HowChanged.RecordedSince)
                : ReasonOf(entry, HowChanged.Told);
        }

        if (counted && !entry.Counts)
        {
            return ReasonOf(was!, HowChanged.Retracted, by: entry.RetractedBy);
        }

        return counted && (was!.InForce?.Id, was.Original.Recorded) != (entry.InForce?.Id, entry.Original.Recorded)
            ? ReasonOf(
                entry,
                HowChanged.Corrected,
                was.Content.Says(),
                // Where a correction was taken back, by whom and why that was.
                entry.InForce
                    is { } correction
                && then?.Recorded.Any(e => e.Id == correction.Id) != true
                    ? correction
                    : (was.InForce is { } before ? now.RetractionOf(before.Id) : null) ?? entry.InForce
            )
            : null;
    }

    private static EntryChange Of(
        SubjectId subject,
        BelievedEntry entry,
        IReadOnlyList<OdsCode> about,
        long place,
        Func<Reason> reason
    ) => new(subject, entry.Id, EventCatalogue.NameOf(entry.Content), about, place, reason);

    private static Reason ReasonOf(BelievedEntry entry, HowChanged how, string? replaced = null, Entry? by = null)
    {
        // A correction says why it was made; what it says was decided for the reason that stands in it.
        var decision = by?.Event.Decision ?? entry.Decision;
        var says = entry.Content.Says();
        return new(
            by?.Id ?? entry.Id,
            by is null ? null : entry.Id,
            by?.Place ?? entry.Place,
            how,
            says,
            replaced == says ? null : replaced,
            decision.Rationale,
            Said.By(decision.DecidedBy),
            entry.Effective,
            by?.Recorded ?? entry.Original.Recorded
        );
    }
}
