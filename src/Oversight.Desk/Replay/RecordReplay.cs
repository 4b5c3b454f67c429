using System.Diagnostics;
using System.Security.Cryptography;
using System.Text.Json;
using Oversight.Ledger;
using Oversight.Projections.AuditHistory;
using Oversight.Projections.Status;
using Oversight.Projections.Timelines;
using Oversight.Record;
using Oversight.Record.Organisations;

namespace Oversight.Desk.Replay;

/// <summary>How far a replay is.</summary>
/// <param name="Step">What it is doing, in words.</param>
/// <param name="Done">How much of it is done.</param>
/// <param name="Total">How much there is to do.</param>
/// <param name="Unit">What is counted: entries, places, answers.</param>
/// <param name="Elapsed">How long this step has taken so far.</param>
public sealed record ReplayProgress(string Step, long Done, long Total, string Unit, TimeSpan Elapsed)
{
    /// <summary>Units a second so far.</summary>
    public double Rate => Elapsed.TotalSeconds > 0 ? Done / Elapsed.TotalSeconds : 0;
}

/// <summary>One thing that is not as it must be.</summary>
/// <param name="What">What was compared, with its place, subject and day.</param>
/// <param name="Found">What the replay found.</param>
/// <param name="Expected">What it was compared with.</param>
public sealed record ReplayDifference(string What, string Found, string Expected);

/// <summary>What a replay compared, and how it came out.</summary>
/// <param name="Entries">Entries read from nothing.</param>
/// <param name="Subjects">Subjects that they are about.</param>
/// <param name="Places">Places at which answers were compared.</param>
/// <param name="Pairs">Pairs of a day and a place.</param>
/// <param name="Statuses">Statuses compared with the live ones, byte by byte.</param>
/// <param name="Histories">Histories compared with the live ones, byte by byte.</param>
/// <param name="Referenced">Statuses compared with the reference in SQL.</param>
/// <param name="EntriesPerSecond">How fast the entries were read and folded.</param>
/// <param name="Differences">What differs; the first <see cref="RecordReplay.MostDifferences"/> of them.</param>
public sealed record ReplayReport(
    long Entries,
    int Subjects,
    int Places,
    int Pairs,
    long Statuses,
    long Histories,
    long Referenced,
    long EntriesPerSecond,
    IReadOnlyList<ReplayDifference> Differences
);

/// <summary>
/// Computes everything again from nothing and compares: each entry with its hash, its place and its time; answers as
/// they were first given, at each place as it was reached, with what the live timelines answer now; and both with an
/// independent reference in SQL (<see cref="SqlReference"/>).
/// </summary>
/// <param name="store">The record.</param>
/// <param name="live">The timelines that answer now.</param>
/// <param name="programConnectionString">The program's login, for what the store does not read.</param>
/// <param name="today">Among the days asked about.</param>
public sealed class RecordReplay(
    RecordStore store,
    RecordTimelines live,
    string programConnectionString,
    DateOnly today
)
{
    /// <summary>After so many differences no more are listed.</summary>
    public const int MostDifferences = 100;

    /// <summary>Answers computed on each side at most; where there are more, they are sampled evenly.</summary>
    private const long MostAnswers = 20_000;

    /// <summary>No batch is a divisor of another, so their ends fall differently each time round.</summary>
    private static readonly int[] BatchSizes = [1, 2, 3, 7, 97, 997, 9973];

    private readonly List<ReplayDifference> differences = [];

    /// <summary>How a status is computed on the replayed side. Tests put a wrong fold here and see it found.</summary>
    public Func<RecordAt, OdsCode, DateOnly, OrganisationStatus?> StatusOf { get; init; } = OrganisationStatus.Of;

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
        var plan = ReplayPlan.For(record, today, MostAnswers);
        var firstAnswers = new FirstAnswers();
        var rate = await ReadFromNothingAsync(last, plan, firstAnswers, progress, cancellation);
        await CheckHashesAsync(last, progress, cancellation);
        CompareWithLive(plan, firstAnswers, progress, cancellation);
        await CompareWithReferenceAsync(last, plan, firstAnswers, progress, cancellation);
        return new(
            last + 1,
            record.Subjects.Count,
            plan.Places.Count,
            plan.Places.Count * plan.Days.Count,
            firstAnswers.Statuses.Count,
            firstAnswers.Histories.Count,
            firstAnswers.Statuses.Count,
            rate,
            [.. differences]
        );
    }

    // Answers are given as each sampled place is reached, when nothing later is known yet.
    private async Task<long> ReadFromNothingAsync(
        long last,
        ReplayPlan plan,
        FirstAnswers answers,
        IProgress<ReplayProgress> progress,
        CancellationToken cancellation
    )
    {
        var timelines = new RecordTimelines();
        var reading = new Stopwatch();
        StoredEntry? before = null;
        var versions = new Dictionary<string, long>();
        var places = new Queue<long>(plan.Places);
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
                answers.Give(timelines.At(next), plan, StatusOf);
            }
        }

        return (long)((timelines.Place + 1) / Math.Max(reading.Elapsed.TotalSeconds, 0.001));
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
        await foreach (var (place, line, leaf) in StoredLines.ReadAsync(programConnectionString, last, cancellation))
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
        FirstAnswers first,
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
            foreach (var (ods, day) in plan.StatusesAsked)
            {
                if (
                    !first.Statuses.TryGetValue((place, ods, day), out var given)
                    || given.Bytes != AnswerBytes.Of(OrganisationStatus.Of(record, ods, day))
                )
                {
                    Add(
                        $"status of {ods} on {day:yyyy-MM-dd} at place {place}",
                        given.Words ?? "no answer",
                        FirstAnswers.WordsOf(OrganisationStatus.Of(record, ods, day))
                    );
                }
            }

            foreach (var subject in plan.Subjects)
            {
                if (
                    !first.Histories.TryGetValue((place, subject), out var given)
                    || given != AnswerBytes.Of(AuditHistory.Of(record, subject))
                )
                {
                    Add($"history of {subject} at place {place}", "other bytes", "the live timelines' bytes");
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
        FirstAnswers first,
        IProgress<ReplayProgress> progress,
        CancellationToken cancellation
    )
    {
        var took = Stopwatch.StartNew();
        await using var reference = await SqlReference.LoadAsync(
            programConnectionString,
            last,
            plan.Organisations,
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
            foreach (var (ods, day) in plan.StatusesAsked)
            {
                var found = first.Statuses.TryGetValue((place, ods, day), out var given)
                    ? given.Reference
                    : ReferenceAnswer.NotRegistered;
                var expected = answers.GetValueOrDefault((ods, day), ReferenceAnswer.NotRegistered);
                if (found != expected)
                {
                    Add(
                        $"status of {ods} on {day:yyyy-MM-dd} at place {place}, by the reference in SQL",
                        found.ToString(),
                        expected.ToString()
                    );
                }
            }

            progress.Report(
                new("Comparing with the reference in SQL", ++done, plan.Places.Count, "places", took.Elapsed)
            );
        }
    }

    private void Add(string what, string found, string expected)
    {
        if (differences.Count < MostDifferences)
        {
            differences.Add(new(what, found, expected));
        }
    }
}

/// <summary>The SHA-256 of an answer's JSON bytes.</summary>
internal readonly record struct AnswerBytes(UInt128 High, UInt128 Low)
{
    public static AnswerBytes Of<T>(T answer)
    {
        Span<byte> hash = stackalloc byte[32];
        SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(answer, EventCatalogue.Json), hash);
        return new(
            System.Buffers.Binary.BinaryPrimitives.ReadUInt128BigEndian(hash),
            System.Buffers.Binary.BinaryPrimitives.ReadUInt128BigEndian(hash[16..])
        );
    }
}

/// <summary>Answers as they were given when their place had just been reached.</summary>
internal sealed class FirstAnswers
{
    public Dictionary<
        (long Place, OdsCode Ods, DateOnly Day),
        (AnswerBytes Bytes, ReferenceAnswer Reference, string Words)
    > Statuses { get; } = [];

    public Dictionary<(long Place, SubjectId Subject), AnswerBytes> Histories { get; } = [];

    public static string WordsOf(OrganisationStatus? status) => status?.Segment.Text ?? "not registered";

    public void Give(RecordAt record, ReplayPlan plan, Func<RecordAt, OdsCode, DateOnly, OrganisationStatus?> statusOf)
    {
        foreach (var (ods, day) in plan.StatusesAsked)
        {
            var status = statusOf(record, ods, day);
            Statuses[(record.Place, ods, day)] = (
                AnswerBytes.Of(status),
                ReferenceAnswer.From(status),
                WordsOf(status)
            );
        }

        foreach (var subject in plan.Subjects)
        {
            Histories[(record.Place, subject)] = AnswerBytes.Of(AuditHistory.Of(record, subject));
        }
    }
}
