using Oversight.TestServer;

[assembly: AssemblyFixture(typeof(DatabaseServer))]

namespace Oversight.Story.Tests;

/// <summary>The worked story, told by each way into the program from an empty record.</summary>
public sealed class StoryTests(DatabaseServer server)
{
    [Fact]
    public async Task It_is_told_over_HTTP()
    {
        await using var told = await ToldOverHttp.OpenAsync(server);
        await told.TellAsync(Westmarch.Steps);
    }
}
