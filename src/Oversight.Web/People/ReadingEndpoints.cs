using System.Text;
using Microsoft.Net.Http.Headers;
using Oversight.Ledger.People;
using Oversight.Projections.Questions;
using Oversight.Web.Http;
using Oversight.Web.Problems;

namespace Oversight.Web.People;

/// <summary>Which readings are asked for.</summary>
internal sealed record ReadingsQuery
{
    /// <summary>Those that could show something about this organisation, by its ODS code.</summary>
    /// <example>QOC</example>
    public string? Organisation { get; init; }

    /// <summary>Those of people whose name holds this, or of this signed-in subject.</summary>
    public string? Person { get; init; }

    /// <summary>Those by this face: page, api, export, feed, letter, document, webhook or command line.</summary>
    /// <example>export</example>
    public string? Face { get; init; }

    /// <summary>Those recorded on this day in London, or later.</summary>
    /// <example>2026-11-01</example>
    public string? From { get; init; }

    /// <summary>Those recorded on this day in London, or earlier.</summary>
    public string? To { get; init; }

    /// <summary>Those before this reading, by its id: what an answer says as next.</summary>
    public string? After { get; init; }
}

/// <summary>Who read what is not public, for auditors: the answer to question A15.</summary>
internal static class ReadingEndpoints
{
    /// <summary>How many are answered at once; in CSV all of them are.</summary>
    public const int MostAtOnce = 200;

    public static void Map(IEndpointRouteBuilder api)
    {
        var answered = api.MapGroup("").WithMetadata(new AnswersInJson(), new AnswersInCsv(InXlsx: false));
        answered
            .MapGet("/readings", ListAsync)
            .WithTags("People")
            .WithName("ListReadings")
            .Produces<ReadingsAnswer>()
            .WithMetadata(Descriptions.Problems(400, 401, 404, 406, 500, 503));
        // Asked as the question that it answers, too.
        answered.MapGet($"/questions/{QuestionList.WhoRead.Id}", ListAsync).ExcludeFromDescription();
    }

    /// <summary>Who read what is not public, the newest first: the answer to question A15.</summary>
    /// <remarks>For auditors. A reading is recorded before its answer goes out, and kept for ever.</remarks>
    public static async Task<IResult> ListAsync(
        [AsParameters] ReadingsQuery query,
        [AsParameters] FormAsked form,
        HttpContext context,
        OpenRecord record,
        Readings readings,
        Accounts accounts
    )
    {
        context.MustSeeReadings();
        var asked = await AskedAsync(query, context, record, accounts);
        var after = await ReadingsFilter.AfterAsync(query.After, readings, context.RequestAborted);
        return form.IsCsv(context)
            ? new ReadingsInCsv(readings, asked, after)
            : new Reply<ReadingsAnswer>(
                ReadingsAnswer.Of(
                    await readings.ListAsync(asked, after, MostAtOnce + 1, context.RequestAborted),
                    MostAtOnce
                )
            );
    }

    /// <summary>What a query asks for.</summary>
    public static async Task<ReadingsAsked> AskedAsync(
        ReadingsQuery query,
        HttpContext context,
        OpenRecord record,
        Accounts accounts
    ) =>
        await new ReadingsFilter(query.Organisation, query.Person, query.Face, query.From, query.To).ReadAsync(
            // Which subjects are an organisation's is asked, and nothing of them shown.
            (await record.AtInstantAsync(known: null, context)).Noting(null),
            accounts,
            context.RequestAborted
        );
}

/// <summary>All readings that are asked for, as a file in CSV: some at a time, never all in memory.</summary>
internal sealed class ReadingsInCsv(Readings readings, ReadingsAsked asked, KeptReading? after) : IResult
{
    private const int AtOnce = 1_000;

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.ContentType = $"{RegisterCsv.ContentType}; charset=utf-8; header=present";
        response.Headers.CacheControl = "no-store";
        response.Headers.ContentDisposition = new ContentDispositionHeaderValue("attachment")
        {
            FileName = "oversight-readings.csv",
        }.ToString();
        var text = "\uFEFF" + ReadingsCsv.Header;
        var last = after;
        while (true)
        {
            var found = await readings.ListAsync(asked, last, AtOnce, httpContext.RequestAborted);
            text += string.Concat(found.Select(ReadingRow.Of).Select(ReadingsCsv.Line));
            await response.Body.WriteAsync(Encoding.UTF8.GetBytes(text), httpContext.RequestAborted);
            if (found.Count < AtOnce)
            {
                return;
            }

            (last, text) = (found[^1], "");
        }
    }
}
