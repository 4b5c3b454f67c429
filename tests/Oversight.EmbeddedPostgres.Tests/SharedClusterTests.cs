namespace Oversight.EmbeddedPostgres.Tests;

/// <summary>Several programs use one cluster, start at once, and die.</summary>
public sealed class SharedClusterTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_second_user_shares_the_server_and_outlives_the_first()
    {
        var first = await folder.OpenAsync();
        var second = await folder.OpenAsync();
        Assert.True(first.StartedHere);
        Assert.False(second.StartedHere);
        Assert.Equal(first.Settings, second.Settings);
        var pid = folder.ServerPid;

        await first.DisposeAsync();
        Assert.Equal(1, await TemporaryFolder.AskAsync<int>(second.Program, "SELECT 1"));
        Assert.Equal(pid, folder.ServerPid);

        await second.DisposeAsync();
        await TemporaryFolder.EndsAsync(pid);
    }

    [Fact]
    public async Task Another_process_shares_the_server_and_outlives_this_one()
    {
        var cluster = await folder.OpenAsync();
        var pid = folder.ServerPid;
        using var other = await OtherProgram.StartAsync(OtherProgram.Hold, folder.Data);
        Assert.Equal("False", other.FirstLine);

        await cluster.DisposeAsync();
        Assert.Equal(1, await TemporaryFolder.AskAsync<int>(cluster.Program, "SELECT 1"));

        await other.EndAsync();
        await TemporaryFolder.EndsAsync(pid);
    }

    [Fact]
    public async Task Of_many_that_open_a_new_folder_at_once_exactly_one_makes_and_starts_it()
    {
        var here = Enumerable.Range(0, 3).Select(_ => folder.OpenAsync()).ToList();
        var elsewhere = Enumerable
            .Range(0, 2)
            .Select(_ => OtherProgram.StartAsync(OtherProgram.Hold, folder.Data))
            .ToList();
        var clusters = await Task.WhenAll(here);
        var others = await Task.WhenAll(elsewhere);

        Assert.Single(
            clusters.Select(cluster => cluster.StartedHere).Concat(others.Select(other => other.FirstLine == "True")),
            started => started
        );
        Assert.Single(clusters.Select(cluster => cluster.Settings).Distinct());
        Assert.Equal(1, await TemporaryFolder.AskAsync<int>(clusters[0].Program, "SELECT 1"));

        var pid = folder.ServerPid;
        await Task.WhenAll(
            clusters.Select(cluster => cluster.DisposeAsync().AsTask()).Concat(others.Select(other => other.EndAsync()))
        );
        await TemporaryFolder.EndsAsync(pid);
        foreach (var other in others)
        {
            other.Dispose();
        }
    }

    [Fact]
    public async Task A_killed_program_leaves_the_server_to_the_next_one()
    {
        using var killed = await OtherProgram.StartAsync(OtherProgram.Hold, folder.Data);
        var pid = folder.ServerPid;
        await killed.KillAsync();
        Assert.True(TemporaryFolder.IsAlive(pid));

        await using (var next = await folder.OpenAsync())
        {
            Assert.False(next.StartedHere);
            Assert.Equal(pid, folder.ServerPid);
            Assert.Equal(1, await TemporaryFolder.AskAsync<int>(next.Program, "SELECT 1"));
        }
        await TemporaryFolder.EndsAsync(pid);
    }
}
