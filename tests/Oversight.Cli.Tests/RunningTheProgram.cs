using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.RegularExpressions;
using Oversight.Projections.Questions;
using Oversight.TestServer;

namespace Oversight.Cli.Tests;

/// <summary>oversight run, on a data folder of its own: the real thing, started, met by others, killed and stopped.</summary>
public sealed class RunningTheProgram : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly TemporaryFolder folder = new();
    private readonly List<Process> started = [];

    private TheProgram Program => new(folder);

    [Fact]
    public async Task It_serves_survives_kills_and_stops_cleanly()
    {
        var (first, address, said) = await StartAsync();
        Assert.Contains(
            "259 organisations, 3 framework versions, 42 published segments",
            said,
            StringComparison.Ordinal
        );
        Assert.Contains($"Token: {Path.Combine(Program.DataFolder, "token")}", said, StringComparison.Ordinal);
        await AnswersAsync(address);

        // The one link signs in once, and says so again.
        var link = Regex.Match(said, @"Sign in \(works once\): (\S+)").Groups[1].Value;
        using var browser = new HttpClient();
        var inside = await browser.GetAsync(new Uri(link), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, inside.StatusCode);
        Assert.Equal("/", inside.RequestMessage!.RequestUri!.AbsolutePath);
        Assert.Contains(
            "NHS Devon",
            await inside.Content.ReadAsStringAsync(TestContext.Current.CancellationToken),
            StringComparison.Ordinal
        );
        using var late = new HttpClient();
        var used = await late.GetAsync(new Uri(link), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Gone, used.StatusCode);

        // A second start, and commands beside it.
        var second = await Program.RunProcessAsync("run", "--port", "0");
        Assert.Contains(
            address.ToString().TrimEnd('/'),
            second.Gives(ExitCode.CannotStart).Error,
            StringComparison.Ordinal
        );
        (
            await Program.RunProcessAsync(
                "log segment QJK 3 --effective 2024-09-12 --body nhs-england --back-dated".Split(' ')
            )
        ).Gives(ExitCode.Done);
        (
            await Program.RunProcessAsync(
                "log recovery qjk-2024 --title Devon --members QJK --effective 2024-09-12 --body nhs-england --back-dated".Split(
                    ' '
                )
            )
        ).Gives(ExitCode.Done);
        var postmaster = Postmaster();
        await AnswersAsync(address, "3, assigned from 12 September 2024");

        var compared = (await Program.RunAsync("replay", "--json")).Gives(ExitCode.Done).Json;
        // Every question for two days as known at two instants, and what is asked of subjects besides.
        Assert.True(
            compared.GetProperty("servedAnswers").GetInt32() > (4 * QuestionList.All.Count) + 50,
            compared.GetRawText()
        );

        // The database server dies: it is started again on the same port.
        Kill(postmaster);
        await AnswersAsync(address);
        Assert.NotEqual(postmaster, Postmaster());

        // The program dies: the next start finds everything, and its database still running.
        first.Kill(entireProcessTree: false);
        await first.WaitForExitAsync(TestContext.Current.CancellationToken);
        var (again, newAddress, saidAgain) = await StartAsync("--public-address", "https://oversight.example");
        Assert.Contains("The record holds 259 organisations", saidAgain, StringComparison.Ordinal);
        Assert.DoesNotContain("/sign-in/link/", saidAgain, StringComparison.Ordinal);
        Assert.Contains("oversight sign-in-link", saidAgain, StringComparison.Ordinal);
        await AnswersAsync(newAddress, "3, assigned from 12 September 2024");
        // It is reached under the name that it was started with, and gives out no other.
        Assert.Equal(HttpStatusCode.OK, await ReachedAsAsync(newAddress, "oversight.example"));
        Assert.Equal(HttpStatusCode.BadRequest, await ReachedAsAsync(newAddress, "evil.example"));
        var feed = (await Program.RunProcessAsync("calendar", "add", "--region", "Y60")).Gives(ExitCode.Done).Output;
        Assert.StartsWith("https://oversight.example/calendars/", feed, StringComparison.Ordinal);
        var history = (await Program.RunProcessAsync("history", "QJK")).Gives(ExitCode.Done).Output;
        Assert.Contains("Segment 3 assigned from 12 September 2024", history, StringComparison.Ordinal);

        // Ctrl-C.
        var last = Postmaster();
        TheProgram.Signal(again, "INT");
        await again.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal((int)ExitCode.Done, again.ExitCode);
        await GoneAsync(last);
        Assert.False(File.Exists(Path.Combine(Program.DataFolder, "run.json")));
        Assert.NotEmpty(Directory.GetFiles(Path.Combine(Program.DataFolder, "log")));

        // Without it: commands start the database for themselves, and stop it.
        var status = (await Program.RunProcessAsync("status", "QJK", "--on", "2024-09-30")).Gives(ExitCode.Done).Output;
        Assert.Contains("3, assigned from 12 September 2024", status, StringComparison.Ordinal);
        Assert.False(File.Exists(PostmasterFile));
    }

    [Fact]
    public async Task A_webhook_is_told_of_every_entry_in_order_through_kills_of_program_and_database()
    {
        await using var receiver = new Receiver();
        // The first is refused: what follows is in the outbox when the program is killed.
        var refusals = 1;
        receiver.Answer = _ =>
            Interlocked.Decrement(ref refusals) >= 0 ? HttpStatusCode.ServiceUnavailable : HttpStatusCode.OK;
        var (program, _, _) = await StartAsync();
        var added = (await Program.RunProcessAsync("webhook", "add", receiver.Url.ToString(), "--json"))
            .Gives(ExitCode.Done)
            .Json;
        Assert.StartsWith("whsec_", added.GetProperty("secret").GetString(), StringComparison.Ordinal);
        var logged = new List<(string Subject, long Place)>();
        async Task LogAsync(int count)
        {
            for (var i = 0; i < count; i++)
            {
                var ods = logged.Count % 2 == 0 ? "QJK" : "QOC";
                var words =
                    $"log segment {ods} {1 + (logged.Count % 4)} --effective 2024-09-12 --body nhs-england --back-dated --again --json --key k{logged.Count}";
                Ended ended;
                do
                {
                    ended = await Program.RunProcessAsync(words.Split(' '));
                } while (ended.Code == (int)ExitCode.CannotStart);
                var line = ended.Gives(ExitCode.Done).Json.GetProperty("entries")[0];
                logged.Add((line.GetProperty("stream").GetString()!, line.GetProperty("place").GetInt64()));
            }
        }

        async Task KillProgramAsync()
        {
            program.Kill(entireProcessTree: false);
            await program.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        await LogAsync(4);
        await receiver.WaitAsync(all => all.Count > 0);
        await KillProgramAsync();
        // Nobody serves the record: what is logged meanwhile is told later.
        await LogAsync(1);
        (program, _, _) = await StartAsync();
        await LogAsync(2);
        Kill(Postmaster());
        await LogAsync(2);
        await KillProgramAsync();
        await StartAsync();

        var got = await receiver.WaitAsync(
            all => all.Where(one => one.Taken).Select(one => one.Id).Distinct().Count() >= logged.Count,
            seconds: 120
        );
        var taken = got.Where(one => one.Taken)
            .Select(one => JsonDocument.Parse(one.Body).RootElement)
            .Select(told =>
                (Subject: told.GetProperty("subject").GetString()!, Place: told.GetProperty("place").GetInt64())
            )
            .Distinct()
            .ToArray();
        Assert.Equal(logged.OrderBy(l => l.Place), taken.OrderBy(t => t.Place));
        foreach (var subject in taken.GroupBy(told => told.Subject))
        {
            Assert.Equal(subject.Select(told => told.Place).Order(), subject.Select(told => told.Place));
        }
    }

    [Fact]
    public async Task A_port_in_use_is_said_and_sigterm_while_starting_leaves_nothing_behind()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;

        var ended = (await Program.RunProcessAsync("run", "--port", port.ToString())).Gives(ExitCode.CannotStart);

        Assert.Contains($"port {port} is in use", ended.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(PostmasterFile));

        using var starting = Program.Start("run", "--port", "0");
        started.Add(starting);
        await WaitAsync(() => Task.FromResult(File.Exists(Path.Combine(Program.DataFolder, "run.json"))));
        TheProgram.Signal(starting, "TERM");
        await starting.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal((int)ExitCode.Done, starting.ExitCode);
        Assert.False(File.Exists(PostmasterFile));
    }

    public void Dispose()
    {
        foreach (var process in started)
        {
            try
            {
                process.Kill(entireProcessTree: false);
            }
            catch (InvalidOperationException)
            {
                // It has ended, as it should.
            }
        }

        if (File.Exists(PostmasterFile))
        {
            Kill(Postmaster());
        }

        folder.Dispose();
    }

    private string PostmasterFile => Path.Combine(Program.DataFolder, "postgres", "postmaster.pid");

    private async Task<(Process Process, Uri Address, string Said)> StartAsync(params string[] more)
    {
        var (process, address, said) = await Program.StartServerAsync(more);
        started.Add(process);
        return (process, address, said);
    }

    // From the database, within a while: while that is started again there are answers of another kind.
    private async Task AnswersAsync(Uri address, string text = "")
    {
        using var client = new HttpClient();
        var token = await File.ReadAllTextAsync(Path.Combine(Program.DataFolder, "token"));
        client.DefaultRequestHeaders.Authorization = new("Bearer", token.Trim());
        await WaitAsync(async () =>
        {
            using var answer = await client.GetAsync(
                new Uri(address, "/api/organisations/QJK?on=2024-09-30"),
                TestContext.Current.CancellationToken
            );
            var body = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
            return answer.IsSuccessStatusCode && body.Contains(text, StringComparison.Ordinal);
        });
    }

    private static async Task<HttpStatusCode> ReachedAsAsync(Uri address, string host)
    {
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, address) { Headers = { Host = host } };
        using var answer = await client.SendAsync(request, TestContext.Current.CancellationToken);
        return answer.StatusCode;
    }

    private static async Task WaitAsync(Func<Task<bool>> holds)
    {
        var waiting = Stopwatch.StartNew();
        while (!await holds())
        {
            Assert.True(waiting.Elapsed < Patience, "It does not come.");
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }
    }

    private int Postmaster() => int.Parse(File.ReadLines(PostmasterFile).First());

    private static Task GoneAsync(int pid) => WaitAsync(() => Task.FromResult(!Directory.Exists($"/proc/{pid}")));

    private static void Kill(int pid)
    {
        using var process = Process.GetProcessById(pid);
        process.Kill(entireProcessTree: false);
        process.WaitForExit();
    }
}
