using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using Oversight.Cli;
using Oversight.Desk;
using Oversight.EmbeddedPostgres;
using Oversight.Record;
using Oversight.TestServer;

namespace Oversight.Story.Tests;

/// <summary>The story by the command line alone, over a database of its own.</summary>
internal sealed class ToldByCommands(DatabaseSettings database, OpenRecord record, StoryTold story)
    : Telling,
        IAsyncDisposable
{
    private const int RefusedByRule = 3;

    private readonly string folder = Directory.CreateTempSubdirectory("oversight-story-").FullName;
    private readonly Dictionary<Who, string> tokenFiles = [];
    private int files;

    public static async Task<ToldByCommands> OpenAsync(DatabaseServer server, StoryTold story)
    {
        var database = await server.CreateLoadedAsync();
        var record = await OpenRecord.OpenAsync(
            database.Owner,
            database.Program,
            TimeProvider.System,
            _ => { },
            TestContext.Current.CancellationToken
        );
        return new(database, record, story);
    }

    /// <summary>What a command writes, as JSON.</summary>
    public async Task<JsonElement> AskAsync(params string[] arguments) =>
        JsonDocument.Parse(await DoneAsync(null, [.. arguments, "--json"])).RootElement;

    /// <summary>Runs a command that has to succeed; what it writes.</summary>
    public async Task<string> DoneAsync(Who? who, params string[] arguments)
    {
        var (code, output, error) = await RunAsync(who, arguments);
        Assert.True(code == 0, $"oversight {string.Join(' ', arguments)}: exit code {code}\n{output}\n{error}");
        return output;
    }

    public async ValueTask DisposeAsync()
    {
        await record.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    protected override async Task<Outcomes> LogAsync(Log step, JsonObject content)
    {
        var subject = SubjectId.FromStream(step.About);
        var about = subject.Organisation is null ? step.About : subject.Id;
        return await DecideAsync(step.Who, "log", step.Word, about, "--file", await FileAsync(content));
    }

    protected override async Task<Outcomes> MeetAsync(Meeting step, JsonObject meeting)
    {
        foreach (var outcome in meeting["outcomes"]!.AsArray())
        {
            var subject = outcome!["subject"]!.GetValue<string>();
            var about = subject.StartsWith("organisation-", StringComparison.Ordinal)
                ? subject["organisation-".Length..]
                : subject;
            var (code, output, _) = await RunAsync(null, "history", about, "--json");
            outcome["version"] =
                code == 0 ? JsonDocument.Parse(output).RootElement.GetProperty("version").GetInt64() : 0;
        }

        return await DecideAsync(step.Who, "meeting", "log", await FileAsync(meeting));
    }

    protected override async Task<(string Sha256, long Length)> StoreAsync(Store step)
    {
        var file = Path.Combine(folder, step.FileName);
        await File.WriteAllTextAsync(file, step.Text);
        var output = await DoneAsync(step.Who, "document", "store", step.Organisation, file, "--json");
        var stored = JsonDocument.Parse(output).RootElement;
        return (stored.GetProperty("sha256").GetString()!, stored.GetProperty("length").GetInt64());
    }

    protected override async Task<Outcomes> CorrectAsync(Correct step, Guid target, JsonObject replacement) =>
        await DecideAsync(
            step.Who,
            "correct",
            $"{target}",
            "--file",
            await FileAsync(replacement),
            "--rationale",
            step.Because,
            "--corrected-by",
            step.Instead.Body
        );

    // As recorded by the database: what is told next is recorded later.
    protected override async Task<DateTimeOffset> NowAsync()
    {
        await record.Live.CatchUpAsync(default);
        var at = record.Live.Timelines.At(record.Live.Timelines.Place);
        return at.Subjects.SelectMany(s => at.TimelineOf(s)!.Recorded).Max(e => e.Recorded);
    }

    // Made when somebody first does something: an organisation's people come after the organisation.
    private async Task<string> TokenFileAsync(Who who)
    {
        if (!tokenFiles.TryGetValue(who, out var file))
        {
            file = tokenFiles[who] = Path.Combine(folder, $"token-of-{who}");
            string[] right = story.Speaking.TryGetValue(who, out var ods)
                ? ["--organisation", ods]
                : ["--role", "national"];
            await DoneAsync(null, ["person", "add", $"{who}", "--token-to", file, .. right]);
        }

        return file;
    }

    private async Task<string> FileAsync(JsonObject content)
    {
        var file = Path.Combine(folder, $"step-{++files}.json");
        await File.WriteAllTextAsync(file, content.ToJsonString());
        return file;
    }

    private async Task<Outcomes> DecideAsync(Who who, params string[] arguments)
    {
        var (code, output, error) = await RunAsync(who, [.. arguments, "--json"]);
        if (code == RefusedByRule)
        {
            var problem = JsonDocument.Parse(error).RootElement;
            var refused =
                problem.TryGetProperty("rule", out var rule) && rule.ValueKind == JsonValueKind.Object
                    ? rule
                    : problem.GetProperty("outcomes")[0].GetProperty("rule");
            return new([], refused.GetProperty("name").GetString());
        }

        Assert.True(code == 0, $"oversight {string.Join(' ', arguments)}: exit code {code}\n{output}\n{error}");
        return Stored(JsonDocument.Parse(output).RootElement);
    }

    private async Task<(int Code, string Output, string Error)> RunAsync(Who? who, params string[] arguments)
    {
        var variables = new Dictionary<string, string>
        {
            [ClusterOptions.DataFolderVariable] = Path.Combine(folder, "data"),
            [DatabaseSettings.Variable] = database.ToJson(),
        };
        if (who is { } signedIn)
        {
            variables["OVERSIGHT_TOKEN_FILE"] = await TokenFileAsync(signedIn);
        }

        using var output = new StringWriter();
        using var error = new StringWriter();
        var shell = new Shell(output, error, variables.GetValueOrDefault, folder) { Record = new(database, record) };
        var code = await CommandLine.RunAsync(arguments, shell, TestContext.Current.CancellationToken);
        return (code, output.ToString(), error.ToString());
    }

    internal static string Metadata(string key) =>
        typeof(ToldByCommands)
            .Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(attribute => attribute.Key == key)
            .Value!;
}
