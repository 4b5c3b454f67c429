using Oversight.Projections.Finance;
using Oversight.Record.Finance;
using Oversight.Record.Organisations;

namespace Oversight.Projections.Registers;

/// <summary>
/// Every financial figure that a document states of an organisation or its system, for periods that have begun by the day. What no
/// document states has no row: it is not stated.
/// </summary>
internal sealed class FinancialFigureRow(RecordAt record, OdsCode ods, StatedFigure figure, DateOnly on) : Row
{
    public static Register Register { get; } =
        Register.Of(
            "finances",
            "Financial position",
            "ods, name, period, scope, figure, value, amount, certainty, source",
            On,
            MayBeMissing.FinancialPosition
        );

    /// <summary>The organisation's ODS code.</summary>
    [Heading("ODS")]
    public OdsCode Ods => ods;

    /// <summary>Its name.</summary>
    [Heading("Organisation")]
    public string Name => record.NameOf(ods, on);

    /// <summary>The code of its region.</summary>
    public IEnumerable<string> Region => record.RegionsOf([ods]);

    /// <summary>The period that the figure is about.</summary>
    public DateWithPrecision Period => figure.Period;

    /// <summary>Whether the figure is the organisation's own or that of its whole system.</summary>
    [Heading("For")]
    public Concerning Scope => figure.Scope;

    /// <summary>Which figure.</summary>
    public FinancialFigure Figure => figure.Figure;

    /// <summary>What is stated; several where documents do not agree.</summary>
    public IEnumerable<string> Value => figure.Values;

    /// <summary>By how many whole pounds, where one amount is stated.</summary>
    [Heading("Pounds")]
    public long? Amount => figure.Amounts is [var only] ? only : null;

    /// <summary>Yes where all that state it agree, uncertain where they do not.</summary>
    [Heading("Stated")]
    public StatedAnswer Certainty => figure.Answer;

    /// <summary>The documents that state it.</summary>
    public IEnumerable<string> Source => figure.Sources.Select(Said.In).OfType<string>();

    protected override Basis Basis => new(figure.Entries, [AnswerRules.AsStated], null);

    private static IEnumerable<FinancialFigureRow> On(RecordAt record, DateOnly day) =>
        from ods in record.Organisations
        from figure in FinancialPosition.On(record.TimelineOf(ods)!, day)
        orderby record.NameOf(ods, day), ods
        select new FinancialFigureRow(record, ods, figure, day);
}
