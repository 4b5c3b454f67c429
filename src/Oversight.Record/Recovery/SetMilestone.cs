namespace Oversight.Record.Recovery;

/// <summary>A milestone was set.</summary>
/// <param name="Decision">Effective: the day on which it was set.</param>
/// <param name="Milestone">Its reference in the engagement, such as M1.</param>
/// <param name="Title">What is to be reached.</param>
/// <param name="Due">By when.</param>
public sealed record MilestoneSet(Decision Decision, string Milestone, string Title, DateWithPrecision Due)
    : Event(Decision),
        IAboutMilestone
{
    /// <inheritdoc/>
    public override void CheckInput()
    {
        base.CheckInput();
        Check.Reference(Milestone, "milestone");
        BadInputException.Text(Title, "title", 1000);
    }

    /// <inheritdoc/>
    public override string Says(Naming names) =>
        $"Milestone {Milestone} set {When}, due {Due}: {InWords.OneLine(Title)}";

    /// <inheritdoc/>
    protected override IEnumerable<(string What, string Value)> States() =>
        [($"{Milestone} title", Title), ($"{Milestone} due", Due.Stored)];

    /// <inheritdoc/>
    public override EventKind KindOfEvent() => SetMilestone.Kind;
}

/// <summary>An event about a milestone.</summary>
public interface IAboutMilestone
{
    /// <summary>The milestone's reference.</summary>
    string Milestone { get; }
}

/// <summary>How <see cref="MilestoneSet"/> is called, and the rules that say when it may be recorded.</summary>
public static class SetMilestone
{
    /// <summary>How it is called.</summary>
    public static EventKind Kind { get; } =
        new("milestone_set", "milestone", typeof(MilestoneSet), SubjectKind.Recovery, "A milestone was set")
        {
            Example = () =>
                new MilestoneSet(Example.Decided, "M1", "The recovery plan is approved.", Example.Date("2024-12-20")),
        };

    /// <summary>The rules that hold for it, besides those for every decision.</summary>
    public static IReadOnlyList<Rule> Rules => [EngagementRules.WhileUnderWay, MilestoneSetOnce];

    /// <summary>Another date is a rescheduling, another wording a correction.</summary>
    public static Rule<MilestoneSet> MilestoneSetOnce { get; } =
        new(
            "milestone-set-once",
            "A milestone is set once; later it is rescheduled.",
            (set, judged) =>
            {
                var milestone = set.Milestone;
                return
                    judged
                        .Timeline.Of<MilestoneSet>()
                        .FirstOrDefault(e => e.Place < judged.Entry.Place && e.Content.Milestone == milestone)
                        is { } first
                    ? $"Milestone {milestone} was set already, by entry {first.Id} ({first.Effective})."
                    : null;
            }
        );

    /// <summary>A milestone that was missed is still open: it may be rescheduled, and reached late.</summary>
    public static Rule<IAboutMilestone> MilestoneOpen { get; } =
        new(
            "milestone-open",
            "What is said of a milestone comes after it was set and before it was achieved.",
            (said, judged) =>
            {
                var milestone = said.Milestone;
                var effective = judged.Effective;
                var about = judged
                    .Timeline.Of<IAboutMilestone>()
                    .Where(e => e.Content.Milestone == milestone)
                    .ToArray();
                if (about.FirstOrDefault(e => e.Content is MilestoneSet) is not { } set)
                {
                    return $"Milestone {milestone} was never set.";
                }

                if (effective.Latest < set.Effective.Earliest)
                {
                    return $"It takes effect {effective}, before milestone {milestone} was set ({set.Effective}).";
                }

                return
                    about.FirstOrDefault(e =>
                        e.Content is MilestoneAchieved && e.ComesBefore(judged.Entry, judged.Content)
                    )
                        is { } achieved
                    ? $"Milestone {milestone} was achieved already, by entry {achieved.Id} ({achieved.Effective})."
                    : null;
            }
        );
}
