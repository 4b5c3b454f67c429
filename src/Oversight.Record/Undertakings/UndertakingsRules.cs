using Oversight.Record.Organisations;

namespace Oversight.Record.Undertakings;

/// <summary>What holds of everything that is said of undertakings.</summary>
public static class UndertakingsRules
{
    /// <summary>Evidence counts too.</summary>
    public static Rule<Event> AfterAcceptance { get; } =
        new(
            "after-acceptance",
            "What is decided about undertakings takes effect after they were accepted.",
            (_, judged) =>
                AcceptedUndertakings.Of(judged.Timeline)?.Accepted.Effective is { } accepted
                && judged.Effective.Latest < accepted.Earliest
                    ? $"It takes effect {judged.Effective}, before the undertakings were accepted ({accepted})."
                    : null
        );

    /// <summary>The items are those of the acceptance as believed.</summary>
    public static Rule<Event> NamesItemsGiven { get; } =
        new(
            "names-items-given",
            "What is said of an undertaking names one that was given.",
            (said, judged) =>
            {
                if (ItemsOf(said) is not { } named || AcceptedUndertakings.Of(judged.Timeline) is not { } undertakings)
                {
                    return null;
                }

                if (named.Count == 0)
                {
                    return "It names no undertaking: leave the list out when it is about all of them.";
                }

                var given = undertakings.Given().ToDictionary(i => i.Item.Reference, i => i.Given);
                foreach (var item in named)
                {
                    if (!given.TryGetValue(item, out var entry))
                    {
                        return undertakings.IsByReportOnly
                            ? ByReportOnly(undertakings)
                            : $"There is no undertaking {item} in {undertakings.Subject}.";
                    }

                    if (entry.Content is UndertakingAdded && judged.Effective.Latest < entry.Effective.Earliest)
                    {
                        return $"It takes effect {judged.Effective}, before undertaking {item} was added ({entry.Effective}).";
                    }
                }

                return null;
            }
        );

    internal static string ByReportOnly(AcceptedUndertakings undertakings) =>
        $"What was undertaken in {undertakings.Subject.Id} is not in the record, only that there are undertakings: record their acceptance first.";

    /// <summary>In a split one item may pass to one successor and the next to another.</summary>
    public static Rule<Event> ActsForWhatPassed { get; } =
        new(
            "acts-for-what-passed",
            "A successor reports on, and applies for, what passed to it, from the day on which it passed.",
            (said, judged) =>
                AcceptedUndertakings.Of(judged.Timeline) is { } undertakings
                && OdsCode.TryParse(judged.Decision.DecidedBy.Body, out var body)
                && !undertakings.GivenBy.Contains(body)
                && judged.Timeline.Of<OpenItemsDisposed>().Any(e => e.Content.OrganisationsNamed().Contains(body))
                && (ItemsOf(said) ?? [.. undertakings.Given().Select(i => i.Item.Reference)]).FirstOrDefault(item =>
                    undertakings.ItemOf(item) is not null
                    && !undertakings.PassedTo(body, [item], judged.Effective.Latest)
                )
                    is { } other
                    ? $"Undertaking {other} has not passed to {body} by {judged.Effective}."
                    : null
        );

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

    /// <summary>A discharge of some items leaves the others as they are.</summary>
    public static Rule<Event> NotAfterDischarge { get; } =
        new(
            "not-after-discharge",
            "What was discharged, or has a later set in its place, is not added to, varied, reported on, judged, certified or discharged again.",
            (said, judged) =>
            {
                if (AcceptedUndertakings.In(judged.Record, judged.Timeline) is not { } undertakings)
                {
                    return null;
                }

                if (undertakings.SupersededBy(judged.Effective.Earliest).FirstOrDefault() is { } later)
                {
                    return $"{later.Subject.Id} stands in the place of these undertakings since {later.Accepted.Effective}.";
                }

                var discharged = judged
                    .Timeline.Of<UndertakingsDischarged>()
                    .Where(e => e.ComesBefore(judged.Entry, said))
                    .ToArray();
                bool Is(string item) => discharged.Any(e => e.Content.Items is not { } only || only.Contains(item));

                if (ItemsOf(said) is { } named)
                {
                    return named.FirstOrDefault(Is) is { } item ? $"Undertaking {item} was discharged already." : null;
                }

                return
                    discharged.Any(e => e.Content.Items is null)
                    || undertakings.ItemsBy(judged.Effective.Latest).ToArray() is [_, ..] items
                        && items.All(i => Is(i.Item.Reference))
                    ? "All of the undertakings were discharged already."
                    : null;
            }
        );
}
