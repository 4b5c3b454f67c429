namespace Oversight.Record;

/// <summary>What an overseen organisation is.</summary>
public enum OrganisationKind
{
    /// <summary>An integrated care board.</summary>
    Icb,

    /// <summary>An NHS trust.</summary>
    NhsTrust,

    /// <summary>An NHS foundation trust.</summary>
    NhsFoundationTrust,
}

/// <summary>How one organisation follows another.</summary>
public enum SuccessionKind
{
    /// <summary>The whole predecessor becomes part of the successor.</summary>
    Merger,

    /// <summary>The predecessor is divided between successors.</summary>
    Split,

    /// <summary>An existing organisation grows by a part of the predecessor.</summary>
    BoundaryExtension,
}
