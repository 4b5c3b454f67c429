namespace Oversight.Projections.Search;

/// <summary>What a search finds, in the order in which it is told: what is called so before what only mentions it.</summary>
public enum FoundKind
{
    /// <summary>An organisation, by its ODS code or a name that it has or had.</summary>
    Organisation,

    /// <summary>An engagement of Recovery Support, by its id or title.</summary>
    Recovery,

    /// <summary>A set of undertakings by its id, or an undertaking by its wording or grounds.</summary>
    Undertaking,

    /// <summary>An exit or transition criterion, by its reference, theme or wording.</summary>
    Criterion,

    /// <summary>An oversight framework, by its id or title.</summary>
    Framework,

    /// <summary>A concern, by its wording.</summary>
    Concern,

    /// <summary>An action or another commitment, by its wording.</summary>
    Commitment,

    /// <summary>A document that is evidence or a source, by its title.</summary>
    Document,

    /// <summary>An entry, by its id, its place, its line, or the reason for it.</summary>
    Entry,
}
