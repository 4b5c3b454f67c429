using System.Diagnostics;
using Oversight.Ledger;
using Oversight.Ledger.Replay;
using Oversight.Projections.Timelines;

namespace Oversight.Desk.Replay;

/// <summary>
/// Computes everything again from nothing and compares: each entry with its hash, its place and its time; answers as
/// they were first given, at each place as it was reached, with what the live timelines answer now; and both with an
/// independent reference in SQL (<see cref="SqlReference"/>).
/// </summary>
/// <param name="store">The record.</param>
/// <param name="reports">The tables that were made of it.</param>
/// <param name="live">The timelines that answer now.</param>
/// <param name="programConnectionString">The program's login, for what the store does not read.</param>
/// <param name="today">Among the days asked about.</param>
public sealed class RecordReplay(
    RecordStore store,
    Reports reports,
    RecordTimelines live,
    string programConnectionString,
    DateOnly today
)
{
    /// <summary>After so many differences no more are listed.</summary>
    public const int MostDifferences = 100;

    /// <summary>What is compared grows with the record: a small one is replayed in seconds.</summary>
    private const long AnswersForEachEntry = 20;

    private const long FewestAnswers = 2_000;

    private const int MostReportPairs = 24;
    private const int RowsCompared = 4_000;

    /// <summary>No batch is a divisor of another, so their ends fall differently each time round.</summary>
    private static readonly int[] BatchSizes = [1, 2, 3, 7, 97, 997, 9973];

    private readonly List<ReplayDifference> differences = [];

    /// <summary>Answers computed on each side at most; where there are more, they are sampled evenly.</summary>
    public long MostAnswers { get; init; } = 20_000;

    /// <summary>
    /// What the replayed side makes of each answer, given what was asked. Tests put something wrong here and see it found.
    /// </summary>
    public Func<string, object?, object?> Replayed { get; init; } = (_, answer) => answer;

    /// <summary>Replays the record.</summary>
    /// <param name="entries">Only the first so many entries; null for all.</param>
    /// <param name="progress">Told how far it is.</param>
    /// <param name="cancellation">Stops it.</param>
    public async Task<ReplayReport> RunAsync(
        long? entries,
        IProgress<ReplayProgress> progress,
        CancellationToken cancellation
    )
    {
        differences.Clear();
        var last = Math.Min(live.Place, (entries ?? long.MaxValue) - 1);
        var record = live.At(last);
        var plan = new ReplayPlan(
            record,
            today,
            Math.Min(Math.Max((last + 1) * AnswersForEachEntry, FewestAnswers), MostAnswers)
        );
        var firstAnswers = new Dictionary<(long Place, Asked Asked), Given>();
        // Those that are left were not reached: what the live timelines hold is not in the record, and there is nothing to compare with.
        var places = new Queue<long>(plan.Places);
        var rate = await ReadFromNothingAsync(last, plan, places, firstAnswers, progress, cancellation);
        await CheckWholeAsync(cancellation);
        await CheckHashesAsync(last, progress, cancellation);
        if (places.Count == 0)
        {
            CompareWithLive(plan, firstAnswers, progress, cancellation);
            await CompareWithReferenceAsync(last, plan, firstAnswers, progress, cancellation);
        }

        var reported = await CompareReportTablesAsync(last, plan, progress, cancellation);

        return new(
            last + 1,
            record.Subjects.Count,
            plan.Places.Count,
            plan.Places.Count * plan.Days.Count,
            Count(AnswerKind.Status),
            Count(AnswerKind.History),
            Count(AnswerKind.Readiness),
            Count(AnswerKind.Undertakings),
            Count(AnswerKind.Question, AnswerKind.Deadlines),
            firstAnswers.Keys.LongCount(given => given.Asked.Reference is not null),
            reported,
            rate,
            [.. differences]
        );

        long Count(params AnswerKind[] kinds) => firstAnswers.Keys.LongCount(given => kinds.Contains(given.Asked.Kind));
    }

    // Answers are given as each sampled place is reached, when nothing later is known yet.
    private async Task<long> ReadFromNothingAsync(
        long last,
        ReplayPlan plan,
        Queue<long> places,
        Dictionary<(long Place, Asked Asked), Given> answers,
        IProgress<ReplayProgress> progress,
        CancellationToken cancellation
    )
    {
        var timelines = new RecordTimelines();
        var reading = new Stopwatch();
        StoredEntry? before = null;
        var versions = new Dictionary<string, long>();
        for (var batch = 0; timelines.Place < last; batch++)
        {
            var next = places.TryPeek(out var place) ? place : last;
            var size = (int)Math.Min(BatchSizes[batch % BatchSizes.Length], next - timelines.Place);
            reading.Start();
            var read = await store.ReadAfterAsync(timelines.Place, size, cancellation);
            if (read.Count == 0)
            {
                Add(
                    "end of the record",
                    $"no entry after place {timelines.Place}",
                    $"entries up to place {last}, which the live timelines hold"
                );
                break;
            }

            var gap = false;
            foreach (var entry in read)
            {
                gap |= !CheckOrder(entry, before, versions);
                before = entry;
            }

            if (gap)
            {
                break;
            }

            timelines.Apply(read.Select(StoredEvents.Read));
            reading.Stop();
            progress.Report(
                new("Reading every entry from nothing", timelines.Place + 1, last + 1, "entries", reading.Elapsed)
            );
            if (timelines.Place == next && places.TryDequeue(out _))
            {
                var record = timelines.At(next);
                foreach (var asked in plan.At(next))
                {
                    answers[(next, asked)] = Given.From(Replayed(asked.What, asked.Answer(record)));
                }
            }
        }

        return (long)((timelines.Place + 1) / Math.Max(reading.Elapsed.TotalSeconds, 0.001));
    }

    private async Task CheckWholeAsync(CancellationToken cancellation)
    {
        foreach (var guard in await store.GuardsOffAsync(cancellation))
        {
            Add($"guard {guard}", "off, or missing", "on: without it the record can be changed");
        }

        foreach (var (what, count, first) in await StoredWhole.CheckAsync(store, cancellation))
        {
            Add(what, $"{count}, the first {first ?? "of all"}", "none");
        }
    }

    private bool CheckOrder(StoredEntry entry, StoredEntry? before, Dictionary<string, long> versions)
    {
        var expected = (before?.Place ?? -1) + 1;
        if (entry.Place != expected)
        {
            Add("places without a gap", $"place {entry.Place}", $"place {expected}");
            return false;
        }

        if (before is not null && entry.Recorded <= before.Recorded)
        {
            Add(
                $"recorded at place {entry.Place}",
                $"{entry.Recorded:O}",
                $"later than {before.Recorded:O}, when the entry before it was recorded"
            );
        }

        var version = versions.GetValueOrDefault(entry.Stream) + 1;
        if (entry.Version != version)
        {
            Add(
                $"version of the entry at place {entry.Place} of {entry.Stream}",
                entry.Version.ToString(),
                version.ToString()
            );
        }

        versions[entry.Stream] = version;
        return true;
    }

    private async Task CheckHashesAsync(long last, IProgress<ReplayProgress> progress, CancellationToken cancellation)
    {
        var took = Stopwatch.StartNew();
        var done = 0L;
        await foreach (var (place, line, leaf) in StoredLines.ReadAsync(store, last, cancellation))
        {
            var computed = EntryLine.Leaf(line);
            if (!computed.AsSpan().SequenceEqual(leaf))
            {
                Add(
                    $"hash of the entry at place {place}",
                    Convert.ToHexStringLower(computed),
                    Convert.ToHexStringLower(leaf)
                );
            }

            if (++done % 5000 == 0 || place == last)
            {
                progress.Report(new("Checking each entry's hash", done, last + 1, "entries", took.Elapsed));
            }
        }

        if (done != last + 1)
        {
            Add("entries with a hash", done.ToString(), (last + 1).ToString());
        }
    }

    private void CompareWithLive(
        ReplayPlan plan,
        Dictionary<(long Place, Asked Asked), Given> first,
        IProgress<ReplayProgress> progress,
        CancellationToken cancellation
    )
    {
        var took = Stopwatch.StartNew();
        var done = 0L;
        foreach (var place in plan.Places)
        {
            cancellation.ThrowIfCancellationRequested();
            var record = live.At(place);
            foreach (var asked in plan.At(place))
            {
                var now = Given.From(asked.Answer(record));
                if (!first.TryGetValue((place, asked), out var given))
                {
                    Add($"{asked.What} at place {place}", "no answer", Words(now.Lines));
                }
                else if (given.Hash != now.Hash)
                {
                    var (found, expected) = Apart(given.Lines, now.Lines);
                    Add(
                        $"{asked.What} at place {place}",
                        found == expected ? $"{found} in other bytes" : found,
                        expected
                    );
                }
            }

            progress.Report(
                new("Comparing with the live timelines", ++done, plan.Places.Count, "places", took.Elapsed)
            );
        }
    }

    private async Task CompareWithReferenceAsync(
        long last,
        ReplayPlan plan,
        Dictionary<(long Place, Asked Asked), Given> first,
        IProgress<ReplayProgress> progress,
        CancellationToken cancellation
    )
    {
        var took = Stopwatch.StartNew();
        await using var reference = await SqlReference.LoadAsync(
            programConnectionString,
            last,
            plan.Subjects,
            cancellation
        );
        foreach (var date in reference.UnreadableDates)
        {
            Add("date as stored", "not one of the stored forms", date);
        }

        var done = 0L;
        foreach (var place in plan.Places)
        {
            var answers = await reference.AtAsync(place, plan.Days, cancellation);
            foreach (var asked in plan.At(place))
            {
                if (asked.Reference is not { } question)
                {
                    continue;
                }

                var given = first.TryGetValue((place, asked), out var known) ? known.Lines : [];
                var (found, expected) = Apart(given, [.. answers[question]]);
                if (found != expected)
                {
                    Add($"{asked.What} at place {place}, by the reference in SQL", found, expected);
                }
            }

            progress.Report(
                new("Comparing with the reference in SQL", ++done, plan.Places.Count, "places", took.Elapsed)
            );
        }
    }

    // What they have not taken yet is no difference: they say how far they have come.
    private async Task<int> CompareReportTablesAsync(
        long last,
        ReplayPlan plan,
        IProgress<ReplayProgress> progress,
        CancellationToken cancellation
    )
    {
        var took = Stopwatch.StartNew();
        var come = Math.Min(last, (await reports.StateAsync(cancellation)).Place);
        // Every row of every subject for each pair: few pairs where there are many subjects, never all on one day or at one place.
        var pairs = Math.Clamp(RowsCompared / Math.Max(1, live.At(last).Subjects.Count), 2, MostReportPairs);
        long[] places =
        [
            .. plan.Places.Where(place => place <= come).Append(come).Where(place => place >= 0).Distinct(),
        ];
        var asked = Enumerable
            .Range(0, places.Length == 0 ? 0 : pairs)
            .Select(i => (Place: places[^(1 + (i % places.Length))], Day: plan.Days[i * 7 % plan.Days.Count]))
            .Distinct()
            .ToArray();
        foreach (var (index, (place, day)) in asked.Index())
        {
            foreach (var found in await reports.DifferencesAsync(live.At(place), day, cancellation))
            {
                Add(
                    $"report.{found.Table} of {found.Subject} {found.Key}".TrimEnd() + $" on {day:O} at place {place}",
                    found.Held ?? "no row",
                    found.Folded ?? "no row"
                );
            }

            progress.Report(new("Comparing the report tables", index + 1, asked.Length, "days", took.Elapsed));
        }

        return asked.Length;
    }

    // The lines that only one side has; all of them where neither has any of its own.
    private static (string Found, string Expected) Apart(IReadOnlyList<string> found, IReadOnlyList<string> expected)
    {
        string[] only = [.. found.Except(expected)];
        string[] missing = [.. expected.Except(found)];
        return only.Length + missing.Length > 0 ? (Words(only), Words(missing)) : (Words(found), Words(found));
    }

    private static string Words(IReadOnlyList<string> lines) => lines.Count == 0 ? "nothing" : string.Join("; ", lines);

    private void Add(string what, string found, string expected)
    {
        if (differences.Count < MostDifferences)
        {
            differences.Add(new(what, found, expected));
        }
    }
}
