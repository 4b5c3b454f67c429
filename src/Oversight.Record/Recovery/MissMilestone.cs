using Oversight.Record.Entries;

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
    public override string Says() => $"Milestone {Milestone} missed, established {When}";

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
            Example = () => new MilestoneMissed(Example.Decided, "M1"),
        };
}
