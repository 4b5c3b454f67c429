using Oversight.Record.Deciding;
using Oversight.Record.Entries;
using Oversight.Record.Organisations;

namespace Oversight.Record.Recovery;

/// <summary>An engagement may be older than the body that it is about (design note, section 4); then it names the predecessor.</summary>
public sealed class MembersExist : Rule
{
    /// <inheritdoc/>
    public override string Name => "members-exist";

    /// <inheritdoc/>
    public override string Sentence =>
        "A member of an engagement is a registered organisation that exists by then; before that only with its predecessor named.";

    /// <inheritdoc/>
    public override bool AppliesTo(Event content) => content is RecoveryEntered or RecoveryMemberJoined;

    /// <inheritdoc/>
    public override string? Breach(Event content, Entry entry, Situation situation) =>
        content
            .OrganisationsNamed()
            .Select(member => ExistingOrganisation.Breach(member, content.Decision, situation))
            .FirstOrDefault(breach => breach is not null);
}
