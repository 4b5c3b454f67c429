using Oversight.Projections.Mergers;
using Oversight.Projections.Status;
using Oversight.Record.Challenges;
using Oversight.Record.Evidence;
using Oversight.Record.Finance;
using Oversight.Record.Segments;

namespace Oversight.Projections.Registers;

/// <summary>What may be missing, and how that is found.</summary>
/// <param name="What">Its stable name.</param>
/// <param name="Find">Finds it for whom an answer could speak of; null when nothing of it is missing.</param>
internal sealed partial record MayBeMissing(string What, Func<AskedScope, NotStated?> Find)
{
    private static readonly Things<PublishedPositions.PublishedPosition> PublishedOnes = new(
        "published position",
        "published positions",
        scope =>
            scope.Organisations.SelectMany(o =>
                PublishedPositions.PublishedPosition.Of(scope.Record, o.Ods, scope.Day)
            ),
        p => $"{p.Organisation} {InWords.Of(p.About)} {p.Period}"
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

    private static readonly Things<SubmittedEvidence> EvidencePieces = new(
        "piece of evidence",
        "pieces of evidence",
        scope =>
            from timeline in ToSubmitFor.In(scope).DistinctBy(timeline => timeline.Subject)
            from piece in SubmittedEvidence.On(timeline, scope.Day)
            where scope.IsAsked(piece.Content.Organisation)
            select piece,
        piece => piece.Content.Title
    );

    private static readonly Things<EndOfBody> EndedBodies = new(
        "body that ended",
        "bodies that ended",
        scope => scope.Ended.Select(ods => EndOfBody.Of(scope.Record, ods, scope.Day)).OfType<EndOfBody>(),
        end => end.Body.Value
    );

    /// <summary>To which system an organisation belongs.</summary>
    public static MayBeMissing System { get; } =
        OfOrganisations(
            "system",
            (scope, o) => scope.Record.SystemOf(o.Ods, scope.Day).Systems.Count == 0,
            (scope, whom, _) => $"The system of {whom} on {DateWithPrecision.Day(scope.Day)} is not stated."
        );

    /// <summary>Regulatory action, where it is asked for.</summary>
    public static MayBeMissing RegulatoryAction { get; } =
        OfOrganisations(
            "regulatory-action",
            (scope, o) =>
                scope.AsksForRegulatoryAction
                && !scope
                    .Record.Naming(o.Ods)
                    .Append(o.Timeline)
                    .Where(t => SubjectOrganisations.Of(t).Contains(o.Ods))
                    .Any(t => t.Entries.Any(e => e.Counts && e.Content.KindOfEvent().IsRegulatoryAction)),
            (_, whom, _) => $"No regulatory action is recorded about {whom}."
        );

    /// <summary>An organisation's segment.</summary>
    public static MayBeMissing Segment { get; } =
        OfOrganisations(
            "segment",
            (scope, o) => SegmentOf(scope, o) is not (SegmentState.Certain or SegmentState.Uncertain),
            (scope, whom, _) =>
                $"The segment of {whom} on {DateWithPrecision.Day(scope.Day)} is not stated. {Note(scope)}".TrimEnd()
        );

    /// <summary>Whether segment and Recovery Support fit.</summary>
    public static MayBeMissing SegmentAndRecovery { get; } =
        OfOrganisations(
            "segment-and-recovery",
            (scope, o) => SegmentOf(scope, o) != SegmentState.Certain || !IsStated(scope, o),
            (scope, whom, one) =>
                $"Whether segment and Recovery Support fit is not stated for {whom}: either no segment is certain on {DateWithPrecision.Day(scope.Day)}, or no engagement names {(one ? "it" : "them")}{NotPublished(scope)}. {Note(scope)}".TrimEnd()
        );

    /// <summary>A position published of an organisation.</summary>
    public static MayBeMissing PublishedPosition { get; } =
        OfOrganisations(
            "published-position",
            (scope, o) => !PublishedPositions.PublishedPosition.Of(scope.Record, o.Ods, scope.Day).Any(),
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

    /// <summary>A proposal of a segment.</summary>
    public static MayBeMissing Proposal { get; } =
        OfOrganisations(
            "proposal",
            (scope, o) => !Has<SegmentProposed>(o.Timeline, scope.Day),
            (_, whom, _) => $"No proposal of a segment for {whom} is recorded."
        );

    /// <summary>A review of an organisation's segment.</summary>
    public static MayBeMissing SegmentReview { get; } =
        OfOrganisations(
            "segment-review",
            (scope, o) => !Has<SegmentReviewed>(o.Timeline, scope.Day),
            (_, whom, _) => $"No review of the segment of {whom} is recorded."
        );

    /// <summary>A financial position.</summary>
    public static MayBeMissing FinancialPosition { get; } =
        OfOrganisations(
            "financial-position",
            (scope, o) => !Has<FinancialPositionStated>(o.Timeline, scope.Day),
            (_, whom, _) => $"No financial position of {whom} is recorded."
        );

    /// <summary>Evidence for criteria or undertakings.</summary>
    public static MayBeMissing Evidence { get; } =
        new(
            "evidence",
            scope =>
                ToSubmitFor.In(scope).Any()
                || scope.Record.Subjects.Any(s => Has<EvidenceSubmitted>(scope.Record.TimelineOf(s)!, scope.Day))
                    ? Of(
                            "evidence",
                            ToSubmitFor,
                            (_, timeline) => !Has<EvidenceSubmitted>(timeline, scope.Day),
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

    /// <summary>
    /// What became of evidence that waits: who is not told everything is not told that nobody has read or judged it.
    /// </summary>
    public static MayBeMissing EvidenceAnswered { get; } =
        Of(
            "evidence-answered",
            EvidencePieces,
            (scope, piece) => scope.Record.SeenBy is not null && piece.Waits,
            some => $"Whether it was judged, and what was found, is not stated for {some}."
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
            (scope, o) =>
                !scope
                    .Record.Naming(o.Ods)
                    .Append(o.Timeline)
                    .SelectMany(timeline => ChallengeStanding.On(timeline, scope.Day))
                    .Any(challenge => challenge.Content.Organisation == o.Ods),
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
        Func<AskedScope, AskedOrganisation, bool> isMissing,
        Func<AskedScope, string, bool, string> sentence
    ) =>
        new(
            what,
            scope =>
            {
                var all = scope.Organisations;
                OdsCode[] missing = [.. all.Where(o => isMissing(scope, o)).Select(o => o.Ods)];
                if (missing.Length == 0)
                {
                    return null;
                }

                string[] codes = [.. missing.Select(ods => ods.Value)];
                var kind = all.All(o => o.Kind == OrganisationKind.Icb) ? "ICB" : "organisation";
                return new(
                    what,
                    all.Count == 1
                        ? sentence(scope, $"{scope.Record.NameOf(missing[0], scope.Day)} ({missing[0]})", true)
                        : sentence(scope, Some(codes, all.Count, kind, kind + "s"), false),
                    codes,
                    all.Count
                );
            }
        );

    // What is found by what is recorded of one alone is known until something of that changes: an answer asks it of everybody.
    private static MayBeMissing OfEachOrganisation(
        string what,
        Func<RecordAt, OdsCode, DateOnly, bool> isMissing,
        Func<AskedScope, string, bool, string> sentence,
        Func<AskedScope, bool>? unless = null
    )
    {
        Remembered<DateOnly, bool> last = new();
        return OfOrganisations(
            what,
            (scope, o) =>
                unless?.Invoke(scope) != true
                && last.Of(scope.Record, o.Timeline, scope.Day, record => isMissing(record, o.Ods, scope.Day)),
            sentence
        );
    }

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

    private static bool Has<T>(Timeline timeline, DateOnly day)
        where T : class => timeline.Of<T>().Any(e => e.Effective.Earliest <= day);

    private static SegmentState SegmentOf(AskedScope scope, AskedOrganisation organisation) =>
        SegmentStatus.Of(scope.Record, organisation.Timeline, organisation.Kind, scope.Day).State;

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
