namespace Oversight.Record.Entries;

/// <summary>One kind of event: how it is called, and what it can be logged about.</summary>
/// <param name="Name">The stable name under which it is stored.</param>
/// <param name="Word">The word for it in addresses and on the command line.</param>
/// <param name="Type">Its shape.</param>
/// <param name="About">The kinds of subject that it can be about.</param>
/// <param name="Says">What happened, in a few words.</param>
public sealed record EventKind(string Name, string Word, Type Type, SubjectKind About, string Says)
{
    /// <summary>True when it begins a subject; every other needs one that has begun.</summary>
    public bool Begins { get; init; }

    /// <summary>False for what only states, reports or asks for something: nobody decides by it.</summary>
    public bool Decides { get; init; } = true;

    /// <summary>True for what is published, and everybody may read.</summary>
    public bool IsPublic { get; init; }

    /// <summary>True for what organisations say themselves.</summary>
    public bool IsSaidByOrganisations { get; init; }

    /// <summary>
    /// True for what NHS England, another regulator or the government does about an organisation because of how it performs or is led: a
    /// segment, intensive support, undertakings, directions, notices. "All regulatory action" is these.
    /// </summary>
    public bool IsRegulatoryAction { get; init; }

    /// <summary>The bodies that may decide it.</summary>
    public Deciders Deciders { get; init; } = Deciders.National | Deciders.Region;

    /// <summary>True where the bodies may decide it that the oversight framework names for what needs national agreement.</summary>
    public bool ByBodiesOfFramework { get; init; }

    /// <summary>
    /// What gives the authority to decide it; null: what gives it to most decisions about its subject (the oversight framework; of
    /// undertakings the legal basis that they name).
    /// </summary>
    public Provision? Provision { get; init; }

    /// <summary>Makes one that could be logged; the people and documents in it are made up.</summary>
    public required Func<Event> Example { get; init; }
}

/// <summary>Which bodies may decide something.</summary>
[Flags]
public enum Deciders
{
    /// <summary>Nobody.</summary>
    None = 0,

    /// <summary>A national body.</summary>
    National = 1,

    /// <summary>The region that oversees those concerned.</summary>
    Region = 2,

    /// <summary>The government.</summary>
    Government = 4,

    /// <summary>The organisation that it is about.</summary>
    Own = 8,

    /// <summary>An inspector, such as the Care Quality Commission.</summary>
    Inspector = 16,
}

/// <summary>What gives the authority to decide something: where somebody looks it up.</summary>
public enum Provision
{
    /// <summary>The oversight framework of the day.</summary>
    OversightFramework,

    /// <summary>The legal basis that the undertakings or the direction name: the licence of a provider, or the Act.</summary>
    LegalBasis,

    /// <summary>What the Act says of establishing, merging and ending organisations.</summary>
    Establishment,

    /// <summary>The duty to assess each integrated care board every year.</summary>
    AnnualAssessment,

    /// <summary>The duty to oversee, under which the frameworks themselves are published.</summary>
    FrameworkPublication,

    /// <summary>What another body does under an Act of its own, such as the Care Quality Commission.</summary>
    OwnFunctions,

    /// <summary>The general functions of a body: to support, to review, to plan, to account; no framework and no section of an Act alone.</summary>
    GeneralFunctions,

    /// <summary>The duties of whoever keeps public records: to keep them safe, and to dispose of them by a schedule.</summary>
    RecordsManagement,

    /// <summary>The duties of whoever answers for personal data: to put it right, and to erase it.</summary>
    DataProtection,

    /// <summary>What gave it to the entry that is corrected, retracted or spoken of.</summary>
    EntryConcerned,
}
