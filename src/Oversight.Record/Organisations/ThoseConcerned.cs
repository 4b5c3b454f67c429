namespace Oversight.Record.Organisations;

/// <summary>Whom a subject concerns: the one meaning for who may decide about it, who is told of it and who sees it.</summary>
public static class ThoseConcerned
{
    /// <summary>The organisations that a subject is about, as is believed: an organisation itself; whoever its entries name as concerned.</summary>
    public static IEnumerable<OdsCode> By(Timeline timeline) =>
        timeline.Subject.Organisation is { } organisation
            ? [organisation]
            : timeline
                .Of<INamesThoseConcerned>()
                .SelectMany((BelievedEntry e) => e.Content.OrganisationsNamed())
                .Distinct();

    /// <summary>Those, and the successors to which something passed of an organisation that ended.</summary>
    public static IEnumerable<OdsCode> ByOrAfter(Timeline timeline) =>
        By(timeline)
            .Concat(
                timeline
                    .Of<OpenItemsDisposed>()
                    .SelectMany(e => e.Content.Items)
                    .Select(i => i.Successor)
                    .OfType<OdsCode>()
            )
            .Distinct();
}
