namespace Oversight.Proofs.Tests.Exports;

/// <summary>What is so of each of the verifiers in infra/verify as a program.</summary>
public sealed class VerifierProgramTests
{
    private static readonly byte[] Good = InventedRecord.Of(3).Export().ToBytes();

    private static readonly string Parties =
        $"log {Logs.Log.Verifier}\nwitness one {Logs.First.Verifier}\nwitness two {Logs.Second.Verifier}\n";

    private static readonly string[] NoPolicies =
    [
        "",
        "quorum none\nquorum none\n",
        "quorum three\n",
        "group g any g\nquorum g\n",
        "group g any one\ngroup h all one\nquorum g\n",
        "group one any two\nquorum one\n",
        "group g any none\nquorum g\n",
        "group g 0 one two\nquorum g\n",
        "group g 3 one two\nquorum g\n",
        "group g any\nquorum g\n",
        "quorum none now\n",
        "witness w\nquorum none\n",
        "quorum none\r\n",
        $"log {Logs.Log.Verifier}\nquorum none\n",
        $"log {Logs.First.Verifier}\nquorum none\n",
        $"witness three {Logs.Other.Verifier}\nquorum none\n",
    ];

    public static TheoryData<string> Programs => ["verify.py", "verify.mjs"];

    [Theory]
    [MemberData(nameof(Programs))]
    public void Has_under_two_hundred_lines(string program) =>
        Assert.InRange(File.ReadAllLines(Verifier.Script(program)).Length, 1, 199);

    [Theory]
    [MemberData(nameof(Programs))]
    public void Exit_codes_tell_what_held_what_did_not_and_what_could_not_be_read(string program)
    {
        Verifier.Named(program).RequirePrograms();
        using var folder = new Folder();
        var (good, bad, none) = (folder.Write("good", Good), folder.Write("bad", Good[1..]), folder.Path("none"));
        var kept = folder.Write("kept", $"{InventedRecord.Of(2).Checkpoint(2)}");
        Ends(0, good, good, "--kept", kept);
        Ends(6, good, bad, good);
        Ends(6, bad, none);
        Ends(2, good, none);
        Ends(2, folder.Path(""));
        Ends(2);
        Ends(2, "--policy", none, good);
        Ends(2, "--kept", none, good);
        Ends(2, "--kept", good, good);
        Ends(2, "--nonsense", good);
        var (_, output, errors) = Verifier.Run(program, "", good, bad, none);
        Assert.StartsWith($"{good}: holds: ", output, StringComparison.Ordinal);
        Assert.StartsWith($"{bad}: does not hold: proofs.md: ", errors, StringComparison.Ordinal);
        Assert.Contains($"{none}: cannot be read: ", errors, StringComparison.Ordinal);

        void Ends(int code, params string[] arguments)
        {
            var ran = Verifier.Run(program, "", arguments);
            Assert.True(code == ran.Code, $"{string.Join(' ', arguments)} ended with {ran.Code}: {ran.Errors}");
            Assert.DoesNotContain("Traceback", ran.Errors, StringComparison.Ordinal);
            Assert.DoesNotContain("at file:", ran.Errors, StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(Programs))]
    public void What_is_no_policy_is_not_read(string program)
    {
        Verifier.Named(program).RequirePrograms();
        using var folder = new Folder();
        var good = folder.Write("good", Good);
        foreach (var text in NoPolicies)
        {
            var (code, _, errors) = Verifier.Run(program, "", "--policy", folder.Write("policy", Parties + text), good);
            Assert.True(code == 2 && errors.Contains("policy", StringComparison.Ordinal), $"{text}: {code}, {errors}");
        }
    }

    private sealed class Folder : IDisposable
    {
        private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("oversight-exports-");

        public string Path(string name) => System.IO.Path.Combine(_folder.FullName, name);

        public string Write(string name, string text) => Write(name, System.Text.Encoding.UTF8.GetBytes(text));

        public string Write(string name, byte[] bytes)
        {
            File.WriteAllBytes(Path(name), bytes);
            return Path(name);
        }

        public void Dispose() => _folder.Delete(recursive: true);
    }
}
