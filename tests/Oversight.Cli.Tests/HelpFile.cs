using System.Diagnostics;

namespace Oversight.Cli.Tests;

/// <summary>The script answers <c>--help</c> and wrong words out of a file, so that neither needs .NET or a build.</summary>
public sealed class HelpFile : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private static string Kept => TheProgram.Metadata("Help");

    [Fact]
    public async Task The_file_holds_what_the_program_says()
    {
        var said = (await new TheProgram(folder).RunProcessAsync("--help")).Gives(ExitCode.Done).Output;

        Assert.True(
            said == await File.ReadAllTextAsync(Kept, TestContext.Current.CancellationToken),
            "docs/help.txt is not what the program says. After a build, in the repository's folder:"
                + " dotnet src/Oversight.Cli/bin/Release/net10.0/oversight.dll --help > docs/help.txt"
        );
    }

    [Theory]
    [InlineData("--help", 0, "  replay ")]
    [InlineData("-h", 0, "  test ")]
    [InlineData("", 2, "  status ")]
    [InlineData("status --help", 0, "status: Where organisations stand on a day")]
    [InlineData("test --help", 0, "--filter-class")]
    [InlineData("staus", 2, "oversight: 'staus' is no command; did you mean status?\n")]
    [InlineData("migrat --json", 2, "did you mean migrate?")]
    [InlineData("xyzzy", 2, "oversight: 'xyzzy' is no command; ./oversight --help lists them.\n")]
    public async Task A_clone_that_was_never_built_answers_at_once(string words, int code, string answer)
    {
        var root = Path.Combine(Path.GetDirectoryName(Kept)!, "..");
        var clone = Directory.CreateDirectory(folder.File("clone")).FullName;
        foreach (var part in new[] { "oversight", "docs/help.txt", "infra/script/nearest-word.awk" })
        {
            var copy = Path.Combine(clone, part);
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(Path.Combine(root, part), copy);
        }

        var start = new ProcessStartInfo(
            "bash",
            [Path.Combine(clone, "oversight"), .. words.Split(' ', StringSplitOptions.RemoveEmptyEntries)]
        )
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var said = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken) + await error;
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Contains(answer, said, StringComparison.Ordinal);
        Assert.Equal(code, process.ExitCode);
        Assert.Equal(
            ["docs", "infra", "oversight"],
            Directory.EnumerateFileSystemEntries(clone).Select(Path.GetFileName).Order()
        );
    }

    public void Dispose() => folder.Dispose();
}
