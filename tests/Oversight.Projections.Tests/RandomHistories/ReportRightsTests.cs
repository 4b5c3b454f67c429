using Oversight.Projections.Reports;
using Oversight.Projections.Timelines;
using Oversight.Projections.Visibility;
using Oversight.Record;
using Oversight.Record.Entries;
using Oversight.Record.Organisations;
using Oversight.Record.People;
using Oversight.Record.Tests.Given;

namespace Oversight.Projections.Tests.RandomHistories;

/// <summary>
/// What the rows that a region's analysts read say is what the fold says of the record as the region sees it: no row of theirs rests on
/// anything that they do not see.
/// </summary>
public sealed class ReportRightsTests
{
    [Fact]
    public void Rows_of_a_region_are_what_the_fold_says_of_what_the_region_sees()
    {
        var (shown, ofSeveral) = (0, 0);
        History.Repeat(
            1,
            () => shown > History.Usual / 4 && ofSeveral > History.Usual / 40,
            () => History.Hold(TwoRegions.Histories, Compare, tried: History.Usual / 8)
        );
        Assert.True(
            shown > History.Usual / 4 && ofSeveral > History.Usual / 40,
            $"{shown} rows were compared, {ofSeveral} of several regions."
        );

        void Compare(History history)
        {
            var timelines = new RecordTimelines();
            timelines.Apply(history.Entries);
            foreach (var (_, on, known) in history.Questions)
            {
                var whole = timelines.At(known);
                foreach (var region in TwoRegions.Codes)
                {
                    var seen = whole.AsSeenBy(TwoRegions.Of(region, on));
                    foreach (var (table, subject) in TwoRegions.Read(whole, region, on))
                    {
                        var (rows, bySight) = (Told(table, whole, subject, on), Told(table, seen, subject, on));
                        Assert.True(
                            rows.SequenceEqual(bySight),
                            $"{table.Name} of {subject} on {on:O} for {region}:\n{InLines(rows)}as seen\n{InLines(bySight)}{history}"
                        );
                        shown += rows.Count;
                        ofSeveral += OverseeingRegions.Of(whole.TimelineOf(subject)!, whole).Count > 1 ? rows.Count : 0;
                    }
                }
            }
        }
    }

    // Findings are not told to a region: a rule looks at whatever it has to.
    private static IReadOnlyList<ReportCells> Told(ReportTable table, RecordAt record, SubjectId subject, DateOnly on)
    {
        var findings = table
            .Columns.Index()
            .FirstOrDefault(column => column.Item.Name == "findings", (-1, null!))
            .Index;
        return
        [
            .. table
                .On(record, subject, on)
                .Select(row => row with { Cells = [.. row.Cells.Where((_, index) => index != findings)] }),
        ];
    }

    private static string InLines(IEnumerable<ReportCells> rows) =>
        string.Concat(
            rows.Select(r =>
                $"  {r.Key}: {string.Join(" | ", r.Cells.Select(c => c is System.Collections.IEnumerable and not string ? string.Join(",", ((System.Collections.IEnumerable)c).Cast<object>()) : c))}\n"
            )
        );
}
