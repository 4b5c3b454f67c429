using Oversight.Projections.Directions;
using Oversight.Projections.InRecovery;
using Oversight.Projections.Notices;
using Oversight.Projections.Status;
using Oversight.Projections.Support;
using Oversight.Record.Frameworks;
using Oversight.Record.Mergers;
using Oversight.Record.Notices;
using Oversight.Record.Organisations;
using Oversight.Record.Recovery;
using Oversight.Record.Segments;
using Oversight.Record.Support;
using Oversight.Record.Undertakings;

namespace Oversight.Projections.Pictures;

/// <summary>
/// What held for one organisation over time, up to a day: on each day what the answers about that day say, so that a picture never says
/// anything else than they do.
/// </summary>
/// <param name="record">The record at a place, as somebody sees it.</param>
/// <param name="organisation">The organisation.</param>
/// <param name="asked">The last day.</param>
/// <param name="ofSystemToo">Whether what is for its whole system is told here too: where the ICB has no lane of its own.</param>
internal sealed class LanePeriods(RecordAt record, OdsCode organisation, DateOnly asked, bool ofSystemToo)
{
    private readonly SubjectId subject = SubjectId.Of(organisation);
    private readonly Timeline own = record.TimelineOf(organisation)!;
    private readonly Lazy<IReadOnlyList<Timeline>> naming = new(() => [.. record.OrganisationsNaming(organisation)]);

    /// <summary>All of them, by kind, then by their first day.</summary>
    public IReadOnlyList<PicturePeriod> All() =>
        [
            .. Systems()
                .Concat(Segments())
                .Concat(InRecoverySupport())
                .Concat(UndertakingsInForce())
                .Concat(SupportInPlace())
                .Concat(DirectionsInForce())
                .Concat(NoticesOpen())
                .OrderBy(p => p.Kind)
                .ThenBy(p => p.From ?? DateOnly.MinValue)
                .ThenBy(p => p.Track, StringComparer.Ordinal),
        ];

    // The ICBs to whose system it belongs on the day, or did.
    private IReadOnlyList<OdsCode> EverOfSystem =>
        [.. own.Of<SystemJoined>().Select(e => e.Content.System).Where(icb => icb != organisation).Distinct()];

    private IEnumerable<BelievedEntry> SystemEntries =>
        own.Of<SystemJoined>()
            .Concat<BelievedEntry>(EverOfSystem.SelectMany(icb => EndsOf(record.TimelineOf(icb))))
            .Concat(EndsOf(own));

    private static IEnumerable<BelievedEntry> EndsOf(Timeline? timeline) => timeline?.Of<OrganisationSucceeded>() ?? [];

    private IEnumerable<PicturePeriod> Systems() =>
        EverOfSystem.Count == 0
            ? []
            : from run in Runs.Of(
                Runs.DaysOf(SystemEntries, asked),
                day =>
                {
                    var system = record.SystemOf(organisation, day);
                    return system.Systems.Select(icb => (Icb: icb, system.Certain, system.RestsOn));
                },
                belongs => (belongs.Icb, belongs.Certain)
            )
            let icb = record.NameOf(run.Answer.Icb, asked)
            select Period(
                run,
                PictureKind.Organisation,
                run.Answer.Icb.Value,
                run.Answer.Certain is null ? Sureness.Uncertain : Sureness.Certain,
                "System",
                run.Answer.Certain is null ? $"Perhaps of the system of {icb}" : $"Of the system of {icb}",
                subject,
                run.Answer.RestsOn.Select(EntryReference.To)
            );

    private IEnumerable<PicturePeriod> Segments()
    {
        if (own.Of<OrganisationRegistered>().FirstOrDefault() is not { } registered)
        {
            return [];
        }

        var end = own.Of<OrganisationSucceeded>().FirstOrDefault()?.Effective;
        return from run in Runs.Of(
                Runs.DaysOf(
                        own.Of<IStatesSegment>()
                            .Concat<BelievedEntry>(EndsOf(own))
                            .Append(registered)
                            .Concat(record.Frameworks.All),
                        asked
                    )
                    .Concat(FrameworksLapse())
                    .Distinct()
                    .Order(),
                day =>
                {
                    // Whoever has ended, or was not there, is in no segment.
                    var isThere = end?.IsCertainBy(day) != true;
                    var segment = SegmentStatus.On(day, own, registered.Content.Kind, record.Frameworks);
                    var isSaid =
                        segment.Candidates.Count > 0
                        || (segment.State == SegmentState.NotSegmented && registered.Effective.IsCertainBy(day));
                    return isThere && isSaid ? new[] { segment } : [];
                },
                segment => (segment.State, string.Join('/', segment.Candidates.Select(c => c.Entry.Id)), segment.Text)
            )
            let segment = run.Answer
            let number = segment.Number
                ?? (segment.State == SegmentState.LastPublished ? segment.Candidates[^1].Segment : null)
            select Period(
                run,
                PictureKind.Segment,
                "",
                segment.State switch
                {
                    SegmentState.Certain or SegmentState.NotSegmented => Sureness.Certain,
                    SegmentState.LastPublished => Sureness.PublishedOnly,
                    _ => Sureness.Uncertain,
                },
                number is { } one ? $"{one}"
                    : segment.State == SegmentState.NotSegmented ? "Not segmented"
                    : "?",
                SentenceOf(segment),
                subject,
                segment.Candidates.Select(c => c.Entry)
            ) with
            {
                Segment = number,
            };
    }

    // What is said of one day is left out: a period has many.
    private static string SentenceOf(SegmentStatus segment) =>
        segment.State == SegmentState.NotSegmented ? InWordsOf(segment.Text)
        : segment is { State: SegmentState.Uncertain, Framework: { State: FrameworkState.Uncertain, Note: { } note } }
            ? $"Segment {segment.Text.Replace(note, "it is uncertain which oversight framework held.", StringComparison.Ordinal)}"
        : $"Segment {segment.Text}";

    private IEnumerable<DateOnly> FrameworksLapse() =>
        record
            .Frameworks.All.Select(e => e.Content.Framework.InForceUntil)
            .Where(until => until is { Precision: not DatePrecision.Unknown })
            .Select(until => until!.Value.Latest.AddDays(1))
            .Where(day => day <= asked);

    private IEnumerable<PicturePeriod> InRecoverySupport()
    {
        Engagement[] engagements =
        [
            .. EverOfSystem
                .Prepend(organisation)
                .SelectMany(ods => Engagement.NamingAsMember(record, ods))
                .DistinctBy(e => e.Subject),
        ];
        var entries = EverOfSystem
            .Prepend(organisation)
            .SelectMany(ods =>
                engagements
                    .SelectMany(e => e.MembershipEntries(ods))
                    .Concat(record.TimelineOf(ods)?.Of<RecoveryPublished>() ?? [])
            )
            .Concat(SystemEntries)
            .ToArray();
        // A publication may give days of its own.
        var days = Runs.DaysOf(entries, asked)
            .Concat(
                entries
                    .Select(e => e.Content)
                    .OfType<RecoveryPublished>()
                    .SelectMany(p => new[] { p.Entered, p.Left })
                    .OfType<DateWithPrecision>()
                    .Where(date => date.Precision != DatePrecision.Unknown)
                    .SelectMany(date => new[] { date.Earliest, date.Latest })
            )
            .Where(day => day <= asked)
            .Distinct()
            .Order();
        return from run in Runs.Of(
                days,
                day => new[] { RecoveryStanding.On(record, organisation, day) }.Where(IsSaid),
                standing => (standing.InProgramme, standing.SaidBy, standing.Text)
            )
            let standing = run.Answer
            let engagement = standing.Engagements.LastOrDefault(e => e.Member != Certainty.No)
            select Period(
                run,
                PictureKind.RecoverySupport,
                "",
                standing.InProgramme switch
                {
                    StatedAnswer.Yes when standing.SaidBy == RecoverySource.Engagement => Sureness.Certain,
                    StatedAnswer.Uncertain => Sureness.Uncertain,
                    _ => Sureness.PublishedOnly,
                },
                "Recovery Support",
                standing.SaidBy == RecoverySource.Engagement && engagement is not null
                    ? (engagement.Member == Certainty.Yes ? "In Recovery Support: " : "Perhaps in Recovery Support: ")
                        + engagement.Title
                        + (
                            engagement.ThroughSystem is { } icb
                                ? $", with the whole system of {record.NameOf(icb, asked)}"
                                : ""
                        )
                    : InWordsOf(standing.Text),
                engagement is null ? subject : SubjectId.OfRecovery(engagement.Id),
                standing.RestsOn
            );
    }

    // That it was published to have left, or was never in it, is no period in it.
    private static bool IsSaid(RecoveryStanding standing) =>
        standing.InProgramme is StatedAnswer.Yes or StatedAnswer.Uncertain
        || standing.LastPublished is { InProgramme: StatedAnswer.Yes };

    private IEnumerable<PicturePeriod> UndertakingsInForce() =>
        from timeline in record.Naming(organisation)
        let set = AcceptedUndertakings.In(record, timeline)
        where set is not null
        from run in Runs.Of(
            Runs.DaysOf(
                timeline.Entries.Where(e => e.Counts).Concat(set.SupersededBy(asked).Select(later => later.Accepted)),
                asked
            ),
            day => IsInForce(set, day) ? new[] { (Set: set, Certain: set.Accepted.Effective.IsCertainBy(day)) } : [],
            inForce => inForce.Certain
        )
        select Period(
            run,
            PictureKind.Undertakings,
            set.Subject.Id,
            run.Answer.Certain ? Sureness.Certain : Sureness.Uncertain,
            "Undertakings",
            "",
            set.Subject,
            [EntryReference.To(set.Accepted)]
        ) with
        {
            Sentence =
                (run.Answer.Certain ? "" : "Perhaps: ")
                + ((BelievedEntry)set.Accepted).Content.Says(new NamesInRecord(record, asked)).ReplaceLineEndings(" "),
        };

    private bool IsInForce(AcceptedUndertakings set, DateOnly day) =>
        set.Accepted.Effective.Earliest <= day
        && set.HoldersOn(day).Contains(organisation)
        && (
            set.IsByReportOnly
                ? !set.SupersededBy(day).Any()
                    && !set
                        .Timeline.Of<UndertakingsDischarged>()
                        .Any(e => e.Content.Items is null && e.Effective.IsCertainBy(day))
                : set.ItemsBy(day).Any(i => set.IsOpen(i.Item.Reference, day))
        );

    private IEnumerable<PicturePeriod> SupportInPlace()
    {
        var stating = naming.Value.Prepend(own);
        if (ofSystemToo)
        {
            stating = stating.Concat(EverOfSystem.Select(icb => record.TimelineOf(icb)).OfType<Timeline>());
        }

        BelievedEntry[] entries =
        [
            .. stating
                .DistinctBy(t => t.Subject)
                .SelectMany(t => t.Entries)
                .Where(e => e.Counts && e.Content is IStatesSupport or IAboutSupport or OpenItemsDisposed),
        ];
        return entries.Length == 0
            ? []
            : from run in Runs.Of(
                Runs.DaysOf(entries.Concat(SystemEntries), asked),
                day =>
                    OrganisationSupport
                        .Of(record, organisation, day)
                        .Support.Where(s => s.State != SupportState.Withdrawn)
                        .Where(s => s.For is null ? ofSystemToo || s.HeldBy == organisation : s.For == organisation),
                s => (s.RecordedAbout, s.Kind, s.Programme, s.Called, s.For, s.State, s.Tier)
            )
            let support = run.Answer
            select Period(
                run,
                PictureKind.Support,
                new NamedSupport(support.Kind, support.Programme, support.Called, support.For).Words(null),
                support.State switch
                {
                    SupportState.InPlace => Sureness.Certain,
                    SupportState.LastPublished => Sureness.PublishedOnly,
                    _ => Sureness.Uncertain,
                },
                support.Tier is { } tier ? $"Tier {tier}" : "Support",
                $"{support.Words}{(support.For is null ? " for the system" : "")}: {support.Text}",
                SubjectId.Of(support.RecordedAbout),
                support.StatedBy.Select(s => s.Entry)
            );
    }

    private IEnumerable<PicturePeriod> DirectionsInForce()
    {
        BelievedEntry[] entries =
        [
            .. record
                .Naming(organisation)
                .Append(own)
                .Concat(record.PredecessorsOf(organisation).Select(p => p.Timeline))
                .DistinctBy(t => t.Subject)
                .SelectMany(t => t.Entries)
                .Where(e =>
                    e.Counts
                    && e.Content
                        is DirectionIssued
                            or OrganisationDirected
                            or IAboutDirection
                            or UndertakingsDischarged
                            or OpenItemsDisposed
                ),
        ];
        return !entries.Any(e => e.Content is DirectionIssued or OrganisationDirected)
            ? []
            : from run in Runs.Of(
                Runs.DaysOf(entries, asked),
                day => Direction.To(record, organisation, day).Where(d => d.InForce != StatedAnswer.No),
                d => (d.Id, d.InForce)
            )
            let direction = run.Answer
            select Period(
                run,
                PictureKind.DirectionsAndNotices,
                $"{direction.Id}",
                direction.InForce == StatedAnswer.Yes ? Sureness.Certain : Sureness.Uncertain,
                "Direction",
                $"{(direction.InForce == StatedAnswer.Yes ? "Direction" : "Perhaps a direction")} in force since {direction.Issued.Effective}: {direction.LegalBasisTitle}",
                direction.Undertakings is { } set ? SubjectId.OfUndertakings(set) : subject,
                [direction.Issued.Entry]
            );
    }

    private IEnumerable<PicturePeriod> NoticesOpen()
    {
        Timeline[] giving = [.. naming.Value.Prepend(own).Where(t => t.Of<NoticeGiven>().Any())];
        return from run in Runs.Of(
                Runs.DaysOf(
                    giving.SelectMany(t => t.Of<NoticeGiven>().Concat<BelievedEntry>(t.Of<NoticeClosed>())),
                    asked
                ),
                day =>
                    giving
                        .SelectMany(t => NoticeOnDay.On(day, t))
                        .Where(n => n.Concerning.Contains(organisation) && n.State != NoticeState.Closed),
                n => (n.Given.Entry.Id, n.State)
            )
            let notice = run.Answer
            select Period(
                run,
                PictureKind.DirectionsAndNotices,
                $"{notice.Given.Entry.Id}",
                notice.State == NoticeState.Open ? Sureness.Certain : Sureness.Uncertain,
                "Notice",
                $"{(notice.State == NoticeState.Open ? "" : "Perhaps open: ")}{InWords.Title(notice.Kind)} {notice.Given.Effective}: {notice.About}",
                SubjectId.Of(notice.RecordedAbout),
                [notice.Given.Entry]
            );
    }

    private static string InWordsOf(string text) => $"{char.ToUpperInvariant(text[0])}{text[1..]}";

    private PicturePeriod Period<T>(
        Run<T> run,
        PictureKind kind,
        string track,
        Sureness sureness,
        string mark,
        string sentence,
        SubjectId about,
        IEnumerable<EntryReference> restsOn
    ) =>
        new(
            kind,
            track,
            run.From,
            run.Until,
            sureness,
            null,
            mark,
            Named.In(record, sentence, asked),
            about,
            [.. restsOn.DistinctBy(e => e.Id).OrderBy(e => e.Place)]
        );
}
