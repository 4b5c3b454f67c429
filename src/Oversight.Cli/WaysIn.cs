using Oversight.Ledger;

namespace Oversight.Cli;

/// <summary>A way in for entries, as this build has it.</summary>
/// <param name="Name">npgsql or marten.</param>
/// <param name="OpenAsync">Opens it, after bringing the database to what it needs.</param>
/// <param name="MigrateAsync">Brings the database to what it needs; gives the names of what was applied.</param>
internal sealed record BuiltWayIn(
    string Name,
    OpenWayIn OpenAsync,
    Func<string, string, Action<string>, CancellationToken, Task<IReadOnlyList<string>>> MigrateAsync
);

/// <summary>The ways in that this build has: Npgsql in every one, Marten where its packages could be restored.</summary>
internal static class WaysIn
{
    private static readonly BuiltWayIn[] Built =
    [
#if MARTEN
        new("marten", Ledger.Marten.MartenWayIn.OpenAsync, Ledger.Marten.MartenMigration.ApplyAsync),
#endif
        new("npgsql", NpgsqlWayIn.OpenAsync, Migration.ApplyAsync),
    ];

    /// <summary>The one that is asked for; auto: Marten where the build has it.</summary>
    /// <exception cref="FailureException">This build has it not.</exception>
    public static BuiltWayIn Of(string asked) =>
        asked == "auto"
            ? Built[0]
            : Array.Find(Built, way => way.Name == asked)
                ?? throw new FailureException(
                    ExitCode.CannotStart,
                    $"this program was built without {asked}: start it as ./oversight … --ledger {asked}, which builds it with that."
                );
}
