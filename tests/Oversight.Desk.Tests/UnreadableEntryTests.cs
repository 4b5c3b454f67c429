using System.Text.Json;
using Oversight.Ledger;
using Oversight.Projections.AuditHistory;
using Oversight.Projections.Questions;
using Oversight.Projections.Status;
using Oversight.Record;
using Oversight.Record.Catalogue;
using Oversight.Record.Deciding;
using Oversight.Record.Entries;
using Oversight.Record.People;
using Oversight.Record.Segments;
using Oversight.Record.Time;
using Oversight.TestServer;

namespace Oversight.Desk.Tests;

/// <summary>A record that a newer program writes too: what this one cannot read is shown as that, and the rest is answered.</summary>
public sealed class UnreadableEntryTests(DatabaseServer server)
{
    private static readonly string Registration = EventCatalogue.Write(Decisions.Register("RZ1").Asked);

    public static TheoryData<string, string, string> Unreadable =>
        new()
        {
            { "organisation-RZ1", "organisation_painted", "{}" },
            { "organisation-RZ1", "organisation_registered_v2", Registration },
            { "organisation-RZ1", "organisation_registered", "{}" },
            { "organisation-RZ1", "organisation_registered", Registration.Replace("2024-04-01", "2024-02-30") },
            { "organisation-RZ1", "organisation_registered", Registration.Replace("nhs-trust", "nhs-shop") },
            { "organisation-RZ1", "organisation_registered", Registration.Replace("\"name\"", "\"nom\"") },
            { "organisation-RZ1", "organisation_registered", Registration.Replace("\"RZ1\"", "\"RZ1RZ1\"") },
            { "organisation-RZ1", "organisation_registered", Registration.Replace("\"RZ1\"", "null") },
            { "region-1", "organisation_registered", Registration },
            { "organisation-", "organisation_registered", Registration },
            { "framework-a b", "organisation_registered", Registration },
            { "organisation-RZ1", "entry_corrected", Correction("""{"type": "organisation_painted", "data": {}}""") },
            { "organisation-RZ1", "entry_corrected", Correction("""{"type": "segment_assigned", "data": null}""") },
            { "organisation-RZ1", "entry_corrected", Correction("""{"type": "segment_assigned"}""") },
            { "organisation-RZ1", "entry_corrected", Correction("null") },
        };

    [Theory]
    [MemberData(nameof(Unreadable))]
    public void Whatever_is_not_understood_of_an_entry_it_keeps_its_place_and_says_so(
        string stream,
        string type,
        string data
    )
    {
        var id = Guid.NewGuid();
        var entry = StoredEvents.Read(
            new StoredEntry(17, id, stream, 1, type, data, DateTimeOffset.UnixEpoch, "someone", null, null)
        );

        Assert.Equal((17L, id, stream), (entry.Place, entry.Id, entry.Subject.Value));
        var content = Assert.IsType<NotReadable>(entry.Event);
        Assert.Equal((type, data), (content.Name, content.Data));
        Assert.NotEmpty(content.Why);
    }

    [Fact]
    public async Task An_entry_of_an_unknown_kind_stays_in_order_and_touches_no_answer_about_anything_else()
    {
        await using var database = await TestDatabase.CreateEmptyAsync(server);
        await LogAsync(database, Decisions.Register("RZ1"), expectedVersion: 0);
        await LogAsync(database, Decisions.Register("RZ2"), expectedVersion: 0);
        var before = Status(database, "RZ1");
        var id = Guid.NewGuid();
        await database.InsertEntryAsync(id, "organisation-RZ2", "organisation_painted", """{"colour": "blue"}""", 2);
        await database.InsertEntryAsync(Guid.NewGuid(), "wall-1", "wall_painted", """{"colour": "red"}""");
        await LogAsync(database, Decisions.Register("RZ3"), expectedVersion: 0);
        await database.Record.Live.CatchUpAsync(default);

        await using var again = await database.OpenAsync();
        foreach (var record in new[] { database.Record, again })
        {
            var at = record.Live.Timelines.At(4);
            Assert.Equal(["RZ1", "RZ2", "RZ3"], at.Organisations.Select(o => o.Value));
            Assert.Equal(before, OrganisationStatus.Of(at, Decisions.Ods("RZ1"), new(2026, 1, 1))!.Segment.Text);
            var history = AuditHistory.Of(at, SubjectId.Of(Decisions.Ods("RZ2")))!;
            Assert.Equal("organisation_painted", history.Entries[^1].Kind);
            Assert.Contains("Not readable by this version", history.Entries[^1].Summary, StringComparison.Ordinal);
            var finding = Assert.Single(at.FindingsOf(SubjectId.Of(Decisions.Ods("RZ2"))));
            Assert.Equal(("readable-by-this-version", id), (finding.Rule, finding.Entry));
            Assert.Contains(
                "\"colour\"",
                JsonSerializer.Serialize(history.Entries[^1], EventCatalogue.Json),
                StringComparison.Ordinal
            );
            Assert.All(
                QuestionList.All,
                q => Assert.NotNull(q.Ask(at, new(2026, 1, 1), new Dictionary<string, string?>()))
            );
        }

        var refused = await Assert.ThrowsAsync<RuleRefusedException>(() =>
            LogAsync(database, new(SubjectId.Of(Decisions.Ods("RZ2")), BackDatedSegment), expectedVersion: 2)
        );
        Assert.Equal("readable-by-this-version", refused.Rule.Name);
        Assert.Contains(id.ToString(), refused.Breach, StringComparison.Ordinal);
    }

    private static SegmentAssigned BackDatedSegment
    {
        get
        {
            var day = DateWithPrecision.Day(new(2024, 5, 1));
            return new(new Decision(day, day, new DecidedBy("nhs-england")) { Origin = Origin.BackDated }, 2);
        }
    }

    private static string Status(TestDatabase database, string ods) =>
        OrganisationStatus.Of(database.Record.Live.Timelines.At(0), Decisions.Ods(ods), new(2026, 1, 1))!.Segment.Text;

    private static string Correction(string replacement) =>
        $$$"""
            {"decision": {"effective": "2024-05-01", "decided": "2024-05-01", "decidedBy": {"body": "nhs-england"},
             "rationale": "So.", "evidence": [], "origin": "live"},
             "target": "0190a0a0-0000-7000-8000-000000000000", "replacement": {{{replacement}}}}
            """;

    private static Task<Receipt> LogAsync(TestDatabase database, LogDecision decision, long expectedVersion) =>
        database.Record.Desk.LogAsync(
            decision,
            expectedVersion,
            new LoggedBy("user:1", Grants.OfTheProgram) { Again = true },
            CancellationToken.None
        );
}
