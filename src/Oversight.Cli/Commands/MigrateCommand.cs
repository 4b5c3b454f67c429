using Oversight.Ledger;

namespace Oversight.Cli.Commands;

/// <summary>oversight migrate: brings the database's schema up to date.</summary>
internal static class MigrateCommand
{
    public static Command Create()
    {
        var command = new Command(
            "migrate",
            "Bring the database's schema up to date; every other command does so too."
        );
        command.SetAction((parsed, cancellation) => RunAsync(Settings.Of(parsed), cancellation));
        return command.WithExamples("oversight migrate", "OVERSIGHT_DATABASE='{\"owner\":…}' oversight migrate");
    }

    private static async Task<int> RunAsync(Settings settings, CancellationToken cancellation)
    {
        var (database, cluster) = await RecordAccess.OpenDatabaseAsync(settings, cancellation);
        await using (cluster)
        {
            var applied = await Migration.ApplyAsync(database.Owner, database.Program, _ => { }, cancellation);
            if (settings.Json)
            {
                Terminal.WriteJson(new Applied(applied));
            }
            else
            {
                foreach (var script in applied)
                {
                    Terminal.WriteLine($"Applied {script}.");
                }

                Terminal.WriteLine(
                    applied.Count == 0 ? "No script is pending: the schema is up to date." : "The schema is up to date."
                );
            }
        }

        return (int)ExitCode.Done;
    }

    private sealed record Applied(IReadOnlyList<string> Scripts);
}
