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
    /// <summary>The entries that the answer to each question rests on, by place.</summary>
    /// <param name="questions">Each asks one; they look at nothing but the record that they are given.</param>
    public IReadOnlyList<IReadOnlyList<Cited>> Of(IEnumerable<Func<RecordAt, PartAnswer?>> questions)
    {
        Asked[] asked = [.. questions.Select(Ask)];
        // The record without an entry is asked everything, and let go: as many records as there are entries would not fit.
        foreach (var entry in asked.SelectMany(one => one.Entries.Values).DistinctBy(entry => entry.Id))
        {
            var without = Without([entry]);
            foreach (var one in asked.Where(one => one.Entries.ContainsKey(entry.Id) && !IsSame(one, without)))
            {
                one.Needed.Add(entry.Id);
            }
        }

        return [.. asked.Select(CitedBy)];
    }

    // No entry can matter that was not looked at.
    private Asked Ask(Func<RecordAt, PartAnswer?> question)
    {
        var looking = new LookingAt();
        var answer = question(record.WatchedBy(looking))?.Answer;
        looking.End(record);
        return new(
            question,
            answer,
            looking
                .Timelines.SelectMany(one => one.Recorded)
                .DistinctBy(entry => entry.Id)
                .ToDictionary(entry => entry.Id)
        );
    }

    private IReadOnlyList<Cited> CitedBy(Asked one)
    {
        Entry[] others = [.. one.Entries.Values.Where(e => !one.Needed.Contains(e.Id)).OrderBy(e => e.Place)];
        var gone = (IsSame(one, Without(others)) ? others : AsManyAsCanGo(one, others)).Select(e => e.Id).ToHashSet();
        return
        [
            .. one
                .Entries.Values.Where(entry => !gone.Contains(entry.Id))
                .OrderBy(entry => entry.Place)
                .Select(entry => new Cited(entry, one.Needed.Contains(entry.Id))),
        ];
    }

    // The first recorded go first: where two say the same, the later one stays. Whether one can go depends on what has gone.
    private Entry[] AsManyAsCanGo(Asked one, Entry[] some)
    {
        var gone = new List<Entry>();
        for (var before = -1; before < gone.Count; )
        {
            before = gone.Count;
            foreach (var entry in some.Except(gone).ToArray())
            {
                if (IsSame(one, Without([.. gone, entry])))
                {
                    gone.Add(entry);
                }
            }
        }

        return [.. gone];
    }

    private bool IsSame(Asked one, RecordAt at)
    {
        cancellation.ThrowIfCancellationRequested();
        return Equals(one.Question(at)?.Answer, one.Answer);
    }

    private RecordAt Without(IReadOnlyCollection<Entry> entries) =>
        record.Without(entries.Select(entry => entry.Id).ToHashSet(), entries.Select(entry => entry.Subject));

    private sealed record Asked(
        Func<RecordAt, PartAnswer?> Question,
        object? Answer,
        IReadOnlyDictionary<Guid, Entry> Entries
    )
    {
        public HashSet<Guid> Needed { get; } = [];
    }
}
