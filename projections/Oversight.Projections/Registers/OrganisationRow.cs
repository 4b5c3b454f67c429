using Oversight.Projections.Commitments;
using Oversight.Projections.InRecovery;
using Oversight.Projections.Reviews;
using Oversight.Projections.Status;
using Oversight.Record.Organisations;
using Oversight.Record.Recovery;

namespace Oversight.Projections.Registers;

/// <summary>What does not fit between an organisation's segment and Recovery Support.</summary>
public enum SegmentAndRecovery
{
    /// <summary>It is in the most intensive segment, and in no engagement.</summary>
    MostIntensiveWithoutRecovery,

    /// <summary>It is in an engagement, and not in the most intensive segment.</summary>
    RecoveryWithoutMostIntensive,
}

/// <summary>
/// Every organisation in the record, with its segment, its last review and whether it is in Recovery Support on the
/// day.
/// </summary>
internal sealed class OrganisationRow(RecordAt record, OrganisationStatus status) : Row
{
    private readonly RecoveryStanding recovery = RecoveryStanding.On(record, status.Ods, status.On);

    public static Register Register { get; } =
        Register.Of(
            "organisations",
            "Organisations",
            "ods, name, regionName, system, segmentText, since, decidedBy, nextReviewDue, inRecovery, findings",
            On,
            MayBeMissing.System,
            MayBeMissing.Segment,
            MayBeMissing.Membership,
            MayBeMissing.SegmentAndRecovery,
            MayBeMissing.SegmentReview
        );

    /// <summary>Its ODS code.</summary>
    [Heading("ODS")]
    public OdsCode Ods => status.Ods;

    /// <summary>Its official name.</summary>
    public string Name => status.Name;

    /// <summary>What it is.</summary>
    public OrganisationKind Kind => status.Kind;

    /// <summary>The code of the region that oversees it.</summary>
    public string Region => status.Region.Code;

    /// <summary>The region's name.</summary>
    [Heading("Region's name")]
    public string RegionName => status.Region.Name;

    /// <summary>The code of the ICB whose system it belongs to on the day, an ICB's own among them; several where that is uncertain.</summary>
    public IEnumerable<OdsCode> System => status.System.Icbs.Select(i => i.Ods);

    /// <summary>The name of that ICB.</summary>
    [Heading("System's name")]
    public IEnumerable<string> SystemName => status.System.Icbs.Select(i => i.Name);

    /// <summary>What can be said about its system.</summary>
    [Heading("Certainty of system")]
    public SystemState SystemState => status.System.State;

    /// <summary>Of an ICB: the codes of the trusts that belong to its system on the day, or may.</summary>
    public IEnumerable<OdsCode> Trusts => status.System.Trusts.Select(t => t.Ods);

    /// <summary>Other names under which it is, or was, known.</summary>
    [Heading("Other names")]
    public IEnumerable<string> OtherNames =>
        BelievedNames.All(record.TimelineOf(status.Ods)!).Where(name => name != status.Name);

    /// <summary>Whether it exists on the day.</summary>
    public ExistenceState Existence => status.Existence.State;

    /// <summary>Its segment, when that is certain.</summary>
    public int? Segment => status.Segment.Number;

    /// <summary>The segment's label.</summary>
    public string? Label => status.Segment.Label;

    /// <summary>What can be said about its segment.</summary>
    [Heading("Certainty")]
    public SegmentState SegmentState => status.Segment.State;

    /// <summary>The answer in one line.</summary>
    [Heading("Segment in words")]
    public string SegmentText => status.Segment.Text;

    /// <summary>When the unbroken run of this segment began.</summary>
    public DateWithPrecision? Since => status.Segment.Since;

    /// <summary>The bodies that decided, and the roles in which they did.</summary>
    public IEnumerable<string> DecidedBy => status.Segment.Candidates.Select(c => Said.By(c.DecidedBy)).Distinct();

    /// <summary>The persons who decided.</summary>
    [Heading("Person"), People]
    public IEnumerable<string?> DecidedByPerson => status.Segment.Candidates.Select(c => c.DecidedBy.Person).Distinct();

    /// <summary>Why it was decided.</summary>
    [Heading("Why")]
    public IEnumerable<string> Rationale =>
        status.Segment.Candidates.Select(c => c.Rationale).OfType<string>().Distinct();

    /// <summary>The publication that states it.</summary>
    public IEnumerable<string> Source =>
        status.Segment.Candidates.Select(c => Said.In(c.Source)).OfType<string>().Distinct();

    /// <summary>When its segment was last reviewed.</summary>
    public DateWithPrecision? LastReview => status.Review?.Last;

    /// <summary>When it is to be reviewed next.</summary>
    public DateWithPrecision? NextReviewDue => status.Review?.NextDue;

    /// <summary>Days to the latest day on which that is due; negative when overdue.</summary>
    [Heading("Days to review")]
    public int? ReviewDaysLeft => status.Review?.DaysLeft;

    /// <summary>Whether that day has passed; empty where no review is due.</summary>
    public bool? ReviewOverdue => status.Review?.NextDue is null ? null : status.Review.Overdue;

    /// <summary>When it, or its system, was last reviewed at an oversight meeting; empty where no such review is recorded.</summary>
    public DateWithPrecision? LastOversightReview => OversightReview.Last(Timeline, status.On)?.Said.Effective;

    /// <summary>How many concerns about it are open; empty where none was ever recorded.</summary>
    public int? OpenConcerns =>
        Concern.Of(record, status.Ods, status.On) is { Count: > 0 } all ? all.Count(concern => concern.IsOpen) : null;

    /// <summary>How many of its actions and other commitments stand; empty where none was ever recorded.</summary>
    public int? OpenCommitments =>
        Commitment.Of(record, status.Ods, status.On) is { Count: > 0 } all
            ? all.Count(commitment => commitment.Stands)
            : null;

    /// <summary>
    /// Whether it is in Recovery Support on the day: by the engagements in the record or, where none is recorded by
    /// then, as published for a period that has the day in it; not stated where neither says.
    /// </summary>
    [Heading("In Recovery Support")]
    public StatedAnswer InRecovery => recovery.InProgramme;

    /// <summary>The same in one line, with what was last published where that is all.</summary>
    [Heading("Recovery Support in words")]
    public string RecoveryText => recovery.Text;

    /// <summary>What says so: an engagement in the record, or a publication.</summary>
    [Heading("Recovery Support said by")]
    public RecoverySource? RecoverySaidBy => recovery.SaidBy;

    /// <summary>Why it is, or was last, in Recovery Support, as far as that is stated.</summary>
    [Heading("Reasons for Recovery Support")]
    public IEnumerable<string>? RecoveryReasons => recovery.Reasons?.Select(InWords.Stored);

    /// <summary>The engagements of which it is, or perhaps is, a member.</summary>
    [Heading("Engagements")]
    public IEnumerable<string> Engagement =>
        recovery.Engagements.Where(e => e.Member != Certainty.No).Select(e => e.Id);

    /// <summary>What does not fit between the two, where both are stated and certain.</summary>
    [Heading("Segment and Recovery Support")]
    public SegmentAndRecovery? Mismatch
    {
        get
        {
            // Only what is stated and certain: what may fit is no mismatch, and what is not stated is neither. A trust that is in with its whole
            // system is in no segment for that.
            if (
                status.Existence.State == ExistenceState.Ended
                || status.Segment.Number is not { } segment
                || record.Frameworks.Judging(status.On, status.Kind) is not { } framework
            )
            {
                return null;
            }

            var isMost = segment == framework.MostIntensiveSegment;
            return isMost && InRecovery == StatedAnswer.No ? SegmentAndRecovery.MostIntensiveWithoutRecovery
                : !isMost && InRecovery == StatedAnswer.Yes && !recovery.OnlyWithSystem
                    ? SegmentAndRecovery.RecoveryWithoutMostIntensive
                : null;
        }
    }

    /// <summary>How many of its entries' findings there are.</summary>
    public int Findings => status.Findings.Count;

    protected override Basis Basis =>
        new(
            status
                .Segment.Candidates.Select(c => c.Entry)
                .Concat(status.Segment.Framework.RestsOn)
                .Concat(status.System.RestsOn)
                .Concat(
                    recovery.SaidBy == RecoverySource.Publication
                        ? recovery.RestsOn
                        : recovery.Engagements.Where(e => e.Member != Certainty.No).SelectMany(e => e.RestsOn)
                ),
            [new("segment-on-a-day", status.Segment.Rule), .. recovery.Rules, AnswerRules.System],
            status.Segment.Framework.Id
        );

    private Timeline Timeline => record.TimelineOf(status.Ods)!;

    private static IEnumerable<OrganisationRow> On(RecordAt record, DateOnly day) =>
        from ods in record.Organisations
        let status = OrganisationStatus.Of(record, ods, day)
        where status is not null
        orderby status.Region.Name, status.Name, status.Ods
        select new OrganisationRow(record, status);
}
