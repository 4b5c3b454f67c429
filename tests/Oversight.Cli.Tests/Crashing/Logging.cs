using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text;
using System.Text.Json;
using Oversight.Proofs;
using Oversight.Proofs.Checkpoints;
using Oversight.Proofs.Notes;
using Oversight.Proofs.Receipts;

namespace Oversight.Cli.Tests.Crashing;

/// <summary>What the answer to a decision said of its entry.</summary>
internal sealed record Logged(Guid Id, long Place, string Leaf, string Organisation, long DecidedOn);

/// <summary>
/// Several people who log decisions without stop, each asking again with the same key until there is an answer, and one who keeps receipts and
/// checkpoints. Whatever they were told is kept here.
/// </summary>
internal sealed class Logging(KilledRecord record, IReadOnlyList<(string Organisation, long Version)> organisations)
{
    private const int AtOnce = 6;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly ConcurrentQueue<string> wanted = new();
    private Task[] all = [];
    private volatile bool isStopping;
    private int asked;
    private int repeated;

    /// <summary>Every decision that was answered, by its key.</summary>
    public ConcurrentDictionary<string, Logged> Answered { get; } = new();

    /// <summary>The receipts that were had, as they were written.</summary>
    public ConcurrentBag<string> Receipts { get; } = [];

    /// <summary>The checkpoints that were shown, by their texts.</summary>
    public ConcurrentDictionary<string, SignedNote> Checkpoints { get; } = new();

    /// <summary>How many times a decision was asked for.</summary>
    public int Asked => asked;

    /// <summary>How many of them were answered as stored before: the first answer had been lost.</summary>
    public int Repeated => repeated;

    public void Start() =>
        all = [.. Enumerable.Range(0, AtOnce).Select(person => Task.Run(() => LogAsync(person))), Task.Run(KeepAsync)];

    /// <summary>Each ends when the decision that it is at was answered.</summary>
    public async Task StopAsync()
    {
        isStopping = true;
        await Task.WhenAll(all);
    }

    /// <summary>Asks for a decision, until there is an answer.</summary>
    public async Task<(Logged Logged, bool Repeated)> LogAsync(string key, string organisation, long version)
    {
        var patience = Stopwatch.StartNew();
        while (true)
        {
            Interlocked.Increment(ref asked);
            if (await record.AskAsync(at => Request(at, key, organisation, version)) is { } answer)
            {
                Assert.True(answer.Status == 201, $"{key}: {answer.Status} {answer.Text}");
                var told = JsonDocument.Parse(answer.Text).RootElement;
                var entry = told.GetProperty("entries")[0];
                Assert.Equal(version + 1, entry.GetProperty("version").GetInt64());
                var logged = new Logged(
                    entry.GetProperty("id").GetGuid(),
                    entry.GetProperty("place").GetInt64(),
                    entry.GetProperty("leaf").GetString()!,
                    organisation,
                    version
                );
                return (logged, told.GetProperty("repeated").GetBoolean());
            }

            Assert.True(patience.Elapsed < Patience, $"{key} is not answered.");
            await Task.Delay(20);
        }
    }

    private async Task LogAsync(int person)
    {
        var own = organisations.Where((_, at) => at % AtOnce == person).ToArray();
        for (var number = 0; !isStopping; number++)
        {
            var (organisation, version) = own[number % own.Length];
            var key = $"{person}-{number}";
            var (logged, isRepeated) = await LogAsync(key, organisation, version);
            own[number % own.Length] = (organisation, version + 1);
            Assert.True(Answered.TryAdd(key, logged));
            if (isRepeated)
            {
                Interlocked.Increment(ref repeated);
            }

            if (number % 4 == 0)
            {
                wanted.Enqueue($"/api/entries/{logged.Id}/receipt");
            }
        }
    }

    // Each decision is another: no two have the same reason.
    private static HttpRequestMessage Request(Uri at, string key, string organisation, long version)
    {
        var body = $$"""
            {"decision": {"effective": "2024-11-01", "decided": "2024-10-28", "decidedBy": {"body": "nhs-england"},
             "rationale": "{{key}}", "origin": "back-dated"}, "segment": 3}
            """;
        return new HttpRequestMessage(HttpMethod.Post, new Uri(at, $"/api/organisations/{organisation}/segment"))
        {
            Headers = { { "If-Match", $"\"{version}\"" }, { "Idempotency-Key", key } },
            Content = new StringContent(body, Encoding.UTF8, "application/json"),
        };
    }

    private async Task KeepAsync()
    {
        while (!isStopping)
        {
            if (await record.AskAsync("/checkpoint") is (200, var checkpoint))
            {
                Keep(SignedNote.Parse(checkpoint));
            }

            for (var some = wanted.Count; some > 0 && wanted.TryDequeue(out var path); some--)
            {
                // Not covered yet, or nobody there: later.
                if (await record.AskAsync(path) is (200, var receipt))
                {
                    Keep(Receipt.Parse(Encoding.UTF8.GetBytes(receipt)).Checkpoint);
                    Receipts.Add(receipt);
                }
                else
                {
                    wanted.Enqueue(path);
                }
            }

            await Task.Delay(50);
        }
    }

    private void Keep(SignedNote note)
    {
        record.Policy.Verify(note);
        Checkpoints.TryAdd(note.Text, note);
    }
}
