using Oversight.Projections.Registers;

namespace Oversight.Projections.Start;

/// <summary>An organisation in Recovery Support, and how near to exit it is.</summary>
/// <param name="Organisation">The organisation.</param>
/// <param name="Name">Its name; null when it is not registered.</param>
/// <param name="Engagement">The engagement; null where only a publication says that it is in the programme.</param>
/// <param name="State">Where it stands.</param>
/// <param name="Entered">From when.</param>
/// <param name="Criteria">How many exit criteria concern it; null where none are recorded.</param>
/// <param name="Satisfied">How many of them are satisfied; null where none are recorded.</param>
/// <param name="TargetExit">When it is meant to leave, in words: where that is uncertain, all that may hold; null: not stated.</param>
/// <param name="DaysLeft">Days to the latest day of that; null where that is not known, or it is only what was last published.</param>
/// <param name="Recommended">When its exit was recommended, where that is not answered.</param>
/// <param name="Published">What was published, where that is all that says so.</param>
public sealed record InRecovery(
    OdsCode Organisation,
    string? Name,
    string? Engagement,
    MemberState State,
    DateWithPrecision? Entered,
    int? Criteria,
    int? Satisfied,
    string? TargetExit,
    int? DaysLeft,
    DateWithPrecision? Recommended,
    string? Published
)
{
    internal const string Address =
        "engagements?state=in-programme,uncertain,last-published-in&sort=targetDaysLeft,name";

    /// <summary>Those that were counted.</summary>
    internal static IReadOnlyList<InRecovery> In(Counted members) =>
        [
            .. members
                .Rows.Cast<EngagementRow>()
                .Select(row => new InRecovery(
                    row.Ods,
                    row.Name,
                    row.Engagement,
                    row.State,
                    row.Entered,
                    row.Criteria,
                    row.Criteria - row.CriteriaRemaining,
                    row.TargetExitText,
                    row.TargetDaysLeft,
                    row.Recommended,
                    row.Published
                )),
        ];
}
