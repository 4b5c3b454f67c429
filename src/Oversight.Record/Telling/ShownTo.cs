using Oversight.Record.Organisations;
using Oversight.Record.Recovery;

namespace Oversight.Record.Telling;

/// <summary>
/// From which day an organisation's own people see each entry of a subject. That a subject concerns it counts from when the organisation
/// knows of it: an entry that says so and is kept from it shows nothing, neither itself nor others.
/// </summary>
internal sealed class ShownTo
{
    private readonly Timeline timeline;
    private readonly Tellings tellings;
    private readonly OdsCode organisation;
    private readonly IBelievedRecord record;
    private readonly Lazy<DateOnly?> concerned;
    private readonly Lazy<IReadOnlyList<Taken>> taken;

    public ShownTo(Timeline timeline, Tellings tellings, OdsCode organisation, IBelievedRecord record)
    {
        (this.timeline, this.tellings, this.organisation, this.record) = (timeline, tellings, organisation, record);
        concerned = new(ConcernedFrom);
        taken = new(TakenOver);
    }

    /// <summary>
    /// The first day of all for what the organisation said itself or was party to, answers to that, and what is public of what concerns it;
    /// for anything else the day on which it was told; null where it has not been.
    /// </summary>
    public DateOnly? From(BelievedEntry entry) =>
        taken
            .Value.Where(t => IsAmong(entry, t.Disposal))
            .Select(t => Later(t.From, Earlier(t.EndedBody.ByItself(entry), Told(entry))))
            .Aggregate(ByItself(entry), Earlier);

    /// <summary>The day from which the subject concerns it, itself or in the place of a body that ended; null when it does not.</summary>
    public DateOnly? Concerned() => taken.Value.Select(t => (DateOnly?)t.From).Aggregate(concerned.Value, Earlier);

    // Otherwise than in the place of a body that ended.
    private DateOnly? ByItself(BelievedEntry entry) => Later(Told(entry), concerned.Value);

    // If the subject concerns it.
    private DateOnly? Told(BelievedEntry entry) =>
        tellings.IsTheirs(entry, organisation) ? DateOnly.MinValue : tellings.ToldFrom(entry, organisation);

    private DateOnly? ConcernedFrom()
    {
        if (timeline.Subject.Organisation is { } subject)
        {
            return subject == organisation ? DateOnly.MinValue : null;
        }

        if (timeline.Subject.Kind == SubjectKind.Framework)
        {
            return DateOnly.MinValue;
        }

        DateOnly? named = null;
        foreach (var entry in timeline.Of<INamesThoseConcerned>())
        {
            if (
                ((BelievedEntry)entry).Content is not OpenItemsDisposed and var content
                && content.OrganisationsNamed().Contains(organisation)
            )
            {
                named = Earlier(named, Told(entry));
            }
        }

        return named == DateOnly.MinValue ? named : Earlier(named, InWithSystemFrom());
    }

    // As far as it knows, on the first day on which it knows enough.
    private DateOnly? InWithSystemFrom()
    {
        if (!SystemAsMember.MayBeIn(timeline))
        {
            return null;
        }

        var bearing = timeline
            .Entries.Where(e => e.Counts && e.Content is IBearsOnConcern)
            .Select(e => (Entry: e, Told: Told(e)))
            .Where(e => e.Told is not null)
            .ToArray();
        return bearing
            .Select(e => e.Told)
            .Distinct()
            .Order()
            .FirstOrDefault(day =>
            {
                var known = bearing.Where(e => e.Told <= day).Select(e => e.Entry.Id).ToHashSet();
                return SystemAsMember.IsEverIn(timeline.Believing(e => known.Contains(e.Id)), organisation, record);
            });
    }

    // It sees what the body that ended saw, from when both hold: it passed, and the organisation knows that.
    private Taken[] TakenOver() =>
        [
            .. from disposal in timeline.Of<OpenItemsDisposed>()
            where disposal.Content.Items.Any(i => i.Successor == organisation)
            let endedBody = new ShownTo(timeline, tellings, disposal.Content.Ended, record)
            let told = Earlier(Told(disposal), endedBody.ByItself(disposal))
            let day = Later(told, disposal.Effective.Latest)
            where day is not null
            select new Taken(disposal, endedBody, day.Value),
        ];

    // Of the other body's own stream only what passed, and what is said of that, by whom it was told included.
    private bool IsAmong(BelievedEntry entry, BelievedEntry<OpenItemsDisposed> disposal) =>
        timeline.Subject.Organisation is null
        || entry.Id == disposal.Id
        || HasPassed(entry.Id, disposal)
        || SaidOf(entry).Any(said => said.Place < entry.Place && IsAmong(said, disposal));

    private IEnumerable<BelievedEntry> SaidOf(BelievedEntry entry) =>
        (
            entry.Content switch
            {
                IBearsOnShowing bears => bears.BearsOn,
                ISaysOfEarlier { Earlier: { } earlier } => [earlier],
                _ => [],
            }
        )
            .Select(timeline.StandsFor)
            .OfType<BelievedEntry>();

    private bool HasPassed(Guid id, BelievedEntry<OpenItemsDisposed> disposal) =>
        timeline.StandsFor(id) is { Counts: true, Content: IStaysOpen made } opened
        && disposal
            .Content.Items.Where(i => i.IsAbout(made.OpenAs, $"{opened.Id}"))
            .MaxBy(i => i.Item is not null)
            ?.Successor == organisation;

    private static DateOnly? Earlier(DateOnly? one, DateOnly? other) =>
        one is null ? other
        : other is null || one < other ? one
        : other;

    private static DateOnly? Later(DateOnly? one, DateOnly? other) =>
        one is null || other is null ? null
        : one > other ? one
        : other;

    private sealed record Taken(BelievedEntry<OpenItemsDisposed> Disposal, ShownTo EndedBody, DateOnly From);
}
