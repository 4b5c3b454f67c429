using Oversight.Ledger;
using Oversight.Projections.Visibility;
using Oversight.Record.People;

namespace Oversight.Desk;

/// <summary>Who logs a decision, and under which conditions.</summary>
/// <param name="Subject">The signed-in subject.</param>
/// <param name="Grants">Their rights: what they may log, and what they see of the record.</param>
/// <param name="CorrelationId">What ties the entry to the request that caused it, such as a trace id.</param>
/// <param name="IdempotencyKey">The caller's key under which sending again gives the same answer; null for none.</param>
public sealed record LoggedBy(
    string Subject,
    Grants Grants,
    string? CorrelationId = null,
    string? IdempotencyKey = null
)
{
    /// <summary>What the caller says that caused it, marked as theirs; null for nothing.</summary>
    public string? CausationId { get; init; }

    /// <summary>True when they say that it was decided once more: what the record holds exactly so already is stored all the same.</summary>
    public bool Again { get; init; }

    /// <summary>Where it is noted what a refusal may quote; null where nobody keeps that.</summary>
    public LookedAt? Looked { get; init; }

    /// <summary>What they see of the record on a day, and may log in it.</summary>
    internal Sight SightOn(DateOnly day) => new(Grants, day);
}

/// <summary>Somebody may not log what they ask for. Nothing that they do not see is said with it.</summary>
/// <param name="why">What is not theirs to log, or in whose name.</param>
public sealed class NotAllowedException(string why) : Exception(why);
