using System.Reflection;
using ArchUnitNET.Domain;
using ArchUnitNET.Domain.Dependencies;
using ArchUnitNET.Domain.Extensions;
using ArchUnitNET.Fluent.Slices;
using ArchUnitNET.Loader;
using Microsoft.AspNetCore.Http;
using Oversight.Desk;
using Oversight.Desk.Answers;
using Oversight.Desk.Replay;
using Oversight.Ledger;
using Oversight.Projections.Answers;
using Oversight.Projections.Timelines;
using Oversight.Proofs.Trees;
using Oversight.Record.Entries;
using Oversight.Web;

namespace Oversight.Architecture.Tests;

/// <summary>Who may use whom: what docs/reading-the-code.md says of the layout.</summary>
public sealed class LayoutTests
{
    private const BindingFlags AllMethods =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance;

    private static readonly System.Reflection.Assembly Record = typeof(Event).Assembly;
    private static readonly System.Reflection.Assembly Proofs = typeof(TreeHash).Assembly;

    private static readonly ArchUnitNET.Domain.Architecture Code = new ArchLoader()
        .LoadAssemblies(
            Record,
            Proofs,
            typeof(EntryReference).Assembly,
            typeof(PeopleNames).Assembly,
            typeof(RecordWriter).Assembly,
            typeof(OversightApplication).Assembly,
            System.Reflection.Assembly.Load("oversight")
        )
        .Build();

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
        "Reviews",
        "Commitments",
        "Segments",
        "Finance",
        "Suggestions",
        "Support",
        "Notices",
        "Telling",
        "Challenges",
        "Mergers",
        "Retention",
        "People",
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
            // Whoever is called with a type parameter does not use its owner.
            where target is not GenericParameter
            where target.Namespace?.FullName.StartsWith("Oversight.Record", StringComparison.Ordinal) == true
            where Array.IndexOf(FoldersOfTheRecord, Folder(target)) > Array.IndexOf(FoldersOfTheRecord, Folder(type))
            select $"{type.FullName} uses {target.FullName}";
        Assert.True(!upwards.Any(), string.Join('\n', upwards.Distinct()));
    }

    [Theory]
    [InlineData("Oversight.Record.(*)")]
    [InlineData("Oversight.Projections.(*)")]
    [InlineData("Oversight.Web.(*)")]
    [InlineData("Oversight.Desk.(*)")]
    [InlineData("Oversight.Proofs.(*)")]
    public void No_folders_are_a_circle(string folders) =>
        Assert.True(SliceRuleDefinition.Slices().Matching(folders).Should().BeFreeOfCycles().HasNoViolations(Code));

    [Fact]
    public void What_answers_share_uses_no_single_answer() =>
        Assert.All(
            Used(by: "Oversight.Projections.Answers", of: "Oversight.Projections."),
            used => Assert.StartsWith("Oversight.Projections.Answers.", used, StringComparison.Ordinal)
        );

    /// <summary>On the way of a decision each thing is done in one place.</summary>
    [Theory]
    // The canonical form is made where it is hashed, a request's and a stated answer's; what is stored, PostgreSQL makes canonical.
    [InlineData(
        "Oversight.Record.CanonicalJson",
        "Write",
        "Oversight.Desk.WaitingDecision",
        "Oversight.Desk.Replay.StandingAnswers"
    )]
    [InlineData("Oversight.Record.Entries.Event", "CheckInput", "Oversight.Record.Catalogue.LogDecision")]
    [InlineData("Oversight.Record.Entries.PersonCommitment", "To", "Oversight.Record.Catalogue.LogDecision")]
    [InlineData("Oversight.Record.Catalogue.LogDecision", "Decide", "Oversight.Desk.Draft")]
    [InlineData("Oversight.Ledger.RecordTransaction", "CommitAsync", "Oversight.Desk.WaitingDecisions")]
    public void Each_step_of_a_decision_is_taken_in_one_place(string type, string method, params string[] only)
    {
        var callers =
            from caller in Code.Types
            where caller.FullName != type && !caller.IsAssignableTo(Code.GetITypeOfType(typeof(Event)))
            from call in caller.Dependencies.OfType<MethodCallDependency>()
            where call.Target.FullName == type
            where call.TargetMember.Name.StartsWith(method + "(", StringComparison.Ordinal)
            select caller.FullName.Split('/', '+')[0];
        Assert.Equal(only.Order(StringComparer.Ordinal), callers.Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Of_the_web_the_command_line_knows_the_application_that_it_starts() =>
        Assert.Equal(
            [typeof(OversightApplication).FullName, typeof(WebSettings).FullName],
            Used(by: "Oversight.Cli", of: "Oversight.Web.")
        );

    /// <summary>How an address takes its parameters is compiled, and what their record inherits is passed over without a word.</summary>
    [Fact]
    public void What_an_address_is_asked_is_a_record_that_inherits_nothing()
    {
        System.Type[] asked =
        [
            .. typeof(OversightApplication)
                .Assembly.GetTypes()
                .SelectMany(type => type.GetMethods(AllMethods))
                .SelectMany(method => method.GetParameters())
                .Where(parameter => parameter.IsDefined(typeof(AsParametersAttribute), inherit: false))
                .Select(parameter => parameter.ParameterType)
                .Distinct(),
        ];
        Assert.True(asked.Length > 20);
        Assert.All(asked, type => Assert.Equal(typeof(object), type.BaseType));
    }

    [Fact]
    public void The_record_references_nothing_but_the_runtime() =>
        Assert.All(
            Record.GetReferencedAssemblies(),
            reference => Assert.StartsWith("System.", reference.Name, StringComparison.Ordinal)
        );

    [Fact]
    public void What_proves_the_record_references_nothing_of_it_and_one_library() =>
        Assert.Equal(
            ["NSec.Cryptography"],
            Proofs
                .GetReferencedAssemblies()
                .Select(reference => reference.Name!)
                .Where(name => !name.StartsWith("System.", StringComparison.Ordinal))
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

    // What gives the record whole, whoever asks for it.
    private static readonly string[] ReadsTheWholeRecord =
    [
        $"{typeof(LiveRecord).FullName}.{nameof(LiveRecord.AtAsync)}",
        $"{typeof(LiveRecord).FullName}.{nameof(LiveRecord.AtLastContactAsync)}",
        $"{typeof(LiveRecord).FullName}.{nameof(LiveRecord.Newest)}",
        $"{typeof(RecordTimelines).FullName}.{nameof(RecordTimelines.At)}",
        $"{typeof(FoldedLines).FullName}.get_{nameof(FoldedLines.Record)}",
    ];

    [Theory]
    [InlineData("Oversight.Web", "Oversight.Web.Http.SeenRecord")]
    // A replay from nothing is for whoever reads everything, or has an export and with it the whole.
    [InlineData("Oversight.Cli", "Oversight.Cli.Commands.ReplayedRecord", "Oversight.Cli.RecordAccess")]
    [InlineData("Oversight.Desk.Answers")]
    // What every table may hold is kept for later readers; whoever reads a table is judged there.
    [InlineData("Oversight.Projections", "Oversight.Projections.Reports.ReportPeriods")]
    public void Every_read_goes_through_the_one_place_that_decides_what_a_person_may_see(
        string of,
        params string[] those
    ) =>
        Assert.Equal(
            those,
            Code.Types.Where(t => t.FullName.StartsWith(of + ".", StringComparison.Ordinal))
                .Where(t => t.GetCalledMethods().Any(IsWhole))
                // What an asynchronous method or a lambda does is done by the type that it stands in.
                .Select(t => t.FullName.Split('+')[0])
                .Distinct()
                .Order(StringComparer.Ordinal)
        );

    private static bool IsWhole(MethodMember method) =>
        ReadsTheWholeRecord.Contains($"{method.DeclaringType.FullName}.{method.Name.Split('(')[0]}");

    // Which types of some namespaces those of others name.
    private static string[] Used(string by, string of) =>
        [
            .. Code
                .Types.Where(t => t.FullName.StartsWith(by + ".", StringComparison.Ordinal))
                .SelectMany(t => t.Dependencies)
                .Select(d => d.Target.FullName)
                .Where(name => name.StartsWith(of, StringComparison.Ordinal))
                .Distinct()
                .Order(StringComparer.Ordinal),
        ];

    private static IEnumerable<System.Reflection.Assembly> Ours() =>
        Directory
            .GetFiles(AppContext.BaseDirectory, "Oversight.*.dll")
            .Where(file => !Path.GetFileName(file).Contains(".Tests", StringComparison.Ordinal))
            .Append(Path.Combine(AppContext.BaseDirectory, "oversight.dll"))
            .Where(File.Exists)
            .Select(System.Reflection.Assembly.LoadFrom);
}
