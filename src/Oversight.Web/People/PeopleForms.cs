using Microsoft.AspNetCore.Http.HttpResults;
using Oversight.Ledger;
using Oversight.Record.People;
using Oversight.Web.Http;
using Oversight.Web.Problems;
using Oversight.Web.SignIn;

namespace Oversight.Web.People;

/// <summary>Where the forms of the pages about people are sent.</summary>
internal static class PeopleForms
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var forms = routes.MapForms();
        forms.MapPost("/people", AddAsync);
        forms.MapPost("/people/give", GiveAsync);
        forms.MapPost("/people/approve", ApproveAsync);
        forms.MapPost("/people/end", EndAsync);
        forms.MapPost("/people/link", LinkAsync);
        forms.MapPost("/people/revoke", RevokeAsync);
        forms.MapPost("/people/close", CloseAsync);
    }

    /// <summary>What is said on a page of something that cannot be taken.</summary>
    public static string Said(BadInputException fault) =>
        char.IsLower(fault.Problem[0]) && !fault.Problem.StartsWith("say ", StringComparison.Ordinal)
            ? $"“{fault.Field}” {fault.Problem}"
            : Sentence(fault.Problem);

    private static async Task<IResult> AddAsync(HttpContext context, Administration administration)
    {
        context.MustAdminister();
        var name = context.Sent("name");
        try
        {
            var (person, link) = await administration.AddAsync(context, name);
            return Person(person.Subject, link: link);
        }
        catch (Exception e) when (WhyNot(e) is { } failed)
        {
            return new RazorComponentResult<PeoplePage>(new { Failed = failed, Name = name })
            {
                StatusCode = StatusCodes.Status422UnprocessableEntity,
            };
        }
    }

    private static Task<IResult> GiveAsync(HttpContext context, Administration administration) =>
        DoAsync(
            context,
            async person =>
            {
                await administration.GiveAsync(
                    context,
                    person,
                    new(
                        Grant.RoleCalled(context.Sent("role"))
                            ?? throw new BadInputException("role", "must be one of those that can be chosen."),
                        context.Sent("why"),
                        OrNull("region"),
                        OrNull("organisation")?.ToUpperInvariant(),
                        OrNull("bodies")?.Split([' ', ','], StringSplitOptions.RemoveEmptyEntries),
                        OrNull("until") is { } until ? Day(until) : null
                    )
                );

                string? OrNull(string name) => context.Sent(name).Trim() is { Length: > 0 } text ? text : null;
            }
        );

    private static async Task<IResult> ApproveAsync(HttpContext context, Administration administration)
    {
        await administration.ApproveAsync(context, IdIn(context));
        return Results.LocalRedirect("/people");
    }

    private static Task<IResult> EndAsync(HttpContext context, Administration administration) =>
        DoAsync(context, _ => administration.EndAsync(context, IdIn(context), context.Sent("why")));

    private static Task<IResult> RevokeAsync(HttpContext context, Administration administration) =>
        DoAsync(context, person => administration.RevokeAsync(context, person, IdIn(context)));

    private static Task<IResult> CloseAsync(HttpContext context, Administration administration) =>
        DoAsync(context, person => administration.CloseAsync(context, person, context.Sent("why")));

    private static async Task<IResult> LinkAsync(HttpContext context, Administration administration)
    {
        context.MustAdminister();
        var person = context.Sent("person");
        try
        {
            return Person(person, link: await administration.LinkAsync(context, person));
        }
        catch (Exception e) when (WhyNot(e) is { } failed)
        {
            return Person(person, failed, (e as BadInputException)?.Field);
        }
    }

    // Done, it leads back to the person's page; else that says why not.
    private static async Task<IResult> DoAsync(HttpContext context, Func<string, Task> action)
    {
        context.MustAdminister();
        var person = context.Sent("person");
        try
        {
            await action(person);
            return Results.LocalRedirect(PersonPage.AddressOf(person));
        }
        catch (Exception e) when (WhyNot(e) is { } failed)
        {
            return Person(person, failed, (e as BadInputException)?.Field);
        }
    }

    private static RazorComponentResult<PersonPage> Person(
        string subject,
        string? failed = null,
        string? field = null,
        SignInLink? link = null
    ) =>
        new(
            new
            {
                Subject = subject,
                Failed = failed,
                Field = field,
                Link = link,
            }
        )
        {
            StatusCode = failed is null ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity,
        };

    private static string? WhyNot(Exception e) =>
        e switch
        {
            BadInputException bad => Said(bad),
            AccessRefusedException or AccessConflictException => e.Message,
            _ => null,
        };

    private static Guid IdIn(HttpContext context) =>
        Guid.TryParse(context.Sent("id"), out var id)
            ? id
            : throw ProblemException.NotFound("There is nothing of that id.");

    private static DateOnly Day(string text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", out var day)
            ? day
            : throw new BadInputException("until", "must be an existing day, such as 2027-03-31.");

    private static string Sentence(string sentence) => char.ToUpperInvariant(sentence[0]) + sentence[1..];
}
