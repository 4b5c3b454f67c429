using Oversight.Record.Entries;
using Oversight.Record.Time;

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
    public override string Says() => $"Milestone {Milestone} set {When}, due {Due}: {InWords.OneLine(Title)}";

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
}
