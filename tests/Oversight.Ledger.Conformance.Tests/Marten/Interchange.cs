using JasperFx.Events;
using Marten;
using Oversight.Ledger.Marten;
using Oversight.Projections.AuditHistory;
using Oversight.TestServer;

namespace Oversight.Ledger.Conformance.Tests.Marten;

/// <summary>What one way in wrote, the other reads and goes on from.</summary>
public sealed class Interchange(DatabaseServer server)
{
    [Fact]
    public async Task Written_through_npgsql_it_is_opened_read_folded_and_continued_by_marten()
    {
        await using var byNpgsql = await OpenedRecord.CreateAsync(server, "npgsql");
        await GoldenScript.LogAsync(byNpgsql);
        var rows = await byNpgsql.RowsAsync(GoldenScript.Rows);

        await using var byMarten = await OpenedRecord.OpenAsync(byNpgsql.Settings, "marten");
        var documents = ((MartenWayIn)byMarten.Record.WayIn).Documents;
        // Opening it would have failed, had Marten wanted to change the record's tables; and now it wants nothing more.
        Assert.Empty(await MartenMigration.ApplyAsync(byNpgsql.Settings.Owner, byNpgsql.Settings.Program, _ => { }));
        Assert.Equal(rows, await byMarten.RowsAsync(GoldenScript.Rows));
        await AssertMartenReadsTheSameAsync(byMarten, documents);

        await byMarten.LogAsync(Decisions.Assign("RBB", 3, "2024-10-01"));
        await byMarten.LogAsync(Decisions.Register("REE"));

        Assert.Equal(Answers.Of(await byMarten.NowAsync()), Answers.Of(await byNpgsql.NowAsync()));
        await byNpgsql.LogAsync(Decisions.Assign("RBB", 2, "2024-11-01"));
        await byNpgsql.AssertInOrderAsync();
    }

    [Fact]
    public async Task Written_through_marten_it_is_read_and_continued_through_npgsql_and_then_by_marten_again()
    {
        await using var byMarten = await OpenedRecord.CreateAsync(server, "marten");
        await GoldenScript.LogAsync(byMarten);
        var documents = ((MartenWayIn)byMarten.Record.WayIn).Documents;

        await using var byNpgsql = await OpenedRecord.OpenAsync(byMarten.Settings, "npgsql");
        Assert.Equal(Answers.Of(await byMarten.NowAsync()), Answers.Of(await byNpgsql.NowAsync()));
        await byNpgsql.LogAsync(Decisions.Assign("RBB", 3, "2024-10-01"));
        await byNpgsql.LogAsync(Decisions.Register("REE"));

        await AssertMartenReadsTheSameAsync(byMarten, documents);
        await byMarten.LogAsync(Decisions.Assign("REE", 2, "2024-11-01"));
        await byMarten.AssertInOrderAsync();
    }

    [Fact]
    public async Task Both_write_at_once_and_share_one_order()
    {
        await using var byMarten = await OpenedRecord.CreateAsync(server, "marten");
        await using var byNpgsql = await OpenedRecord.OpenAsync(byMarten.Settings, "npgsql");
        await byMarten.LogAsync(Decisions.Framework());
        await Task.WhenAll(
            Enumerable
                .Range(0, 8)
                .Select(async writer =>
                {
                    var opened = writer % 2 == 0 ? byMarten : byNpgsql;
                    await opened.LogAsync(Decisions.Register($"RT{writer}"));
                    for (var round = 0; round < 10; round++)
                    {
                        await opened.LogAsync(Decisions.Assign($"RT{writer}", 1 + (round % 3)));
                    }
                })
        );
        await byMarten.AssertInOrderAsync();
        Assert.Equal(1 + (8 * 11), await byMarten.CountAsync());
        Assert.Equal(Answers.Of(await byMarten.NowAsync()), Answers.Of(await byNpgsql.NowAsync()));
    }

    // Every stream fetched, aggregated by both projections, and fetched for writing; by the same folds as every answer.
    private static async Task AssertMartenReadsTheSameAsync(OpenedRecord opened, IDocumentStore documents)
    {
        var record = await opened.NowAsync();
        Assert.NotEmpty(record.Subjects);
        foreach (var subject in record.Subjects)
        {
            var timeline = record.TimelineOf(subject)!;
            await using var session = documents.LightweightSession();
            var events = await session.Events.FetchStreamAsync(subject.Value);
            Assert.Equal(timeline.Recorded.Select(e => e.Id), events.Select(e => e.Id));
            Assert.Equal(timeline.Recorded.Select(e => e.Version), events.Select(e => e.Version));
            Assert.Equal(timeline.Recorded.Select(e => e.Recorded), events.Select(e => e.Timestamp));
            Assert.Equal(timeline.Recorded.Select(e => e.LoggedBy), events.Select(e => e.UserName));
            Assert.Equal(
                timeline.Recorded.Select(e => Record.EventCatalogue.Write(e.Event)),
                events.Select(e => Record.EventCatalogue.Write((Record.Events.Event)e.Data))
            );

            var aggregated = (await session.Events.AggregateStreamAsync<SubjectTimeline>(subject.Value))!;
            Assert.Equal(
                timeline.Entries.Select(e => e.Content),
                aggregated.Timeline.Entries.Select(e => e.Content),
                Same
            );
            Assert.Equal(timeline.Entries.Select(e => e.Counts), aggregated.Timeline.Entries.Select(e => e.Counts));

            var history = (await session.Events.AggregateStreamAsync<SubjectHistory>(subject.Value))!;
            Assert.Equal(
                AuditHistory.Explain(timeline).Select(e => (e.Id, e.Summary, e.Standing, e.Old, e.New)),
                history.Entries.Select(e => (e.Id, e.Summary, e.Standing, e.Old, e.New))
            );

            IEventStream<SubjectTimeline> writing = await session.Events.FetchForWriting<SubjectTimeline>(
                subject.Value
            );
            Assert.Equal(timeline.Version, writing.CurrentVersion);
        }

        static bool Same(Record.Events.Event left, Record.Events.Event right) =>
            Record.EventCatalogue.Write(left) == Record.EventCatalogue.Write(right);
    }
}
