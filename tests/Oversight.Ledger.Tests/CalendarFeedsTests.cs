using Npgsql;
using Oversight.Ledger.People;
using Oversight.Record;
using Oversight.Record.People;
using Oversight.TestServer;

namespace Oversight.Ledger.Tests;

public sealed class CalendarFeedsTests(SharedRecord record) : IClassFixture<SharedRecord>
{
    [Fact]
    public async Task A_feed_is_found_by_its_hash_until_its_maker_revokes_it_and_only_the_first_time_is_kept()
    {
        var feeds = new CalendarFeeds(record.Database.Program);
        var hash = Enumerable.Repeat((byte)7, 32).ToArray();
        var alex = await record.Database.AddPersonAsync("Alex", new Grant(Role.National));
        var feed = await feeds.AddAsync(hash, "region:Y60", alex);

        Assert.Equal(feed, await feeds.FindAsync(hash));
        Assert.False(await feeds.RevokeAsync(feed.Id, "somebody else"));
        Assert.NotNull(await feeds.FindAsync(hash));
        Assert.True(await feeds.RevokeAsync(feed.Id, alex));
        Assert.Null(await feeds.FindAsync(hash));
        var revoked = Assert.Single(await feeds.MadeByAsync(alex)).RevokedAt;
        Assert.True(await feeds.RevokeAsync(feed.Id, alex));
        Assert.Equal(revoked, Assert.Single(await feeds.MadeByAsync(alex)).RevokedAt);
    }

    [Fact]
    public async Task A_feed_answers_no_longer_than_its_maker_has_rights_and_the_token_that_it_was_made_with_is_good()
    {
        var feeds = new CalendarFeeds(record.Database.Program);
        var people = record.Database.Accounts;
        var kim = await record.Database.AddPersonAsync("Kim");
        var token = await record.Database.Credentials.AddAsync(
            CredentialKind.Token,
            kim,
            Secret.HashOf("Kim's"),
            "laptop",
            TokenScope.ReadAndDecide,
            TimeSpan.FromDays(1),
            kim
        );
        byte[] withToken = Secret.HashOf("1"),
            inBrowser = Secret.HashOf("2");
        await feeds.AddAsync(withToken, "organisation:QOC", kim, token.Id);
        await feeds.AddAsync(inBrowser, "organisation:QOC", kim);
        Assert.Null(await feeds.FindAsync(inBrowser));

        var lead = await people.GiveAsync(
            kim,
            new Grant(Role.Lead, Organisation: OdsCode.Parse("QOC")),
            null,
            "A test.",
            Accounts.TheProgram
        );
        Assert.NotNull(await feeds.FindAsync(inBrowser));
        Assert.NotNull(await feeds.FindAsync(withToken));
        await record.Database.Credentials.RevokeAsync(token.Id, kim);
        Assert.Null(await feeds.FindAsync(withToken));
        Assert.NotNull(await feeds.FindAsync(inBrowser));

        await people.EndAsync(lead!.Id, "A test.", Accounts.TheProgram);
        Assert.Null(await feeds.FindAsync(inBrowser));
        await people.GiveAsync(kim, new Grant(Role.Auditor), null, "A test.", Accounts.TheProgram);
        Assert.NotNull(await feeds.FindAsync(inBrowser));
        Assert.True(await people.CloseAsync(kim, "Left.", Accounts.TheProgram));
        Assert.Null(await feeds.FindAsync(inBrowser));
        Assert.All(await feeds.MadeByAsync(kim), feed => Assert.NotNull(feed.RevokedAt));
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
