using Oversight.Record.People;

namespace Oversight.Ledger.People;

/// <summary>Somebody who may sign in, or might once.</summary>
/// <param name="Subject">What their entries are logged by: user:{guid}.</param>
/// <param name="Name">Their name; null once it was erased.</param>
/// <param name="Created">When it was made, by the database's clock.</param>
/// <param name="CreatedBy">Who made it: a subject, the program itself, or a provider of identities (oidc:…).</param>
/// <param name="Closed">How it was closed; null while it is open.</param>
/// <param name="Grants">Every right that they were given, the first one first.</param>
public sealed record Account(
    string Subject,
    string? Name,
    DateTimeOffset Created,
    string CreatedBy,
    Ending? Closed,
    IReadOnlyList<GivenGrant> Grants
)
{
    /// <summary>The name; where it was erased, the subject.</summary>
    public string Shown => Name ?? Subject;

    /// <summary>The rights in force now.</summary>
    public Grants InForce => new([.. Grants.Where(given => given.IsInForce).Select(given => given.Grant)]);
}

/// <summary>A right as it was given.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Subject">Who received it.</param>
/// <param name="Grant">The right.</param>
/// <param name="Until">The last day on which it is in force; null: no day.</param>
/// <param name="Why">Why it was given.</param>
/// <param name="Given">When, by the database's clock.</param>
/// <param name="GivenBy">By whom: a subject, the program itself, or a provider of identities (oidc:…).</param>
/// <param name="NeedsApproval">Whether it was in force only from when another administrator approved it.</param>
/// <param name="Approved">When it was approved.</param>
/// <param name="ApprovedBy">The administrator who approved it.</param>
/// <param name="Ended">How it was ended; null when it was not.</param>
/// <param name="IsInForce">Whether it is in force now.</param>
public sealed record GivenGrant(
    Guid Id,
    string Subject,
    Grant Grant,
    DateOnly? Until,
    string Why,
    DateTimeOffset Given,
    string GivenBy,
    bool NeedsApproval,
    DateTimeOffset? Approved,
    string? ApprovedBy,
    Ending? Ended,
    bool IsInForce
)
{
    /// <summary>Whether it is not in force because nobody has approved it yet.</summary>
    public bool WaitsForApproval => NeedsApproval && Approved is null && Ended is null;
}

/// <summary>That something ended.</summary>
/// <param name="At">When, by the database's clock.</param>
/// <param name="By">Who ended it.</param>
/// <param name="Why">Why.</param>
public sealed record Ending(DateTimeOffset At, string By, string Why);
