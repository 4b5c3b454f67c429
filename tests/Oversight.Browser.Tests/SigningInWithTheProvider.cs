using Oversight.Browser.Tests.Surroundings;

namespace Oversight.Browser.Tests;

/// <summary>People whom their organisation signs in, by OpenID Connect: what its groups say is what they may.</summary>
public sealed class SigningInWithTheProvider(Stage stage) : Journey(stage)
{
    private const string Page = $"/organisations/{Site.Told}";

    [Theory(Timeout = Limit)]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_team_of_a_region_is_led_back_to_what_it_wanted_and_sees_all_of_it(bool withScript)
    {
        var name = $"Mona {withScript}";
        Stage.Provider.Add(name, Site.Midlands, "everybody");
        var team = await VisitorAsync(withScript);
        await team.GoAsync(Page);
        await team.SignInWithProviderAsync(name);
        await team.IsAtAsync(Page);
        await team.SeesAsync(name);
        await team.SeesAsync(Site.Open);
        await team.SeesAsync(Site.Secret);
    }

    [Theory(Timeout = Limit)]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Who_leads_for_an_organisation_sees_what_it_was_told_until_their_groups_say_otherwise(
        bool withScript
    )
    {
        var name = $"Lea {withScript}";
        Stage.Provider.Add(name, Site.Leads);
        var lead = await VisitorAsync(withScript);
        await lead.GoAsync(Page);
        await lead.SignInWithProviderAsync(name);
        await lead.IsAtAsync(Page);
        await lead.SeesAsync(Site.Open);
        await lead.SeesNoAsync(Site.Secret);

        // Signed out at the provider too: it asks for the password again each time.
        Stage.Provider.ChangeGroups(name, Site.Midlands);
        await lead.SignOutAsync();
        await lead.GoAsync(Page);
        await lead.SignInWithProviderAsync(name);
        await lead.SeesAsync(Site.Secret);

        Stage.Provider.ChangeGroups(name, "everybody");
        await lead.SignOutAsync();
        await lead.GoAsync(Page);
        await lead.SignInWithProviderAsync(name);
        await lead.SeesAsync("You have no rights yet");
        await lead.SeesNoAsync(Site.Open);
    }
}
