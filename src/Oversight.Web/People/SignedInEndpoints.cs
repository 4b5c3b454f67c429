using System.Net.Mime;
using Oversight.Ledger.People;
using Oversight.Web.Http;
using Oversight.Web.Problems;
using Oversight.Web.SignIn;

namespace Oversight.Web.People;

/// <summary>Who is signed in.</summary>
/// <param name="Id">Their id: what their entries are logged by.</param>
/// <param name="Name">Their name.</param>
/// <param name="Grants">Their rights in force, and those that wait for approval.</param>
/// <param name="By">What signed them in.</param>
public sealed record SignedInAnswer(string Id, string Name, IReadOnlyList<GrantAnswer> Grants, CredentialAnswer By);

/// <summary>What signs somebody in, without its secret.</summary>
/// <param name="Id">Its id, by which it is revoked.</param>
/// <param name="Kind">token, session, link, or device: a token that a device was given.</param>
/// <param name="Name">What it is called.</param>
/// <param name="Scope">What it may be used for.</param>
/// <param name="Made">When it was made.</param>
/// <param name="Expires">When it stops signing in; absent when it does not by itself.</param>
/// <param name="LastUsed">When it last was used, to the hour.</param>
/// <param name="Revoked">When it was revoked.</param>
public sealed record CredentialAnswer(
    Guid Id,
    CredentialKind Kind,
    string Name,
    TokenScope Scope,
    DateTimeOffset Made,
    DateTimeOffset? Expires,
    DateTimeOffset? LastUsed,
    DateTimeOffset? Revoked
)
{
    /// <summary>That of a credential.</summary>
    public static CredentialAnswer Of(Credential one) =>
        new(one.Id, one.Kind, one.Name, one.Scope, one.Made, one.Expires, one.LastUsed, one.Revoked);
}

/// <summary>What signs the caller in.</summary>
/// <param name="Tokens">Tokens, devices and sessions, the first one first, those that were revoked or have expired too.</param>
public sealed record TokensAnswer(IReadOnlyList<CredentialAnswer> Tokens);

/// <summary>A token to be made.</summary>
/// <param name="Name">What it is for, such as "nightly export".</param>
/// <param name="Scope">read, or read-and-decide; without it read.</param>
/// <param name="Days">For how many days it signs in, at most 365; without it 90.</param>
public sealed record TokenRequest(string Name, TokenScope Scope = TokenScope.Read, int? Days = null);

/// <summary>A token that was made.</summary>
/// <param name="Token">The token. It is shown this once: whoever has it is taken for its owner.</param>
/// <param name="By">What it is, without its secret.</param>
public sealed record TokenMade(string Token, CredentialAnswer By);

/// <summary>A token that an address names.</summary>
internal sealed record OfToken
{
    [Step("The id of a token, as /api/tokens gives it.", "0191f0a4-5f2a-7c6e-9d57-0d8f6a1f2b3c")]
    public required string Id { get; init; }
}

/// <summary>Who is signed in, and what signs them in.</summary>
internal static class SignedInEndpoints
{
    public static void Map(IEndpointRouteBuilder api)
    {
        var own = api.MapGroup("")
            .WithTags("Signed in")
            .RequireAuthorization(WhoMayAsk.SignedIn)
            .WithMetadata(new AnswersInJson())
            .WithMetadata(Descriptions.Problems(400, 401, 406, 500, 503));
        own.MapGet("/signed-in", GetAsync).WithName("GetSignedIn").Produces<SignedInAnswer>();
        own.MapGet("/tokens", ListAsync).WithName("ListTokens").Produces<TokensAnswer>();
        own.MapPost("/tokens", AddAsync)
            .WithName("AddToken")
            .Accepts<TokenRequest>(MediaTypeNames.Application.Json)
            .Produces<TokenMade>(StatusCodes.Status201Created)
            .WithMetadata(new ExampleOf(typeof(TokenRequest), new TokenRequest("Nightly export", Days: 30)))
            .WithMetadata(Descriptions.Problems(403, 413, 415));
        own.MapDelete("/tokens/{id}", RevokeAsync)
            .WithName("RevokeToken")
            .Produces(StatusCodes.Status204NoContent)
            .WithMetadata(Descriptions.Problems(403, 404));
    }

    /// <summary>Who is signed in, and what they may.</summary>
    public static async Task<Reply<SignedInAnswer>> GetAsync(HttpContext context, Accounts accounts)
    {
        var who = context.SignedIn()!;
        var account = await accounts.FindAsync(who.Subject, context.RequestAborted);
        return new(
            new(
                who.Subject,
                who.Name,
                [
                    .. account!
                        .Grants.Select(GrantAnswer.Of)
                        .Where(grant => grant.State is GrantState.InForce or GrantState.WaitsForApproval),
                ],
                CredentialAnswer.Of(who.By)
            )
        );
    }

    /// <summary>What signs the caller in: tokens, devices and sessions.</summary>
    public static async Task<Reply<TokensAnswer>> ListAsync(HttpContext context, Credentials credentials) =>
        new(
            new([
                .. (await credentials.OfAsync(context.SignedIn()!.Subject, context.RequestAborted))
                    .Where(one => one.Kind != CredentialKind.Link)
                    .Select(CredentialAnswer.Of),
            ])
        );

    /// <summary>A token is made for the caller. One that is made with a token ends no later than that.</summary>
    public static async Task<Reply<TokenMade>> AddAsync(HttpContext context, OwnTokens tokens)
    {
        var asked = StrictJson.Read<TokenRequest>(await JsonBody.ReadObjectAsync(context.Request));
        var (token, by) = await tokens.AddAsync(context, asked);
        return new(new(token, CredentialAnswer.Of(by)), StatusCodes.Status201Created)
        {
            Location = $"/api/tokens/{by.Id}",
        };
    }

    /// <summary>A token, device or session of the caller signs in no more, from now on; feeds and webhooks that were made with it end too.</summary>
    public static async Task<IResult> RevokeAsync([AsParameters] OfToken of, HttpContext context, OwnTokens tokens)
    {
        await tokens.RevokeAsync(context, of.Id);
        return Results.NoContent();
    }
}
