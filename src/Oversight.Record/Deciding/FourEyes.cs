namespace Oversight.Record.Deciding;

/// <summary>
/// Whether two entries were written by different signed-in subjects, as they are believed: whoever logged an entry, wrote the
/// correction that is in force, or chose by a retraction which content stands. To take back what one wrote oneself writes nothing.
/// </summary>
public static class FourEyes
{
    /// <summary>A subject that wrote part of both; null when there is none.</summary>
    /// <param name="asked">The entry that is answered.</param>
    /// <param name="answer">The entry that answers it, as recorded.</param>
    /// <param name="timeline">The timeline with both.</param>
    public static string? WroteBoth(BelievedEntry asked, Entry answer, Timeline timeline)
    {
        var answered = timeline.StandsFor(answer.Id) is { } believed
            ? WritersOf(believed, timeline)
            : [answer.LoggedBy];
        // Of whom it is not known who they are, it is not known that they are the same.
        return WritersOf(asked, timeline)
            .FirstOrDefault(writer => !string.IsNullOrWhiteSpace(writer) && answered.Contains(writer));
    }

    private static HashSet<string> WritersOf(BelievedEntry entry, Timeline timeline)
    {
        var writers = new HashSet<string>(StringComparer.Ordinal) { entry.Original.LoggedBy };
        if (entry.InForce is { } correction)
        {
            writers.Add(correction.LoggedBy);
        }

        foreach (var retraction in timeline.Recorded.Where(e => e.Event is IRetracts))
        {
            if (
                timeline.RetractionOf(retraction.Id) is null
                && TargetOf(retraction, timeline) is { } target
                && target.LoggedBy != retraction.LoggedBy
                && timeline.ChangedBy(retraction)?.Id == entry.Id
            )
            {
                writers.Add(retraction.LoggedBy);
            }
        }

        return writers;
    }

    private static Entry? TargetOf(Entry retraction, Timeline timeline) =>
        retraction.Event is IRetracts { Target: var target }
            ? timeline.Recorded.FirstOrDefault(e => e.Id == target && e.Place < retraction.Place)
            : null;
}
