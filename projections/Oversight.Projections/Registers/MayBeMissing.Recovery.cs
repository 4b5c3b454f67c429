using Oversight.Projections.InRecovery;
using Oversight.Projections.Readiness;
using Oversight.Record.Recovery;

namespace Oversight.Projections.Registers;

internal sealed partial record MayBeMissing
{
    private static readonly Things<Engagement> Engagements = new(
        "engagement",
        "engagements",
        scope => scope.UnderWay.Select(u => u.Engagement),
        engagement => engagement.Subject.Id
    );

    // Those whom an engagement has as members, and those of whom only a publication says that they are in Recovery Support.
    private static readonly Things<(
        Engagement? Engagement,
        OdsCode Member,
        string Id,
        PublishedRecovery? Published
    )> Members = new(
        "member of an engagement",
        "members of engagements",
        scope =>
            scope
                .UnderWay.SelectMany(u =>
                    u.Members.Select(m =>
                        ((Engagement?)u.Engagement, m, $"{m} in {u.Engagement.Subject.Id}", (PublishedRecovery?)null)
                    )
                )
                .Concat(
                    scope.PublishedIn.Select(p =>
                        (
                            (Engagement?)null,
                            p.Organisation,
                            IdOf(scope, p.Organisation, p.Published),
                            (PublishedRecovery?)p.Published
                        )
                    )
                ),
        m => m.Id
    )
    {
        OtherWords = all =>
            all.Any(m => m.Published is not null)
                ? ("organisation in Recovery Support", "organisations in Recovery Support")
                : null,
    };

    private static readonly Things<(Engagement Engagement, Criterion Criterion, OdsCode Member)> Criteria = new(
        "exit criterion",
        "exit criteria",
        scope =>
            from u in scope.UnderWay
            from criterion in u.Engagement.CriteriaInForce(CriteriaPurpose.Exit, scope.Day)
            from member in u.Members
            where u.Engagement.Concerns(criterion, member, scope.Day)
            select (u.Engagement, criterion, member),
        c => $"{c.Engagement.Subject.Id} {c.Criterion.Reference} {c.Member}"
    );

    private static readonly Things<(Engagement Engagement, Criterion Criterion, OdsCode Member)> OpenCriteria = new(
        "criterion that is not satisfied",
        "criteria that are not satisfied",
        scope =>
            from u in scope.UnderWay
            from purpose in Enum.GetValues<CriteriaPurpose>()
            from criterion in u.Engagement.CriteriaInForce(purpose, scope.Day)
            from member in u.Members
            where
                u.Engagement.Concerns(criterion, member, scope.Day)
                && !u.Engagement.IsSatisfied(criterion, member, scope.Day)
            select (u.Engagement, criterion, member),
        Criteria.IdOf
    );

    // Of whom only a publication says that they are in Recovery Support, no engagement is recorded.
    private static readonly Things<(Engagement? Engagement, string Id)> ToMonitor = new(
        "engagement",
        "engagements",
        scope =>
            scope
                .Begun.Select(e => ((Engagement?)e, e.Subject.Id))
                .Concat(scope.PublishedIn.Select(p => ((Engagement?)null, IdOf(scope, p.Organisation, p.Published)))),
        e => e.Id
    )
    {
        OtherWords = all =>
            all.Any(e => e.Engagement is null) ? ("time in Recovery Support", "times in Recovery Support") : null,
    };

    private static readonly Things<(Engagement Engagement, BelievedEntry<IExit> Exit)> Exits = new(
        "exit",
        "exits",
        scope =>
            from subject in scope.Record.Subjects
            let engagement = Engagement.Of(scope.Record.TimelineOf(subject))
            where engagement is not null
            from exit in engagement.Timeline.Of<IExit>()
            where exit.Effective.Earliest <= scope.Day
            where engagement.EverMembers.Any(scope.IsAsked)
            select (engagement, exit),
        e => e.Engagement.Subject.Id
    );

    /// <summary>Whether an organisation is in Recovery Support.</summary>
    public static MayBeMissing Membership { get; } =
        OfOrganisations(
            "membership",
            (scope, o) => !scope.OneEngagement && !IsStated(scope, o),
            (scope, whom, one) =>
                $"Whether {whom} {(one ? "is" : "are")} in Recovery Support is not stated: no engagement names {(one ? "it" : "them")} as a member{NotPublished(scope)}."
        );

    /// <summary>A review of an engagement.</summary>
    public static MayBeMissing RecoveryReview { get; } =
        Of(
            "recovery-review",
            Engagements,
            (scope, engagement) => !Has<RecoveryReviewed>(engagement.Timeline, scope.Day),
            some => $"No review is recorded of {some}."
        );

    /// <summary>What has to be met before a member can leave.</summary>
    public static MayBeMissing ExitCriteria { get; } =
        Of(
            "exit-criteria",
            Members,
            (scope, m) => m.Engagement?.CriteriaOn(CriteriaPurpose.Exit, scope.Day).Entries.Count is null or 0,
            some => $"No exit criteria are recorded for {some}."
        );

    /// <summary>When a member is meant to leave.</summary>
    public static MayBeMissing TargetExit { get; } =
        Of(
            "target-exit",
            Members,
            (scope, m) =>
                m.Engagement is null
                    ? m.Published!.TargetExit is null
                    : m.Engagement.TargetExitEntriesOf(m.Member, scope.Day).Entries.Count == 0,
            some => $"No target exit is recorded for {some}."
        );

    /// <summary>A judgement of a criterion.</summary>
    public static MayBeMissing Judgement { get; } =
        Of(
            "judgement",
            Criteria,
            (scope, c) =>
                Enum.GetValues<AssessingLevel>()
                    .All(level =>
                        c.Engagement.RatingsOf(c.Criterion, c.Member, level, scope.Day).Held.Entries.Count == 0
                    ),
            some => $"Neither the region nor the national team is recorded to have judged {some}."
        );

    /// <summary>Ratings of a criterion by two sides, which may differ.</summary>
    public static MayBeMissing RatingsOfTwoSides { get; } =
        Of(
            "ratings",
            Criteria,
            (scope, c) => Ratings.Of(c.Engagement, c.Criterion, c.Member, scope.Day).Differ == StatedAnswer.NotStated,
            some => $"Whether ratings differ is not stated for {some}: fewer than two sides are recorded to have rated."
        );

    /// <summary>Which evidence a criterion wants that is not satisfied.</summary>
    public static MayBeMissing EvidenceWanted { get; } =
        Of(
            "evidence-wanted",
            OpenCriteria,
            (_, c) => c.Criterion.EvidenceWanted is not { Count: > 0 },
            some => $"Which evidence is wanted is not stated for {some}."
        );

    /// <summary>Which monitoring follows exit.</summary>
    public static MayBeMissing Monitoring { get; } =
        Of(
            "monitoring",
            ToMonitor,
            (scope, e) => e.Engagement is null || !Has<TransitionPlanAgreed>(e.Engagement.Timeline, scope.Day),
            some => $"No transition plan, which says the monitoring after exit, is recorded for {some}."
        );

    /// <summary>What was met when a member left.</summary>
    public static MayBeMissing CriteriaAtExit { get; } =
        Of(
            "criteria-at-exit",
            Exits,
            (_, e) =>
                e.Exit.Content.Unmet is not { Count: > 0 }
                && e.Engagement.CriteriaInForce(CriteriaPurpose.Exit, e.Exit.Effective.Latest).Count == 0,
            some => $"Whether all was met at {some} is not stated: no exit criteria are recorded."
        );

    private static bool IsStated(AskedScope scope, AskedOrganisation organisation) =>
        scope.StandingOf(organisation).InProgramme != StatedAnswer.NotStated;

    // Where something was published of somebody, people look for it.
    private static string NotPublished(AskedScope scope) =>
        scope.Organisations.Any(o => scope.StandingOf(o).Published.Count > 0)
            ? $", and nothing is published of it for {DateWithPrecision.Day(scope.Day)}"
            : "";

    private static string IdOf(AskedScope scope, OdsCode ods, PublishedRecovery published) =>
        $"{scope.Record.NameOf(ods)} ({ods}), published for {published.Period}";
}
