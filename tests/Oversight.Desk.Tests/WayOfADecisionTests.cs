using System.Text;
using Oversight.Ledger;
using Oversight.Record;
using Oversight.Record.Catalogue;
using Oversight.Record.People;
using Oversight.Record.Segments;

namespace Oversight.Desk.Tests;

/// <summary>The way of a decision, as docs/reading-the-code.md draws it, stage by stage.</summary>
public sealed class WayOfADecisionTests(LoadedRecord loaded) : IClassFixture<LoadedRecord>
{
    private const string Body = """
        {
            "segment": 3,
            "decision": {
                "rationale": "Said at the meeting.",
                "decidedBy": { "body": "nhs-england", "person": "Jo Bloggs" },
                "decided": "2024-05-01",
                "effective": "2024-05-01",
                "evidence": [],
                "origin": "back-dated"
            }
        }
        """;

    [Fact]
    public async Task A_body_becomes_an_entry()
    {
        var subject = Decisions.Subject("QYG");
        var before = await loaded.Record.Live.AtAsync(known: null, CancellationToken.None);
        var version = before.VersionOf("QYG");

        // The body becomes an event: exactly what was written.
        var body = StrictJson.ParseObject(Encoding.UTF8.GetBytes(Body));
        var content = StrictJson.ReadDecision(body, typeof(SegmentAssigned), "");
        Assert.Equal(CanonicalJson.Write(Body), CanonicalJson.Write(EventCatalogue.Write(content)));

        // The event becomes a decision asked for: the name is out.
        var command = new LogDecision(subject, content);
        var person = Assert.Single(command.People);
        Assert.Equal("Jo Bloggs", person.Name);

        // It is taken on a record: one entry, which holds what was asked, and nothing of the record has changed.
        var draft = new Draft(before, TimeProvider.System.GetUtcNow(), "user:1");
        draft.Take(command);
        Assert.Same(command.Asked, Assert.Single(draft.Entries).Event);
        Assert.Equal([person], draft.People);
        Assert.Equal(version, before.VersionOf("QYG"));

        // The desk takes it in the same way and stores it, once for a key.
        var by = new LoggedBy("user:1", Grants.OfTheProgram, IdempotencyKey: "the-way");
        var receipt = await loaded.Record.Desk.LogAsync(command, version, by, CancellationToken.None);
        var again = await loaded.Record.Desk.LogAsync(new(subject, content), version, by, CancellationToken.None);
        var line = Assert.Single(receipt.Entries);
        Assert.Equal(line, Assert.Single(again.Entries));
        Assert.True(again.Repeated);

        // What is stored is the canonical form of what was asked, and the name stands beside it.
        Assert.Equal(
            CanonicalJson.Write(EventCatalogue.Write(command.Asked)),
            CanonicalJson.Write(await AskAsync($"select data::text from oversight.mt_events where id = '{line.Id}'"))
        );
        Assert.Equal(person.Name, await AskAsync($"select name from ledger.person where id = '{person.Id}'"));
        Assert.Equal(
            "the-way",
            await AskAsync($"select key from ledger.idempotency where '{line.Id}' = any (entry_ids)")
        );

        // And it is read as it was asked.
        var after = await loaded.Record.Live.AtAsync(known: null, CancellationToken.None);
        Assert.Equal(
            EventCatalogue.Write(command.Asked),
            EventCatalogue.Write(after.TimelineOf(subject)!.Recorded[^1].Event)
        );
    }

    private Task<string> AskAsync(string sql) => loaded.Database.AskAsync<string>(sql);
}
