namespace Oversight.Record.Recovery;

/// <summary>The System Improvement Director stood down: from then on nobody holds the post, until another is appointed.</summary>
/// <param name="Decision">Effective: the first day without them. Rationale: why.</param>
public sealed record ImprovementDirectorStoodDown(Decision Decision)
    : Event(Decision),
        IAboutImprovementDirector,
        IMayFollowExit
{
    /// <inheritdoc/>
    public override string Says(Naming names) => $"System Improvement Director stood down {When}";

    /// <inheritdoc/>
    protected override IEnumerable<(string What, string Value)> States() => [("improvement director", "nobody")];

    /// <inheritdoc/>
    public bool MayFollowExit(Engagement engagement) => true;

    /// <inheritdoc/>
    public override EventKind KindOfEvent() => StandDownImprovementDirector.Kind;
}

/// <summary>How <see cref="ImprovementDirectorStoodDown"/> is called, and the rules that say when it may be recorded.</summary>
public static class StandDownImprovementDirector
{
    /// <summary>How it is called.</summary>
    public static EventKind Kind { get; } =
        new(
            "improvement_director_stood_down",
            "improvement-director-stood-down",
            typeof(ImprovementDirectorStoodDown),
            SubjectKind.Recovery,
            "The System Improvement Director stood down"
        )
        {
            Example = () => new ImprovementDirectorStoodDown(Example.Decided),
        };

    /// <summary>The rules that hold for it, besides those for every decision.</summary>
    public static IReadOnlyList<Rule> Rules => [EngagementRules.WhileUnderWay, SomebodyHoldsThePost];

    /// <summary>An appointment that may have taken effect by then, and that nobody has certainly ended.</summary>
    public static Rule<ImprovementDirectorStoodDown> SomebodyHoldsThePost { get; } =
        new(
            "director-stands-down-from-post",
            "An improvement director stands down who was appointed, and has not stood down already.",
            (_, judged) =>
                judged
                    .Timeline.Dated<IAboutImprovementDirector>()
                    .On(judged.Effective.Latest, entry => entry.Id == judged.Entry.Id)
                    .Entries.Any(entry => entry.Content is ImprovementDirectorAppointed)
                    ? null
                    : $"Nobody is recorded as improvement director of {judged.Timeline.Subject} {judged.Effective}."
        );
}
