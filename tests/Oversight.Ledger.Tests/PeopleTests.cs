using Npgsql;
using Oversight.Ledger.People;
using Oversight.Record;
using Oversight.Record.People;
using Oversight.TestServer;

namespace Oversight.Ledger.Tests;

/// <summary>Who gives, approves and ends rights: the database decides, whoever asks.</summary>
public sealed class PeopleTests(DatabaseServer databases) : IAsyncLifetime
{
    private static readonly Grant National = new(Role.National);
    private static readonly Grant Administrator = new(Role.Administrator);

    private TestDatabase database = null!;
    private string ann = null!;

    private Accounts People => database.Accounts;

    public async ValueTask InitializeAsync()
    {
        database = await databases.CreateAsync();
        ann = await database.AddPersonAsync("Ann", Administrator);
    }

    public ValueTask DisposeAsync() => database.DisposeAsync();

    [Fact]
    public async Task A_right_is_given_with_all_that_it_says_and_is_in_force_until_its_last_day()
    {
        var sam = (await People.AddAsync("Sam", ann)).Subject;
        var region = new Grant(Role.Region, Region.Of("Y60")) { Bodies = ["QOC"] };
        var today = DateOnly.FromDateTime(
            DateTime.Parse(await TodayAsync(), System.Globalization.CultureInfo.InvariantCulture)
        );

        var given = (await People.GiveAsync(sam, region, today, "Covers for Kim.", ann))!;
        await People.GiveAsync(
            sam,
            new Grant(Role.Lead, Organisation: OdsCode.Parse("QOC")),
            today.AddDays(-1),
            "Then.",
            ann
        );

        Assert.Equal((sam, today, "Covers for Kim.", ann), (given.Subject, given.Until, given.Why, given.GivenBy));
        Assert.False(given.NeedsApproval);
        Assert.True(given.IsInForce);
        Assert.Equal(
            "region Y60 Midlands, acting for QOC too",
            Assert.Single((await People.InForceAsync(sam)).All).Says()
        );
        var account = (await People.FindAsync(sam))!;
        Assert.Equal(("Sam", ann, 2), (account.Name, account.CreatedBy, account.Grants.Count));
        Assert.Equal(["region Y60 Midlands, acting for QOC too"], account.InForce.All.Select(grant => grant.Says()));

        Assert.True(await People.EndAsync(given.Id, "Kim is back.", ann));

        Assert.Empty((await People.InForceAsync(sam)).All);
        var ended = (await People.FindAsync(sam))!.Grants[0].Ended!;
        Assert.Equal((ann, "Kim is back."), (ended.By, ended.Why));
        await Assert.ThrowsAsync<AccessConflictException>(() => People.EndAsync(given.Id, "Again.", ann));
        Assert.True(await People.EraseNameAsync(sam));
        Assert.False(await People.EraseNameAsync(sam));
        Assert.Equal(sam, (await People.FindAsync(sam))!.Shown);
        Assert.Null(await People.GiveAsync("user:nobody", National, null, "x", ann));
        Assert.False(await People.EndAsync(Guid.NewGuid(), "x", ann));
        Assert.False(await People.ApproveAsync(Guid.NewGuid(), ann));
    }

    [Fact]
    public async Task Only_an_administrator_in_force_decides_about_people()
    {
        var sam = await database.AddPersonAsync("Sam", National);
        var former = await database.AddPersonAsync("Former", Administrator, National);
        await People.EndAsync((await AdministrationOfAsync(former)).Id, "Moved on.", ann);
        var right = (await People.FindAsync(sam))!.Grants[0].Id;
        foreach (var by in new[] { sam, former, "user:nobody", "oversight:reference-data", "" })
        {
            await RefusedAsync(() => People.AddAsync("Kim", by));
            await RefusedAsync(() => People.GiveAsync(sam, National, null, "x", by));
            await RefusedAsync(() => People.EndAsync(right, "x", by));
            await RefusedAsync(() => People.CloseAsync(sam, "x", by));
        }

        Assert.Equal(3, (await People.ListAsync()).Count);
        Assert.Single((await People.InForceAsync(sam)).All);
    }

    [Fact]
    public async Task What_an_administrator_gives_himself_waits_for_another_one_where_there_is_one()
    {
        Assert.True((await GiveAsync(ann, National, ann)).IsInForce);
        var ben = (await GiveToAsync("Ben", Administrator, ann)).Subject;

        foreach (var role in new[] { National, new(Role.Auditor), Administrator })
        {
            var own = await GiveAsync(ann, role, ann);
            Assert.True(own is { NeedsApproval: true, WaitsForApproval: true, IsInForce: false });
            await RefusedAsync(() => People.ApproveAsync(own.Id, ann));
            Assert.True(await People.ApproveAsync(own.Id, ben));
            var approved = (await People.FindAsync(ann))!.Grants[^1];
            Assert.True(approved is { IsInForce: true, WaitsForApproval: false });
            Assert.Equal(ben, approved.ApprovedBy);
            await Assert.ThrowsAsync<AccessConflictException>(() => People.ApproveAsync(own.Id, ben));
        }

        // Anybody's administration waits too; neither who gives it nor who receives it approves it.
        var cat = await GiveToAsync("Cat", Administrator, ann);
        Assert.True(cat.WaitsForApproval);
        await RefusedAsync(() => People.ApproveAsync(cat.Id, ann));
        await RefusedAsync(() => People.ApproveAsync(cat.Id, cat.Subject));
        Assert.True((await GiveToAsync("Dan", National, ann)).IsInForce);
        Assert.True(await People.EndAsync(cat.Id, "A mistake.", ben));
        await Assert.ThrowsAsync<AccessConflictException>(() => People.ApproveAsync(cat.Id, ben));
        Assert.Empty((await People.InForceAsync(cat.Subject)).All);
    }

    [Fact]
    public async Task Nobody_gets_round_the_second_administrator_with_a_puppet()
    {
        var ben = await database.AddPersonAsync("Ben", Administrator);

        // One whom she can sign in as has no rights by her alone, in whichever order.
        var puppet = (await People.AddAsync("Puppet", ann)).Subject;
        await LinkAsync(puppet, ann);
        Assert.True((await GiveAsync(puppet, National, ann)).WaitsForApproval);
        var other = (await GiveToAsync("Other", National, ann)).Subject;
        await RefusedAsync(() => LinkAsync(other, ann));
        await RefusedAsync(() => LinkAsync(other, ann, CredentialKind.Token));
        // Nor does she sign in as somebody to whom another gave rights, or open a session for them.
        var sam = (await GiveToAsync("Sam", National, ben)).Subject;
        await RefusedAsync(() => LinkAsync(sam, ann));
        var newcomer = (await People.AddAsync("New", ann)).Subject;
        await RefusedAsync(() => LinkAsync(newcomer, ann, CredentialKind.Session));
        // The two of them together can: his rights end, and another approves them when he has his link.
        await People.EndAsync((await People.FindAsync(sam))!.Grants[0].Id, "Lost the phone.", ann);
        await LinkAsync(sam, ann);
        var again = await GiveAsync(sam, National, ann);
        Assert.True(again.WaitsForApproval);
        Assert.True(await People.ApproveAsync(again.Id, ben));
    }

    [Fact]
    public async Task A_puppet_made_while_there_was_one_administrator_approves_nothing_once_there_is_another()
    {
        var puppet = (await People.AddAsync("Puppet", ann)).Subject;
        await LinkAsync(puppet, ann);
        Assert.True((await GiveAsync(puppet, Administrator, ann)).IsInForce);
        var ben = await database.AddPersonAsync("Ben", Administrator);

        var own = await GiveAsync(ann, National, ann);

        await RefusedAsync(() => People.ApproveAsync(own.Id, puppet));
        Assert.True(await People.ApproveAsync(own.Id, ben));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Who_takes_the_other_administrators_place_away_is_not_alone_thereby(bool closes)
    {
        var ben = await database.AddPersonAsync("Ben", Administrator);
        if (closes)
        {
            await People.CloseAsync(ben, "Left.", ann);
        }
        else
        {
            await People.EndAsync((await AdministrationOfAsync(ben)).Id, "Left.", ann);
        }

        Assert.True((await GiveAsync(ann, National, ann)).WaitsForApproval);
        Assert.True((await GiveToAsync("Puppet", Administrator, ann)).WaitsForApproval);
        // The rest of the work goes on.
        Assert.True((await GiveToAsync("Sam", National, ann)).IsInForce);
    }

    [Fact]
    public async Task The_last_administrator_stays()
    {
        var own = await AdministrationOfAsync(ann);
        foreach (var by in new[] { ann, Accounts.TheProgram })
        {
            await Assert.ThrowsAsync<AccessConflictException>(() => People.EndAsync(own.Id, "x", by));
            await Assert.ThrowsAsync<AccessConflictException>(() => People.CloseAsync(ann, "x", by));
        }

        // One that waits for approval, or has no time left, takes no place.
        var ben = await database.AddPersonAsync("Ben");
        await People.GiveAsync(ben, Administrator, new DateOnly(2020, 1, 1), "Then.", Accounts.TheProgram);
        await Assert.ThrowsAsync<AccessConflictException>(() => People.EndAsync(own.Id, "x", ann));

        await database.AddPersonAsync("Cat", Administrator);
        Assert.True(await People.EndAsync(own.Id, "Moved on.", ann));
        Assert.False((await People.InForceAsync(ann)).Administer);
    }

    [Fact]
    public async Task Of_two_administrators_who_leave_at_once_one_stays()
    {
        var ben = await database.AddPersonAsync("Ben", Administrator);
        for (var round = 0; round < 10; round++)
        {
            var own = await Task.WhenAll(AdministrationOfAsync(ann), AdministrationOfAsync(ben));
            var left = await Task.WhenAll(
                AtOnceAsync(() => People.EndAsync(own[0].Id, "Left.", ann)),
                AtOnceAsync(() => People.EndAsync(own[1].Id, "Left.", ben))
            );

            Assert.Single(left, gone => gone);
            await People.GiveAsync(left[0] ? ann : ben, Administrator, null, "Back.", Accounts.TheProgram);
        }
    }

    [Fact]
    public async Task Of_administrators_who_make_each_other_and_themselves_at_once_none_passes_unseen()
    {
        for (var round = 0; round < 3; round++)
        {
            await using var fresh = await databases.CreateAsync();
            var people = fresh.Accounts;
            var one = await fresh.AddPersonAsync("One", Administrator);
            var puppets = await Task.WhenAll(Enumerable.Range(0, 4).Select(n => fresh.AddPersonAsync($"P{n}")));

            var given = await Task.WhenAll(
                puppets.Select(puppet => Task.Run(() => people.GiveAsync(puppet, Administrator, null, "At once.", one)))
            );

            // The first makes the second administrator; from then on all others wait.
            Assert.Single(given, grant => grant!.IsInForce);
            Assert.Equal(3, given.Count(grant => grant!.WaitsForApproval));
        }
    }

    [Fact]
    public async Task Of_many_who_approve_the_same_right_at_once_one_does()
    {
        var others = await Task.WhenAll(
            Enumerable.Range(0, 6).Select(n => database.AddPersonAsync($"Admin {n}", Administrator))
        );
        var own = await GiveAsync(ann, National, ann);

        var approved = await Task.WhenAll(others.Select(by => AtOnceAsync(() => People.ApproveAsync(own.Id, by))));

        Assert.Single(approved, done => done);
    }

    [Fact]
    public async Task A_snapshot_in_which_another_could_not_be_seen_is_refused()
    {
        var refused = await Assert.ThrowsAsync<PostgresException>(() =>
            database.ProgramAsync(
                $"""
                set transaction isolation level repeatable read;
                insert into access.grant (id, account, role, why, given_by) values (gen_random_uuid(), '{ann}', 'national', 'x', '{ann}')
                """
            )
        );
        Assert.Equal("OV003", refused.SqlState);
    }

    [Fact]
    public async Task A_provider_of_identities_gives_and_ends_what_its_claims_say_and_nothing_else()
    {
        const string provider = "oidc:https://login.example.nhs.uk";
        var sam = (await People.AddAsync("Sam", provider)).Subject;
        var given = (await People.GiveAsync(sam, National, null, "Group oversight-national.", provider))!;
        Assert.True(given.IsInForce);
        var another = await GiveAsync(sam, new Grant(Role.Auditor), ann);

        await RefusedAsync(() => People.EndAsync(another.Id, "x", provider));
        await RefusedAsync(() => People.CloseAsync(ann, "x", provider));
        await RefusedAsync(() => People.EndAsync(given.Id, "x", "oidc:https://elsewhere.example"));
        await RefusedAsync(() => LinkAsync(sam, provider));
        Assert.True(await People.EndAsync(given.Id, "No longer in the group.", provider));
        Assert.Equal("auditor", Assert.Single((await People.InForceAsync(sam)).All).Says());
    }

    [Fact]
    public async Task Closing_an_account_ends_all_that_hangs_on_it_for_good()
    {
        var sam = await database.AddPersonAsync("Sam", National);
        foreach (var kind in new[] { CredentialKind.Token, CredentialKind.Session, CredentialKind.Link })
        {
            await LinkAsync(sam, sam, kind);
        }

        await database.DeviceCodes.BeginAsync(Secret.HashOf("device"), "laptop", TokenScope.Read);
        var webhooks = new Webhooks(database.Program);
        await webhooks.AddAsync(new Uri("https://example.org"), new byte[32], sam);
        Assert.Single(await webhooks.InUseAsync());

        Assert.True(await People.CloseAsync(sam, "Left.", ann));

        Assert.False(await People.CloseAsync(sam, "Again.", ann));
        Assert.All(await database.Credentials.OfAsync(sam), one => Assert.NotNull(one.Revoked));
        Assert.Empty(await webhooks.InUseAsync());
        Assert.Empty((await People.InForceAsync(sam)).All);
        await Assert.ThrowsAsync<AccessConflictException>(() => GiveAsync(sam, National, ann));
        await Assert.ThrowsAsync<AccessConflictException>(() => LinkAsync(sam, ann));
        await Assert.ThrowsAsync<AccessConflictException>(() => LinkAsync(sam, sam, CredentialKind.Session));
        Assert.Equal("Left.", (await People.FindAsync(sam))!.Closed!.Why);
    }

    private static Task<AccessRefusedException> RefusedAsync(Func<Task> what) =>
        Assert.ThrowsAsync<AccessRefusedException>(what);

    /// <summary>Whether it was done; false when it was refused for what is there.</summary>
    private static Task<bool> AtOnceAsync(Func<Task<bool>> what) =>
        Task.Run(async () =>
        {
            try
            {
                return await what();
            }
            catch (AccessConflictException)
            {
                return false;
            }
        });

    private async Task<GivenGrant> GiveAsync(string subject, Grant grant, string by) =>
        (await People.GiveAsync(subject, grant, null, "A test.", by))!;

    private async Task<GivenGrant> GiveToAsync(string name, Grant grant, string by) =>
        await GiveAsync((await People.AddAsync(name, by)).Subject, grant, by);

    private async Task<GivenGrant> AdministrationOfAsync(string subject) =>
        (await People.FindAsync(subject))!.Grants.Last(given => given.Grant.Role == Role.Administrator);

    private Task<Credential> LinkAsync(string subject, string by, CredentialKind kind = CredentialKind.Link) =>
        database.Credentials.AddAsync(
            kind,
            subject,
            Secret.HashOf(Secret.New()),
            $"{kind}",
            TokenScope.ReadAndDecide,
            TimeSpan.FromHours(1),
            by
        );

    private Task<string> TodayAsync() =>
        database.ScalarAsync<string>("select ((clock_timestamp() at time zone 'Europe/London')::date)::text");
}
