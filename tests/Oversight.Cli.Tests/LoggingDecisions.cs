using System.Text.Json;

namespace Oversight.Cli.Tests;

public sealed class LoggingDecisions(RecordFixture record) : IClassFixture<RecordFixture>
{
    private TheProgram Program => record.Program;

    [Fact]
    public async Task A_back_dated_decision_with_every_field_is_in_history_as_given_and_in_status_at_once()
    {
        var receipt = await LogAsync(
            "segment QJK 3 --effective 2024-09-12 --decided 2024-09-10 --body nhs-england --back-dated --communicated 2024-09-13",
            ["--role", "Regional Director", "--person", "Ann Example", "--rationale", "@plan delivered"],
            ["--evidence", "Decision letter|ref 12", "--evidence", "Minutes", "--source", "PRN00001|page 3"]
        );
        var history = await EntriesAsync("QJK");
        var status = await StatusAsync("QJK", "2024-09-12");
        var before = await StatusAsync("QJK", "2024-09-11");
        var text = (await Program.RunAsync("history", "QJK")).Gives(ExitCode.Done).Output;

        var entry = history[^1];
        var decision = entry.GetProperty("event").GetProperty("data").GetProperty("decision");
        Assert.Equal(Id(receipt), entry.GetProperty("id").GetString());
        Assert.Equal("2024-09-10", decision.GetProperty("decided").GetString());
        Assert.Equal("back-dated", decision.GetProperty("origin").GetString());
        Assert.Equal("@plan delivered", decision.GetProperty("rationale").GetString());
        Assert.Equal("2024-09-13", decision.GetProperty("communicated").GetString());
        Assert.Equal("page 3", decision.GetProperty("source").GetProperty("fact").GetString());
        Assert.Equal(
            ["Decision letter/ref 12", "Minutes/"],
            decision
                .GetProperty("evidence")
                .EnumerateArray()
                .Select(e =>
                    $"{e.GetProperty("title").GetString()}/{(e.TryGetProperty("reference", out var r) ? r.GetString() : "")}"
                )
        );
        Assert.DoesNotContain("Ann Example", entry.GetRawText(), StringComparison.Ordinal);
        Assert.Contains("Regional Director, Ann Example", text, StringComparison.Ordinal);
        Assert.Equal("3, assigned from 12 September 2024", status);
        Assert.Equal("last published 4, for 2023/24", before);
    }

    [Fact]
    public async Task A_date_in_British_figures_is_said_back_in_words()
    {
        var logged = await Program.RunAsync(
            Words(
                "log segment-review QF7 3 --effective 3/4/2024 --decided 02.04.2024 --next-review-due 2024-07-01 --body nhs-england --back-dated"
            )
        );

        var text = logged.Gives(ExitCode.Done).Output;
        Assert.Contains("  3/4/2024 is read as 3 April 2024", text, StringComparison.Ordinal);
        Assert.Contains("  02.04.2024 is read as 2 April 2024", text, StringComparison.Ordinal);
        Assert.DoesNotContain("2024-07-01 is read as", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("true", true)]
    [InlineData("False", false)]
    public async Task What_is_true_or_false_is_said_by_these_words(string said, bool isInternal)
    {
        await LogAsync(
            "financial-position QM7 --scope organisation --effective 2023/24 --body nhs-england --imported --source D|p1",
            ["--outturn", """{"balance": "deficit", "amount": 1}""", "--internal", said]
        );
        var wrong = await Program.RunAsync(
            Words(
                "log financial-position QM7 --scope organisation --effective 2023/24 --body nhs-england --internal yes"
            )
        );

        Assert.Equal(
            isInternal,
            (await EntriesAsync("QM7"))[^1]
                .GetProperty("event")
                .GetProperty("data")
                .GetProperty("internal")
                .GetBoolean()
        );
        Assert.Contains(
            "\"yes\" must be true or false",
            wrong.Gives(ExitCode.BadInput).Error,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task One_of_something_is_said_as_one()
    {
        foreach (
            var logged in new[]
            {
                "recovery only-one --title Only --members QOC --effective 2024-05-01 --target-exit 2025-03-31",
                "target-exit only-one --target 2025-06-30 --effective 2024-09-01",
            }
        )
        {
            (await Program.RunAsync(Words($"log {logged} --body nhs-england --back-dated"))).Gives(ExitCode.Done);
        }

        var recoveries = (await Program.RunAsync("recoveries", "--on", "2024-10-01")).Gives(ExitCode.Done).Output;
        var readiness = await Program.RunAsync("readiness", "only-one", "--on", "2024-10-01");

        Assert.Contains("1 engagement on 1 October 2024", recoveries, StringComparison.Ordinal);
        Assert.Contains("moved once", readiness.Gives(ExitCode.Done).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_live_decision_is_decided_today_and_refused_by_name_where_a_rule_is_broken()
    {
        var ended = await Program.RunAsync(Words("log segment QOC 3 --effective 2025-09-01 --body nhs-england"));
        var unknown = await Program.RunAsync(Words("log segment ZZZ 3 --effective 2025-09-01 --body nhs-england"));

        Assert.Contains("segment-of-framework", ended.Gives(ExitCode.Refused).Error, StringComparison.Ordinal);
        Assert.Empty(ended.Output);
        Assert.Contains("ZZZ", unknown.Gives(ExitCode.NotFound).Error, StringComparison.Ordinal);
        Assert.Equal(2, (await EntriesAsync("QOC")).Count);
    }

    [Fact]
    public async Task A_moved_version_and_a_key_used_for_something_else_are_conflicts_and_the_same_again_is_the_same_receipt()
    {
        var log = "segment QHL 2 --effective 2024-05-01 --body nhs-england --back-dated --key k-1";

        var stale = await Program.RunAsync(Words($"log {log} --expect 1"));
        var first = await LogAsync($"{log} --expect 2");
        var again = await LogAsync(log);
        var other = await Program.RunAsync(Words("log " + log.Replace("QHL 2", "QHL 1", StringComparison.Ordinal)));

        Assert.Contains("version 2", stale.Gives(ExitCode.Conflict).Error, StringComparison.Ordinal);
        Assert.Equal(Id(first), Id(again));
        Assert.False(first.GetProperty("repeated").GetBoolean());
        Assert.True(again.GetProperty("repeated").GetBoolean());
        Assert.Contains("k-1", other.Gives(ExitCode.Conflict).Error, StringComparison.Ordinal);
        Assert.Equal(3, (await EntriesAsync("QHL")).Count);
    }

    [Fact]
    public async Task Every_kind_of_decision_can_be_logged()
    {
        await LogAsync(
            "organisation RZ9 --kind nhs-trust --region Y60 --effective 2015-04-01 --body nhs-england --imported",
            ["--name", "Example NHS Trust", "--also-known-as", "The Example", "--also-known-as", "Example"]
        );
        await LogAsync(
            "published-segment RZ9 2 --effective 2023/24 --body nhs-england --imported --source PRN00002|p1",
            ["--label", "2. Flexible support"]
        );
        await LogAsync(
            "segment-review RZ9 2 --effective 2024-06-20 --body nhs-england-Y60 --back-dated",
            ["--next-review-due", "Q2 2024/25"]
        );
        await LogAsync(
            "organisation RZ8 --kind nhs-trust --region Y60 --effective 2027-04-01 --body nhs-england --imported",
            ["--name", "Other NHS Trust"]
        );
        await LogAsync("succession RZ9 --effective 2027-04-01 --body dhsc --imported --successor RZ8:merger");
        var assessment = record.Folder.Write(
            "assessment.json",
            """
            {"decision":{"effective":"2023/24","decided":"unknown","decidedBy":{"body":"nhs-england","person":"Bo Example"},
             "origin":"imported","source":{"document":"PRN00002"}},"areas":[{"heading":"Leading","text":"Well."}]}
            """
        );
        await LogAsync("assessment RZ9", ["--file", assessment]);
        var framework = record.Folder.Write(
            "framework.json",
            """
            {"decision":{"effective":"2098-04-01","decided":"unknown","decidedBy":{"body":"nhs-england"},"origin":"imported"},
             "framework":{"id":"nof-2098","title":"Framework 2098","year":"2098/99","segments":[{"number":1,"label":"One"}],
             "segmentedKinds":["icb"],"mostIntensiveSegment":1,"programme":"P","nationalBodies":["nhs-england"]}}
            """
        );
        await LogAsync("framework", ["--file", framework]);
        var wrong = await Program.RunAsync("log", "assessment", "RZ9", "--file", framework);

        Assert.Equal(
            [
                "organisation_registered",
                "segment_published",
                "segment_reviewed",
                "organisation_succeeded",
                "annual_assessment_published",
            ],
            (await EntriesAsync("RZ9")).Select(e => e.GetProperty("kind").GetString())
        );
        Assert.Equal("last published 2, for 2023/24", await StatusAsync("RZ9", "2024-06-30"));
        Assert.Contains("annual_assessment_published", wrong.Gives(ExitCode.BadInput).Error, StringComparison.Ordinal);
        var facts = (await Program.RunAsync("facts", "--ods", "RZ9", "--json")).Gives(ExitCode.Done).Output;
        Assert.DoesNotContain("Bo Example", facts, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_correction_changes_only_what_is_given_and_retracting_it_restores_what_stood_before()
    {
        var logged = Id(
            await LogAsync(
                "segment QUA 4 --effective 2024-07-09 --body nhs-england --back-dated --rationale agreed --decided 2024-07-01"
            )
        );
        var wrongField = await Program.RunAsync("correct", logged, "--label", "x", "--rationale", "slip");
        var nothing = await Program.RunAsync("correct", logged, "--rationale", "slip");
        var corrected = await CorrectAsync(logged, "--effective", "2024-07-02", "--segment", "3");
        var afterwards = await EntriesAsync("QUA");
        var status = await StatusAsync("QUA", "2024-07-05");
        var thenKnown = (
            await Program.RunAsync(
                "status",
                "QUA",
                "--on",
                "2024-07-05",
                "--json",
                "--known",
                Recorded(logged, afterwards)
            )
        ).Gives(ExitCode.Done);
        await CorrectAsync(Id(corrected), "--retract");
        var restored = await StatusAsync("QUA", "2024-07-09");
        var unknown = await Program.RunAsync("correct", Guid.NewGuid().ToString(), "--retract", "--rationale", "slip");
        var twice = await Program.RunAsync("correct", Id(corrected), "--retract", "--rationale", "slip");

        Assert.Contains("--segment", wrongField.Gives(ExitCode.BadInput).Error, StringComparison.Ordinal);
        nothing.Gives(ExitCode.BadInput);
        unknown.Gives(ExitCode.NotFound);
        Assert.Contains(
            "retraction-takes-something-away",
            twice.Gives(ExitCode.Refused).Error,
            StringComparison.Ordinal
        );
        var replacement = afterwards[^1]
            .GetProperty("event")
            .GetProperty("data")
            .GetProperty("replacement")
            .GetProperty("data");
        Assert.Equal(3, replacement.GetProperty("segment").GetInt32());
        Assert.Equal("2024-07-02", replacement.GetProperty("decision").GetProperty("effective").GetString());
        Assert.Equal("agreed", replacement.GetProperty("decision").GetProperty("rationale").GetString());
        Assert.Equal("2024-07-01", replacement.GetProperty("decision").GetProperty("decided").GetString());
        Assert.Equal("3, assigned from 2 July 2024", status);
        Assert.Equal("last published 3, for 2023/24", SegmentText(thenKnown.Json));
        Assert.Equal("4, assigned from 9 July 2024", restored);
    }

    private async Task<JsonElement> LogAsync(string words, params IEnumerable<string[]> more) =>
        (await Program.RunAsync([.. Words("log " + words), .. more.SelectMany(m => m), "--json"]))
            .Gives(ExitCode.Done)
            .Json;

    private async Task<JsonElement> CorrectAsync(string id, params IEnumerable<string> options) =>
        (await Program.RunAsync(["correct", id, "--rationale", "A slip.", "--json", .. options]))
            .Gives(ExitCode.Done)
            .Json;

    private async Task<List<JsonElement>> EntriesAsync(string ods) =>
        [
            .. (await Program.RunAsync("history", ods, "--json"))
                .Gives(ExitCode.Done)
                .Json.GetProperty("entries")
                .EnumerateArray(),
        ];

    private async Task<string> StatusAsync(string ods, string on) =>
        SegmentText((await Program.RunAsync("status", ods, "--on", on, "--json")).Gives(ExitCode.Done).Json);

    private static string SegmentText(JsonElement answer) =>
        answer.GetProperty("status").GetProperty("segment").GetProperty("text").GetString()!;

    private static string Id(JsonElement receipt) => receipt.GetProperty("entries")[0].GetProperty("id").GetString()!;

    private static string Recorded(string id, List<JsonElement> entries) =>
        entries.Single(e => e.GetProperty("id").GetString() == id).GetProperty("recorded").GetString()!;

    private static string[] Words(string text) => text.Split(' ');
}
