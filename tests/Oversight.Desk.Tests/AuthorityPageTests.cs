using System.Reflection;
using Oversight.Record.Catalogue;

namespace Oversight.Desk.Tests;

public sealed class AuthorityPageTests
{
    private const string Command =
        "OVERSIGHT_DOCS=write ./oversight test Oversight.Desk.Tests --filter-class '*AuthorityPageTests'";

    private static readonly string File = Path.Combine(
        Path.GetDirectoryName(
            typeof(AuthorityPageTests)
                .Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
                .Single(attribute => attribute.Key == "EventsPage")
                .Value!
        )!,
        "authority.md"
    );

    [Fact]
    public void The_page_of_authority_says_what_the_code_says()
    {
        var page = AuthorityPage.Write(Command);
        if (Environment.GetEnvironmentVariable("OVERSIGHT_DOCS") == "write")
        {
            System.IO.File.WriteAllText(File, page);
        }

        var kept = System.IO.File.Exists(File) ? System.IO.File.ReadAllText(File) : "";
        Assert.True(kept == page, $"docs/authority.md is not what the code says any more. Write it anew: {Command}");
    }

    [Fact]
    public void It_says_of_every_kind_who_may_decide_it_and_from_what()
    {
        var page = AuthorityPage.Write(Command);
        Assert.All(EventCatalogue.Kinds, kind => Assert.Contains($"| `{kind.Name}`: ", page, StringComparison.Ordinal));
        Assert.DoesNotContain("|  |", page, StringComparison.Ordinal);
    }
}
