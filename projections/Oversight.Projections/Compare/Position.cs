namespace Oversight.Projections.Compare;

/// <summary>What stands in one list for one organisation.</summary>
/// <param name="List">The list.</param>
/// <param name="Ods">The organisation.</param>
/// <param name="Key">What tells it apart from others in that list.</param>
internal readonly record struct HeldKey(ComparedList List, OdsCode Ods, string Key);

/// <summary>What a list says of one thing.</summary>
/// <param name="Values">What is said of each aspect.</param>
/// <param name="Row">The row that says it.</param>
internal sealed record Held(string?[] Values, Registers.Row Row)
{
    /// <summary>Whether anything is said of it.</summary>
    public bool SaysSomething => Values.Any(value => value is not null);
}

/// <summary>Everything that is compared, of some organisations on one day as known in one state.</summary>
internal sealed class Position
{
    // In the order in which the lists have them.
    private readonly Dictionary<OdsCode, Dictionary<HeldKey, Held>> held = [];

    private Position() { }

    /// <summary>That of a day.</summary>
    public static Position Of(RecordAt record, DateOnly on, IReadOnlySet<OdsCode> among)
    {
        var position = new Position();
        foreach (var lists in ComparedList.All.GroupBy(list => list.Register))
        {
            position.Add(lists, record, on, among);
        }

        return position;
    }

    /// <summary>
    /// Those of one day in a record, and in the same read by other framework versions: of the lists for which no framework version was looked at,
    /// which are the same in both, there is nothing in either.
    /// </summary>
    /// <param name="record">The record.</param>
    /// <param name="otherwise">The same, of which nothing but framework versions is otherwise.</param>
    /// <param name="on">The day.</param>
    /// <param name="among">The organisations.</param>
    public static (Position Before, Position After) ByFrameworks(
        RecordAt record,
        RecordAt otherwise,
        DateOnly on,
        IReadOnlySet<OdsCode> among
    )
    {
        var (before, after) = (new Position(), new Position());
        foreach (var lists in ComparedList.All.GroupBy(list => list.Register))
        {
            var (looking, one) = (new LookingAt(), new Position());
            one.Add(lists, record.WatchedBy(looking), on, among);
            if (looking.SawAFramework)
            {
                before.Take(one);
                after.Add(lists, otherwise, on, among);
            }
        }

        return (before, after);
    }

    /// <summary>What differs between two of them for an organisation, in the order of the lists.</summary>
    public static IEnumerable<(HeldKey Key, Held? Before, Held? After)> Between(
        Position before,
        Position after,
        OdsCode ods
    )
    {
        var (was, now) = (before.held.GetValueOrDefault(ods), after.held.GetValueOrDefault(ods));
        var differences = new List<(HeldKey Key, Held? Before, Held? After)>();
        foreach (var (key, other) in now ?? [])
        {
            Compare(key, was?.GetValueOrDefault(key), other);
        }

        foreach (var (key, one) in was ?? [])
        {
            if (now?.ContainsKey(key) != true)
            {
                Compare(key, one, null);
            }
        }

        return differences.OrderBy(difference => difference.Key.List.Order);

        // A thing of which nothing is said in either is no difference.
        void Compare(HeldKey key, Held? one, Held? other)
        {
            var isDifferent =
                one is null ? other!.SaysSomething
                : other is null ? one.SaysSomething
                : !one.Values.AsSpan().SequenceEqual(other.Values);
            if (isDifferent)
            {
                differences.Add((key, one, other));
            }
        }
    }

    private void Add(
        IGrouping<Registers.Register, ComparedList> lists,
        RecordAt record,
        DateOnly on,
        IReadOnlySet<OdsCode> among
    )
    {
        foreach (var row in lists.Key.RowsOn(record, on))
        {
            OdsCode[] about = [.. lists.First().AboutOf(row).Where(among.Contains)];
            if (about.Length == 0)
            {
                continue;
            }

            foreach (var list in lists)
            {
                // It says the same, whoever it is about.
                var (key, says) = (list.KeyOf(row), new Held(list.ValuesOf(row), row));
                foreach (var ods in about)
                {
                    Add(list, ods, key, says);
                }
            }
        }
    }

    private void Take(Position other)
    {
        foreach (var (ods, things) in other.held)
        {
            var own = held.TryGetValue(ods, out var known) ? known : held[ods] = [];
            foreach (var (key, thing) in things)
            {
                own.Add(key, thing);
            }
        }
    }

    private void Add(ComparedList list, OdsCode ods, string own, Held says)
    {
        var ofOrganisation = held.TryGetValue(ods, out var known) ? known : held[ods] = [];
        var key = new HeldKey(list, ods, own);
        // Two of one name are told apart: nothing may fall out because of what it is called.
        for (var number = 2; ofOrganisation.ContainsKey(key); number++)
        {
            key = new(list, ods, $"{own}\n{number}");
        }

        ofOrganisation.Add(key, says);
    }
}
