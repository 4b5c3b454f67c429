using System.ComponentModel;
using Oversight.Projections.AuditHistory;
using Oversight.Projections.Timelines;
using Oversight.Record.Frameworks;
using Oversight.Web.Http;
using Oversight.Web.OpenApi;
using Oversight.Web.Problems;

namespace Oversight.Web.Api;

/// <summary>Versions of the oversight framework.</summary>
internal static class FrameworkEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes
            .MapGet("/api/frameworks", ListAsync)
            .Reads<FrameworksAnswer>("ListFrameworks", "Frameworks", "All versions of the oversight framework");
        routes
            .MapGet("/api/frameworks/{id}", GetAsync)
            .Reads<FrameworkAnswer>("GetFramework", "Frameworks", "One version of the oversight framework");
    }

    private static async Task<IResult> ListAsync(
        [Description(Parameters.Known)] string? known,
        HttpContext context,
        OpenRecord record
    )
    {
        Coordinates.OnlyTakes(context.Request, "known");
        var at = await record.AtAsync(known, context);
        FrameworkItem[] items = [.. at.Frameworks.All.Select(e => Item(at, e))];
        var people = await PeopleNames.OfAsync(record, items.Select(i => i.DecidedBy), context.RequestAborted);
        return new Answer<FrameworksAnswer>(
            new(at.Place, Coordinates.Known(known), items, people),
            at.Place,
            at.Frameworks.GreatestPlace,
            [.. people.Keys]
        );
    }

    private static async Task<IResult> GetAsync(
        [Description(Parameters.FrameworkId)] string id,
        [Description(Parameters.Known)] string? known,
        HttpContext context,
        OpenRecord record
    )
    {
        Coordinates.OnlyTakes(context.Request, "known");
        var subject = SubjectId.OfFramework(id);
        var at = await record.AtAsync(known, context);
        var timeline = at.TimelineOf(subject) ?? throw Addresses.NotThere(record, at, subject);
        var believed =
            timeline.Of<FrameworkPublished>().FirstOrDefault()
            ?? throw ProblemException.NotFound(
                $"Framework {id} was retracted; its history is at /api/frameworks/{id}/history."
            );
        var item = Item(at, believed);
        var people = await PeopleNames.OfAsync(record, [item.DecidedBy], context.RequestAborted);
        return new Answer<FrameworkAnswer>(
            new(at.Place, Coordinates.Known(known), item.Version, item, people),
            at.Place,
            timeline.GreatestPlace,
            [.. people.Keys]
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
