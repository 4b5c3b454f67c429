using System.Text;
using Oversight.Desk.Replay;
using Oversight.Ledger;
using Oversight.Proofs.Notes;
using Oversight.Proofs.Statements;
using Oversight.Proofs.Trees;

namespace Oversight.Cli.Tests;

/// <summary>oversight replay --until, --statement and --compare, of the record in its database and of an export of it.</summary>
public sealed class StatingReplays(RecordFixture fixture) : IClassFixture<RecordFixture>
{
    private static readonly CancellationToken Stop = TestContext.Current.CancellationToken;

    private TheProgram Program => fixture.Program;

    [Fact]
    public async Task Any_batch_any_workers_any_time_zone_database_or_export_give_the_same_bytes()
    {
        using var kept = new TemporaryFolder();
        var (export, key) = await ExportAsync(kept);
        var place = fixture.Record.Live.Timelines.Place - 1;
        var file = kept.File("statement");
        (await Program.RunAsync("replay", "--statement", file, "--until", $"{place}")).Gives(ExitCode.Done);
        var signed = await File.ReadAllTextAsync(file, Stop);
        var text = signed[..(signed.IndexOf("\n\n", StringComparison.Ordinal) + 1)];
        Assert.Equal(44, text.Split('\n').Count(line => line.Contains(" question ", StringComparison.Ordinal)));
        Assert.Contains($"\nsize {place + 1}\n", text, StringComparison.Ordinal);

        using var elsewhere = new TemporaryFolder();
        var alone = new TheProgram(elsewhere);
        string[][] ways =
        [
            ["--batch", "1", "--workers", "4"],
            ["--batch", "7", "--workers", "1"],
            ["--batch", "1000", "--workers", "2"],
        ];
        foreach (var way in ways)
        {
            string[] asked = ["replay", "--statement", "-", "--until", $"{place}", .. way];
            Assert.Equal(signed, (await Program.RunAsync(asked)).Gives(ExitCode.Done).Output);
            Assert.Equal(text, (await alone.RunAsync([.. asked, "--from", export])).Gives(ExitCode.Done).Output);
        }

        var zones = new[] { "Pacific/Auckland", "America/St_Johns", "UTC" };
        foreach (var (zone, way) in zones.Zip(ways))
        {
            var said = await alone.RunProcessAsync(
                new() { ["TZ"] = zone, ["LANG"] = "tr_TR.UTF-8" },
                ["replay", "--from", export, "--statement", "-", "--until", $"{place}", .. way]
            );
            Assert.Equal(text, said.Gives(ExitCode.Done).Output);
        }

        Assert.False(Directory.Exists(alone.DataFolder));
        var holds = (await alone.RunAsync("verify", "statement", file, "--key", key)).Gives(ExitCode.Done);
        Assert.Contains("/statements+", holds.Output, StringComparison.Ordinal);
        var same = (await alone.RunAsync("replay", "--from", export, "--compare", file)).Gives(ExitCode.Done);
        Assert.Contains("No difference in ", same.Output, StringComparison.Ordinal);
        (await Program.RunAsync("replay", "--compare", file)).Gives(ExitCode.Done);
    }

    [Fact]
    public async Task An_answer_that_is_another_is_named_and_so_is_one_that_only_one_side_has()
    {
        using var kept = new TemporaryFolder();
        var (export, _) = await ExportAsync(kept);
        var text = (await Program.RunAsync("replay", "--from", export, "--statement", "-")).Gives(ExitCode.Done).Output;
        var stated = ReplayStatement.Parse(text);
        var other = stated with
        {
            Answers =
            [
                .. stated.Answers.Select(answer =>
                    answer.Name == "status QOC" ? answer with { Sha256 = new string('0', 64) } : answer
                ),
                new("question X1", new string('1', 64)),
            ],
        };
        await File.WriteAllTextAsync(kept.File("other"), other.ToText(), Stop);
        var said = (
            await Program.RunAsync("replay", "--from", export, "--compare", kept.File("other"), "--json")
        ).Gives(ExitCode.Differences);
        Assert.Equal(
            ["status QOC", "question X1"],
            said.Json.GetProperty("differences").EnumerateArray().Select(one => one.GetProperty("what").GetString())
        );

        // An entry more at the same place is another root, and another answer.
        var earlier = stated with
        {
            Size = stated.Size - 1,
        };
        await File.WriteAllTextAsync(kept.File("earlier"), earlier.ToText(), Stop);
        var rooted = (await Program.RunAsync("replay", "--from", export, "--compare", kept.File("earlier"))).Gives(
            ExitCode.Differences
        );
        Assert.Contains("DIFFERS: the root of", rooted.Output, StringComparison.Ordinal);
        var unknown = stated with { Set = "standing-9" };
        await File.WriteAllTextAsync(kept.File("unknown"), unknown.ToText(), Stop);
        (await Program.RunAsync("replay", "--from", export, "--compare", kept.File("unknown"))).Gives(
            ExitCode.NotFound
        );
        await File.WriteAllTextAsync(kept.File("broken"), text[..^2], Stop);
        (await Program.RunAsync("replay", "--compare", kept.File("broken"))).Gives(ExitCode.BadInput);
    }

    [Fact]
    public async Task What_an_entry_more_changes_is_named_and_nothing_else()
    {
        using var kept = new TemporaryFolder();
        await ExportAsync(kept);
        var on = new[] { "--on", "2024-10-01" };
        (
            await Program.RunAsync(
                "log segment QOC 3 --effective 2024-09-12 --body nhs-england --back-dated --again".Split(' ')
            )
        ).Gives(ExitCode.Done);
        var last = fixture.Record.Live.Timelines.Place;
        var without = await StatedAsync(["--until", $"{last - 1}", .. on]);
        var with = await StatedAsync(["--until", $"{last}", .. on]);
        // As a program would state it that passes the last entry over.
        await File.WriteAllTextAsync(kept.File("over"), (with with { Answers = without.Answers }).ToText(), Stop);
        var said = (await Program.RunAsync("replay", "--compare", kept.File("over"), "--json")).Gives(
            ExitCode.Differences
        );
        var named = said
            .Json.GetProperty("differences")
            .EnumerateArray()
            .Select(one => one.GetProperty("what").GetString()!);
        Assert.Contains("status QOC", named);
        Assert.DoesNotContain(named, name => name.StartsWith("the root", StringComparison.Ordinal));
        Assert.Equal(without.Answers.Except(with.Answers).Count(), named.Count());
    }

    [Fact]
    public async Task An_empty_record_has_an_answer_to_every_question_and_the_root_of_no_entry()
    {
        var folded = await FoldedLines.OfAsync(
            AsyncEnumerable.Empty<ReadOnlyMemory<byte>>(),
            _ => true,
            batch: 7,
            Stop
        );
        Assert.Equal((0L, TreeHash.OfEmptyTree, null), (folded.Size, folded.Root, folded.Recorded));
        // What standing-1 asks was stated and signed: a question that is added is none of it.
        Assert.Equal(
            "R1 R2 R3 R4 R5 R6 R7 R8 R9 R10 R11 R12 R13 R14 R15 A1 A2 A3 A4 A5 A7 A8 A9 A10 A11 A12 A13 A14 A16 A17 L1 L2 L3 L4 L5 L6 L7 L8 L9 L10 L11 L12 L13 L15"
                .Split(' ')
                .Select(id => $"question {id}"),
            StandingAnswers.Of(folded.Record, new(2024, 3, 31), workers: 2, answer => answer.Name, Stop)
        );
    }

    [Fact]
    public async Task What_only_a_newer_version_understands_is_named_by_its_first_entry()
    {
        var recorded = new DateTimeOffset(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);
        ReadOnlyMemory<byte>[] lines =
        [
            .. Enumerable
                .Range(0, 3)
                .Select(place =>
                    (ReadOnlyMemory<byte>)
                        Encoding.UTF8.GetBytes(
                            EntryLine.Write(
                                place,
                                new Guid(place + 1, 0, 0, new byte[8]),
                                "moon-base-1",
                                place + 1,
                                "landed",
                                recorded.AddSeconds(place),
                                "user:a",
                                null,
                                null,
                                null,
                                "{}"
                            )
                        )
                ),
        ];
        var folded = await FoldedLines.OfAsync(lines.ToAsyncEnumerable(), _ => true, batch: 2, Stop);
        Assert.Equal((3L, 0L), (folded.Size, folded.NotUnderstood?.Place));
    }

    [Fact]
    public async Task The_state_then_is_what_was_known_by_then()
    {
        using var kept = new TemporaryFolder();
        var (export, _) = await ExportAsync(kept);
        var timelines = fixture.Record.Live.Timelines;
        var before = timelines.EntryAt(100);
        var instant = InstantOf(before.Recorded);
        foreach (var from in new string[][] { [], ["--from", export] })
        {
            var byPlace = (await Program.RunAsync(["replay", "--until", "100", "--json", .. from])).Gives(
                ExitCode.Done
            );
            var byInstant = (await Program.RunAsync(["replay", "--until", instant, "--json", .. from])).Gives(
                ExitCode.Done
            );
            Assert.Equal(byPlace.Output, byInstant.Output);
            Assert.Equal(101, byPlace.Json.GetProperty("size").GetInt64());
            var shown = (await Program.RunAsync(["replay", "--until", "100", .. from])).Gives(ExitCode.Done);
            Assert.Contains("as known at place 100", shown.Output, StringComparison.Ordinal);
            Assert.Contains("People's names", shown.Output, StringComparison.Ordinal);

            // Before the first organisation there is a record, and no organisation in it.
            var first = (await Program.RunAsync(["replay", "--until", "0", "--json", .. from])).Gives(ExitCode.Done);
            Assert.True(first.Json.GetProperty("answers").GetArrayLength() >= 44);
            (await Program.RunAsync(["replay", "--until", "0", .. from])).Gives(ExitCode.Done);

            var beyond = (await Program.RunAsync(["replay", "--until", "999999", .. from])).Gives(ExitCode.NotFound);
            Assert.Contains($"the last one is {timelines.Place}", beyond.Error, StringComparison.Ordinal);
            (await Program.RunAsync(["replay", "--until", "2999-01-01T00:00:00Z", .. from])).Gives(ExitCode.BadInput);
            var early = (await Program.RunAsync(["replay", "--until", "1999-01-01T00:00:00Z", .. from])).Gives(
                ExitCode.NotFound
            );
            Assert.Contains("the first entry was recorded", early.Error, StringComparison.Ordinal);
            (await Program.RunAsync(["replay", "--until", "yesterday", .. from])).Gives(ExitCode.BadInput);
        }

        // The database knows that nothing came between; the export does not.
        var after = InstantOf(timelines.EntryAt(timelines.Place).Recorded.AddMicroseconds(1));
        (await Program.RunAsync("replay", "--until", after)).Gives(ExitCode.Done);
        var untold = (await Program.RunAsync("replay", "--until", after, "--from", export)).Gives(ExitCode.NotFound);
        Assert.Contains("it does not tell", untold.Error, StringComparison.Ordinal);

        var bytes = await File.ReadAllBytesAsync(export, Stop);
        bytes[bytes.AsSpan().LastIndexOf("\"organisation_registered\""u8) + 3] ^= 1;
        await File.WriteAllBytesAsync(export, bytes, Stop);
        var damaged = (await Program.RunAsync("replay", "--from", export, "--until", "100")).Gives(
            ExitCode.Differences
        );
        Assert.Contains("does not hold: leaves/", damaged.Error, StringComparison.Ordinal);
    }

    private static string InstantOf(DateTimeOffset recorded) =>
        recorded.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'");

    [Fact]
    public async Task An_old_keys_statement_holds_after_a_rotation_and_an_own_key_signs_in_its_own_name()
    {
        using var kept = new TemporaryFolder();
        var (export, _) = await ExportAsync(kept);
        var old = (await Program.RunAsync("key", "list")).Gives(ExitCode.Done).Output.Trim().Split('\n')[^1];
        (await Program.RunAsync("replay", "--until", "100", "--statement", kept.File("old"))).Gives(ExitCode.Done);
        (await Program.RunAsync("key", "rotate")).Gives(ExitCode.Done);
        (await Program.RunAsync("replay", "--until", "100", "--statement", kept.File("new"))).Gives(ExitCode.Done);
        (await Program.RunAsync("verify", "statement", kept.File("old"), "--key", old)).Gives(ExitCode.Done);
        (await Program.RunAsync("verify", "statement", kept.File("new"), "--key", old)).Gives(ExitCode.Differences);
        (await Program.RunAsync("replay", "--compare", kept.File("old"))).Gives(ExitCode.Done);

        string[] own =
        [
            "replay",
            "--from",
            export,
            "--until",
            "100",
            "--sign-with",
            kept.File("own.key"),
            "--statement",
        ];
        var made = (await Program.RunAsync([.. own, kept.File("mine")])).Gives(ExitCode.Done);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(kept.File("own.key")));
        var mine = made.Error.Trim().Split(' ')[^1];
        (await Program.RunAsync("verify", "statement", kept.File("mine"), "--key", mine)).Gives(ExitCode.Done);
        (await Program.RunAsync([.. own, kept.File("again")])).Gives(ExitCode.Done);
        Assert.Equal(
            await File.ReadAllTextAsync(kept.File("mine"), Stop),
            await File.ReadAllTextAsync(kept.File("again"), Stop)
        );
        File.SetUnixFileMode(kept.File("own.key"), UnixFileMode.UserRead | UnixFileMode.OtherRead);
        (await Program.RunAsync([.. own, kept.File("open")])).Gives(ExitCode.BadInput);

        (await Program.RunAsync("replay", "--until", "100", "--statement", kept.File("none"), "--unsigned")).Gives(
            ExitCode.Done
        );
        var nobody = (await Program.RunAsync("verify", "statement", kept.File("none"), "--key", old)).Gives(
            ExitCode.Differences
        );
        Assert.Contains("nobody has signed it", nobody.Error, StringComparison.Ordinal);
        (await Program.RunAsync("replay", "--unsigned")).Gives(ExitCode.BadInput);
        (await Program.RunAsync("replay", "--entries", "5", "--until", "5")).Gives(ExitCode.BadInput);
        (await Program.RunAsync("replay", "--compare", kept.File("old"), "--until", "5")).Gives(ExitCode.BadInput);

        // Who sees a part is not told what the whole says.
        var region = await fixture.AddAsync("Someone of a region", "--region", "Y60");
        (await Program.RunAsync("replay", "--until", "100", "--token", region)).Gives(ExitCode.Refused);
        (await Program.RunAsync("replay", "--until", "100", "--statement", "-", "--token", region)).Gives(
            ExitCode.Refused
        );
    }

    [Fact]
    public async Task What_an_old_key_states_of_more_than_its_rotation_says_is_refused()
    {
        using var kept = new TemporaryFolder();
        var (_, old) = await ExportAsync(kept);
        var rotated = (await Program.RunAsync("key", "rotate", "--json")).Gives(ExitCode.Done).Json;
        await File.WriteAllTextAsync(kept.File("rotation-2"), rotated.GetProperty("vouched").GetString(), Stop);
        (
            await Program.RunAsync(
                "log segment QOC 3 --effective 2024-09-12 --body nhs-england --back-dated --again".Split(' ')
            )
        ).Gives(ExitCode.Done);
        var text = (await Program.RunAsync("replay", "--statement", "-", "--unsigned")).Gives(ExitCode.Done).Output;
        // Whoever has the old key can sign with it still.
        using var key = fixture.Record.KeysIn(Path.Combine(Program.DataFolder, "proof")).Open(old);
        using var states = StatementKeys.Of(key);
        await File.WriteAllTextAsync(kept.File("beyond"), $"{SignedNote.Sign(text, states)}", Stop);

        string[] verify = ["verify", "statement", kept.File("beyond"), "--key", old];
        (await Program.RunAsync(verify)).Gives(ExitCode.Done);
        var refused = (await Program.RunAsync([.. verify, "--rotation", kept.File("rotation-2")])).Gives(
            ExitCode.Differences
        );
        Assert.Contains("whoever signed this had no right to", refused.Error, StringComparison.Ordinal);
        (await Program.RunAsync([.. verify, "--rotation", kept.File("beyond")])).Gives(ExitCode.BadInput);

        // The record knows its rotations, and so does an export of it.
        (await Program.RunAsync("export", kept.File("newer.tar"))).Gives(ExitCode.Done);
        foreach (var from in new string[][] { [], ["--from", kept.File("newer.tar")] })
        {
            var compared = (await Program.RunAsync(["replay", "--compare", kept.File("beyond"), .. from])).Gives(
                ExitCode.Differences
            );
            Assert.Contains("whoever signed this had no right to", compared.Error, StringComparison.Ordinal);
        }

        (await Program.RunAsync("replay", "--statement", kept.File("new"))).Gives(ExitCode.Done);
        (await Program.RunAsync("replay", "--compare", kept.File("new"))).Gives(ExitCode.Done);
    }

    private async Task<ReplayStatement> StatedAsync(string[] asked) =>
        ReplayStatement.Parse(
            (await Program.RunAsync(["replay", "--statement", "-", "--unsigned", .. asked])).Gives(ExitCode.Done).Output
        );

    private async Task<(string Export, string Key)> ExportAsync(TemporaryFolder kept)
    {
        await fixture
            .Record.KeysIn(Path.Combine(Program.DataFolder, "proof"))
            .EnsureAsync("oversight.example/record", Stop);
        var file = kept.File("record.tar");
        (await Program.RunAsync("export", file)).Gives(ExitCode.Done);
        return (file, (await Program.RunAsync("key", "list")).Gives(ExitCode.Done).Output.Trim().Split('\n')[^1]);
    }
}
