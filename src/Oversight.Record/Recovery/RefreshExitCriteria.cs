using Oversight.Record.Entries;

namespace Oversight.Record.Recovery;

/// <summary>A set of criteria was replaced by another, whole.</summary>
/// <param name="Decision">Effective: from when the new set is in force. Rationale: why it was refreshed.</param>
/// <param name="Replaces">The id of the entry whose set it replaces.</param>
/// <param name="Purpose">What they decide about, as before.</param>
/// <param name="Criteria">The criteria as they are now, at least one.</param>
public sealed record ExitCriteriaRefreshed(
    Decision Decision,
    Guid Replaces,
    CriteriaPurpose Purpose,
    IReadOnlyList<Criterion> Criteria
) : Event(Decision), IStatesCriteria
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
    public override string Says() =>
        $"{Purpose} criteria refreshed from {When}: {InWords.Listed(Criteria.Select(c => c.Reference))}";

    /// <inheritdoc/>
    protected override IEnumerable<(string What, string Value)> States() => Criteria.SelectMany(c => c.States());

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
}
