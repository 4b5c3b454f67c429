using Oversight.Projections.Status;
using Oversight.Projections.Timelines;
using Oversight.Record.Events;
using Oversight.Record.Organisations;
using Oversight.Record.Recovery;
using Oversight.Record.Time;
using Oversight.Record.Timelines;

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
}

/// <summary>The engagements of Recovery Support, one row for each member: members join and exit separately.</summary>
internal static class EngagementRegister
{
    private static readonly ReadingRule Membership = new(
        "membership-by-dates",
        "An organisation is a member from the day on which it enters or joins to the day before it leaves; where dates leave both open, it is uncertain."
    );

    public static Register Register { get; } =
        Registers.Register.Of(
            "engagements",
            "Recovery Support",
            "Every engagement of Recovery Support that has begun by the day, one row for each organisation that is or was a member.",
            new ColumnsOf<Item>()
                .Text("engagement", "Engagement", "Its id.", m => m.Engagement.Subject.Id)
                .Text("title", "Title", "What people call it.", m => m.Engagement.Title)
                .Text("ods", "ODS", "The member's ODS code.", m => m.Member.Value)
                .Text("name", "Member", "The member's name.", m => m.Name)
                .List("region", "Region", "The code of the member's region.", m => m.Regions)
                .Word<MemberState>("state", "State", "Where the member stands on the day.", m => m.State)
                .Date("entered", "Entered", "When the member entered or joined.", m => m.Joined.Effective)
                .Number(
                    "days",
                    "Days in the programme",
                    "Days from the latest day of entering to the day asked, or to that of leaving.",
                    m => m.Days
                )
                .Date("exited", "Exited", "The first day without it.", m => m.Exit?.Effective)
                .Number(
                    "length",
                    "Days from entry to exit",
                    "The whole length; empty until it has left.",
                    m => m.Exit is null ? null : m.Days
                )
                .Date("targetExit", "Target exit", "When it is meant to leave.", m => m.Target)
                .Number(
                    "targetDaysLeft",
                    "Days to target",
                    "Days to the latest day of that, while it is a member; negative when missed.",
                    m => m.Exit is null ? Said.DaysLeft(m.Target, m.On) : null
                )
                .Number(
                    "timesMoved",
                    "Times moved",
                    "How often the target exit was another than the one stated before.",
                    m => m.TimesMoved
                )
                .List(
                    "targetHistory",
                    "Targets stated",
                    "Each target exit with the date on which it was stated and why, in that order.",
                    m =>
                        m.Targets.Select(t =>
                            $"{t.Target}, stated {t.Entry.Effective}"
                            + (t.Entry.Content.Decision.Rationale is { } why ? $": {why}" : "")
                        )
                )
                .People(
                    "director",
                    "Improvement director",
                    "The System Improvement Director of the day.",
                    m => [((ImprovementDirectorAppointed?)m.Director?.Content)?.Director]
                )
                .Number("criteria", "Exit criteria", "How many exit criteria concern it.", m => m.Criteria)
                .Number("criteriaRemaining", "Not satisfied", "How many of them are not satisfied.", m => m.Remaining)
                .Date(
                    "recommended",
                    "Exit recommended",
                    "When exit was last recommended, where that was not answered yet.",
                    m => m.Recommended?.Effective
                )
                .Date(
                    "expected",
                    "Decision expected",
                    "When the decision about exit is expected.",
                    m => ((ExitRecommended?)m.Recommended?.Content)?.Expected
                )
                .List(
                    "decidesExit",
                    "Who decides exit",
                    "The bodies whose agreement exit needs under the framework of the day.",
                    m => m.Framework?.NationalBodies
                )
                .List(
                    "exitDecidedBy",
                    "Exit decided by",
                    "Who agreed to its exit.",
                    m => m.Exit is null ? null : [Said.By(m.Exit.Content.Decision.DecidedBy)]
                )
                .List(
                    "unmet",
                    "Unmet at exit",
                    "The criteria that were not met when it left.",
                    m => m.Unmet.Select(u => u.Criterion)
                )
                .List(
                    "unmetReasons",
                    "Why accepted",
                    "Why exit was right all the same.",
                    m => m.Unmet.Select(u => $"{u.Criterion}: {u.Reason}")
                )
                .People(
                    "unmetAcceptedBy",
                    "Accepted by",
                    "Who accepted each of them.",
                    m => m.Unmet.Select(u => u.AcceptedBy).Distinct()
                )
                .Date(
                    "nextReviewDue",
                    "Next review due",
                    "When the engagement is to be looked at next.",
                    m => m.NextReview
                )
                .Text(
                    "monitoring",
                    "Monitoring after exit",
                    "What is watched after exit, and how.",
                    m => m.Plan?.Monitoring
                )
                .Date("monitoringUntil", "Monitored until", "Until when that lasts.", m => m.Plan?.Until)
                .Number(
                    "monitoringReviewMonths",
                    "Months between reviews",
                    "How often the transition plan is looked at.",
                    m => m.Plan?.ReviewMonths
                )
                .Date(
                    "monitoringReviewDue",
                    "Transition review due",
                    "When it is to be looked at next.",
                    m => m.PlanReview
                )
                .Date(
                    "monitoringCompleted",
                    "Transition completed",
                    "When the transition plan was completed.",
                    m => m.Completed?.Effective
                ),
            "engagement, title, ods, name, state, entered, days, targetExit, timesMoved, exited",
            (record, day) =>
            {
                var organisations = new RegisteredOrganisations(record);
                return from subject in record.Subjects
                    let engagement = Engagement.Of(record.TimelineOf(subject))
                    where engagement is not null
                    from member in engagement.EverMembers
                    let item = Item.Of(record, organisations, engagement, member, day)
                    where item is not null
                    select item;
            },
            m => new(m.RestsOn.Select(EntryReference.To), Membership, m.Framework?.Id)
        );

    private sealed record Item(
        Engagement Engagement,
        OdsCode Member,
        string Name,
        IReadOnlyList<string> Regions,
        DateOnly On,
        MemberState State,
        BelievedEntry Joined,
        BelievedEntry? Exit,
        IReadOnlyList<(BelievedEntry Entry, DateWithPrecision Target)> Targets,
        Record.Frameworks.FrameworkVersion? Framework
    )
    {
        public int? Days =>
            Exit is null ? Said.Days(Joined.Effective, On)
            : Exit.Effective.Precision == DatePrecision.Unknown ? null
            : Said.Days(Joined.Effective, Exit.Effective.Latest);

        public DateWithPrecision? Target => Targets is [.., var last] ? last.Target : null;

        public int TimesMoved => Targets.Zip(Targets.Skip(1)).Count(pair => pair.First.Target != pair.Second.Target);

        public BelievedEntry? Director => Last<ImprovementDirectorAppointed>();

        public int Criteria => Engagement.CriteriaInForce(CriteriaPurpose.Exit, On).Count(c => c.Concerns(Member));

        public int Remaining => Engagement.UnsatisfiedFor([Member], On).Count;

        public BelievedEntry? Recommended =>
            Said.Last(
                Engagement
                    .Timeline.Of<ExitRecommended>()
                    .Where(e => ((ExitRecommended)e.Content).Members is not { } only || only.Contains(Member)),
                On
            )
                is { } last
            && Exit is null
            && !Said.Begun(Engagement.Timeline.Of<ExitDeclined>(), On)
                .Any(e => ((ExitDeclined)e.Content).Recommendation == last.Id)
                ? last
                : null;

        public IReadOnlyList<AcceptedUnmet> Unmet => (Exit?.Content as IExit)?.Unmet ?? [];

        public DateWithPrecision? NextReview =>
            Exit is null ? ((RecoveryReviewed?)Last<RecoveryReviewed>()?.Content)?.NextReviewDue : null;

        public TransitionPlanAgreed? Plan => (TransitionPlanAgreed?)Last<TransitionPlanAgreed>()?.Content;

        public BelievedEntry? Completed => Last<TransitionPlanCompleted>();

        public DateWithPrecision? PlanReview =>
            Completed is not null
                ? null
                : ((TransitionPlanReviewed?)Last<TransitionPlanReviewed>()?.Content)?.NextReviewDue
                    ?? Plan?.FirstReviewDue;

        public IEnumerable<BelievedEntry> RestsOn =>
            new[]
            {
                Joined,
                Exit,
                Director,
                Recommended,
                Last<RecoveryReviewed>(),
                Last<TransitionPlanAgreed>(),
                Last<TransitionPlanReviewed>(),
                Completed,
            }
                .Concat(Targets.Select(t => t.Entry))
                .OfType<BelievedEntry>()
                .Distinct()
                .OrderBy(e => e.Place);

        public static Item? Of(
            RecordAt record,
            RegisteredOrganisations organisations,
            Engagement engagement,
            OdsCode member,
            DateOnly on
        )
        {
            var timeline = engagement.Timeline;
            var joined = Said.Last(
                timeline.Entries.Where(e =>
                    e.Counts
                    && (
                        (e.Content is RecoveryEntered entered && entered.Members.Contains(member))
                        || (e.Content is RecoveryMemberJoined joined && joined.Organisation == member)
                    )
                ),
                on
            );
            if (joined is null)
            {
                return null;
            }

            var membership = engagement.IsMember(member, on);
            var exit = membership == Certainty.Yes ? null : Said.Last(Exits(timeline, member), on);
            return new(
                engagement,
                member,
                organisations.NameOf(member),
                organisations.RegionsOf([member]),
                on,
                membership switch
                {
                    Certainty.Yes => MemberState.InProgramme,
                    Certainty.Perhaps => MemberState.Uncertain,
                    _ => MemberState.Exited,
                },
                joined,
                exit,
                [
                    .. Said.Begun(engagement.TargetExitHistoryOf(member).Select(t => t.Entry), on)
                        // What begins the engagement precedes the rest of it, whenever that was.
                        .OrderBy(e => e.Content is RecoveryEntered ? 0 : 1)
                        .Select(e => (e, Engagement.TargetOf(e)!.Value)),
                ],
                record.Frameworks.On(on).Judging
            );
        }

        private static IEnumerable<BelievedEntry> Exits(Timeline timeline, OdsCode member) =>
            timeline
                .Of<IExit>()
                .Where(e =>
                    e.Content switch
                    {
                        RecoveryMemberExited exited => exited.Organisation == member,
                        ExitAgreed agreed => agreed.Members is null || agreed.Members.Contains(member),
                        _ => false,
                    }
                );

        private BelievedEntry? Last<T>() => Said.Last(Engagement.Timeline.Of<T>(), On);
    }
}
