using Oversight.Record.Deciding;
using Oversight.Record.Entries;

namespace Oversight.Record.Organisations;

/// <summary>An organisation ends once.</summary>
public sealed class EndsOnce : Rule
{
    /// <inheritdoc/>
    public override string Name => "ends-once";

    /// <inheritdoc/>
    public override string Sentence => "An organisation is succeeded once; all its successors are named together.";

    /// <inheritdoc/>
    public override bool AppliesTo(Event content) => content is OrganisationSucceeded;

    /// <inheritdoc/>
    public override string? Breach(Event content, Entry entry, Situation situation)
    {
        var first = situation.Timeline.Of<OrganisationSucceeded>().FirstOrDefault(e => e.Place < entry.Place);
        return first is null ? null : $"It was succeeded already, by entry {first.Id} ({first.Effective}).";
    }
}
