using Npgsql;
using Oversight.Ledger.People;
using Oversight.TestServer;

namespace Oversight.Ledger.Tests;

/// <summary>Who read what is not public. Each test has readers of its own.</summary>
public sealed class ReadingsTests(SharedRecord record) : IClassFixture<SharedRecord>
{
    [Fact]
    public async Task A_reading_is_kept_as_it_was_and_found_by_reader_subject_face_and_time_newest_first()
    {
        await using var readings = new Readings(record.Database.Program, TimeProvider.System);
        var first = Of("ann", 7) with { Credential = Guid.NewGuid() };
        var second = Of("ann", 8, "organisation-QE1", "recovery-ann-1") with
        {
            Face = Face.CommandLine,
            Address = "show QE1 --on 2024-11-01",
        };
        await readings.AddAsync(first);
        await readings.AddAsync(second);

        var all = await readings.ListAsync(new(Readers: ["ann"]), after: null, 10);
        Assert.Equivalent(new[] { second, first }, all.Select(r => r.Reading), strict: true);
        Assert.All(all, r => Assert.Null(r.Answered));
        Assert.True(all[0].At > all[1].At);
        async Task<IEnumerable<long>> PlacesAsync(ReadingsAsked asked, KeptReading? after = null) =>
            (await readings.ListAsync(asked with { Readers = ["ann"] }, after, 10)).Select(r => r.Reading.Place);
        Assert.Equal([8], await PlacesAsync(new(Subjects: ["recovery-ann-1", "organisation-QXX"])));
        Assert.Equal([], await PlacesAsync(new(Subjects: ["organisation-QXX"])));
        Assert.Equal([7], await PlacesAsync(new(Face: Face.Api)));
        Assert.Equal([7], await PlacesAsync(new(Before: all[0].At)));
        Assert.Equal([8], await PlacesAsync(new(From: all[0].At)));
        Assert.Equal([7], await PlacesAsync(new(), after: all[0]));
        Assert.Equivalent(all[1], await readings.FindAsync(all[1].Id), strict: true);
    }

    [Fact]
    public async Task Those_that_come_together_share_a_round_trip_and_each_is_kept_once()
    {
        await using var counter = RoundTripProxy.Start(record.Database.Settings.Program);
        await using var program = RecordStore.CreateDataSource(counter.ConnectionString);
        await using var readings = new Readings(program, TimeProvider.System);
        await readings.AddAsync(Of("warm", 0));
        var before = counter.RoundTrips;

        await Task.WhenAll(Enumerable.Range(0, 200).Select(place => readings.AddAsync(Of("many", place))));

        Assert.InRange(counter.RoundTrips - before, 1, 20);
        var kept = await readings.ListAsync(new(Readers: ["many"]), after: null, 300);
        Assert.Equal(Enumerable.Range(0, 200), kept.Select(r => (int)r.Reading.Place).Order());
    }

    [Fact]
    public async Task While_the_database_is_away_they_wait_as_many_as_may_and_are_written_once_when_it_is_back()
    {
        await using var proxy = RoundTripProxy.Start(record.Database.Settings.Program);
        await using var program = RecordStore.CreateDataSource(proxy.ConnectionString);
        await using var readings = new Readings(program, TimeProvider.System, mostWaiting: 3);
        await readings.AddAsync(Of("away", 0));
        var left = TimeProvider.System.GetUtcNow();
        // The first may have been written: that its answer was lost does not make it two.
        proxy.CutAfter(0);
        foreach (var place in new[] { 1, 2, 3 })
        {
            await readings.AddAsync(Of("away", place));
        }

        Assert.Equal(3, readings.Waiting);
        await Assert.ThrowsAsync<ReadingNotKeptException>(() => readings.AddAsync(Of("away", 4)));
        proxy.CutAfter(null);
        for (var tries = 0; readings.Waiting > 0 && tries < 100; tries++)
        {
            await Task.Delay(100, TestContext.Current.CancellationToken);
        }

        await readings.AddAsync(Of("away", 5));
        var kept = await readings.ListAsync(new(Readers: ["away"]), after: null, 10);
        Assert.Equal([0, 1, 2, 3, 5], kept.Select(r => r.Reading.Place).Order());
        Assert.Equal([2, 3], kept.Where(r => r.Answered > left).Select(r => r.Reading.Place).Except([1]).Order());
        Assert.All(kept.Where(r => r.Reading.Place is 0 or 5), r => Assert.Null(r.Answered));
    }

    [Fact]
    public async Task What_waits_is_written_when_the_program_ends()
    {
        await using var proxy = RoundTripProxy.Start(record.Database.Settings.Program);
        await using var program = RecordStore.CreateDataSource(proxy.ConnectionString);
        var readings = new Readings(program, TimeProvider.System);
        proxy.CutAfter(0);
        await readings.AddAsync(Of("end", 1));
        await readings.AddAsync(Of("end", 2));
        proxy.CutAfter(null);
        await readings.DisposeAsync();

        await using var others = new Readings(record.Database.Program, TimeProvider.System);
        Assert.Equal(2, (await others.ListAsync(new(Readers: ["end"]), after: null, 10)).Count);
    }

    [Theory]
    [InlineData("delete from access.reading", "42501")]
    [InlineData("update access.reading set reader = 'somebody else'", "42501")]
    [InlineData("truncate access.reading", "42501")]
    [InlineData(
        "insert into access.reading (id, at, reader, face, address, place, subjects, entries) values (gen_random_uuid(), now(), 'a', 'page', '/', 1, '{organisation-QE1}', 1)",
        "42501"
    )]
    [InlineData(
        "insert into access.reading (id, reader, face, address, place, subjects, entries) values (gen_random_uuid(), 'a', 'page', '/', 1, '{}', 1)",
        "23514"
    )]
    public async Task The_program_can_only_add_to_them(string sql, string error)
    {
        var refused = await Assert.ThrowsAsync<PostgresException>(() => record.Database.ProgramAsync(sql));
        Assert.Equal(error, refused.SqlState);
    }

    private static Reading Of(string reader, long place, params string[] subjects) =>
        new(
            reader,
            Credential: null,
            Face.Api,
            "/api/organisations/QE1",
            place,
            subjects.Length > 0 ? subjects : ["organisation-QE1"],
            3
        );
}
