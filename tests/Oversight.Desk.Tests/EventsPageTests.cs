using System.Reflection;
using Oversight.Projections.Answers;
using Oversight.Record.Catalogue;
using Oversight.Record.Entries;
using Oversight.Record.Segments;
using Oversight.Record.Undertakings;

namespace Oversight.Desk.Tests;

public sealed class EventsPageTests
{
    private const string Command =
        "OVERSIGHT_DOCS=write ./oversight test Oversight.Desk.Tests --filter-class '*EventsPageTests'";

    private static readonly string File = typeof(EventsPageTests)
        .Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key == "EventsPage")
        .Value!;

    [Fact]
    public void The_page_of_events_says_what_the_code_says()
    {
        var page = EventsPage.Write(Command);
        if (Environment.GetEnvironmentVariable("OVERSIGHT_DOCS") == "write")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(File)!);
            System.IO.File.WriteAllText(File, page);
        }

        var kept = System.IO.File.Exists(File) ? System.IO.File.ReadAllText(File) : "";
        Assert.True(kept == page, $"docs/events.md is not what the code says any more. Write it anew: {Command}");
    }

    [Fact]
    public void It_has_every_kind_of_event_and_every_rule_and_describes_every_field()
    {
        var page = EventsPage.Write(Command);
        Assert.All(
            EventCatalogue.Kinds,
            kind => Assert.Contains($"\n### {kind.Name}\n", page, StringComparison.Ordinal)
        );
        Assert.All(RuleCatalogue.All, rule => Assert.Contains($"**{rule.Name}**", page, StringComparison.Ordinal));
        Assert.DoesNotContain("|  |\n", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Documentation_is_given_in_plain_words()
    {
        Assert.Equal("An organisation was placed in a segment.", Documentation.Of(typeof(SegmentAssigned)));
        Assert.Equal("The segment's number.", Documentation.Of(typeof(SegmentAssigned), "segment"));
        Assert.Equal("Why it was decided.", Documentation.Of(typeof(Decision), "rationale"));
        Assert.Equal(
            "The power that they rest on (the id of its legal basis).",
            Documentation.Of(typeof(UndertakingsAccepted), "legalBasis")
        );
        Assert.Null(Documentation.Of(typeof(SegmentAssigned), "nothing"));
        Assert.Null(Documentation.Of(typeof(string)));
    }
}
