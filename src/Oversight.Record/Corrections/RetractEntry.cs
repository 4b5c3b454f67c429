namespace Oversight.Record.Corrections;

/// <summary>
/// An earlier entry of the same stream no longer counts. Retracting a correction restores what stood before it;
/// retracting a retraction restores what it had taken away.
/// </summary>
/// <param name="Decision">Who retracted and why; effective is the day on which that was decided.</param>
/// <param name="Target">The entry that no longer counts.</param>
public sealed record EntryRetracted(Decision Decision, Guid Target) : Event(Decision), IRetracts
{
    /// <inheritdoc/>
    public override string Says(Naming names) => $"{names.OfEntry("Entry", Target)} retracted";

    /// <inheritdoc/>
    public override EventKind KindOfEvent() => RetractEntry.Kind;
}

/// <summary>How <see cref="EntryRetracted"/> is called, and the rules that say when it may be recorded.</summary>
public static class RetractEntry
{
    /// <summary>How it is called.</summary>
    public static EventKind Kind { get; } =
        new(
            "entry_retracted",
            "retraction",
            typeof(EntryRetracted),
            SubjectKind.Organisation | SubjectKind.Framework | SubjectKind.Recovery | SubjectKind.Undertakings,
            "An earlier entry no longer counts"
        )
        {
            Example = () => new EntryRetracted(Example.Decided, Example.Entry),
        };

    /// <summary>The rules that hold for it, besides those for every decision.</summary>
    public static IReadOnlyList<Rule> Rules => [RetractionTakesSomethingAway, CorrectEntry.ReasonForChangingTheRecord];

    /// <summary>A retraction takes away an earlier entry of the same stream that still counts.</summary>
    public static Rule<EntryRetracted> RetractionTakesSomethingAway { get; } =
        new(
            "retraction-takes-something-away",
            "A retraction names an earlier entry about the same subject that has not been retracted.",
            (retraction, judged) =>
            {
                var target = retraction.Target;
                if (judged.Timeline.Misdirected.Any(e => e.Id == judged.Entry.Id && e.Place == judged.Entry.Place))
                {
                    return $"There is no earlier entry {target} about {judged.Timeline.Subject}.";
                }

                return judged.Timeline.TakenBefore(judged.Entry) is { } earlier
                    ? $"Entry {target} was retracted already, by entry {earlier.Id}."
                    : null;
            },
            RuleForce.RefusesAlways
        );
}
