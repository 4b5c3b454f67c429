using Oversight.Ledger;
using Oversight.Projections.Timelines;
using Oversight.Record;

namespace Oversight.Desk;

/// <summary>
/// The record in memory, caught up by place before every answer: what was committed before the question was asked is
/// always in the answer. Questions that arrive while a read is under way share the next one.
/// </summary>
public sealed class LiveRecord(RecordStore store)
{
    private const int BatchSize = 5000;

    private readonly Lock gate = new();
    private Task reading = Task.CompletedTask;
    private Task? next;

    /// <summary>What has been read so far.</summary>
    public RecordTimelines Timelines { get; } = new();

    /// <summary>The record as it stands now, or as it was known at an instant.</summary>
    /// <param name="known">Null: now.</param>
    /// <param name="cancellation">Stops waiting.</param>
    /// <exception cref="FutureInstantException">The instant has not come yet.</exception>
    public async Task<RecordAt> AtAsync(DateTimeOffset? known, CancellationToken cancellation)
    {
        if (known is null)
        {
            await CatchUpAsync(cancellation);
            return Timelines.At(Timelines.Place);
        }

        var place = await store.PlaceKnownAtAsync(known.Value, cancellation);
        if (place > Timelines.Place)
        {
            await CatchUpAsync(cancellation);
        }

        return Timelines.At(place);
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

    /// <summary>Reads everything, telling after each batch how far it is.</summary>
    public async Task LoadAsync(Action<long> readUpTo, CancellationToken cancellation)
    {
        while (await ReadBatchAsync(cancellation) == BatchSize)
        {
            readUpTo(Timelines.Place);
        }
    }

    /// <summary>Takes entries that were read elsewhere, such as with an idempotency key in one round trip.</summary>
    public void Take(IReadOnlyList<StoredEntry> entries) => Timelines.Apply(entries.Select(StoredEvents.Read));

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
        while (await ReadBatchAsync(CancellationToken.None) == BatchSize) { }
    }

    private async Task<int> ReadBatchAsync(CancellationToken cancellation)
    {
        var entries = await store.ReadAfterAsync(Timelines.Place, BatchSize, cancellation);
        Take(entries);
        return entries.Count;
    }
}
