using Oversight.Ledger;
using Oversight.Projections.Timelines;

namespace Oversight.Desk;

/// <summary>
/// The record in memory, caught up by place before every answer: what was committed before the question was asked is
/// always in the answer. Questions that arrive while a read is under way share the next one.
/// </summary>
/// <param name="store">Asked what was known at an instant, which may wait for who writes.</param>
/// <param name="kept">What the record is read on with, one read at a time.</param>
/// <param name="clock">For when the last contact was.</param>
public sealed class LiveRecord(RecordStore store, RecordStore kept, TimeProvider clock) : IRecordInMemory
{
    private const int BatchSize = 5000;

    private readonly Lock gate = new();
    private Task reading = Task.CompletedTask;
    private Task? next;
    private volatile Read read = new();
    private volatile bool isSilent;
    private volatile Contact? contact;

    /// <summary>What has been read so far.</summary>
    public RecordTimelines Timelines => read.Timelines;

    /// <summary>The last entry that has been read.</summary>
    public LastRead Last => read.Last;

    /// <summary>
    /// What was found when the database held another record than the one that had been read, and when; null when that has not happened. The
    /// record was then read anew.
    /// </summary>
    public (DateTimeOffset At, string What)? Replaced { get; private set; }

    /// <summary>How long a question waits for a database that has answered before.</summary>
    public static TimeSpan Patience { get; } = TimeSpan.FromSeconds(5);

    /// <summary>When everything that was in the database had last been read; null before that was done once.</summary>
    public DateTimeOffset? LastContact => contact?.At;

    /// <summary>All that has been read.</summary>
    public RecordAt Newest()
    {
        var timelines = Timelines;
        return timelines.At(timelines.Place);
    }

    /// <summary>The record as it stands now, or as it was known at an instant.</summary>
    /// <param name="known">Null: now.</param>
    /// <param name="cancellation">Stops waiting.</param>
    /// <exception cref="FutureInstantException">The instant has not come yet.</exception>
    public async Task<RecordAt> AtAsync(DateTimeOffset? known, CancellationToken cancellation)
    {
        if (known is null)
        {
            await CatchUpAsync(cancellation);
            return Newest();
        }

        var place = await store.PlaceKnownAtAsync(known.Value, cancellation);
        // Always: what was read before may not be in the record any more.
        await CatchUpAsync(cancellation);
        return Timelines.At(place);
    }

    /// <summary>
    /// The record as <see cref="AtAsync"/> gives it, or, where the database does not answer, as it was at the last contact with it.
    /// </summary>
    /// <returns>The record, and when the last contact was where it is as of then; null where it is as of now.</returns>
    /// <inheritdoc cref="AtAsync" path="/param"/>
    /// <inheritdoc cref="AtAsync" path="/exception"/>
    public async Task<(RecordAt Record, DateTimeOffset? AsOf)> AtLastContactAsync(
        DateTimeOffset? known,
        CancellationToken cancellation
    )
    {
        if (LastContact is null)
        {
            return (await AtAsync(known, cancellation), null);
        }

        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        // Once is enough to wait for one that says nothing.
        patience.CancelAfter(isSilent ? TimeSpan.FromMilliseconds(200) : Patience);
        try
        {
            return (await AtAsync(known, patience.Token), null);
        }
        catch (Exception e) when (!cancellation.IsCancellationRequested && IsAway(e))
        {
            isSilent |= e is OperationCanceledException;
            var timelines = Timelines;
            // What had been recorded by an instant before the last entry is known for good; by a later one, only the database knows.
            return known is null ? (timelines.At(timelines.Place), LastContact)
                : timelines.PlaceKnownAt(known.Value) is { } place ? (timelines.At(place), LastContact)
                : throw new TimeoutException("The database does not answer.", e);
        }
    }

    /// <summary>Reads what has been recorded since the last read.</summary>
    public Task CatchUpAsync(CancellationToken cancellation)
    {
        lock (gate)
        {
            if (reading.IsCompleted)
            {
                reading = ReadAsync();
                return reading.WaitAsync(cancellation);
            }

            // The read under way may have begun before what the caller asks for was committed.
            next ??= ReadAfter(reading);
            return next.WaitAsync(cancellation);
        }
    }

    /// <inheritdoc/>
    public async Task<RecordTimelines> UpToAsync(long place, CancellationToken cancellation)
    {
        if (Timelines.Place < place)
        {
            await CatchUpAsync(cancellation);
        }

        return Timelines;
    }

    /// <summary>Reads everything, telling after each batch how far it is.</summary>
    public async Task LoadAsync(Action<long> readUpTo, CancellationToken cancellation)
    {
        while (await ReadBatchAsync(cancellation) == BatchSize)
        {
            readUpTo(Timelines.Place);
        }
    }

    /// <summary>Takes entries that were read elsewhere, such as with an idempotency key in one round trip.</summary>
    public void Take(IReadOnlyList<StoredEntry> entries) => read.Take(entries);

    private async Task ReadAfter(Task before)
    {
        // Never on at once, even if that read has ended by now: whoever calls holds the gate and has not set next yet.
        await before.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ForceYielding);
        lock (gate)
        {
            reading = next!;
            next = null;
        }

        await ReadAsync();
    }

    private async Task ReadAsync()
    {
        try
        {
            var began = clock.GetUtcNow();
            while (await ReadBatchAsync(CancellationToken.None) == BatchSize) { }

            (contact, isSilent) = (new(began), false);
        }
        catch (RecordReplacedException e)
        {
            // Whoever asked now is told, and may ask again: what they rest on may be gone.
            Replaced = (clock.GetUtcNow(), e.Message);
            await ReadAnewAsync();
            throw;
        }
    }

    private static bool IsAway(Exception e) => e is OperationCanceledException || DatabaseErrors.IsUnreachable(e);

    // Beside what has been read, which answers nothing any more: whoever asks meanwhile waits for this.
    private async Task ReadAnewAsync()
    {
        var anew = new Read();
        while (true)
        {
            var entries = await kept.ReadAfterAsync(anew.Last, BatchSize, CancellationToken.None);
            anew.Take(entries);
            if (entries.Count < BatchSize)
            {
                read = anew;
                return;
            }
        }
    }

    private async Task<int> ReadBatchAsync(CancellationToken cancellation)
    {
        var into = read;
        var entries = await kept.ReadAfterAsync(into.Last, BatchSize, cancellation);
        into.Take(entries);
        return entries.Count;
    }

    private sealed record Contact(DateTimeOffset At);

    /// <summary>Timelines, with the entry that they end with.</summary>
    private sealed class Read
    {
        private readonly Lock taking = new();

        public RecordTimelines Timelines { get; } = new();

        public LastRead Last { get; private set; } = LastRead.None;

        public void Take(IReadOnlyList<StoredEntry> entries)
        {
            lock (taking)
            {
                Timelines.Apply(entries.Select(StoredEvents.Read));
                if (entries.Count > 0 && entries[^1].Place > Last.Place)
                {
                    Last = new(entries[^1].Place, entries[^1].Leaf);
                }
            }
        }
    }
}
