using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;
using Microsoft.Net.Http.Headers;
using Oversight.Desk.Problems;
using Oversight.Ledger.People;

namespace Oversight.Web.Http;

/// <summary>Marks an endpoint that writes nothing, though it is asked with a body.</summary>
internal sealed record OnlyReads;

/// <summary>
/// Who may ask anything at all: every address, an unknown one too, needs somebody who is signed in and has a right in force. Those few that
/// do not are marked with AllowAnonymous, or with <see cref="SignedIn"/>.
/// </summary>
internal static class WhoMayAsk
{
    /// <summary>The policy for who is signed in, with or without a right: who they are, and how they sign out.</summary>
    public const string SignedIn = "signed-in";

    /// <summary>Adds the policies, and what is answered to whom they refuse.</summary>
    public static void AddWhoMayAsk(this IServiceCollection services)
    {
        services.AddAuthorization(options =>
        {
            var signedIn = new AuthorizationPolicyBuilder()
                .RequireAuthenticatedUser()
                .AddRequirements(new ScopeAllows())
                .Build();
            options.AddPolicy(SignedIn, signedIn);
            options.DefaultPolicy = new AuthorizationPolicyBuilder(signedIn).AddRequirements(new HasRights()).Build();
            options.FallbackPolicy = options.DefaultPolicy;
        });
        services.AddSingleton<IAuthorizationMiddlewareResultHandler, AnswersWhoMayNot>();
    }

    private static bool Reads(HttpContext context) =>
        HttpMethods.IsGet(context.Request.Method)
        || context.GetEndpoint()?.Metadata.GetMetadata<OnlyReads>() is not null;

    /// <summary>A credential for reading alone changes nothing.</summary>
    private sealed class ScopeAllows : AuthorizationHandler<ScopeAllows>, IAuthorizationRequirement
    {
        protected override Task HandleRequirementAsync(AuthorizationHandlerContext context, ScopeAllows requirement) =>
            Answer(
                context,
                requirement,
                context.Resource is HttpContext http && (Reads(http) || http.SignedIn()?.By.Scope != TokenScope.Read),
                "Your token is for reading only: nothing is logged or changed with it. Make one for reading and deciding."
            );
    }

    private sealed class HasRights : AuthorizationHandler<HasRights>, IAuthorizationRequirement
    {
        protected override Task HandleRequirementAsync(AuthorizationHandlerContext context, HasRights requirement) =>
            Answer(
                context,
                requirement,
                context.Resource is HttpContext http && http.Grants().All.Count > 0,
                "You have no rights yet, or they have ended: ask an administrator of Oversight to give you some."
            );
    }

    private static Task Answer(
        AuthorizationHandlerContext context,
        IAuthorizationRequirement requirement,
        bool isMet,
        string otherwise
    )
    {
        // Of nobody it is said that nobody is signed in, and no more.
        if (isMet || context.User.Identity?.IsAuthenticated != true)
        {
            context.Succeed(requirement);
        }
        else
        {
            context.Fail(
                new AuthorizationFailureReason(
                    context.PendingRequirements.OfType<IAuthorizationHandler>().First(),
                    otherwise
                )
            );
        }

        return Task.CompletedTask;
    }

    // Programs are told what is wrong; people are sent to where they sign in, and back again.
    private sealed class AnswersWhoMayNot : IAuthorizationMiddlewareResultHandler
    {
        private const string Realm = "Bearer realm=\"oversight\"";

        public Task HandleAsync(
            RequestDelegate next,
            HttpContext context,
            AuthorizationPolicy policy,
            PolicyAuthorizationResult authorizeResult
        ) =>
            authorizeResult.Succeeded ? next(context)
            : authorizeResult.Challenged ? AskToSignInAsync(context)
            : ErrorAnswers.AnswerAsync(
                context,
                new Problem(
                    ProblemType.NotAllowed,
                    authorizeResult.AuthorizationFailure!.FailureReasons.Select(reason => reason.Message).First()
                )
            );

        private static Task AskToSignInAsync(HttpContext context)
        {
            var (request, headers) = (context.Request, context.Response.Headers);
            headers.CacheControl = "no-store";
            var byHeader = request.Headers.Authorization.Count > 0;
            if (!ErrorAnswers.AnswersInJson(request.Path) && !byHeader)
            {
                var then = HttpMethods.IsGet(request.Method)
                    ? QueryString.Create("then", request.PathBase + request.Path + request.QueryString)
                    : QueryString.Empty;
                context.Response.Redirect("/sign-in" + then);
                return Task.CompletedTask;
            }

            var failure = context.Features.Get<IAuthenticateResultFeature>()?.AuthenticateResult?.Failure;
            var detail =
                failure?.Message
                ?? (byHeader ? "Nobody holds the token that was sent." : "The request has no bearer token.");
            headers[HeaderNames.WWWAuthenticate] = byHeader
                ? $"{Realm}, error=\"invalid_token\", error_description=\"{detail}\""
                : Realm;
            return ErrorAnswers.AnswerAsync(
                context,
                new Problem(ProblemType.NotSignedIn, detail) { Field = HeaderNames.Authorization }
            );
        }
    }
}
