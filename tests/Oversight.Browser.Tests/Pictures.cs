using System.Reflection;
using Oversight.Browser.Tests.Surroundings;
using Oversight.Record;
using Oversight.Record.People;

namespace Oversight.Browser.Tests;

/// <summary>The pictures with which README begins. One command takes them anew, of the pages as they are.</summary>
public sealed class Pictures(Stage stage) : Journey(stage)
{
    private const string Command =
        "OVERSIGHT_PICTURES=write ./oversight test Oversight.Browser.Tests --filter-class '*Pictures'";

    private const int MostBytes = 150_000;

    private static readonly string Folder = typeof(Pictures)
        .Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key == "Pictures")
        .Value!;

    private static readonly Grant National = new(Role.National);
    private static readonly Grant Midlands = new(Role.Region, Region.Of("Y60"));

    // The page, and from where on it is seen.
    private static readonly (string Name, Grant Of, string Page, string From)[] All =
    [
        ("national-picture", National, "/national?on=2024-03-31", "main figure"),
        ("organisation", National, $"/organisations/{Site.Told}", "#timeline"),
        ("board-report", National, $"/board-reports/{Site.Told}", "main article"),
        ("start", Midlands, "/", "body"),
        ("log", Midlands, "/log/segment-proposal?about=organisation-QOC", "body"),
    ];

    [Fact(Timeout = Limit)]
    public async Task Are_there_and_small()
    {
        if (Environment.GetEnvironmentVariable("OVERSIGHT_PICTURES") == "write")
        {
            Directory.CreateDirectory(Folder);
            await LogSomethingToDoAsync();
            foreach (var taken in All.GroupBy(picture => picture.Of))
            {
                var visitor = await VisitorAsync();
                await visitor.Page.SetViewportSizeAsync(1280, 800);
                await visitor.GoAsync(await Stage.Site.LinkAsync($"Sam Patel ({taken.Key.Role})", taken.Key));
                foreach (var picture in taken)
                {
                    Assert.Equal(200, await visitor.GoAsync(picture.Page));
                    await visitor.Page.Locator(picture.From).First.EvaluateAsync("from => from.scrollIntoView()");
                    await visitor.Page.ScreenshotAsync(new() { Path = FileOf(picture.Name) });
                }
            }
        }

        foreach (var (name, _, _, _) in All)
        {
            var size = File.Exists(FileOf(name)) ? new FileInfo(FileOf(name)).Length : 0;
            Assert.True(size is > 0 and < MostBytes, $"{name} has {size} bytes. Take the pictures anew: {Command}");
        }
    }

    // What a team has before it on an ordinary day.
    private async Task LogSomethingToDoAsync()
    {
        await Stage.Site.DecideAsync(
            $"/api/organisations/{Site.Told}/segment-review",
            Site.Earlier(new(2026, 3, 31), "Its plan is kept, and its deficit as large as it was."),
            """ "segment": 3, "nextReviewDue": "2026-09-30" """
        );
        await Stage.Site.DecideAsync(
            "/api/recoveries/told-2025/evidence",
            $$"""
            {"effective": "2026-11-02", "decided": "2026-11-02", "decidedBy": {"body": "{{Site.Told}}"}, "origin": "back-dated"}
            """,
            $$""" "organisation": "{{Site.Told}}", "title": "The report of month 6", "for": ["EC1"] """
        );
        await Stage.Site.DecideAsync(
            "/api/recoveries/told-2025/exit-recommendation",
            Site.Earlier(new(2026, 11, 16), "The deficit is halved, as the report of month 6 says."),
            $$""" "members": ["{{Site.Told}}"] """
        );
    }

    private static string FileOf(string name) => Path.Combine(Folder, name + ".png");
}
