namespace Oversight.Projections.Why;

/// <summary>An entry that an answer rests on.</summary>
/// <param name="Entry">The entry.</param>
/// <param name="IsNeeded">
/// True where the answer is another without it. False where another entry says the same, so that neither is needed by itself: this is the one
/// that was recorded last.
/// </param>
internal sealed record Cited(Entry Entry, bool IsNeeded);

/// <summary>
/// Finds the least that answers about a record rest on, by asking again without entries. Cited is each entry without which the answer is another;
/// and, where those alone do not give the answer, of what else says the same as little as can be, the latest. So of all that is not cited
/// nothing is missed when it is taken away, and what is cited gives the answer by itself.
/// </summary>
/// <param name="record">The record, as somebody sees it.</param>
/// <param name="cancellation">Stops the asking.</param>
internal sealed class RestingOn(RecordAt record, CancellationToken cancellation)
{
    // What one answer was asked without is asked of the next.
    private readonly Dictionary<Guid, RecordAt> without = [];

    /// <summary>The entries that the answer to a question rests on, by place.</summary>
    /// <param name="ask">Asks the question; looks at nothing but the record that it is given.</param>
    public IReadOnlyList<Cited> Of(Func<RecordAt, PartAnswer?> ask)
    {
        var looking = new LookingAt();
        var answer = ask(record.WatchedBy(looking))?.Answer;
        looking.End(record);
        // No other entry can matter: it was not looked at.
        Entry[] all = [.. looking.Timelines.SelectMany(timeline => timeline.Recorded).OrderBy(entry => entry.Place)];
        var needed = all.Where(entry => !IsSame(Without(entry))).ToHashSet();
        Entry[] others = [.. all.Where(entry => !needed.Contains(entry))];
        if (!IsSame(WithoutAll(others)))
        {
            others = AsManyAsCanGo(others);
        }

        return [.. all.Except(others).Select(entry => new Cited(entry, needed.Contains(entry)))];

        bool IsSame(RecordAt at)
        {
            cancellation.ThrowIfCancellationRequested();
            return Equals(ask(at)?.Answer, answer);
        }

        // The first recorded go first: where two say the same, the later one stays. Whether one can go depends on what has gone.
        Entry[] AsManyAsCanGo(Entry[] some)
        {
            var gone = new List<Entry>();
            for (var before = -1; before < gone.Count; )
            {
                before = gone.Count;
                foreach (var entry in some.Except(gone).ToArray())
                {
                    if (IsSame(WithoutAll([.. gone, entry])))
                    {
                        gone.Add(entry);
                    }
                }
            }

            return [.. gone];
        }
    }

    private RecordAt Without(Entry entry) =>
        without.TryGetValue(entry.Id, out var known) ? known : without[entry.Id] = WithoutAll([entry]);

    private RecordAt WithoutAll(IReadOnlyCollection<Entry> entries) =>
        record.Without(entries.Select(entry => entry.Id).ToHashSet(), entries.Select(entry => entry.Subject));
}
