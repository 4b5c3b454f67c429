using System.Collections;
using Oversight.Projections.Reports;
using Oversight.Projections.Timelines;
using Oversight.Record;
using Oversight.Record.Entries;

namespace Oversight.Projections.Tests.RandomHistories;

/// <summary>What the report tables hold is what the folds say, on every day and at every place.</summary>
public sealed class ReportPeriodsTests
{
    private static readonly FsCheck.Arbitrary<History> Histories = History.MadeBy(
        seed =>
            (seed % 5) switch
            {
                0 => RandomHistory.Of(seed),
                1 => RandomSupport.Of(seed),
                2 => RandomReviews.Of(seed),
                3 => RandomRetention.Of(seed),
                _ => RandomIntervention.Of(seed),
            },
        (random, entries) =>
            [
                .. Enumerable
                    .Range(0, 6)
                    .Select(_ => new Question(
                        RandomHistory.Organisations[0],
                        random.Next(6) == 0
                            ? new DateOnly(2020, 6, 1).AddDays(random.Next(2500))
                            : new DateOnly(2023, 2, 25).AddDays(random.Next(210)),
                        random.Next(entries)
                    )),
            ]
    );

    [Fact]
    public void Rows_of_a_day_as_believed_at_a_place_are_what_the_fold_says_of_that_day_at_that_place() =>
        History.Hold(
            Histories,
            history =>
            {
                var kept = Keep(history, out var timelines);
                foreach (var (_, on, known) in history.Questions)
                {
                    var record = timelines.At(known);
                    foreach (var table in ReportTable.All)
                    {
                        foreach (var subject in record.Subjects.Where(s => table.Kind is null || s.Kind == table.Kind))
                        {
                            var expected = table.On(record, subject, on).OrderBy(r => r.Key, StringComparer.Ordinal);
                            var rows = kept.Where(r =>
                                    r.Table == table
                                    && r.Subject == subject
                                    && r.KnownFrom <= known
                                    && !(r.KnownUntil <= known)
                                    && r.Period.From <= on
                                    && !(r.Period.Until <= on)
                                )
                                .Select(r => r.Period.Cells)
                                .OrderBy(r => r.Key, StringComparer.Ordinal);
                            Assert.True(
                                expected.SequenceEqual(rows),
                                $"{table.Name} of {subject} on {on:O} as known at {known}:\n{InLines(rows)}by the fold\n{InLines(expected)}"
                            );
                        }
                    }
                }
            },
            tried: History.Usual / 20
        );

    // As the tables are made again, from the first entry to the last; or as a server goes on that finds them made already, at any entry.
    private static List<Kept> Keep(History history, out RecordTimelines timelines)
    {
        timelines = new RecordTimelines();
        var periods = new ReportPeriods(timelines);
        var kept = new List<Kept>();
        var random = new Random(history.Seed);
        var goesOn = random.Next(3);
        foreach (var entry in history.Entries)
        {
            timelines.Apply([entry]);
            if (random.Next(4) < goesOn)
            {
                periods = new ReportPeriods(timelines);
            }

            foreach (var change in periods.Take(entry))
            {
                foreach (var ended in change.Ended)
                {
                    var at = kept.FindIndex(r =>
                        r.Table == change.Table
                        && r.Subject == change.Subject
                        && r.KnownUntil is null
                        && r.Period.Equals(ended)
                    );
                    Assert.True(
                        at >= 0,
                        $"{change.Table.Name} of {change.Subject}: {ended.Cells.Key} from {ended.From:O} ends with {entry.Place}, and was not said before."
                    );
                    kept[at] = kept[at] with { KnownUntil = entry.Place };
                }

                kept.AddRange(
                    change.Begun.Select(begun => new Kept(change.Table, change.Subject, begun, entry.Place, null))
                );
            }
        }

        return kept;
    }

    private static string InLines(IEnumerable<ReportCells> rows) =>
        string.Concat(
            rows.Select(r =>
                $"  {r.Key}: {string.Join(" | ", r.Cells.Select(c => c is IEnumerable and not string ? string.Join(",", ((IEnumerable)c).Cast<object>()) : c))}\n"
            )
        );

    private sealed record Kept(
        ReportTable Table,
        SubjectId Subject,
        ReportPeriod Period,
        long KnownFrom,
        long? KnownUntil
    );
}
