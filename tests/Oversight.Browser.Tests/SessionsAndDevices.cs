using System.Text.Json;
using Oversight.Browser.Tests.Surroundings;
using Oversight.Record.People;

namespace Oversight.Browser.Tests;

/// <summary>What signs somebody in besides: other browsers, and devices.</summary>
public sealed class SessionsAndDevices(Stage stage) : Journey(stage)
{
    [Theory(Timeout = Limit)]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_device_is_signed_in_by_whoever_approves_its_code(bool withScript)
    {
        var name = $"Owner of devices {withScript}";
        using var client = new HttpClient { BaseAddress = Stage.Site.Address };
        var asked = await AskAsync(client, "device", ("client_id", "the command line"));

        var owner = await VisitorAsync(withScript);
        await owner.GoAsync(await Stage.Site.LinkAsync(name, new Grant(Role.National)));
        await owner.GoAsync("/sign-in/device");
        await owner.FillAsync("The code that the device shows", asked.GetProperty("user_code").GetString()!);
        await owner.PressAsync("Go on");
        await owner.SeesAsync($"the command line asks to sign in as you, {name}");
        await owner.PressAsync("Approve");
        await owner.SeesAsync("The device is signed in as you");

        var answered = await AskAsync(
            client,
            "token",
            ("grant_type", "urn:ietf:params:oauth:grant-type:device_code"),
            ("device_code", asked.GetProperty("device_code").GetString()!)
        );
        client.DefaultRequestHeaders.Authorization = new("Bearer", answered.GetProperty("access_token").GetString());
        Assert.Contains(name, await client.GetStringAsync("/api/signed-in"), StringComparison.Ordinal);
        await owner.GoAsync("/signed-in");
        await owner.SeesAsync("the command line");
    }

    [Theory(Timeout = Limit)]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_session_that_was_ended_elsewhere_is_out_at_the_next_click(bool withScript)
    {
        var name = $"Owner of sessions {withScript}";
        var here = await VisitorAsync(withScript);
        await here.GoAsync(await Stage.Site.LinkAsync(name, new Grant(Role.National)));
        var there = await VisitorAsync(withScript);
        await there.GoAsync(await Stage.Site.AnotherLinkAsync(name));
        await there.SeesAsync(name);

        await here.GoAsync("/signed-in");
        await here.PressAsync("End all other sessions");
        await there.FollowAsync("Deadlines");
        await there.IsAtAsync("/sign-in?then=%2Fdeadlines");
        Assert.Equal(200, await here.GoAsync("/deadlines"));
        await here.SeesAsync(name);
    }

    [Fact(Timeout = Limit)]
    public async Task Somebody_without_rights_is_told_so_and_whom_to_ask()
    {
        var newcomer = await VisitorAsync();
        await newcomer.GoAsync(await Stage.Site.LinkAsync("Nobody yet"));
        Assert.Equal(403, await newcomer.GoAsync("/"));
        await newcomer.SeesAsync("You have no rights yet");
        await newcomer.EverybodyCanUseItAsync();
        Assert.Equal(200, await newcomer.GoAsync("/signed-in"));
    }

    private static async Task<JsonElement> AskAsync(
        HttpClient client,
        string what,
        params (string Name, string Value)[] fields
    )
    {
        using var form = new FormUrlEncodedContent(fields.ToDictionary(field => field.Name, field => field.Value));
        using var answer = await client.PostAsync($"/api/sign-in/{what}", form);
        return JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement;
    }
}
