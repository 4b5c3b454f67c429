using System.Buffers.Text;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.WebUtilities;
using Oversight.Browser.Tests.Surroundings;

namespace Oversight.Browser.Tests;

/// <summary>That the provider is as strict as a real one: else what is shown with it would show nothing.</summary>
public sealed class ProviderTests : IAsyncLifetime
{
    private const string Verifier = "a verifier of forty-three characters or more";
    private static readonly Uri Returning = new("http://localhost:1/signed-in-by-provider");

    private HttpClient client = null!;
    private Provider provider = null!;

    public async ValueTask InitializeAsync()
    {
        provider = await Provider.StartAsync();
        provider.MayReturnTo.Add(Returning);
        provider.Add("Ada", "leads");
        client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = provider.Address };
    }

    public async ValueTask DisposeAsync()
    {
        client.Dispose();
        await provider.DisposeAsync();
    }

    [Fact(Timeout = Journey.Limit)]
    public async Task It_refuses_whoever_asks_without_a_proof_key()
    {
        using var refused = await client.GetAsync(Authorize(challenge: null));
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        Assert.Contains("code_challenge", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact(Timeout = Journey.Limit)]
    public async Task It_sends_nobody_to_an_address_that_is_not_the_clients()
    {
        using var refused = await client.GetAsync(Authorize(Challenge(), returning: new("http://localhost:2/")));
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
    }

    [Fact(Timeout = Journey.Limit)]
    public async Task It_gives_who_signs_in_for_the_code_and_the_key_together()
    {
        var code = await CodeAsync();
        Assert.Contains("invalid_grant", await RedeemAsync(code, "another verifier of forty-three characters or more"));
        Assert.Contains("invalid_client", await RedeemAsync(code, Verifier, secret: "guessed"));

        var told = JsonDocument.Parse(await RedeemAsync(code, Verifier)).RootElement.GetProperty("id_token");
        var claims = JsonDocument.Parse(Base64Url.DecodeFromChars(told.GetString()!.Split('.')[1])).RootElement;
        Assert.Equal("Ada", claims.GetProperty("name").GetString());
        Assert.Contains("leads", claims.GetProperty("groups").ToString(), StringComparison.Ordinal);
    }

    private static string Challenge() => Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(Verifier)));

    private static string Authorize(string? challenge, Uri? returning = null) =>
        QueryHelpers.AddQueryString(
            "/authorize",
            new Dictionary<string, string?>
            {
                ["client_id"] = Provider.ClientId,
                ["redirect_uri"] = (returning ?? Returning).ToString(),
                ["response_type"] = "code",
                ["scope"] = "openid groups",
                ["nonce"] = "once",
                ["code_challenge"] = challenge,
                ["code_challenge_method"] = challenge is null ? null : "S256",
            }
        );

    private async Task<string> CodeAsync()
    {
        using var asked = await client.GetAsync(Authorize(Challenge()));
        using var form = new FormUrlEncodedContent([new("name", "Ada"), new("password", "Ada")]);
        using var signedIn = await client.PostAsync(asked.Headers.Location, form);
        using var returned = await client.GetAsync(signedIn.Headers.Location);
        return QueryHelpers.ParseQuery(returned.Headers.Location!.Query)["code"].ToString();
    }

    private async Task<string> RedeemAsync(string code, string verifier, string secret = Provider.ClientSecret)
    {
        using var form = new FormUrlEncodedContent([
            new("grant_type", "authorization_code"),
            new("client_id", Provider.ClientId),
            new("client_secret", secret),
            new("code", code),
            new("redirect_uri", Returning.ToString()),
            new("code_verifier", verifier),
        ]);
        using var answer = await client.PostAsync("/token", form);
        return await answer.Content.ReadAsStringAsync();
    }
}
