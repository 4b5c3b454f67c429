namespace Oversight.Record.People;

/// <summary>The rights of somebody who is signed in: those in force at that moment.</summary>
/// <param name="All">Each of them.</param>
public sealed record Grants(IReadOnlyList<Grant> All)
{
    /// <summary>The program's own: it loads reference data, and replays.</summary>
    public static Grants OfTheProgram { get; } = new([new Grant(Role.National)]) { IsTheProgram = true };

    /// <summary>No rights.</summary>
    public static Grants None { get; } = new([]);

    /// <summary>True for the program itself, which acts in the name of whoever decided.</summary>
    public bool IsTheProgram { get; private init; }

    /// <summary>Whether they read the whole record.</summary>
    public bool ReadEverything => All.Any(grant => grant.ReadsEverything);

    /// <summary>Whether they look after people and their rights.</summary>
    public bool Administer => All.Any(grant => grant.Role == Role.Administrator);

    /// <summary>Whether they see who read what: administrators do not.</summary>
    public bool Audit => All.Any(grant => grant.Role == Role.Auditor);

    /// <summary>Whether they see who there is, and who may do what.</summary>
    public bool SeePeople => Administer || Audit;

    /// <summary>Whether they are told by name who logged an entry. An organisation's own people are not.</summary>
    public bool SeeWhoLogged => IsTheProgram || All.Any(grant => grant.Organisation is null);

    /// <summary>Whether they log decisions of any kind.</summary>
    public bool Decide => All.Any(grant => grant.Decides);

    /// <summary>The regions of whose teams they are.</summary>
    public IEnumerable<Region> Regions => All.Select(grant => grant.Region).OfType<Region>().Distinct();

    /// <summary>The organisations whose own people they are.</summary>
    public IEnumerable<OdsCode> Organisations =>
        All.Where(grant => grant.Organisation is not null).Select(grant => grant.Organisation!.Value).Distinct();

    /// <summary>Whether they may take a live decision in the name of a body.</summary>
    /// <param name="body">The body's id, or an organisation's ODS code.</param>
    public bool ActFor(string body) => IsTheProgram || All.Any(grant => grant.ActsFor(body));
}
