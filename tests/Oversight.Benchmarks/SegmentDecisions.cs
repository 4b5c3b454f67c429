using Npgsql;
using Oversight.Desk;
using Oversight.EmbeddedPostgres;
using Oversight.Record;
using Oversight.Record.Catalogue;
using Oversight.Record.Entries;
using Oversight.Record.Organisations;
using Oversight.Record.People;
using Oversight.Record.Segments;
using Oversight.Record.Time;

namespace Oversight.Benchmarks;

/// <summary>What is logged: every trust is placed in a segment again and again.</summary>
internal static class SegmentDecisions
{
    public const int Trusts = 1_300;

    private static readonly DateOnly First = new(2024, 1, 1);

    public static OdsCode Trust(int number) => OdsCode.Parse($"T{number:0000}");

    public static SubjectId Subject(int number) => SubjectId.Of(Trust(number));

    public static OrganisationRegistered Registered(int number)
    {
        var established = DateWithPrecision.Day(new DateOnly(2015, 4, 1));
        return new(
            new Decision(established, established, new DecidedBy("dhsc")) { Origin = Origin.Imported },
            Trust(number),
            OrganisationKind.NhsTrust,
            $"Trust {number}",
            Region.All[number % Region.All.Count].Code
        );
    }

    /// <summary>One a week for each trust, in the order of the weeks.</summary>
    public static SegmentAssigned AssignedInOrder(long count)
    {
        var assigned = Assigned(count);
        var day = DateWithPrecision.Day(new DateOnly(2021, 7, 1).AddDays((int)(count / Trusts) * 7 % 1_900));
        return assigned with { Decision = assigned.Decision with { Effective = day, Decided = day } };
    }

    /// <summary>One that no rule refuses, whatever the trust's last one was.</summary>
    public static SegmentAssigned Assigned(long count)
    {
        var day = DateWithPrecision.Day(First.AddDays((int)(count % 300)));
        return new(
            new Decision(day, day, new DecidedBy("nhs-england-Y60", "Director"))
            {
                Origin = Origin.BackDated,
                Rationale =
                    "Financial recovery plan not agreed; elective waits above the regional median for two quarters.",
            },
            2 + (int)(count % 2)
        );
    }

    /// <summary>A record with its reference data and all trusts, each at version 1.</summary>
    public static async Task RegisterAsync(DatabaseSettings database)
    {
        var program = new NpgsqlConnectionStringBuilder(database.Program) { Pooling = false }.ConnectionString;
        await using var record = await OpenRecord.OpenAsync(
            database.Owner,
            program,
            TimeProvider.System,
            _ => { },
            CancellationToken.None
        );
        await record.LoadReferenceDataAsync(CancellationToken.None);
        var draft = new Draft(
            await record.Live.AtAsync(null, CancellationToken.None),
            TimeProvider.System.GetUtcNow(),
            "user:benchmark"
        );
        for (var number = 0; number < Trusts; number++)
        {
            draft.Take(new LogDecision(Subject(number), Registered(number)));
        }

        await record.Desk.LogAsync(draft, new LoggedBy("user:benchmark", Grants.OfTheProgram) { Again = true });
    }
}
