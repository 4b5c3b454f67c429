using Oversight.Record.Deciding;
using Oversight.Record.Entries;

namespace Oversight.Record.Organisations;

/// <summary>A successor is a registered organisation that exists when it takes over.</summary>
public sealed class SuccessorExists : Rule
{
    /// <inheritdoc/>
    public override string Name => "successor-exists";

    /// <inheritdoc/>
    public override string Sentence =>
        "A successor is another registered organisation that exists on the day it takes over.";

    /// <inheritdoc/>
    public override bool AppliesTo(Event content) => content is OrganisationSucceeded;

    /// <inheritdoc/>
    public override string? Breach(Event content, Entry entry, Situation situation)
    {
        var succeeded = (OrganisationSucceeded)content;
        foreach (var successor in succeeded.Successors)
        {
            if (successor.Organisation == situation.Timeline.Subject.Organisation)
            {
                return $"{successor.Organisation} cannot succeed itself.";
            }

            var timeline = situation.Organisation(successor.Organisation);
            var registered = timeline?.Of<OrganisationRegistered>().FirstOrDefault();
            if (registered is null)
            {
                return $"The successor {successor.Organisation} is not in the record: register it first.";
            }

            if (registered.Effective.Earliest > content.Decision.Effective.Latest)
            {
                return $"The successor {successor.Organisation} is established {registered.Effective}, "
                    + $"after it would take over ({content.Decision.Effective}).";
            }

            var ended = timeline!.Of<OrganisationSucceeded>().FirstOrDefault();
            if (ended is not null && ended.Effective.Latest <= content.Decision.Effective.Earliest)
            {
                return $"The successor {successor.Organisation} has itself ended {ended.Effective}, "
                    + $"before it would take over ({content.Decision.Effective}).";
            }
        }

        return null;
    }
}
