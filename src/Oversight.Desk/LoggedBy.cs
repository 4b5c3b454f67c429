using Oversight.Ledger;
using Oversight.Projections.Visibility;
using Oversight.Record.People;

namespace Oversight.Desk;

/// <summary>Who logs a decision, and under which conditions.</summary>
/// <param name="Subject">The signed-in subject.</param>
/// <param name="CorrelationId">What ties the entry to the request that caused it, such as a trace id.</param>
/// <param name="IdempotencyKey">The caller's key under which sending again gives the same answer; null for none.</param>
public sealed record LoggedBy(string Subject, string? CorrelationId = null, string? IdempotencyKey = null)
{
    /// <summary>What the caller says that caused it, marked as theirs; null for nothing.</summary>
    public string? CausationId { get; init; }

    /// <summary>True when they say that it was decided once more: what the record holds exactly so already is stored all the same.</summary>
    public bool Again { get; init; }

    /// <summary>The organisation whose own people they are: they log what it says itself, and nothing else. Null for others.</summary>
    public OdsCode? Organisation { get; init; }

    /// <summary>What they see on a day, where they are an organisation's own people; null for others, who see everything.</summary>
    internal OwnPeople? SeesOnly(DateOnly on) => Organisation is { } organisation ? new(organisation, on) : null;
}

/// <summary>What somebody sees, by their rights: everything, or what an organisation's own people see.</summary>
public static class OwnOrganisation
{
    /// <summary>The organisation whose own people they are; null for those who see everything.</summary>
    /// <exception cref="NotAllowedException">None of their rights is one or the other.</exception>
    public static OdsCode? Of(Grants grants) =>
        grants.ReadEverything ? null
        : grants.Organisations.Any() ? grants.Organisations.First()
        : throw new NotAllowedException("You have no right to read the record yet: ask an administrator for one.");
}

/// <summary>An organisation's own people log what the organisation says itself, about subjects that name it, and nothing else.</summary>
/// <param name="why">What is not theirs to log.</param>
public sealed class NotAllowedException(string why) : Exception(why);
