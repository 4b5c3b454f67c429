using System.Reflection;
using ArchUnitNET.Domain;
using ArchUnitNET.Fluent.Slices;
using ArchUnitNET.Loader;
using Oversight.Record.Entries;

namespace Oversight.Architecture.Tests;

/// <summary>Who may use whom: what docs/reading-the-code.md says of the layout.</summary>
public sealed class LayoutTests
{
    private static readonly System.Reflection.Assembly Record = typeof(Event).Assembly;

    private static readonly ArchUnitNET.Domain.Architecture Code = new ArchLoader().LoadAssemblies(Record).Build();

    // From the ground up.
    private static readonly string[] FoldersOfTheRecord =
    [
        "Time",
        "Entries",
        "Timelines",
        "Frameworks",
        "Deciding",
        "Organisations",
        "Corrections",
        "Authority",
        "Recovery",
        "Undertakings",
        "Evidence",
        "Segments",
        "Catalogue",
    ];

    [Fact]
    public void The_record_has_these_folders_and_each_uses_only_those_before_it()
    {
        string Folder(IType type) =>
            type.Namespace.FullName.Split('.') is ["Oversight", "Record", var folder, ..] ? folder : "";
        var own = Code
            .Types.Where(t => t.Namespace.FullName.StartsWith("Oversight.Record", StringComparison.Ordinal))
            .ToArray();

        Assert.Equal(
            FoldersOfTheRecord.Order(StringComparer.Ordinal),
            own.Select(Folder).Where(f => f.Length > 0).Distinct().Order(StringComparer.Ordinal)
        );
        var upwards =
            from type in own
            from target in type.Dependencies.Select(d => d.Target)
            where target.Namespace?.FullName.StartsWith("Oversight.Record", StringComparison.Ordinal) == true
            where Array.IndexOf(FoldersOfTheRecord, Folder(target)) > Array.IndexOf(FoldersOfTheRecord, Folder(type))
            select $"{type.FullName} uses {target.FullName}";
        Assert.Empty(upwards.Distinct());
    }

    [Fact]
    public void No_folders_of_the_record_are_a_circle() =>
        Assert.True(
            SliceRuleDefinition
                .Slices()
                .Matching("Oversight.Record.(*)")
                .Should()
                .BeFreeOfCycles()
                .HasNoViolations(Code)
        );

    [Fact]
    public void The_record_references_nothing_but_the_runtime() =>
        Assert.All(
            Record.GetReferencedAssemblies(),
            reference => Assert.StartsWith("System.", reference.Name, StringComparison.Ordinal)
        );

    [Theory]
    [InlineData("Marten", "Oversight.Ledger")]
    [InlineData("Npgsql", "Oversight.EmbeddedPostgres", "Oversight.Ledger")]
    public void Nobody_knows_the_database_but_the_ledger_and_what_makes_it(string library, params string[] those)
    {
        var naming = Ours()
            .Where(a => a.GetReferencedAssemblies().Any(r => r.Name == library))
            .Select(a => a.GetName().Name);
        Assert.Equal(those, naming.Order(StringComparer.Ordinal));
    }

    private static IEnumerable<System.Reflection.Assembly> Ours() =>
        Directory
            .GetFiles(AppContext.BaseDirectory, "Oversight.*.dll")
            .Where(file => !Path.GetFileName(file).Contains(".Tests", StringComparison.Ordinal))
            .Append(Path.Combine(AppContext.BaseDirectory, "oversight.dll"))
            .Where(File.Exists)
            .Select(System.Reflection.Assembly.LoadFrom);
}
