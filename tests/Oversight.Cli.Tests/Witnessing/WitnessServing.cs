using System.Net;
using System.Text;
using Oversight.Proofs.Checkpoints;
using Oversight.Proofs.Notes;
using Oversight.Proofs.Tests;
using Oversight.Proofs.Tests.Trees;
using Oversight.Proofs.Trees;
using Oversight.Proofs.Witnesses;

namespace Oversight.Cli.Tests.Witnessing;

/// <summary>oversight witness: what it answers, what it keeps, and that nothing makes it forget.</summary>
public sealed class WitnessServing : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private string Kept => folder.File($"witnessing/witness/{Logs.At(1).OriginHash}.checkpoint");

    [Fact]
    public async Task It_answers_each_request_as_the_protocol_says_and_shows_what_it_saw()
    {
        await using var witness = await StartAsync();
        var key = VerifierKey.Parse(witness.PolicyLine.Split(' ')[2]);
        Assert.Equal(
            UnixFileMode.UserRead | UnixFileMode.UserWrite,
            File.GetUnixFileMode(folder.File("witnessing/witness/witness.key"))
        );
        var hash = Logs.At(1).OriginHash;
        Assert.Equal(HttpStatusCode.NotFound, (await witness.Client.GetAsync($"/{hash}/checkpoint")).StatusCode);
        Assert.Contains("Nothing was seen", await witness.Client.GetStringAsync("/"), StringComparison.Ordinal);

        var before = TimeProvider.System.GetUtcNow().AddSeconds(-1);
        var (status, _, cosignature) = await witness.AskAsync($"{Logs.Request(0, 8)}");
        Assert.Equal(HttpStatusCode.OK, status);
        var cosigned = Logs.Signed(Logs.At(8)).WithAnswer(Encoding.UTF8.GetBytes(cosignature), [key]);
        Assert.InRange(cosigned.Verify([key])[0].Time!.Value, before, TimeProvider.System.GetUtcNow());
        Assert.Equal($"{cosigned}", await witness.Client.GetStringAsync($"/{hash}/checkpoint"));

        // The same once more is cosigned once more; everything else is refused, each as it should be.
        Assert.Equal(HttpStatusCode.OK, (await witness.AskAsync($"{Logs.Request(8, 8)}")).Status);
        Assert.Equal(
            (HttpStatusCode.Conflict, "text/x.tlog.size", "8\n"),
            await witness.AskAsync($"{Logs.Request(3, 12)}")
        );
        var forked = new AddCheckpoint(8, Logs.Request(8, 12).Proof, Logs.Signed(Fork(12, from: 5)));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await witness.AskAsync($"{forked}")).Status);
        Assert.Contains("without a proof that it begins with what was seen", witness.Text, StringComparison.Ordinal);
        var twice = new AddCheckpoint(8, [], Logs.Signed(Fork(8, from: 5)));
        Assert.Equal((HttpStatusCode.Conflict, "text/x.tlog.size", "8\n"), await witness.AskAsync($"{twice}"));
        Assert.Contains("has signed two roots for 8 entries", witness.Text, StringComparison.Ordinal);
        var foreign = SignedNote.Sign(Logs.At(12).ToText(), Logs.Other);
        Assert.Equal(
            HttpStatusCode.Forbidden,
            (await witness.AskAsync($"{new AddCheckpoint(8, Logs.Request(8, 12).Proof, foreign)}")).Status
        );
        var unknown = new Checkpoint("unknown.example/record", 1, Logs.At(1).Root);
        Assert.Equal(
            HttpStatusCode.NotFound,
            (await witness.AskAsync($"{new AddCheckpoint(0, [], Logs.Signed(unknown))}")).Status
        );
        Assert.Equal(HttpStatusCode.BadRequest, (await witness.AskAsync("old 08\n\n")).Status);
        Assert.Equal(
            HttpStatusCode.RequestEntityTooLarge,
            (await witness.AskAsync(new string('x', SignedNote.MostBytes + 1))).Status
        );
        Assert.Equal(HttpStatusCode.MethodNotAllowed, (await witness.Client.GetAsync("/add-checkpoint")).StatusCode);

        // Signatures of others are not kept: so many could not be read again.
        var crowded = Enumerable
            .Range(0, 98)
            .Aggregate(Logs.Signed(Logs.At(12)), (note, i) => note.With(new NoteSignature($"n{i}", 1, new byte[8])));
        Assert.Equal(
            HttpStatusCode.OK,
            (await witness.AskAsync($"{new AddCheckpoint(8, Logs.Request(8, 12).Proof, crowded)}")).Status
        );
        Assert.Equal(2, SignedNote.Parse(await File.ReadAllTextAsync(Kept)).Signatures.Count);
        var page = await witness.Client.GetStringAsync("/");
        Assert.Contains($"Key: {key}", page, StringComparison.Ordinal);
        Assert.Contains($"{Logs.Origin}\n12 entries, seen on ", page, StringComparison.Ordinal);
        Assert.Contains("London time", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_many_that_ask_at_once_no_two_are_told_of_records_that_part()
    {
        await using var witness = await StartAsync();
        var asked = Enumerable
            .Range(0, 40)
            .Select(i =>
                i % 2 == 0 ? Logs.Request(0, 10 + i) : new AddCheckpoint(0, [], Logs.Signed(Fork(10 + i, from: i % 10)))
            );
        var answers = await Task.WhenAll(asked.Select(request => witness.AskAsync($"{request}")));
        Assert.Single(answers, answer => answer.Status == HttpStatusCode.OK);
        Assert.All(
            answers.Where(answer => answer.Status != HttpStatusCode.OK),
            answer => Assert.Equal(HttpStatusCode.Conflict, answer.Status)
        );
    }

    [Fact]
    public async Task Killed_at_any_moment_it_goes_on_from_the_last_that_it_may_have_cosigned()
    {
        var size = 0;
        for (var round = 0; round < 4; round++)
        {
            var (from, to) = (size, size + 3);
            var kept = File.Exists(Kept) ? await File.ReadAllTextAsync(Kept) : "";
            var (process, address) = await StartProcessAsync();
            var asking = AskAsync(address, Logs.Request(from, to));
            // As soon as it has kept what it was asked about, before it can have answered; in the last round at once.
            while (round < 3 && !asking.IsCompleted && (!File.Exists(Kept) || File.ReadAllText(Kept) == kept)) { }
            process.Kill();
            await process.WaitForExitAsync();
            var answered = await asking == HttpStatusCode.OK;

            (process, address) = await StartProcessAsync();
            // What was kept, or answered, stands; and what parts from it is refused.
            var fork = new AddCheckpoint(from, Logs.Request(from, to).Proof, Logs.Signed(Fork(to, from: to - 1)));
            var knows = File.Exists(Kept) && Size(await File.ReadAllTextAsync(Kept)) == to;
            Assert.True(knows || !answered, "It cosigned what it does not know any more.");
            if (knows)
            {
                Assert.Equal(HttpStatusCode.Conflict, await AskAsync(address, fork));
                var same = new AddCheckpoint(to, [], Logs.Signed(Fork(to, from: to - 1)));
                Assert.Equal(HttpStatusCode.Conflict, await AskAsync(address, same));
                Assert.Equal(HttpStatusCode.OK, await AskAsync(address, Logs.Request(to, to)));
                size = to;
            }

            process.Kill();
            await process.WaitForExitAsync();
            process.Dispose();
        }

        Assert.True(size >= 9, $"It knew {size} entries: it was never killed after it had kept something.");
    }

    [Fact]
    public async Task What_it_had_kept_and_not_cosigned_when_it_ended_binds_it_all_the_same()
    {
        await using (var first = await StartAsync())
        {
            Assert.Equal(HttpStatusCode.OK, (await first.AskAsync($"{Logs.Request(0, 5)}")).Status);
        }

        // As a kill between keeping and signing leaves it, with a file that was being written.
        await File.WriteAllTextAsync(Kept, $"{Logs.Signed(Logs.At(9))}");
        await File.WriteAllTextAsync($"{Kept}.part", "half of");
        await using (var second = await StartAsync())
        {
            var fork = new AddCheckpoint(5, Logs.Request(5, 9).Proof, Logs.Signed(Fork(9, from: 7)));
            Assert.Equal((HttpStatusCode.Conflict, "9\n"), Short(await second.AskAsync($"{fork}")));
            Assert.Contains("9 entries, seen on", await second.Client.GetStringAsync("/"), StringComparison.Ordinal);
            Assert.Equal(HttpStatusCode.OK, (await second.AskAsync($"{Logs.Request(9, 20)}")).Status);

            // Nobody else may decide from the same folder.
            var beside = await new TheProgram(folder).RunAsync(
                "witness",
                "--port",
                "0",
                "--data",
                folder.File("witnessing"),
                "--log",
                $"{Logs.Log.Verifier}"
            );
            Assert.Contains(
                "another witness runs there",
                beside.Gives(ExitCode.CannotStart).Error,
                StringComparison.Ordinal
            );
        }

        // What is damaged, or lost beside its key, is no reason to begin anew.
        var whole = await File.ReadAllTextAsync(Kept);
        await File.WriteAllTextAsync(Kept, whole[..^3]);
        Assert.Contains("Put back what the witness saw last", await RefusedAsync(), StringComparison.Ordinal);
        await File.WriteAllTextAsync(Kept, whole);
        File.Delete(folder.File("witnessing/witness/witness.key"));
        Assert.Contains("put the key back", await RefusedAsync(), StringComparison.Ordinal);

        static (HttpStatusCode, string) Short((HttpStatusCode Status, string?, string Body) answer) =>
            (answer.Status, answer.Body);
    }

    [Fact]
    public async Task A_rotation_tells_it_the_new_key_and_how_far_the_old_one_goes()
    {
        using var next = SignerKey.Create(Logs.Origin, KeyType.Ed25519);
        var rotation = new KeyRotation(Logs.Log.Verifier, next.Verifier, 8);
        var note = folder.Write("rotation", $"{SignedNote.Sign(rotation.ToText(), Logs.Log)}".TrimEnd('\n'));
        var keys = folder.Write("logs", "# watched", $"log {Logs.Log.Verifier} https://oversight.example/");
        await using var witness = await RunningWitness.StartAsync(folder, 0, "--log", keys, "--rotation", note);
        Assert.Contains($"log {next.Verifier}", witness.Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await witness.AskAsync($"{Logs.Request(0, 8)}")).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await witness.AskAsync($"{Logs.Request(8, 12)}")).Status);
        var later = new AddCheckpoint(8, Logs.Request(8, 12).Proof, SignedNote.Sign(Logs.At(12).ToText(), next));
        Assert.Equal(HttpStatusCode.OK, (await witness.AskAsync($"{later}")).Status);

        var forged = folder.Write("forged", $"{SignedNote.Sign(rotation.ToText(), next)}".TrimEnd('\n'));
        var program = new TheProgram(folder);
        string[] arguments = ["witness", "--port", "0", "--log", keys, "--rotation", forged];
        Assert.Contains(
            "--rotation",
            (await program.RunAsync(arguments)).Gives(ExitCode.BadInput).Error,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "--log",
            (await program.RunAsync("witness")).Gives(ExitCode.BadInput).Error,
            StringComparison.Ordinal
        );
        (await program.RunAsync("witness", "--log", "nobody")).Gives(ExitCode.BadInput);
    }

    public void Dispose() => folder.Dispose();

    private Task<RunningWitness> StartAsync() =>
        RunningWitness.StartAsync(folder, 0, "--log", $"{Logs.Log.Verifier}", "--name", "witness.example/one");

    private async Task<string> RefusedAsync() =>
        (
            await new TheProgram(folder).RunAsync(
                "witness",
                "--port",
                "0",
                "--data",
                folder.File("witnessing"),
                "--log",
                $"{Logs.Log.Verifier}"
            )
        )
            .Gives(ExitCode.CannotStart)
            .Error;

    private async Task<(System.Diagnostics.Process Process, Uri Address)> StartProcessAsync()
    {
        var process = new TheProgram(folder).Start(
            "witness",
            "--port",
            "0",
            "--data",
            folder.File("witnessing"),
            "--log",
            $"{Logs.Log.Verifier}"
        );
        _ = process.StandardError.ReadToEndAsync();
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line.StartsWith("The witness ", StringComparison.Ordinal))
            {
                return (process, new Uri(line.Split(' ')[5]));
            }
        }

        throw new InvalidOperationException("It ended.");
    }

    // Its status; null when it ended before it had answered.
    private static async Task<HttpStatusCode?> AskAsync(Uri address, AddCheckpoint request)
    {
        using var client = new HttpClient();
        try
        {
            using var answer = await client.PostAsync(
                new Uri(address, "/add-checkpoint"),
                new StringContent($"{request}")
            );
            return answer.StatusCode;
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }

    private static long Size(string note) => Checkpoint.Parse(SignedNote.Parse(note).Text).Size;

    // The same log, in which what stands from a place on is something else.
    private static Checkpoint Fork(int size, int from) =>
        new(
            Logs.Origin,
            size,
            MerkleTree.Root([
                .. NaiveTree.Leaves(size).Select((leaf, place) => place < from ? leaf : NaiveTree.Leaf(1000 + place)),
            ])
        );
}
