using Oversight.Record.Catalogue;
using Oversight.Record.Frameworks;
using Oversight.Record.Organisations;
using Oversight.Record.Segments;

namespace Oversight.Desk.Reference;

/// <summary>The reference data as decisions to import into an empty record.</summary>
public static class ReferenceDecisions
{
    /// <summary>The signed-in subject under which reference data is logged: the program itself.</summary>
    public const string LoggedBy = "oversight:reference-data";

    private const string NhsEngland = "nhs-england";

    /// <summary>Frameworks, then organisations, successions and published segments.</summary>
    public static IEnumerable<LogDecision> All() =>
        [
            .. ReferenceData.Frameworks.Select(Framework),
            .. ReferenceData.Organisations.Select(Organisation),
            .. ReferenceData.Successions.Select(Succession),
            .. ReferenceData.Segments.Segments.Select(Segment),
        ];

    private static LogDecision Framework(FrameworkItem item) =>
        new(
            SubjectId.OfFramework(item.Id),
            new FrameworkPublished(
                Imported(
                    item.InForceFrom,
                    item.PublishedOn,
                    NhsEngland,
                    new(item.Reference ?? item.Title, item.Source)
                ),
                new FrameworkVersion(
                    item.Id,
                    item.Title,
                    item.Year,
                    [.. item.Segments.Select(s => new FrameworkSegment(s.Number, s.Label))],
                    item.SegmentedKinds,
                    item.MostIntensiveSegment,
                    item.ProgrammeName,
                    item.NationalBodies,
                    item.ReviewRhythm == "quarterly" ? 3 : null,
                    item.PublishedOn,
                    item.InForceUntil
                )
            )
        );

    private static LogDecision Organisation(OrganisationItem item) =>
        new(
            SubjectId.Of(item.Ods),
            new OrganisationRegistered(
                Imported(
                    item.Established,
                    DateWithPrecision.Unknown,
                    NhsEngland,
                    new("Organisation Data Service", item.Source)
                ),
                item.Ods,
                item.Kind,
                item.OfficialName,
                item.Region,
                [item.Name, .. item.AlsoKnownAs]
            )
        );

    private static LogDecision Succession(SuccessionItem item) =>
        new(
            SubjectId.Of(item.Predecessor),
            new OrganisationSucceeded(
                Imported(item.On, DateWithPrecision.Unknown, NhsEngland, new("Organisation Data Service", item.Source)),
                [.. item.Successors.Select(s => new Successor(s.Successor, s.Kind))]
            )
        );

    private static LogDecision Segment(PublishedSegment item)
    {
        var list = ReferenceData.Segments;
        return new(
            SubjectId.Of(item.Ods),
            new SegmentPublished(
                Imported(list.Year, list.PublishedOn, NhsEngland, new(list.Publication, list.Title)),
                item.Segment,
                item.Label
            )
        );
    }

    private static Decision Imported(
        DateWithPrecision effective,
        DateWithPrecision decided,
        string body,
        Source source
    ) => new(effective, decided, new DecidedBy(body)) { Origin = Origin.Imported, Source = source };
}
