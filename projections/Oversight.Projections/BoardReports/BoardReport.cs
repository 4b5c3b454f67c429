using Oversight.Projections.Deadlines;
using Oversight.Projections.InRecovery;
using Oversight.Projections.Readiness;
using Oversight.Projections.Registers;
using Oversight.Projections.Reviews;
using Oversight.Projections.Status;
using Oversight.Projections.Support;
using Oversight.Projections.Undertakings;
using Oversight.Record.Organisations;
using Oversight.Record.Recovery;
using Oversight.Record.Undertakings;

namespace Oversight.Projections.BoardReports;

/// <summary>An organisation's place in an engagement, for its board.</summary>
/// <param name="Engagement">The engagement.</param>
/// <param name="Member">What remains before the member can leave.</param>
/// <param name="ThroughSystem">The ICB with whose whole system the organisation is in it, which then is the member; null when it is one itself.</param>
public sealed record ReportedEngagement(EngagementReadiness Engagement, MemberReadiness Member, OdsCode? ThroughSystem)
{
    /// <summary>The criteria to show: those asked on the day or, where it has left, as they stood then.</summary>
    public IReadOnlyList<CriterionReadiness> Criteria =>
        Member.Criteria.Count > 0 ? Member.Criteria : Member.Exit?.Criteria ?? [];

    /// <summary>The recommendations that it leaves, which nobody has answered.</summary>
    public IEnumerable<OpenRecommendation> Recommendations => Engagement.Exit.RecommendationsOf(Member.Organisation);

    /// <summary>Whether it is, or may be, a member on the day.</summary>
    public bool IsMember => Member.Membership != Certainty.No;
}

/// <summary>
/// One organisation as at a day, for its board or a meeting about it: where it stands, what is asked of it, what is due next and what changed. A
/// pure function of the entries.
/// </summary>
/// <param name="On">The day.</param>
/// <param name="Since">The day since which changes are told.</param>
/// <param name="Status">Its segment, its review, proposals that wait.</param>
/// <param name="LastReview">The last oversight review of it that needs no segment; null where none is recorded.</param>
/// <param name="Recovery">Whether it is in Recovery Support.</param>
/// <param name="Engagements">The engagements that it is or was in, the last begun first.</param>
/// <param name="Undertakings">The sets of undertakings that it gave or owes, the last accepted first.</param>
/// <param name="Support">The support for it that is not withdrawn.</param>
/// <param name="Due">What falls due within the horizon, and what is overdue.</param>
/// <param name="Changes">What changed since.</param>
/// <param name="NotStated">What the record does not state and a board would ask.</param>
public sealed record BoardReport(
    DateOnly On,
    DateOnly Since,
    OrganisationStatus Status,
    OversightReview? LastReview,
    RecoveryStanding Recovery,
    IReadOnlyList<ReportedEngagement> Engagements,
    IReadOnlyList<UndertakingsStanding> Undertakings,
    IReadOnlyList<SupportOnDay> Support,
    IReadOnlyList<Deadline> Due,
    IReadOnlyList<ChangeSince> Changes,
    IReadOnlyList<NotStated> NotStated
)
{
    /// <summary>How many days ahead deadlines are told.</summary>
    public const int Horizon = 90;

    /// <summary>The organisation's code.</summary>
    public OdsCode Ods => Status.Ods;

    /// <summary>Whether it is in Recovery Support, in a word or two.</summary>
    public string InRecoverySupport =>
        Recovery switch
        {
            { LastPublished: { } last } => $"not stated; last published: {last.Words}",
            { OnlyWithSystem: true, InProgramme: StatedAnswer.Yes } => "yes, with its system",
            { InProgramme: StatedAnswer.No } => "no",
            { InProgramme: var answer } => InWords.Of(answer),
        };

    /// <summary>The exit criteria that remain for it, in the engagements that it is in.</summary>
    public IReadOnlyList<CriterionReadiness> Remaining =>
        [.. Engagements.Where(e => e.IsMember).SelectMany(e => e.Member.Criteria).Where(c => !c.Satisfied)];

    /// <summary>The evidence for its criteria and undertakings that waits to be judged, the longest first.</summary>
    public IReadOnlyList<EvidenceStanding> EvidenceThatWaits =>
        [
            .. Engagements
                .Where(e => e.IsMember)
                .SelectMany(e => e.Member.Criteria)
                .SelectMany(c => c.Evidence)
                .Concat(Undertakings.SelectMany(set => set.Items).SelectMany(item => item.Evidence))
                .Where(piece => piece.WaitingSince is not null)
                .DistinctBy(piece => piece.Entry.Id)
                .OrderBy(piece => piece.WaitingSince!.Value.Latest)
                .ThenBy(piece => piece.Entry.Place),
        ];

    /// <summary>The undertakings that it still has to do.</summary>
    public IReadOnlyList<UndertakingStanding> OpenUndertakings =>
        [.. Undertakings.SelectMany(set => set.Items).Where(item => item.Open && item.OwedBy.Contains(Ods))];

    /// <summary>What is overdue.</summary>
    public IReadOnlyList<Deadline> Overdue => [.. Due.Where(due => due.Overdue)];

    /// <summary>That of one organisation; null when it is not registered at that place.</summary>
    /// <param name="record">The record.</param>
    /// <param name="ods">The organisation.</param>
    /// <param name="on">The day.</param>
    /// <param name="since">The day since which changes are told.</param>
    public static BoardReport? Of(RecordAt record, OdsCode ods, DateOnly on, DateOnly since)
    {
        if (OrganisationStatus.Of(record, ods, on) is not { } status)
        {
            return null;
        }

        var recovery = RecoveryStanding.On(record, ods, on);
        ReportedEngagement[] engagements =
        [
            .. recovery
                .Engagements.DistinctBy(e => e.Id)
                .Select(e => InEngagement(record, ods, e, on))
                .OfType<ReportedEngagement>()
                .OrderByDescending(e => e.Engagement.Entered.Effective.Latest),
        ];
        UndertakingsStanding[] undertakings =
        [
            .. record
                .Naming(ods)
                .Where(t => t.Subject.Kind == SubjectKind.Undertakings)
                .Select(t => UndertakingsStanding.Of(record, t.Subject, on))
                .OfType<UndertakingsStanding>()
                .Where(set => set.Accepted.Effective.Earliest <= on && IsOf(set, ods))
                .OrderByDescending(set => set.Accepted.Effective.Latest),
        ];
        SupportOnDay[] support = [.. OrganisationSupport.Of(record, ods, on).Support.Where(s => !s.IsOver)];
        Timeline[] about =
        [
            record.TimelineOf(ods)!,
            .. engagements.Select(e => record.TimelineOf(SubjectId.OfRecovery(e.Engagement.Id))!),
            .. undertakings.Select(set => record.TimelineOf(SubjectId.OfUndertakings(set.Id))!),
        ];
        return new(
            on,
            since,
            status,
            OversightReview.Last(about[0], on),
            recovery,
            engagements,
            undertakings,
            support,
            DueFor(record, ods, about, on),
            ChangeSince.Between(
                about
                    .Concat(record.Naming(ods).Where(timeline => SubjectOrganisations.Of(timeline).Contains(ods)))
                    .DistinctBy(timeline => timeline.Subject),
                since,
                on
            ),
            [
                .. Missing(status, about[0], recovery, engagements, undertakings, support, on)
                    .Select(m => m with { Sentence = record.Lacks(m.Sentence) }),
            ]
        );
    }

    private static ReportedEngagement? InEngagement(
        RecordAt record,
        OdsCode ods,
        EngagementMembership membership,
        DateOnly on
    ) =>
        EngagementReadiness.Of(record, SubjectId.OfRecovery(membership.Id), on) is { } readiness
        && readiness.Entered.Effective.Earliest <= on
        && readiness.Members.FirstOrDefault(m => m.Organisation == (membership.ThroughSystem ?? ods)) is { } member
            ? new(readiness, member, membership.ThroughSystem)
            : null;

    private static bool IsOf(UndertakingsStanding set, OdsCode ods) =>
        set.Organisation == ods || set.JointlyWith.Contains(ods) || set.Items.Any(item => item.OwedBy.Contains(ods));

    private static IReadOnlyList<Deadline> DueFor(
        RecordAt record,
        OdsCode ods,
        IEnumerable<Timeline> about,
        DateOnly on
    ) =>
        new Deadlines.Deadlines(
            on,
            record.PlaceTold,
            [
                .. about
                    .Select(timeline => timeline.Subject)
                    .Concat(record.OrganisationsNaming(ods).Select(timeline => timeline.Subject))
                    .Distinct()
                    .SelectMany(subject => Deadlines.Deadlines.Of(record, subject, on))
                    .Where(due => due.Organisations.Contains(ods))
                    .OrderBy(due => due.DueBy ?? DateOnly.MaxValue)
                    .ThenBy(due => due.Subject, StringComparer.Ordinal)
                    .ThenBy(due => due.Kind)
                    .ThenBy(due => due.Reference, StringComparer.Ordinal),
            ]
        )
            .Falling(Horizon, overdue: true)
            .All;

    private static IEnumerable<NotStated> Missing(
        OrganisationStatus status,
        Timeline own,
        RecoveryStanding recovery,
        ReportedEngagement[] engagements,
        UndertakingsStanding[] undertakings,
        SupportOnDay[] support,
        DateOnly on
    )
    {
        var name = status.Name;
        if (status.Segment is { State: SegmentState.NotKnown, Candidates.Count: 0 })
        {
            yield return Of("segment", $"Which segment {name} was in: none is recorded by this day.");
        }

        if (status.Review is null && OversightReview.Last(own, on) is null)
        {
            yield return Of("review", $"When {name} was reviewed: no review is recorded by this day.");
        }

        if (recovery.SaidBy is null)
        {
            yield return Of(
                "recovery-support",
                $"Whether {name} was in Recovery Support: no engagement and no publication says so by this day."
            );
        }

        foreach (var one in engagements.Where(e => e.IsMember))
        {
            if (one.Criteria.Count == 0)
            {
                yield return Of("exit-criteria", $"The exit criteria of {one.Engagement.Title}: none are recorded.");
            }

            if (one.Member.TargetExit is null)
            {
                yield return Of("target-exit", $"When {one.Engagement.Title} is to end: no target exit is recorded.");
            }
        }

        if (undertakings.Length == 0)
        {
            yield return Of("undertakings", $"Whether {name} gave undertakings: none are recorded by this day.");
        }

        foreach (var set in undertakings.Where(set => set.ByReportOnly))
        {
            yield return Of(
                "undertaken",
                $"What was undertaken in {set.Id}: it is known by report only, and neither is what is due."
            );
        }

        if (support.Length == 0)
        {
            yield return Of("support", $"Whether {name} had other support: none is recorded by this day.");
        }

        NotStated Of(string what, string sentence) => new(what, sentence, [status.Ods.Value], 1);
    }
}
