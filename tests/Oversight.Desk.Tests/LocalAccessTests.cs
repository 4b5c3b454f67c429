using Oversight.Ledger.People;
using Oversight.Record;
using Oversight.Record.People;
using Oversight.TestServer;

namespace Oversight.Desk.Tests;

/// <summary>The local user and the token file.</summary>
public sealed class LocalAccessTests(DatabaseServer server) : IAsyncLifetime
{
    private readonly string folder = Directory.CreateTempSubdirectory("oversight-token-").FullName;
    private TestDatabase database = null!;

    private string File => LocalAccess.TokenFile(folder);

    public async ValueTask InitializeAsync() => database = await TestDatabase.CreateEmptyAsync(server);

    public async ValueTask DisposeAsync()
    {
        await database.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task The_first_start_makes_a_user_and_a_token_that_only_its_owner_can_read()
    {
        var subject = await EnsureAsync(database);

        Assert.Equal("alice", subject.Name);
        Assert.StartsWith("user:", subject.Subject, StringComparison.Ordinal);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, System.IO.File.GetUnixFileMode(File));
        Assert.Equal(subject.Subject, await FindAsync(database, Token()));
        Assert.Equal([Role.National, Role.Administrator], subject.Grants.All.Select(grant => grant.Role));
        // The command line of this computer goes on for good; it says so among the account's tokens.
        Assert.Null(subject.By.Expires);
        Assert.Equal("this computer's command line", subject.By.Name);
        // Nothing else is left in the folder, and the token is nowhere in the database.
        Assert.Equal([File], Directory.GetFileSystemEntries(folder));
        Assert.Equal(
            0,
            await database.AskAsync<long>($"select count(*) from access.credential a where a::text like '%{Token()}%'")
        );
    }

    [Fact]
    public async Task A_wrong_token_is_nobodys()
    {
        await EnsureAsync(database);
        var token = Token();
        foreach (var wrong in new[] { token[..^1], token + "0", token.ToUpperInvariant(), "", " " + token, "ovs_" })
        {
            Assert.Null(await FindAsync(database, wrong));
        }
    }

    [Fact]
    public async Task Later_starts_find_the_same_user_whatever_the_accounts_name_is_then()
    {
        var first = await EnsureAsync(database);
        var token = Token();

        Assert.Equal(
            first.Subject,
            (await LocalAccess.EnsureAsync(database.Record, folder, "bob", CancellationToken.None)).Subject
        );
        Assert.Equal(token, Token());
        Assert.Equal(1, await database.AskAsync<long>("select count(*) from access.account"));
    }

    [Fact]
    public async Task A_new_database_beside_an_old_token_file_takes_the_old_token()
    {
        var first = await EnsureAsync(database);
        var token = Token();
        await using var another = await TestDatabase.CreateEmptyAsync(server);
        Assert.Null(await FindAsync(another, token));

        var second = await EnsureAsync(another);

        Assert.Equal(token, Token());
        Assert.Equal("alice", second.Name);
        Assert.NotEqual(first.Subject, second.Subject);
        Assert.Equal(second.Subject, await FindAsync(another, token));
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n")]
    [InlineData("ovs_short")]
    public async Task A_file_without_a_token_is_named_and_left_alone(string text)
    {
        await System.IO.File.WriteAllTextAsync(File, text);

        var refused = await Assert.ThrowsAsync<BadInputException>(() => EnsureAsync(database));

        Assert.Equal(File, refused.Field);
        Assert.Contains("delete it", refused.Problem, StringComparison.Ordinal);
        Assert.Equal(text, await System.IO.File.ReadAllTextAsync(File));
        Assert.Equal(0, await database.AskAsync<long>("select count(*) from access.account"));
    }

    [Fact]
    public async Task A_data_folder_that_is_not_there_is_made()
    {
        // With a PostgreSQL of somebody else's there is no embedded one that would have made it.
        var missing = Path.Combine(folder, "not", "yet");
        var subject = await LocalAccess.EnsureAsync(database.Record, missing, "alice", CancellationToken.None);

        Assert.Equal(
            subject.Subject,
            await FindAsync(database, (await System.IO.File.ReadAllTextAsync(LocalAccess.TokenFile(missing))).Trim())
        );
    }

    [Fact]
    public async Task Starts_at_once_share_one_token_and_one_user()
    {
        for (var round = 0; round < 10; round++)
        {
            System.IO.File.Delete(File);
            var subjects = await Task.WhenAll(
                Enumerable.Range(0, 8).Select(_ => Task.Run(() => EnsureAsync(database)))
            );

            var subject = Assert.Single(subjects.Select(one => one.Subject).Distinct());
            Assert.Equal(subject, await FindAsync(database, Token()));
            Assert.Equal([File], Directory.GetFileSystemEntries(folder));
            Assert.Equal(round + 1, await database.AskAsync<long>("select count(*) from access.account"));
            // Whoever comes from another computer reads and decides; people are looked after by the first.
            Assert.Equal(
                1,
                await database.AskAsync<long>("select count(*) from access.grant where role = 'administrator'")
            );
        }
    }

    [Fact]
    public async Task Another_subject_has_a_file_of_its_own_that_is_never_replaced()
    {
        var first = await EnsureAsync(database);
        var file = LocalAccess.TokenFile(folder, "sam");

        var added = await AddAsync(file);

        Assert.Equal(("sam", "lead of QOC"), (added.Name, Assert.Single(added.Grants.All).Says()));
        Assert.NotEqual(first.Subject, added.Subject);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, System.IO.File.GetUnixFileMode(file));
        Assert.Equal(
            added.Subject,
            (await LocalAccess.SignInAsync(database.Record, file, CancellationToken.None)).Subject
        );
        Assert.InRange((added.By.Expires!.Value - added.By.Made).TotalHours, (90 * 24) - 2, (90 * 24) + 2);
        var text = await System.IO.File.ReadAllTextAsync(file);
        Assert.NotEqual(Token(), text.Trim());

        var refused = await Assert.ThrowsAsync<BadInputException>(() => AddAsync(file));
        Assert.Contains("never replaced", refused.Problem, StringComparison.Ordinal);
        Assert.Equal(text, await System.IO.File.ReadAllTextAsync(file));
        Assert.Equal(2, await database.AskAsync<long>("select count(*) from access.account"));
    }

    [Fact]
    public async Task A_revoked_token_signs_in_nobody_and_the_own_one_is_named()
    {
        var own = await EnsureAsync(database);
        var file = LocalAccess.TokenFile(folder, "sam");
        var added = await AddAsync(file);
        foreach (var one in new[] { added, own })
        {
            Assert.True(await database.Record.Credentials.RevokeAsync(one.By.Id, one.Subject));
        }

        var refused = await Assert.ThrowsAsync<BadInputException>(() =>
            LocalAccess.SignInAsync(database.Record, file, CancellationToken.None)
        );
        Assert.Equal(file, refused.Field);
        refused = await Assert.ThrowsAsync<BadInputException>(() => EnsureAsync(database));
        Assert.Equal(File, refused.Field);
        Assert.Contains("delete it", refused.Problem, StringComparison.Ordinal);
        var missing = Path.Combine(folder, "nothing");
        refused = await Assert.ThrowsAsync<BadInputException>(() =>
            LocalAccess.SignInAsync(database.Record, missing, CancellationToken.None)
        );
        Assert.Equal(missing, refused.Field);
    }

    [Fact]
    public async Task A_start_has_a_link_that_signs_in_once_until_somebody_has_signed_in()
    {
        var own = await EnsureAsync(database);
        var first = (await LinkAsync(own))!;
        var second = (await LinkAsync(own))!;
        Assert.NotEqual(first, second);
        Assert.Equal(
            0,
            await database.AskAsync<long>($"select count(*) from access.credential c where c::text like '%{first}%'")
        );
        // A link is no token.
        Assert.Null(await FindAsync(database, first));

        Assert.Equal(own.Subject, (await UseAsync(second)).SignedIn?.Subject);

        var again = await UseAsync(second);
        Assert.Null(again.SignedIn);
        Assert.NotNull(again.UsedBefore);
        // The one that was printed before is over with it, and later starts print none.
        Assert.NotNull((await UseAsync(first)).Ended);
        Assert.Null(await LinkAsync(own));
    }

    [Fact]
    public async Task Where_nobody_looks_after_people_any_more_a_start_on_this_computer_does()
    {
        var own = await EnsureAsync(database);
        // The right had a last day, which has passed: the database refuses no passing of time.
        await database.ExecuteAsync(
            """
            begin;
            alter event trigger oversight_ddl disable;
            alter table access.grant disable trigger refuse_change;
            update access.grant set until = '2020-01-01' where role = 'administrator';
            alter table access.grant enable always trigger refuse_change;
            alter event trigger oversight_ddl enable always;
            commit
            """
        );
        Assert.True((await EnsureAsync(database)).Grants.Administer);
        Assert.Equal(own.Subject, (await EnsureAsync(database)).Subject);
    }

    private Task<string?> LinkAsync(SignedIn who) =>
        LocalAccess.FirstLinkAsync(database.Record, who.Subject, CancellationToken.None);

    private Task<LinkUse> UseAsync(string secret) => database.Record.Credentials.UseLinkAsync(Secret.HashOf(secret));

    private Task<SignedIn> AddAsync(string file) =>
        LocalAccess.AddAsync(
            database.Record,
            file,
            "sam",
            [new(Role.Lead, Organisation: OdsCode.Parse("QOC"))],
            Accounts.TheProgram,
            CancellationToken.None
        );

    private string Token() => System.IO.File.ReadAllText(File).Trim();

    private Task<SignedIn> EnsureAsync(TestDatabase from) =>
        LocalAccess.EnsureAsync(from.Record, folder, "alice", CancellationToken.None);

    private static async Task<string?> FindAsync(TestDatabase from, string token) =>
        (await LocalAccess.FindAsync(from.Record, token, CancellationToken.None))?.Subject;
}
