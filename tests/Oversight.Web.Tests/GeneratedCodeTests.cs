using System.Reflection;
using JasperFx.CodeGeneration;
using JasperFx.CodeGeneration.Model;
using Microsoft.Extensions.DependencyInjection;
using Oversight.Ledger;

namespace Oversight.Web.Tests;

/// <summary>Wolverine's handlers are generated ahead and checked in, so that no process compiles.</summary>
public sealed class GeneratedCodeTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("oversight-generated-").FullName;

    private static string CheckedIn { get; } =
        typeof(GeneratedCodeTests)
            .Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(attribute => attribute.Key == "Generated")
            .Value!;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    /// <summary>With OVERSIGHT_GENERATED=write in the environment it writes the code anew instead of looking at it.</summary>
    [Fact]
    public async Task What_is_checked_in_is_what_is_generated_now()
    {
        await using var application = OversightApplication.Build(
            new WebSettings(new Uri("http://127.0.0.1:0"), LogFolder: null),
            new LedgerDatabase("Host=nowhere"),
            TimeProvider.System
        );
        var collections = application.Services.GetServices<ICodeFileCollection>().ToArray();
        foreach (var collection in collections)
        {
            collection.Rules.GeneratedCodeOutputPath = folder;
        }

        new DynamicCodeBuilder(application.Services, collections)
        {
            ServiceVariableSource = application.Services.GetService<IServiceVariableSource>(),
        }.WriteGeneratedCode(_ => { });

        var generated = Read(folder);
        Assert.NotEmpty(generated);
        if (Environment.GetEnvironmentVariable("OVERSIGHT_GENERATED") == "write")
        {
            if (Directory.Exists(CheckedIn))
            {
                Directory.Delete(CheckedIn, recursive: true);
            }

            foreach (var (name, text) in generated)
            {
                var file = Path.Combine(CheckedIn, name);
                Directory.CreateDirectory(Path.GetDirectoryName(file)!);
                await File.WriteAllTextAsync(file, text, TestContext.Current.CancellationToken);
            }
        }

        Assert.Equal(generated, Read(CheckedIn));
    }

    private static SortedDictionary<string, string> Read(string root) =>
        new(
            Directory
                .GetFiles(root, "*.cs", SearchOption.AllDirectories)
                .ToDictionary(
                    file => Path.GetRelativePath(root, file),
                    file => File.ReadAllText(file).ReplaceLineEndings("\n")
                ),
            StringComparer.Ordinal
        );
}
