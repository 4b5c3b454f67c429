using Oversight.Browser.Tests.Surroundings;
using Oversight.Record.People;

namespace Oversight.Browser.Tests;

/// <summary>People whom Oversight itself signs in: by password, by passkey.</summary>
public sealed class LocalAccounts(Stage stage) : Journey(stage)
{
    private const string Password = "correct horse battery staple";

    [Theory(Timeout = Limit)]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Somebody_who_was_added_signs_in_with_their_own_password(bool withScript)
    {
        var name = $"Ada of {(withScript ? "scripts" : "none")}";
        var administrator = await VisitorAsync(withScript);
        await administrator.GoAsync(
            await Stage.Site.LinkAsync("Administrator", new Grant(Role.National), new Grant(Role.Administrator))
        );
        var link = await AddAsync(administrator, name);

        var person = await VisitorAsync(withScript);
        await person.GoAsync(link);
        await person.GoAsync("/signed-in/password");
        await person.FillAsync("Name to sign in with", name);
        await person.FillAsync("New password", Password);
        await person.PressAsync("Set password");
        await person.IsAtAsync("/signed-in");
        await person.SignOutAsync();
        await person.GoAsync("/sign-in");
        await person.SignInAsync(name, Password);
        await person.SeesAsync(name);
    }

    [Fact(Timeout = Limit)]
    public async Task Five_guesses_lock_a_name_and_put_nobody_out()
    {
        const string name = "Somebody guessed at";
        var person = await VisitorAsync();
        await person.GoAsync(await Stage.Site.LinkAsync(name));
        await person.GoAsync("/signed-in/password");
        await person.FillAsync("New password", Password);
        await person.PressAsync("Set password");
        await person.IsAtAsync("/signed-in");

        var guesser = await VisitorAsync(withScript: false);
        for (var guess = 0; guess < 5; guess++)
        {
            await guesser.GoAsync("/sign-in");
            await guesser.SignInAsync(name, $"guess number {guess}");
            await guesser.SeesAsync("do not sign in");
        }

        await guesser.GoAsync("/sign-in");
        await guesser.SignInAsync(name, Password);
        await guesser.SeesAsync("Not signed in");
        // Whoever is in stays in.
        Assert.Equal(200, await person.GoAsync("/signed-in"));
        await person.SeesAsync(name);
    }

    [Fact(Timeout = Limit)]
    public async Task A_passkey_that_was_added_signs_in()
    {
        var person = await VisitorAsync();
        await person.HasPasskeysAsync();
        await person.GoAsync(await Stage.Site.LinkAsync("Passkey's holder", new Grant(Role.National)));
        await person.GoAsync("/signed-in/passkeys");
        await person.FillAsync("What to call it", "My telephone");
        await person.PressAsync("Add a passkey");
        await person.SeesAsync("My telephone");

        await person.SignOutAsync();
        await person.GoAsync("/sign-in?then=/deadlines");
        await person.PressAsync("Sign in with a passkey");
        await person.IsAtAsync("/deadlines");
        await person.SeesAsync("Passkey's holder");

        await person.GoAsync("/signed-in/passkeys");
        await person.PressAsync("Remove My telephone");
        await person.SeesAsync("You have none");
        await person.SignOutAsync();
        await person.GoAsync("/sign-in");
        await person.PressAsync("Sign in with a passkey");
        await person.SeesAsync("Not signed in");
    }

    [Fact(Timeout = Limit)]
    public async Task The_keyboard_alone_signs_in_and_out()
    {
        const string name = "Somebody without a mouse";
        var person = await VisitorAsync();
        await person.GoAsync(await Stage.Site.LinkAsync(name, new Grant(Role.National)));
        await person.GoAsync("/signed-in/password");
        await person.TabToAsync("password");
        await person.Page.Keyboard.TypeAsync(Password);
        await person.Page.Keyboard.PressAsync("Enter");
        await person.IsAtAsync("/signed-in");
        await person.TabToAsync("Sign out");
        await person.Page.Keyboard.PressAsync("Enter");
        await person.IsAtAsync("/sign-out");
        await person.TabToAsync("Sign out");
        await person.Page.Keyboard.PressAsync("Enter");
        await person.IsAtAsync("/sign-in");
        await person.TabToAsync("name");
        await person.Page.Keyboard.TypeAsync(name);
        await person.TabToAsync("password");
        await person.Page.Keyboard.TypeAsync(Password);
        await person.Page.Keyboard.PressAsync("Enter");
        await person.IsAtAsync("/");
        await person.SeesAsync(name);
    }

    private static async Task<string> AddAsync(Visitor administrator, string name)
    {
        await administrator.GoAsync("/people");
        await administrator.FillAsync("Name", name);
        await administrator.PressAsync("Add, and make a link");
        return await administrator.Page.Locator(".secret code").InnerTextAsync();
    }
}
