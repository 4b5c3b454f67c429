using Oversight.Desk.Problems;
using Oversight.Ledger;
using Oversight.Projections.Questions;
using Oversight.Projections.Registers;
using Oversight.Projections.Timelines;
using Oversight.Web.Api;
using Oversight.Web.Http;
using Oversight.Web.Problems;

namespace Oversight.Web.Pages;

/// <summary>Which rows of an answer a page shows.</summary>
/// <param name="Total">How many there are.</param>
/// <param name="After">How many are passed over.</param>
/// <param name="Next">The address of the page with those that follow; null when none do.</param>
public sealed record RowsOf(int Total, int After, string? Next);

/// <summary>The pages of registers and questions.</summary>
internal static class RegisterPages
{
    /// <summary>How many rows a page shows.</summary>
    internal const int RowsOnAPage = 500;

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes
            .MapGet("/registers", () => PageEndpoints.Page<RegisterListPage>([], StatusCodes.Status200OK))
            .ExcludeFromDescription();
        routes
            .MapGet("/questions", () => PageEndpoints.Page<QuestionListPage>([], StatusCodes.Status200OK))
            .ExcludeFromDescription();
        routes.MapGet("/registers/{name}", RegisterAsync).ExcludeFromDescription();
        routes.MapGet("/questions/{id}", AskAsync).ExcludeFromDescription();
    }

    private static Task<IResult> RegisterAsync(string name, HttpContext context, OpenRecord record)
    {
        var register =
            Register.All.FirstOrDefault(r => r.Name == name)
            ?? throw ProblemException.NoSuchAddress($"There is no register “{name}”; /registers lists them.");
        return AnswerAsync<RegisterPage>(
            context,
            record,
            new() { [nameof(RegisterPage.Register)] = register },
            (at, on, asked) =>
                register.Ask(
                    at,
                    on,
                    [
                        .. asked
                            .Where(a => !RegisterEndpoints.Reserved.Contains(a.Key))
                            .Select(a => Filter.Parse(a.Key, a.Value)),
                    ],
                    SortsIn(asked),
                    asked.GetValueOrDefault("columns") is { } columns
                        ? columns.Split(',', StringSplitOptions.TrimEntries)
                        : register.Shown
                ),
            asked => new() { [nameof(RegisterPage.Sorts)] = SortsIn(asked) }
        );
    }

    private static Task<IResult> AskAsync(string id, HttpContext context, OpenRecord record)
    {
        var question = QuestionEndpoints.Found(id);
        return AnswerAsync<AskPage>(
            context,
            record,
            new() { [nameof(AskPage.Asking)] = question },
            (at, on, asked) =>
                question.Ask(
                    at,
                    on,
                    asked
                        .Where(a => a.Key is not ("on" or "known" or "after"))
                        .ToDictionary(a => a.Key, a => (string?)a.Value)
                ),
            _ => []
        );
    }

    // What cannot be read is said beside the form, which keeps what was written in it.
    private static async Task<IResult> AnswerAsync<T>(
        HttpContext context,
        OpenRecord record,
        Dictionary<string, object?> parameters,
        Func<RecordAt, DateOnly, IReadOnlyDictionary<string, string>, RegisterAnswer> ask,
        Func<IReadOnlyDictionary<string, string>, Dictionary<string, object?>> more
    )
        where T : Microsoft.AspNetCore.Components.IComponent
    {
        context.Response.Headers.CacheControl = "no-cache";
        // A form sends its empty fields too.
        var asked = context
            .Request.Query.Select(q => (q.Key, Value: q.Value.ToString().Trim()))
            .Where(q => q.Value.Length > 0)
            .ToDictionary(q => q.Key, q => q.Value, StringComparer.Ordinal);
        parameters[nameof(RegisterPage.Asked)] = asked;
        parameters[nameof(RegisterPage.Question)] = PageQuestion.Today(record.Clock);
        try
        {
            var question = PageQuestion.OfTimes(context.Request, record.Clock);
            parameters[nameof(RegisterPage.Question)] = question;
            var at = await record.AtInstantAsync(question.Known, context);
            var answer = ask(at, question.On, asked);
            var after = int.TryParse(asked.GetValueOrDefault("after"), NumberStyles.None, null, out var passed)
                ? passed
                : 0;
            var page = answer with { Rows = [.. answer.Rows.Skip(after).Take(RowsOnAPage)] };
            parameters[nameof(RegisterPage.People)] = await RegisterTable.PeopleInAsync(
                page,
                record,
                context.RequestAborted
            );
            parameters[nameof(RegisterPage.EntryOf)] = (Func<Guid, Entry?>)at.EntryOf;
            foreach (var (name, value) in more(asked))
            {
                parameters[name] = value;
            }

            parameters[nameof(RegisterPage.Answer)] = page;
            parameters[nameof(RegisterPage.Rows)] = new RowsOf(
                answer.Rows.Count,
                after,
                after + page.Rows.Count < answer.Rows.Count
                    ? context.Request.Path
                        + QueryString.Create(
                            asked
                                .Where(a => a.Key != "after")
                                .Append(new("after", (after + page.Rows.Count).ToString(CultureInfo.InvariantCulture)))
                                .Select(a => KeyValuePair.Create(a.Key, (string?)a.Value))
                        )
                    : null
            );
            context.Response.Headers[AnswerHeaders.Place] = at.Place.ToString();
            return PageEndpoints.Page<T>(parameters, StatusCodes.Status200OK);
        }
        catch (Exception e) when (e is BadInputException or FutureInstantException)
        {
            parameters[nameof(RegisterPage.Error)] = e is BadInputException bad
                ? $"“{bad.Field}” {bad.Problem}"
                : e.Message;
            return PageEndpoints.Page<T>(parameters, StatusCodes.Status400BadRequest);
        }
    }

    private static IReadOnlyList<Sort> SortsIn(IReadOnlyDictionary<string, string> asked) =>
        asked.GetValueOrDefault("sort") is { } sort ? Sort.Parse(sort) : [];
}
