namespace Oversight.Record.People;

/// <summary>What somebody who signs in is to the record.</summary>
public enum Role
{
    /// <summary>Of NHS England's national team: reads everything, and decides as NHS England or any of its regional teams.</summary>
    National,

    /// <summary>Of the team of one region: reads and decides about the organisations that it oversees.</summary>
    Region,

    /// <summary>Of an organisation's own people: reads what was told to it, and speaks for it.</summary>
    Lead,

    /// <summary>Of an organisation's own people: reads what was told to it, hands in evidence and reports progress.</summary>
    Contributor,

    /// <summary>Reads everything, and writes nothing.</summary>
    Auditor,

    /// <summary>Looks after people and their rights, and takes no decisions.</summary>
    Administrator,
}
