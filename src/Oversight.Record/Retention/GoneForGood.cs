namespace Oversight.Record.Retention;

/// <summary>What an entry takes away for good: a document's bytes, a person's name. Taking the entry back brings nothing back.</summary>
internal static class GoneForGood
{
    /// <summary>That such an entry is not retracted, and its correction takes away the same.</summary>
    /// <param name="name">The rule's name.</param>
    /// <param name="statement">The rule.</param>
    /// <param name="did">What the entry did, for a sentence: "disposed of".</param>
    /// <param name="does">The same for what somebody should do: "dispose of".</param>
    /// <param name="taken">What it took away, by hash or id.</param>
    /// <typeparam name="TEvent">The entry's event.</typeparam>
    public static Rule<Event> Stands<TEvent>(
        string name,
        string statement,
        string did,
        string does,
        Func<TEvent, IEnumerable<string>> taken
    )
        where TEvent : Event =>
        new(
            name,
            statement,
            (changed, judged) =>
            {
                var target = changed switch
                {
                    ICorrects correction => correction.Target,
                    IRetracts retraction => retraction.Target,
                    _ => Guid.Empty,
                };
                if (judged.Timeline.StandsFor(target) is not { Original.Event: TEvent first } entry)
                {
                    return null;
                }

                return changed switch
                {
                    IRetracts when entry.Id == target =>
                        $"Entry {target} {did} {InWords.Listed(taken(first))}: correct what it says of them instead.",
                    ICorrects { Replacement: TEvent other }
                        when !taken(first).ToHashSet(StringComparer.Ordinal).SetEquals(taken(other)) =>
                        $"Entry {entry.Id} {did} {InWords.Listed(taken(first))}: {does} others by an entry of their own.",
                    _ => null,
                };
            },
            RuleForce.RefusesAlways
        );
}
