using System.Net.Mime;
using System.Text.Json;
using Microsoft.AspNetCore.Mvc;
using Oversight.Desk.WhatIf;
using Oversight.Record.Catalogue;
using Oversight.Record.Segments;
using Oversight.Web.Http;

namespace Oversight.Web.Api;

/// <summary>About which day it is asked what would be otherwise.</summary>
internal sealed record WhatIfAsked
{
    /// <summary>The day that is asked about, exact (2024-03-31 or 31 March 2024); without it today in London.</summary>
    /// <example>2024-03-31</example>
    public string? On { get; init; }

    public required HttpContext Context { get; init; }

    [FromServices]
    public required OpenRecord Record { get; init; }
}

/// <summary>What would be otherwise if something were decided.</summary>
internal static class WhatIfEndpoints
{
    private static readonly Supposition Example = new([
        new(
            "organisation-QOC",
            EventCatalogue.NameOf(typeof(SegmentAssigned)),
            JsonSerializer.SerializeToElement(
                new SegmentAssigned(Record.Entries.Example.Decided, 4),
                EventCatalogue.Json
            )
        ),
    ]);

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/what-if", AskAsync)
            .WithName("AskWhatIf")
            .WithTags("Compare")
            .Accepts<Supposition>(MediaTypeNames.Application.Json)
            .Produces<WhatIfAnswer>()
            .WithMetadata(new OnlyReads(), new AnswersInJson(), new ExampleOf(typeof(Supposition), Example))
            .WithMetadata(Descriptions.Problems(400, 404, 406, 413, 415, 500, 503));

    /// <summary>What would be otherwise if something were decided, or the record were read by another framework version. Nothing is written.</summary>
    /// <remarks>
    /// The decisions are judged by the rules as if they were logged now, each after those before it. One that a rule refuses is told with the rule, and
    /// supposed no further. Whether they are yours to log is not asked: a token for reading is enough. What you do not see is left out of it. To who sees
    /// everything, the number of entries before and after shows that nothing was written, and the root that of the entries which it covers.
    /// </remarks>
    public static async Task<Reply<WhatIfAnswer>> AskAsync([AsParameters] WhatIfAsked asked)
    {
        var (context, record) = (asked.Context, asked.Record);
        var day = Coordinates.Day(asked.On, record.Clock);
        var supposed = Supposition.Read(await JsonBody.ReadObjectAsync(context.Request));
        var at = await record.AtInstantAsync(known: null, context);
        var answer = await WhatIfAnswer.OfAsync(
            record,
            at,
            supposed,
            day,
            context.SignedIn()!.Subject,
            context.RequestAborted
        );
        AnswerHeaders.SayWhere(context);
        return new(answer) { Place = at.PlaceTold };
    }
}
