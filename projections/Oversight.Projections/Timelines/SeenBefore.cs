using System.Collections.Concurrent;
using Oversight.Projections.Visibility;

namespace Oversight.Projections.Timelines;

/// <summary>
/// What was seen by those who asked last: to decide it again for each subject at each question costs more than most answers. Few see the same of
/// the record, and a day later it is another sight.
/// </summary>
internal sealed class SeenBefore
{
    private const int AtMost = 32;

    private readonly ConcurrentDictionary<string, (Remembered<ValueTuple, Timeline?> Seen, long Asked)> bySight = new();
    private long asked;

    /// <summary>What whoever sees the same saw of each timeline.</summary>
    public Remembered<ValueTuple, Timeline?> By(Sight sight)
    {
        var now = Interlocked.Increment(ref asked);
        var (seen, _) = bySight.AddOrUpdate(
            sight.SeesAs,
            static (_, at) => (new(), at),
            static (_, known, at) => (known.Seen, at),
            now
        );
        if (bySight.Count > AtMost)
        {
            bySight.TryRemove(bySight.MinBy(known => known.Value.Asked).Key, out _);
        }

        return seen;
    }
}
