using Oversight.Projections.InRecovery;
using Oversight.Projections.Status;
using Oversight.Record.Organisations;
using Oversight.Record.Retention;

namespace Oversight.Projections.Registers;

/// <summary>
/// Every organisation of which something should be heard on the day: it is in Recovery Support, or may be, or it is or may be in segment 3, 4 or 5; with
/// the last thing that the record says happened about it by then.
/// </summary>
internal sealed class SilenceRow : Row
{
    private const int WatchedFrom = 3;

    private readonly RecordAt record;
    private readonly DateOnly on;
    private readonly RecoveryStanding standing;
    private readonly SegmentStatus segment;
    private readonly (BelievedEntry Entry, DateOnly By)? last;

    private SilenceRow(RecordAt record, OdsCode ods, DateOnly on, RecoveryStanding standing, SegmentStatus segment)
    {
        (this.record, Ods, this.on, this.standing, this.segment) = (record, ods, on, standing, segment);
        last = LastOf(record, ods, on);
    }

    public static Register Register { get; } =
        Register.Of(
            "silences",
            "Organisations in support, and what was last heard of them",
            "ods, name, region, because, daysSilent, last, what",
            On,
            MayBeMissing.Segment,
            MayBeMissing.Membership
        );

    /// <summary>Its ODS code.</summary>
    [Heading("ODS")]
    public OdsCode Ods { get; }

    /// <summary>Its name.</summary>
    [Heading("Organisation")]
    public string Name => record.NameOf(Ods, on);

    /// <summary>The code of its region.</summary>
    public IEnumerable<string> Region => record.RegionsOf([Ods]);

    /// <summary>Why something should be heard of it: what is said of Recovery Support, and of its segment.</summary>
    public IEnumerable<string> Because
    {
        get
        {
            if (IsInSupport(standing))
            {
                yield return standing.Text;
            }

            if (IsWatched(segment))
            {
                yield return $"segment {segment.Text}";
            }
        }
    }

    /// <summary>Days from the last thing that happened about it to the day; empty where the record has nothing with a date.</summary>
    public int? DaysSilent => last is var (_, by) ? on.DayNumber - by.DayNumber : null;

    /// <summary>When that happened, or the period that it is about.</summary>
    public DateWithPrecision? Last => last?.Entry.Effective;

    /// <summary>What that was, in one line.</summary>
    [Heading("What was last heard")]
    public string? What => last?.Entry.Content.Says();

    /// <summary>When that was recorded, which may be later than the day.</summary>
    public DateTimeOffset? Recorded => last?.Entry.Original.Recorded;

    /// <summary>The entry that says it.</summary>
    public Guid? Entry => last?.Entry.Id;

    protected override Basis Basis =>
        new(
            standing
                .RestsOn.Concat(segment.Candidates.Select(candidate => candidate.Entry))
                .Concat(last is var (entry, _) ? [EntryReference.To(entry)] : []),
            [.. standing.Rules, AnswerRules.LastHeard],
            Said.Framework(record, on)
        );

    private static bool IsInSupport(RecoveryStanding standing) =>
        standing.InProgramme is StatedAnswer.Yes or StatedAnswer.Uncertain;

    private static bool IsWatched(SegmentStatus segment) =>
        segment.State switch
        {
            SegmentState.Certain => segment.Number >= WatchedFrom,
            SegmentState.Uncertain => segment.Candidates.Any(candidate => candidate.Segment >= WatchedFrom),
            _ => false,
        };

    // Of what may have happened by the day, the last; a period that is not over has reached the day. What is kept of the record is no news of anybody.
    private static (BelievedEntry Entry, DateOnly By)? LastOf(RecordAt record, OdsCode ods, DateOnly on) =>
        record
            .Naming(ods)
            .Append(record.TimelineOf(ods)!)
            .SelectMany(timeline => timeline.Entries)
            .Where(entry =>
                entry.Counts
                && entry.Content is not (ITakesAway or RetentionHoldPlaced or RetentionHoldLifted)
                && entry.Effective.Precision != DatePrecision.Unknown
                && entry.Effective.Earliest <= on
            )
            .Select(entry =>
                ((BelievedEntry, DateOnly)?)(entry, entry.Effective.Latest < on ? entry.Effective.Latest : on)
            )
            .OrderBy(entry => entry!.Value.Item2)
            .ThenBy(entry => entry!.Value.Item1.Place)
            .LastOrDefault();

    private static IEnumerable<SilenceRow> On(RecordAt record, DateOnly day) =>
        from ods in record.Organisations
        let exists = OrganisationStatus.ExistenceOn(record, ods, day)
        where exists?.Existence.State is ExistenceState.Exists or ExistenceState.Uncertain
        let standing = RecoveryStanding.On(record, ods, day)
        let segment = SegmentStatus.Of(record, record.TimelineOf(ods)!, exists.Value.Registered.Content.Kind, day)
        where IsInSupport(standing) || IsWatched(segment)
        select new SilenceRow(record, ods, day, standing, segment);
}
