using Oversight.Record.Deciding;
using Oversight.Record.Entries;

namespace Oversight.Record.Undertakings;

/// <summary>Open is what is neither judged complied with, nor certified, nor discharged on the latest effective day.</summary>
public sealed class BreachOfOpenItems : Rule
{
    /// <inheritdoc/>
    public override string Name => "breach-of-open-items";

    /// <inheritdoc/>
    public override string Sentence => "Only undertakings that are open can be broken.";

    /// <inheritdoc/>
    public override bool AppliesTo(Event content) => content is UndertakingsBreached;

    /// <inheritdoc/>
    public override string? Breach(Event content, Entry entry, Situation situation)
    {
        if (AcceptedUndertakings.Of(situation.Timeline) is not { } undertakings)
        {
            return null;
        }

        var effective = content.Decision.Effective;
        return
            ((UndertakingsBreached)content).Items.FirstOrDefault(i =>
                undertakings.ItemOf(i) is not null && !undertakings.IsOpen(i, effective.Latest)
            )
                is { } item
            ? $"Undertaking {item} is not open {effective}: it was complied with, certified or discharged."
            : null;
    }
}
