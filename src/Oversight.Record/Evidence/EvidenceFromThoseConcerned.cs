using Oversight.Record.Deciding;
using Oversight.Record.Entries;
using Oversight.Record.Recovery;
using Oversight.Record.Undertakings;

namespace Oversight.Record.Evidence;

/// <summary>For the transition, an organisation that has left may still submit.</summary>
public sealed class EvidenceFromThoseConcerned : Rule
{
    /// <inheritdoc/>
    public override string Name => "evidence-from-those-concerned";

    /// <inheritdoc/>
    public override string Sentence =>
        "Evidence is submitted by a member of the engagement, or by the organisation that gave the undertakings.";

    /// <inheritdoc/>
    public override bool AppliesTo(Event content) => content is EvidenceSubmitted;

    /// <inheritdoc/>
    public override string? Breach(Event content, Entry entry, Situation situation)
    {
        var submitted = (EvidenceSubmitted)content;
        var effective = content.Decision.Effective;
        if (AcceptedUndertakings.Of(situation.Timeline) is { } undertakings)
        {
            return submitted.Organisation == undertakings.Organisation
                ? null
                : $"{submitted.Organisation} did not give these undertakings: {undertakings.Organisation} did.";
        }

        if (Engagement.Of(situation.Timeline) is not { } engagement)
        {
            return null;
        }

        var isMember = submitted.For.Any(r => WhileUnderWay.IsOfTransition(engagement, r, effective))
            ? engagement.EverMembers.Contains(submitted.Organisation)
            : engagement.MayBeMember(submitted.Organisation, effective);
        return isMember ? null : $"{submitted.Organisation} is not a member of {engagement.Subject} {effective}.";
    }
}
