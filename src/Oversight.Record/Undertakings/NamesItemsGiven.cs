using Oversight.Record.Deciding;
using Oversight.Record.Entries;

namespace Oversight.Record.Undertakings;

/// <summary>The items are those of the acceptance as believed.</summary>
public sealed class NamesItemsGiven : Rule
{
    /// <inheritdoc/>
    public override string Name => "names-items-given";

    /// <inheritdoc/>
    public override string Sentence => "What is said of an undertaking names one that was given.";

    /// <inheritdoc/>
    public override bool AppliesTo(Event content) =>
        content
            is IAboutUndertaking
                or CertificateAppliedFor { Items: not null }
                or UndertakingsBreached
                or UndertakingsDischarged { Items: not null };

    /// <inheritdoc/>
    public override string? Breach(Event content, Entry entry, Situation situation)
    {
        if (AcceptedUndertakings.Of(situation.Timeline) is not { } undertakings)
        {
            return null;
        }

        var named = ItemsOf(content) ?? [];
        return named.Count == 0 ? "It names no undertaking: leave the list out when it is about all of them."
            : named.FirstOrDefault(i => undertakings.ItemOf(i) is null) is { } item
                ? $"There is no undertaking {item} in {undertakings.Subject}."
            : null;
    }

    /// <summary>The undertakings that an event names; null for all of them, or when it is about none.</summary>
    internal static IReadOnlyList<string>? ItemsOf(Event content) =>
        content switch
        {
            IAboutUndertaking about => [about.Item],
            CertificateAppliedFor applied => applied.Items,
            UndertakingsBreached breached => breached.Items,
            UndertakingsDischarged discharged => discharged.Items,
            _ => null,
        };
}
