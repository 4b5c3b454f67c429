using System.Text.Json;
using Oversight.Desk;
using Oversight.Desk.WhatIf;
using Oversight.Projections.Status;
using Oversight.Projections.Timelines;
using Oversight.Projections.Why;
using Oversight.Record.Catalogue;
using Oversight.Record.Entries;
using Oversight.Record.Organisations;
using Oversight.Record.Reviews;
using Oversight.Record.Segments;
using Oversight.Record.Time;

namespace Oversight.Benchmarks;

/// <summary>
/// What it costs to ask why a status is what it is, and what would be otherwise: beside the status that is asked about, each from a record that was
/// just read (cold), and once more (warm).
/// </summary>
internal static class WhyAndWhatIf
{
    private const int Boards = 36;
    private static readonly DateOnly Day = new(2024, 9, 30);

    /// <summary>Why one trust stands so, of which there are more and more entries.</summary>
    /// <param name="entries">How many in the end.</param>
    /// <param name="concerns">
    /// Concerns, of which all are read for one part, so that each is asked about as often as there are entries; else segments, of which few are read.
    /// </param>
    public static async Task WhyAsync(int entries, bool concerns)
    {
        await using var cluster = await BenchmarkCluster.StartAsync();
        var database = await cluster.CreateRecordAsync("explained");
        await using var record = await Replay.OpenAsync(database);
        foreach (var of in new[] { entries / 4, entries / 2, entries })
        {
            var missing = of - (int)EntriesOf(record);
            var now = TimeProvider.System.GetUtcNow();
            var draft = new Draft(await record.Live.AtAsync(null, CancellationToken.None), now, "user:benchmark");
            for (var i = 0; i < missing; i++)
            {
                var assigned = SegmentDecisions.Assigned(of + i);
                draft.Take(
                    new LogDecision(
                        SegmentDecisions.Subject(0),
                        concerns
                            ? new ConcernRaised(
                                assigned.Decision,
                                ConcernTheme.Finance,
                                Concerning.Organisation,
                                $"Concern {of + i}: the deficit grows."
                            )
                            : assigned
                    )
                );
            }

            await record.Desk.LogAsync(draft, Replay.ByTheBenchmark);
            var at = await record.Live.AtAsync(null, CancellationToken.None);
            // With what the rules report of its entries, which is explained too.
            var status = Time(() => _ = OrganisationStatus.Of(at, SegmentDecisions.Trust(0), Day)!.Findings.Count);
            var why = Time(() => Explanation.Of(at, SegmentDecisions.Trust(0), Day, null, CancellationToken.None));
            Console.WriteLine(
                $"{of:N0} entries: its status {status:N1} ms, why it is so {why:N1} ms, {why / of * 1_000:N0} µs for an entry"
            );
        }
    }

    /// <summary>What would be otherwise nationally, in a record of so many entries.</summary>
    public static async Task WhatIfAsync(int entries)
    {
        await using var cluster = await BenchmarkCluster.StartAsync();
        var database = await cluster.CreateRecordAsync("supposed");
        await using (var written = await Replay.OpenAsync(database))
        {
            await Replay.AppendAsync(written, (int)Math.Max(0, entries - 1 - written.Live.Timelines.Place));
        }

        Supposition decisions = new([
            .. Enumerable
                .Range(0, Boards)
                .Select(number => new SupposedDecision(
                    SegmentDecisions.Subject(number).Value,
                    "segment_assigned",
                    JsonSerializer.SerializeToElement(OnTheDay(SegmentDecisions.Assigned(number)), EventCatalogue.Json)
                )),
        ]);
        // The first of all is compiled as it runs: it is asked twice.
        foreach (
            var (what, supposed) in new[]
            {
                ($"compiling, {Boards} decisions", decisions),
                ($"{Boards} decisions", decisions),
                ("another framework version", new Supposition(Framework: "nof-2025-26")),
            }
        )
        {
            // Each from what was just read, and nothing computed of it.
            await using var fresh = await Replay.OpenAsync(database);
            var at = fresh.Live.Timelines.At(fresh.Live.Timelines.Place);
            var now = TimeProvider.System.GetUtcNow();
            var differ = 0;
            void Ask() => differ = WhatIfAnswer.Of(at, supposed, Day, now, "user:benchmark").Organisations.Count;
            var (cold, warm) = (Time(Ask), Time(Ask));
            await using var other = await Replay.OpenAsync(database);
            var otherAt = other.Live.Timelines.At(other.Live.Timelines.Place);
            var statuses = Time(() => OrganisationStatus.All(otherAt, Day));
            // As after a start of the server, which has read how each organisation stands before somebody asks.
            var rehearsed = Time(() => _ = WhatIfAnswer.Of(otherAt, supposed, Day, now, "user:benchmark"));
            Console.WriteLine(
                $"{what} over {at.Place + 1:N0} entries: cold {cold:N0} ms, {cold / statuses:N2} of all statuses cold ({statuses:N0} ms); "
                    + $"after those {rehearsed:N0} ms; warm {warm:N0} ms; {differ:N0} organisations differ"
            );
        }
    }

    private static long EntriesOf(OpenRecord record) =>
        record
            .Live.Timelines.At(record.Live.Timelines.Place)
            .VersionAt(SegmentDecisions.Subject(0), record.Live.Timelines.Place);

    private static SegmentAssigned OnTheDay(SegmentAssigned assigned) =>
        assigned with
        {
            Decision = assigned.Decision with
            {
                Effective = DateWithPrecision.Day(Day),
                Decided = DateWithPrecision.Day(Day),
            },
        };

    // Of the processor, so that neighbours count for little.
    private static double Time(Action ask)
    {
        var before = ProcessorTime.Of(Environment.ProcessId);
        ask();
        return (ProcessorTime.Of(Environment.ProcessId) - before) * 1_000;
    }
}
