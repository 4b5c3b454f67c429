using Oversight.Record.Frameworks;
using Oversight.Record.Organisations;
using Oversight.Record.Recovery;

namespace Oversight.Record.Segments;

/// <summary>An organisation was placed in a segment.</summary>
/// <param name="Decision">Effective: from when.</param>
/// <param name="Segment">The segment's number.</param>
public sealed record SegmentAssigned(Decision Decision, int Segment) : Event(Decision), IPlacesInSegment
{
    /// <inheritdoc/>
    public override void CheckInput()
    {
        base.CheckInput();
        FrameworkVersion.CheckSegment(Segment, "segment");
    }

    /// <inheritdoc/>
    public override string Says(Naming names) => $"Segment {Segment} assigned from {When}";

    /// <inheritdoc/>
    protected override IEnumerable<(string What, string Value)> States() => [("segment", $"{Segment}")];

    /// <inheritdoc/>
    public override EventKind KindOfEvent() => AssignSegment.Kind;
}

/// <summary>An event that says in which segment an organisation is.</summary>
public interface IStatesSegment
{
    /// <summary>The segment's number.</summary>
    int Segment { get; }
}

/// <summary>A decision that places an organisation in a segment, as against a position that a document states.</summary>
public interface IPlacesInSegment : IStatesSegment;

/// <summary>How <see cref="SegmentAssigned"/> is called, and the rules that say when it may be recorded.</summary>
public static class AssignSegment
{
    /// <summary>How it is called.</summary>
    public static EventKind Kind { get; } =
        new(
            "segment_assigned",
            "segment",
            typeof(SegmentAssigned),
            SubjectKind.Organisation,
            "An organisation is placed in a segment"
        )
        {
            ByBodiesOfFramework = true,
            IsRegulatoryAction = true,
            Example = () => new SegmentAssigned(Example.Decided, 3),
        };

    /// <summary>The rules that hold for it, besides those for every decision.</summary>
    public static IReadOnlyList<Rule> Rules =>
        [
            OrganisationRules.WithinExistence,
            SegmentRules.SegmentOfFramework,
            GeneralRules.FrameworkCarriedOn,
            NationalAgreement,
            SegmentWithoutRecovery,
        ];

    /// <summary>
    /// Entry to and exit from the most intensive segment are agreed nationally (NHS Oversight Framework 2022/23, and the
    /// System Oversight Framework 2021/22 before it).
    /// </summary>
    public static Rule<IPlacesInSegment> NationalAgreement { get; } =
        new(
            "national-agreement",
            "Entry to and exit from the most intensive segment are decided by a national body that the framework names.",
            (assigned, judged) =>
            {
                var effective = judged.Effective;
                if (judged.Frameworks.Judging(effective.Latest, KindOf(judged.Timeline)) is not { } version)
                {
                    return null;
                }

                var body = judged.Decision.DecidedBy.Body;
                if (Authority.NationalAgreement.CanBeGivenBy(version, judged.Decision))
                {
                    return null;
                }

                if (assigned.Segment == version.MostIntensiveSegment)
                {
                    return $"Segment {assigned.Segment} is the most intensive one; {body} cannot decide entry to it. "
                        + $"It takes {string.Join(" or ", version.NationalBodies)}.";
                }

                // What would hold without it: leaving the most intensive segment needs the same agreement. Of the same exact
                // day only what has an earlier place comes before it.
                var before = judged
                    .Timeline.Dated<IStatesSegment>()
                    .On(
                        effective.Earliest,
                        e => e.Id == judged.Entry.Id || (e.Effective == effective && e.Place >= judged.Entry.Place)
                    );
                return before.Entries.Any(e => e.Content.Segment == version.MostIntensiveSegment)
                    ? $"It takes the organisation out of segment {version.MostIntensiveSegment}, the most intensive one; {body} "
                        + $"cannot decide that. It takes {string.Join(" or ", version.NationalBodies)}."
                    : null;
            }
        );

    /// <summary>
    /// Whoever is placed in the most intensive segment is in the programme of intensive support (NHS Oversight Framework
    /// 2022/23). A position that a document states for a period is not judged: it places nobody.
    /// </summary>
    public static Rule<IPlacesInSegment> SegmentWithoutRecovery { get; } =
        new(
            "segment-without-recovery",
            "An organisation placed in the most intensive segment is in the framework's programme of intensive support by then.",
            (assigned, judged) =>
            {
                var segment = assigned.Segment;
                var effective = judged.Effective;
                if (
                    Judging(judged.Timeline, effective, judged.Situation) is not { } version
                    || segment != version.MostIntensiveSegment
                    || judged.Timeline.Subject.Organisation is not { } organisation
                )
                {
                    return null;
                }

                return
                    Engagement
                        .NamingAsMember(judged.Record, organisation)
                        .Any(engagement => engagement.IsMember(organisation, effective.Latest) != Certainty.No)
                    || SystemAsMember
                        .Through(judged.Timeline, judged.Record, effective.Latest)
                        .Any(through => through.Member != Certainty.No)
                    ? null
                    : $"It is placed in segment {segment} from {effective}, but is in no engagement of the {version.Programme} by then.";
            },
            RuleForce.Reports
        );

    /// <summary>The framework that certainly judges that date and places this kind of organisation in segments.</summary>
    internal static FrameworkVersion? Judging(
        Timeline organisation,
        DateWithPrecision effective,
        Situation situation
    ) =>
        effective.Precision != DatePrecision.Unknown
        && KindOf(organisation) is { } kind
        && situation.Frameworks.Judging(effective.Latest, kind) is { } version
        && version.Segmented(kind)
            ? version
            : null;

    /// <summary>The kind of an organisation; null when it is not registered.</summary>
    internal static OrganisationKind? KindOf(Timeline organisation) =>
        organisation.Of<OrganisationRegistered>().FirstOrDefault()?.Content.Kind;
}
