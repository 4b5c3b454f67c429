namespace Oversight.Record.Recovery;

/// <summary>A diagnostic stocktake was reported: what is wrong, before it is agreed what is to be done.</summary>
/// <param name="Decision">Effective: the day of the report. Evidence: the report.</param>
/// <param name="Findings">What was found, one item each, at least one.</param>
/// <param name="ReportedBy">Who looked: a body or a role, never a person's name; absent: not stated.</param>
/// <param name="Members">The members looked at; left out: all.</param>
public sealed record StocktakeReported(
    Decision Decision,
    IReadOnlyList<string> Findings,
    string? ReportedBy = null,
    IReadOnlyList<OdsCode>? Members = null
) : Event(Decision), IConcernsMembers
{
    /// <inheritdoc/>
    public override void CheckInput()
    {
        base.CheckInput();
        Check.Texts(Findings, "findings", 2000, atLeast: 1);
        if (ReportedBy is not null)
        {
            BadInputException.Text(ReportedBy, "reportedBy", 200);
        }

        EngagementRules.CheckMembers(Members);
    }

    /// <inheritdoc/>
    public override string Says(Naming names) =>
        $"Diagnostic stocktake reported {When}{names.For(Members)}: "
        + (Findings.Count == 1 ? "one finding" : $"{Findings.Count} findings")
        + (ReportedBy is null ? "" : $", by {ReportedBy}");

    /// <inheritdoc/>
    protected override IEnumerable<(string What, string Value)> States() =>
        [
            .. Stated.AllOrEach("stocktake of", Members),
            .. Stated.Each("stocktake finding", Findings),
            .. Stated.Maybe("stocktake by", ReportedBy),
        ];

    /// <inheritdoc/>
    public override EventKind KindOfEvent() => ReportStocktake.Kind;
}

/// <summary>How <see cref="StocktakeReported"/> is called, and the rules that say when it may be recorded.</summary>
public static class ReportStocktake
{
    /// <summary>How it is called.</summary>
    public static EventKind Kind { get; } =
        new(
            "stocktake_reported",
            "stocktake",
            typeof(StocktakeReported),
            SubjectKind.Recovery,
            "A diagnostic stocktake was reported"
        )
        {
            Decides = false,
            Example = () =>
                new StocktakeReported(
                    Example.Decided,
                    ["The drivers of the deficit are not understood.", "There is no joint plan for urgent care."],
                    "National Recovery Support team"
                ),
        };

    /// <summary>The rules that hold for it, besides those for every decision.</summary>
    public static IReadOnlyList<Rule> Rules => [EngagementRules.NamesMembers, EngagementRules.WhileUnderWay];
}
