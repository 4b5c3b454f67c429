namespace Oversight.Record.Organisations;

/// <summary>An event about something that does not end with the organisation that it was recorded about.</summary>
public interface IAboutHeldItem
{
    /// <summary>What it is, and the entry by which it was made.</summary>
    (OpenItemKind What, Guid Made) HeldItem();
}

/// <summary>What holds of what outlives an organisation.</summary>
public static class HeldItems
{
    /// <summary>A merger takes nothing away by itself: what is open when a body ends is disposed of by a decision.</summary>
    public static Rule<IAboutHeldItem> HeldBySomebody { get; } =
        new(
            "held-by-somebody",
            "What is said of a concern or a commitment takes effect while the organisation exists or, after its end, while a successor holds it.",
            (said, judged) =>
            {
                var (what, made) = said.HeldItem();
                var effective = judged.Effective;
                if (
                    judged.Timeline.Subject.Organisation is not { } own
                    || Passing.EndOf(judged.Timeline) is not { } end
                    || effective.Precision == DatePrecision.Unknown
                    || effective.Earliest < end.Effective.Latest
                )
                {
                    return null;
                }

                var item = judged.Timeline.StandsFor(made)?.Id ?? made;
                var (holder, by) = Passing.HolderOf(judged.Timeline, own, what, $"{item}", effective.Latest);
                return by is not [.., var last]
                        ? $"It takes effect {effective}, after {own} had ended ({end.Effective}), and nobody has decided what becomes of the "
                            + $"{InWords.Of(what)}: record to which successor it passes."
                    : holder is null
                        ? $"The {InWords.Of(what)} was disposed of by entry {last.Entry.Id} ({last.Entry.Effective}): {last.Item.Becomes()}."
                    : null;
            }
        );
}
