using Oversight.Record.Catalogue;
using Oversight.Record.Deciding;
using Oversight.Record.Entries;
using Oversight.Record.Frameworks;
using Oversight.Record.Organisations;
using Oversight.Record.Recovery;
using Oversight.Record.Time;
using Oversight.Record.Timelines;

namespace Oversight.Record.Segments;

/// <summary>
/// Whoever is placed in the most intensive segment is in the programme of intensive support (NHS Oversight Framework
/// 2022/23). A position that a document states for a period is not judged: it places nobody.
/// </summary>
public sealed class SegmentWithoutRecovery : Rule
{
    /// <inheritdoc/>
    public override string Name => "segment-without-recovery";

    /// <inheritdoc/>
    public override string Sentence =>
        "An organisation placed in the most intensive segment is in the framework's programme of intensive support by then.";

    /// <inheritdoc/>
    public override bool Refuses => false;

    /// <inheritdoc/>
    public override bool AppliesTo(Event content) => content is IPlacesInSegment;

    /// <inheritdoc/>
    public override string? Breach(Event content, Entry entry, Situation situation)
    {
        var segment = ((IPlacesInSegment)content).Segment;
        var effective = content.Decision.Effective;
        if (
            Judging(situation.Timeline, effective, situation) is not { } version
            || segment != version.MostIntensiveSegment
            || situation.Timeline.Subject.Organisation is not { } organisation
        )
        {
            return null;
        }

        return Engagement
            .NamingAsMember(situation.Record, organisation)
            .Any(engagement => engagement.IsMember(organisation, effective.Latest) != Certainty.No)
            ? null
            : $"It is placed in segment {segment} from {effective}, but is in no engagement of the {version.Programme} by then.";
    }

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
        (organisation.Of<OrganisationRegistered>().FirstOrDefault()?.Content as OrganisationRegistered)?.Kind;
}
