using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http.HttpResults;
using Oversight.Ledger.People;
using Oversight.Web.Http;
using Oversight.Web.SignIn;

namespace Oversight.Web.SignInPages;

/// <summary>What a device is told that asks to be signed in (RFC 8628, 3.2).</summary>
internal sealed record DeviceAuthorization(
    [property: JsonPropertyName("device_code")] string DeviceCode,
    [property: JsonPropertyName("user_code")] string UserCode,
    [property: JsonPropertyName("verification_uri")] string VerificationUri,
    [property: JsonPropertyName("verification_uri_complete")] string VerificationUriComplete,
    [property: JsonPropertyName("expires_in")] int ExpiresIn,
    [property: JsonPropertyName("interval")] int Interval
);

/// <summary>The token that a device gets (RFC 6749, 5.1).</summary>
internal sealed record DeviceToken(
    [property: JsonPropertyName("access_token")] string AccessToken,
    [property: JsonPropertyName("token_type")] string TokenType,
    [property: JsonPropertyName("expires_in")] int ExpiresIn
);

/// <summary>Why it gets none, or not yet (RFC 8628, 3.5).</summary>
internal sealed record DeviceError([property: JsonPropertyName("error")] string Error);

/// <summary>
/// Devices that somebody lets sign in by a code, as OAuth's device grant has it (RFC 8628): what the device asks, and the answer of whoever
/// is signed in.
/// </summary>
internal static class DeviceEndpoints
{
    private const string GrantType = "urn:ietf:params:oauth:grant-type:device_code";
    private const string Page = "/sign-in/device";
    private const int LongestName = 100;

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes
            .MapPost("/api/sign-in/device", BeginAsync)
            .AllowAnonymous()
            .DisableAntiforgery()
            .RequireRateLimiting(RateLimits.SigningIn)
            .ExcludeFromDescription();
        routes.MapPost("/api/sign-in/token", PollAsync).AllowAnonymous().DisableAntiforgery().ExcludeFromDescription();
        routes
            .MapForms()
            .MapPost(Page, AnswerAsync)
            .RequireAuthorization(WhoMayAsk.SignedIn)
            .RequireRateLimiting(RateLimits.SigningIn);
    }

    /// <summary>A device asks: client_id says what it is, scope may be read.</summary>
    private static async Task<IResult> BeginAsync(HttpContext context, DeviceCodes codes, KnownHosts hosts)
    {
        context.Response.Headers.CacheControl = "no-store";
        var (name, scope) = (await FieldAsync(context, "client_id"), await FieldAsync(context, "scope"));
        if (name.Length is 0 or > LongestName || name.Any(char.IsControl))
        {
            return Error("invalid_request");
        }

        if (scope is not ("" or "read"))
        {
            return Error("invalid_scope");
        }

        var code = Secret.New();
        var device = await codes.BeginAsync(
            Secret.HashOf(code),
            name,
            scope == "read" ? TokenScope.Read : TokenScope.ReadAndDecide,
            context.RequestAborted
        );
        var page = new Uri(hosts.OwnAddress(context), Page);
        return Results.Json(
            new DeviceAuthorization(
                code,
                device.UserCode,
                page.ToString(),
                $"{page}?code={device.UserCode}",
                (int)DeviceCodes.Lifetime.TotalSeconds,
                (int)DeviceCodes.Interval.TotalSeconds
            )
        );
    }

    /// <summary>It asks whether somebody has answered.</summary>
    private static async Task<IResult> PollAsync(HttpContext context, DeviceCodes codes)
    {
        context.Response.Headers.CacheControl = "no-store";
        if (await FieldAsync(context, "grant_type") != GrantType)
        {
            return Error("unsupported_grant_type");
        }

        var token = Secret.New(Secret.TokenPrefix);
        var answer = await codes.PollAsync(
            Secret.HashOf(await FieldAsync(context, "device_code")),
            Secret.HashOf(token),
            Credentials.UsualLifetime,
            context.RequestAborted
        );
        return answer switch
        {
            DeviceAnswer.SignedIn => Results.Json(
                new DeviceToken(token, "Bearer", (int)Credentials.UsualLifetime.TotalSeconds)
            ),
            DeviceAnswer.Pending => Error("authorization_pending"),
            DeviceAnswer.SlowDown => Error("slow_down"),
            DeviceAnswer.Denied => Error("access_denied"),
            _ => Error("expired_token"),
        };
    }

    private static async Task<IResult> AnswerAsync(HttpContext context, DeviceCodes codes)
    {
        var approves = context.Sent("answer") == "approve";
        var code = context.Sent("code");
        var answered = approves
            ? await codes.ApproveAsync(code, context.SignedIn()!.Subject, context.RequestAborted)
            : await codes.DenyAsync(code, context.RequestAborted);
        var says =
            !answered ? "No device waits with that code any more."
            : approves
                ? "The device is signed in as you. It is listed among what signs you in, where you can revoke it."
            : "The device was not signed in.";
        return new RazorComponentResult<DevicePage>(new { Says = says });
    }

    private static async Task<string> FieldAsync(HttpContext context, string name) =>
        context.Request.HasFormContentType
            ? (await context.Request.ReadFormAsync(context.RequestAborted))[name].ToString()
            : "";

    private static IResult Error(string error) =>
        Results.Json(new DeviceError(error), statusCode: StatusCodes.Status400BadRequest);
}
