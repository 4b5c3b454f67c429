namespace Oversight.Record.Undertakings;

/// <summary>What undertakings are about; a set may be about several.</summary>
public enum UndertakingsType
{
    /// <summary>Money: the plan, the deficit, financial control.</summary>
    Financial,

    /// <summary>The quality and safety of care.</summary>
    Quality,

    /// <summary>How the organisation is governed: its board, its committees, its control of risk.</summary>
    Governance,

    /// <summary>How it performs against what is required: waiting times, urgent care, cancer.</summary>
    Performance,

    /// <summary>Who leads it, and whether they can.</summary>
    Leadership,

    /// <summary>Something else; the wording of the undertakings says what.</summary>
    Other,
}

/// <summary>An event by which a set of undertakings comes into the record: accepted with its items, or by report only.</summary>
public interface IGivesUndertakings : INamesThoseConcerned, IRestsOnLegalBasis
{
    /// <summary>What all decisions have in common.</summary>
    Decision Decision { get; }

    /// <summary>The organisations that gave them, together where they are several; the one that leads comes first.</summary>
    IReadOnlyList<OdsCode> GivenBy { get; }

    /// <summary>What was undertaken; null where that is not known.</summary>
    IReadOnlyList<UndertakingItem>? ItemsGiven { get; }

    /// <summary>What they are about; null where that is not stated.</summary>
    IReadOnlyList<UndertakingsType>? Types { get; }

    /// <summary>Why they were accepted; empty where that is not known.</summary>
    IReadOnlyList<string> WhyAccepted { get; }

    /// <summary>An earlier set that goes on beside this one; null for none.</summary>
    string? SetSupplemented { get; }

    /// <summary>An earlier set in whose place this one stands; null for none.</summary>
    string? SetSuperseded { get; }
}

/// <summary>An event that rests on a legal basis.</summary>
public interface IRestsOnLegalBasis
{
    /// <summary>The id of the legal basis and the test that was applied, null where not stated, and whether something is imposed by it.</summary>
    (string? Basis, LegalTest? Test, bool Imposes) RestsOn();
}

/// <summary>An event that changes undertakings, and to which both sides must agree.</summary>
public interface IAgreedByBothParties : IAboutUndertaking
{
    /// <summary>The bodies that agreed: the one that accepted the undertakings, and the ODS code of each organisation that gave them.</summary>
    IReadOnlyList<string> AgreedBy { get; }
}
