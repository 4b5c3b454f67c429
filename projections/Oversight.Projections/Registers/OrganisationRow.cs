using Oversight.Projections.Readiness;
using Oversight.Projections.Status;
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
    private readonly (Engagement Engagement, Certainty Member)[] memberships =
    [
        .. Record
            .Recovery.Engagement.NamingAsMember(record, status.Ods)
            .Select(e => (e, e.IsMember(status.Ods, status.On))),
    ];

    public static Register Register { get; } =
        Register.Of(
            "organisations",
            "Organisations",
            "ods, name, regionName, segmentText, since, decidedBy, nextReviewDue, inRecovery, findings",
            On,
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

    /// <summary>
    /// Whether it is a member of an engagement on the day; not stated where no engagement in the record names
    /// it.
    /// </summary>
    [Heading("In Recovery Support")]
    public StatedAnswer InRecovery =>
        memberships.Select(m => StatedAnswers.Of(m.Member)).DefaultIfEmpty(StatedAnswer.NotStated).Max();

    /// <summary>The engagements of which it is, or perhaps is, a member.</summary>
    [Heading("Engagements")]
    public IEnumerable<string> Engagement => Engagements.Select(e => e.Subject.Id);

    /// <summary>What does not fit between the two, where both are stated and certain.</summary>
    [Heading("Segment and Recovery Support")]
    public SegmentAndRecovery? Mismatch
    {
        get
        {
            // Only what is stated and certain: what may fit is no mismatch, and what is not stated is neither.
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
                : !isMost && InRecovery == StatedAnswer.Yes ? SegmentAndRecovery.RecoveryWithoutMostIntensive
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
                .Concat(
                    Engagements
                        .SelectMany(e => e.MembershipEntriesOf(status.Ods, status.On).Entries)
                        .Select(EntryReference.To)
                ),
            [new("segment-on-a-day", status.Segment.Rule), AnswerRules.Membership],
            status.Segment.Framework.Id
        );

    private IEnumerable<Engagement> Engagements =>
        memberships.Where(m => m.Member != Certainty.No).Select(m => m.Engagement);

    private static IEnumerable<OrganisationRow> On(RecordAt record, DateOnly day) =>
        from ods in record.Organisations
        let status = OrganisationStatus.Of(record, ods, day)
        where status is not null
        orderby status.Region.Name, status.Name, status.Ods
        select new OrganisationRow(record, status);
}
