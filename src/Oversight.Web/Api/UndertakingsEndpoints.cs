using System.ComponentModel;
using Oversight.Desk;
using Oversight.Projections.Answers;
using Oversight.Projections.Timelines;
using Oversight.Projections.Undertakings;
using Oversight.Record;
using Oversight.Record.Undertakings;
using Oversight.Web.OpenApi;

namespace Oversight.Web.Api;

/// <summary>A set of undertakings in the list.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Organisation">The organisation that gave them.</param>
/// <param name="Name">Its name; absent when it is not registered.</param>
/// <param name="Region">The code of the region that oversees it.</param>
/// <param name="Version">The version of the stream: send it in If-Match to decide.</param>
/// <param name="Accepted">When they were accepted, by whom and why.</param>
/// <param name="LegalBasis">The id of their legal basis.</param>
/// <param name="Items">How many undertakings there are.</param>
/// <param name="Open">How many are open.</param>
/// <param name="Overdue">How many of them are overdue.</param>
/// <param name="NextDue">The day by which the next open one is due that is not overdue; absent when none has a date.</param>
/// <param name="Published">Whether they are published; absent when nothing was said.</param>
public sealed record UndertakingsItem(
    string Id,
    OdsCode Organisation,
    string? Name,
    string? Region,
    long Version,
    Statement Accepted,
    string LegalBasis,
    int Items,
    int Open,
    int Overdue,
    DateOnly? NextDue,
    bool? Published
);

/// <summary>The sets of undertakings that had been accepted, or may have been, by a day.</summary>
/// <param name="Place">The place of the record at which it was computed.</param>
/// <param name="Known">As known when; absent for now.</param>
/// <param name="On">The day.</param>
/// <param name="Undertakings">The sets, by id.</param>
public sealed record UndertakingsListAnswer(
    long Place,
    DateTimeOffset? Known,
    DateOnly On,
    IReadOnlyList<UndertakingsItem> Undertakings
)
{
    /// <summary>The list in the record at a place.</summary>
    public static UndertakingsListAnswer Of(RecordAt record, DateOnly on, DateTimeOffset? known) =>
        new(record.Place, known, on, [.. UndertakingsStanding.All(record, on).Select(Item)]);

    private static UndertakingsItem Item(UndertakingsStanding standing) =>
        new(
            standing.Id,
            standing.Organisation,
            standing.Name,
            standing.Region,
            standing.Version,
            standing.Accepted,
            standing.LegalBasis.Id,
            standing.Items.Count,
            standing.Open,
            standing.Overdue,
            standing.Items.Where(i => i is { Open: true, DaysLeft: >= 0 }).Select(i => i.Due?.Latest).Min(),
            standing.Publication is { } publication ? publication.Address is not null : null
        );
}

/// <summary>One set of undertakings on a day.</summary>
/// <param name="Place">The place of the record at which it was computed.</param>
/// <param name="Known">As known when; absent for now.</param>
/// <param name="On">The day.</param>
/// <param name="Version">The version of its stream: send it in If-Match to decide.</param>
/// <param name="Undertakings">How they stand.</param>
/// <param name="People">The names behind the people's ids in the entries; a name that was erased is absent.</param>
public sealed record UndertakingsAnswer(
    long Place,
    DateTimeOffset? Known,
    DateOnly On,
    long Version,
    UndertakingsStanding Undertakings,
    IReadOnlyDictionary<string, string> People
)
{
    /// <summary>The answer in the record at a place; null when they were not accepted there.</summary>
    public static async Task<UndertakingsAnswer?> OfAsync(
        OpenRecord open,
        RecordAt record,
        SubjectId undertakings,
        DateOnly on,
        DateTimeOffset? known,
        CancellationToken cancellation
    ) =>
        UndertakingsStanding.Of(record, undertakings, on) is { } standing
            ? new(
                record.Place,
                known,
                on,
                standing.Version,
                standing,
                await PeopleNames.OfAsync(open, PeopleNames.In(record.TimelineOf(undertakings)!), cancellation)
            )
            : null;
}

/// <summary>Sets of undertakings: the list, and how each one stands.</summary>
internal static class UndertakingsEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes
            .MapGet("/api/undertakings", ListAsync)
            .Reads<UndertakingsListAnswer>("ListUndertakings", "Undertakings", "The sets of undertakings of a day");
        routes
            .MapGet("/api/undertakings/{id}", GetAsync)
            .Reads<UndertakingsAnswer>(
                "GetUndertakings",
                "Undertakings",
                "How one set of undertakings stands on a day"
            );
    }

    private static async Task<IResult> ListAsync(
        [Description(Parameters.On)] string? on,
        [Description(Parameters.Known)] string? known,
        HttpContext context,
        OpenRecord record
    )
    {
        Coordinates.OnlyTakes(context.Request, "on", "known");
        var day = Coordinates.Day(on, record.Clock);
        var at = await record.AtAsync(known, context);
        return new Answer<UndertakingsListAnswer>(
            UndertakingsListAnswer.Of(at, day, Coordinates.Known(known)),
            at.Place,
            at.ContributingTo(SubjectKind.Undertakings),
            $"{day:O}"
        );
    }

    private static async Task<IResult> GetAsync(
        [Description(Parameters.SubjectId)] string id,
        [Description(Parameters.On)] string? on,
        [Description(Parameters.Known)] string? known,
        HttpContext context,
        OpenRecord record
    )
    {
        Coordinates.OnlyTakes(context.Request, "on", "known");
        var undertakings = SubjectId.OfUndertakings(id);
        var day = Coordinates.Day(on, record.Clock);
        var at = await record.AtAsync(known, context);
        var answer =
            await UndertakingsAnswer.OfAsync(
                record,
                at,
                undertakings,
                day,
                Coordinates.Known(known),
                context.RequestAborted
            ) ?? throw Addresses.NotThere(record, at, undertakings);
        return new Answer<UndertakingsAnswer>(
            answer,
            at.Place,
            answer.Undertakings.Contributing,
            [$"{day:O}", .. answer.People.Keys]
        );
    }
}
