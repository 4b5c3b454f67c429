using Oversight.Ledger.People;
using Oversight.TestServer;

namespace Oversight.Ledger.Tests;

/// <summary>The tokens of earlier versions.</summary>
public sealed class CarriedOverTests(DatabaseServer databases)
{
    [Fact]
    public async Task Tokens_of_an_earlier_version_become_accounts_with_the_rights_that_they_had()
    {
        var settings = await databases.CreateEmptyAsync();
        List<Script> earlier = [.. Migration.Scripts.Where(script => script.Number < 20)];
        await Migration.ApplyAsync(earlier, settings.Owner, settings.Program, _ => { }, CancellationToken.None);
        await using var database = new TestDatabase(settings);
        await database.ExecuteAsync(
            """
            insert into ledger.access (token_hash, subject, name, created, organisation, revoked) values
                (sha256('gone'), 'user:gone', 'gone', '2024-01-01', null, '2024-02-01'),
                (sha256('first'), 'user:first', 'first', '2024-03-01', null, null),
                (sha256('second'), 'user:second', 'second', '2024-04-01', null, null),
                (sha256('lead'), 'user:lead', 'lead', '2024-05-01', 'QOC', null),
                (sha256('lead again'), 'user:lead', 'lead', '2024-06-01', 'QOC', '2024-07-01')
            """
        );

        await Migration.ApplyAsync(settings.Owner, settings.Program, _ => { });

        Assert.Equal(
            [
                "user:gone gone closed: ",
                "user:first first: national, administrator",
                "user:second second: national",
                "user:lead lead: lead of QOC",
            ],
            (await database.Accounts.ListAsync()).Select(account =>
                $"{account.Subject} {account.Name}{(account.Closed is null ? "" : " closed")}: "
                + string.Join(", ", account.InForce.All.Select(grant => grant.Says()))
            )
        );
        var found = await database.Credentials.FindAsync([
            .. new[] { "gone", "first", "second", "lead", "lead again" }.Select(Secret.HashOf),
        ]);
        Assert.Equal([null, "user:first", "user:second", "user:lead", null], found.Select(who => who?.Subject));
        // The one in the data folder goes on; all others have to be made anew.
        Assert.Null(found[1]!.By.Expires);
        foreach (var who in new[] { found[2]!, found[3]! })
        {
            Assert.InRange((who.By.Expires!.Value - TimeProvider.System.GetUtcNow()).TotalDays, 89.9, 90.1);
        }

        var revoked = Assert.Single(
            await database.Credentials.OfAsync("user:lead"),
            credential => credential.Revoked is not null
        );
        Assert.Equal(new DateTime(2024, 7, 1), revoked.Revoked!.Value.Date);
        Assert.Empty(await database.Store.GuardsOffAsync(CancellationToken.None));
    }
}
