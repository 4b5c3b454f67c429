using Oversight.Projections.Readiness;
using Oversight.Projections.Undertakings;
using Oversight.Record.Frameworks;
using Oversight.Record.Recovery;
using Oversight.Record.Undertakings;

namespace Oversight.Projections.Deadlines;

/// <summary>
/// Everything with a date that is not settled on a day, as the record stood at a place: a pure function of the entries.
/// What is satisfied, achieved, exited, discharged or decided by the day is no deadline any more.
/// </summary>
/// <param name="Day">The day asked.</param>
/// <param name="Place">The place at which the answer was computed.</param>
/// <param name="All">The deadlines by due day, those of unknown date last; of the same day by subject, kind and reference.</param>
public sealed partial record Deadlines(DateOnly Day, long? Place, IReadOnlyList<Deadline> All)
{
    private static readonly Remembered<DateOnly, IReadOnlyList<Deadline>> Last = new();

    /// <summary>The deadlines of the whole record.</summary>
    public static Deadlines On(RecordAt record, DateOnly day) =>
        new(
            day,
            record.PlaceTold,
            [
                .. record
                    .Subjects.SelectMany(subject => Of(record, subject, day))
                    .OrderBy(d => d.DueBy ?? DateOnly.MaxValue)
                    .ThenBy(d => d.Subject, StringComparer.Ordinal)
                    .ThenBy(d => d.Kind)
                    .ThenBy(d => d.Reference, StringComparer.Ordinal),
            ]
        );

    /// <summary>The deadlines that stand in one subject's stream, in no order.</summary>
    internal static IReadOnlyList<Deadline> Of(RecordAt record, SubjectId subject, DateOnly day) =>
        record.TimelineOf(subject) is { } timeline
            ? Last.Of(record, timeline, day, at => [.. new Search(at, day).About(timeline)])
            : [];

    /// <summary>Those that concern a region, an organisation, or both; null for all.</summary>
    public Deadlines Concerning(Region? region, OdsCode? organisation) =>
        this with
        {
            All =
            [
                .. All.Where(d => region is null || d.Regions.Contains(region.Code))
                    .Where(d => organisation is not { } one || d.Organisations.Contains(one)),
            ],
        };

    /// <summary>
    /// Those that fall due from the day on within so many days, those that are overdue, or both; all when neither is asked.
    /// </summary>
    public Deadlines Falling(int? within, bool overdue) =>
        within is null && !overdue
            ? this
            : this with
            {
                All = [.. All.Where(d => (overdue && d.Overdue) || (d.DaysLeft >= 0 && d.DaysLeft <= within))],
            };

    private sealed partial class Search(RecordAt record, DateOnly day)
    {
        private const int LongestTitle = 200;

        private readonly FrameworkOnDay framework = record.Frameworks.On(day);

        public IEnumerable<Deadline> About(Timeline timeline)
        {
            return timeline.Subject.Kind switch
            {
                SubjectKind.Organisation => SegmentReviews(timeline, timeline.Subject.Organisation!.Value)
                    .Concat(OversightReviews(timeline, timeline.Subject.Organisation!.Value))
                    .Concat(CommitmentsOf(timeline, timeline.Subject.Organisation!.Value))
                    .Concat(DirectionsTo(timeline, timeline.Subject.Organisation!.Value))
                    .Concat(SupportExits(timeline))
                    .Concat(IndependentReviews(timeline)),
                SubjectKind.Recovery when Engagement.Of(timeline) is { } engagement => About(engagement),
                SubjectKind.Undertakings when AcceptedUndertakings.In(record, timeline) is { } accepted => About(
                    accepted
                ),
                _ => [],
            };
        }

        private IEnumerable<Deadline> About(Engagement engagement)
        {
            if (engagement.Entered.Effective.Earliest > day)
            {
                return [];
            }

            var found = TransitionOf(engagement);
            return engagement.IsUnderWay(day) == Certainty.No
                ? found
                : found
                    .Concat(ReviewOf(engagement))
                    .Concat(CriteriaOf(engagement, CriteriaPurpose.Exit, MembersOf(engagement)))
                    .Concat(MilestonesOf(engagement))
                    .Concat(TargetExitsOf(engagement))
                    .Concat(DirectorsOf(engagement));
        }

        private IReadOnlyList<OdsCode> MembersOf(Engagement engagement) => engagement.MembersOn(day);

        private IEnumerable<Deadline> ReviewOf(Engagement engagement)
        {
            var reviews = engagement.Timeline.Of<RecoveryReviewed>().Where(e => e.Effective.IsCertainBy(day));
            if (Statement.Begun(reviews, day) is [.., var last] && last.Content.NextReviewDue is { } due)
            {
                yield return Make(
                    DeadlineKind.RecoveryReview,
                    engagement.Subject,
                    MembersOf(engagement),
                    $"Review {engagement.Title}",
                    due,
                    AnswerRules.NextReview,
                    [EntryReference.To(last)]
                );
            }
        }

        private IEnumerable<Deadline> CriteriaOf(
            Engagement engagement,
            CriteriaPurpose purpose,
            IReadOnlyList<OdsCode> members
        )
        {
            var sets = engagement.CriteriaOn(purpose, day).Entries;
            foreach (var criterion in engagement.CriteriaInForce(purpose, day))
            {
                OdsCode[] open =
                [
                    .. members.Where(m =>
                        engagement.Concerns(criterion, m, day) && !engagement.IsSatisfied(criterion, m, day)
                    ),
                ];
                if (criterion.Due is { } due && open.Length > 0)
                {
                    yield return Make(
                        purpose == CriteriaPurpose.Exit ? DeadlineKind.ExitCriterion : DeadlineKind.TransitionCriterion,
                        engagement.Subject,
                        open,
                        $"{criterion.Reference} of {engagement.Title}: {criterion.Wording}",
                        due,
                        AnswerRules.CriterionDue,
                        sets.Select(EntryReference.To),
                        criterion.Reference,
                        sets.SelectMany(s => s.Content.Criteria)
                            .Where(c => c.Reference == criterion.Reference)
                            .Select(c => c.Due)
                            .OfType<DateWithPrecision>()
                    );
                }
            }
        }

        private IEnumerable<Deadline> MilestonesOf(Engagement engagement) =>
            from milestone in Milestone.On(engagement, day)
            where milestone.State is not (MilestoneState.Achieved or MilestoneState.Ended)
            select Make(
                DeadlineKind.Milestone,
                engagement.Subject,
                MembersOf(engagement),
                $"{milestone.Reference} of {engagement.Title}: {milestone.Title}",
                milestone.Due,
                AnswerRules.MilestoneDue,
                milestone.RestsOn,
                milestone.Reference,
                milestone.OrElse
            );

        private IEnumerable<Deadline> TargetExitsOf(Engagement engagement)
        {
            foreach (var member in MembersOf(engagement))
            {
                if (TargetExit.Of(engagement, member, day) is { Candidates: [.., var last] candidates })
                {
                    yield return Make(
                        DeadlineKind.TargetExit,
                        engagement.Subject,
                        [member],
                        $"Target exit of {record.NameOf(member, day)} from {engagement.Title}",
                        last.Target,
                        AnswerRules.TargetExit,
                        candidates.Select(c => c.Said.Entry),
                        member.Value,
                        candidates.Select(c => c.Target)
                    );
                }
            }
        }

        private IEnumerable<Deadline> DirectorsOf(Engagement engagement)
        {
            var directors = ImprovementDirector.On(engagement, day);
            if (directors is [.., { Until: { } until }])
            {
                yield return Make(
                    DeadlineKind.ImprovementDirector,
                    engagement.Subject,
                    MembersOf(engagement),
                    $"Term of the improvement director of {engagement.Title} ends",
                    until,
                    AnswerRules.DirectorUntil,
                    directors.Select(d => d.Said.Entry),
                    orElse: directors.Select(d => d.Until).OfType<DateWithPrecision>()
                );
            }
        }

        private IEnumerable<Deadline> TransitionOf(Engagement engagement)
        {
            var plan = TransitionPlan.On(engagement, day);
            // Those whose membership passed to another owe nothing any more.
            OdsCode[] members = [.. engagement.EverMembers.Where(m => PassedOn.On(engagement, m, day) is null)];
            var review = plan?.NextReviewDue is { } due
                ? Make(
                    DeadlineKind.TransitionReview,
                    engagement.Subject,
                    members,
                    $"Review the transition plan of {engagement.Title}",
                    due,
                    AnswerRules.TransitionReview,
                    plan.RestsOn
                )
                : null;
            return (review is null ? [] : new[] { review }).Concat(
                plan?.Completed == true ? [] : CriteriaOf(engagement, CriteriaPurpose.Transition, members)
            );
        }

        private IEnumerable<Deadline> About(AcceptedUndertakings accepted) =>
            accepted.Accepted.Effective.Earliest > day
                ? []
                : ItemsOf(accepted).Concat(ApplicationsOf(accepted)).Concat(DirectionsOf(accepted));

        private IEnumerable<Deadline> ItemsOf(AcceptedUndertakings accepted) =>
            from item in UndertakingStanding.On(accepted, day)
            let due = item.Due
            where item.Open && due is not null && item.OwedBy.Count > 0
            select Make(
                DeadlineKind.Undertaking,
                accepted.Subject,
                item.OwedBy,
                $"Undertaking {item.Reference} of {record.NameOf(item.OwedBy[0], day)}: {item.Wording}",
                due.Value,
                AnswerRules.UndertakingDue,
                item.RestsOn,
                item.Reference,
                item.OrElse
            );

        private IEnumerable<Deadline> ApplicationsOf(AcceptedUndertakings accepted) =>
            from certificate in CertificateStanding.On(accepted, day)
            let due = certificate.DueBy
            where certificate.Issued is null && due is { Year: < 2200 } && certificate.For.Count > 0
            select Make(
                DeadlineKind.CertificateDecision,
                accepted.Subject,
                certificate.For,
                $"Decide the compliance certificate applied for by {record.NameOf(certificate.For[0], day)}",
                DateWithPrecision.Day(due.Value),
                AnswerRules.CertificateDecidedInTime,
                [EntryReference.To(accepted.Accepted), certificate.Applied.Entry],
                certificate.Applied.Entry.Id.ToString()
            );

        private IEnumerable<Deadline> DirectionsOf(AcceptedUndertakings accepted) =>
            from direction in DirectionStanding.On(accepted, day)
            let due = direction.Due
            where direction.Open && due is not null && direction.OwedBy.Count > 0
            select Make(
                DeadlineKind.Direction,
                accepted.Subject,
                direction.OwedBy,
                $"Direction to {record.NameOf(direction.OwedBy[0], day)}: {direction.Directed}",
                due.Value,
                AnswerRules.DirectionDue,
                [direction.Said.Entry],
                direction.Said.Entry.Id.ToString()
            );

        private Deadline Make(
            DeadlineKind kind,
            SubjectId subject,
            IEnumerable<OdsCode> organisations,
            string title,
            DateWithPrecision due,
            AnswerRule rule,
            IEnumerable<EntryReference> restsOn,
            string reference = "",
            IEnumerable<DateWithPrecision>? orElse = null,
            IReadOnlyList<OdsCode>? overseen = null
        )
        {
            OdsCode[] concerned = [.. organisations.Distinct().Order()];
            var left = DueDate.DaysLeft(due, day);
            return new(
                kind,
                subject.Value,
                concerned,
                record.RegionsOf(overseen ?? concerned),
                reference,
                OneLine(title),
                due,
                [.. orElse?.Where(other => other != due).Distinct() ?? []],
                DueDate.By(due),
                left,
                left < 0,
                rule.Name,
                framework.Version?.Id,
                [.. restsOn.OrderBy(e => e.Place)]
            );
        }

        // Wordings may be long and have lines of their own.
        private static string OneLine(string text)
        {
            var line = string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
            return line.Length <= LongestTitle
                ? line
                : string.Concat(
                    line.AsSpan(0, LongestTitle - (char.IsHighSurrogate(line[LongestTitle - 1]) ? 1 : 0)),
                    "…"
                );
        }
    }
}
