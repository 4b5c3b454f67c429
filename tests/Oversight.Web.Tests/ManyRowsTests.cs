using System.Globalization;
using System.Net;
using CsvHelper;
using Oversight.Desk;
using Oversight.Record;
using Oversight.Record.Catalogue;
using Oversight.Record.Entries;
using Oversight.Record.People;
using Oversight.Record.Segments;
using Oversight.Record.Time;

namespace Oversight.Web.Tests;

/// <summary>A register with more rows than an answer, a page or a part of a file has.</summary>
public sealed class ManyRowsTests(ManyRowsTests.LongRecord record) : IClassFixture<ManyRowsTests.LongRecord>
{
    private const int Segments = 2_150;
    private const string Query = "kind=segment_assigned&sort=-place";

    [Fact]
    public async Task Answers_in_json_lead_from_one_to_the_next_and_have_every_row_once()
    {
        var (places, sizes) = (new List<long>(), new List<int>());
        var path = $"/api/registers/history?{Query}&known={record.Known}";
        for (var next = "0"; next.Length > 0; )
        {
            var table = (await record.Site.GetAsync($"{path}&after={next}")).Is(HttpStatusCode.OK).Json;
            var rows = table.GetProperty("rows").EnumerateArray().ToArray();
            places.AddRange(rows.Select(r => r.GetProperty("cells").GetProperty("place").GetInt64()));
            sizes.Add(rows.Length);
            Assert.Equal(Segments, table.GetProperty("total").GetInt32());
            next = table.TryGetProperty("next", out var after) ? after.GetRawText() : "";
        }

        Assert.Equal([1000, 1000, Segments - 2000], sizes);
        Assert.Equal(record.Places, places);
    }

    [Fact]
    public async Task A_file_has_every_row_once_and_one_line_of_headings_whatever_it_was_sent_in()
    {
        var reply = await record.Site.GetAsync($"/api/registers/history?{Query}&format=csv");

        Assert.DoesNotContain('\uFEFF', reply.Text);
        using var csv = new CsvReader(new StringReader(reply.Text), CultureInfo.InvariantCulture);
        csv.Read();
        csv.ReadHeader();
        var places = new List<long>();
        while (csv.Read())
        {
            places.Add(csv.GetField<long>("place"));
            Assert.Equal(csv.HeaderRecord!.Length, csv.Parser.Count);
        }

        Assert.Equal(record.Places, places);
    }

    [Theory]
    [InlineData("/registers/history?columns=place&" + Query)]
    [InlineData("/registers/history?columns=place&on=01/12/2024&origin=&" + Query)]
    public async Task Pages_lead_from_one_to_the_next_and_have_every_row_once(string path)
    {
        var places = new List<long>();
        var pages = 0;
        for (var next = path; next is not null; pages++)
        {
            var page = (await record.Site.GetAsync(next)).Is(HttpStatusCode.OK).Page;
            var rows = page.QuerySelectorAll("main table tbody tr").ToArray();
            Assert.InRange(rows.Length, 1, 50);
            places.AddRange(
                rows.Select(r =>
                    long.Parse(r.QuerySelector("th")!.LastChild!.TextContent.Trim(), NumberStyles.AllowThousands, null)
                )
            );
            next = page.QuerySelector("a[rel=next]")?.GetAttribute("href");
            // A file has all rows, and another order begins at its beginning, whichever page they are asked for from.
            var others = page.QuerySelectorAll("main .oversight-files a, main thead a")
                .Select(a => a.GetAttribute("href")!);
            Assert.All(others, link => Assert.DoesNotContain("after=", link, StringComparison.Ordinal));
        }

        Assert.Equal(43, pages);
        Assert.Equal(record.Places, places);
    }

    /// <summary>A site whose record has thousands of entries.</summary>
    public sealed class LongRecord(TestServer.DatabaseServer databases) : IAsyncLifetime
    {
        public Site Site { get; } = new(databases);

        /// <summary>The places of the segments, the last one first.</summary>
        public IReadOnlyList<long> Places { get; private set; } = [];

        public string Known { get; private set; } = "";

        public async ValueTask InitializeAsync()
        {
            await Site.InitializeAsync();
            var at = await Site.Record.Live.AtAsync(known: null, default);
            var draft = new Draft(at, TimeProvider.System.GetUtcNow(), "user:many");
            for (var i = 0; i < Segments; i++)
            {
                var organisation = at.Organisations[i % 40];
                var day = DateWithPrecision.Day(new DateOnly(2023, 1, 1).AddDays(i / 40));
                draft.Take(
                    new LogDecision(
                        SubjectId.Of(organisation),
                        new SegmentAssigned(
                            new Decision(day, day, new DecidedBy("nhs-england")) { Origin = Origin.BackDated },
                            1 + (i % 3)
                        )
                    )
                );
            }

            var receipt = await Site.Record.Desk.LogAsync(draft, new LoggedBy("user:many", Grants.OfTheProgram));
            Places = [.. receipt.Entries.Select(e => e.Place).OrderDescending()];
            Known = receipt.Entries[^1].Recorded.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", null);
        }

        public ValueTask DisposeAsync() => Site.DisposeAsync();
    }
}
