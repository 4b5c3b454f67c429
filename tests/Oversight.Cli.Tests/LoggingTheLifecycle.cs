using System.Text.Json;
using Oversight.Record.Catalogue;
using Oversight.Record.Entries;

namespace Oversight.Cli.Tests;

/// <summary>Recovery Support and undertakings by the command line alone.</summary>
public sealed class LoggingTheLifecycle(RecordFixture record) : IClassFixture<RecordFixture>
{
    private TheProgram Program => record.Program;

    [Fact]
    public async Task Recovery_support_is_logged_from_entry_to_exit_and_is_in_its_history()
    {
        var criteria = record.Folder.Write(
            "criteria.json",
            """[{"reference":"EC1","theme":"Finance","wording":"It lives within its means.","due":"Q4 2023/24"}]"""
        );
        await LogAsync("recovery qoc-2021 --title System --members QOC --target-exit 2023/24");
        await LogAsync(
            "exit-criteria qoc-2021 --purpose exit",
            "--criteria",
            "@" + criteria,
            "--criteria",
            """{"reference":"EC2","theme":"Quality","wording":"It is safe.","members":["QOC"]}"""
        );
        await LogAsync("improvement-director recovery-qoc-2021", "--director", "Ann Example");
        var evidence = Id(
            await LogAsync("evidence recovery-qoc-2021 --organisation QOC --title Return --for EC1 --for EC2")
        );
        await LogAsync($"evidence-returned recovery-qoc-2021 --evidence-entry {evidence} --rationale unsigned");
        await LogAsync(
            "criterion-assessment qoc-2021 --criterion EC1 --level national --judgement met --confidence high --member QOC"
        );
        var revised = Id(await LogAsync("target-exit qoc-2021", "--target", "Q1 2024/25"));
        var corrected = (
            await Program.RunAsync([
                "correct",
                revised,
                "--set",
                "target=Q2 2024/25",
                "--set",
                "decision.decidedBy.role=Chair",
                "--set",
                "member=QOC",
                "--rationale",
                "As the letter says.",
            ])
        ).Gives(ExitCode.Done);
        var unknownMember = await Program.RunAsync(
            "correct",
            revised,
            "--set",
            "decision.decidedBy.chair=x",
            "--rationale",
            "slip"
        );
        var unfit = await Program.RunAsync("correct", revised, "--set", "target=soon", "--rationale", "slip");
        var emptied = await Program.RunAsync("correct", revised, "--set", "target=", "--rationale", "slip");
        var taken = (
            await Program.RunAsync("correct", revised, "--set", "member=", "--rationale", "Of all.", "--json")
        ).Gives(ExitCode.Done);
        var exit = record.Folder.Write(
            "exit.json",
            """
            {"decision":{"effective":"2024-07-01","decided":"2024-06-01","decidedBy":{"body":"nhs-england"},"origin":"back-dated"},
             "unmet":[{"criterion":"EC2","reason":"Nearly there.","acceptedBy":"Bo Example"}]}
            """
        );
        (await Program.RunAsync("log", "exit", "qoc-2021", "--file", exit)).Gives(ExitCode.Done);

        var history = (await Program.RunAsync("history", "recovery-qoc-2021", "--json")).Gives(ExitCode.Done).Json;
        var entries = history.GetProperty("entries").EnumerateArray().ToArray();
        Assert.Equal(
            [
                "recovery_entered",
                "exit_criteria_agreed",
                "improvement_director_appointed",
                "evidence_submitted",
                "evidence_returned",
                "criterion_assessed",
                "target_exit_revised",
                "entry_corrected",
                "entry_corrected",
                "exit_agreed",
            ],
            entries.Select(e => e.GetProperty("kind").GetString())
        );
        Assert.Equal(
            ["EC1", "EC2"],
            Data(entries[1])
                .GetProperty("criteria")
                .EnumerateArray()
                .Select(c => c.GetProperty("reference").GetString())
        );
        Assert.Equal(["EC1", "EC2"], Data(entries[3]).GetProperty("for").EnumerateArray().Select(f => f.GetString()));
        Assert.Equal(evidence, Data(entries[4]).GetProperty("evidence").GetString());
        Assert.Equal("high", Data(entries[5]).GetProperty("confidence").GetString());
        var first = Data(entries[7]).GetProperty("replacement").GetProperty("data");
        Assert.Equal("Q2 2024/25", first.GetProperty("target").GetString());
        Assert.Equal("QOC", first.GetProperty("member").GetString());
        Assert.Equal("Chair", first.GetProperty("decision").GetProperty("decidedBy").GetProperty("role").GetString());
        Assert.False(Data(entries[8]).GetProperty("replacement").GetProperty("data").TryGetProperty("member", out _));
        Assert.StartsWith("person:", Data(entries[2]).GetProperty("director").GetString(), StringComparison.Ordinal);
        Assert.StartsWith(
            "person:",
            Data(entries[9]).GetProperty("unmet")[0].GetProperty("acceptedBy").GetString(),
            StringComparison.Ordinal
        );
        Assert.Equal(
            ["Ann Example", "Bo Example"],
            history.GetProperty("people").EnumerateObject().Select(p => p.Value.GetString()).Order()
        );
        Assert.Contains("corrected to: ", corrected.Output, StringComparison.Ordinal);
        Assert.Contains(
            "known are body, role, person",
            unknownMember.Gives(ExitCode.BadInput).Error,
            StringComparison.Ordinal
        );
        Assert.Contains("--set target: ", unfit.Gives(ExitCode.BadInput).Error, StringComparison.Ordinal);
        Assert.Contains("--set target: is missing", emptied.Gives(ExitCode.BadInput).Error, StringComparison.Ordinal);
        Assert.Equal("recovery-qoc-2021", taken.Json.GetProperty("entries")[0].GetProperty("stream").GetString());
    }

    [Fact]
    public async Task Undertakings_are_logged_with_items_and_what_cannot_be_recorded_is_named_by_its_option()
    {
        await LogAsync(
            "organisation RZ7 --name Trust --kind nhs-trust --region y60",
            "--also-known-as",
            "[\"One\", \"Two\"]"
        );
        string[] accepted =
        [
            .. Words(
                "log undertakings rz7-2024 --organisation RZ7 --legal-basis hsc-act-2012-s106 --test reasonable-suspicion "
                    + "--effective 2024-05-01 --body nhs-england --back-dated --grounds Finance. --grounds Quality."
            ),
        ];
        var wrong = await Program.RunAsync([
            .. accepted,
            "--items",
            """{"reference":"1 1","wording":"A plan is sent."}""",
        ]);
        (
            await Program.RunAsync([
                .. accepted,
                "--items",
                """[{"reference":"1.1","wording":"A plan is sent.","due":"2024-06-30"}]""",
                "--publication",
                """{"withheldBecause":"Not yet."}""",
            ])
        ).Gives(ExitCode.Done);
        await LogAsync(
            "undertaking-variation rz7-2024 --item 1.1 --agreed-by nhs-england --agreed-by RZ7 --due 2024-09-30"
        );
        var unknown = await Program.RunAsync(
            Words("log undertakings-discharge rz7-2025 --effective 2024-05-01 --body nhs-england --back-dated")
        );

        var entries = (await Program.RunAsync("history", "undertakings-rz7-2024", "--json"))
            .Gives(ExitCode.Done)
            .Json.GetProperty("entries");
        Assert.Equal(2, entries.GetArrayLength());
        Assert.Equal(2, Data(entries[0]).GetProperty("grounds").GetArrayLength());
        Assert.Equal("2024-09-30", Data(entries[1]).GetProperty("due").GetString());
        Assert.Contains("--items[0].reference: ", wrong.Gives(ExitCode.BadInput).Error, StringComparison.Ordinal);
        Assert.Contains("undertakings-rz7-2025", unknown.Gives(ExitCode.NotFound).Error, StringComparison.Ordinal);
        var registered = Data(
            (await Program.RunAsync("history", "RZ7", "--json")).Gives(ExitCode.Done).Json.GetProperty("entries")[0]
        );
        Assert.Equal("Y60", registered.GetProperty("region").GetString());
        Assert.Equal(2, registered.GetProperty("alsoKnownAs").GetArrayLength());

        // What is new was not there, which is not the same as that the record states nothing of it.
        var compared = (
            await Program.RunAsync("compare", "--from", "2024-04-30", "--on", "2024-05-02", "--organisation", "RZ7")
        )
            .Gives(ExitCode.Done)
            .Output;
        Assert.Contains("    not there -> ", compared, StringComparison.Ordinal);
        Assert.DoesNotContain("    not stated -> ", compared, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_kind_of_event_has_a_word_whose_help_describes_each_member_and_gives_an_example()
    {
        var help = (await Program.RunAsync("log", "--help")).Gives(ExitCode.Done).Output;
        foreach (var kind in EventCatalogue.Kinds.Where(k => k.Word is not ("correction" or "retraction")))
        {
            Assert.Matches($"(?m)^    {kind.Word}[ ,]", help);
        }

        foreach (var word in new[] { "evidence-judged", "exit", "undertakings", "segment-agreement" })
        {
            var one = (await Program.RunAsync("log", word, "--help")).Gives(ExitCode.Done).Output;
            Assert.Contains($"  oversight log {word} ", one, StringComparison.Ordinal);
            Assert.DoesNotMatch("(?m)^  --[a-z-]+( <[^>]*>)? *$", one);
        }
    }

    private async Task<JsonElement> LogAsync(string words, params IEnumerable<string> more) =>
        (
            await Program.RunAsync([
                .. Words($"log {words} --effective 2024-05-01 --body nhs-england --back-dated --json"),
                .. more,
            ])
        )
            .Gives(ExitCode.Done)
            .Json;

    private static JsonElement Data(JsonElement entry) => entry.GetProperty("event").GetProperty("data");

    private static string Id(JsonElement receipt) => receipt.GetProperty("entries")[0].GetProperty("id").GetString()!;

    private static string[] Words(string text) => text.Split(' ');
}
