using Oversight.Record.Organisations;

namespace Oversight.Record.Finance;

/// <summary>
/// A document states how an organisation or a system stood financially in a period. What it does not state is left out, and
/// stays not stated: a later document may say more.
/// </summary>
/// <param name="Decision">Effective: the period, such as 2023/24. Source: the document.</param>
/// <param name="Scope">Whether the figures are the organisation's own or those of its whole system.</param>
/// <param name="Plan">The plan for the period.</param>
/// <param name="RevisedPlan">The plan that took its place during the period.</param>
/// <param name="Outturn">How the period ended.</param>
/// <param name="AgainstPlan">How the outturn compares with the plan.</param>
/// <param name="Efficiency">The efficiencies delivered, beside those planned.</param>
/// <param name="RecurrentEfficiency">The same of those that recur.</param>
/// <param name="Agency">The spending on agency staff, beside its ceiling.</param>
/// <param name="RunningCosts">The running costs, beside their allowance.</param>
/// <param name="Capital">The capital spending, beside its limit.</param>
/// <param name="NonRecurrentSupport">Whether non-recurrent financial support was received.</param>
/// <param name="Internal">True where the document is not published: then nobody reads it here to whom it was not communicated.</param>
public sealed record FinancialPositionStated(
    Decision Decision,
    Concerning Scope,
    FinancialResult? Plan = null,
    FinancialResult? RevisedPlan = null,
    FinancialResult? Outturn = null,
    AgainstPlan? AgainstPlan = null,
    EfficiencyDelivered? Efficiency = null,
    EfficiencyDelivered? RecurrentEfficiency = null,
    AgainstCeiling? Agency = null,
    AgainstCeiling? RunningCosts = null,
    AgainstCeiling? Capital = null,
    bool? NonRecurrentSupport = null,
    bool Internal = false
) : Event(Decision), IStatedForPeriod, IConcerns
{
    /// <summary>What it states, figure by figure, in the order of <see cref="FinancialFigure"/>.</summary>
    public IEnumerable<(FinancialFigure Figure, string Value, long? Amount)> Figures()
    {
        (FinancialFigure, string?, long?)[] all =
        [
            (FinancialFigure.Plan, Word(Plan?.Balance), Plan?.Amount),
            (FinancialFigure.RevisedPlan, Word(RevisedPlan?.Balance), RevisedPlan?.Amount),
            (FinancialFigure.Outturn, Word(Outturn?.Balance), Outturn?.Amount),
            (FinancialFigure.AgainstPlan, Word(AgainstPlan), null),
            (FinancialFigure.Efficiency, Word(Efficiency), null),
            (FinancialFigure.RecurrentEfficiency, Word(RecurrentEfficiency), null),
            (FinancialFigure.Agency, Word(Agency), null),
            (FinancialFigure.RunningCosts, Word(RunningCosts), null),
            (FinancialFigure.Capital, Word(Capital), null),
            (
                FinancialFigure.NonRecurrentSupport,
                NonRecurrentSupport is not { } support ? null
                : support ? "received"
                : "not received",
                null
            ),
        ];
        return all.Where(f => f.Item2 is not null).Select(f => (f.Item1, f.Item2!, f.Item3));
    }

    /// <inheritdoc/>
    public override bool IsPublic() => !Internal;

    /// <inheritdoc/>
    public override void CheckInput()
    {
        base.CheckInput();
        Plan?.CheckInput("plan");
        RevisedPlan?.CheckInput("revisedPlan");
        Outturn?.CheckInput("outturn");
        if (!Figures().Any())
        {
            throw new BadInputException(
                "outturn",
                "is not stated, and neither is anything else: state at least one figure."
            );
        }

        if (
            Decision.Effective.Precision
            is not (DatePrecision.Month or DatePrecision.Quarter or DatePrecision.FinancialYear)
        )
        {
            throw new BadInputException(
                "decision.effective",
                "must be the period that the figures are about: a month, a quarter or a financial year, such as 2023/24."
            );
        }

        if (Decision.Source is null)
        {
            throw new BadInputException("decision.source", "must name the document that states the figures.");
        }
    }

    /// <inheritdoc/>
    public override string Says(Naming names) =>
        $"Financial position of {When} stated for the {InWords.Of(Scope)}: "
        + InWords.Listed(Figures().Select(f => $"{InWords.Of(f.Figure)} {f.Value}{InWords.Pounds(f.Amount)}"));

    /// <inheritdoc/>
    protected override IEnumerable<(string What, string Value)> States() =>
        Figures().Select(f => ($"{InWords.Of(Scope)} {InWords.Of(f.Figure)}", $"{f.Value}{InWords.Pounds(f.Amount)}"));

    /// <inheritdoc/>
    public override EventKind KindOfEvent() => StateFinancialPosition.Kind;

    private static string? Word<T>(T? value)
        where T : struct, Enum => value is { } said ? InWords.Of(said) : null;
}

/// <summary>A figure of a financial position.</summary>
public enum FinancialFigure
{
    /// <summary>The plan for the period.</summary>
    Plan,

    /// <summary>The plan that took its place during the period.</summary>
    RevisedPlan,

    /// <summary>How the period ended.</summary>
    Outturn,

    /// <summary>How the outturn compares with the plan.</summary>
    AgainstPlan,

    /// <summary>The efficiencies delivered, beside those planned.</summary>
    Efficiency,

    /// <summary>The efficiencies delivered that recur, beside those planned.</summary>
    RecurrentEfficiency,

    /// <summary>The spending on agency staff, beside its ceiling.</summary>
    Agency,

    /// <summary>The running costs, beside their allowance.</summary>
    RunningCosts,

    /// <summary>The capital spending, beside its limit.</summary>
    Capital,

    /// <summary>Non-recurrent financial support.</summary>
    NonRecurrentSupport,
}

/// <summary>A planned or reported result.</summary>
/// <param name="Balance">Which way it goes.</param>
/// <param name="Amount">By how many whole pounds, where that is stated; never with breakeven.</param>
public sealed record FinancialResult(FinancialBalance Balance, long? Amount = null)
{
    internal void CheckInput(string field)
    {
        if (Amount is { } pounds && (pounds <= 0 || Balance == FinancialBalance.Breakeven))
        {
            throw new BadInputException(
                $"{field}.amount",
                Balance == FinancialBalance.Breakeven
                    ? "is nothing at breakeven: leave it out."
                    : "must be whole pounds above 0; whether it is a surplus or a deficit is said beside it."
            );
        }
    }
}

/// <summary>Which way a result goes.</summary>
public enum FinancialBalance
{
    /// <summary>More income than spending.</summary>
    Surplus,

    /// <summary>As much spending as income.</summary>
    Breakeven,

    /// <summary>More spending than income.</summary>
    Deficit,
}

/// <summary>How a result compares with its plan.</summary>
public enum AgainstPlan
{
    /// <summary>Better than planned.</summary>
    Better,

    /// <summary>As planned.</summary>
    AsPlanned,

    /// <summary>Worse than planned.</summary>
    Worse,
}

/// <summary>Efficiencies delivered, beside those planned.</summary>
public enum EfficiencyDelivered
{
    /// <summary>More than planned.</summary>
    OverDelivered,

    /// <summary>As planned.</summary>
    Delivered,

    /// <summary>Less than planned.</summary>
    UnderDelivered,
}

/// <summary>Spending beside what it may be.</summary>
public enum AgainstCeiling
{
    /// <summary>At or below it.</summary>
    Within,

    /// <summary>Above it.</summary>
    Above,
}

/// <summary>How <see cref="FinancialPositionStated"/> is called, and the rules that say when it may be recorded.</summary>
public static class StateFinancialPosition
{
    /// <summary>How it is called.</summary>
    public static EventKind Kind { get; } =
        new(
            "financial_position_stated",
            "financial-position",
            typeof(FinancialPositionStated),
            SubjectKind.Organisation,
            "A document states a financial position for a period"
        )
        {
            Decides = false,
            Provision = Provision.GeneralFunctions,
            Example = () =>
                new FinancialPositionStated(
                    Example.Published,
                    Concerning.System,
                    Plan: new(FinancialBalance.Breakeven),
                    Outturn: new(FinancialBalance.Deficit, 12_500_000),
                    Efficiency: EfficiencyDelivered.UnderDelivered,
                    NonRecurrentSupport: true
                ),
        };

    /// <summary>The rules that hold for it, besides those for every decision.</summary>
    public static IReadOnlyList<Rule> Rules =>
        [OrganisationRules.WithinExistence, SystemRules.SystemIsOfAnIcb, StatementsAgree];

    /// <summary>What two documents state of one period is the same.</summary>
    public static Rule<FinancialPositionStated> StatementsAgree { get; } =
        new(
            "financial-statements-agree",
            "What is stated of a financial figure for a period is what was stated of it before.",
            (stated, judged) =>
                (
                    from earlier in judged.Timeline.Of<FinancialPositionStated>()
                    where
                        earlier.Place < judged.Entry.Place
                        && earlier.Content.Scope == stated.Scope
                        && earlier.Effective == judged.Effective
                    from before in earlier.Content.Figures()
                    from now in stated.Figures()
                    where
                        now.Figure == before.Figure
                        && (now.Value != before.Value || AmountsDiffer(now.Amount, before.Amount))
                    select $"{InWords.Of(now.Figure)} is stated as {now.Value}{InWords.Pounds(now.Amount)}; entry {earlier.Id} "
                        + $"states {before.Value}{InWords.Pounds(before.Amount)} for {judged.Effective}."
                ).FirstOrDefault(),
            RuleForce.Reports
        );

    // An amount that one of them does not state is no contradiction.
    private static bool AmountsDiffer(long? one, long? other) => one is { } a && other is { } b && a != b;
}
