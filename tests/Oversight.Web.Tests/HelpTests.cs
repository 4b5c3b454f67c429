using System.Net;
using Oversight.Web.Tests.SignIn;

namespace Oversight.Web.Tests;

/// <summary>Help and what is told of Oversight itself, and pages that say what went wrong.</summary>
public sealed class HelpTests(SignInSite site) : IClassFixture<SignInSite>
{
    [Fact]
    public async Task Every_cookie_that_is_set_is_on_the_page_about_them()
    {
        var (_, browser) = await site.WithPasswordAsync("cora", "three words and more");
        await browser.GetAsync("/signed-in");
        var told = (await browser.GetAsync("/cookies")).Is(HttpStatusCode.OK).Page;

        var names = told.QuerySelectorAll("main th code").Select(name => name.TextContent).ToArray();
        Assert.True(browser.Cookies.Count >= 2, $"{browser.Cookies.Count} cookies");
        Assert.All(browser.Cookies.Keys, name => Assert.Contains(name, names));
    }

    [Fact]
    public async Task The_glossary_explains_each_word_once_and_at_an_anchor()
    {
        var page = (await site.Browser().GetAsync("/help/glossary")).Is(HttpStatusCode.OK).Page;

        var words = page.QuerySelectorAll("main dt").Select(word => word.TextContent).ToArray();
        Assert.True(words.Length > 40, $"{words.Length} words");
        Assert.Equal(words.Distinct(StringComparer.OrdinalIgnoreCase), words);
        Assert.All(page.QuerySelectorAll("main dl > div"), word => Assert.NotEmpty(word.Id!));
    }

    [Fact]
    public async Task What_is_not_there_says_what_can_be_done_and_where_to_go()
    {
        var (_, browser) = await site.WithPasswordAsync("noor", "three words and more");
        var page = (await browser.GetAsync("/nowhere")).Page;
        Assert.NotEmpty(page.QuerySelectorAll("main li"));
        Assert.NotNull(page.QuerySelector("main a[href='/contact']"));
    }

    [Theory]
    [InlineData("""{"name":""}""", "name")]
    [InlineData("""{"name":"The team","email":"nobody"}""", "email")]
    [InlineData("""{"name":"The team","telephone":"ring"}""", "telephone")]
    [InlineData("""{"named":"The team"}""", "name")]
    public void Who_runs_it_is_refused_at_the_start_where_it_cannot_be_read(string setting, string field)
    {
        var refused = Assert.Throws<FormatException>(
            new WebSettings(new Uri("http://localhost:0"), LogFolder: null) { Operator = setting }.Check
        );
        Assert.Contains(field, refused.Message, StringComparison.Ordinal);
    }
}
