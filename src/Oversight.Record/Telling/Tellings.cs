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
        // What is shown of a timeline has no corrections in it: whether something was told of what an entry says now, the whole knows.
        var whole = timeline.Whole;
        told = (
            from telling in whole.Of<ITells>()
            where whole == timeline || timeline.StandsFor(telling.Id) is not null
            let what = telling.Content.In(whole, telling.Place)
            where what is not null
            let entry = whole.StandsFor(what.Entry)
            where entry is not null && IsBelievedAsTold(whole, entry, what)
            select (Entry: entry.Id, what, Telling: (BelievedEntry)telling)
        ).ToLookup(t => t.Entry, t => (t.what, t.Telling));
    }

    /// <summary>Those of a subject.</summary>
    public static Tellings Of(Timeline timeline) => timeline.As(t => new Tellings(t))!;

    /// <summary>The entries by which it was told what an entry is believed to say, and whom, in place order.</summary>
    public IEnumerable<(BelievedEntry By, IReadOnlyList<string> To)> Of(BelievedEntry entry) =>
        told[entry.Id].Select(t => (t.By, t.Told.To));

    /// <summary>To whom it was told, each once, by ODS code or id of a body.</summary>
    public IEnumerable<string> To(BelievedEntry entry) => told[entry.Id].SelectMany(t => t.Told.To).Distinct();

    /// <summary>
    /// The day from which somebody of those concerned had been told what it is believed to say; null when nobody has been. An entry
    /// may say itself when it was communicated.
    /// </summary>
    public DateOnly? From(BelievedEntry entry) =>
        Earliest(
            entry,
            told[entry.Id]
                .Where(t => ThoseConcerned.By(timeline).Any(o => t.Told.To.Contains(o.Value)))
                .Select(t => t.By.Effective.Latest)
        );

    /// <summary>
    /// The day from which an organisation's own people see an entry about it: the first day of all for what is public, what it said
    /// itself or was party to, and answers to that; null where it has not been told. What passed to it from a body that ended it sees as that
    /// body did, from the day on which it passed.
    /// </summary>
    /// <param name="entry">The entry.</param>
    /// <param name="organisation">The organisation.</param>
    /// <param name="record">The whole record: it knows which system the organisation belongs to.</param>
    public DateOnly? SeenFrom(BelievedEntry entry, OdsCode organisation, IBelievedRecord record) =>
        new ShownTo(timeline, this, organisation, record).From(entry);

    /// <summary>The same of each entry of the subject.</summary>
    public Func<BelievedEntry, DateOnly?> SeenFrom(OdsCode organisation, IBelievedRecord record) =>
        new ShownTo(timeline, this, organisation, record).From;

    /// <summary>The day from which a subject concerns an organisation, as far as the organisation has been told; null when it does not.</summary>
    public DateOnly? ConcernsFrom(OdsCode organisation, IBelievedRecord record) =>
        new ShownTo(timeline, this, organisation, record).Concerned();

    /// <summary>
    /// The day from which a trust's own people see an entry about the ICB of a system: one that names the trust, from when it was communicated;
    /// one about the whole system, from when it was communicated to the trust by name. What is said later of such an entry they see in the same way,
    /// and who was told of it by what the entry said when it was told and is believed to say. Null for everything else about the ICB.
    /// </summary>
    public DateOnly? SeenAsTrustFrom(BelievedEntry entry, OdsCode trust)
    {
        if (timeline.Subject.Organisation is not { } icb || icb == trust)
        {
            return null;
        }

        if (entry.Content is not ITells)
        {
            return SeenAsTrustFrom(entry, entry, timeline, trust);
        }

        if (ToldBy(entry) is not { } telling || !telling.To.Contains(trust.Value))
        {
            return null;
        }

        // It told what the entry said then, whatever is believed since; and what turns out not to have been theirs they see no more.
        var before = IsUnchanged(timeline.Whole) ? timeline : timeline.Whole.Before(telling.Before);
        return
            before.StandsFor(telling.Entry) is { } then
            && timeline.StandsFor(telling.Entry) is { } now
            && SeenAsTrustFrom(entry, then, before, trust) is { } from
            && SeenAsTrustFrom(entry, now, timeline, trust) is not null
            ? from
            : null;
    }

    // The entry itself or, of one that tells, what it told, as some timeline believes it.
    private DateOnly? SeenAsTrustFrom(BelievedEntry entry, BelievedEntry about, Timeline believed, OdsCode trust)
    {
        var named = about.Content.OrganisationsNamed().ToArray();
        var said =
            about.Content is IConcerns or INamesTrustsOfSystem ? about.Content
            : about.Content is ISaysOfEarlier { Earlier: { } earlier } && (named.Length == 0 || named.Contains(trust))
                ? believed.StandsFor(earlier)?.Content
            : null;
        return said switch
        {
            INamesTrustsOfSystem { Organisations: { } trusts } => trusts.Contains(trust)
                ? Earliest(entry, ToldOn(entry, trust))
                : null,
            // Who says of it no more than that it was communicated need not mean the trusts.
            IConcerns { Scope: Concerning.System } => named.Contains(trust)
                ? Earliest(entry, ToldOn(entry, trust))
                : Earliest(ToldOn(entry, trust)),
            _ => null,
        };
    }

    /// <summary>The day from which an organisation had been told of an entry about it; null when it has not been.</summary>
    internal DateOnly? ToldFrom(BelievedEntry entry, OdsCode organisation) =>
        Earliest(entry, ToldOn(entry, organisation));

    // The days on which it was told so by an entry; an entry that tells says itself when.
    private IEnumerable<DateOnly> ToldOn(BelievedEntry entry, OdsCode organisation) =>
        told[entry.Id]
            .Where(t => t.Told.To.Contains(organisation.Value))
            .Select(t => t.By)
            .Concat(ToldBy(entry)?.To.Contains(organisation.Value) == true ? [entry] : [])
            .Select(by => by.Effective.Latest);

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
        && ThoseConcerned.By(timeline).Any(o => !IsTheirs(entry, o));

    private Told? ToldBy(BelievedEntry telling) => (telling.Content as ITells)?.In(timeline.Whole, telling.Place);

    // An entry may say itself when it was communicated; what a correction put in its place, the whole knows.
    private DateOnly? Earliest(BelievedEntry entry, IEnumerable<DateOnly> days) =>
        Earliest(
            entry.Decision.Communicated is not null
            && (timeline.Whole.StandsFor(entry.Id) ?? entry).ToldByItself is { } itself
                ? days.Append(itself)
                : days
        );

    private static DateOnly? Earliest(IEnumerable<DateOnly> days) =>
        days.Where(day => day < DateOnly.MaxValue).Select(day => (DateOnly?)day).Min();

    // Nothing of it was corrected or retracted.
    private static bool IsUnchanged(Timeline whole) => whole.Entries.Count == whole.Recorded.Count;

    private static bool IsBelievedAsTold(Timeline whole, BelievedEntry entry, Told told) =>
        entry.Place < told.Before
        && (
            IsUnchanged(whole)
            || (
                whole.Before(told.Before).StandsFor(entry.Id) is { Counts: true } then
                && then.InForce?.Id == entry.InForce?.Id
            )
        );
}
