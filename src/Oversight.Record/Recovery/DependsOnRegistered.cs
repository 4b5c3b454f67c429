using Oversight.Record.Deciding;
using Oversight.Record.Entries;
using Oversight.Record.Organisations;

namespace Oversight.Record.Recovery;

/// <summary>Another organisation on which a criterion depends, such as a trust of the system.</summary>
public sealed class DependsOnRegistered : Rule
{
    /// <inheritdoc/>
    public override string Name => "depends-on-registered";

    /// <inheritdoc/>
    public override string Sentence => "The organisations on which a criterion depends are in the record.";

    /// <inheritdoc/>
    public override bool AppliesTo(Event content) => content is IStatesCriteria;

    /// <inheritdoc/>
    public override string? Breach(Event content, Entry entry, Situation situation)
    {
        foreach (var criterion in ((IStatesCriteria)content).Criteria)
        {
            foreach (var organisation in criterion.DependsOn ?? [])
            {
                if (situation.Organisation(organisation)?.Of<OrganisationRegistered>().Any() != true)
                {
                    return $"Criterion {criterion.Reference} depends on {organisation}, which is not registered.";
                }
            }
        }

        return null;
    }
}
