using Oversight.Record.Deciding;
using Oversight.Record.Entries;

namespace Oversight.Record.Undertakings;

/// <summary>A regional team of NHS England and NHS England itself are one party.</summary>
public sealed class VariedByBothParties : Rule
{
    /// <inheritdoc/>
    public override string Name => "varied-by-both-parties";

    /// <inheritdoc/>
    public override string Sentence =>
        "A variation is agreed by the body that accepted the undertakings and by the organisation that gave them.";

    /// <inheritdoc/>
    public override bool AppliesTo(Event content) => content is UndertakingVaried;

    /// <inheritdoc/>
    public override string? Breach(Event content, Entry entry, Situation situation)
    {
        if (AcceptedUndertakings.Of(situation.Timeline) is not { } undertakings)
        {
            return null;
        }

        var agreed = ((UndertakingVaried)content).AgreedBy;
        var body = undertakings.Accepted.Content.Decision.DecidedBy.Body;
        if (!agreed.Any(a => PartyOf(a) == PartyOf(body)))
        {
            return $"{body}, which accepted the undertakings, is not among those that agreed ({string.Join(", ", agreed)}).";
        }

        return agreed.Any(a => PartyOf(a) == PartyOf(undertakings.Organisation.Value))
            ? null
            : $"{undertakings.Organisation}, which gave the undertakings, is not among those that agreed "
                + $"({string.Join(", ", agreed)}).";
    }

    private static string PartyOf(string body)
    {
        var party = body.Trim().ToUpperInvariant();
        return party.StartsWith("NHS-ENGLAND-", StringComparison.Ordinal) ? "NHS-ENGLAND" : party;
    }
}
