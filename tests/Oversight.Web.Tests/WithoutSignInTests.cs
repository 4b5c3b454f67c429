using System.Net;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;

namespace Oversight.Web.Tests;

/// <summary>Who is not signed in: what they reach, and what they are told of everything else.</summary>
public sealed partial class WithoutSignInTests(ScenarioHost host) : IClassFixture<ScenarioHost>
{
    /// <summary>What answers everybody: who watches the process, who signs in, help, style, scripts and icon, and calendars by the secret in their address.</summary>
    private static readonly string[] Open =
    [
        "GET /accessibility",
        "GET /accessible-autocomplete.js",
        "GET /assets/images/nhsuk-icon-arrow-down.svg",
        "GET /assets/images/nhsuk-icon-arrow-up-down.svg",
        "GET /assets/images/nhsuk-icon-arrow-up.svg",
        "GET /assets/images/nhsuk-icon-cross.svg",
        "GET /calendars/{secret}.ics",
        "GET /contact",
        "GET /cookies",
        "GET /favicon.svg",
        "GET /health/live",
        "GET /health/ready",
        "GET /help",
        "GET /help/glossary",
        "GET /help/words",
        "GET /nhsuk-frontend.js",
        "GET /oversight.css",
        "GET /oversight.js",
        "GET /passkeys.js",
        "GET /privacy",
        "GET /sign-in",
        "GET /sign-in/link/{code}",
        "GET /sign-out",
        "GET /steps.js",
        "POST /api/sign-in/device",
        "POST /api/sign-in/token",
        "POST /sign-in",
        "POST /sign-in/passkey",
        "POST /sign-in/passkey/options",
        "POST /sign-out",
    ];

    private IEnumerable<RouteEndpoint> Endpoints =>
        host.Host.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>();

    [Fact]
    public void So_much_is_open_to_everybody_and_no_more()
    {
        var open = Endpoints
            .Where(endpoint => endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null)
            .SelectMany(endpoint => MethodsOf(endpoint).Select(method => $"{method} {PathOf(endpoint)}"));

        Assert.Equal(Open, open.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Every_other_address_answers_401_or_leads_to_signing_in()
    {
        using var client = host.Host.Server.CreateClient();
        var asked = 0;
        foreach (
            var (method, path) in Endpoints
                .Where(endpoint => endpoint.Metadata.GetMetadata<IAllowAnonymous>() is null)
                .SelectMany(endpoint => MethodsOf(endpoint).Select(method => (method, Path: PathOf(endpoint))))
                .Append(("GET", "/api/docs/index.html"))
                .Append(("GET", "/api/docs/swagger-ui-bundle.js"))
                .Append(("GET", "/nowhere"))
                .Append(("GET", "/api/nowhere"))
                .Append(("DELETE", "/api/organisations"))
        )
        {
            using var request = new HttpRequestMessage(HttpMethod.Parse(method), Step().Replace(path, "QOC"));
            using var answer = await client.SendAsync(request);
            asked++;
            if (
                path.StartsWith("/api", StringComparison.Ordinal)
                    && !path.StartsWith("/api/docs", StringComparison.Ordinal)
                || path.StartsWith("/openapi", StringComparison.Ordinal)
            )
            {
                Assert.True(answer.StatusCode == HttpStatusCode.Unauthorized, $"{method} {path}: {answer.StatusCode}");
                Assert.StartsWith("Bearer", answer.Headers.WwwAuthenticate.ToString(), StringComparison.Ordinal);
            }
            else
            {
                Assert.True(answer.StatusCode == HttpStatusCode.Redirect, $"{method} {path}: {answer.StatusCode}");
                Assert.StartsWith("/sign-in", answer.Headers.Location!.ToString(), StringComparison.Ordinal);
            }
        }

        Assert.True(asked > 150, $"{asked}");
    }

    [Fact]
    public async Task Who_signs_in_comes_back_to_where_they_wanted_to_go()
    {
        using var client = host.Host.Server.CreateClient();

        var answer = await client.GetAsync("/organisations/QOC?on=2024-03-31&known=2024-04-01T00:00:00%2B01:00");

        Assert.Equal(
            "/sign-in?then=%2Forganisations%2FQOC%3Fon%3D2024-03-31%26known%3D2024-04-01T00%3A00%3A00%252B01%3A00",
            answer.Headers.Location!.OriginalString
        );
        Assert.Equal("no-store", answer.Headers.CacheControl?.ToString());
    }

    [Theory]
    [InlineData("/organisations/QOC")]
    [InlineData("/api/organisations/QOC")]
    public async Task A_token_that_nobody_holds_is_refused_on_pages_too(string path)
    {
        using var client = host.Host.Server.CreateClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, path)
        {
            Headers = { Authorization = new("Bearer", "x") },
        };

        using var answer = await client.SendAsync(request);

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Contains("invalid_token", answer.Headers.WwwAuthenticate.ToString(), StringComparison.Ordinal);
    }

    private static IEnumerable<string> MethodsOf(RouteEndpoint endpoint) =>
        endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? ["GET"];

    private static string PathOf(RouteEndpoint endpoint) => "/" + endpoint.RoutePattern.RawText!.TrimStart('/');

    [GeneratedRegex(@"\{[^}]+\}")]
    private static partial Regex Step();
}
