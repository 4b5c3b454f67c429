using System.Net;
using Oversight.Browser.Tests.Surroundings;
using Oversight.Record.People;

namespace Oversight.Browser.Tests;

/// <summary>The link that the first start prints, and those that administrators make.</summary>
public sealed class SigningInByLink(Stage stage) : Journey(stage)
{
    [Theory(Timeout = Limit)]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_newcomer_sees_the_national_picture_at_one_click_and_the_link_is_used_up(bool withScript)
    {
        var link = await Stage.Site.LinkAsync("Newcomer", new Grant(Role.National), new Grant(Role.Administrator));
        var newcomer = await VisitorAsync(withScript);
        Assert.Equal(200, await newcomer.GoAsync(link));
        await newcomer.IsAtAsync("/");
        await newcomer.SeesAsync("National picture");
        await newcomer.SeesAsync("Newcomer");

        var finder = await VisitorAsync(withScript);
        Assert.Equal(410, await finder.GoAsync(link));
        await finder.SeesAsync("This link was used on ");
        Assert.Equal(200, await finder.GoAsync("/"));
        await finder.IsAtAsync("/sign-in?then=%2F");
    }
}
