namespace Oversight.Record.Recovery;

/// <summary>A milestone was not reached by its date.</summary>
/// <param name="Decision">Effective: when that was established.</param>
/// <param name="Milestone">Its reference.</param>
public sealed record MilestoneMissed(Decision Decision, string Milestone) : Event(Decision), IAboutMilestone
{
    /// <inheritdoc/>
    public override void CheckInput()
    {
        base.CheckInput();
        Check.Reference(Milestone, "milestone");
    }

    /// <inheritdoc/>
    public override string Says(Naming names) => $"Milestone {Milestone} missed, established {When}";

    /// <inheritdoc/>
    protected override IEnumerable<(string What, string Value)> States() => [(Milestone, "missed")];

    /// <inheritdoc/>
    public override EventKind KindOfEvent() => MissMilestone.Kind;
}

/// <summary>How <see cref="MilestoneMissed"/> is called, and the rules that say when it may be recorded.</summary>
public static class MissMilestone
{
    /// <summary>How it is called.</summary>
    public static EventKind Kind { get; } =
        new(
            "milestone_missed",
            "milestone-missed",
            typeof(MilestoneMissed),
            SubjectKind.Recovery,
            "A milestone was not reached by its date"
        )
        {
            Deciders = Deciders.National | Deciders.Region | Deciders.Own,
            Decides = false,
            Example = () => new MilestoneMissed(Example.Decided, "M1"),
        };

    /// <summary>The rules that hold for it, besides those for every decision.</summary>
    public static IReadOnlyList<Rule> Rules =>
        [EngagementRules.WhileUnderWay, SetMilestone.MilestoneOpen, MissedAfterDue];

    /// <summary>The due date is the last one that was said before; it counts from its latest day.</summary>
    public static Rule<MilestoneMissed> MissedAfterDue { get; } =
        new(
            "missed-after-due",
            "A milestone is missed only after its due date has passed.",
            (missed, judged) =>
            {
                var milestone = missed.Milestone;
                var effective = judged.Effective;
                var due = judged
                    .Timeline.Of<IAboutMilestone>()
                    .Where(e => e.Content.Milestone == milestone && e.ComesBefore(judged.Entry, judged.Content))
                    .OrderBy(e => e.Effective.Latest)
                    .ThenBy(e => e.Place)
                    .Select(e =>
                        e.Content switch
                        {
                            MilestoneSet set => set.Due,
                            MilestoneRescheduled rescheduled => rescheduled.Due,
                            _ => (DateWithPrecision?)null,
                        }
                    )
                    .LastOrDefault(date => date is not null);
                return due is { } last && effective.Latest <= last.Latest
                    ? $"Milestone {milestone} is due {last}, which has not passed {effective}."
                    : null;
            }
        );
}
