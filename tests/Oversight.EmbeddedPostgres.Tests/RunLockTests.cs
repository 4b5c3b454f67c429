namespace Oversight.EmbeddedPostgres.Tests;

public sealed class RunLockTests : IDisposable
{
    private static readonly Uri Address = new("http://localhost:5080");
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Nobody_runs_on_a_folder_that_does_not_exist()
    {
        Assert.Null(RunLock.Find(folder.Data));
        Assert.False(Directory.Exists(folder.Data));
    }

    [Fact]
    public void Whoever_runs_is_found_until_it_ends()
    {
        using (RunLock.Take(folder.Data, Address))
        {
            Assert.Equal(Address, RunLock.Find(folder.Data));
        }
        Assert.Null(RunLock.Find(folder.Data));
        using var again = RunLock.Take(folder.Data, Address);
    }

    [Fact]
    public async Task A_second_run_is_told_that_one_is_running_and_where()
    {
        using var other = await OtherProgram.StartAsync(OtherProgram.Run, folder.Data, "http://localhost:5099");
        Assert.Equal(new Uri("http://localhost:5099"), RunLock.Find(folder.Data));
        var refused = Assert.Throws<AlreadyRunningException>(() => RunLock.Take(folder.Data, Address));
        Assert.Contains("http://localhost:5099", refused.Message, StringComparison.Ordinal);
        Assert.Contains($"{other.Pid}", refused.Message, StringComparison.Ordinal);
        Assert.Equal(new Uri("http://localhost:5099"), refused.Address);
    }

    [Fact]
    public async Task A_killed_run_is_not_found_and_hinders_nobody()
    {
        using var other = await OtherProgram.StartAsync(OtherProgram.Run, folder.Data, "http://localhost:5099");
        await other.KillAsync();
        Assert.True(File.Exists(folder.InData("run.json")));
        Assert.Null(RunLock.Find(folder.Data));
        using var next = RunLock.Take(folder.Data, Address);
        Assert.Equal(Address, RunLock.Find(folder.Data));
    }
}
