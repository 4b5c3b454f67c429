using Oversight.Record.Finance;
using Oversight.Record.Organisations;

namespace Oversight.Projections.Finance;

/// <summary>What documents state of one financial figure for one period.</summary>
/// <param name="Scope">Whether it is the organisation's own figure or that of its whole system.</param>
/// <param name="Period">The period.</param>
/// <param name="Figure">Which figure.</param>
/// <param name="Answer">Yes where all that state it agree; uncertain where they do not.</param>
/// <param name="Values">What is stated: one value, or each of those that do not agree, in the order recorded.</param>
/// <param name="Amounts">The amounts stated, in whole pounds; none where no document states one.</param>
/// <param name="Sources">The documents that state it.</param>
/// <param name="Entries">The entries that state it.</param>
public sealed record StatedFigure(
    Concerning Scope,
    DateWithPrecision Period,
    FinancialFigure Figure,
    StatedAnswer Answer,
    IReadOnlyList<string> Values,
    IReadOnlyList<long> Amounts,
    IReadOnlyList<Source> Sources,
    IReadOnlyList<EntryReference> Entries
);

/// <summary>
/// How an organisation and its system stood financially, as documents state it for periods that have begun by a day. A figure that no
/// document states is not in it: it is not stated, and never nothing.
/// </summary>
public static class FinancialPosition
{
    /// <summary>The figures of an organisation, the latest period first; of a period the organisation's own first.</summary>
    /// <param name="timeline">The organisation's timeline.</param>
    /// <param name="day">The day.</param>
    public static IReadOnlyList<StatedFigure> On(Timeline timeline, DateOnly day) =>
        [
            .. from entry in timeline.Of<FinancialPositionStated>()
            where entry.Effective.Earliest <= day
            from figure in entry.Content.Figures()
            group (Entry: entry, Stated: figure) by (
                entry.Content.Scope,
                Period: entry.Effective,
                figure.Figure
            ) into stated
            orderby stated.Key.Period.Latest descending, stated.Key.Period.Earliest descending, stated.Key.Scope, stated
                .Key
                .Figure
            let values = stated.Select(s => s.Stated.Value).Distinct().ToArray()
            let amounts = stated.Select(s => s.Stated.Amount).OfType<long>().Distinct().ToArray()
            select new StatedFigure(
                stated.Key.Scope,
                stated.Key.Period,
                stated.Key.Figure,
                values.Length == 1 && amounts.Length <= 1 ? StatedAnswer.Yes : StatedAnswer.Uncertain,
                values,
                amounts,
                [.. stated.Select(s => s.Entry.Decision.Source).OfType<Source>().Distinct()],
                [.. stated.Select(s => EntryReference.To(s.Entry))]
            ),
        ];

    /// <summary>The figures of the last period of which anything is stated that no document states, for whom it states something.</summary>
    /// <param name="stated">What is stated.</param>
    public static IReadOnlyList<(
        Concerning Scope,
        DateWithPrecision Period,
        IReadOnlyList<FinancialFigure> Figures
    )> NotStated(IReadOnlyList<StatedFigure> stated) =>
        [
            .. from figure in stated
            where figure.Period == stated[0].Period
            group figure.Figure by figure.Scope into known
            select (
                known.Key,
                stated[0].Period,
                (IReadOnlyList<FinancialFigure>)[.. Enum.GetValues<FinancialFigure>().Except(known)]
            ),
        ];
}
