using Oversight.Ledger.People;
using Oversight.Record.People;

namespace Oversight.Web.People;

/// <summary>Somebody who signs in, or might once.</summary>
/// <param name="Id">Their id: what their entries are logged by.</param>
/// <param name="Name">Their name; absent once it was erased.</param>
/// <param name="Added">When they were added.</param>
/// <param name="AddedBy">By whom.</param>
/// <param name="LastSignIn">When they last were signed in, to the hour; absent when they never were.</param>
/// <param name="Closed">How their account was closed; absent while it is open.</param>
/// <param name="Grants">Every right that they were given, the first one first.</param>
public sealed record PersonAnswer(
    string Id,
    string? Name,
    DateTimeOffset Added,
    string AddedBy,
    DateTimeOffset? LastSignIn,
    Ending? Closed,
    IReadOnlyList<GrantAnswer> Grants
)
{
    /// <summary>That of an account.</summary>
    public static PersonAnswer Of(Account account, DateTimeOffset? lastSignIn) =>
        new(
            account.Subject,
            account.Name,
            account.Created,
            account.CreatedBy,
            lastSignIn,
            account.Closed,
            [.. account.Grants.Select(GrantAnswer.Of)]
        );
}

/// <summary>A right.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Role">What who has it is to the record.</param>
/// <param name="Region">The region, for its team.</param>
/// <param name="Organisation">The organisation, for its own people.</param>
/// <param name="Bodies">For which bodies they act besides.</param>
/// <param name="Says">What it is, in words.</param>
/// <param name="Reads">What it lets them read, in words.</param>
/// <param name="Logs">What it lets them do, in words.</param>
/// <param name="Until">The last day on which it is in force; absent when there is none.</param>
/// <param name="State">in-force, waits-for-approval, ended, or past its last day.</param>
/// <param name="Why">Why it was given.</param>
/// <param name="Given">When.</param>
/// <param name="GivenBy">By whom.</param>
/// <param name="NeedsApproval">Whether it is in force only from when another administrator approved it.</param>
/// <param name="Approved">When it was approved.</param>
/// <param name="ApprovedBy">By whom.</param>
/// <param name="Ended">How it was ended.</param>
public sealed record GrantAnswer(
    Guid Id,
    Role Role,
    string? Region,
    OdsCode? Organisation,
    IReadOnlyList<string> Bodies,
    string Says,
    string Reads,
    string Logs,
    DateOnly? Until,
    GrantState State,
    string Why,
    DateTimeOffset Given,
    string GivenBy,
    bool NeedsApproval,
    DateTimeOffset? Approved,
    string? ApprovedBy,
    Ending? Ended
)
{
    /// <summary>That of a right.</summary>
    public static GrantAnswer Of(GivenGrant given) =>
        new(
            given.Id,
            given.Grant.Role,
            given.Grant.Region?.Code,
            given.Grant.Organisation,
            given.Grant.Bodies,
            given.Grant.Says(),
            given.Grant.SaysWhatItReads(),
            given.Grant.SaysWhatItLogs(),
            given.Until,
            StateOf(given),
            given.Why,
            given.Given,
            given.GivenBy,
            given.NeedsApproval,
            given.Approved,
            given.ApprovedBy,
            given.Ended
        );

    /// <summary>Where a right stands.</summary>
    public static GrantState StateOf(GivenGrant given) =>
        given.Ended is not null ? GrantState.Ended
        : given.IsInForce ? GrantState.InForce
        : given.WaitsForApproval ? GrantState.WaitsForApproval
        : GrantState.Past;
}

/// <summary>Where a right stands.</summary>
public enum GrantState
{
    /// <summary>It is in force.</summary>
    InForce,

    /// <summary>It is not yet: another administrator has to approve it.</summary>
    WaitsForApproval,

    /// <summary>It was ended.</summary>
    Ended,

    /// <summary>Its last day is past, or the account is closed.</summary>
    Past,
}
