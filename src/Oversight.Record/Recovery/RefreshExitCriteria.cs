namespace Oversight.Record.Recovery;

/// <summary>A set of criteria was replaced by another, whole.</summary>
/// <param name="Decision">Effective: from when the new set is in force. Rationale: why it was refreshed.</param>
/// <param name="Replaces">The entry whose set it replaces.</param>
/// <param name="Purpose">What they decide about, as before.</param>
/// <param name="Criteria">The criteria as they are now, at least one.</param>
public sealed record ExitCriteriaRefreshed(
    Decision Decision,
    Guid Replaces,
    CriteriaPurpose Purpose,
    IReadOnlyList<Criterion> Criteria
) : Event(Decision), INamesOpenEntry, IStatesCriteria
{
    /// <inheritdoc/>
    public override void CheckInput()
    {
        base.CheckInput();
        Criterion.CheckAll(Criteria);
    }

    /// <inheritdoc/>
    public override IEnumerable<OdsCode> OrganisationsNamed() => Criterion.OrganisationsIn(Criteria);

    /// <inheritdoc/>
    public override string Says(Naming names) =>
        $"{Purpose} criteria refreshed from {When}: {InWords.Listed(Criteria.Select(c => c.Reference))}";

    /// <inheritdoc/>
    protected override IEnumerable<(string What, string Value)> States() => Criteria.SelectMany(c => c.States());

    string INamesOpenEntry.Member => "replaces";

    Guid? INamesOpenEntry.Named => Replaces;

    Event INamesOpenEntry.Naming(Guid entry) => this with { Replaces = entry };

    IEnumerable<BelievedEntry> INamesOpenEntry.OpenIn(Timeline timeline) =>
        timeline
            .Unanswered<IStatesCriteria, ExitCriteriaRefreshed>(later => later.Replaces)
            .Where(e => e.Content.Purpose == Purpose);

    /// <inheritdoc/>
    public override EventKind KindOfEvent() => RefreshExitCriteria.Kind;
}

/// <summary>How <see cref="ExitCriteriaRefreshed"/> is called, and the rules that say when it may be recorded.</summary>
public static class RefreshExitCriteria
{
    /// <summary>How it is called.</summary>
    public static EventKind Kind { get; } =
        new(
            "exit_criteria_refreshed",
            "refreshed-exit-criteria",
            typeof(ExitCriteriaRefreshed),
            SubjectKind.Recovery,
            "A set of criteria was replaced by another"
        )
        {
            Example = () =>
                new ExitCriteriaRefreshed(
                    Example.Decided,
                    Example.Entry,
                    CriteriaPurpose.Exit,
                    [AgreeExitCriteria.Finance]
                ),
        };

    /// <summary>The rules that hold for it, besides those for every decision.</summary>
    public static IReadOnlyList<Rule> Rules =>
        [
            GeneralRules.DecisionSaysWhy,
            EngagementRules.NamesMembers,
            AgreeExitCriteria.DependsOnRegistered,
            EngagementRules.WhileUnderWay,
            RefreshReplacesSetInForce,
            AgreeExitCriteria.CriterionReferenceOnce,
            EngagementRules.DatesCanBeKept,
        ];

    /// <summary>What is in force is asked as it would be without the new set.</summary>
    public static Rule<ExitCriteriaRefreshed> RefreshReplacesSetInForce { get; } =
        new(
            "refresh-replaces-set-in-force",
            "A refreshed set of criteria names the set of the same purpose that was in force until then.",
            (refreshed, judged) =>
            {
                if (Engagement.Of(judged.Timeline) is not { } engagement)
                {
                    return null;
                }
                var replaced = judged.Timeline.StandsFor(refreshed.Replaces);
                if (
                    replaced is not { Counts: true, Content: IStatesCriteria stated }
                    || replaced.Id == judged.Entry.Id
                    || stated.Purpose != refreshed.Purpose
                )
                {
                    return $"Entry {refreshed.Replaces} put no {refreshed.Purpose.ToString().ToLowerInvariant()} criteria in force.";
                }

                var effective = refreshed.Decision.Effective;
                var before = engagement
                    .CriteriaOn(refreshed.Purpose, effective.Latest, Sequence.NotBefore(judged.Entry, judged.Content))
                    .Entries;
                return before.Any(e => e.Id == replaced.Id)
                    ? null
                    : $"It replaces the set of entry {replaced.Id}, but before {effective} "
                        + (
                            before is [.., var set]
                                ? $"that of entry {set.Id} ({set.Effective}) was in force."
                                : "no set was in force."
                        );
            }
        );
}
