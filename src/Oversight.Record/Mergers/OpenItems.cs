using Oversight.Record.Challenges;
using Oversight.Record.Commitments;
using Oversight.Record.Evidence;
using Oversight.Record.Notices;
using Oversight.Record.Organisations;
using Oversight.Record.Recovery;
using Oversight.Record.Reviews;
using Oversight.Record.Segments;
using Oversight.Record.Support;
using Oversight.Record.Undertakings;

namespace Oversight.Record.Mergers;

/// <summary>Something that was open for a body when it ended.</summary>
/// <param name="What">What it is.</param>
/// <param name="About">The stream in which it is, and is disposed of.</param>
/// <param name="Item">Which one; null for a membership.</param>
/// <param name="Says">What it says, in one line.</param>
/// <param name="Due">By when it is due, as far as that is said.</param>
/// <param name="Made">The entry by which it was made.</param>
public sealed record OpenItem(
    OpenItemKind What,
    SubjectId About,
    string? Item,
    string Says,
    DateWithPrecision? Due,
    BelievedEntry Made
);

/// <summary>What was open for a body on the day before its end: what a merger has to decide about.</summary>
public static class OpenItems
{
    /// <summary>
    /// What was open for a body on the eve of its end, its own and what had passed to it from others, by stream. Null while the record does
    /// not say that it ended, or not when.
    /// </summary>
    public static IReadOnlyList<OpenItem>? AtEndOf(IBelievedRecord record, OdsCode body) =>
        Passing.EndOf(record.TimelineOf(SubjectId.Of(body))) is { Effective.Precision: not DatePrecision.Unknown } end
            ? On(record, body, end.Effective.Earliest.AddDays(-1))
            : null;

    /// <summary>What is open for a body on a day, by stream.</summary>
    public static IReadOnlyList<OpenItem> On(IBelievedRecord record, OdsCode body, DateOnly day)
    {
        var own = record.TimelineOf(SubjectId.Of(body));
        return
        [
            .. own is null ? [] : OfItself(own, body, day),
            .. record
                .Naming(body)
                .SelectMany(timeline =>
                    AcceptedUndertakings.In(record, timeline) is { } undertakings
                        ? OfUndertakings(undertakings, body, day)
                    : Engagement.Of(timeline) is { } engagement ? OfEngagement(record, engagement, body, day)
                    : []
                ),
            .. record.Naming(body).SelectMany(timeline => ChallengesOf(timeline, body, day)),
        ];
    }

    /// <summary>
    /// What was decided by a day about something that was open when a body ended; what belongs to an engagement goes with the membership
    /// where it is not disposed of by itself. Null while nobody has decided.
    /// </summary>
    public static Disposal? DisposalOf(Timeline about, OdsCode ended, OpenItemKind what, string? item, DateOnly day) =>
        Passing.DisposalOf(about, ended, what, item, day)
        ?? (
            what is OpenItemKind.Criterion or OpenItemKind.Milestone
                ? Passing.DisposalOf(about, ended, OpenItemKind.Membership, null, day)
                : null
        );

    private static IEnumerable<OpenItem> OfItself(Timeline own, OdsCode body, DateOnly day) =>
        Unended<SegmentProposed, IAnswersProposal>(OpenItemKind.SegmentProposal, own, body, day, e => e.Proposal)
            .Concat(
                Unended<CommitmentMade, IEndsCommitment>(OpenItemKind.Commitment, own, body, day, e => e.Commitment)
                    .Select(item => item with { Due = DueOf(own, item.Made, day) })
            )
            .Concat(Unended<ConcernRaised, ConcernClosed>(OpenItemKind.Concern, own, body, day, e => e.Concern))
            .Concat(
                from set in own.Of<SupportSet>()
                where
                    set.Effective.Earliest <= day
                    && SupportThatWasSet.Of(own, set.Id) is { } support
                    && support.For.Any(one => support.EndedFor(one, e => e.Effective.Earliest <= day) is null)
                    && Holds(own, body, OpenItemKind.Support, $"{set.Id}", body, day)
                select Of(OpenItemKind.Support, own, set)
            )
            .Concat(Unended<NoticeGiven, NoticeClosed>(OpenItemKind.Notice, own, body, day, e => e.Notice))
            .Concat(
                Unended<IndependentReviewCommissioned, IndependentReviewAnswered>(
                    OpenItemKind.IndependentReview,
                    own,
                    body,
                    day,
                    e => e.Review
                )
            )
            .Concat(ChallengesOf(own, body, day));

    // What was made by a day, and by then not ended by another entry that names it.
    private static IEnumerable<OpenItem> Unended<TMade, TEnd>(
        OpenItemKind what,
        Timeline own,
        OdsCode body,
        DateOnly day,
        Func<TEnd, Guid> names
    )
        where TMade : class
        where TEnd : class
    {
        var ended = own.Of<TEnd>()
            .Where(e => e.Effective.Earliest <= day)
            .Select(e => own.StandsFor(names(e.Content))?.Id)
            .ToHashSet();
        return own.Of<TMade>()
            .Where(made => made.Effective.Earliest <= day && !ended.Contains(made.Id))
            .Where(made => Holds(own, body, what, $"{made.Id}", body, day))
            .Select(made => Of(what, own, made));
    }

    private static DateWithPrecision? DueOf(Timeline own, BelievedEntry made, DateOnly day) =>
        CommitmentRules
            .DatesOf(own, made.Id)
            .Where(e => e.Effective.Earliest <= day)
            .OrderBy(e => e.Id != made.Id)
            .ThenBy(e => e.Effective.Latest)
            .ThenBy(e => e.Place)
            .LastOrDefault()
            ?.Content.DueDate();

    private static IEnumerable<OpenItem> ChallengesOf(Timeline timeline, OdsCode body, DateOnly day) =>
        from challenge in ChallengeStanding.On(timeline, day)
        where
            challenge.Waits
            && Holds(
                timeline,
                challenge.Content.Organisation,
                OpenItemKind.Challenge,
                $"{challenge.Made.Id}",
                body,
                day
            )
        select Of(OpenItemKind.Challenge, timeline, challenge.Made);

    private static IEnumerable<OpenItem> OfUndertakings(AcceptedUndertakings set, OdsCode body, DateOnly day)
    {
        // Of undertakings known by report only, nobody can tell one from the other.
        if (
            set.IsByReportOnly
            && set.Accepted.Effective.Earliest <= day
            && !set.SupersededBy(day).Any()
            && set.DischargesOf("", day).Count == 0
            && Holds(set, OpenItemKind.Undertaking, null, body, day)
        )
        {
            yield return new(
                OpenItemKind.Undertaking,
                set.Subject,
                null,
                ((BelievedEntry)set.Accepted).Content.Says(),
                null,
                set.Accepted
            );
        }

        foreach (var (accepted, given) in set.ItemsBy(day))
        {
            if (
                Holds(set, OpenItemKind.Undertaking, accepted.Reference, body, day)
                && set.IsOpen(accepted.Reference, day)
            )
            {
                var item = set.ItemOn(accepted, day).Item;
                yield return new(
                    OpenItemKind.Undertaking,
                    set.Subject,
                    item.Reference,
                    InWords.OneLine(item.Wording),
                    item.Due,
                    given
                );
            }
        }

        foreach (var (application, answer) in set.Applications())
        {
            if (
                application.Effective.Earliest <= day
                && !(answer?.Effective.Earliest <= day)
                && Holds(set, OpenItemKind.CertificateApplication, $"{application.Id}", body, day)
            )
            {
                yield return Of(OpenItemKind.CertificateApplication, set.Timeline, application);
            }
        }

        var released = set
            .Timeline.Of<UndertakingsDischarged>()
            .Any(e => e.Content.Items is null && e.Effective.IsCertainBy(day));
        foreach (var direction in set.Timeline.Of<DirectionIssued>())
        {
            if (
                !released
                && direction.Effective.Earliest <= day
                && Holds(set, OpenItemKind.Direction, $"{direction.Id}", body, day)
            )
            {
                yield return Of(OpenItemKind.Direction, set.Timeline, direction, direction.Content.Due);
            }
        }

        foreach (var item in EvidenceOf(set.Timeline, body, day))
        {
            yield return item;
        }
    }

    private static IEnumerable<OpenItem> OfEngagement(
        IBelievedRecord record,
        Engagement engagement,
        OdsCode body,
        DateOnly day
    )
    {
        var timeline = engagement.Timeline;
        var isMember = engagement.IsMember(body, day) != Certainty.No;
        if (isMember)
        {
            yield return new(
                OpenItemKind.Membership,
                engagement.Subject,
                null,
                $"Member of {InWords.OneLine(engagement.Title)}",
                null,
                engagement.MembershipEntriesOf(body, day).Entries.Last(e => Engagement.Begins(e, body))
            );
        }

        foreach (var purpose in isMember ? Enum.GetValues<CriteriaPurpose>() : [CriteriaPurpose.Transition])
        {
            if (
                engagement.CriteriaOn(purpose, day).Entries is not [.., var set]
                || !engagement.EverMembers.Contains(body)
                || (purpose == CriteriaPurpose.Transition && IsTransitionOver(timeline, day))
            )
            {
                continue;
            }

            foreach (var criterion in set.Content.Criteria)
            {
                if (engagement.Concerns(criterion, body, day) && !engagement.IsSatisfied(criterion, body, day))
                {
                    yield return new(
                        OpenItemKind.Criterion,
                        engagement.Subject,
                        criterion.Reference,
                        InWords.OneLine(criterion.Wording),
                        criterion.Due,
                        set
                    );
                }
            }
        }

        // While another member goes on, the engagement's milestones are that one's as well.
        if (isMember && engagement.MembersOn(day).All(m => EndsBy(record, m, day.AddDays(1))))
        {
            foreach (var milestone in OpenMilestones(timeline, body, day))
            {
                yield return milestone;
            }
        }

        foreach (var (recommendation, answers) in engagement.Recommendations())
        {
            if (
                recommendation.Effective.Earliest <= day
                && recommendation.Content.Members?.Contains(body) == true
                && !answers.Any(a => a.Effective.Earliest <= day)
                && Holds(timeline, body, OpenItemKind.ExitRecommendation, $"{recommendation.Id}", body, day)
            )
            {
                yield return Of(
                    OpenItemKind.ExitRecommendation,
                    timeline,
                    recommendation,
                    recommendation.Content.Expected
                );
            }
        }

        foreach (var item in EvidenceOf(timeline, body, day))
        {
            yield return item;
        }
    }

    private static IEnumerable<OpenItem> OpenMilestones(Timeline timeline, OdsCode body, DateOnly day) =>
        from set in timeline.Of<MilestoneSet>()
        where
            set.Effective.Earliest <= day
            && !timeline
                .Of<MilestoneAchieved>()
                .Any(e => e.Content.Milestone == set.Content.Milestone && e.Effective.Earliest <= day)
            && Holds(timeline, body, OpenItemKind.Milestone, set.Content.Milestone, body, day)
        let due = timeline
            .Of<MilestoneRescheduled>()
            .Where(e => e.Content.Milestone == set.Content.Milestone && e.Effective.Earliest <= day)
            .OrderBy(e => e.Effective.Latest)
            .ThenBy(e => e.Place)
            .LastOrDefault()
        select new OpenItem(
            OpenItemKind.Milestone,
            timeline.Subject,
            set.Content.Milestone,
            InWords.OneLine(set.Content.Title),
            due?.Content.Due ?? set.Content.Due,
            set
        );

    private static IEnumerable<OpenItem> EvidenceOf(Timeline timeline, OdsCode body, DateOnly day) =>
        from evidence in SubmittedEvidence.On(timeline, day)
        where
            evidence.Waits
            && Holds(
                timeline,
                evidence.Content.Organisation,
                OpenItemKind.Evidence,
                $"{evidence.Submission.Id}",
                body,
                day
            )
        select new OpenItem(
            OpenItemKind.Evidence,
            timeline.Subject,
            $"{evidence.Submission.Id}",
            InWords.OneLine(evidence.Content.Title),
            null,
            evidence.Submission
        );

    private static bool Holds(AcceptedUndertakings set, OpenItemKind what, string? item, OdsCode body, DateOnly day) =>
        set.HoldersOf(what, item, day).Contains(body);

    private static bool Holds(
        Timeline timeline,
        OdsCode first,
        OpenItemKind what,
        string item,
        OdsCode body,
        DateOnly day
    ) => Passing.HolderOf(timeline, first, what, item, day).Holder == body;

    private static bool IsTransitionOver(Timeline timeline, DateOnly day) =>
        timeline.Of<TransitionPlanCompleted>().Any(e => e.Effective.IsCertainBy(day));

    private static bool EndsBy(IBelievedRecord record, OdsCode organisation, DateOnly day) =>
        Passing.EndOf(record.TimelineOf(SubjectId.Of(organisation))) is { } end && end.Effective.IsCertainBy(day);

    private static OpenItem Of(
        OpenItemKind what,
        Timeline timeline,
        BelievedEntry made,
        DateWithPrecision? due = null
    ) => new(what, timeline.Subject, $"{made.Id}", made.Content.Says(), due, made);
}
