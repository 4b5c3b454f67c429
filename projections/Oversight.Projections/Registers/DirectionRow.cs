using Oversight.Projections.Directions;
using Oversight.Record.Undertakings;

namespace Oversight.Projections.Registers;

/// <summary>Every direction issued by the day, to an organisation or about its undertakings, as varied by the day.</summary>
internal sealed class DirectionRow(RecordAt record, Direction direction, DateOnly on) : Row
{
    public static Register Register { get; } =
        Register.Of(
            "directions",
            "Directions",
            "ods, name, legalBasisTitle, directed, issued, due, daysLeft, inForce, decidedBy",
            (record, day) => Direction.On(record, day).Select(direction => new DirectionRow(record, direction, day)),
            MayBeMissing.Directions
        );

    /// <summary>The organisations that were directed.</summary>
    [Heading("ODS")]
    public IEnumerable<OdsCode> Ods => direction.Organisations;

    /// <summary>Their names.</summary>
    [Heading("Organisation")]
    public IEnumerable<string> Name => direction.Organisations.Select(record.NameOf);

    /// <summary>The codes of their regions.</summary>
    public IEnumerable<string> Region => record.RegionsOf(direction.Organisations);

    /// <summary>The id of the set of undertakings that it is about; empty where it needs none.</summary>
    [Heading("Set")]
    public string? Undertakings => direction.Undertakings;

    /// <summary>The id of what it rests on in law.</summary>
    public string LegalBasis => direction.LegalBasis;

    /// <summary>What it is called.</summary>
    [Heading("Legal basis in words")]
    public string LegalBasisTitle => direction.LegalBasisTitle;

    /// <summary>The test that was applied.</summary>
    public LegalTest Test => direction.Test;

    /// <summary>What is directed, as varied.</summary>
    public string Directed => direction.Directed;

    /// <summary>The sum to be paid, in whole pounds; empty where it is no penalty, or no sum is stated.</summary>
    [Heading("Penalty (£)")]
    public long? Penalty => direction.Penalty;

    /// <summary>From when it holds.</summary>
    public DateWithPrecision Issued => direction.Issued.Effective;

    /// <summary>Who issued it.</summary>
    public string DecidedBy => Said.By(direction.Issued.DecidedBy);

    /// <summary>Why.</summary>
    [Heading("Why")]
    public string? Rationale => direction.Issued.Rationale;

    /// <summary>By when, before any variation.</summary>
    [Heading("Due as issued")]
    public DateWithPrecision? OriginalDue => direction.OriginalDue;

    /// <summary>By when, as varied.</summary>
    public DateWithPrecision? Due => direction.Due;

    /// <summary>Days to the latest day of that while it is, or may be, in force; negative when overdue.</summary>
    public int? DaysLeft => direction.DaysLeft;

    /// <summary>Whether that day has passed while it is, or may be, in force; empty where it is and no date is recorded.</summary>
    public bool? Overdue =>
        direction.InForce != StatedAnswer.No && direction.DaysLeft is null ? null : direction.DaysLeft < 0;

    /// <summary>How soon it is due, while it is, or may be, in force.</summary>
    [Heading("Due within")]
    public DueWithin? Within => DueWithin.Of(DaysLeft);

    /// <summary>Whether it is in force; uncertain where dates leave that open.</summary>
    public StatedAnswer InForce => direction.InForce;

    /// <summary>From when the last variation holds.</summary>
    public DateWithPrecision? Varied => direction.Varied is [.., var last] ? last.Effective : null;

    /// <summary>From when it is, or may be, in force no longer.</summary>
    public DateWithPrecision? Ended => direction.Ended is [.., var last] ? last.Effective : null;

    /// <summary>Why.</summary>
    [Heading("Why ended")]
    public string? EndedBecause => direction.Ended is [.., var last] ? last.Rationale : null;

    protected override Basis Basis =>
        new(direction.RestsOn, [AnswerRules.DirectionInForce, AnswerRules.DirectionDue], Said.Framework(record, on));
}
