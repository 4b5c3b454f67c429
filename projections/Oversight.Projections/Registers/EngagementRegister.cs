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

    /// <summary>It has ended, and a successor joined in its place.</summary>
    PassedOn,
}

/// <summary>The engagements of Recovery Support, one row for each member: members join and exit separately.</summary>
internal static class EngagementRegister
{
    public static Register Register { get; } =
        Registers.Register.Of(
            "engagements",
            "Recovery Support",
            "Every engagement of Recovery Support that has begun by the day, one row for each organisation that is or was a member.",
            new ColumnsOf<Item>()
                .Text("engagement", "Engagement", "Its id.", m => m.Engagement.Id)
                .Text("title", "Title", "What people call it.", m => m.Engagement.Title)
                .Text("ods", "ODS", "The member's ODS code.", m => m.Member.Organisation.Value)
                .Text("name", "Member", "The member's name.", m => m.Member.Name)
                .Text("region", "Region", "The code of the member's region.", m => m.Member.Region)
                .Word<MemberState>("state", "State", "Where the member stands on the day.", m => m.State)
                .Date("entered", "Entered", "When the member entered or joined.", m => m.Member.Joined)
                .Number(
                    "days",
                    "Days in the programme",
                    "For how many days it was a member by the day, at least.",
                    m => m.Member.DaysInProgramme
                )
                .Date(
                    "exited",
                    "Exited",
                    "The first day without it.",
                    m => m.Member.PassedOn is null ? m.Member.Left : null
                )
                .List(
                    "passedTo",
                    "Passed to",
                    "The ODS codes of the successors that joined in its place when it ended.",
                    m => m.Member.PassedOn?.To.Select(o => o.Value)
                )
                .Number(
                    "length",
                    "Days from entry to exit",
                    "The whole length; empty until it has left.",
                    m => m.State == MemberState.Exited ? m.Member.DaysInProgramme : null
                )
                .Date(
                    "targetExit",
                    "Target exit",
                    "When it is meant to leave, as stated last.",
                    m => m.Member.TargetExit?.History[^1].Target
                )
                .Number(
                    "targetDaysLeft",
                    "Days to target",
                    "Days to the latest day of that while it is a member; negative when missed.",
                    m =>
                        m.State is MemberState.Exited or MemberState.PassedOn
                            ? null
                            : DueDate.DaysLeft(m.Member.TargetExit?.History[^1].Target, m.Engagement.On)
                )
                .Number(
                    "timesMoved",
                    "Times moved",
                    "How often the target exit changed.",
                    m => m.Member.TargetExit?.Moved
                )
                .List(
                    "targetHistory",
                    "Targets stated",
                    "Each target exit with the date on which it was stated and why, in that order.",
                    m =>
                        m.Member.TargetExit?.History.Select(t =>
                            $"{t.Target}, stated {t.Said.Effective}{(t.Said.Rationale is { } why ? $": {why}" : "")}"
                        )
                )
                .People(
                    "director",
                    "Improvement director",
                    "The System Improvement Director of the day; several when dates are imprecise.",
                    m => m.Engagement.ImprovementDirectors.Select(d => d.Director)
                )
                .Number(
                    "criteria",
                    "Exit criteria",
                    "How many exit criteria concern it while it is a member; empty where none are recorded for the engagement.",
                    m => m.HasCriteria ? m.Member.Criteria.Count : null
                )
                .Number(
                    "criteriaRemaining",
                    "Not satisfied",
                    "How many of them are not satisfied; empty where none are recorded.",
                    m => m.HasCriteria ? m.Member.Remaining : null
                )
                .Date(
                    "recommended",
                    "Exit recommended",
                    "When exit was last recommended, where that is not answered.",
                    m => m.Recommendation?.Said.Effective
                )
                .Date(
                    "expected",
                    "Decision expected",
                    "When the decision about that is expected.",
                    m => m.Recommendation?.Expected
                )
                .List(
                    "decidesExit",
                    "Who decides exit",
                    "The bodies whose agreement exit needs under the framework of the day.",
                    m => m.Engagement.Exit.DecidedBy
                )
                .Text(
                    "exitDecidedBy",
                    "Exit decided by",
                    "Who agreed to its exit.",
                    m => m.Member.Exit is { } exit ? Said.By(exit.Said.DecidedBy) : null
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
                    "Who accepted that, for each criterion in the same order.",
                    m => m.Unmet.Select(u => u.AcceptedBy)
                )
                .Date(
                    "nextReviewDue",
                    "Next review due",
                    "When the engagement is to be looked at next.",
                    m => m.Review?.Content.NextReviewDue
                )
                .Text(
                    "monitoring",
                    "Monitoring after exit",
                    "What is watched after exit, and how.",
                    m => m.Engagement.TransitionPlan?.Monitoring
                )
                .Date(
                    "monitoringUntil",
                    "Monitored until",
                    "Until when that lasts.",
                    m => m.Engagement.TransitionPlan?.Until
                )
                .Number(
                    "monitoringReviewMonths",
                    "Months between reviews",
                    "How often the transition plan is looked at.",
                    m => m.Engagement.TransitionPlan?.ReviewMonths
                )
                .Date(
                    "monitoringReviewDue",
                    "Transition review due",
                    "When it is to be looked at next.",
                    m => m.Engagement.TransitionPlan?.NextReviewDue
                )
                .YesNo(
                    "monitoringCompleted",
                    "Transition completed",
                    "Whether the transition plan was completed.",
                    m => m.Engagement.TransitionPlan?.Completed
                ),
            "engagement, title, ods, name, state, entered, days, targetExit, timesMoved, exited",
            (record, day) =>
                from engagement in EngagementReadiness.All(record, day)
                from member in engagement.Members
                where member.Joined is not null
                select Item.Of(record, engagement, member),
            m =>
                new(
                    m.RestsOn,
                    [AnswerRules.Membership, AnswerRules.TargetExit, AnswerRules.NationalAgreement],
                    m.Engagement.Framework.Id
                ),
            MayBeMissing.Membership,
            MayBeMissing.TargetExit,
            MayBeMissing.CriteriaAtExit
        );

    private sealed record Item(
        EngagementReadiness Engagement,
        MemberReadiness Member,
        BelievedEntry<RecoveryReviewed>? Review
    )
    {
        public bool HasCriteria => Engagement.CriteriaSets.Any(set => set.Purpose == CriteriaPurpose.Exit);

        public MemberState State =>
            Member.Membership switch
            {
                Certainty.Yes => MemberState.InProgramme,
                Certainty.Perhaps => MemberState.Uncertain,
                _ when Member.PassedOn is not null => MemberState.PassedOn,
                _ => MemberState.Exited,
            };

        public IReadOnlyList<AcceptedUnmet> Unmet => Member.Exit?.Unmet ?? [];

        public OpenRecommendation? Recommendation =>
            Engagement.Exit.Recommendations.LastOrDefault(r =>
                r.Members is null || r.Members.Contains(Member.Organisation)
            );

        public IEnumerable<EntryReference> RestsOn =>
            Member
                .RestsOn.Concat(Member.TargetExit?.History.Select(t => t.Said.Entry) ?? [])
                .Concat(Engagement.ImprovementDirectors.Select(d => d.Said.Entry))
                .Concat(Engagement.Framework.RestsOn)
                .Concat(Engagement.TransitionPlan?.RestsOn ?? [])
                .Concat(Recommendation is null ? [] : [Recommendation.Said.Entry])
                .Concat(Member.PassedOn is { } passed ? [passed.Said.Entry] : [])
                .Concat(Member.Exit is { } exit ? [exit.Said.Entry] : [])
                .Concat(Review is null ? [] : [EntryReference.To(Review)])
                .OrderBy(e => e.Place);

        public static Item Of(RecordAt record, EngagementReadiness engagement, MemberReadiness member)
        {
            var timeline = record.TimelineOf(SubjectId.OfRecovery(engagement.Id))!;
            return new(
                engagement,
                member,
                member.Membership == Certainty.No ? null : Said.Last(timeline.Of<RecoveryReviewed>(), engagement.On)
            );
        }
    }
}
