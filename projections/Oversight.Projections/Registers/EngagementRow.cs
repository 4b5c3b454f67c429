using Oversight.Projections.Readiness;
using Oversight.Record.Recovery;

namespace Oversight.Projections.Registers;

/// <summary>Where a member of an engagement stands.</summary>
public enum MemberState
{
    /// <summary>It is in the programme.</summary>
    InProgramme,

    /// <summary>Dates are too imprecise to say.</summary>
    Uncertain,

    /// <summary>It has left.</summary>
    Exited,

    /// <summary>It has ended, and somebody decided what became of its membership.</summary>
    PassedOn,
}

/// <summary>
/// Every engagement of Recovery Support that has begun by the day, one row for each organisation that is or was a
/// member.
/// </summary>
internal sealed class EngagementRow(RecordAt record, EngagementReadiness engagement, MemberReadiness member) : Row
{
    public static Register Register { get; } =
        Register.Of(
            "engagements",
            "Recovery Support",
            "engagement, title, ods, name, state, entered, days, targetExit, timesMoved, exited",
            On,
            MayBeMissing.Membership,
            MayBeMissing.TargetExit,
            MayBeMissing.CriteriaAtExit
        );

    /// <summary>Its id.</summary>
    public string Engagement => engagement.Id;

    /// <summary>What people call it.</summary>
    public string Title => engagement.Title;

    /// <summary>The member's ODS code.</summary>
    [Heading("ODS")]
    public OdsCode Ods => member.Organisation;

    /// <summary>The member's name.</summary>
    [Heading("Member")]
    public string? Name => member.Name;

    /// <summary>The code of the member's region.</summary>
    public string? Region => member.Region;

    /// <summary>Where the member stands on the day.</summary>
    public MemberState State =>
        member.Membership switch
        {
            Certainty.Yes => MemberState.InProgramme,
            Certainty.Perhaps => MemberState.Uncertain,
            _ when member.PassedOn is not null => MemberState.PassedOn,
            _ => MemberState.Exited,
        };

    /// <summary>When the member entered or joined.</summary>
    public DateWithPrecision? Entered => member.Joined;

    /// <summary>For how many days it was a member by the day, at least.</summary>
    [Heading("Days in the programme")]
    public int? Days => member.DaysInProgramme;

    /// <summary>The first day without it.</summary>
    public DateWithPrecision? Exited => member.PassedOn is null ? member.Left : null;

    /// <summary>The ODS code of the successor to which its membership passed when it ended.</summary>
    public IEnumerable<OdsCode>? PassedTo => member.PassedOn?.To;

    /// <summary>The whole length; empty until it has left.</summary>
    [Heading("Days from entry to exit")]
    public int? Length => State == MemberState.Exited ? member.DaysInProgramme : null;

    /// <summary>When it is meant to leave, as stated last.</summary>
    public DateWithPrecision? TargetExit => member.TargetExit?.History[^1].Target;

    /// <summary>Days to the latest day of that while it is a member; negative when missed.</summary>
    [Heading("Days to target")]
    public int? TargetDaysLeft =>
        State is MemberState.Exited or MemberState.PassedOn ? null : DueDate.DaysLeft(TargetExit, engagement.On);

    /// <summary>How often the target exit changed.</summary>
    public int? TimesMoved => member.TargetExit?.Moved;

    /// <summary>Each target exit with the date on which it was stated and why, in that order.</summary>
    [Heading("Targets stated")]
    public IEnumerable<string>? TargetHistory =>
        member.TargetExit?.History.Select(t =>
            $"{t.Target}, stated {t.Said.Effective}{(t.Said.Rationale is { } why ? $": {why}" : "")}"
        );

    /// <summary>The System Improvement Director of the day; several when dates are imprecise.</summary>
    [Heading("Improvement director"), People]
    public IEnumerable<string> Director => engagement.ImprovementDirectors.Select(d => d.Director);

    /// <summary>
    /// How many exit criteria concern it while it is a member; empty where none are recorded for the
    /// engagement.
    /// </summary>
    [Heading("Exit criteria")]
    public int? Criteria => HasCriteria ? member.Criteria.Count : null;

    /// <summary>How many of them are not satisfied; empty where none are recorded.</summary>
    [Heading("Not satisfied")]
    public int? CriteriaRemaining => HasCriteria ? member.Remaining : null;

    /// <summary>When exit was last recommended, where that is not answered.</summary>
    [Heading("Exit recommended")]
    public DateWithPrecision? Recommended => Recommendation?.Said.Effective;

    /// <summary>When the decision about that is expected.</summary>
    [Heading("Decision expected")]
    public DateWithPrecision? Expected => Recommendation?.Expected;

    /// <summary>The bodies whose agreement exit needs under the framework of the day.</summary>
    [Heading("Who decides exit")]
    public IEnumerable<string> DecidesExit => engagement.Exit.DecidedBy;

    /// <summary>Who agreed to its exit.</summary>
    public string? ExitDecidedBy => member.Exit is { } exit ? Said.By(exit.Said.DecidedBy) : null;

    /// <summary>The criteria that were not met when it left.</summary>
    [Heading("Unmet at exit")]
    public IEnumerable<string> Unmet => UnmetThen.Select(u => u.Criterion);

    /// <summary>Why exit was right all the same.</summary>
    [Heading("Why accepted")]
    public IEnumerable<string> UnmetReasons => UnmetThen.Select(u => $"{u.Criterion}: {u.Reason}");

    /// <summary>Who accepted that, for each criterion in the same order.</summary>
    [Heading("Accepted by"), People]
    public IEnumerable<string?> UnmetAcceptedBy => UnmetThen.Select(u => u.AcceptedBy);

    /// <summary>When the engagement is to be looked at next.</summary>
    public DateWithPrecision? NextReviewDue => Review?.Content.NextReviewDue;

    /// <summary>What is watched after exit, and how.</summary>
    [Heading("Monitoring after exit")]
    public string? Monitoring => engagement.TransitionPlan?.Monitoring;

    /// <summary>Until when that lasts.</summary>
    [Heading("Monitored until")]
    public DateWithPrecision? MonitoringUntil => engagement.TransitionPlan?.Until;

    /// <summary>How often the transition plan is looked at.</summary>
    [Heading("Months between reviews")]
    public int? MonitoringReviewMonths => engagement.TransitionPlan?.ReviewMonths;

    /// <summary>When it is to be looked at next.</summary>
    [Heading("Transition review due")]
    public DateWithPrecision? MonitoringReviewDue => engagement.TransitionPlan?.NextReviewDue;

    /// <summary>Whether the transition plan was completed.</summary>
    [Heading("Transition completed")]
    public bool? MonitoringCompleted => engagement.TransitionPlan?.Completed;

    protected override Basis Basis =>
        new(
            member
                .RestsOn.Concat(member.TargetExit?.History.Select(t => t.Said.Entry) ?? [])
                .Concat(engagement.ImprovementDirectors.Select(d => d.Said.Entry))
                .Concat(engagement.Framework.RestsOn)
                .Concat(engagement.TransitionPlan?.RestsOn ?? [])
                .Concat(Recommendation is { } recommendation ? [recommendation.Said.Entry] : [])
                .Concat(member.PassedOn is { } passed ? [passed.Said.Entry] : [])
                .Concat(member.Exit is { } exit ? [exit.Said.Entry] : [])
                .Concat(Review is { } review ? [EntryReference.To(review)] : [])
                .OrderBy(e => e.Place),
            [AnswerRules.Membership, AnswerRules.TargetExit, AnswerRules.NationalAgreement],
            engagement.Framework.Id
        );

    private bool HasCriteria => engagement.CriteriaSets.Any(set => set.Purpose == CriteriaPurpose.Exit);

    private IReadOnlyList<AcceptedUnmet> UnmetThen => member.Exit?.Unmet ?? [];

    private OpenRecommendation? Recommendation =>
        engagement.Exit.Recommendations.LastOrDefault(r =>
            r.Members is null || r.Members.Contains(member.Organisation)
        );

    private BelievedEntry<RecoveryReviewed>? Review =>
        member.Membership == Certainty.No
            ? null
            : Said.Last(record.TimelineOf(SubjectId.OfRecovery(engagement.Id))!.Of<RecoveryReviewed>(), engagement.On);

    private static IEnumerable<EngagementRow> On(RecordAt record, DateOnly day) =>
        from engagement in EngagementReadiness.All(record, day)
        from member in engagement.Members
        where member.Joined is not null
        select new EngagementRow(record, engagement, member);
}
