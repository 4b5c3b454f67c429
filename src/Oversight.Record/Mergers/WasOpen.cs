using Oversight.Record.Organisations;

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

    private static string Name(OpenItem open) =>
        open.Item is null ? InWords.Of(open.What) : $"{InWords.Of(open.What)} {open.Item}";
}
