using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Oversight.Web.SignIn;

namespace Oversight.Web.SignInPages;

/// <summary>Signs in with an OpenID Connect provider: the code flow with PKCE, and the framework's own handler for it.</summary>
internal static partial class OpenIdSignIn
{
    public const string SchemeName = "OpenId";

    /// <summary>Where the provider sends a browser back to.</summary>
    public const string BackPath = "/sign-in/openid/back";

    private const string Issuer = "issuer";

    /// <summary>Adds it, where a provider is configured.</summary>
    public static void Add(AuthenticationBuilder authentication, WebSettings web, OpenIdSettings settings)
    {
        authentication.Services.AddSingleton(settings);
        authentication.Services.AddSingleton<ClaimedGrants>();
        authentication.AddOpenIdConnect(
            SchemeName,
            options =>
            {
                options.SignInScheme = Sessions.SchemeName;
                options.Authority = settings.Authority;
                options.ClientId = settings.ClientId;
                options.ClientSecret = settings.ClientSecret;
                options.RequireHttpsMetadata = settings.Authority.StartsWith(
                    "https:",
                    StringComparison.OrdinalIgnoreCase
                );
                options.ResponseType = OpenIdConnectResponseType.Code;
                // A page of the provider's that posts to us would need cookies that every other page gets too.
                options.ResponseMode = OpenIdConnectResponseMode.Query;
                options.UsePkce = true;
                options.CallbackPath = BackPath;
                options.MapInboundClaims = false;
                options.GetClaimsFromUserInfoEndpoint = true;
                options.DisableTelemetry = true;
                options.Scope.Clear();
                foreach (var scope in settings.Scopes.Prepend("openid").Distinct(StringComparer.Ordinal))
                {
                    options.Scope.Add(scope);
                }

                foreach (var claim in settings.Grants.Select(grant => grant.Claim).Append(settings.Name).Distinct())
                {
                    options.ClaimActions.MapJsonKey(claim, claim);
                }

                options.RemoteAuthenticationTimeout = Cookies.ProviderLifetime;
                options.ProtocolValidator.NonceLifetime = Cookies.ProviderLifetime;
                Cookies.Secure(options.CorrelationCookie, web, Cookies.Provider);
                Cookies.Secure(options.NonceCookie, web, Cookies.Nonce);
                options.Events = new()
                {
                    OnRedirectToIdentityProvider = LeadBackToOurOwnAddress,
                    OnRedirectToIdentityProviderForSignOut = KeepAddress,
                    OnTokenValidated = context =>
                    {
                        context.Properties!.Items[Issuer] = context.SecurityToken.Issuer;
                        return Task.CompletedTask;
                    },
                    OnTicketReceived = BeginAsync,
                    OnRemoteFailure = FailAsync,
                };
            }
        );
    }

    public static void Map(IEndpointRouteBuilder routes)
    {
        if (routes.ServiceProvider.GetService<OpenIdSettings>() is not null)
        {
            // A link, not a form: what forms lead to is this server alone.
            routes
                .MapGet(
                    "/sign-in/openid",
                    (HttpContext context) =>
                        Results.Challenge(new() { RedirectUri = Forms.ThenOf(context) }, [SchemeName])
                )
                .AllowAnonymous()
                .RequireRateLimiting(RateLimits.SigningIn)
                .ExcludeFromDescription();
        }
    }

    /// <summary>Where the provider signs a browser out; null when it does not say, or there is none any more.</summary>
    public static async Task<string?> SignOutAddressAsync(HttpContext context)
    {
        if (context.RequestServices.GetService<OpenIdSettings>() is null)
        {
            return null;
        }

        try
        {
            await context.SignOutAsync(SchemeName);
        }
        catch (InvalidOperationException e)
        {
            // Signed out here all the same.
            LogNotSignedOut(LoggerOf(context), e.Message);
        }

        return context.Features.Get<LeavesBy>()?.Address;
    }

    // Never what the request says of its host.
    private static Task LeadBackToOurOwnAddress(RedirectContext context)
    {
        context.ProtocolMessage.RedirectUri = Own(context.HttpContext, BackPath);
        return Task.CompletedTask;
    }

    private static Task KeepAddress(RedirectContext context)
    {
        if (!string.IsNullOrEmpty(context.ProtocolMessage.IssuerAddress))
        {
            context.ProtocolMessage.ClientId = context.Options.ClientId;
            context.ProtocolMessage.PostLogoutRedirectUri = Own(context.HttpContext, "/sign-in");
            context.HttpContext.Features.Set(new LeavesBy(context.ProtocolMessage.CreateLogoutRequestUrl()));
        }

        context.HandleResponse();
        return Task.CompletedTask;
    }

    // Whom the provider means has an account here, with the rights that the claims give; the cookie gets a session, and none of the claims.
    private static async Task BeginAsync(TicketReceivedContext context)
    {
        var http = context.HttpContext;
        var claimed = http.RequestServices.GetRequiredService<ClaimedGrants>();
        var subject = await claimed.AccountOfAsync(
            context.Properties!.Items[Issuer]!,
            context.Principal!,
            http.RequestAborted
        );
        if (subject is null)
        {
            context.HandleResponse();
            await AnswerAsync(http, "Your account here was closed. Ask an administrator of Oversight.");
            return;
        }

        context.Principal = await http
            .RequestServices.GetRequiredService<Sessions>()
            .NewAsync(http, subject, SignedInWith.OpenId);
        context.Properties = new AuthenticationProperties();
    }

    private static Task FailAsync(RemoteFailureContext context)
    {
        LogFailed(LoggerOf(context.HttpContext), context.Failure?.GetType().Name ?? "", context.Failure?.Message ?? "");
        context.HandleResponse();
        return AnswerAsync(
            context.HttpContext,
            "Your organisation did not sign you in, or it took too long: try again. The log says more."
        );
    }

    private static Task AnswerAsync(HttpContext context, string failed) =>
        SignInPage.Answer(failed, name: "").ExecuteAsync(context);

    private static string Own(HttpContext context, string path) =>
        new Uri(context.RequestServices.GetRequiredService<KnownHosts>().OwnAddress(context), path).ToString();

    private static ILogger LoggerOf(HttpContext context) =>
        context.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(OpenIdSignIn));

    [LoggerMessage(LogLevel.Warning, "The OpenID Connect provider signed nobody in: {Kind}: {Reason}")]
    private static partial void LogFailed(ILogger logger, string kind, string reason);

    [LoggerMessage(LogLevel.Warning, "The OpenID Connect provider signed nobody out: {Reason}")]
    private static partial void LogNotSignedOut(ILogger logger, string reason);

    private sealed record LeavesBy(string Address);
}
