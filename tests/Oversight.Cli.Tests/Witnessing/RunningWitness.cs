using System.Diagnostics;
using System.Net;
using System.Text;

namespace Oversight.Cli.Tests.Witnessing;

/// <summary>oversight witness, in this process and over real HTTP, until it is disposed.</summary>
public sealed class RunningWitness : IAsyncDisposable
{
    private readonly CancellationTokenSource stopping = new();
    private readonly Said said = new();
    private readonly Task<int> running;

    private RunningWitness(TemporaryFolder folder, string[] arguments)
    {
        var shell = new Shell(said, said, _ => null, folder.File(""));
        running = Task.Run(() =>
            CommandLine.RunAsync(["witness", "--data", folder.File("witnessing"), .. arguments], shell, stopping.Token)
        );
    }

    public HttpClient Client { get; } = new();

    public int Port => Client.BaseAddress!.Port;

    /// <summary>What it wrote.</summary>
    public string Text => said.ToString();

    /// <summary>Its line in a policy.</summary>
    public string PolicyLine => Text.Split('\n').Single(line => line.StartsWith("witness ", StringComparison.Ordinal));

    public static async Task<RunningWitness> StartAsync(TemporaryFolder folder, int port, params string[] arguments)
    {
        var witness = new RunningWitness(folder, ["--port", $"{port}", .. arguments]);
        var patience = Stopwatch.StartNew();
        while (!witness.Text.Contains(" is on http", StringComparison.Ordinal))
        {
            Assert.False(
                witness.running.IsCompleted || patience.Elapsed > TimeSpan.FromSeconds(30),
                $"It does not serve: {witness.Text}"
            );
            await Task.Delay(10);
        }

        witness.Client.BaseAddress = new Uri(witness.PolicyLine.Split(' ')[^1]);
        return witness;
    }

    public async Task<(HttpStatusCode Status, string? Type, string Body)> AskAsync(string body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/add-checkpoint")
        {
            Content = new StringContent(body),
            // Else an answer that comes before a long body has gone is lost in the broken pipe.
            Headers = { ExpectContinue = true },
        };
        using var answer = await Client.SendAsync(request);
        return (
            answer.StatusCode,
            answer.Content.Headers.ContentType?.MediaType,
            await answer.Content.ReadAsStringAsync()
        );
    }

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        Assert.Equal((int)ExitCode.Done, await running);
        Client.Dispose();
        stopping.Dispose();
        await said.DisposeAsync();
    }

    // Written by the command, and read while it runs.
    private sealed class Said : TextWriter
    {
        private readonly StringBuilder text = new();

        public override Encoding Encoding => Encoding.UTF8;

        public override void Write(char value)
        {
            lock (text)
            {
                text.Append(value);
            }
        }

        public override void Write(string? value)
        {
            lock (text)
            {
                text.Append(value);
            }
        }

        public override string ToString()
        {
            lock (text)
            {
                return text.ToString();
            }
        }
    }
}
