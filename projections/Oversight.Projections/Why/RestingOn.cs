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
/// and, where those alone do not give the answer, of what else was looked at as little as can be, the latest. So of all that is not cited
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
        var gone = IsSame(one, AskWithout(one, others)) ? [.. others.Select(e => e.Id)] : AsManyAsCanGo(one, others);
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
        var left = AskWithout(one, []);
        for (var before = -1; before < gone.Count; )
        {
            before = gone.Count;
            foreach (var entry in some.Where(entry => !gone.ContainsKey(entry.Id)).ToArray())
            {
                if (!left.Met.ContainsKey(entry.Id))
                {
                    gone.Add(entry.Id, entry);
                }
                else if (AskWithout(one, [.. gone.Values, entry]) is var without && IsSame(one, without))
                {
                    gone.Add(entry.Id, entry);
                    left = without;
                }
            }
        }

        return [.. gone.Keys];
    }

    // Where some entries are gone others may be looked at, which bore on nothing before: those go with them, and what is cited is of what was
    // looked at, and gives the answer by itself.
    private Asked AskWithout(Asked one, IReadOnlyCollection<Entry> some)
    {
        while (true)
        {
            var left = Ask(one.Question, Without([.. some, .. one.NotLookedAt.Values]));
            Entry[] more = [.. left.Entries.Where(entry => !one.Looked.Contains(entry.Id))];
            if (more.Length == 0)
            {
                return left;
            }

            foreach (var entry in more)
            {
                one.NotLookedAt.Add(entry.Id, entry);
            }
        }
    }

    private bool IsSame(Asked one, RecordAt at)
    {
        cancellation.ThrowIfCancellationRequested();
        return Equals(one.Question(at)?.Answer, one.Answer);
    }

    private static bool IsSame(Asked one, Asked other) => Equals(other.Answer, one.Answer);

    private RecordAt Without(IReadOnlyCollection<Entry> entries) =>
        record.Without(entries.Select(entry => entry.Id).ToHashSet(), entries.Select(entry => entry.Subject));

    // By itself no entry can matter that was not looked at, and none that was not met.
    private sealed record Asked(
        Func<RecordAt, PartAnswer?> Question,
        object? Answer,
        IReadOnlyList<Entry> Entries,
        IReadOnlyDictionary<Guid, Entry> Met
    )
    {
        public HashSet<Guid> Looked { get; } = [.. Entries.Select(entry => entry.Id)];

        public HashSet<Guid> Needed { get; } = [];

        // Looked at as soon as others were gone.
        public Dictionary<Guid, Entry> NotLookedAt { get; } = [];
    }
}
