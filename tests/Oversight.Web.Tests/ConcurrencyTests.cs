using System.Net;

namespace Oversight.Web.Tests;

public sealed class ConcurrencyTests(Site site) : IClassFixture<Site>
{
    [Fact]
    public async Task Of_64_decisions_on_one_version_exactly_one_is_stored()
    {
        var replies = await Task.WhenAll(
            Enumerable
                .Range(0, 64)
                .Select(i => site.PostAsync("/api/organisations/QYG/segment", Bodies.Segment(1 + (i % 3)), 2))
        );

        Assert.Equal(1, replies.Count(r => r.Status == HttpStatusCode.Created));
        Assert.Equal(63, replies.Count(r => r.Status == HttpStatusCode.PreconditionFailed));
        Assert.All(
            replies.Where(r => r.Status != HttpStatusCode.Created),
            r => Assert.Equal(3, r.Json.GetProperty("version").GetInt64())
        );
        Assert.Equal(3, await site.VersionOfAsync("QYG"));
    }

    [Fact]
    public async Task Decisions_sent_at_once_under_one_key_get_one_receipt()
    {
        var replies = await Task.WhenAll(
            Enumerable
                .Range(0, 8)
                .Select(_ => site.PostAsync("/api/organisations/QOC/segment", Bodies.Segment(2), 2, "the-same"))
        );

        Assert.All(replies, r => r.Is(HttpStatusCode.Created));
        Assert.Single(replies.Select(r => r.Json.GetProperty("entries").GetRawText()).Distinct());
        Assert.Equal(1, replies.Count(r => !r.Json.GetProperty("repeated").GetBoolean()));
        Assert.Equal(3, await site.VersionOfAsync("QOC"));
    }

    [Fact]
    public async Task Whoever_has_a_receipt_reads_the_entry_wherever_they_look()
    {
        string[] boards = ["QE1", "QHM", "QNX", "QT6", "QU9", "QF7", "QKK", "QVV"];
        await Task.WhenAll(
            boards.Select(async ods =>
            {
                var version = await site.VersionOfAsync(ods);
                for (var i = 0; i < 4; i++)
                {
                    (
                        await site.PostAsync(
                            $"/api/organisations/{ods}/segment",
                            Bodies.Segment(1 + (i % 3), $"2024-11-0{i + 1}"),
                            version
                        )
                    ).Is(HttpStatusCode.Created);
                    Assert.Equal(++version, await site.VersionOfAsync(ods));
                }
            })
        );
    }
}
