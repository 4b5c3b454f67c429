using System.Diagnostics;
using Oversight.Proofs.Checkpoints;
using Oversight.Proofs.Exports;
using Oversight.Proofs.Notes;

namespace Oversight.Proofs.Tests.Exports;

/// <summary>Whom to believe, as a policy's text, and the checkpoints that were kept.</summary>
internal sealed record Trust(string? Policy = null, params IReadOnlyList<string> Kept);

/// <summary>What a verifier says of a file: whether it holds, and everything that is said behind its name.</summary>
internal sealed record Verdict(bool Holds, string Words);

/// <summary>A way to check exports: many at once, each with a verdict of its own, in the order of the files.</summary>
internal sealed record Verifier(
    string Name,
    Func<Trust, IReadOnlyList<byte[]>, IReadOnlyList<Verdict>> Check,
    params IReadOnlyList<Verifier.Needed> Needs
)
{
    /// <summary>All of them. One more is one more line; one that is a method of ours is <c>Of("Oversight", (trust, file) => …)</c>.</summary>
    public static IReadOnlyList<Verifier> All { get; } =
    [
        Program("verify.py", new Needed("python3", "python3"), new Needed("openssl", "openssl")),
        Program("verify.mjs", new Needed("node", "nodejs")),
        Of("Oversight", ByOversight),
    ];

    public static Verifier Named(string name) => All.Single(verifier => verifier.Name == name);

    public static Verifier Of(string name, Func<Trust, byte[], Verdict> check) =>
        new(name, (trust, files) => [.. files.Select(file => check(trust, file))]);

    public Verdict CheckOne(Trust trust, byte[] file) => Check(trust, [file])[0];

    /// <summary>Runs a program of infra/verify once, as a person would who wants to see its exit code.</summary>
    public static (int Code, string Output, string Errors) Run(string program, string input, params string[] arguments)
    {
        var start = new ProcessStartInfo(program.EndsWith(".py", StringComparison.Ordinal) ? Python.Value : "node")
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            ArgumentList = { Script(program) },
        };
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        process.StandardInput.Write(input);
        process.StandardInput.Close();
        process.WaitForExit();
        return (process.ExitCode, output.Result, errors.Result);
    }

    // Where python3 is a script that looks for one of several, that takes longer than many a check.
    private static readonly Lazy<string> Python = new(() =>
    {
        using var asked = Process.Start(
            new ProcessStartInfo("python3", ["-c", "import sys; print(sys.executable, end='')"])
            {
                UseShellExecute = false,
                RedirectStandardOutput = true,
            }
        )!;
        return asked.StandardOutput.ReadToEnd();
    });

    public static string Script(string program) => Path.Combine(AppContext.BaseDirectory, "verify", program);

    /// <summary>
    /// The test is passed over where a program is missing that the verifier is written in; where changes are checked it fails, since
    /// what was not tested must not pass.
    /// </summary>
    public void RequirePrograms()
    {
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        foreach (var (program, package) in Needs)
        {
            if (!folders.Any(folder => File.Exists(Path.Combine(folder, program))))
            {
                var why = $"{Name} was not tested: there is no {program}. Install it: sudo apt-get install {package}";
                Assert.SkipWhen(Environment.GetEnvironmentVariable("CI") is null or "", why);
                Assert.Fail(why);
            }
        }
    }

    private static Verdict ByOversight(Trust trust, byte[] file)
    {
        var policy = trust.Policy is { } text ? TrustPolicy.Parse(text) : null;
        SignedNote[] kept = [.. trust.Kept.Select(SignedNote.Parse)];
        try
        {
            using var stream = new MemoryStream(file, writable: false);
            var holds = ExportVerifier.Verify(stream, policy, kept);
            return new Verdict(
                true,
                $"holds: {holds.Checkpoint.Size} entries, {holds.Checkpoint.Root}, {string.Join(", ", holds.Chain.Keys)}"
            );
        }
        catch (ProofException e)
        {
            return new Verdict(false, $"does not hold: {e.Message}");
        }
    }

    private static Verifier Program(string name, params Needed[] needs) =>
        new(
            name,
            (trust, files) =>
            {
                Named(name).RequirePrograms();
                return CheckFiles(name, trust, files);
            },
            needs
        );

    private static List<Verdict> CheckFiles(string program, Trust trust, IReadOnlyList<byte[]> files)
    {
        var folder = Directory.CreateTempSubdirectory("oversight-exports-");
        try
        {
            List<string> arguments = ["-"];
            if (trust.Policy is { } policy)
            {
                arguments.AddRange(["--policy", Written("policy", policy)]);
            }
            foreach (var (number, kept) in trust.Kept.Index())
            {
                arguments.AddRange(["--kept", Written($"kept-{number}", kept)]);
            }
            var paths = files.Select((_, number) => Path.Combine(folder.FullName, $"{number}.tar")).ToList();
            foreach (var (path, file) in paths.Zip(files))
            {
                File.WriteAllBytes(path, file);
            }
            var (code, output, errors) = Run(program, string.Concat(paths.Select(path => $"{path}\n")), [.. arguments]);
            var said = $"{output}{errors}"
                .Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Select(line => line.Split(": ", 2))
                .ToLookup(parts => parts[0], parts => parts[^1]);
            var verdicts = paths.Select(path => Read(said[path], $"{program} ended with {code}: {errors}")).ToList();
            Assert.Equal(verdicts.TrueForAll(verdict => verdict.Holds) ? 0 : 6, code);
            return verdicts;
        }
        finally
        {
            folder.Delete(recursive: true);
        }

        string Written(string name, string text)
        {
            var path = Path.Combine(folder.FullName, name);
            File.WriteAllText(path, text);
            return path;
        }
    }

    private static Verdict Read(IEnumerable<string> said, string otherwise)
    {
        var words = Assert.Single(said);
        var holds = words.StartsWith("holds: ", StringComparison.Ordinal);
        Assert.True(holds || words.StartsWith("does not hold: ", StringComparison.Ordinal), $"{words}; {otherwise}");
        return new Verdict(holds, words);
    }

    /// <summary>A program that a verifier is run by or asks, and the package that brings it.</summary>
    internal sealed record Needed(string Program, string Package);
}
