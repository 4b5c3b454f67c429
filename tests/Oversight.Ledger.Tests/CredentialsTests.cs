using Oversight.Ledger.People;
using Oversight.Record;
using Oversight.Record.People;
using Oversight.TestServer;

namespace Oversight.Ledger.Tests;

/// <summary>What signs people in, and what no longer does.</summary>
public sealed class CredentialsTests(SharedRecord record) : IClassFixture<SharedRecord>
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    private TestDatabase Database => record.Database;

    private Credentials Credentials => Database.Credentials;

    [Fact]
    public async Task Many_are_looked_up_in_one_round_trip_with_their_rights_in_the_order_asked()
    {
        await using var proxy = RoundTripProxy.Start(Database.Settings.Program);
        await using var ledger = new LedgerDatabase(proxy.ConnectionString);
        var sam = await Database.AddPersonAsync(
            "Sam",
            new Grant(Role.Contributor, Organisation: OdsCode.Parse("QOC")),
            new Grant(Role.Auditor)
        );
        var kim = await Database.AddPersonAsync("Kim");
        byte[][] hashes =
        [
            await AddAsync(kim, CredentialKind.Session),
            Secret.HashOf(Secret.New()),
            await AddAsync(sam, CredentialKind.Token, TokenScope.Read),
            await AddAsync(sam, CredentialKind.Link),
            await AddAsync(sam, CredentialKind.Token, lifetime: TimeSpan.FromMicroseconds(1)),
        ];
        // Opens the connection, learns its types and prepares.
        await ledger.Credentials.FindAsync(hashes);
        await ledger.Credentials.FindAsync(hashes);
        var before = proxy.RoundTrips;

        var found = await ledger.Credentials.FindAsync(hashes);

        Assert.Equal(1, proxy.RoundTrips - before);
        Assert.Equal([kim, null, sam, null, null], found.Select(who => who?.Subject));
        Assert.Empty(found[0]!.Grants.All);
        Assert.Equal((CredentialKind.Session, null), (found[0]!.By.Kind, found[0]!.Token));
        Assert.Equal(["contributor of QOC", "auditor"], found[2]!.Grants.All.Select(grant => grant.Says()));
        Assert.Equal(("Sam", TokenScope.Read, sam), (found[2]!.Name, found[2]!.By.Scope, found[2]!.By.MadeBy));
        Assert.InRange(found[2]!.By.Expires!.Value - found[2]!.By.Made, Hour - TimeSpan.FromSeconds(9), Hour);
    }

    [Fact]
    public async Task What_was_revoked_or_ended_is_seen_at_the_next_look_by_every_instance()
    {
        await using var elsewhere = new LedgerDatabase(Database.Settings.Program);
        var sam = await Database.AddPersonAsync("Sam", new Grant(Role.National));
        var hash = await AddAsync(sam);
        async Task<SignedIn?> LookAsync() => (await elsewhere.Credentials.FindAsync([hash]))[0];
        Assert.Single((await LookAsync())!.Grants.All);

        var right = (await Database.Accounts.FindAsync(sam))!.Grants[0];
        await Database.Accounts.EndAsync(right.Id, "Moved on.", Accounts.TheProgram);
        Assert.Empty((await LookAsync())!.Grants.All);

        var id = (await Credentials.OfAsync(sam))[0].Id;
        var another = await Database.AddPersonAsync("Another", new Grant(Role.National));
        await Assert.ThrowsAsync<AccessRefusedException>(() => Credentials.RevokeAsync(id, another));
        Assert.NotNull(await LookAsync());
        Assert.True(await Credentials.RevokeAsync(id, sam));
        Assert.False(await Credentials.RevokeAsync(id, sam));
        Assert.Null(await LookAsync());
        // The same secret is not given out again.
        await Assert.ThrowsAsync<Npgsql.PostgresException>(() =>
            Credentials.AddAsync(CredentialKind.Token, sam, hash, "again", TokenScope.Read, Hour, sam)
        );
    }

    [Theory]
    [InlineData(CredentialKind.Token, 367)]
    [InlineData(CredentialKind.Session, 367)]
    [InlineData(CredentialKind.Link, 8)]
    public async Task Nothing_signs_in_for_longer_than_it_may(CredentialKind kind, int days)
    {
        var sam = await Database.AddPersonAsync("Sam");
        await Assert.ThrowsAsync<BadEntryException>(() => AddAsync(sam, kind, lifetime: TimeSpan.FromDays(days)));
        Assert.NotNull(await AddAsync(sam, kind, lifetime: TimeSpan.FromDays(days - 2)));
    }

    [Fact]
    public async Task Use_is_noted_once_an_hour()
    {
        var sam = await Database.AddPersonAsync("Sam");
        var hash = await AddAsync(sam);
        var id = (await Credentials.FindAsync([hash]))[0]!.By.Id;
        async Task<DateTimeOffset?> LastUsedAsync() => (await Credentials.OfAsync(sam))[0].LastUsed;
        Assert.Null(await LastUsedAsync());

        await Credentials.NoteUseAsync([id]);
        var first = await LastUsedAsync();
        await Credentials.NoteUseAsync([id]);

        Assert.NotNull(first);
        Assert.Equal(first, await LastUsedAsync());
    }

    [Fact]
    public async Task A_link_signs_in_one_of_all_who_use_it_at_once_and_nobody_afterwards()
    {
        var sam = await Database.AddPersonAsync("Sam", new Grant(Role.National));
        for (var round = 0; round < 5; round++)
        {
            var hash = await AddAsync(sam, CredentialKind.Link);

            var uses = await Task.WhenAll(
                Enumerable.Range(0, 16).Select(_ => Task.Run(() => Credentials.UseLinkAsync(hash)))
            );

            var who = Assert.Single(uses, use => use.SignedIn is not null).SignedIn!;
            Assert.Equal((sam, "Sam"), (who.Subject, who.Name));
            Assert.Single(who.Grants.All);
            var used = Assert.Single(uses.Where(use => use.SignedIn is null).Select(use => use.UsedBefore).Distinct());
            Assert.Equal(used, (await Credentials.UseLinkAsync(hash)).UsedBefore);
            Assert.Equal(used, who.By.Used);
        }
    }

    [Fact]
    public async Task A_link_that_signs_in_nobody_says_why()
    {
        var sam = await Database.AddPersonAsync("Sam");
        Assert.Equal(new LinkUse(null), await Credentials.UseLinkAsync(Secret.HashOf("unknown")));
        // A token is no link.
        Assert.Equal(new LinkUse(null), await Credentials.UseLinkAsync(await AddAsync(sam)));
        var late = await AddAsync(sam, CredentialKind.Link, lifetime: TimeSpan.FromMicroseconds(1));
        Assert.NotNull((await Credentials.UseLinkAsync(late)).Ended);
        var revoked = await AddAsync(sam, CredentialKind.Link);
        await Credentials.RevokeAsync((await Credentials.OfAsync(sam))[^1].Id, sam);
        Assert.NotNull((await Credentials.UseLinkAsync(revoked)).Ended);
        var closed = await AddAsync(sam, CredentialKind.Link);
        await Database.Accounts.CloseAsync(sam, "Left.", Accounts.TheProgram);
        var use = await Credentials.UseLinkAsync(closed);
        Assert.Null(use.SignedIn);
        Assert.NotNull(use.Ended);
    }

    [Fact]
    public async Task A_device_gets_a_token_once_when_somebody_types_its_code()
    {
        var sam = await Database.AddPersonAsync("Sam", new Grant(Role.National));
        var (device, token) = (Secret.HashOf(Secret.New()), Secret.HashOf(Secret.New()));
        var code = await Database.DeviceCodes.BeginAsync(device, "Sam's laptop", TokenScope.Read);
        Assert.Matches("^[BCDFGHJKLMNPQRSTVWXZ]{4}-[BCDFGHJKLMNPQRSTVWXZ]{4}$", code.UserCode);
        Assert.InRange(code.Expires - code.Asked, TimeSpan.FromSeconds(599), TimeSpan.FromSeconds(601));
        Assert.Equal(DeviceAnswer.Pending, await PollAsync(device, token));
        Assert.Equal(DeviceAnswer.SlowDown, await PollAsync(device, token));
        Assert.Null((await Credentials.FindAsync([token]))[0]);

        var typed = $" {code.UserCode.Replace('-', ' ').ToLowerInvariant()}";
        Assert.Equal(code, await Database.DeviceCodes.FindAsync(typed));
        Assert.True(await Database.DeviceCodes.ApproveAsync(typed, sam));
        Assert.False(await Database.DeviceCodes.ApproveAsync(typed, await Database.AddPersonAsync("Thief")));
        Assert.False(await Database.DeviceCodes.DenyAsync(typed));
        Assert.Null(await Database.DeviceCodes.FindAsync(typed));

        var answers = await Task.WhenAll(
            Enumerable
                .Range(0, 8)
                .Select(n => Task.Run(() => PollAsync(device, n == 0 ? token : Secret.HashOf(Secret.New()))))
        );

        Assert.Single(answers, answer => answer == DeviceAnswer.SignedIn);
        Assert.Equal(7, answers.Count(answer => answer == DeviceAnswer.Expired));
        var got = Assert.Single(await Credentials.OfAsync(sam));
        Assert.Equal(
            (CredentialKind.Device, "Sam's laptop", TokenScope.Read, sam),
            (got.Kind, got.Name, got.Scope, got.MadeBy)
        );
    }

    [Fact]
    public async Task A_device_that_is_refused_too_late_or_unknown_gets_nothing()
    {
        var token = Secret.HashOf(Secret.New());
        var device = Secret.HashOf(Secret.New());
        var code = await Database.DeviceCodes.BeginAsync(device, "laptop", TokenScope.ReadAndDecide);
        Assert.True(await Database.DeviceCodes.DenyAsync(code.UserCode));
        Assert.Equal(DeviceAnswer.Denied, await PollAsync(device, token));

        var late = Secret.HashOf("late");
        await Database.ExecuteAsync(
            """
            insert into access.device_code (hash, user_code, name, scope, asked, expires)
            values (sha256('late'), 'BCDFGHJK', 'x', 'read', now() - interval '11 minutes', now() - interval '1 minute'),
                (sha256('old'), 'BCDFGHJL', 'x', 'read', now() - interval '3 days', now() - interval '3 days')
            """
        );
        Assert.Null(await Database.DeviceCodes.FindAsync("BCDF-GHJK"));
        Assert.False(await Database.DeviceCodes.ApproveAsync("BCDF-GHJK", await Database.AddPersonAsync("Sam")));
        Assert.Equal(DeviceAnswer.Expired, await PollAsync(late, token));
        Assert.Equal(DeviceAnswer.Expired, await PollAsync(Secret.HashOf("never"), token));
        Assert.Null((await Credentials.FindAsync([token]))[0]);
        // Old ones are forgotten, so that nobody fills the database by asking.
        await Database.DeviceCodes.BeginAsync(Secret.HashOf(Secret.New()), "laptop", TokenScope.Read);
        Assert.Equal(
            0L,
            await Database.ScalarAsync<long>("select count(*) from access.device_code where user_code = 'BCDFGHJL'")
        );
    }

    [Fact]
    public async Task While_the_database_is_away_who_was_signed_in_last_still_reads_but_for_who_was_let_go_here()
    {
        var proxy = RoundTripProxy.Start(Database.Settings.Program);
        await using var ledger = new LedgerDatabase(proxy.ConnectionString);
        var signIns = new SignIns(ledger.Credentials, ledger.Accounts, TimeProvider.System);
        var (sam, kim) = (await Database.AddPersonAsync("Sam"), await Database.AddPersonAsync("Kim"));
        var (sams, kims, brief) = (
            await AddAsync(sam),
            await AddAsync(kim),
            await AddAsync(sam, lifetime: TimeSpan.FromSeconds(1))
        );
        foreach (var hash in new[] { sams, kims, brief })
        {
            Assert.NotNull(await signIns.FindToReadAsync(hash, TestContext.Current.CancellationToken));
        }

        await ledger.Accounts.CloseAsync(kim, "Left.", Accounts.TheProgram);
        await Task.Delay(TimeSpan.FromSeconds(1), TestContext.Current.CancellationToken);
        await proxy.DisposeAsync();

        Assert.Equal(sam, (await signIns.FindToReadAsync(sams, TestContext.Current.CancellationToken))!.Subject);
        foreach (var gone in new[] { kims, brief })
        {
            await Assert.ThrowsAnyAsync<Exception>(() =>
                signIns.FindToReadAsync(gone, TestContext.Current.CancellationToken)
            );
        }

        await Assert.ThrowsAnyAsync<Exception>(() => signIns.FindAsync(sams, TestContext.Current.CancellationToken));
    }

    private Task<DeviceAnswer> PollAsync(byte[] device, byte[] token) =>
        Database.DeviceCodes.PollAsync(device, token, Credentials.UsualLifetime);

    private async Task<byte[]> AddAsync(
        string subject,
        CredentialKind kind = CredentialKind.Token,
        TokenScope scope = TokenScope.ReadAndDecide,
        TimeSpan? lifetime = null
    )
    {
        var hash = Secret.HashOf(Secret.New());
        await Credentials.AddAsync(kind, subject, hash, "a test's", scope, lifetime ?? Hour, subject);
        return hash;
    }
}
