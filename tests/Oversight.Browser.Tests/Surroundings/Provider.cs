using System.Collections.Concurrent;
using System.Net;
using System.Security.Claims;
using System.Security.Cryptography;
using Microsoft.AspNetCore;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.Tokens;
using OpenIddict.Abstractions;
using OpenIddict.Server.AspNetCore;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace Oversight.Browser.Tests.Surroundings;

/// <summary>
/// A real OpenID Connect provider (OpenIddict's server) on loopback, as another organisation runs one: its own people, its own page to sign
/// in, its own cookie. It knows one client, and takes codes with proof keys (PKCE) only.
/// </summary>
public sealed class Provider : IAsyncDisposable
{
    public const string ClientId = "oversight";
    public const string ClientSecret = "known to Oversight and to the provider";

    private readonly WebApplication application;
    private readonly ConcurrentDictionary<string, Known> people = new(StringComparer.Ordinal);

    private Provider()
    {
        // 127.0.0.1, where the site is localhost: to a browser those are two sites, with cookies of their own.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        builder.Services.AddRouting();
        builder.Services.AddLogging(logging => logging.ClearProviders());
        builder.Services.AddDataProtection().UseEphemeralDataProtectionProvider();
        builder
            .Services.AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme)
            .AddCookie(cookie =>
            {
                cookie.Cookie.Name = "provider";
                cookie.LoginPath = "/login";
            });
        builder.Services.AddOpenIddict().AddServer(Configure);
        application = builder.Build();
        application.UseRouting();
        application.UseAuthentication();
        application.MapGet("/login", (HttpContext context) => LoginPage(context, wrong: false));
        application.MapPost("/login", (Delegate)SignInAsync);
        application.MapMethods("/authorize", [HttpMethods.Get, HttpMethods.Post], (Delegate)AuthorizeAsync);
        application.MapMethods("/end-session", [HttpMethods.Get, HttpMethods.Post], (Delegate)EndSessionAsync);
    }

    /// <summary>Where it is: the issuer.</summary>
    public Uri Address => new(application.Urls.Single());

    /// <summary>The client's addresses that it sends people back to.</summary>
    public ConcurrentBag<Uri> MayReturnTo { get; } = [];

    public static async Task<Provider> StartAsync()
    {
        var provider = new Provider();
        await provider.application.StartAsync();
        return provider;
    }

    /// <summary>Somebody with an account there; their password is their name.</summary>
    public void Add(string name, params string[] groups) => people[name] = new(Guid.NewGuid(), groups);

    /// <summary>From their next sign-in on.</summary>
    public void ChangeGroups(string name, params string[] groups) =>
        people[name] = people[name] with { Groups = groups };

    public ValueTask DisposeAsync() => application.DisposeAsync();

    private void Configure(OpenIddictServerBuilder server)
    {
        server
            .SetAuthorizationEndpointUris("authorize")
            .SetTokenEndpointUris("token")
            .SetEndSessionEndpointUris("end-session")
            .AllowAuthorizationCodeFlow()
            .RequireProofKeyForCodeExchange()
            .RegisterScopes(Scopes.OpenId, Scopes.Profile, "groups")
            .RegisterClaims(Claims.Name, "groups")
            .AddEncryptionKey(new SymmetricSecurityKey(RandomNumberGenerator.GetBytes(32)))
            .AddEphemeralSigningKey(SecurityAlgorithms.EcdsaSha256)
            // No store: the one client is known below, and tokens carry what they say.
            .EnableDegradedMode();
        server
            .UseAspNetCore()
            .EnableAuthorizationEndpointPassthrough()
            .EnableEndSessionEndpointPassthrough()
            .DisableTransportSecurityRequirement();
        server.AddEventHandler<ValidateAuthorizationRequestContext>(handler =>
            handler.UseInlineHandler(asked =>
            {
                if (asked.ClientId != ClientId)
                {
                    asked.Reject(Errors.InvalidClient, "No such client.");
                }
                else if (!IsTheClients(asked.RedirectUri))
                {
                    asked.Reject(Errors.InvalidRequest, "The redirect_uri is not the client's.");
                }

                return default;
            })
        );
        server.AddEventHandler<ValidateTokenRequestContext>(handler =>
            handler.UseInlineHandler(asked =>
            {
                if (asked.ClientId != ClientId || asked.ClientSecret != ClientSecret)
                {
                    asked.Reject(Errors.InvalidClient, "The client is not known, or its secret is wrong.");
                }

                return default;
            })
        );
        server.AddEventHandler<ValidateEndSessionRequestContext>(handler =>
            handler.UseInlineHandler(asked =>
            {
                if (asked.PostLogoutRedirectUri is { } uri && !IsTheClients(uri))
                {
                    asked.Reject(Errors.InvalidRequest, "The post_logout_redirect_uri is not the client's.");
                }

                return default;
            })
        );
    }

    private bool IsTheClients(string? address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var uri)
        && MayReturnTo.Any(own => own.GetLeftPart(UriPartial.Authority) == uri.GetLeftPart(UriPartial.Authority));

    private static IResult LoginPage(HttpContext context, bool wrong) =>
        Results.Text(
            $"""
            <!doctype html>
            <html lang="en">
            <title>Sign in to the provider</title>
            <h1>The provider</h1>
            {(wrong ? "<p role=alert>That is not right.</p>" : "")}
            <form method="post" action="/login{WebUtility.HtmlEncode(context.Request.QueryString.Value)}">
            <label>Name <input name="name" autocomplete="username"></label>
            <label>Password <input name="password" type="password" autocomplete="current-password"></label>
            <button>Sign in</button>
            </form>
            </html>
            """,
            "text/html"
        );

    private async Task<IResult> SignInAsync(HttpContext context)
    {
        var form = await context.Request.ReadFormAsync();
        var (name, password) = (form["name"].ToString(), form["password"].ToString());
        if (!people.ContainsKey(name) || password != name)
        {
            return LoginPage(context, wrong: true);
        }

        var identity = new ClaimsIdentity([new Claim(ClaimTypes.Name, name)], "password");
        await context.SignInAsync(new ClaimsPrincipal(identity));
        return Results.LocalRedirect(context.Request.Query["ReturnUrl"].ToString());
    }

    private async Task<IResult> AuthorizeAsync(HttpContext context)
    {
        var signedIn = await context.AuthenticateAsync(CookieAuthenticationDefaults.AuthenticationScheme);
        if (signedIn.Principal?.Identity?.Name is not { } name)
        {
            return Results.Challenge(authenticationSchemes: [CookieAuthenticationDefaults.AuthenticationScheme]);
        }

        var known = people[name];
        var identity = new ClaimsIdentity(OpenIddictServerAspNetCoreDefaults.AuthenticationScheme)
            .SetClaim(Claims.Subject, known.Id.ToString())
            .SetClaim(Claims.Name, name)
            .SetClaims("groups", [.. known.Groups])
            .SetScopes(context.GetOpenIddictServerRequest()!.GetScopes())
            .SetDestinations(_ => [Destinations.IdentityToken, Destinations.AccessToken]);
        return Results.SignIn(
            new ClaimsPrincipal(identity),
            authenticationScheme: OpenIddictServerAspNetCoreDefaults.AuthenticationScheme
        );
    }

    private static async Task<IResult> EndSessionAsync(HttpContext context)
    {
        await context.SignOutAsync(CookieAuthenticationDefaults.AuthenticationScheme);
        return Results.SignOut(
            new AuthenticationProperties { RedirectUri = "/login" },
            [OpenIddictServerAspNetCoreDefaults.AuthenticationScheme]
        );
    }

    private sealed record Known(Guid Id, IReadOnlyList<string> Groups);
}
