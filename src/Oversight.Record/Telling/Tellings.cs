using Oversight.Record.Organisations;

namespace Oversight.Record.Telling;

/// <summary>
/// What organisations were told of a subject. Told is what an entry said then: content that a later correction put in its place
/// has to be told in turn, and is not shown before.
/// </summary>
public sealed class Tellings
{
    private readonly Timeline timeline;
    private readonly ILookup<Guid, (Told Told, BelievedEntry By)> told;

    private Tellings(Timeline timeline)
    {
        this.timeline = timeline;
        told = (
            from telling in timeline.Of<ITells>()
            let what = telling.Content.In(timeline, telling.Place)
            where what is not null
            let entry = timeline.StandsFor(what.Entry)
            where entry is not null && IsBelievedAsTold(timeline, entry, what)
            select (Entry: entry.Id, what, Telling: (BelievedEntry)telling)
        ).ToLookup(t => t.Entry, t => (t.what, t.Telling));
    }

    /// <summary>Those of a subject.</summary>
    public static Tellings Of(Timeline timeline) => timeline.As(t => new Tellings(t))!;

    /// <summary>The organisations that a subject is about; none for a framework.</summary>
    public static IEnumerable<OdsCode> Concerned(Timeline timeline) =>
        timeline.Subject.Organisation is { } organisation
            ? [organisation]
            : timeline
                .Of<INamesThoseConcerned>()
                .SelectMany((BelievedEntry e) => e.Content.OrganisationsNamed())
                .Distinct();

    /// <summary>The entries by which it was told what an entry is believed to say, and whom, in place order.</summary>
    public IEnumerable<(BelievedEntry By, IReadOnlyList<string> To)> Of(BelievedEntry entry) =>
        told[entry.Id].Select(t => (t.By, t.Told.To));

    /// <summary>To whom it was told, each once, by ODS code or id of a body.</summary>
    public IEnumerable<string> To(BelievedEntry entry) => told[entry.Id].SelectMany(t => t.Told.To).Distinct();

    /// <summary>
    /// The day from which somebody of those concerned had been told what it is believed to say; null when nobody has been. An entry
    /// that was never changed may say itself when it was communicated.
    /// </summary>
    public DateOnly? From(BelievedEntry entry) =>
        Earliest(
            entry,
            told[entry.Id]
                .Where(t => Concerned(timeline).Any(o => t.Told.To.Contains(o.Value)))
                .Select(t => t.By.Effective.Latest)
        );

    /// <summary>
    /// The day from which an organisation's own people see an entry about it: the first day of all for what is public, what it said
    /// itself or was party to, and answers to that; null where it has not been told.
    /// </summary>
    public DateOnly? SeenFrom(BelievedEntry entry, OdsCode organisation)
    {
        // What the other body was told in its own stream is not told to who took over some of it.
        var isAnothers = timeline.Subject.Organisation is { } subject && subject != organisation;
        return SeenBefore(entry, organisation)
            .Append(isAnothers && HasTakenOver(organisation) ? null : SeenByItself(entry, organisation))
            .Where(day => day is not null)
            .Min();
    }

    private bool HasTakenOver(OdsCode successor) =>
        timeline.Of<OpenItemsDisposed>().Any(e => e.Content.Items.Any(i => i.Successor == successor));

    // What passed to it from a body that ended it sees as that body did, from the day on which it passed.
    private IEnumerable<DateOnly?> SeenBefore(BelievedEntry entry, OdsCode successor) =>
        from passing in timeline.Of<OpenItemsDisposed>()
        where passing.Content.Items.Any(i => i.Successor == successor) && IsAmongWhatPassed(entry)
        let seen = SeenByItself(entry, passing.Content.Ended)
        where seen is not null
        select (DateOnly?)(seen > passing.Effective.Latest ? seen.Value : passing.Effective.Latest);

    // Of the other body's own stream only what passed, and what is said of that.
    private bool IsAmongWhatPassed(BelievedEntry entry) =>
        timeline.Subject.Organisation is null
        || entry.Content is OpenItemsDisposed
        || Passing.HasPassed(timeline, entry.Id, DateOnly.MaxValue)
        || (
            entry.Content is INamesOpenEntry { Named: { } named }
            && Passing.HasPassed(timeline, named, DateOnly.MaxValue)
        );

    private DateOnly? SeenByItself(BelievedEntry entry, OdsCode organisation) =>
        IsTheirs(entry, organisation)
            ? DateOnly.MinValue
            : Earliest(
                entry,
                told[entry.Id]
                    .Where(t => t.Told.To.Contains(organisation.Value))
                    .Select(t => t.By)
                    .Concat(TellsTo(entry, organisation) ? [entry] : [])
                    .Select(by => by.Effective.Latest)
            );

    /// <summary>Whether it needs no telling for that organisation: it is public, or theirs.</summary>
    public bool IsTheirs(BelievedEntry entry, OdsCode organisation) =>
        entry.Content.IsPublic()
        || entry.Content.IsSaidBy(organisation)
        || entry.Content.IsPartyTo(organisation)
        || (
            entry.Content is IAnswersOrganisation { Answered: var answered }
            && timeline.StandsFor(answered)?.Content.IsSaidBy(organisation) == true
        );

    /// <summary>The decisions that none of those concerned has been told, and who need to be told to know of them.</summary>
    public IEnumerable<BelievedEntry> NotTold() =>
        timeline.Entries.Where(e => e.Counts && MustBeTold(e) && From(e) is null);

    /// <summary>Whether it is a decision of which some of those concerned know only when they are told.</summary>
    public bool MustBeTold(BelievedEntry entry) =>
        entry.Content.KindOfEvent().Decides
        && entry.Content is not (ITells or IAnswersOrganisation)
        && Concerned(timeline).Any(o => !IsTheirs(entry, o));

    private bool TellsTo(BelievedEntry telling, OdsCode organisation) =>
        (telling.Content as ITells)?.In(timeline, telling.Place)?.To.Contains(organisation.Value) == true;

    private static DateOnly? Earliest(BelievedEntry entry, IEnumerable<DateOnly> days) =>
        days.Select(day => (DateOnly?)day)
            .Append(entry.Decision.Communicated)
            .Where(day => day is { } known && known < DateOnly.MaxValue)
            .Min();

    // What is shown of a timeline has no corrections in it: each entry stands there as it is believed.
    private static bool IsBelievedAsTold(Timeline timeline, BelievedEntry entry, Told told) =>
        !timeline.IsWhole
        || (
            entry.Place < told.Before
            && (
                (entry.Corrections.Count == 0 && entry.RetractedBy is null)
                || (
                    timeline.Before(told.Before).StandsFor(entry.Id) is { Counts: true } then
                    && then.InForce?.Id == entry.InForce?.Id
                )
            )
        );
}
