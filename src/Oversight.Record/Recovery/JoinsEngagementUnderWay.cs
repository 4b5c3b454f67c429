using Oversight.Record.Deciding;
using Oversight.Record.Entries;

namespace Oversight.Record.Recovery;

/// <summary>Joining is asked of the engagement as it would be without it.</summary>
public sealed class JoinsEngagementUnderWay : Rule
{
    /// <inheritdoc/>
    public override string Name => "joins-engagement-under-way";

    /// <inheritdoc/>
    public override string Sentence =>
        "An organisation joins an engagement that is under way, and of which it is not a member.";

    /// <inheritdoc/>
    public override bool AppliesTo(Event content) => content is RecoveryMemberJoined;

    /// <inheritdoc/>
    public override string? Breach(Event content, Entry entry, Situation situation)
    {
        if (Engagement.Of(situation.Timeline) is not { } engagement)
        {
            return null;
        }

        var effective = content.Decision.Effective;
        var organisation = ((RecoveryMemberJoined)content).Organisation;
        var without = Sequence.NotBefore(entry, content);
        if (
            effective.Latest < engagement.Entered.Effective.Earliest
            || (
                engagement.MembersOn(effective.Latest, without).Count == 0
                && engagement.MembersOn(effective.Earliest, without).Count == 0
            )
        )
        {
            return $"{engagement.Subject} is not under way {effective}: nobody is a member.";
        }

        return
            engagement.IsMember(organisation, effective.Earliest, without) == Certainty.Yes
            && engagement.IsMember(organisation, effective.Latest, without) == Certainty.Yes
            ? $"{organisation} is a member already on {effective}."
            : null;
    }
}
