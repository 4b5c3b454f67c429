namespace Oversight.Record.Recovery;

/// <summary>Says who holds the post of improvement director, or that nobody does.</summary>
public interface IAboutImprovementDirector;

/// <summary>A System Improvement Director was appointed.</summary>
/// <param name="Decision">Effective: from when.</param>
/// <param name="Director">Who it is (the name, which is kept as a commitment).</param>
/// <param name="Until">Until when, as far as that was said.</param>
public sealed record ImprovementDirectorAppointed(Decision Decision, string Director, DateWithPrecision? Until = null)
    : Event(Decision),
        IAboutImprovementDirector
{
    /// <inheritdoc/>
    public override void CheckInput()
    {
        base.CheckInput();
        Check.Person(Director, "director");
    }

    /// <inheritdoc/>
    public override Event WithPeople(Func<string?, string, string?> change) =>
        (ImprovementDirectorAppointed)base.WithPeople(change) with
        {
            Director = change(Director, "director") ?? "",
        };

    /// <inheritdoc/>
    public override string Says(Naming names) =>
        $"System Improvement Director appointed from {When}{InWords.Until(Until)}";

    /// <inheritdoc/>
    protected override IEnumerable<(string What, string Value)> States() =>
        [("improvement director", Director), .. Stated.Maybe("improvement director until", Until)];

    /// <inheritdoc/>
    public override EventKind KindOfEvent() => AppointImprovementDirector.Kind;
}

/// <summary>How <see cref="ImprovementDirectorAppointed"/> is called, and the rules that say when it may be recorded.</summary>
public static class AppointImprovementDirector
{
    /// <summary>How it is called.</summary>
    public static EventKind Kind { get; } =
        new(
            "improvement_director_appointed",
            "improvement-director",
            typeof(ImprovementDirectorAppointed),
            SubjectKind.Recovery,
            "A System Improvement Director was appointed"
        )
        {
            Example = () =>
                new ImprovementDirectorAppointed(Example.Decided, "Robin Example", Example.Date("2025-10-31")),
        };

    /// <summary>The rules that hold for it, besides those for every decision.</summary>
    public static IReadOnlyList<Rule> Rules => [EngagementRules.WhileUnderWay];
}
