using System.Net;
using System.Text.Json;
using Oversight.Ledger.People;
using Oversight.Record;
using Oversight.Record.Time;
using static Oversight.Web.Tests.People.PeopleOnSite;

namespace Oversight.Web.Tests.People;

/// <summary>Who read what that is not public. Each test has readers of its own.</summary>
public sealed class ReadingsTests(Site site) : IClassFixture<Site>
{
    [Fact]
    public async Task A_reading_by_each_face_is_there_when_the_answer_arrives()
    {
        var reader = await site.AddAsync("Rea", National);
        var entry = await ProposeAsync("QE1");
        async Task<Reading> NewestAsync(string path, Face face)
        {
            (await reader.GetAsync(path)).Is(HttpStatusCode.OK);
            var newest = (await OfAsync(reader))[0];
            Assert.Equal((face, path), (newest.Face, newest.Address));
            Assert.Contains("organisation-QE1", newest.Subjects);
            Assert.NotNull(newest.Credential);
            return newest;
        }

        var page = await NewestAsync("/organisations/QE1?on=2024-12-01", Face.Page);
        Assert.Equal(["organisation-QE1"], page.Subjects);
        Assert.True(page.Entries >= 1);
        Assert.Equal((await site.Record.Live.AtAsync(known: null, default)).Place, page.Place);
        await NewestAsync("/api/organisations/QE1?on=2024-12-01", Face.Api);
        await NewestAsync($"/api/entries/{entry}", Face.Api);
        await NewestAsync("/api/organisations/QE1/history", Face.Api);
        await NewestAsync("/api/registers/decisions?ods=QE1&format=csv", Face.Export);
        await NewestAsync($"/api/entries/{entry}/letter", Face.Letter);
        await NewestAsync("/", Face.Page);
        Assert.Equal(7, (await OfAsync(reader)).Count);

        // Asked again with the tag of what they have: they see it again.
        var tag = (await reader.GetAsync("/api/organisations/QE1/history")).Header("ETag");
        Assert.Equal(
            HttpStatusCode.NotModified,
            (await site.GetAsync("/api/organisations/QE1/history", tag, reader.Token)).Status
        );
        Assert.Equal(9, (await OfAsync(reader)).Count);

        // A receipt holds the whole entry. It is there when a checkpoint covers that.
        var receipt = $"/api/entries/{entry}/receipt";
        for (var tries = 0; (await reader.GetAsync(receipt)).Status == HttpStatusCode.Conflict && tries < 100; tries++)
        {
            await Task.Delay(100);
        }

        (await reader.GetAsync(receipt)).Is(HttpStatusCode.OK);
        var read = (await OfAsync(reader))[0];
        Assert.Equal(receipt, read.Address);
        Assert.Contains("organisation-QE1", read.Subjects);
    }

    [Fact]
    public async Task A_calendar_feed_is_read_by_who_made_it_and_its_address_is_not_kept()
    {
        var owner = await site.AddAsync("Fee", National);
        var made = (await owner.SendAsync(HttpMethod.Post, "/api/calendars", """{"region": "Y63"}""")).Is(
            HttpStatusCode.Created
        );
        var address = new Uri(made.Json.GetProperty("address").GetString()!).AbsolutePath;
        var feed = made.Json.GetProperty("id").GetGuid();
        await site.GetAsync(address);
        Assert.Empty(await OfAsync(owner));

        await ReviewAsync("QF7");
        (await site.GetAsync(address)).Is(HttpStatusCode.OK);
        var reading = Assert.Single(await OfAsync(owner));
        Assert.Equal(
            (Face.Feed, $"/api/calendars/{feed}", (Guid?)feed),
            (reading.Face, reading.Address, reading.Credential)
        );
        Assert.Equal(["organisation-QF7"], reading.Subjects);
    }

    [Fact]
    public async Task What_is_public_is_read_without_a_row_and_so_is_what_was_refused()
    {
        await ProposeAsync("QGH");
        var lead = await site.AddAsync("Pat", LeadOf("QGH"));
        var national = await site.AddAsync("Nat", National);
        foreach (
            var path in new[]
            {
                "/api/organisations/QGH",
                "/organisations/QGH",
                "/api/organisations/QGH/history",
                "/api/registers/organisations",
                "/api/questions",
                "/questions",
                "/api/words",
                "/api/frameworks",
                "/signed-in",
                "/oversight.css",
            }
        )
        {
            (await lead.GetAsync(path)).Is(HttpStatusCode.OK);
        }

        Assert.Empty(await OfAsync(lead));
        (await national.GetAsync("/api/organisations/QZZ")).Is(HttpStatusCode.NotFound);
        (await national.GetAsync("/api/registers/decisions?no=such")).Is(HttpStatusCode.BadRequest);
        Assert.Empty(await OfAsync(national));
        // Names and codes are public: a page that offers all organisations to choose from does not show what is known of them.
        (await national.GetAsync("/registers/decisions?ods=QJ2")).Is(HttpStatusCode.OK);
        Assert.Empty(await OfAsync(national));
    }

    [Fact]
    public async Task Of_many_who_read_at_once_each_has_a_row_before_their_answer()
    {
        await ProposeAsync("QNC");
        var readers = await Task.WhenAll(Enumerable.Range(0, 4).Select(n => site.AddAsync($"Many {n}", National)));
        await Task.WhenAll(
            from reader in readers
            from number in Enumerable.Range(0, 10)
            select ReadAsync(reader, $"/api/organisations/QNC?on=2024-12-{number + 1:00}")
        );
        foreach (var reader in readers)
        {
            Assert.Equal(10, (await OfAsync(reader)).Select(r => r.Address).Distinct().Count());
        }

        async Task ReadAsync(Someone reader, string path)
        {
            (await reader.GetAsync(path)).Is(HttpStatusCode.OK);
            Assert.Contains(await OfAsync(reader), reading => reading.Address == path);
        }
    }

    [Fact]
    public async Task An_auditor_finds_readings_by_organisation_person_face_and_day_in_pages_and_as_csv()
    {
        var entry = await ProposeAsync("QKK");
        var reader = await site.AddAsync("Quincy =Reader", National);
        var auditor = await site.AddAsync("Audrey", Auditor);
        await reader.GetAsync("/api/organisations/QKK?on=2024-12-01");
        await reader.GetAsync($"/api/entries/{entry}/letter");

        async Task<JsonElement[]> FoundAsync(string query) =>
            [
                .. (await auditor.GetAsync($"/api/readings?person=quincy{query}"))
                    .Is(HttpStatusCode.OK)
                    .Json.GetProperty("readings")
                    .EnumerateArray(),
            ];
        var found = await FoundAsync("&organisation=QKK");
        Assert.Equal(["letter", "api"], found.Select(r => r.GetProperty("face").GetString()));
        Assert.Equal("Quincy =Reader", found[0].GetProperty("name").GetString());
        Assert.Equal("token: token of Quincy =Reader", found[0].GetProperty("by").GetString());
        Assert.Equal(reader.Subject, found[0].GetProperty("reader").GetString());
        Assert.Single(await FoundAsync("&face=letter"));
        Assert.Empty(await FoundAsync("&organisation=QJG"));
        var today = London.Today(TimeProvider.System);
        Assert.Equal(2, (await FoundAsync($"&from={today:O}&to={today:O}")).Length);
        Assert.Empty(await FoundAsync($"&from={today.AddDays(1):O}"));
        Assert.Single(await FoundAsync($"&after={found[0].GetProperty("id")}"));
        Assert.Equal("face", (await auditor.GetAsync("/api/readings?face=eyes")).Is(HttpStatusCode.BadRequest).Field);
        Assert.Equal("after", (await auditor.GetAsync("/api/readings?after=1")).Is(HttpStatusCode.BadRequest).Field);

        var csv = (await auditor.GetAsync("/api/readings?person=quincy&format=csv")).Is(HttpStatusCode.OK);
        Assert.Equal("text/csv", csv.Type);
        var lines = csv.Text.Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(3, lines.Length);
        Assert.StartsWith("at,answered,reader,name", lines[0], StringComparison.Ordinal);

        var page = (await auditor.GetAsync("/readings?person=quincy&organisation=qkk")).Is(HttpStatusCode.OK).Page;
        Assert.Equal(2, page.QuerySelectorAll("main table tbody tr").Length);
        Assert.Contains("Quincy =Reader", page.Body!.TextContent, StringComparison.Ordinal);
        (await auditor.GetAsync("/readings?from=yesterday")).Is(HttpStatusCode.BadRequest);
        // To look at who read is not to read.
        Assert.Empty(await OfAsync(auditor));
        // The question is in the list of those who may ask it, and leads there.
        Assert.Contains("/readings", (await auditor.GetAsync("/questions")).Text, StringComparison.Ordinal);
        Assert.DoesNotContain("/readings", (await reader.GetAsync("/questions")).Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await auditor.GetAsync("/api/questions/A15?person=quincy")).Status);
        Assert.Contains("\"A15\"", (await auditor.GetAsync("/api/questions")).Text, StringComparison.Ordinal);
        Assert.DoesNotContain("\"A15\"", (await reader.GetAsync("/api/questions")).Text, StringComparison.Ordinal);
        (await reader.GetAsync("/api/questions/A15")).Is(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Of_the_deadlines_those_on_the_page_are_read_and_not_those_on_others()
    {
        var reader = await site.AddAsync("Dea", National);
        await ReviewAsync("QPM", segment: 3);
        await ReviewAsync("QK1", segment: 3);
        var all = (await reader.GetAsync("/api/deadlines"))
            .Is(HttpStatusCode.OK)
            .Json.GetProperty("deadlines")
            .EnumerateArray()
            .Select(deadline => deadline.GetProperty("subject").GetString()!)
            .ToArray();
        Assert.True(all.Distinct().Count() > 1);
        Assert.Equal(all.Distinct().Order(StringComparer.Ordinal), (await OfAsync(reader))[0].Subjects);

        (await reader.GetAsync($"/deadlines?after={all.Length - 1}")).Is(HttpStatusCode.OK);
        Assert.Equal([all[^1]], (await OfAsync(reader))[0].Subjects);
    }

    [Fact]
    public async Task A_refusal_that_says_what_is_in_the_record_is_read_too()
    {
        var reader = await site.AddAsync("Ref", National);
        await ProposeAsync("QHM");
        async Task<Reply> ProposedAgainAsync(string path, string body) =>
            await site.PostAsync(path, body, await site.VersionOfAsync("QHM"), token: reader.Token);

        (await ProposedAgainAsync("/api/organisations/QHM/segment-proposal", Bodies.Segment(3))).Is(
            HttpStatusCode.UnprocessableEntity
        );
        var reading = Assert.Single(await OfAsync(reader));
        Assert.Equal((Face.Api, "/api/organisations/QHM/segment-proposal"), (reading.Face, reading.Address));
        Assert.Equal(["organisation-QHM"], reading.Subjects);
        // What says nothing of the record was not read.
        (await ProposedAgainAsync("/api/organisations/QHM/segment-proposal", "{}")).Is(HttpStatusCode.BadRequest);
        Assert.Single(await OfAsync(reader));
    }

    private async Task<IReadOnlyList<Reading>> OfAsync(Someone reader) =>
        [
            .. (await site.Record.Readings.ListAsync(new(Readers: [reader.Subject]), after: null, 100)).Select(r =>
                r.Reading
            ),
        ];

    private async Task<string> ProposeAsync(string ods) =>
        (
            await site.PostAsync(
                $"/api/organisations/{ods}/segment-proposal",
                Bodies.Segment(3),
                await site.VersionOfAsync(ods)
            )
        )
            .Is(HttpStatusCode.Created)
            .EntryId;

    private async Task ReviewAsync(string ods, int segment = 2) =>
        (
            await site.PostAsync(
                $"/api/organisations/{ods}/segment-review",
                $$"""{"decision": {{Bodies.Decision()}}, "segment": {{segment}}, "nextReviewDue": "2199-01-01"}""",
                await site.VersionOfAsync(ods)
            )
        ).Is(HttpStatusCode.Created);
}
