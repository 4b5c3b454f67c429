using Oversight.Projections.Readiness;
using Oversight.Projections.Status;
using Oversight.Record.Evidence;
using Oversight.Record.Organisations;
using Oversight.Record.Recovery;
using Oversight.Record.Segments;
using Oversight.Record.Undertakings;

namespace Oversight.Projections.Registers;

/// <summary>What may be missing, and how that is found.</summary>
/// <param name="What">Its stable name.</param>
/// <param name="Find">Finds it for whom an answer could speak of; null when nothing of it is missing.</param>
internal sealed record MayBeMissing(string What, Func<AskedScope, NotStated?> Find)
{
    private const int MostNamed = 10;

    /// <summary>Whether an organisation is in Recovery Support.</summary>
    public static MayBeMissing Membership { get; } =
        new(
            "membership",
            scope =>
                scope.OneEngagement
                    ? null
                    : OfOrganisations(
                        "membership",
                        scope,
                        scope.Organisations.Keys.Where(ods => !Engagement.NamingAsMember(scope.Record, ods).Any()),
                        (whom, one) =>
                            $"Whether {whom} {(one ? "is" : "are")} in Recovery Support is not stated: no engagement names {(one ? "it" : "them")} as a member."
                    )
        );

    /// <summary>An organisation's segment.</summary>
    public static MayBeMissing Segment { get; } =
        new(
            "segment",
            scope =>
                OfOrganisations(
                    "segment",
                    scope,
                    scope.Organisations.Keys.Where(ods =>
                        SegmentOf(scope, ods).State is not (SegmentState.Certain or SegmentState.Uncertain)
                    ),
                    (whom, _) =>
                        $"The segment of {whom} on {DateWithPrecision.Day(scope.Day)} is not stated. {Note(scope)}".TrimEnd()
                )
        );

    /// <summary>Whether segment and Recovery Support fit.</summary>
    public static MayBeMissing SegmentAndRecovery { get; } =
        new(
            "segment-and-recovery",
            scope =>
                OfOrganisations(
                    "segment-and-recovery",
                    scope,
                    scope.Organisations.Keys.Where(ods =>
                        SegmentOf(scope, ods).State != SegmentState.Certain
                        || !Engagement.NamingAsMember(scope.Record, ods).Any()
                    ),
                    (whom, one) =>
                        $"Whether segment and Recovery Support fit is not stated for {whom}: either no segment is certain on {DateWithPrecision.Day(scope.Day)}, or no engagement names {(one ? "it" : "them")}. {Note(scope)}".TrimEnd()
                )
        );

    /// <summary>A review of an organisation's segment.</summary>
    public static MayBeMissing SegmentReview { get; } =
        new(
            "segment-review",
            scope =>
                OfOrganisations(
                    "segment-review",
                    scope,
                    scope.Organisations.Keys.Where(ods => !Has<SegmentReviewed>(scope, ods)),
                    (whom, _) => $"No review of the segment of {whom} is recorded."
                )
        );

    /// <summary>A review of an engagement.</summary>
    public static MayBeMissing RecoveryReview { get; } =
        new(
            "recovery-review",
            scope =>
                Of(
                    "recovery-review",
                    scope
                        .UnderWay.Where(u =>
                            !u.Engagement.Timeline.Of<RecoveryReviewed>().Any(e => e.Effective.Earliest <= scope.Day)
                        )
                        .Select(u => u.Engagement.Subject.Id),
                    scope.UnderWay.Count,
                    missing => $"No review is recorded of {Some(missing, scope.UnderWay.Count, "engagement")}."
                )
        );

    /// <summary>What has to be met before a member can leave.</summary>
    public static MayBeMissing ExitCriteria { get; } =
        new(
            "exit-criteria",
            scope =>
                OfMembers(
                    "exit-criteria",
                    scope,
                    (engagement, _) => engagement.CriteriaOn(CriteriaPurpose.Exit, scope.Day).Entries.Count == 0,
                    whom => $"No exit criteria are recorded for {whom}."
                )
        );

    /// <summary>When a member is meant to leave.</summary>
    public static MayBeMissing TargetExit { get; } =
        new(
            "target-exit",
            scope =>
                OfMembers(
                    "target-exit",
                    scope,
                    (engagement, member) => engagement.TargetExitEntriesOf(member, scope.Day).Entries.Count == 0,
                    whom => $"No target exit is recorded for {whom}."
                )
        );

    /// <summary>A judgement of a criterion.</summary>
    public static MayBeMissing Judgement { get; } =
        new(
            "judgement",
            scope =>
                OfCriteria(
                    "judgement",
                    scope,
                    (engagement, criterion, member) =>
                        engagement.RatingsOf(criterion, member, AssessingLevel.Region, scope.Day).Held.Entries.Count
                            == 0
                        && engagement
                            .RatingsOf(criterion, member, AssessingLevel.National, scope.Day)
                            .Held.Entries.Count == 0,
                    which => $"Neither the region nor the national team is recorded to have judged {which}."
                )
        );

    /// <summary>Ratings of a criterion by two sides, which may differ.</summary>
    public static MayBeMissing RatingsOfTwoSides { get; } =
        new(
            "ratings",
            scope =>
                OfCriteria(
                    "ratings",
                    scope,
                    (engagement, criterion, member) =>
                        Ratings.Of(engagement, criterion, member, scope.Day).Differ == StatedAnswer.NotStated,
                    which =>
                        $"Whether ratings differ is not stated for {which}: fewer than two sides are recorded to have rated."
                )
        );

    /// <summary>Evidence for criteria or undertakings.</summary>
    public static MayBeMissing Evidence { get; } =
        new(
            "evidence",
            scope =>
            {
                bool Submits(Timeline timeline) =>
                    timeline.Of<EvidenceSubmitted>().Any(e => e.Effective.Earliest <= scope.Day);
                var all = scope
                    .UnderWay.Select(u => u.Engagement.Timeline)
                    .Concat(scope.OneEngagement ? [] : scope.Undertakings.Select(u => u.Timeline))
                    .ToArray();
                if (all.Length == 0 && !scope.Record.Subjects.Any(s => Submits(scope.Record.TimelineOf(s)!)))
                {
                    return new(
                        "evidence",
                        "No evidence is recorded, and no engagement or undertakings for which there could be any.",
                        [],
                        0
                    );
                }

                return Of(
                    "evidence",
                    all.Where(t => !Submits(t)).Select(t => t.Subject.Id),
                    all.Length,
                    missing =>
                        $"No evidence is recorded for {Some(missing, all.Length, "engagement or set of undertakings", "engagements and sets of undertakings")}."
                );
            }
        );

    /// <summary>Whether an organisation has given undertakings.</summary>
    public static MayBeMissing Undertakings { get; } =
        new(
            "undertakings",
            scope =>
            {
                var gave = scope.Undertakings.Select(u => u.Organisation).ToHashSet();
                return scope.OneOfUndertakings
                    ? null
                    : OfOrganisations(
                        "undertakings",
                        scope,
                        scope.Organisations.Keys.Where(ods => !gave.Contains(ods)),
                        (whom, one) =>
                            $"Whether {whom} {(one ? "has" : "have")} given undertakings is not stated: none are recorded."
                    );
            }
        );

    /// <summary>By when an undertaking is to be done.</summary>
    public static MayBeMissing UndertakingDue { get; } =
        new(
            "undertaking-due",
            scope =>
            {
                var open = (
                    from accepted in scope.Undertakings
                    from item in Projections.Undertakings.UndertakingStanding.On(accepted, scope.Day)
                    where item.Open
                    select (Id: $"{accepted.Subject.Id} {item.Reference}", item.Due)
                ).ToArray();
                return Of(
                    "undertaking-due",
                    open.Where(i => i.Due is null).Select(i => i.Id),
                    open.Length,
                    missing => $"No date is recorded by which {Some(missing, open.Length, "open undertaking")} is due."
                );
            }
        );

    /// <summary>Whether a compliance certificate was applied for.</summary>
    public static MayBeMissing Certificate { get; } =
        new(
            "certificate-application",
            scope =>
                Of(
                    "certificate-application",
                    scope
                        .Undertakings.Where(u =>
                            !u.Timeline.Of<CertificateAppliedFor>().Any(e => e.Effective.Earliest <= scope.Day)
                        )
                        .Select(u => u.Subject.Id),
                    scope.Undertakings.Count,
                    missing =>
                        $"No application for a compliance certificate is recorded for {Some(missing, scope.Undertakings.Count, "set of undertakings", "sets of undertakings")}."
                )
        );

    /// <summary>What was met when a member left.</summary>
    public static MayBeMissing CriteriaAtExit { get; } =
        new(
            "criteria-at-exit",
            scope =>
            {
                var exits = (
                    from subject in scope.Record.Subjects
                    let engagement = Engagement.Of(scope.Record.TimelineOf(subject))
                    where engagement is not null
                    from exit in engagement.Timeline.Of<IExit>()
                    where exit.Effective.Earliest <= scope.Day
                    where engagement.EverMembers.Any(scope.Organisations.ContainsKey)
                    select (engagement, exit)
                ).ToArray();
                return Of(
                    "criteria-at-exit",
                    exits
                        .Where(e =>
                            e.exit.Content.Unmet is not { Count: > 0 }
                            && e.engagement.CriteriaInForce(CriteriaPurpose.Exit, e.exit.Effective.Latest).Count == 0
                        )
                        .Select(e => e.engagement.Subject.Id),
                    exits.Length,
                    missing =>
                        $"Whether all was met at {Some(missing, exits.Length, "exit")} is not stated: no exit criteria are recorded."
                );
            }
        );

    private static NotStated? OfCriteria(
        string what,
        AskedScope scope,
        Func<Engagement, Criterion, OdsCode, bool> isMissing,
        Func<string, string> sentence
    )
    {
        var all = (
            from u in scope.UnderWay
            from criterion in u.Engagement.CriteriaInForce(CriteriaPurpose.Exit, scope.Day)
            from member in u.Members
            where criterion.Concerns(member)
            select (u.Engagement, criterion, member)
        ).ToArray();
        return Of(
            what,
            all.Where(c => isMissing(c.Engagement, c.criterion, c.member))
                .Select(c => $"{c.Engagement.Subject.Id} {c.criterion.Reference} {c.member}"),
            all.Length,
            missing => sentence(Some(missing, all.Length, "exit criterion", "exit criteria"))
        );
    }

    private static NotStated? OfMembers(
        string what,
        AskedScope scope,
        Func<Engagement, OdsCode, bool> isMissing,
        Func<string, string> sentence
    )
    {
        var all = (from u in scope.UnderWay from member in u.Members select (u.Engagement, member)).ToArray();
        return Of(
            what,
            all.Where(m => isMissing(m.Engagement, m.member)).Select(m => $"{m.member} in {m.Engagement.Subject.Id}"),
            all.Length,
            missing => sentence(Some(missing, all.Length, "member of an engagement", "members of engagements"))
        );
    }

    private static NotStated? OfOrganisations(
        string what,
        AskedScope scope,
        IEnumerable<OdsCode> missing,
        Func<string, bool, string> sentence
    )
    {
        OdsCode[] all = [.. missing.Order()];
        var of = scope.Organisations;
        return Of(
            what,
            all.Select(ods => ods.Value),
            of.Count,
            codes =>
                of.Count == 1
                    ? sentence($"{of[all[0]].Name} ({all[0]})", true)
                    : sentence(Some(codes, of.Count, Kind(of.Values), Kind(of.Values) + "s"), false)
        );
    }

    private static NotStated? Of(
        string what,
        IEnumerable<string> missing,
        int of,
        Func<IReadOnlyList<string>, string> sentence
    )
    {
        string[] about = [.. missing];
        return about.Length == 0 ? null : new(what, sentence(about), about, of);
    }

    // "2 of 5 open undertakings (rxw-2024 1, rxw-2024 2)"; what is one alone is named.
    private static string Some(IReadOnlyList<string> missing, int of, string one, string? many = null)
    {
        var named =
            missing.Count <= MostNamed
                ? string.Join(", ", missing)
                : $"{string.Join(", ", missing.Take(MostNamed))} and {missing.Count - MostNamed} more";
        return of == 1 ? $"the only {one} ({named})" : $"{missing.Count} of {of} {many ?? one + "s"} ({named})";
    }

    private static string Kind(IEnumerable<OrganisationRegistered> organisations) =>
        organisations.All(o => o.Kind == OrganisationKind.Icb) ? "ICB" : "organisation";

    private static bool Has<T>(AskedScope scope, OdsCode ods)
        where T : class => scope.Record.TimelineOf(ods)!.Of<T>().Any(e => e.Effective.Earliest <= scope.Day);

    private static SegmentStatus SegmentOf(AskedScope scope, OdsCode ods) =>
        SegmentStatus.On(
            scope.Day,
            scope.Record.TimelineOf(ods)!,
            scope.Organisations[ods].Kind,
            scope.Record.Frameworks
        );

    private static string? Note(AskedScope scope) => FrameworkReference.On(scope.Day, scope.Record.Frameworks).Note;
}
