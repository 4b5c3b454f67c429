namespace Oversight.Record.Organisations;

/// <summary>An event about an organisation that makes something which stays open, also when the organisation ends, until it is answered.</summary>
public interface IStaysOpen
{
    /// <summary>What is open.</summary>
    OpenItemKind OpenAs { get; }
}

/// <summary>Who stands in the place of a body that ended, and for what. Rules and answers stand on the same meaning.</summary>
public static class Passing
{
    /// <summary>The entry by which an organisation ended, whenever that takes effect; null when none says so.</summary>
    public static BelievedEntry<OrganisationSucceeded>? EndOf(Timeline? organisation) =>
        organisation?.Of<OrganisationSucceeded>().FirstOrDefault();

    /// <summary>
    /// What was decided by a day about something that was open for a body that ended: of several decisions the first to take effect. One
    /// that names it stands before one about all of its kind in the same entry. Null while nobody has decided.
    /// </summary>
    /// <param name="about">The entries of the undertakings, the engagement or the body.</param>
    /// <param name="ended">The body that ended.</param>
    /// <param name="what">What was open.</param>
    /// <param name="item">Which one; null for a membership.</param>
    /// <param name="day">The day.</param>
    public static Disposal? DisposalOf(Timeline about, OdsCode ended, OpenItemKind what, string? item, DateOnly day) =>
        about
            .Of<OpenItemsDisposed>()
            .Where(e => e.Content.Ended == ended && e.Effective.IsCertainBy(day))
            .OrderBy(e => e.Effective.Latest)
            .ThenBy(e => e.Place)
            .Select(e =>
                (Entry: e, Item: e.Content.Items.Where(i => i.IsAbout(what, item)).MaxBy(i => i.Item is not null))
            )
            .Where(e => e.Item is not null)
            .Select(e => new Disposal(e.Entry, e.Item!))
            .FirstOrDefault();

    /// <summary>
    /// Whether what an entry about a body made had passed to a successor by a day: then it may be answered, met or closed after the body's
    /// end, in the same stream.
    /// </summary>
    public static bool HasPassed(Timeline about, Guid entry, DateOnly day) =>
        about.Subject.Organisation is { } own
        && about.StandsFor(entry) is { Counts: true, Content: IStaysOpen made } opened
        && DisposalOf(about, own, made.OpenAs, $"{opened.Id}", day)?.Item.Successor is not null;

    /// <summary>
    /// For whom something is open on a day that was first open for one organisation: the organisation itself, or the successor to which it
    /// passed, from hand to hand; null when it was discharged or ended. With the decisions by which it came there.
    /// </summary>
    public static (OdsCode? Holder, IReadOnlyList<Disposal> By) HolderOf(
        Timeline about,
        OdsCode first,
        OpenItemKind what,
        string? item,
        DateOnly day
    ) => HolderOf(first, holder => DisposalOf(about, holder, what, item, day));

    /// <summary>The same, of what is disposed of in more than one way.</summary>
    /// <param name="first">For whom it was open first.</param>
    /// <param name="disposalOf">What was decided about it when it was open for somebody.</param>
    public static (OdsCode? Holder, IReadOnlyList<Disposal> By) HolderOf(
        OdsCode first,
        Func<OdsCode, Disposal?> disposalOf
    )
    {
        var by = new List<Disposal>();
        var holder = first;
        // A body that followed its own successor would go round for ever; the record cannot be kept from saying so.
        var seen = new HashSet<OdsCode>();
        while (seen.Add(holder) && disposalOf(holder) is { } disposal)
        {
            by.Add(disposal);
            if (disposal.Item.Successor is not { } successor)
            {
                return (null, by);
            }

            holder = successor;
        }

        return (holder, by);
    }
}

/// <summary>What was decided about something that was open for a body that ended.</summary>
/// <param name="Entry">The entry that says so.</param>
/// <param name="Item">What it says.</param>
public sealed record Disposal(BelievedEntry<OpenItemsDisposed> Entry, DisposedItem Item);
