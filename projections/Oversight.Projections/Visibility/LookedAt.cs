using System.Collections.Concurrent;
using System.Runtime.CompilerServices;

namespace Oversight.Projections.Visibility;

/// <summary>
/// What an answer looked at that is not public: the subjects with such entries, of which it could show any. Names, codes and the systems that
/// organisations belong to are public, so looking them up is none of it. Safe for concurrent use.
/// </summary>
public sealed class LookedAt
{
    // A timeline never changes, and many answers look at the same.
    private static readonly ConditionalWeakTable<Timeline, StrongBox<int>> Counted = [];

    private readonly ConcurrentDictionary<SubjectId, int> restricted = new();
    private volatile bool isClosed;

    /// <summary>The subjects, by stream identity.</summary>
    public IReadOnlyList<SubjectId> Subjects => [.. restricted.Keys.OrderBy(s => s.Value, StringComparer.Ordinal)];

    /// <summary>How many entries of them are not public.</summary>
    public int Entries => restricted.Values.Sum();

    /// <summary>The last place of the record that was asked; -1 when none was.</summary>
    public long Place { get; private set; } = -1;

    /// <summary>Notes a timeline as it is seen, where it has an entry that is not public.</summary>
    /// <exception cref="InvalidOperationException">It is closed, and that subject is not in it.</exception>
    public void Note(Timeline? seen)
    {
        if (seen is not null && NotPublic(seen) is > 0 and var entries)
        {
            Note(seen.Subject, entries);
        }
    }

    /// <summary>Notes so many entries, or documents, of a subject.</summary>
    /// <exception cref="InvalidOperationException">It is closed, and that subject is not in it.</exception>
    public void Note(SubjectId subject, int entries)
    {
        if (restricted.TryAdd(subject, entries) && isClosed)
        {
            throw new InvalidOperationException($"An answer looked at {subject} after it was recorded what it shows.");
        }
    }

    /// <summary>No other subject may be noted from now on: what it shows is recorded, and the answer goes out.</summary>
    public void Close() => isClosed = true;

    internal void AskedAt(long place) => Place = Math.Max(Place, place);

    // Corrections and retractions say why, which nobody else is told.
    private static int NotPublic(Timeline timeline) =>
        Counted.GetValue(timeline, static whole => new(whole.Recorded.Count(entry => !entry.Event.IsPublic()))).Value;
}
