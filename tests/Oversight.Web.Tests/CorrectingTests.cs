using System.Net;

namespace Oversight.Web.Tests;

public sealed class CorrectingTests(Site site) : IClassFixture<Site>
{
    [Fact]
    public async Task A_correction_stands_in_place_of_the_entry_and_its_retraction_restores_it()
    {
        var entry = (await site.PostAsync("/api/organisations/QYG/segment", Bodies.Segment(2), 2)).EntryId;
        var correction = (
            await site.PostAsync(
                $"/api/entries/{entry}/correction",
                Bodies.Change($", \"replacement\": {Bodies.Segment(3, "2024-11-02")}"),
                3
            )
        ).Is(HttpStatusCode.Created);

        Assert.Equal("3, assigned from 2 November 2024", await SegmentAsync("QYG"));
        var corrected = (await site.GetAsync($"/api/entries/{entry}")).Json.GetProperty("entry");
        Assert.Equal("corrected", corrected.GetProperty("standing").GetString());
        Assert.Equal(correction.EntryId, corrected.GetProperty("changedBy").GetString());
        var own = (await site.GetAsync(correction.Headers.Location!.ToString())).Json.GetProperty("entry");
        Assert.Equal("Segment 2 assigned from 1 November 2024", own.GetProperty("old").GetString());
        Assert.Equal("Segment 3 assigned from 2 November 2024", own.GetProperty("new").GetString());
        var decision = own.GetProperty("event").GetProperty("data").GetProperty("decision");
        Assert.Equal("2024-12-01", decision.GetProperty("effective").GetString());

        (await site.PostAsync($"/api/entries/{correction.EntryId}/retraction", Bodies.Change(), 4)).Is(
            HttpStatusCode.Created
        );
        Assert.Equal("2, assigned from 1 November 2024", await SegmentAsync("QYG"));
    }

    [Fact]
    public async Task A_retraction_takes_the_entry_away()
    {
        var entry = (await site.PostAsync("/api/organisations/QOC/segment", Bodies.Segment(2), 2)).EntryId;
        (await site.PostAsync($"/api/entries/{entry}/retraction", Bodies.Change(), 3)).Is(HttpStatusCode.Created);

        Assert.Equal("last published 4, for 2023/24", await SegmentAsync("QOC"));
        Assert.Equal(
            "retracted",
            (await site.GetAsync($"/api/entries/{entry}")).Json.GetProperty("entry").GetProperty("standing").GetString()
        );
    }

    [Fact]
    public async Task A_correction_of_a_correction_has_the_content_of_the_entry_at_its_root()
    {
        var entry = (await site.PostAsync("/api/organisations/QE1/segment", Bodies.Segment(2), 2)).EntryId;
        var first = (
            await site.PostAsync(
                $"/api/entries/{entry}/correction",
                Bodies.Change($", \"replacement\": {Bodies.Segment(3)}"),
                3
            )
        ).EntryId;
        (
            await site.PostAsync(
                $"/api/entries/{first}/correction",
                Bodies.Change($", \"replacement\": {Bodies.Segment(1)}"),
                4
            )
        ).Is(HttpStatusCode.Created);

        Assert.Equal("1, assigned from 1 November 2024", await SegmentAsync("QE1"));
    }

    [Fact]
    public async Task The_replacement_may_be_wrapped_as_it_is_stored_but_not_in_another_kind()
    {
        var entry = (await site.PostAsync("/api/organisations/QT1/segment", Bodies.Segment(2), 2)).EntryId;
        string Wrapped(string kind, string body) =>
            Bodies.Change($$""", "replacement": {"type": "{{kind}}", "data": {{body}}}""");

        var review = $$"""{"decision": {{Bodies.Decision()}}, "segment": 2}""";
        var other = await site.PostAsync($"/api/entries/{entry}/correction", Wrapped("segment_reviewed", review), 3);
        var unknown = await site.PostAsync($"/api/entries/{entry}/correction", Wrapped("segment_guessed", review), 3);
        var same = await site.PostAsync(
            $"/api/entries/{entry}/correction",
            Wrapped("segment_assigned", Bodies.Segment(1)),
            3
        );

        Assert.Equal("rule-refused", other.Is(HttpStatusCode.UnprocessableEntity).Problem);
        Assert.Equal("correction-fits-target", other.Json.GetProperty("rule").GetProperty("name").GetString());
        Assert.Equal("replacement.type", unknown.Is(HttpStatusCode.BadRequest).Field);
        same.Is(HttpStatusCode.Created);
    }

    [Fact]
    public async Task A_retraction_cannot_be_corrected_and_a_change_says_why()
    {
        var entry = (await site.PostAsync("/api/organisations/QUA/segment", Bodies.Segment(2), 2)).EntryId;
        var silent = """{"decision": {"decided": "2024-12-01", "decidedBy": {"body": "nhs-england"}}}""";
        var withoutReason = await site.PostAsync($"/api/entries/{entry}/retraction", silent, 3);
        var retraction = (await site.PostAsync($"/api/entries/{entry}/retraction", Bodies.Change(), 3)).EntryId;
        var corrected = await site.PostAsync(
            $"/api/entries/{retraction}/correction",
            Bodies.Change(", \"replacement\": {}"),
            4
        );
        var twice = await site.PostAsync($"/api/entries/{entry}/retraction", Bodies.Change(), 4);

        Assert.Equal("reason-for-changing-the-record", Rule(withoutReason));
        Assert.Equal("correction-fits-target", Rule(corrected));
        Assert.Equal("retraction-takes-something-away", Rule(twice));
    }

    [Theory]
    [InlineData("{\"decision\": {\"decided\": \"2024-12-01\"}, \"replacement\": {}}", "decision.decidedBy")]
    [InlineData(
        "{\"decision\": {\"decided\": \"soon\", \"decidedBy\": {\"body\": \"x\"}}, \"replacement\": {}}",
        "decision.decided"
    )]
    [InlineData("{\"decision\": {\"decided\": \"2024-12-01\", \"decidedBy\": {\"body\": \"x\"}}}", "replacement")]
    [InlineData("{\"replacement\": {}}", "decision")]
    [InlineData(
        "{\"decision\": {\"decided\": \"2024-12-01\", \"decidedBy\": {\"body\": \"x\"}}, \"replacement\": {}}",
        "replacement.segment"
    )]
    [InlineData(
        "{\"decision\": {\"decided\": \"2024-12-01\", \"decidedBy\": {\"body\": \"x\"}}, \"replacement\": 3}",
        "replacement"
    )]
    [InlineData(
        "{\"decision\": {\"decided\": \"2024-12-01\", \"decidedBy\": {\"body\": \"x\"}}, \"replacement\": {}, \"target\": \"x\"}",
        "target"
    )]
    [InlineData(
        "{\"decision\": {\"decided\": \"2024-12-01\", \"decidedBy\": {\"body\": \"x\"}}, \"replacement\": "
            + "{\"segment\": 99, \"decision\": {\"effective\": \"2024\\/25\", \"decided\": \"unknown\", \"decidedBy\": {\"body\": \"x\"}}}}",
        "replacement.segment"
    )]
    public async Task A_correction_that_cannot_be_read_names_the_member_at_fault(string body, string field)
    {
        // The key makes the cases share one entry.
        var assigned = await site.PostAsync("/api/organisations/QM7/segment", Bodies.Segment(2), 3, "for-the-theory");
        var entry = assigned.Is(HttpStatusCode.Created).EntryId;
        var reply = (await site.PostAsync($"/api/entries/{entry}/correction", body, 4)).Is(HttpStatusCode.BadRequest);

        Assert.Equal(field, reply.Field);
    }

    [Fact]
    public async Task The_id_of_a_person_is_taken_where_an_earlier_entry_about_the_same_has_it_and_from_nobody_else()
    {
        var version = await site.VersionOfAsync("QT6");
        var logged = (await site.PostAsync("/api/organisations/QT6/segment", Bodies.Segment(2), version)).EntryId;
        var person = (await site.GetAsync($"/api/entries/{logged}"))
            .Json.GetProperty("entry")
            .GetProperty("event")
            .GetProperty("data")
            .GetProperty("decision")
            .GetProperty("decidedBy")
            .GetProperty("person")
            .GetString()!;
        string By(string id) => Bodies.Segment(3, "2024-11-02").Replace(Bodies.Person, id, StringComparison.Ordinal);

        // Borrowed from another's entry, or made up: nobody decides in the name of whom the record knows elsewhere.
        var elsewhere = await site.VersionOfAsync("QWO");
        foreach (var id in new[] { person, $"person:{new string('a', person.Length - "person:".Length)}" })
        {
            var refused = (await site.PostAsync("/api/organisations/QWO/segment", By(id), elsewhere)).Is(
                HttpStatusCode.BadRequest
            );
            Assert.Equal("decision.decidedBy.person", refused.Field);
            Assert.Contains("give the name", refused.Text, StringComparison.Ordinal);
            Assert.DoesNotContain(Bodies.Person, refused.Text, StringComparison.Ordinal);
        }

        Assert.Equal(elsewhere, await site.VersionOfAsync("QWO"));

        // Whoever corrects what is recorded may leave the person as recorded.
        var kept = (
            await site.PostAsync(
                $"/api/entries/{logged}/correction",
                Bodies.Change($", \"replacement\": {By(person)}"),
                version + 1
            )
        ).Is(HttpStatusCode.Created);
        Assert.Contains(
            Bodies.Person,
            (await site.GetAsync($"/api/entries/{kept.EntryId}")).Text,
            StringComparison.Ordinal
        );
        var again = By(person).Replace("2024-11-02", "2024-11-03", StringComparison.Ordinal);
        (await site.PostAsync("/api/organisations/QT6/segment", again, version + 2)).Is(HttpStatusCode.Created);
    }

    private async Task<string?> SegmentAsync(string ods) =>
        (await site.GetAsync($"/api/organisations/{ods}?on=2025-01-01"))
            .Json.GetProperty("status")
            .GetProperty("segment")
            .GetProperty("text")
            .GetString();

    private static string? Rule(Reply reply) =>
        reply.Is(HttpStatusCode.UnprocessableEntity).Json.GetProperty("rule").GetProperty("name").GetString();
}
