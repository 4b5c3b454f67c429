using Oversight.Projections.AuditHistory;
using Oversight.Record.Evidence;
using Oversight.Record.Organisations;
using Oversight.Record.Recovery;

namespace Oversight.Projections.Pictures;

/// <summary>What happened to the organisations of a picture by a day, what was decided by then to take effect later, and what is due.</summary>
/// <param name="record">The record at a place, as somebody sees it.</param>
/// <param name="lanes">The organisations, with whether each day of theirs belongs to the picture.</param>
/// <param name="asked">The day.</param>
internal sealed class LanePoints(
    RecordAt record,
    IReadOnlyDictionary<OdsCode, Func<DateOnly, bool>> lanes,
    DateOnly asked
)
{
    /// <summary>All of them, by date; what is of an unknown day comes last.</summary>
    public IReadOnlyList<PicturePoint> All()
    {
        Timeline[] timelines = [.. lanes.Keys.SelectMany(Concerning).DistinctBy(t => t.Subject)];
        return
        [
            .. timelines
                .SelectMany(Entries)
                .Concat(timelines.SelectMany(t => Due(t.Subject)))
                .OrderBy(p => p.Date.Precision == DatePrecision.Unknown)
                .ThenBy(p => p.Date.Earliest)
                .ThenBy(p => p.Date.Latest)
                .ThenBy(p => p.Entry.Place),
        ];
    }

    private IEnumerable<Timeline> Concerning(OdsCode organisation) =>
        record
            .Naming(organisation)
            .Concat(record.OrganisationsNaming(organisation))
            .Prepend(record.TimelineOf(organisation))
            .OfType<Timeline>();

    private IEnumerable<PicturePoint> Entries(Timeline timeline)
    {
        OdsCode[] concerned = [.. ThoseConcerned.ByOrAfter(timeline)];
        foreach (var entry in timeline.Entries)
        {
            if (PictureKinds.Of(timeline.Subject.Kind, entry.Content) is not { } kind || !HasCome(entry))
            {
                continue;
            }

            var organisations = LanesOf(timeline, entry.Content, kind, concerned)
                .Where(ods => entry.Effective.Precision == DatePrecision.Unknown || IsOfPicture(ods, entry.Effective))
                .ToArray();
            if (organisations.Length > 0)
            {
                yield return new(
                    kind,
                    entry.Effective,
                    SentenceOf(timeline, entry.Content),
                    organisations,
                    entry.Decision.DecidedBy,
                    entry.Decision.Rationale,
                    timeline.Subject,
                    EntryReference.To(entry),
                    null,
                    [.. ReplacedIn(timeline, entry)],
                    entry.Counts
                );
            }
        }
    }

    // What was decided by the day is known on it, though it takes effect later.
    private bool HasCome(BelievedEntry entry) =>
        entry.Effective.Earliest <= asked
        || (entry.Decision.Decided is { Precision: not DatePrecision.Unknown } decided && decided.Earliest <= asked);

    private bool IsOfPicture(OdsCode organisation, DateWithPrecision date) =>
        lanes[organisation](date.Earliest) || lanes[organisation](date.Latest);

    // Once for each that it names; what names nobody is of all, and stands with the first.
    private IEnumerable<OdsCode> LanesOf(Timeline timeline, Event said, PictureKind kind, OdsCode[] concerned)
    {
        OdsCode[] named = [.. said.OrganisationsNamed().Distinct().Where(lanes.ContainsKey)];
        if (timeline.Subject.Organisation is { } own)
        {
            var isAboutThose =
                kind is PictureKind.Support or PictureKind.DirectionsAndNotices or PictureKind.Reviews
                || (said is OpenItemsDisposed && !lanes.ContainsKey(own));
            return isAboutThose && named.Length > 0 ? named
                : lanes.ContainsKey(own) ? [own]
                : [];
        }

        // Criteria name whom they depend on.
        OdsCode[] among = [.. named.Where(concerned.Contains)];
        return said is not IStatesCriteria && among.Length > 0 ? among : lanes.Keys.Where(concerned.Contains).Take(1);
    }

    private string SentenceOf(Timeline timeline, Event said)
    {
        var sentence = said.Says(new NamesInRecord(record, asked)).ReplaceLineEndings(" ");
        return
            said is IAboutEvidence about
            && timeline.StandsFor(about.Evidence)?.Content is EvidenceSubmitted { Title: var title }
            ? $"{sentence}: “{title.ReplaceLineEndings(" ")}”"
            : sentence;
    }

    private IEnumerable<ReplacedStatement> ReplacedIn(Timeline timeline, BelievedEntry entry)
    {
        (Event Said, Entry? By)[] versions =
        [
            (entry.Original.Event, entry.InForce is null ? null : entry.Corrections[0]),
            .. entry.Corrections.Select(
                (correction, i) =>
                    (
                        ((ICorrects)correction.Event).Replacement,
                        correction.Id == entry.InForce?.Id
                            ? null
                            : timeline.RetractionOf(correction.Id) ?? entry.Corrections.ElementAtOrDefault(i + 1)
                    )
            ),
        ];
        foreach (var (said, by) in versions)
        {
            if (by is not null)
            {
                yield return Replaced(timeline, said, by, ChangedMember.Between(said, entry.Content));
            }
        }

        if (entry.RetractedBy is { } retraction)
        {
            yield return Replaced(timeline, entry.Content, retraction, []);
        }
    }

    private ReplacedStatement Replaced(Timeline timeline, Event said, Entry by, IReadOnlyList<ChangedMember> changed) =>
        new(
            said.Decision.Effective,
            SentenceOf(timeline, said),
            by.Id,
            by.Recorded,
            changed,
            by.Event.Decision.Rationale
        );

    private IEnumerable<PicturePoint> Due(SubjectId subject) =>
        from deadline in Deadlines.Deadlines.Of(record, subject, asked)
        let organisations = deadline.Organisations.Where(ods => lanes.ContainsKey(ods) && lanes[ods](asked)).ToArray()
        where organisations.Length > 0
        select new PicturePoint(
            PictureKind.Deadlines,
            deadline.Due,
            deadline.Title,
            organisations,
            null,
            null,
            subject,
            deadline.RestsOn[^1],
            deadline.DaysLeft,
            [],
            true
        );
}
