using Oversight.Record.Deciding;
using Oversight.Record.Entries;

namespace Oversight.Record.Undertakings;

/// <summary>A discharge of some items leaves the others as they are.</summary>
public sealed class NotAfterDischarge : Rule
{
    /// <inheritdoc/>
    public override string Name => "not-after-discharge";

    /// <inheritdoc/>
    public override string Sentence =>
        "What was discharged is not varied, reported on, judged, certified or discharged again.";

    /// <inheritdoc/>
    public override bool AppliesTo(Event content) =>
        content is IAboutUndertaking or CertificateAppliedFor or UndertakingsDischarged;

    /// <inheritdoc/>
    public override string? Breach(Event content, Entry entry, Situation situation)
    {
        if (AcceptedUndertakings.Of(situation.Timeline) is not { } undertakings)
        {
            return null;
        }

        var discharged = situation
            .Timeline.Of<UndertakingsDischarged>()
            .Where(e => e.ComesBefore(entry, content))
            .ToArray();
        bool Is(string item) =>
            discharged.Any(e => ((UndertakingsDischarged)e.Content).Items is not { } only || only.Contains(item));

        if (NamesItemsGiven.ItemsOf(content) is { } named)
        {
            return named.FirstOrDefault(Is) is { } item ? $"Undertaking {item} was discharged already." : null;
        }

        return undertakings.Content.Items.All(i => Is(i.Reference))
            ? "All of the undertakings were discharged already."
            : null;
    }
}
