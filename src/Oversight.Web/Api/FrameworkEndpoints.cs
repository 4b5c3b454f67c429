using Oversight.Projections.AuditHistory;
using Oversight.Projections.Timelines;
using Oversight.Record.Frameworks;
using Oversight.Web.Http;
using Oversight.Web.Problems;

namespace Oversight.Web.Api;

/// <summary>Versions of the oversight framework.</summary>
internal static class FrameworkEndpoints
{
    public static void Map(IEndpointRouteBuilder api)
    {
        var frameworks = api.About(SubjectKind.Framework);
        frameworks.MapGet("/frameworks", ListAsync).WithName("ListFrameworks");
        frameworks.MapGet(OfFramework.Form, GetAsync).WithName("GetFramework");
    }

    /// <summary>All versions of the oversight framework.</summary>
    public static async Task<Answered<FrameworksAnswer>> ListAsync([AsParameters] AsKnown asked)
    {
        var at = await asked.AtAsync();
        FrameworkItem[] items = [.. at.Frameworks.All.Select(e => Item(at, e))];
        var people = await PeopleNames.OfAsync(asked.Record, at, items.Select(i => i.DecidedBy), asked.Aborted);
        return new(
            new(at.PlaceTold, at.KnownTold(asked.Instant), items, people),
            at.Frameworks.GreatestPlace,
            [.. PeopleNames.Shown(people)]
        );
    }

    /// <summary>One version of the oversight framework.</summary>
    public static async Task<Answered<FrameworkAnswer>> GetAsync(
        [AsParameters] OfFramework of,
        [AsParameters] AsKnown asked
    )
    {
        var subject = of.Subject;
        var at = await asked.AtAsync();
        var timeline = at.TimelineOf(subject) ?? throw Addresses.NotThere(asked.Record, at, subject);
        var believed =
            timeline.Of<FrameworkPublished>().FirstOrDefault()
            ?? throw ProblemException.NotFound(
                $"Framework {of.Id} was retracted; its history is at /api/frameworks/{of.Id}/history."
            );
        var item = Item(at, believed);
        var people = await PeopleNames.OfAsync(asked.Record, at, [item.DecidedBy], asked.Aborted);
        return new(
            new(at.PlaceTold, at.KnownTold(asked.Instant), item.Version, item, people),
            timeline.GreatestPlace,
            [.. PeopleNames.Shown(people)]
        );
    }

    private static FrameworkItem Item(RecordAt record, BelievedEntry<FrameworkPublished> believed)
    {
        var content = believed.Content;
        return new(
            content.Framework.Id,
            record.TimelineOf(believed.Original.Subject)!.Version,
            believed.Effective,
            EntryReference.To(believed),
            content.Decision.DecidedBy,
            content.Decision.Source,
            content.Framework
        );
    }
}
