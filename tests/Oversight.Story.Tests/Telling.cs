using System.Text.Json;
using System.Text.Json.Nodes;

namespace Oversight.Story.Tests;

/// <summary>What came of asking for a decision.</summary>
/// <param name="Entries">The entries stored, by place, with their streams; empty when a rule refused it.</param>
/// <param name="Rule">The rule that refused it.</param>
internal sealed record Outcomes(IReadOnlyList<(Guid Id, string Stream)> Entries, string? Rule = null);

/// <summary>Tells the story step by step, by one way into the program.</summary>
internal abstract class Telling
{
    private readonly Dictionary<string, string> said = new(StringComparer.Ordinal);

    /// <summary>The names of the entries, by id, for answers that people read.</summary>
    public Dictionary<Guid, string> NameOf { get; } = [];

    /// <summary>The moments to return to.</summary>
    public Dictionary<string, DateTimeOffset> Moments { get; } = new(StringComparer.Ordinal);

    /// <summary>Tells it from the beginning to the end.</summary>
    public async Task TellAsync(IEnumerable<Step> steps)
    {
        foreach (var step in steps)
        {
            switch (step)
            {
                case Log log:
                    var outcomes = await LogAsync(log, Whole(log));
                    Assert.True(log.RefusedBy == outcomes.Rule, $"{log.Name}: refused by \"{outcomes.Rule}\"");
                    Remember(outcomes, log.RefusedBy is null ? [(log.Name, log.About)] : []);
                    break;
                case Meeting meeting:
                    Remember(
                        await MeetAsync(meeting, Whole(meeting)),
                        [.. meeting.Outcomes.Select(o => (o.Name, o.About))]
                    );
                    break;
                case Store store:
                    var (hash, length) = await StoreAsync(store);
                    said[$"@{store.Name}.sha256"] = hash;
                    said[$"@{store.Name}.length"] = $"{length}";
                    break;
                case Correct correct:
                    Remember(
                        await CorrectAsync(correct, Guid.Parse(said["@" + correct.Target]), Whole(correct.Instead)),
                        [(correct.Name, correct.Instead.About)]
                    );
                    break;
                case Remember moment:
                    Moments[moment.Name] = await NowAsync();
                    break;
            }
        }
    }

    /// <summary>Logs an event about the step's subject.</summary>
    protected abstract Task<Outcomes> LogAsync(Log step, JsonObject content);

    /// <summary>Logs a meeting; the body has no versions yet.</summary>
    protected abstract Task<Outcomes> MeetAsync(Meeting step, JsonObject meeting);

    /// <summary>Stores a document.</summary>
    protected abstract Task<(string Sha256, long Length)> StoreAsync(Store step);

    /// <summary>Corrects an entry.</summary>
    protected abstract Task<Outcomes> CorrectAsync(Correct step, Guid target, JsonObject replacement);

    /// <summary>An instant after everything told so far.</summary>
    protected abstract Task<DateTimeOffset> NowAsync();

    private JsonObject Whole(Log step)
    {
        var content = Filled(step.Content);
        var decided = step.Decided ?? step.Effective;
        content["decision"] = Decision(step.Effective, decided, step.Body, step.Because, step.Communicated ?? decided);
        if (step.Document is { } document)
        {
            content["decision"]!["source"] = new JsonObject { ["document"] = document };
        }

        return content;
    }

    private JsonObject Whole(Meeting meeting) =>
        new()
        {
            ["meeting"] = new JsonObject
            {
                ["title"] = meeting.Title,
                ["on"] = meeting.On,
                ["decidedBy"] = new JsonObject { ["body"] = meeting.Body },
                ["evidence"] = new JsonArray(new JsonObject { ["title"] = "Decision letter" }),
                ["communicated"] = meeting.On,
            },
            ["outcomes"] = new JsonArray([
                .. meeting.Outcomes.Select(o => new JsonObject
                {
                    ["subject"] = o.About,
                    ["type"] = o.Type,
                    ["data"] = Filled(o.Data),
                }),
            ]),
        };

    private static JsonObject Decided(JsonObject data, string because)
    {
        data["decision"] = new JsonObject { ["rationale"] = because };
        return data;
    }

    private static JsonObject Decision(
        string effective,
        string decided,
        string body,
        string? because,
        string communicated
    )
    {
        var decision = new JsonObject
        {
            ["effective"] = effective,
            ["decided"] = decided,
            ["decidedBy"] = new JsonObject { ["body"] = body },
            ["communicated"] = communicated,
        };
        if (because is not null)
        {
            decision["rationale"] = because;
        }

        return decision;
    }

    // The longest names first: one may begin with another.
    private JsonObject Filled(string json) =>
        JsonNode
            .Parse(
                said.OrderByDescending(s => s.Key.Length)
                    .Aggregate(json, (text, s) => text.Replace(s.Key, s.Value, StringComparison.Ordinal))
            )!
            .AsObject();

    // Streams are written in the order of their ids, entries of one stream in the order of the outcomes.
    private void Remember(Outcomes outcomes, IReadOnlyList<(string Name, string About)> names)
    {
        Assert.Equal(names.Count, outcomes.Entries.Count);
        var inOrder = names.OrderBy(n => n.About, StringComparer.Ordinal);
        foreach (var ((id, stream), (name, about)) in outcomes.Entries.Zip(inOrder))
        {
            Assert.Equal(about, stream);
            said["@" + name] = id.ToString();
            NameOf[id] = name;
        }
    }

    /// <summary>The entries of a receipt.</summary>
    protected static Outcomes Stored(JsonElement receipt) =>
        new([
            .. receipt
                .GetProperty("entries")
                .EnumerateArray()
                .Select(e => (e.GetProperty("id").GetGuid(), e.GetProperty("stream").GetString()!)),
        ]);
}
