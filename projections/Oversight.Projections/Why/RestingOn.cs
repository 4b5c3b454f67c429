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
/// nothing is missed when it is taken away, and what is cited gives the answer by itself. It is asked again without those entries alone that
/// were met when it was answered: without any other, the same would be read.
/// </summary>
/// <param name="record">The record, as somebody sees it.</param>
/// <param name="cancellation">Stops the asking.</param>
internal sealed class RestingOn(RecordAt record, CancellationToken cancellation)
{
    /// <summary>The entries that the answer to each question rests on, by place.</summary>
    /// <param name="questions">Each asks one; they look at nothing but the record that they are given.</param>
    public IReadOnlyList<IReadOnlyList<Cited>> Of(IEnumerable<Func<RecordAt, PartAnswer?>> questions)
    {
        Asked[] asked = [.. questions.Select(question => Ask(question, record))];
        // The record without an entry is asked everything, and let go: as many records as there are entries would not fit.
        foreach (var entry in asked.SelectMany(one => one.Met.Values).DistinctBy(entry => entry.Id))
        {
            var without = Without([entry]);
            foreach (var one in asked.Where(one => one.Met.ContainsKey(entry.Id) && !IsSame(one, without)))
            {
                one.Needed.Add(entry.Id);
            }
        }

        return [.. asked.Select(CitedBy)];
    }

    private Asked Ask(Func<RecordAt, PartAnswer?> question, RecordAt of)
    {
        cancellation.ThrowIfCancellationRequested();
        var (looking, reads) = (new LookingAt(), new RecordReads());
        var answer = question(of.WatchedBy(looking).ReadInto(reads))?.Answer;
        looking.End(of);
        Timeline[] looked = [.. looking.Timelines];
        return new(
            question,
            answer,
            [.. looked.SelectMany(one => one.Recorded).DistinctBy(entry => entry.Id).OrderBy(entry => entry.Place)],
            reads.Met(looked).DistinctBy(entry => entry.Id).ToDictionary(entry => entry.Id)
        );
    }

    private IReadOnlyList<Cited> CitedBy(Asked one)
    {
        Entry[] others = [.. one.Entries.Where(e => !one.Needed.Contains(e.Id))];
        var gone = IsSame(one, Without(others)) ? [.. others.Select(e => e.Id)] : AsManyAsCanGo(one, others);
        return
        [
            .. one
                .Entries.Where(entry => !gone.Contains(entry.Id))
                .Select(entry => new Cited(entry, one.Needed.Contains(entry.Id))),
        ];
    }

    // The first recorded go first: where two say the same, the later one stays. Whether one can go depends on what has gone.
    private HashSet<Guid> AsManyAsCanGo(Asked one, Entry[] some)
    {
        var gone = new Dictionary<Guid, Entry>();
        for (var before = -1; before < gone.Count; )
        {
            before = gone.Count;
            Asked? left = null;
            foreach (var entry in some.Where(entry => !gone.ContainsKey(entry.Id)).ToArray())
            {
                left ??= Ask(one.Question, Without(gone.Values));
                if (!left.Met.ContainsKey(entry.Id))
                {
                    gone.Add(entry.Id, entry);
                }
                else if (IsSame(one, Without([.. gone.Values, entry])))
                {
                    gone.Add(entry.Id, entry);
                    left = null;
                }
            }
        }

        return [.. gone.Keys];
    }

    private bool IsSame(Asked one, RecordAt at)
    {
        cancellation.ThrowIfCancellationRequested();
        return Equals(one.Question(at)?.Answer, one.Answer);
    }

    private RecordAt Without(IReadOnlyCollection<Entry> entries) =>
        record.Without(entries.Select(entry => entry.Id).ToHashSet(), entries.Select(entry => entry.Subject));

    // No entry can matter that was not looked at, and none that was not met.
    private sealed record Asked(
        Func<RecordAt, PartAnswer?> Question,
        object? Answer,
        IReadOnlyList<Entry> Entries,
        IReadOnlyDictionary<Guid, Entry> Met
    )
    {
        public HashSet<Guid> Needed { get; } = [];
    }
}
