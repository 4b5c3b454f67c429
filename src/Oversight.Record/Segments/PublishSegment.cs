using Oversight.Record.Frameworks;
using Oversight.Record.Organisations;

namespace Oversight.Record.Segments;

/// <summary>
/// A document states an organisation's segment for a period, as the annual assessment does: a position, not a decision
/// to move.
/// </summary>
/// <param name="Decision">Effective: the period, such as 2023/24. Source: the publication.</param>
/// <param name="Segment">The segment's number.</param>
/// <param name="Label">The label exactly as printed.</param>
public sealed record SegmentPublished(Decision Decision, int Segment, string Label)
    : Event(Decision),
        IStatesSegment,
        IStatedForPeriod
{
    /// <inheritdoc/>
    public override void CheckInput()
    {
        base.CheckInput();
        FrameworkVersion.CheckSegment(Segment, "segment");
        BadInputException.Text(Label, "label", 200);
        if (Decision.Source is null)
        {
            throw new BadInputException("decision.source", "must name the publication that states the segment.");
        }
    }

    /// <inheritdoc/>
    public override string Says(Naming names) => $"Segment {Segment} published for {When} (\"{Label}\")";

    /// <inheritdoc/>
    protected override IEnumerable<(string What, string Value)> States() =>
        [("segment", $"{Segment}"), ("label", Label)];

    /// <inheritdoc/>
    public override EventKind KindOfEvent() => PublishSegment.Kind;
}

/// <summary>How <see cref="SegmentPublished"/> is called, and the rules that say when it may be recorded.</summary>
public static class PublishSegment
{
    /// <summary>How it is called.</summary>
    public static EventKind Kind { get; } =
        new(
            "segment_published",
            "published-segment",
            typeof(SegmentPublished),
            SubjectKind.Organisation,
            "A document states a segment for a period"
        )
        {
            IsPublic = true,
            Decides = false,
            Example = () => new SegmentPublished(Example.Published, 3, "Segment 3"),
        };

    /// <summary>The rules that hold for it, besides those for every decision.</summary>
    public static IReadOnlyList<Rule> Rules =>
        [
            OrganisationRules.WithinExistence,
            SegmentRules.SegmentOfFramework,
            GeneralRules.FrameworkCarriedOn,
            PublishedAgreesWithAssigned,
        ];

    /// <summary>A position published for a period is the one that the assignments gave at the period's end.</summary>
    public static Rule<SegmentPublished> PublishedAgreesWithAssigned { get; } =
        new(
            "published-agrees-with-assigned",
            "The segment published for a period is the one assigned by the period's last day.",
            (published, judged) =>
            {
                var assigned = judged.Timeline.Dated<IPlacesInSegment>().On(judged.Effective.Latest);
                var segments = assigned.Entries.Select(e => e.Content.Segment).Distinct().ToArray();
                return assigned.PerhapsNone || segments.Contains(published.Segment)
                    ? null
                    : $"Segment {published.Segment} was published for {judged.Effective}, but the one assigned by then "
                        + $"is {string.Join(" or ", segments)}.";
            },
            RuleForce.Reports
        );
}
