using Marten;
using Oversight.Record.Catalogue;
using Oversight.Record.Entries;
using Oversight.TestServer;
using Event = Oversight.Record.Entries.Event;

namespace Oversight.Ledger.Tests;

/// <summary>Whoever knows Marten can read the record with Marten, and finds what we find.</summary>
public sealed class ReadByMarten(DatabaseServer server)
{
    [Fact]
    public async Task Every_stream_that_marten_fetches_is_the_subjects_timeline()
    {
        await using var opened = await OpenedRecord.CreateAsync(server);
        await GoldenScript.LogAsync(opened);
        await using var dataSource = LedgerStore.CreateDataSource(opened.Settings.Program);
        using var documents = DocumentStore.For(options => LedgerStore.Configure(options, dataSource));
        var record = await opened.NowAsync();

        Assert.NotEmpty(record.Subjects);
        await using var session = documents.QuerySession();
        foreach (var subject in record.Subjects)
        {
            var timeline = record.TimelineOf(subject)!;
            var events = await session.Events.FetchStreamAsync(subject.Value);
            Assert.Equal(timeline.Recorded.Select(e => e.Id), events.Select(e => e.Id));
            Assert.Equal(timeline.Recorded.Select(e => e.Version), events.Select(e => e.Version));
            Assert.Equal(timeline.Recorded.Select(e => e.Recorded), events.Select(e => e.Timestamp));
            Assert.Equal(timeline.Recorded.Select(e => e.LoggedBy), events.Select(e => e.UserName));
            Assert.Equal(
                timeline.Recorded.Select(e => EventCatalogue.Write(e.Event)),
                events.Select(e => EventCatalogue.Write((Event)e.Data))
            );
        }
    }
}
