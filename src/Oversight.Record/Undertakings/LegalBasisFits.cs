using Oversight.Record.Deciding;
using Oversight.Record.Entries;
using Oversight.Record.Organisations;

namespace Oversight.Record.Undertakings;

/// <summary>Reasonable grounds to suspect for accepting undertakings, being satisfied for a direction (<see cref="LegalBasis"/>).</summary>
public sealed class LegalBasisFits : Rule
{
    /// <inheritdoc/>
    public override string Name => "legal-basis-fits";

    /// <inheritdoc/>
    public override string Sentence =>
        "Undertakings and directions each rest on a legal basis of their own, made for that kind of organisation, and on its test.";

    /// <inheritdoc/>
    public override bool AppliesTo(Event content) => content is UndertakingsAccepted or DirectionIssued;

    /// <inheritdoc/>
    public override string? Breach(Event content, Entry entry, Situation situation)
    {
        if (AcceptedUndertakings.Of(situation.Timeline) is not { } undertakings)
        {
            return null;
        }

        var (id, test, isDirection) = content switch
        {
            DirectionIssued issued => (issued.LegalBasis, issued.Test, true),
            _ => (((UndertakingsAccepted)content).LegalBasis, ((UndertakingsAccepted)content).Test, false),
        };
        var basis = LegalBasis.Of(id);
        if (basis.IsDirection != isDirection)
        {
            return basis.IsDirection
                ? $"{basis.Id} is a power to direct, not one to accept undertakings."
                : $"{basis.Id} lets undertakings be accepted, and is no power to direct.";
        }

        var registered = situation
            .Organisation(undertakings.Organisation)
            ?.Of<OrganisationRegistered>()
            .FirstOrDefault();
        if (registered?.Content is OrganisationRegistered { Kind: var kind } && !basis.Kinds.Contains(kind))
        {
            return $"{basis.Id} does not concern an organisation of the kind of {undertakings.Organisation}.";
        }

        return test == basis.Test
            ? null
            : $"{basis.Id} asks for another test than the one that was applied ({Word(test)}).";
    }

    private static string Word(LegalTest test) => test == LegalTest.Satisfied ? "satisfied" : "reasonable suspicion";
}
