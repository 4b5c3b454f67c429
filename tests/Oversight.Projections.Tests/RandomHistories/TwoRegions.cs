using Oversight.Projections.Reports;
using Oversight.Projections.Timelines;
using Oversight.Projections.Visibility;
using Oversight.Record;
using Oversight.Record.Entries;
using Oversight.Record.Organisations;
using Oversight.Record.People;
using Oversight.Record.Tests.Given;

namespace Oversight.Projections.Tests.RandomHistories;

/// <summary>Histories of organisations of two regions, and which rows of the report tables each of them reads.</summary>
internal static class TwoRegions
{
    /// <summary>The two.</summary>
    public static readonly string[] Codes = ["Y56", "Y60"];

    /// <summary>The histories of the report tables, with organisations of two regions.</summary>
    public static readonly FsCheck.Arbitrary<History> Histories = History.MadeBy(
        seed =>
            InTwoRegions(
                seed,
                (seed % 5) switch
                {
                    0 => RandomHistory.Of(seed),
                    1 => RandomSupport.Of(seed),
                    2 => RandomReviews.Of(seed),
                    3 => RandomTelling.Of(seed),
                    _ => RandomIntervention.Of(seed),
                }
            ),
        (random, entries) =>
            [
                .. Enumerable
                    .Range(0, 3)
                    .Select(_ => new Question(
                        RandomHistory.Organisations[0],
                        new DateOnly(2023, 2, 25).AddDays(random.Next(210)),
                        random.Next(2) == 0 ? entries - 1 : random.Next(entries)
                    )),
            ]
    );

    /// <summary>The tables and subjects whose rows a region's analysts read, by what the projection writes.</summary>
    public static IEnumerable<(ReportTable Table, SubjectId Subject)> Read(RecordAt whole, string region, DateOnly day)
    {
        var regions = ReportTable.All.Single(table => table.Name == "subject_region");
        return from subject in whole.Subjects
            from row in regions.On(whole, subject, day)
            where row.Key == region
            from table in ReportTable.All
            where table.Kind is null || table.Kind == subject.Kind
            where table.Name != "subject_region"
            // Whether they are still due rests on a later set, which not every region concerned need see.
            where
                table == ReportTable.AuditHistory
                || subject.Kind != SubjectKind.Undertakings
                || Equals(row.Cells[2], true)
            select (table, subject);
    }

    /// <summary>A region's people.</summary>
    public static Sight Of(string region, DateOnly on) => new(new([new(Role.Region, Region.Of(region))]), on);

    /// <summary>Two organisations, each of a region of its own.</summary>
    public static RecordTimelines Two()
    {
        var timelines = new RecordTimelines();
        timelines.Apply([
            .. SmallRecord
                .OfAnIcb()
                .Told(Sample.Trust, Sample.Registered(Sample.Trust, kind: OrganisationKind.NhsTrust))
                .Told(Sample.Icb, Sample.Assigned(3, "2024-04-01"))
                .Told(Sample.Trust, Sample.Assigned(2, "2024-04-01"))
                .Entries.Select(entry =>
                    entry.Event is OrganisationRegistered { Organisation: var registered } content
                    && registered == Sample.Icb
                        ? entry with
                        {
                            Event = content with { Region = "Y56" },
                        }
                        : entry
                ),
        ]);
        return timelines;
    }

    private static IReadOnlyList<Entry> InTwoRegions(int seed, IReadOnlyList<Entry> entries)
    {
        var random = new Random(seed);
        return
        [
            .. entries.Select(entry =>
                entry.Event is OrganisationRegistered registered
                    ? entry with
                    {
                        Event = registered with { Region = Codes[random.Next(2)] },
                    }
                    : entry
            ),
        ];
    }
}
