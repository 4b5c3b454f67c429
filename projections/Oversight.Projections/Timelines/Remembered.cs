using System.Runtime.CompilerServices;

namespace Oversight.Projections.Timelines;

/// <summary>
/// What was computed of a subject, with all that was looked at to compute it: it is computed again when something of that has changed, and not
/// because something else was recorded. It is the same whoever asks, where they see the same of what was looked at.
/// </summary>
/// <typeparam name="TKey">What tells apart what is computed of one subject, such as the day asked about.</typeparam>
/// <typeparam name="TValue">
/// What is computed. It must be whole when it is returned: what it found in the record later would not be known to have been looked at.
/// </typeparam>
internal sealed class Remembered<TKey, TValue>
    where TKey : notnull
{
    // Of days, as many as somebody compares or steps through; more are computed again.
    private const int Most = 8;

    private readonly ConditionalWeakTable<Timeline, OfTimeline> kept = [];

    /// <summary>That of a subject of the record as somebody sees it.</summary>
    /// <param name="record">The record.</param>
    /// <param name="timeline">The subject's timeline in it.</param>
    /// <param name="key">What is computed of it.</param>
    /// <param name="compute">Computes it from the record that it is given, and from nothing else.</param>
    public TValue Of(RecordAt record, Timeline timeline, TKey key, Func<RecordAt, TValue> compute)
    {
        var before = kept.GetOrCreateValue(timeline);
        if (before.Find(key) is not { } known || !known.Looking.IsStillSo(record))
        {
            var looking = new LookingAt();
            known = new(key, compute(record.WatchedBy(looking)), looking);
            looking.End(record);
            before.Keep(known);
        }

        record.LookAgain(known.Looking);
        return known.Value;
    }

    private sealed record Kept(TKey Key, TValue Value, LookingAt Looking);

    // Of two that are kept at once one may be lost, and is computed again.
    private sealed class OfTimeline
    {
        private volatile Kept[] all = [];

        public Kept? Find(TKey key)
        {
            foreach (var one in all)
            {
                if (one.Key.Equals(key))
                {
                    return one;
                }
            }

            return null;
        }

        public void Keep(Kept one) => all = [one, .. all.Where(other => !other.Key.Equals(one.Key)).Take(Most - 1)];
    }
}
