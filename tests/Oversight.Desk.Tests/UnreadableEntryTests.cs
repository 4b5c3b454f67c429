using Oversight.Ledger;
using Oversight.Record;
using Oversight.TestServer;

namespace Oversight.Desk.Tests;

/// <summary>A record written by a newer program, or past the program: nothing is answered rather than something wrong.</summary>
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
            { "meeting-1", "organisation_registered", Registration },
            { "organisation-", "organisation_registered", Registration },
            { "framework-a b", "organisation_registered", Registration },
            { "organisation-RZ1", "entry_corrected", Correction("""{"type": "organisation_painted", "data": {}}""") },
            { "organisation-RZ1", "entry_corrected", Correction("""{"type": "segment_assigned", "data": null}""") },
            { "organisation-RZ1", "entry_corrected", Correction("""{"type": "segment_assigned"}""") },
            { "organisation-RZ1", "entry_corrected", Correction("null") },
        };

    [Theory]
    [MemberData(nameof(Unreadable))]
    public void Whatever_is_wrong_with_an_entry_its_place_and_id_are_named(string stream, string type, string data)
    {
        var id = Guid.NewGuid();
        var unreadable = Assert.Throws<UnreadableEntryException>(() =>
            StoredEvents.Read(
                new StoredEntry(17, id, stream, 1, type, data, DateTimeOffset.UnixEpoch, "someone", null, null)
            )
        );

        Assert.Contains($"Entry {id} at place 17 cannot be read: ", unreadable.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_entry_of_an_unknown_kind_stops_every_answer_and_every_decision()
    {
        await using var database = await TestDatabase.CreateEmptyAsync(server);
        await LogAsync(database, "RZ1", expectedVersion: 0);
        var id = Guid.NewGuid();
        await database.InsertEntryAsync(id, "organisation-RZ2", "organisation_painted", """{"colour": "blue"}""");

        Func<Task>[] questions =
        [
            () => database.Record.Live.AtAsync(known: null, CancellationToken.None),
            () => database.OpenAsync(),
            () => LogAsync(database, "RZ3", expectedVersion: 0),
            () => database.Record.Live.AtAsync(known: null, CancellationToken.None),
        ];
        foreach (var question in questions)
        {
            var unreadable = await Assert.ThrowsAsync<UnreadableEntryException>(question);
            Assert.Contains($"Entry {id} at place 1 cannot be read", unreadable.Message, StringComparison.Ordinal);
            Assert.Contains("\"organisation_painted\"", unreadable.Message, StringComparison.Ordinal);
        }

        Assert.Equal(2, await database.CountEntriesAsync());
    }

    private static string Correction(string replacement) =>
        $$$"""
            {"decision": {"effective": "2024-05-01", "decided": "2024-05-01", "decidedBy": {"body": "nhs-england"},
             "rationale": "So.", "evidence": [], "origin": "live"},
             "target": "0190a0a0-0000-7000-8000-000000000000", "replacement": {{{replacement}}}}
            """;

    private static Task<Receipt> LogAsync(TestDatabase database, string ods, long expectedVersion) =>
        database.Record.Desk.LogAsync(
            _ => Decisions.Register(ods),
            expectedVersion,
            new LoggedBy("user:1"),
            CancellationToken.None
        );
}
