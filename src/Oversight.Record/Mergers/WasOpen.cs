using Oversight.Record.Organisations;
using Oversight.Record.Recovery;

namespace Oversight.Record.Mergers;

/// <summary>Whether what is disposed of was open when the body ended.</summary>
public static class WasOpen
{
    /// <summary>What had been answered, met or discharged before is nothing that a merger decides about.</summary>
    public static Rule<OpenItemsDisposed> ItemWasOpen { get; } =
        new(
            "disposes-of-what-was-open",
            "What is disposed of was open for the body on the day before it ended.",
            (disposed, judged) =>
            {
                if (OpenItems.AtEndOf(judged.Record, disposed.Ended) is not { } all)
                {
                    return null;
                }

                var open = all.Where(o => o.About == judged.Timeline.Subject).ToArray();
                return disposed.Items.FirstOrDefault(i => !open.Any(o => i.IsAbout(o.What, o.Item))) is { } closed
                    ? $"No {InWords.Of(closed.What)}{(closed.Item is null ? "" : $" {closed.Item}")} of {judged.Timeline.Subject} was open for "
                        + $"{disposed.Ended} at its end: "
                        + (
                            open.Length == 0
                                ? "nothing was."
                                : $"open were {InWords.Listed(open.Select(Name).Distinct())}."
                        )
                    : null;
            }
        );

    /// <summary>Who is not in the programme owes nothing for leaving it; the membership may pass in the same entry.</summary>
    public static Rule<OpenItemsDisposed> CriterionPassesToMember { get; } =
        new(
            "criterion-passes-to-member",
            "A criterion or milestone passes to a successor that is a member of the engagement by then.",
            (disposed, judged) =>
                Engagement.Of(judged.Timeline) is { } engagement
                && disposed
                    .Items.Where(i => i.What is OpenItemKind.Criterion or OpenItemKind.Milestone)
                    .Select(i => i.Successor)
                    .OfType<OdsCode>()
                    .FirstOrDefault(s => engagement.IsMember(s, judged.Effective.Latest) == Certainty.No)
                    is { Value.Length: > 0 } stranger
                    ? $"{stranger} is not a member of {engagement.Subject} {judged.Effective}: let the membership pass "
                        + "to it too, or let it join."
                    : null
        );

    private static string Name(OpenItem open) =>
        open.Item is null ? InWords.Of(open.What) : $"{InWords.Of(open.What)} {open.Item}";
}
