using Oversight.Record.Evidence;
using Oversight.Record.Organisations;
using Oversight.Record.Recovery;
using Oversight.Record.Segments;
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

/// <summary>What was open for a body at the end of its last day: what a merger has to decide about.</summary>
public static class OpenItems
{
    /// <summary>
    /// What was open for a body when it ended, its own and what had passed to it from others, by stream. Null while the record does not say
    /// that it ended, or not when. Decisions of that merger itself are left aside.
    /// </summary>
    public static IReadOnlyList<OpenItem>? AtEndOf(IBelievedRecord record, OdsCode body)
    {
        var own = record.TimelineOf(SubjectId.Of(body));
        if (Passing.EndOf(own) is not { Effective.Precision: not DatePrecision.Unknown } end)
        {
            return null;
        }

        var eve = end.Effective.Earliest.AddDays(-1);
        return
        [
            .. OfItself(own!, eve),
            .. record
                .Naming(body)
                .SelectMany(timeline =>
                    AcceptedUndertakings.In(record, timeline) is { } undertakings
                        ? OfUndertakings(undertakings, body, eve)
                    : Engagement.Of(timeline) is { } engagement ? OfEngagement(record, engagement, body, eve, end)
                    : []
                ),
        ];
    }

    private static IEnumerable<OpenItem> OfItself(Timeline own, DateOnly eve) =>
        from proposal in own.Of<SegmentProposed>()
        where
            proposal.Effective.Earliest <= eve
            && !own.Of<IAnswersProposal>()
                .Any(a => own.StandsFor(a.Content.Proposal)?.Id == proposal.Id && a.Effective.Earliest <= eve)
        select Of(OpenItemKind.SegmentProposal, own, proposal);

    private static IEnumerable<OpenItem> OfUndertakings(AcceptedUndertakings set, OdsCode body, DateOnly eve)
    {
        foreach (var (accepted, _) in set.ItemsBy(eve))
        {
            if (
                Holds(set.Timeline, set.Organisation, OpenItemKind.Undertaking, accepted.Reference, body, eve)
                && set.IsOpen(accepted.Reference, eve)
            )
            {
                var item = set.ItemOn(accepted, eve).Item;
                yield return new(
                    OpenItemKind.Undertaking,
                    set.Subject,
                    item.Reference,
                    InWords.OneLine(item.Wording),
                    item.Due,
                    set.Accepted
                );
            }
        }

        foreach (var (application, answer) in set.Applications())
        {
            if (
                application.Effective.Earliest <= eve
                && !(answer?.Effective.Earliest <= eve)
                && Holds(
                    set.Timeline,
                    set.Organisation,
                    OpenItemKind.CertificateApplication,
                    $"{application.Id}",
                    body,
                    eve
                )
            )
            {
                yield return Of(OpenItemKind.CertificateApplication, set.Timeline, application);
            }
        }

        foreach (var item in EvidenceOf(set.Timeline, body, eve))
        {
            yield return item;
        }
    }

    private static IEnumerable<OpenItem> OfEngagement(
        IBelievedRecord record,
        Engagement engagement,
        OdsCode body,
        DateOnly eve,
        BelievedEntry<OrganisationSucceeded> end
    )
    {
        var timeline = engagement.Timeline;
        var isMember = engagement.IsMember(body, eve) != Certainty.No;
        if (isMember)
        {
            yield return new(
                OpenItemKind.Membership,
                engagement.Subject,
                null,
                $"Member of {InWords.OneLine(engagement.Title)}",
                null,
                engagement.MembershipEntriesOf(body, eve).Entries.Last(e => Engagement.Begins(e, body))
            );
        }

        foreach (var purpose in isMember ? Enum.GetValues<CriteriaPurpose>() : [CriteriaPurpose.Transition])
        {
            if (
                engagement.CriteriaOn(purpose, eve).Entries is not [.., var set]
                || !engagement.EverMembers.Contains(body)
                || (purpose == CriteriaPurpose.Transition && IsTransitionOver(timeline, eve))
            )
            {
                continue;
            }

            foreach (var criterion in set.Content.Criteria)
            {
                if (engagement.Concerns(criterion, body, eve) && !engagement.IsSatisfied(criterion, body, eve))
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
        if (isMember && engagement.MembersOn(eve).All(m => EndsBy(record, m, end.Effective.Latest)))
        {
            foreach (var milestone in OpenMilestones(timeline, eve))
            {
                yield return milestone;
            }
        }

        foreach (var (recommendation, answers) in engagement.Recommendations())
        {
            if (
                recommendation.Effective.Earliest <= eve
                && recommendation.Content.Members?.Contains(body) == true
                && !answers.Any(a => a.Effective.Earliest <= eve)
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

        foreach (var item in EvidenceOf(timeline, body, eve))
        {
            yield return item;
        }
    }

    private static IEnumerable<OpenItem> OpenMilestones(Timeline timeline, DateOnly eve) =>
        from set in timeline.Of<MilestoneSet>()
        where
            set.Effective.Earliest <= eve
            && !timeline
                .Of<MilestoneAchieved>()
                .Any(e => e.Content.Milestone == set.Content.Milestone && e.Effective.Earliest <= eve)
        let due = timeline
            .Of<MilestoneRescheduled>()
            .Where(e => e.Content.Milestone == set.Content.Milestone && e.Effective.Earliest <= eve)
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

    private static IEnumerable<OpenItem> EvidenceOf(Timeline timeline, OdsCode body, DateOnly eve) =>
        from evidence in SubmittedEvidence.On(timeline, eve)
        where
            evidence.Waits
            && Holds(
                timeline,
                evidence.Content.Organisation,
                OpenItemKind.Evidence,
                $"{evidence.Submission.Id}",
                body,
                eve
            )
        select new OpenItem(
            OpenItemKind.Evidence,
            timeline.Subject,
            $"{evidence.Submission.Id}",
            InWords.OneLine(evidence.Content.Title),
            null,
            evidence.Submission
        );

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
