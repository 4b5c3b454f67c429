using Oversight.Record.Deciding;
using Oversight.Record.Entries;
using Oversight.Record.Recovery;
using Oversight.Record.Undertakings;

namespace Oversight.Record.Evidence;

/// <summary>What is in force is asked of the latest effective day.</summary>
public sealed class EvidenceForWhatIsInForce : Rule
{
    /// <inheritdoc/>
    public override string Name => "evidence-for-what-is-in-force";

    /// <inheritdoc/>
    public override string Sentence =>
        "Evidence is for criteria that are in force on that day, or for undertakings that were given.";

    /// <inheritdoc/>
    public override bool AppliesTo(Event content) => content is EvidenceSubmitted;

    /// <inheritdoc/>
    public override string? Breach(Event content, Entry entry, Situation situation)
    {
        var submitted = (EvidenceSubmitted)content;
        var effective = content.Decision.Effective;
        if (AcceptedUndertakings.Of(situation.Timeline) is { } undertakings)
        {
            return submitted.For.FirstOrDefault(r => undertakings.ItemOf(r) is null) is { } item
                ? $"There is no undertaking {item} in {undertakings.Subject}."
                : null;
        }

        return
            Engagement.Of(situation.Timeline) is { } engagement
            && submitted.For.FirstOrDefault(r => engagement.WordingsOn(r, effective.Latest).Count == 0) is { } criterion
            ? $"No criterion {criterion} is in force {effective}."
            : null;
    }
}
