using System.ComponentModel;
using Oversight.Projections.Questions;
using Oversight.Web.Http;
using Oversight.Web.OpenApi;
using Oversight.Web.Problems;

namespace Oversight.Web.Api;

/// <summary>The questions: saved filters on the registers.</summary>
internal static class QuestionEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes
            .MapGet("/api/questions", List)
            .Reads<IReadOnlyList<QuestionDescription>>(
                "ListQuestions",
                "Questions",
                "Every question with its parameters"
            );
        routes
            .MapGet("/api/questions/{id}", GetAsync)
            .Reads<QuestionAnswer>("AskQuestion", "Questions", "The answer to a question on a day")
            .AlsoInCsv();
    }

    /// <summary>The names of all parameters that some question takes.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [.. QuestionList.All.SelectMany(q => q.Parameters).Select(p => p.Name).Distinct()];

    private static Answer<IReadOnlyList<QuestionDescription>> List(HttpContext context, OpenRecord record)
    {
        Coordinates.OnlyTakes(context.Request);
        return new(QuestionDescription.All, record.SeenToday(context).Place, contributing: -1);
    }

    private static async Task<IResult> GetAsync(
        [Description(Parameters.Question)] string id,
        [Description(Parameters.QuestionParameter + "a region's code.")] string? region,
        [Description(Parameters.QuestionParameter + "an ODS code.")] string? organisation,
        [Description(Parameters.QuestionParameter + "an engagement's id.")] string? engagement,
        [Description(Parameters.QuestionParameter + "an entry's id.")] string? entry,
        [Description(Parameters.QuestionParameter + "live, back-dated or imported.")] string? origin,
        [Description(Parameters.QuestionParameter + "recorded on this day or at this instant, or later.")] string? from,
        [Description(Parameters.QuestionParameter + "recorded on this day or at this instant, or earlier.")] string? to,
        [Description(Parameters.QuestionParameter + "due in at most so many days.")] string? within,
        [Description(Parameters.On)] string? on,
        [Description(Parameters.Known)] string? known,
        [Description(Parameters.Format)] string? format,
        HttpContext context,
        OpenRecord record
    )
    {
        var question = Found(id);
        Coordinates.OnlyTakes(context.Request, [.. question.Parameters.Select(p => p.Name), "on", "known", "format"]);
        var given = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["region"] = region,
            ["organisation"] = organisation,
            ["engagement"] = engagement,
            ["entry"] = entry,
            ["origin"] = origin,
            ["from"] = from,
            ["to"] = to,
            ["within"] = within,
        };
        var day = Coordinates.Day(on, record.Clock);
        var inCsv = RegisterEndpoints.WantsCsv(context, format);
        var at = await record.AtAsync(known, context);
        return await RegisterEndpoints.AnswerAsync(
            question.Id,
            question.Ask(at, day, given),
            table => new QuestionAnswer(QuestionDescription.Of(question), table),
            inCsv,
            after: 0,
            int.MaxValue,
            Coordinates.Known(known),
            context,
            record
        );
    }

    /// <summary>The question of that id; a problem when there is none.</summary>
    public static Question Found(string id) =>
        QuestionList.All.FirstOrDefault(q => q.Id.Equals(id, StringComparison.OrdinalIgnoreCase))
        ?? throw ProblemException.NoSuchAddress(
            $"There is no question \"{id}\": the questions are {string.Join(", ", QuestionList.All.Select(q => q.Id))}."
        );
}
