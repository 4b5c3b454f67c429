using System.Net.Mime;
using Oversight.Ledger.People;
using Oversight.Record.People;
using Oversight.Web.Http;
using Oversight.Web.Problems;

namespace Oversight.Web.People;

/// <summary>A person that an address names.</summary>
internal sealed record OfPerson
{
    [Step("The person's id, as /api/people gives it.", "user:0191f0a4-5f2a-4c6e-9d57-0d8f6a1f2b3c")]
    public required string Id { get; init; }
}

/// <summary>A right that an address names.</summary>
internal sealed record OfGrant
{
    [Step("The right's id, as /api/people gives it.", "0191f0a4-5f2a-7c6e-9d57-0d8f6a1f2b3c")]
    public required string Id { get; init; }

    public Guid Grant =>
        Guid.TryParse(Id, out var id) ? id : throw ProblemException.NotFound("There is no right of that id.");
}

/// <summary>Somebody to be added.</summary>
/// <param name="Name">What they are called.</param>
public sealed record PersonRequest(string Name);

/// <summary>Why something is done about a person or a right.</summary>
/// <param name="Why">Why; it is kept with what is done.</param>
public sealed record WhyRequest(string Why);

/// <summary>Somebody who was added.</summary>
/// <param name="Person">The person.</param>
/// <param name="Link">The link by which they sign in for the first time.</param>
public sealed record PersonAdded(PersonAnswer Person, SignInLink Link);

/// <summary>Who there is.</summary>
/// <param name="People">The people, the first one first, those whose accounts were closed too.</param>
public sealed record PeopleAnswer(IReadOnlyList<PersonAnswer> People);

/// <summary>People and their rights: administrators look after them, auditors see them.</summary>
internal static class PeopleEndpoints
{
    private static readonly WhyRequest Why = new("Moved to another team.");

    public static void Map(IEndpointRouteBuilder api)
    {
        var people = api.MapGroup("")
            .WithTags("People")
            .WithMetadata(new AnswersInJson())
            .WithMetadata(Descriptions.Problems(400, 401, 404, 406, 500, 503));
        people.MapGet("/people", ListAsync).WithName("ListPeople").Produces<PeopleAnswer>();
        people.MapGet("/people/{id}", GetAsync).WithName("GetPerson").Produces<PersonAnswer>();
        Takes(people.MapPost("/people", AddAsync), new PersonRequest("Zoë Ångström-Okonkwo"))
            .WithName("AddPerson")
            .Produces<PersonAdded>(StatusCodes.Status201Created);
        Takes(people.MapDelete("/people/{id}", CloseAsync), Why)
            .WithName("ClosePerson")
            .Produces(StatusCodes.Status204NoContent);
        Changes(people.MapPost("/people/{id}/links", LinkAsync))
            .WithName("AddSignInLink")
            .Produces<SignInLink>(StatusCodes.Status201Created);
        Takes(
                people.MapPost("/people/{id}/grants", GiveAsync),
                new GrantRequest(
                    Role.Lead,
                    "Leads oversight for the board since May.",
                    Organisation: "QOC",
                    Until: new(2027, 3, 31)
                )
            )
            .WithName("GiveGrant")
            .Produces<GrantAnswer>(StatusCodes.Status201Created);
        Changes(people.MapPost("/grants/{id}/approval", ApproveAsync))
            .WithName("ApproveGrant")
            .Produces(StatusCodes.Status204NoContent);
        Takes(people.MapDelete("/grants/{id}", EndAsync), Why)
            .WithName("EndGrant")
            .Produces(StatusCodes.Status204NoContent);
    }

    /// <summary>Who there is, and who may do what.</summary>
    public static async Task<Reply<PeopleAnswer>> ListAsync(
        HttpContext context,
        Accounts accounts,
        Credentials credentials
    )
    {
        context.MustSeePeople();
        var last = await credentials.LastSignInsAsync(context.RequestAborted);
        return new(
            new([
                .. (await accounts.ListAsync(context.RequestAborted)).Select(account =>
                    PersonAnswer.Of(account, last.TryGetValue(account.Subject, out var at) ? at : null)
                ),
            ])
        );
    }

    /// <summary>A person, and what they may.</summary>
    public static async Task<Reply<PersonAnswer>> GetAsync(
        [AsParameters] OfPerson of,
        HttpContext context,
        Administration administration,
        Credentials credentials
    )
    {
        context.MustSeePeople();
        var account = await administration.FindAsync(context, of.Id);
        var last = await credentials.LastSignInsAsync(context.RequestAborted);
        return new(PersonAnswer.Of(account, last.TryGetValue(account.Subject, out var at) ? at : null));
    }

    /// <summary>A person is added, who signs in by the link that is answered; without rights.</summary>
    public static async Task<Reply<PersonAdded>> AddAsync(HttpContext context, Administration administration)
    {
        context.MustAdminister();
        var asked = await ReadAsync<PersonRequest>(context);
        var (person, link) = await administration.AddAsync(context, asked.Name);
        return new(new(PersonAnswer.Of(person, lastSignIn: null), link), StatusCodes.Status201Created)
        {
            Location = $"/api/people/{person.Subject}",
        };
    }

    /// <summary>A person's account is closed for good: their sessions and tokens end, and their calendar feeds and webhooks with them.</summary>
    public static async Task<IResult> CloseAsync(
        [AsParameters] OfPerson of,
        HttpContext context,
        Administration administration
    )
    {
        context.MustAdminister();
        await administration.CloseAsync(context, of.Id, (await ReadAsync<WhyRequest>(context)).Why);
        return Results.NoContent();
    }

    /// <summary>A link is made that signs a person in once.</summary>
    public static async Task<Reply<SignInLink>> LinkAsync(
        [AsParameters] OfPerson of,
        HttpContext context,
        Administration administration
    ) => new(await administration.LinkAsync(context, of.Id), StatusCodes.Status201Created);

    /// <summary>A person is given a right. One that says needsApproval is in force once another administrator approves it.</summary>
    public static async Task<Reply<GrantAnswer>> GiveAsync(
        [AsParameters] OfPerson of,
        HttpContext context,
        Administration administration
    )
    {
        context.MustAdminister();
        var given = await administration.GiveAsync(context, of.Id, await ReadAsync<GrantRequest>(context));
        return new(GrantAnswer.Of(given), StatusCodes.Status201Created) { Location = $"/api/people/{of.Id}" };
    }

    /// <summary>A right that waits for approval is approved, by an administrator who neither gave nor receives it.</summary>
    public static async Task<IResult> ApproveAsync(
        [AsParameters] OfGrant of,
        HttpContext context,
        Administration administration
    )
    {
        context.MustAdminister();
        await administration.ApproveAsync(context, of.Grant);
        return Results.NoContent();
    }

    /// <summary>A right is ended: whoever has it sees and logs no more by it from now on.</summary>
    public static async Task<IResult> EndAsync(
        [AsParameters] OfGrant of,
        HttpContext context,
        Administration administration
    )
    {
        context.MustAdminister();
        await administration.EndAsync(context, of.Grant, (await ReadAsync<WhyRequest>(context)).Why);
        return Results.NoContent();
    }

    private static async Task<T> ReadAsync<T>(HttpContext context) =>
        StrictJson.Read<T>(await JsonBody.ReadObjectAsync(context.Request));

    private static RouteHandlerBuilder Takes<T>(RouteHandlerBuilder endpoint, T example)
        where T : notnull =>
        Changes(endpoint)
            .Accepts<T>(MediaTypeNames.Application.Json)
            .WithMetadata(new ExampleOf(typeof(T), example))
            .WithMetadata(Descriptions.Problems(413, 415));

    private static RouteHandlerBuilder Changes(RouteHandlerBuilder endpoint) =>
        endpoint.WithMetadata(Descriptions.Problems(403, 409));
}
