using Oversight.Record.Deciding;
using Oversight.Record.Entries;

namespace Oversight.Record.Evidence;

/// <summary>Evidence that was returned is submitted again, as another entry.</summary>
public sealed class EvidenceInOrder : Rule
{
    /// <inheritdoc/>
    public override string Name => "evidence-in-order";

    /// <inheritdoc/>
    public override string Sentence =>
        "Evidence is acknowledged once, and returned or judged once, after it was submitted.";

    /// <inheritdoc/>
    public override bool AppliesTo(Event content) => content is IAboutEvidence;

    /// <inheritdoc/>
    public override string? Breach(Event content, Entry entry, Situation situation)
    {
        var named = ((IAboutEvidence)content).Evidence;
        var effective = content.Decision.Effective;
        var submission = situation.Timeline.StandsFor(named);
        if (submission is not { Counts: true, Content: EvidenceSubmitted })
        {
            return $"No evidence was submitted by entry {named}, or it was retracted.";
        }

        if (effective.Latest < submission.Effective.Earliest)
        {
            return $"It takes effect {effective}, before the evidence was submitted ({submission.Effective}).";
        }

        var earlier = situation
            .Timeline.Of<IAboutEvidence>()
            .FirstOrDefault(e =>
                e.ComesBefore(entry, content)
                && situation.Timeline.StandsFor(((IAboutEvidence)e.Content).Evidence)?.Id == submission.Id
                && (content is EvidenceAcknowledged || e.Content is not EvidenceAcknowledged)
            );
        var was = earlier?.Content switch
        {
            EvidenceAcknowledged => "acknowledged",
            EvidenceReturned => "returned",
            _ => "judged",
        };
        return earlier is null ? null : $"The evidence was {was} already, by entry {earlier.Id} ({earlier.Effective}).";
    }
}
