using System.Reflection;
using System.Text.RegularExpressions;

namespace Oversight.Desk.Tests;

/// <summary>The documents name files and folders of the code: what they name is there.</summary>
public sealed partial class DocumentTests
{
    private static readonly string Root = Path.GetFullPath(
        Path.Combine(
            Path.GetDirectoryName(
                typeof(DocumentTests)
                    .Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
                    .Single(attribute => attribute.Key == "EventsPage")
                    .Value!
            )!,
            ".."
        )
    );

    private static readonly HashSet<string> Sources =
    [
        .. new[] { "src", "projections", "tests", "infra" }
            .SelectMany(folder =>
                Directory.EnumerateFiles(Path.Combine(Root, folder), "*", SearchOption.AllDirectories)
            )
            .Select(file => Path.GetFileName(file)),
    ];

    public static TheoryData<string> Documents =>
        [
            .. Directory
                .EnumerateFiles(Path.Combine(Root, "docs"), "*.md", SearchOption.AllDirectories)
                .Concat(Directory.EnumerateFiles(Root, "*.md"))
                .Select(file => Path.GetRelativePath(Root, file))
                .Order(StringComparer.Ordinal),
        ];

    [Theory]
    [MemberData(nameof(Documents))]
    public void What_a_document_names_is_there(string document)
    {
        var text = File.ReadAllText(Path.Combine(Root, document));
        var folder = Path.GetDirectoryName(Path.Combine(Root, document))!;
        Assert.All(
            Link().Matches(text).Select(link => link.Groups["to"].Value),
            to => Assert.True(Path.Exists(Path.Combine(folder, to)), $"{document} leads to {to}, which is not there.")
        );
        Assert.All(
            PathOfCode().Matches(text).Select(path => path.Value.TrimEnd('.', '/')),
            path => Assert.True(Path.Exists(Path.Combine(Root, path)), $"{document} names {path}, which is not there.")
        );
        Assert.All(
            SourceFile().Matches(text).Select(file => file.Value),
            file => Assert.True(Sources.Contains(file), $"{document} names {file}, which is not there.")
        );
    }

    [GeneratedRegex(@"\]\((?!https?:)(?<to>[^)#]+)[^)]*\)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Link();

    [GeneratedRegex(
        "(?<=`)(src|projections|tests|infra|docs)/[A-Za-z0-9./-]+(?=`)",
        RegexOptions.ExplicitCapture,
        1000
    )]
    private static partial Regex PathOfCode();

    [GeneratedRegex(@"[A-Za-z0-9-]+\.(cs|sql|razor)\b", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex SourceFile();
}
