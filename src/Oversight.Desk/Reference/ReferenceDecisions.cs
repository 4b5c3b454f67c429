using Oversight.Projections.Timelines;
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

    /// <summary>Frameworks, then organisations, successions, published segments, and the trusts with their systems.</summary>
    public static IEnumerable<LogDecision> All() =>
        [
            .. ReferenceData.Frameworks.Select(Framework),
            .. ReferenceData.Organisations.Select(Organisation),
            .. ReferenceData.Successions.Select(Succession),
            .. ReferenceData.Segments.Segments.Select(Segment),
            .. ReferenceData.Trusts.SelectMany(Trust),
        ];

    /// <summary>
    /// What a record that was begun by an older version lacks: the trusts that it does not know, whole; and of those that somebody registered
    /// since, their systems from that day on, where none was recorded and the trust has not ended.
    /// </summary>
    public static IEnumerable<LogDecision> Missing(RecordAt record)
    {
        foreach (var item in ReferenceData.Trusts)
        {
            if (record.TimelineOf(item.Ods) is not { } timeline)
            {
                foreach (var command in Trust(item))
                {
                    yield return command;
                }
            }
            else if (
                timeline.Of<OrganisationRegistered>().FirstOrDefault() is { } registered
                && !timeline.Recorded.Any(e => e.Event is SystemJoined)
                && !timeline.Of<OrganisationSucceeded>().Any()
            )
            {
                foreach (var (index, system) in item.Systems.Index())
                {
                    var isOver =
                        item.Systems.ElementAtOrDefault(index + 1) is { } next
                        && next.From.Earliest <= registered.Effective.Latest;
                    if (!isOver)
                    {
                        yield return Joined(item, Later(system.From, registered.Effective), system.Icb);
                    }
                }
            }
        }
    }

    private static DateWithPrecision Later(DateWithPrecision from, DateWithPrecision registered) =>
        from.Earliest < registered.Latest ? DateWithPrecision.Day(registered.Latest) : from;

    private static LogDecision Joined(TrustItem item, DateWithPrecision from, OdsCode icb) =>
        new(SubjectId.Of(item.Ods), new SystemJoined(Stated(item, from), icb));

    private static Decision Stated(TrustItem item, DateWithPrecision effective) =>
        Imported(effective, DateWithPrecision.Unknown, NhsEngland, new("Organisation Data Service", item.Source));

    private static IEnumerable<LogDecision> Trust(TrustItem item)
    {
        var subject = SubjectId.Of(item.Ods);
        yield return new(
            subject,
            new OrganisationRegistered(
                Stated(item, item.Opened),
                item.Ods,
                item.Kind,
                item.OfficialName,
                item.Region,
                [item.Name, .. item.AlsoKnownAs]
            )
        );
        foreach (var system in item.Systems)
        {
            yield return Joined(item, system.From, system.Icb);
        }

        if (item.Closed is { } closed)
        {
            // Who followed is not among the facts.
            yield return new(
                subject,
                new OrganisationSucceeded(Stated(item, DateWithPrecision.Day(closed.Latest.AddDays(1))), [])
            );
        }
    }

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
