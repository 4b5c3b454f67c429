using Oversight.Projections.Readiness;
using Oversight.Projections.Timelines;
using Oversight.Record.Recovery;

namespace Oversight.Desk.Answers;

/// <summary>A member of an engagement in the list.</summary>
/// <param name="Organisation">The member.</param>
/// <param name="Name">Its name; absent when it is not registered.</param>
/// <param name="Region">The code of the region that oversees it.</param>
/// <param name="Membership">Whether it is a member on the day.</param>
/// <param name="Joined">From when.</param>
/// <param name="Left">The first day without it.</param>
/// <param name="DaysInProgramme">For how many days, at least.</param>
/// <param name="TargetExit">When it is meant to leave; absent when nothing was said, or it is uncertain.</param>
/// <param name="TargetExitText">The same in words: where it is uncertain, all that may hold; absent when nothing was said.</param>
/// <param name="DaysLeft">Days to the latest day of that.</param>
/// <param name="Moved">How often the target changed.</param>
/// <param name="Satisfied">How many exit criteria are satisfied.</param>
/// <param name="Remaining">How many are not.</param>
public sealed record RecoveryMember(
    OdsCode Organisation,
    string? Name,
    string? Region,
    Certainty Membership,
    DateWithPrecision? Joined,
    DateWithPrecision? Left,
    int? DaysInProgramme,
    DateWithPrecision? TargetExit,
    string? TargetExitText,
    int? DaysLeft,
    int Moved,
    int Satisfied,
    int Remaining
);

/// <summary>An engagement in the list.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Title">What people call it.</param>
/// <param name="Version">The version of its stream: send it in If-Match to decide.</param>
/// <param name="UnderWay">Whether it has a member on the day.</param>
/// <param name="State">Where it stands: not begun, under way, in transition after exit, or ended.</param>
/// <param name="Entered">Since when, by whose decision, why.</param>
/// <param name="DaysInProgramme">For how many days, at least.</param>
/// <param name="Members">Every organisation that was ever a member.</param>
public sealed record RecoveryItem(
    string Id,
    string Title,
    long Version,
    Certainty UnderWay,
    EngagementState State,
    Statement Entered,
    int? DaysInProgramme,
    IReadOnlyList<RecoveryMember> Members
);

/// <summary>The engagements that had begun, or may have, by a day.</summary>
/// <param name="Place">The place of the record at which it was computed.</param>
/// <param name="Known">As known when; absent for now.</param>
/// <param name="On">The day.</param>
/// <param name="Recoveries">The engagements, by id.</param>
public sealed record RecoveriesAnswer(
    long? Place,
    DateTimeOffset? Known,
    DateOnly On,
    IReadOnlyList<RecoveryItem> Recoveries
)
{
    /// <summary>The list in the record at a place.</summary>
    public static RecoveriesAnswer Of(RecordAt record, DateOnly on, DateTimeOffset? known) =>
        new(record.PlaceTold, record.KnownTold(known), on, [.. EngagementReadiness.All(record, on).Select(Item)]);

    private static RecoveryItem Item(EngagementReadiness readiness) =>
        new(
            readiness.Id,
            readiness.Title,
            readiness.Version,
            readiness.UnderWay,
            readiness.State,
            readiness.Entered,
            readiness.DaysInProgramme,
            [
                .. readiness.Members.Select(m => new RecoveryMember(
                    m.Organisation,
                    m.Name,
                    m.Region,
                    m.Membership,
                    m.Joined,
                    m.Left,
                    m.DaysInProgramme,
                    m.TargetExit?.Target,
                    m.TargetExit?.Text,
                    m.TargetExit?.DaysLeft,
                    m.TargetExit?.Moved ?? 0,
                    m.Satisfied,
                    m.Remaining
                )),
            ]
        );
}
