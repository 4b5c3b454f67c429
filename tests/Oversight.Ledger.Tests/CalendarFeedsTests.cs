using Npgsql;
using Oversight.Record;
using Oversight.TestServer;

namespace Oversight.Ledger.Tests;

public sealed class CalendarFeedsTests(SharedRecord record) : IClassFixture<SharedRecord>
{
    [Fact]
    public async Task A_feed_is_found_by_its_hash_until_its_maker_revokes_it_and_only_the_first_time_is_kept()
    {
        var feeds = new CalendarFeeds(record.Database.Program);
        var hash = Enumerable.Repeat((byte)7, 32).ToArray();
        await record.Database.Store.AddAccessAsync(hash, "alex", "Alex");
        var feed = await feeds.AddAsync(hash, "region:Y60", "alex");

        Assert.Equal(feed, await feeds.FindAsync(hash));
        Assert.False(await feeds.RevokeAsync(feed.Id, "somebody else"));
        Assert.NotNull(await feeds.FindAsync(hash));
        Assert.True(await feeds.RevokeAsync(feed.Id, "alex"));
        Assert.Null(await feeds.FindAsync(hash));
        var revoked = Assert.Single(await feeds.MadeByAsync("alex")).RevokedAt;
        Assert.True(await feeds.RevokeAsync(feed.Id, "alex"));
        Assert.Equal(revoked, Assert.Single(await feeds.MadeByAsync("alex")).RevokedAt);
    }

    [Fact]
    public async Task A_feed_answers_no_longer_than_a_token_of_its_maker_signs_in()
    {
        var feeds = new CalendarFeeds(record.Database.Program);
        var hash = Enumerable.Repeat((byte)8, 32).ToArray();
        await feeds.AddAsync(hash, "organisation:QOC", "kim");
        Assert.Null(await feeds.FindAsync(hash));

        await record.Database.Store.AddAccessAsync(hash, "kim", "Kim", OdsCode.Parse("QOC"));
        Assert.NotNull(await feeds.FindAsync(hash));
        await record.Database.Store.RevokeAccessAsync("kim");
        Assert.Null(await feeds.FindAsync(hash));
    }

    [Theory]
    [InlineData("delete from ledger.calendar_feed", "42501")]
    [InlineData("update ledger.calendar_feed set scope = 'region:Y56'", "42501")]
    [InlineData("update ledger.calendar_feed set token_hash = sha256('')", "42501")]
    [InlineData("update ledger.calendar_feed set revoked_at = null", "OV001")]
    [InlineData(
        "insert into ledger.calendar_feed (id, token_hash, scope, made_by, made_at) values (gen_random_uuid(), sha256('x'), 'region:Y60', 'a', now())",
        "42501"
    )]
    public async Task The_program_cannot_change_delete_or_give_back_a_feed(string sql, string error)
    {
        await new CalendarFeeds(record.Database.Program).AddAsync(
            Guid.NewGuid().ToByteArray().Concat(Guid.NewGuid().ToByteArray()).ToArray(),
            "region:Y60",
            "b"
        );

        var refused = await Assert.ThrowsAsync<PostgresException>(() => record.Database.ProgramAsync(sql));
        Assert.Equal(error, refused.SqlState);
    }
}
