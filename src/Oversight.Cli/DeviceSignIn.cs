using System.Net.Http.Json;
using System.Text.Json;
using Spectre.Console;

namespace Oversight.Cli;

/// <summary>
/// Signs a command line in at a running Oversight as OAuth's device grant has it (RFC 8628): it shows a code, and waits until somebody who is
/// signed in with a browser has approved it.
/// </summary>
/// <param name="server">The Oversight.</param>
internal sealed class DeviceSignIn(Uri server)
{
    private const string GrantType = "urn:ietf:params:oauth:grant-type:device_code";

    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
    };

    /// <summary>The token that it gets.</summary>
    /// <exception cref="FailureException">It gets none: it was denied, nobody answered in time, or the server is none.</exception>
    public async Task<string> RunAsync(bool forReading, CancellationToken cancellation)
    {
        using var client = new HttpClient { BaseAddress = server, Timeout = TimeSpan.FromSeconds(30) };
        var device = await PostAsync<Device>(
            client,
            "/api/sign-in/device",
            new()
            {
                ["client_id"] = $"command line of {Environment.UserName} on {Environment.MachineName}",
                ["scope"] = forReading ? "read" : "",
            },
            cancellation
        );
        Terminal.Say($"Open {device.VerificationUri} where you are signed in, and approve the code {device.UserCode}.");
        Terminal.Say($"At once: {device.VerificationUriComplete}");
        if (!Terminal.ShowsProgress)
        {
            Terminal.Say("Waiting …");
            return await WaitAsync(client, device, cancellation);
        }

        return await Terminal
            .Error.Status()
            .StartAsync(
                $"Waiting for {device.UserCode} to be approved …",
                _ => WaitAsync(client, device, cancellation)
            );
    }

    private static async Task<string> WaitAsync(HttpClient client, Device device, CancellationToken cancellation)
    {
        var wait = TimeSpan.FromSeconds(device.Interval);
        while (true)
        {
            await Task.Delay(wait, cancellation);
            var answer = await PostAsync<Answer>(
                client,
                "/api/sign-in/token",
                new() { ["grant_type"] = GrantType, ["device_code"] = device.DeviceCode },
                cancellation
            );
            switch (answer)
            {
                case { AccessToken: { } token }:
                    return token;
                case { Error: "authorization_pending" }:
                    break;
                case { Error: "slow_down" }:
                    wait += TimeSpan.FromSeconds(5);
                    break;
                case { Error: "access_denied" }:
                    throw new FailureException(ExitCode.Refused, "it was denied: nobody is signed in here.");
                default:
                    throw new FailureException(
                        ExitCode.Refused,
                        "nobody approved the code in time: oversight login shows another."
                    );
            }
        }
    }

    // What is no success is an answer too: not yet, or never.
    private static async Task<T> PostAsync<T>(
        HttpClient client,
        string path,
        Dictionary<string, string> fields,
        CancellationToken cancellation
    )
    {
        try
        {
            using var content = new FormUrlEncodedContent(fields);
            using var response = await client.PostAsync(new Uri(path, UriKind.Relative), content, cancellation);
            return await response.Content.ReadFromJsonAsync<T>(Json, cancellation) ?? throw new JsonException("null");
        }
        catch (Exception e) when (e is HttpRequestException or JsonException or NotSupportedException)
        {
            throw new FailureException(
                ExitCode.CannotStart,
                $"{client.BaseAddress} does not answer as an Oversight does ({e.Message}).",
                e
            );
        }
    }

    private sealed record Device(
        string DeviceCode,
        string UserCode,
        string VerificationUri,
        string VerificationUriComplete,
        int Interval
    );

    private sealed record Answer(string? AccessToken, string? Error);
}
