using Oversight.Browser.Tests.Surroundings;

namespace Oversight.Browser.Tests;

public sealed class NationalPictureTests(Stage stage) : Journey(stage)
{
    [Fact]
    public async Task The_page_is_there()
    {
        var visitor = await VisitorAsync();
        Assert.Equal(200, await visitor.GoAsync("/"));
        await visitor.EverybodyCanUseItAsync();
    }
}
