using System.Net;
using System.Security.Claims;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Time.Testing;
using Oversight.Ledger;

namespace Oversight.Web.Tests;

/// <summary>How many lists of the whole record are computed at once.</summary>
public sealed class BoundedWorkTests : IDisposable
{
    private readonly FakeTimeProvider clock = new();
    private readonly BoundedWork work;
    private readonly TaskCompletionSource ready = new();
    private int computed;

    public BoundedWorkTests() =>
        work = new(most: 3, mostWaiting: 20, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1), clock);

    [Fact]
    public async Task One_caller_never_has_all_of_it_and_others_get_their_turn()
    {
        var many = Enumerable.Range(0, 8).Select(_ => AskAsync("/api/registers/history", "greedy")).ToArray();
        Assert.Equal(2, computed);
        var other = AskAsync("/registers/history", "other");
        Assert.Equal(3, computed);

        ready.SetResult();
        await Task.WhenAll([.. many, other]);
        Assert.Equal(9, computed);
    }

    [Fact]
    public async Task All_together_are_computed_by_few_at_once_and_who_waits_too_long_is_told()
    {
        var asked = Enumerable.Range(0, 6).Select(i => AskAsync("/", $"caller {i}")).ToArray();
        Assert.Equal(3, computed);

        var refused = await Assert.ThrowsAsync<RecordBusyException>(() => asked[^1]);
        Assert.Contains("others are computing", refused.Message, StringComparison.Ordinal);
        Assert.Equal(3, computed);
        ready.SetResult();
        await Task.WhenAll(asked[..3]);
        // What was held is free again.
        await AskAsync("/", "caller 5");
    }

    [Fact]
    public async Task What_is_under_way_when_the_server_ends_is_answered()
    {
        var asked = Enumerable.Range(0, 4).Select(i => AskAsync("/", $"caller {i}")).ToArray();
        Assert.Equal(3, computed);
        work.Dispose();
        ready.SetResult();
        await Task.WhenAll(asked);
        Assert.Equal(4, computed);
        // Nobody is left for whom memory would be given back.
        clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(0, work.GivenBack);
    }

    [Fact]
    public async Task What_waits_is_bounded_for_a_caller_and_for_all()
    {
        var greedy = Enumerable.Range(0, 10).Select(_ => AskAsync("/api/organisations", "greedy")).ToArray();
        await Assert.ThrowsAsync<RecordBusyException>(() => AskAsync("/api/organisations", "greedy"));
        var others = Enumerable.Range(0, 10).Select(i => AskAsync("/deadlines", $"caller {i}")).ToArray();
        await Assert.ThrowsAsync<RecordBusyException>(() => AskAsync("/deadlines", "late"));

        ready.SetResult();
        await Task.WhenAll([.. greedy, .. others]);
        Assert.Equal(20, computed);
    }

    [Fact]
    public async Task Memory_that_lists_took_is_given_back_when_nobody_asks_any_more()
    {
        ready.SetResult();
        await AskAsync("/", "somebody", whileComputed: Allocate);
        var most = Committed();

        clock.Advance(TimeSpan.FromMinutes(1));

        Assert.True(Committed() <= most - 200_000_000, $"{Committed():N0} of {most:N0} bytes are still held.");

        static long Committed() => GC.GetGCMemoryInfo(GCKind.Any).TotalCommittedBytes;
    }

    // To give memory back stops everything for a while, of a long record for most of a second.
    [Fact]
    public async Task It_is_given_back_when_nobody_has_asked_for_anything_for_a_minute_but_whether_the_server_is_well()
    {
        ready.SetResult();
        await AskAsync("/", "somebody", whileComputed: Allocate);
        clock.Advance(TimeSpan.FromSeconds(40));
        await AskAsync("/api/organisations/QOC", "somebody");
        clock.Advance(TimeSpan.FromSeconds(40));
        await AskAsync("/health/ready", "somebody");
        clock.Advance(TimeSpan.FromSeconds(19));
        Assert.Equal(0, work.GivenBack);

        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(1, work.GivenBack);
    }

    [Fact]
    public async Task It_is_not_given_back_while_a_list_is_computed()
    {
        ready.SetResult();
        await AskAsync("/", "somebody", whileComputed: Allocate);
        await AskAsync("/", "somebody", whileComputed: () => clock.Advance(TimeSpan.FromHours(1)));
        Assert.Equal(0, work.GivenBack);

        clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(1, work.GivenBack);
    }

    [Theory]
    [InlineData("/health/ready")]
    [InlineData("/api/organisations/QOC")]
    [InlineData("/oversight.css")]
    public async Task What_is_no_list_waits_for_nobody(string path)
    {
        var asked = Enumerable.Range(0, 30).Select(_ => AskAsync(path, "somebody")).ToArray();

        Assert.Equal(30, computed);
        ready.SetResult();
        await Task.WhenAll(asked);
    }

    [Theory]
    [InlineData("GET", "/organisations/QOC/why")]
    [InlineData("GET", "/api/organisations/QOC/why")]
    [InlineData("GET", "/api/organisations/QOC/why/")]
    [InlineData("POST", "/api/what-if")]
    public async Task What_is_as_much_work_as_a_list_waits_like_one(string method, string path)
    {
        var asked = Enumerable.Range(0, 5).Select(_ => AskAsync(path, "somebody", method: method)).ToArray();

        Assert.Equal(2, computed);
        ready.SetResult();
        await Task.WhenAll(asked);
    }

    [Fact]
    public async Task A_token_that_signs_nobody_in_makes_no_caller_of_its_own()
    {
        var asked = Enumerable.Range(0, 5).Select(i => AskAsync("/questions/R1", user: null, $"Bearer {i}")).ToArray();

        Assert.Equal(2, computed);
        ready.SetResult();
        await Task.WhenAll(asked);
    }

    public void Dispose() => work.Dispose();

    // 300 MB that outlive a collection, and then are garbage.
    private static void Allocate()
    {
        var blocks = Enumerable.Range(0, 300).Select(_ => GC.AllocateUninitializedArray<byte>(1_000_000)).ToArray();
        GC.Collect();
        GC.KeepAlive(blocks);
    }

    private Task AskAsync(
        string path,
        string? user,
        string? authorization = null,
        Action? whileComputed = null,
        string method = "GET"
    )
    {
        var context = new DefaultHttpContext();
        (context.Request.Method, context.Request.Path) = (method, path);
        context.Request.Headers.Authorization = authorization;
        context.Connection.RemoteIpAddress = IPAddress.Loopback;
        if (user is not null)
        {
            context.User = new(new ClaimsIdentity([new(ClaimTypes.NameIdentifier, user)], "Bearer"));
        }

        return work.InvokeAsync(
            context,
            async _ =>
            {
                Interlocked.Increment(ref computed);
                whileComputed?.Invoke();
                await ready.Task;
            }
        );
    }
}
