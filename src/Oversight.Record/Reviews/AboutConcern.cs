namespace Oversight.Record.Reviews;

/// <summary>An event about a concern that was raised before.</summary>
public interface IAboutConcern : INamesOpenEntry
{
    /// <summary>The entry by which it was raised.</summary>
    Guid Concern { get; }

    /// <inheritdoc/>
    string INamesOpenEntry.Member => "concern";

    /// <inheritdoc/>
    Guid? INamesOpenEntry.Named => Concern;

    /// <inheritdoc/>
    IEnumerable<BelievedEntry> INamesOpenEntry.OpenIn(Timeline timeline) =>
        timeline.Unanswered<ConcernRaised, ConcernClosed>(closed => closed.Concern);
}

/// <summary>What holds of concerns.</summary>
public static class ConcernRules
{
    /// <summary>A concern that comes up again after it was closed is raised again.</summary>
    public static Rule<IAboutConcern> ConcernOpen { get; } =
        new(
            "concern-open",
            "What is said of a concern comes after it was raised and before it was closed.",
            (said, judged) =>
            {
                if (judged.Timeline.StandsFor(said.Concern) is not { Counts: true, Content: ConcernRaised } raised)
                {
                    return $"No concern was raised by entry {said.Concern} about {judged.Timeline.Subject}, or it was retracted.";
                }

                if (judged.Effective.Latest < raised.Effective.Earliest)
                {
                    return $"It takes effect {judged.Effective}, before the concern was raised ({raised.Effective}).";
                }

                return
                    judged
                        .Timeline.Of<ConcernClosed>()
                        .FirstOrDefault(e =>
                            judged.Timeline.StandsFor(e.Content.Concern)?.Id == raised.Id
                            && e.ComesBefore(judged.Entry, judged.Content)
                        )
                        is { } closed
                    ? $"The concern was closed already, by entry {closed.Id} ({closed.Effective}): raise it again."
                    : null;
            }
        );
}
