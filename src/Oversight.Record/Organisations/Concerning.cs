namespace Oversight.Record.Organisations;

/// <summary>Whom an entry about an ICB concerns. A trust's entries concern that trust.</summary>
public enum Concerning
{
    /// <summary>The organisation itself.</summary>
    Organisation,

    /// <summary>Its whole system: the ICB and the trusts that belong to it on the day.</summary>
    System,
}
