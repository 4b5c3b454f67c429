namespace Oversight.Record.Timelines;

/// <summary>
/// What was made of a timeline, by type: there are a few dozen, which are found far more often than made. A table that is replaced when one more is
/// made is found in with fewer steps than one that can be written to, and is smaller.
/// </summary>
internal sealed class MadeByType
{
    private Dictionary<Type, object?> made = [];

    /// <summary>That of a type; it is made when it is asked for first. Of two that are made at once, one is kept.</summary>
    public object? Of<TFrom>(Type type, TFrom from, Func<TFrom, object?> make) =>
        Volatile.Read(ref made).TryGetValue(type, out var known) ? known : Keep(type, make(from));

    private object? Keep(Type type, object? value)
    {
        while (true)
        {
            var before = Volatile.Read(ref made);
            if (before.TryGetValue(type, out var known))
            {
                return known;
            }

            var after = new Dictionary<Type, object?>(before) { [type] = value };
            if (Interlocked.CompareExchange(ref made, after, before) == before)
            {
                return value;
            }
        }
    }
}
