using Microsoft.Playwright;
using Oversight.Browser.Tests.Surroundings;
using Oversight.Record.People;

namespace Oversight.Browser.Tests;

/// <summary>Signing in leads to where one wanted to go, and a session that ends in the middle of something takes nothing with it.</summary>
public sealed class SessionsThatEnd(Stage stage) : Journey(stage)
{
    [Theory(Timeout = Limit)]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_question_that_was_asked_after_the_session_had_ended_is_answered_after_signing_in(
        bool withScript
    )
    {
        var name = $"Asks late {withScript}";
        Stage.Provider.Add(name, Site.Midlands);
        var person = await VisitorAsync(withScript);
        await person.GoAsync($"/organisations/{Site.Told}");
        await person.SignInWithProviderAsync(name);
        await person.SeesAsync(name);

        await Stage.Site.EndSessionsAsync(name);
        await person.FillAsync("On the day", "2024-12-01");
        await person.PressAsync("Show");
        // The provider knows them still, and asks nothing.
        await person.FollowAsync("Sign in with the provider");
        Assert.Contains("on=2024-12-01", person.Page.Url, StringComparison.Ordinal);
        await person.SeesAsync(Site.Secret);
    }

    [Theory(Timeout = Limit)]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_was_typed_before_the_session_had_ended_is_there_on_the_way_back_from_signing_in(
        bool withScript
    )
    {
        var (name, added) = ($"Types slowly {withScript}", $"Added late {withScript}");
        var person = await VisitorAsync(withScript);
        await person.GoAsync(await Stage.Site.LinkAsync(name, new Grant(Role.Administrator)));
        await person.GoAsync("/people");
        await person.FillAsync("Name", added);
        await Stage.Site.EndSessionsAsync(name);
        await person.PressAsync("Add, and make a link");
        await person.IsAtAsync("/sign-in");

        // Signed in again in another window, say, which has the same cookies.
        var window = await person.Page.Context.NewPageAsync();
        await window.GotoAsync(await Stage.Site.AnotherLinkAsync(name));
        await person.Page.GoBackAsync();
        await person.IsAtAsync("/people");
        await Assertions.Expect(person.Page.GetByLabel("Name", new() { Exact = true })).ToHaveValueAsync(added);
        await person.PressAsync("Add, and make a link");
        await person.SeesAsync(added);
    }

    [Fact(Timeout = Limit)]
    public async Task Nobody_is_led_to_another_site()
    {
        const string name = "Follows a bad link";
        Stage.Provider.Add(name, Site.Midlands);
        var person = await VisitorAsync();
        foreach (var then in (string[])["https://elsewhere.example/", "//elsewhere.example/", "/\\elsewhere.example/"])
        {
            await person.GoAsync($"/sign-in?then={Uri.EscapeDataString(then)}");
            await person.SignInWithProviderAsync(name);
            await person.IsAtAsync("/");
            await person.SeesAsync(name);
            await person.SignOutAsync();
        }
    }
}
