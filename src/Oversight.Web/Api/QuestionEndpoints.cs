using Oversight.Projections.Questions;
using Oversight.Web.Http;
using Oversight.Web.OpenApi;
using Oversight.Web.Problems;

namespace Oversight.Web.Api;

/// <summary>What a question is asked.</summary>
internal sealed record QuestionAsked : IAsksMore
{
    [Step("The id of a question, such as R5; /api/questions lists them.", "R1")]
    public required string Id { get; init; }

    /// <summary>A parameter of the question, where it takes this one: a region's code.</summary>
    /// <example>Y60</example>
    public string? Region { get; init; }

    /// <summary>A parameter of the question, where it takes this one: an ODS code.</summary>
    /// <example>QOC</example>
    public string? Organisation { get; init; }

    /// <summary>A parameter of the question, where it takes this one: an engagement's id.</summary>
    public string? Engagement { get; init; }

    /// <summary>A parameter of the question, where it takes this one: an entry's id.</summary>
    public string? Entry { get; init; }

    /// <summary>A parameter of the question, where it takes this one: live, back-dated or imported.</summary>
    public string? Origin { get; init; }

    /// <summary>A parameter of the question, where it takes this one: recorded on this day or at this instant, or later.</summary>
    public string? From { get; init; }

    /// <summary>A parameter of the question, where it takes this one: recorded on this day or at this instant, or earlier.</summary>
    public string? To { get; init; }

    /// <summary>A parameter of the question, where it takes this one: due in at most so many days.</summary>
    /// <example>"30"</example>
    public string? Within { get; init; }
}

/// <summary>The questions: saved filters on the registers.</summary>
internal static class QuestionEndpoints
{
    public static void Map(IEndpointRouteBuilder api)
    {
        var questions = api.MapGroup("").WithTags("Questions");
        questions.MapGet("/questions", List).WithName("ListQuestions");
        questions.MapGet("/questions/{id}", GetAsync).WithName("AskQuestion").WithMetadata(new AnswersInCsv());
    }

    /// <summary>Every question with its parameters.</summary>
    public static Answered<IReadOnlyList<QuestionDescription>> List(HttpContext context) =>
        context.Grants().Audit
            ? new(QuestionDescription.OfAuditors, Contributing: -1, QuestionList.WhoRead.Id)
            : new(QuestionDescription.All, Contributing: -1);

    /// <summary>The answer to a question on a day.</summary>
    public static async Task<Answered<QuestionAnswer>> GetAsync(
        [AsParameters] QuestionAsked asked,
        [AsParameters] AsOf asOf,
        [AsParameters] TableFormAsked form
    )
    {
        var question = Found(asked.Id);
        string[] takes = [.. question.Parameters.Select(p => p.Name)];
        var query = asOf.Context.Request;
        Coordinates.OnlyTakes(query, [.. takes, .. QueryParameters.Of(typeof(AsOf), typeof(TableFormAsked))]);
        var day = asOf.Day;
        var wanted = form.Of(asOf.Context);
        var at = await asOf.AtAsync();
        var given = takes.ToDictionary(name => name, name => (string?)query.Query[name]);
        var answer = question.Ask(at, day, given);
        return await RegisterEndpoints.AnswerAsync(
            question.Id,
            answer,
            table => new QuestionAnswer(QuestionDescription.Of(question), table),
            wanted,
            AboutTable.Of(
                $"{question.Id}: {question.Text}",
                answer.Register,
                at,
                asOf.Instant,
                question.FiltersFor(given),
                question.Sorts
            ),
            after: 0,
            int.MaxValue,
            asOf
        );
    }

    /// <summary>The question of that id; a problem when there is none.</summary>
    public static Question Found(string id)
    {
        try
        {
            return Question.Of(id);
        }
        catch (BadInputException e)
        {
            throw ProblemException.NoSuchAddress(e.Problem);
        }
    }
}
