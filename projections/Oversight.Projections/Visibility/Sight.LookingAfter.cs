namespace Oversight.Projections.Visibility;

/// <content>What they look after: whose documents they store and read, and whose deadlines a calendar of theirs may hold.</content>
public sealed partial record Sight
{
    /// <summary>Whether an organisation is theirs to look after: they read the whole record, oversee it, or are its own people.</summary>
    /// <param name="organisation">The organisation.</param>
    /// <param name="record">The whole record.</param>
    public bool LooksAfter(OdsCode organisation, IBelievedRecord record) =>
        Oversees(organisation, record) || Grants.Organisations.Contains(organisation);

    /// <summary>
    /// Whether they may read a document of an organisation: who oversees it reads all of them; its own people those that some of them handed in,
    /// and those that evidence names which they see.
    /// </summary>
    /// <param name="organisation">The organisation.</param>
    /// <param name="byOwnPeople">Whether its own people handed it in.</param>
    /// <param name="isNamed">Whether evidence of the organisation names it that they see.</param>
    /// <param name="record">The whole record.</param>
    public bool SeesDocument(OdsCode organisation, bool byOwnPeople, bool isNamed, IBelievedRecord record) =>
        Oversees(organisation, record) || (Grants.Organisations.Contains(organisation) && (byOwnPeople || isNamed));

    /// <summary>Why they may not hand in a document of an organisation; null when they may.</summary>
    /// <param name="organisation">The organisation.</param>
    /// <param name="record">The whole record.</param>
    public string? MayNotHandIn(OdsCode organisation, IBelievedRecord record) =>
        LogsFor(organisation, record) ? null
        : Grants.Decide
            ? $"Documents of {organisation} are not yours to hand in: you hand in those of organisations that you look after."
        : "You hand in no documents: your rights are to read, or to look after people.";

    /// <summary>Whether they log decisions about an organisation: which ones is asked of each (<see cref="MayNotLog"/>).</summary>
    /// <param name="organisation">The organisation.</param>
    /// <param name="record">The whole record.</param>
    public bool LogsFor(OdsCode organisation, IBelievedRecord record) =>
        Grants.IsTheProgram
        || Grants.All.Any(g => g.Decides && new Sight(new([g]), On).LooksAfter(organisation, record));

    private bool Oversees(OdsCode organisation, IBelievedRecord record) =>
        SeesEverything
        || record.TimelineOf(SubjectId.Of(organisation)) is { } whole
            && OverseeingRegions.Of(whole, record) is var regions
            && Grants.Regions.Any(region => regions.Contains(region.Code));
}
