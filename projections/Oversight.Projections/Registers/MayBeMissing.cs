using Oversight.Projections.Commitments;
using Oversight.Projections.Directions;
using Oversight.Projections.InRecovery;
using Oversight.Projections.Mergers;
using Oversight.Projections.Readiness;
using Oversight.Projections.Status;
using Oversight.Projections.Support;
using Oversight.Projections.Undertakings;
using Oversight.Record.Challenges;
using Oversight.Record.Evidence;
using Oversight.Record.Finance;
using Oversight.Record.Notices;
using Oversight.Record.Organisations;
using Oversight.Record.Recovery;
using Oversight.Record.Segments;
using Oversight.Record.Support;
using Oversight.Record.Undertakings;

namespace Oversight.Projections.Registers;

/// <summary>What may be missing, and how that is found.</summary>
/// <param name="What">Its stable name.</param>
/// <param name="Find">Finds it for whom an answer could speak of; null when nothing of it is missing.</param>
internal sealed partial record MayBeMissing(string What, Func<AskedScope, NotStated?> Find)
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

    private static readonly Things<(Engagement Engagement, BelievedEntry<IExit> Exit)> Exits = new(
        "exit",
        "exits",
        scope =>
            from subject in scope.Record.Subjects
            let engagement = Engagement.Of(scope.Record.TimelineOf(subject))
            where engagement is not null
            from exit in engagement.Timeline.Of<IExit>()
            where exit.Effective.Earliest <= scope.Day
            where engagement.EverMembers.Any(scope.Organisations.ContainsKey)
            select (engagement, exit),
        e => e.Engagement.Subject.Id
    );

    private static readonly Things<PublishedPositions.PublishedPosition> PublishedOnes = new(
        "published position",
        "published positions",
        scope =>
            scope
                .Organisations.Keys.Order()
                .SelectMany(ods => PublishedPositions.PublishedPosition.Of(scope.Record, ods, scope.Day)),
        p => $"{p.Organisation} {InWords.Of(p.About)} {p.Period}"
    );

    private static readonly Things<AcceptedUndertakings> Sets = new(
        "set of undertakings",
        "sets of undertakings",
        scope => scope.Undertakings,
        set => set.Subject.Id
    );

    private static readonly Things<(AcceptedUndertakings Set, UndertakingStanding Item)> OpenUndertakings = new(
        "open undertaking",
        "open undertakings",
        scope =>
            from accepted in scope.Undertakings
            from item in UndertakingStanding.On(accepted, scope.Day)
            where item.Open
            select (accepted, item),
        u => $"{u.Set.Subject.Id} {u.Item.Reference}"
    );

    private static readonly Things<Timeline> ToSubmitFor = new(
        "engagement or set of undertakings",
        "engagements and sets of undertakings",
        scope =>
            scope
                .UnderWay.Select(u => u.Engagement.Timeline)
                .Concat(scope.OneEngagement ? [] : scope.Undertakings.Select(u => u.Timeline)),
        timeline => timeline.Subject.Id
    );

    private static readonly Things<EndOfBody> EndedBodies = new(
        "body that ended",
        "bodies that ended",
        scope => scope.Ended.Select(ods => EndOfBody.Of(scope.Record, ods, scope.Day)).OfType<EndOfBody>(),
        end => end.Body.Value
    );

    /// <summary>Whether an organisation is in Recovery Support.</summary>
    public static MayBeMissing Membership { get; } =
        OfOrganisations(
            "membership",
            (scope, ods) => !scope.OneEngagement && !IsStated(scope, ods),
            (scope, whom, one) =>
                $"Whether {whom} {(one ? "is" : "are")} in Recovery Support is not stated: no engagement names {(one ? "it" : "them")} as a member{NotPublished(scope)}."
        );

    /// <summary>To which system an organisation belongs.</summary>
    public static MayBeMissing System { get; } =
        OfOrganisations(
            "system",
            (scope, ods) => scope.Record.SystemOf(ods, scope.Day).Systems.Count == 0,
            (scope, whom, _) => $"The system of {whom} on {DateWithPrecision.Day(scope.Day)} is not stated."
        );

    /// <summary>Regulatory action, where it is asked for.</summary>
    public static MayBeMissing RegulatoryAction { get; } =
        OfOrganisations(
            "regulatory-action",
            (scope, ods) =>
                scope.AsksForRegulatoryAction
                && !scope
                    .Record.Naming(ods)
                    .Append(scope.Record.TimelineOf(ods)!)
                    .Where(t => SubjectOrganisations.Of(t).Contains(ods))
                    .Any(t => t.Entries.Any(e => e.Counts && e.Content.KindOfEvent().IsRegulatoryAction)),
            (_, whom, _) => $"No regulatory action is recorded about {whom}."
        );

    /// <summary>An organisation's segment.</summary>
    public static MayBeMissing Segment { get; } =
        OfOrganisations(
            "segment",
            (scope, ods) => SegmentOf(scope, ods) is not (SegmentState.Certain or SegmentState.Uncertain),
            (scope, whom, _) =>
                $"The segment of {whom} on {DateWithPrecision.Day(scope.Day)} is not stated. {Note(scope)}".TrimEnd()
        );

    /// <summary>Whether segment and Recovery Support fit.</summary>
    public static MayBeMissing SegmentAndRecovery { get; } =
        OfOrganisations(
            "segment-and-recovery",
            (scope, ods) => SegmentOf(scope, ods) != SegmentState.Certain || !IsStated(scope, ods),
            (scope, whom, one) =>
                $"Whether segment and Recovery Support fit is not stated for {whom}: either no segment is certain on {DateWithPrecision.Day(scope.Day)}, or no engagement names {(one ? "it" : "them")}{NotPublished(scope)}. {Note(scope)}".TrimEnd()
        );

    /// <summary>A position published of an organisation.</summary>
    public static MayBeMissing PublishedPosition { get; } =
        OfOrganisations(
            "published-position",
            (scope, ods) => !PublishedPositions.PublishedPosition.Of(scope.Record, ods, scope.Day).Any(),
            (scope, whom, _) =>
                $"No publication in the record states a position of {whom} for a period begun by {DateWithPrecision.Day(scope.Day)}."
        );

    /// <summary>A decision to hold a published position against.</summary>
    public static MayBeMissing DecisionBesidePublished { get; } =
        Of(
            "decision-beside-published",
            PublishedOnes,
            (_, position) => position.Agrees == StatedAnswer.NotStated,
            some =>
                $"Whether it was decided as published is not stated for {some}: no decision is recorded by the end of the period."
        );

    /// <summary>A review of an organisation's segment.</summary>
    public static MayBeMissing SegmentReview { get; } =
        OfOrganisations(
            "segment-review",
            (scope, ods) => !Has<SegmentReviewed>(scope, scope.Record.TimelineOf(ods)!),
            (_, whom, _) => $"No review of the segment of {whom} is recorded."
        );

    /// <summary>Whether an organisation has given undertakings.</summary>
    public static MayBeMissing Undertakings { get; } =
        OfOrganisations(
            "undertakings",
            (scope, ods) =>
                !scope.OneOfUndertakings
                && scope.Undertakings.All(u => !u.GivenBy.Contains(ods) && !u.HoldersOn(scope.Day).Contains(ods)),
            (_, whom, one) =>
                $"Whether {whom} {(one ? "has" : "have")} given undertakings is not stated: none are recorded."
        );

    /// <summary>Support of any kind.</summary>
    public static MayBeMissing Support { get; } =
        OfOrganisations(
            "support",
            (scope, ods) => !SupportOf(scope, ods).Any(),
            (_, whom, one) =>
                $"No support of {whom} has been recorded: whether {(one ? "it has" : "they have")} any is not stated."
        );

    /// <summary>Support in a tier of a programme.</summary>
    public static MayBeMissing TierSupport { get; } =
        OfOrganisations(
            "tier-support",
            (scope, ods) => SupportOf(scope, ods).All(s => s.Kind != SupportKind.Tier),
            (_, whom, one) =>
                $"No support of {whom} in a tier has been recorded: whether {(one ? "it is" : "they are")} in tier 1 or tier 2 of a programme is not stated."
        );

    /// <summary>A notice of another body.</summary>
    public static MayBeMissing Notice { get; } =
        OfOrganisations(
            "notice",
            (scope, ods) =>
                !Recorded(
                        scope,
                        ods,
                        timeline => timeline.Of<NoticeGiven>().Where(e => e.Effective.Earliest <= scope.Day)
                    )
                    .Any(),
            (_, whom, one) =>
                $"No notice of another body about {whom} has been recorded: whether there is any is not stated."
        );

    /// <summary>An independent review.</summary>
    public static MayBeMissing IndependentReview { get; } =
        OfOrganisations(
            "independent-review",
            (scope, ods) =>
                !Recorded(
                        scope,
                        ods,
                        timeline =>
                            timeline.Of<IndependentReviewCommissioned>().Where(e => e.Effective.Earliest <= scope.Day)
                    )
                    .Any(),
            (_, whom, one) => $"No independent review of {whom} has been recorded: whether there is any is not stated."
        );

    /// <summary>A financial position.</summary>
    public static MayBeMissing FinancialPosition { get; } =
        OfOrganisations(
            "financial-position",
            (scope, ods) => !Has<FinancialPositionStated>(scope, scope.Record.TimelineOf(ods)!),
            (_, whom, _) => $"No financial position of {whom} is recorded."
        );

    /// <summary>Whether an organisation was directed.</summary>
    public static MayBeMissing Directions { get; } =
        OfOrganisations(
            "directions",
            (scope, ods) => !scope.OneOfUndertakings && Direction.To(scope.Record, ods, scope.Day).Count == 0,
            (_, whom, one) =>
                $"Whether a direction was issued to {whom} is not stated: none {(one ? "is" : "are")} recorded."
        );

    /// <summary>A review of an engagement.</summary>
    public static MayBeMissing RecoveryReview { get; } =
        Of(
            "recovery-review",
            Engagements,
            (scope, engagement) => !Has<RecoveryReviewed>(scope, engagement.Timeline),
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

    /// <summary>What was undertaken.</summary>
    public static MayBeMissing UndertakingItems { get; } =
        Of(
            "undertaking-items",
            Sets,
            (scope, set) => set.IsByReportOnly && !set.SupersededBy(scope.Day).Any(),
            some => $"What was undertaken, and by when, is not stated of {some}: that is known by report only."
        );

    /// <summary>By when an undertaking is to be done.</summary>
    public static MayBeMissing UndertakingDue { get; } =
        Of(
            "undertaking-due",
            OpenUndertakings,
            (_, u) => u.Item.Due is null,
            some => $"No date is recorded by which {some} is due."
        );

    /// <summary>Whether a compliance certificate was applied for.</summary>
    public static MayBeMissing Certificate { get; } =
        Of(
            "certificate-application",
            Sets,
            (scope, set) => !Has<CertificateAppliedFor>(scope, set.Timeline),
            some => $"No application for a compliance certificate is recorded for {some}."
        );

    /// <summary>Evidence for criteria or undertakings.</summary>
    public static MayBeMissing Evidence { get; } =
        new(
            "evidence",
            scope =>
                ToSubmitFor.In(scope).Any()
                || scope.Record.Subjects.Any(s => Has<EvidenceSubmitted>(scope, scope.Record.TimelineOf(s)!))
                    ? Of(
                            "evidence",
                            ToSubmitFor,
                            (_, timeline) => !Has<EvidenceSubmitted>(scope, timeline),
                            some => $"No evidence is recorded for {some}."
                        )
                        .Find(scope)
                    : new(
                        "evidence",
                        "No evidence is recorded, and no engagement or undertakings for which there could be any.",
                        [],
                        0
                    )
        );

    /// <summary>That a body ended.</summary>
    public static MayBeMissing Succession { get; } =
        new(
            "succession",
            scope =>
                scope.Ended.Count > 0
                    ? null
                    : new(
                        "succession",
                        $"Whether any body ended by {DateWithPrecision.Day(scope.Day)} is not stated: no succession is recorded.",
                        [],
                        0
                    )
        );

    /// <summary>What may have been open for a body that ended.</summary>
    public static MayBeMissing OpenAtEnd { get; } =
        Of(
            "open-at-end",
            EndedBodies,
            (_, end) => !end.Knowable,
            some =>
                $"Whether anything was open for {some} is not stated: no engagement, undertakings or proposal in the record names it."
        );

    /// <summary>A challenge by an organisation; it is said how one is made.</summary>
    public static MayBeMissing Challenge { get; } =
        OfOrganisations(
            "challenge",
            (scope, ods) =>
                !scope
                    .Record.Naming(ods)
                    .Append(scope.Record.TimelineOf(ods))
                    .OfType<Timeline>()
                    .SelectMany(timeline => ChallengeStanding.On(timeline, scope.Day))
                    .Any(challenge => challenge.Content.Organisation == ods),
            (_, whom, _) => $"No challenge by {whom} is recorded. {AnswerRules.ChallengeLastStep.Sentence}"
        );

    private static MayBeMissing Of<T>(
        string what,
        Things<T> things,
        Func<AskedScope, T, bool> isMissing,
        Func<string, string> sentence
    ) =>
        new(
            what,
            scope =>
            {
                T[] all = [.. things.In(scope)];
                string[] missing = [.. all.Where(thing => isMissing(scope, thing)).Select(things.IdOf)];
                var (one, many) = things.OtherWords(all) ?? (things.One, things.Many);
                return missing.Length == 0
                    ? null
                    : new(what, sentence(Some(missing, all.Length, one, many)), missing, all.Length);
            }
        );

    private static MayBeMissing OfOrganisations(
        string what,
        Func<AskedScope, OdsCode, bool> isMissing,
        Func<AskedScope, string, bool, string> sentence
    ) =>
        new(
            what,
            scope =>
            {
                var all = scope.Organisations;
                OdsCode[] missing = [.. all.Keys.Where(ods => isMissing(scope, ods)).Order()];
                if (missing.Length == 0)
                {
                    return null;
                }

                string[] codes = [.. missing.Select(ods => ods.Value)];
                var kind = all.Values.All(o => o.Kind == OrganisationKind.Icb) ? "ICB" : "organisation";
                return new(
                    what,
                    all.Count == 1
                        ? sentence(scope, $"{all[missing[0]].Name} ({missing[0]})", true)
                        : sentence(scope, Some(codes, all.Count, kind, kind + "s"), false),
                    codes,
                    all.Count
                );
            }
        );

    // "2 of 5 open undertakings (rxw-2024 1, rxw-2024 2)"; what is one alone is named.
    private static string Some(string[] missing, int of, string one, string many)
    {
        const int mostNamed = 10;
        var named =
            missing.Length <= mostNamed
                ? string.Join(", ", missing)
                : $"{string.Join(", ", missing.Take(mostNamed))} and {missing.Length - mostNamed} more";
        return of == 1 ? $"the only {one} ({named})" : $"{missing.Length} of {of} {many} ({named})";
    }

    private static bool Has<T>(AskedScope scope, Timeline timeline)
        where T : class => timeline.Of<T>().Any(e => e.Effective.Earliest <= scope.Day);

    private static IEnumerable<SupportOnDay> SupportOf(AskedScope scope, OdsCode ods) =>
        OrganisationSupport.Of(scope.Record, ods, scope.Day).Support.Where(s => s.For is null || s.For == ods);

    // About the organisation itself: in its own timeline naming no others, or in another's naming it.
    private static IEnumerable<BelievedEntry> Recorded<T>(
        AskedScope scope,
        OdsCode ods,
        Func<Timeline, IEnumerable<BelievedEntry<T>>> entries
    )
        where T : class, INamesTrustsOfSystem =>
        scope
            .Record.OrganisationsNaming(ods)
            .SelectMany(entries)
            .Where(e => e.Content.Organisations?.Contains(ods) == true)
            .Concat(entries(scope.Record.TimelineOf(ods)!).Where(e => e.Content.Organisations is null));

    private static bool IsNamed(AskedScope scope, OdsCode ods) => Engagement.NamingAsMember(scope.Record, ods).Any();

    private static bool IsStated(AskedScope scope, OdsCode ods) =>
        scope.StandingOf(ods).InProgramme != StatedAnswer.NotStated;

    // Where something was published of somebody, people look for it.
    private static string NotPublished(AskedScope scope) =>
        scope.Organisations.Keys.Any(ods => scope.StandingOf(ods).Published.Count > 0)
            ? $", and nothing is published of it for {DateWithPrecision.Day(scope.Day)}"
            : "";

    private static string IdOf(AskedScope scope, OdsCode ods, PublishedRecovery published) =>
        $"{scope.Record.NameOf(ods)} ({ods}), published for {published.Period}";

    private static SegmentState SegmentOf(AskedScope scope, OdsCode ods) =>
        SegmentStatus
            .On(scope.Day, scope.Record.TimelineOf(ods)!, scope.Organisations[ods].Kind, scope.Record.Frameworks)
            .State;

    private static string? Note(AskedScope scope) => FrameworkReference.On(scope.Day, scope.Record.Frameworks).Note;

    /// <summary>Things of which something may be missing.</summary>
    /// <param name="One">What one of them is called.</param>
    /// <param name="Many">What several are called.</param>
    /// <param name="In">Those of whom an answer could speak.</param>
    /// <param name="IdOf">What one is told by.</param>
    private sealed record Things<T>(string One, string Many, Func<AskedScope, IEnumerable<T>> In, Func<T, string> IdOf)
    {
        // What one and several are called where these words do not fit all that were found; null where they do.
        public Func<IReadOnlyList<T>, (string One, string Many)?> OtherWords { get; init; } = _ => null;
    }
}
