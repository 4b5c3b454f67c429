using Oversight.Record.Organisations;
using Oversight.Record.Recovery;

namespace Oversight.Projections.Readiness;

/// <summary>A letter of entry.</summary>
/// <param name="Asks">What it asks for; empty where that is not on the record.</param>
/// <param name="Members">To whom it was sent; null: to all members.</param>
/// <param name="Said">By whom and when, and in which entry.</param>
public sealed record EntryLetter(IReadOnlyList<string> Asks, IReadOnlyList<OdsCode>? Members, Statement Said);

/// <summary>A diagnostic stocktake.</summary>
/// <param name="Findings">What was found.</param>
/// <param name="ReportedBy">Who looked; null: not stated.</param>
/// <param name="Members">The members looked at; null: all.</param>
/// <param name="Said">When it was reported, and in which entry.</param>
public sealed record Stocktake(
    IReadOnlyList<string> Findings,
    string? ReportedBy,
    IReadOnlyList<OdsCode>? Members,
    Statement Said
);

/// <summary>A support package that may hold on the day.</summary>
/// <param name="Support">What is given.</param>
/// <param name="Until">Until when, as far as that was said.</param>
/// <param name="Members">To whom; null: to all members.</param>
/// <param name="Said">Who agreed it, from when, and in which entry.</param>
public sealed record SupportPackage(
    IReadOnlyList<string> Support,
    DateWithPrecision? Until,
    IReadOnlyList<OdsCode>? Members,
    Statement Said
);

/// <summary>An improvement plan that may hold on the day.</summary>
/// <param name="Plan">What it sets out to do.</param>
/// <param name="CompleteBy">When all of it is to be done, as far as that was said.</param>
/// <param name="DaysLeft">Days to the latest day of that; negative when it has passed.</param>
/// <param name="Members">Whose plan it is; null: that of all members.</param>
/// <param name="Said">Who agreed it, from when, and in which entry.</param>
public sealed record ImprovementPlan(
    string Plan,
    DateWithPrecision? CompleteBy,
    int? DaysLeft,
    IReadOnlyList<OdsCode>? Members,
    Statement Said
);

/// <summary>The improvement board as it last met.</summary>
/// <param name="Outcome">What it concluded.</param>
/// <param name="NextMeeting">When it is to meet next, as far as that was said.</param>
/// <param name="DaysLeft">Days to the latest day of that; negative when it has passed.</param>
/// <param name="Said">When it met, and in which entry.</param>
public sealed record ImprovementBoard(string Outcome, DateWithPrecision? NextMeeting, int? DaysLeft, Statement Said);

/// <summary>A member that is in the engagement with its whole system.</summary>
/// <param name="Icb">The ICB.</param>
/// <param name="Trusts">The trusts that belong to its system on the day, or perhaps.</param>
public sealed record WholeSystem(OdsCode Icb, IReadOnlyList<OdsCode> Trusts);

/// <summary>
/// Why an engagement began and what it works with besides criteria and milestones, as it stands on a day: the letters of entry and the stocktakes
/// so far, the support packages and improvement plans in force, the improvement board.
/// </summary>
/// <param name="Reasons">Why it began; null: not stated.</param>
/// <param name="WholeSystems">The members that are in with their whole system on the day.</param>
/// <param name="EntryLetters">The letters of entry sent by the day.</param>
/// <param name="Stocktakes">The stocktakes reported by the day.</param>
/// <param name="SupportPackages">The support packages that may hold on the day; one agreed later took the place of the one before it for the same members.</param>
/// <param name="ImprovementPlans">The improvement plans, likewise.</param>
/// <param name="Board">The improvement board as it last met; null when no meeting is recorded by the day.</param>
public sealed record Groundwork(
    IReadOnlyList<RecoveryReason>? Reasons,
    IReadOnlyList<WholeSystem> WholeSystems,
    IReadOnlyList<EntryLetter> EntryLetters,
    IReadOnlyList<Stocktake> Stocktakes,
    IReadOnlyList<SupportPackage> SupportPackages,
    IReadOnlyList<ImprovementPlan> ImprovementPlans,
    ImprovementBoard? Board
)
{
    /// <summary>Whom a member's membership concerns: with its system, or itself; null where that is not stated.</summary>
    internal static Concerning? ScopeOf(RecordAt record, Engagement engagement, OdsCode member, DateOnly day) =>
        engagement.ScopeOf(member, day) is not { } scope ? null
        : record.RegistrationOf(member)?.Kind == OrganisationKind.Icb ? scope
        : Concerning.Organisation;

    internal static Groundwork On(RecordAt record, Engagement engagement, DateOnly day)
    {
        var timeline = engagement.Timeline;
        return new(
            engagement.Entered.Content.Reasons,
            [
                .. engagement
                    .MembersOn(day)
                    .Where(m => ScopeOf(record, engagement, m, day) == Concerning.System)
                    .Select(icb => new WholeSystem(
                        icb,
                        [.. record.TrustsOfSystem(icb, day).Select(t => t.Organisation)]
                    )),
            ],
            [
                .. Statement
                    .Begun(timeline.Of<EntryLetterIssued>(), day)
                    .Select(e => new EntryLetter(e.Content.Asks ?? [], e.Content.Members, Statement.Of(e))),
            ],
            [
                .. Statement
                    .Begun(timeline.Of<StocktakeReported>(), day)
                    .Select(e => new Stocktake(
                        e.Content.Findings,
                        e.Content.ReportedBy,
                        e.Content.Members,
                        Statement.Of(e)
                    )),
            ],
            [
                .. InForce<SupportPackageAgreed>(engagement, day)
                    .Select(e => new SupportPackage(
                        e.Content.Support,
                        e.Content.Until,
                        e.Content.Members,
                        Statement.Of(e)
                    )),
            ],
            [
                .. InForce<ImprovementPlanAgreed>(engagement, day)
                    .Select(e => new ImprovementPlan(
                        e.Content.Plan,
                        e.Content.CompleteBy,
                        DueDate.DaysLeft(e.Content.CompleteBy, day),
                        e.Content.Members,
                        Statement.Of(e)
                    )),
            ],
            Statement.Begun(timeline.Of<ImprovementBoardMet>(), day) is [.., var met]
                ? new(
                    met.Content.Outcome,
                    met.Content.NextMeeting,
                    DueDate.DaysLeft(met.Content.NextMeeting, day),
                    Statement.Of(met)
                )
                : null
        );
    }

    // Asked member by member: what was agreed for one only leaves that of the others in force.
    private static IEnumerable<BelievedEntry<T>> InForce<T>(Engagement engagement, DateOnly day)
        where T : class, IConcernsMembers =>
        engagement
            .EverMembers.SelectMany(member =>
                Candidates
                    .On(day, engagement.Timeline.Of<T>().Where(e => e.Content.Members?.Contains(member) != false))
                    .Entries
            )
            .Distinct()
            .OrderBy(e => e.Place);
}
