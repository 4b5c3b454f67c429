using Oversight.Record.Deciding;
using Oversight.Record.Entries;

namespace Oversight.Record.Recovery;

/// <summary>Only reported: which of the two engagements is to end is decided elsewhere. It is found at the one that began later.</summary>
public sealed class OneEngagementAtATime : Rule
{
    /// <inheritdoc/>
    public override string Name => "one-engagement-at-a-time";

    /// <inheritdoc/>
    public override string Sentence => "An organisation is in one engagement at a time.";

    /// <inheritdoc/>
    public override bool Refuses => false;

    /// <inheritdoc/>
    public override bool AppliesTo(Event content) => content is RecoveryEntered or RecoveryMemberJoined;

    /// <inheritdoc/>
    public override string? Breach(Event content, Entry entry, Situation situation)
    {
        var effective = content.Decision.Effective;
        foreach (var member in content.OrganisationsNamed())
        {
            var other = Engagement
                .NamingAsMember(situation.Record, member)
                .FirstOrDefault(e =>
                    e.Subject != entry.Subject && e.IsMember(member, effective.Latest) == Certainty.Yes
                );
            if (other is not null)
            {
                return $"{member} is in {other.Subject} ({other.Title}) already, which is under way.";
            }
        }

        return null;
    }
}
