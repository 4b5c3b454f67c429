using Oversight.Record.Deciding;
using Oversight.Record.Entries;
using Oversight.Record.Organisations;

namespace Oversight.Record.Undertakings;

/// <summary>What a predecessor gave is recorded about the successor only with the predecessor named.</summary>
public sealed class GivenByExistingOrganisation : Rule
{
    /// <inheritdoc/>
    public override string Name => "given-by-existing-organisation";

    /// <inheritdoc/>
    public override string Sentence =>
        "Undertakings are given by a registered organisation that exists by then; before that only with its predecessor named.";

    /// <inheritdoc/>
    public override bool AppliesTo(Event content) => content is UndertakingsAccepted;

    /// <inheritdoc/>
    public override string? Breach(Event content, Entry entry, Situation situation) =>
        ExistingOrganisation.Breach(((UndertakingsAccepted)content).Organisation, content.Decision, situation);
}
