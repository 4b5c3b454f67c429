using Oversight.Projections.InRecovery;
using Oversight.Projections.Readiness;
using Oversight.Record.Organisations;
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

    /// <summary>It was last published as in the programme, for a period that has passed; no engagement is recorded.</summary>
    LastPublishedIn,

    /// <summary>It was last published as having left, for a period that has passed; no engagement is recorded.</summary>
    LastPublishedLeft,
}

/// <summary>
/// Every engagement of Recovery Support that has begun by the day, one row for each organisation that is or was a
/// member; and one row for each organisation of which only a publication says that it is in Recovery Support, or has left it.
/// </summary>
internal sealed class EngagementRow : Row
{
    private readonly RecordAt record;
    private readonly DateOnly on;
    private readonly EngagementReadiness? engagement;
    private readonly MemberReadiness? member;
    private readonly RecoveryStanding? standing;
    private readonly PublishedRecovery? published;

    // A member of an engagement.
    private EngagementRow(RecordAt record, EngagementReadiness engagement, MemberReadiness member)
    {
        (this.record, on) = (record, engagement.On);
        (this.engagement, this.member, Ods) = (engagement, member, member.Organisation);
    }

    // An organisation that no engagement in the record names by the day, as published.
    private EngagementRow(RecordAt record, OdsCode ods, DateOnly on, RecoveryStanding standing)
    {
        (this.record, this.on, Ods) = (record, on, ods);
        (this.standing, published) = (standing, standing.Published[^1]);
    }

    public static Register Register { get; } =
        Register.Of(
            "engagements",
            "Recovery Support",
            "engagement, title, ods, name, state, entered, days, targetExitText, timesMoved, exited",
            On,
            MayBeMissing.Membership,
            MayBeMissing.TargetExit,
            MayBeMissing.Monitoring,
            MayBeMissing.CriteriaAtExit
        );

    /// <summary>Its id; empty where no engagement is recorded and a publication says it.</summary>
    public string? Engagement => engagement?.Id;

    /// <summary>What people call it.</summary>
    public string? Title => engagement?.Title;

    /// <summary>The member's ODS code.</summary>
    [Heading("ODS")]
    public OdsCode Ods { get; }

    /// <summary>The member's name.</summary>
    [Heading("Member")]
    public string? Name => member is null ? record.RegistrationOf(Ods)?.Name : member.Name;

    /// <summary>The code of the member's region.</summary>
    public string? Region => member is null ? record.RegistrationOf(Ods)?.Region : member.Region;

    /// <summary>Where the member stands on the day.</summary>
    public MemberState State =>
        member is null
            ? standing!.InProgramme switch
            {
                StatedAnswer.Yes => MemberState.InProgramme,
                StatedAnswer.Uncertain => MemberState.Uncertain,
                StatedAnswer.No => MemberState.Exited,
                _ when published!.Position == RecoveryPosition.Left => MemberState.LastPublishedLeft,
                _ => MemberState.LastPublishedIn,
            }
            : member.Membership switch
            {
                Certainty.Yes => MemberState.InProgramme,
                Certainty.Perhaps => MemberState.Uncertain,
                _ when member.PassedOn is not null => MemberState.PassedOn,
                _ => MemberState.Exited,
            };

    /// <summary>What says so: an engagement in the record, or a publication where none is recorded by the day.</summary>
    public RecoverySource SaidBy => member is null ? RecoverySource.Publication : RecoverySource.Engagement;

    /// <summary>What was published, in one line, where that is what says so.</summary>
    public string? Published => published?.Words;

    /// <summary>The publication.</summary>
    public string? Source => Said.In(published?.Source);

    /// <summary>Whom it concerns: the organisation, or an ICB with the trusts of its system; empty where that is not stated.</summary>
    public Concerning? Scope =>
        member is null
            ? published!.Scope
            : Groundwork.ScopeOf(
                record,
                Record.Recovery.Engagement.Of(record.TimelineOf(SubjectId.OfRecovery(engagement!.Id)))!,
                Ods,
                on
            );

    /// <summary>The ODS codes of the trusts that are in it with the member, as those of its system on the day; they have no rows of their own.</summary>
    [Heading("Trusts of its system")]
    public IEnumerable<OdsCode>? SystemTrusts =>
        member is not null ? engagement!.Groundwork.WholeSystems.FirstOrDefault(w => w.Icb == Ods)?.Trusts
        : published!.Scope == Concerning.System ? record.TrustsOfSystem(Ods, on).Select(t => t.Organisation)
        : null;

    /// <summary>Why the member is, or was, in the programme; empty where no reason is stated.</summary>
    public IEnumerable<string>? Reasons =>
        (member is null ? published!.Reasons : engagement!.Groundwork.Reasons)?.Select(InWords.Stored);

    /// <summary>When the member entered or joined.</summary>
    public DateWithPrecision? Entered => member is null ? published!.Entered : member.Joined;

    /// <summary>For how many days it was a member by the day, at least.</summary>
    [Heading("Days in the programme")]
    public int? Days =>
        member is not null ? member.DaysInProgramme
        : State is MemberState.LastPublishedIn or MemberState.LastPublishedLeft || HasLeftOnAnyDay ? null
        : MemberReadiness.DaysFrom(published!.Entered, published.Left, on);

    /// <summary>The first day without it.</summary>
    public DateWithPrecision? Exited =>
        member is null ? published!.Left
        : member.PassedOn is null ? member.Left
        : null;

    /// <summary>The ODS code of the successor to which its membership passed when it ended.</summary>
    public IEnumerable<OdsCode>? PassedTo => member?.PassedOn?.To;

    /// <summary>How long it was in it, at least; empty until it has left, and where the dates do not say.</summary>
    [Heading("Days from entry to exit, at least")]
    public int? Length => State == MemberState.Exited ? Days : null;

    /// <summary>How long it was in it, at most: longer than at least where a date is less precise than a day.</summary>
    [Heading("At most")]
    public int? LengthAtMost =>
        Length is not null && (Entered, Exited) is ({ } entered, { } exited)
            ? exited.Latest.DayNumber - entered.Earliest.DayNumber
            : null;

    /// <summary>When it is meant to leave, as stated last; it may not be certain on the day that this was stated by then.</summary>
    [Heading("Target exit as stated last")]
    public DateWithPrecision? TargetExit =>
        member is null ? published!.TargetExit : member.TargetExit?.History[^1].Target;

    /// <summary>When it is meant to leave on the day, in words: where that is uncertain, all that may hold.</summary>
    [Heading("Target exit")]
    public string? TargetExitText => member is null ? published!.TargetExit?.ToString() : member.TargetExit?.Text;

    /// <summary>Days to the latest day of that while it is a member; negative when missed.</summary>
    [Heading("Days to target")]
    public int? TargetDaysLeft =>
        State is MemberState.InProgramme or MemberState.Uncertain ? DueDate.DaysLeft(TargetExit, on) : null;

    /// <summary>Whether it has missed that: as published, or because the day has passed while it is a member; empty where nothing says.</summary>
    public bool? TargetMissed => published?.TargetMissed ?? (TargetDaysLeft is { } left ? left < 0 : null);

    /// <summary>How often the target exit changed.</summary>
    public int? TimesMoved => member?.TargetExit?.Moved;

    /// <summary>Each target exit with the date on which it was stated and why, in that order.</summary>
    [Heading("Targets stated")]
    public IEnumerable<string>? TargetHistory =>
        member is null
            ? (published!.TargetExit is { } target ? [$"{target}, published for {published.Period}"] : null)
            : member.TargetExit?.History.Select(t =>
                $"{t.Target}, stated {t.Said.Effective}{(t.Said.Rationale is { } why ? $": {why}" : "")}"
            );

    /// <summary>The System Improvement Director of the day; several when dates are imprecise.</summary>
    [Heading("Improvement director"), People]
    public IEnumerable<string>? Director => engagement?.ImprovementDirectors.Select(d => d.Director);

    /// <summary>
    /// How many exit criteria concern it while it is a member; empty where none are recorded for the
    /// engagement.
    /// </summary>
    [Heading("Exit criteria")]
    public int? Criteria => HasCriteria ? member!.Criteria.Count : null;

    /// <summary>How many of them are not satisfied; empty where none are recorded.</summary>
    [Heading("Not satisfied")]
    public int? CriteriaRemaining => HasCriteria ? member!.Remaining : null;

    /// <summary>When exit was last recommended, where that is not answered.</summary>
    [Heading("Exit recommended")]
    public DateWithPrecision? Recommended => Recommendation?.Said.Effective;

    /// <summary>When the decision about that is expected.</summary>
    [Heading("Decision expected")]
    public DateWithPrecision? Expected => Recommendation?.Expected;

    /// <summary>The bodies whose agreement exit needs under the framework of the day.</summary>
    [Heading("Who decides exit")]
    public IEnumerable<string> DecidesExit =>
        engagement?.Exit.DecidedBy ?? record.Frameworks.On(on).Version?.NationalBodies ?? [];

    /// <summary>Who agreed to its exit.</summary>
    public string? ExitDecidedBy => member?.Exit is { } exit ? Said.By(exit.Said.DecidedBy) : null;

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
    public string? Monitoring => engagement?.TransitionPlan?.Monitoring;

    /// <summary>Until when that lasts.</summary>
    [Heading("Monitored until")]
    public DateWithPrecision? MonitoringUntil => engagement?.TransitionPlan?.Until;

    /// <summary>How often the transition plan is looked at.</summary>
    [Heading("Months between reviews")]
    public int? MonitoringReviewMonths => engagement?.TransitionPlan?.ReviewMonths;

    /// <summary>When it is to be looked at next.</summary>
    [Heading("Transition review due")]
    public DateWithPrecision? MonitoringReviewDue => engagement?.TransitionPlan?.NextReviewDue;

    /// <summary>Whether the transition plan was completed.</summary>
    [Heading("Transition completed")]
    public bool? MonitoringCompleted => engagement?.TransitionPlan?.Completed;

    protected override Basis Basis =>
        member is null
            ? new(
                standing!.RestsOn.Concat(FrameworkReference.On(on, record.Frameworks).RestsOn).OrderBy(e => e.Place),
                standing.Rules,
                FrameworkReference.On(on, record.Frameworks).Id
            )
            : new(
                member
                    .RestsOn.Concat(member.TargetExit?.History.Select(t => t.Said.Entry) ?? [])
                    .Concat(engagement!.ImprovementDirectors.Select(d => d.Said.Entry))
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

    private bool HasCriteria => engagement?.CriteriaSets.Any(set => set.Purpose == CriteriaPurpose.Exit) == true;

    private IReadOnlyList<AcceptedUnmet> UnmetThen => member?.Exit?.Unmet ?? [];

    // How long somebody was in it who has left is known only where both dates are.
    private bool HasLeftOnAnyDay => State == MemberState.Exited && published!.Left is null;

    private OpenRecommendation? Recommendation => engagement?.Exit.RecommendationsOf(Ods).LastOrDefault();

    private BelievedEntry<RecoveryReviewed>? Review =>
        member is null || member.Membership == Certainty.No
            ? null
            : Said.Last(record.TimelineOf(SubjectId.OfRecovery(engagement!.Id))!.Of<RecoveryReviewed>(), on);

    private static IEnumerable<EngagementRow> On(RecordAt record, DateOnly day) =>
        (
            from engagement in EngagementReadiness.All(record, day)
            from member in engagement.Members
            where member.Joined is not null
            select new EngagementRow(record, engagement, member)
        ).Concat(
            from ods in record.Organisations
            let standing = RecoveryStanding.On(record, ods, day)
            where standing.SaidBy == RecoverySource.Publication && standing.Published.Any(p => p.OfSystem is null)
            // Before the day of entry that is published it is in nothing yet.
            where standing.InProgramme != StatedAnswer.No || standing.Published[^1].Position == RecoveryPosition.Left
            select new EngagementRow(record, ods, day, standing)
        );
}
