using Oversight.Projections.Commitments;
using Oversight.Record.Commitments;
using Oversight.Record.Organisations;

namespace Oversight.Projections.Registers;

/// <summary>
/// Every action and other commitment of an organisation or its system made by the day, agreed, required or expected, and what became of it.
/// </summary>
internal sealed class CommitmentRow(RecordAt record, OdsCode ods, Commitment commitment, DateOnly on) : Row
{
    public static Register Register { get; } =
        Register.Of(
            "commitments",
            "Actions and commitments",
            "ods, name, kind, terms, wording, owner, due, daysLeft, state, overdue",
            On,
            MayBeMissing.Commitment,
            MayBeMissing.CommitmentDue
        );

    /// <summary>The ODS code of the organisation, or of the successor to which it passed.</summary>
    [Heading("ODS")]
    public OdsCode Ods => ods;

    /// <summary>Its name.</summary>
    [Heading("Organisation")]
    public string Name => record.NameOf(ods);

    /// <summary>The code of its region.</summary>
    public IEnumerable<string> Region => record.RegionsOf([ods]);

    /// <summary>What kind of commitment it is.</summary>
    public CommitmentKind Kind => commitment.Kind;

    /// <summary>Whether it was agreed, required or is expected.</summary>
    public CommitmentTerms Terms => commitment.Terms;

    /// <summary>Whether it is the organisation's own or its whole system's.</summary>
    public Concerning Scope => commitment.Scope;

    /// <summary>The codes of the trusts that it is for, where it is for single ones.</summary>
    public IEnumerable<OdsCode> Trusts => commitment.Organisations;

    /// <summary>What is to be done or reached, where it was said.</summary>
    [Heading("What")]
    public string? Wording => commitment.Wording;

    /// <summary>The period that it is about.</summary>
    public DateWithPrecision? Period => commitment.Period;

    /// <summary>In whole pounds, where it is about a sum.</summary>
    public long? Amount => commitment.Amount;

    /// <summary>By how many per cent, where it was said so.</summary>
    public int? PerCent => commitment.PerCent;

    /// <summary>When it was made.</summary>
    public DateWithPrecision Made => commitment.Said.Effective;

    /// <summary>Who made it.</summary>
    public string DecidedBy => Said.By(commitment.Said.DecidedBy);

    /// <summary>Who sees to it.</summary>
    public string? Owner => commitment.Owner;

    /// <summary>What became of it.</summary>
    public CommitmentState State => commitment.State;

    /// <summary>Whether it stands; no only where it was certainly met or withdrawn.</summary>
    public bool Stands => commitment.Stands;

    /// <summary>By when; empty where that is not stated.</summary>
    public DateWithPrecision? Due => commitment.Due;

    /// <summary>Within how many years, where that was said in place of a date.</summary>
    public int? WithinYears => commitment.WithinYears;

    /// <summary>Other dates that may hold, where it is uncertain whether it was moved.</summary>
    public IEnumerable<string> OrElse => commitment.OrElse.Select(due => due.ToString());

    /// <summary>Days to the latest day on which it is due, while it stands; negative when that has passed.</summary>
    public int? DaysLeft => commitment.Stands ? commitment.DaysLeft : null;

    /// <summary>How soon it is due.</summary>
    [Heading("Due within")]
    public DueWithin? Within => DueWithin.Of(DaysLeft);

    /// <summary>Whether its date has passed, and it was neither met nor withdrawn; not stated where no date is.</summary>
    public StatedAnswer Overdue => commitment.Overdue;

    /// <summary>How often its date changed.</summary>
    public int TimesMoved => commitment.Moved;

    /// <summary>Every date that it was given.</summary>
    public IEnumerable<string> DueHistory => commitment.History.Select(h => h.Due?.ToString() ?? "no date");

    /// <summary>When it was met or withdrawn.</summary>
    public DateWithPrecision? Ended => commitment.Ended?.Effective;

    /// <summary>Why.</summary>
    [Heading("Why it ended")]
    public string? EndedBecause => commitment.Ended?.Rationale;

    /// <summary>The entry of the review that it came from, where that is stated.</summary>
    public Guid? Review => commitment.Review;

    /// <summary>The entry by which it was made.</summary>
    public Guid Entry => commitment.Id;

    protected override Basis Basis => new(commitment.RestsOn, [AnswerRules.CommitmentDue], Said.Framework(record, on));

    private static IEnumerable<CommitmentRow> On(RecordAt record, DateOnly day) =>
        from ods in record.Organisations
        from commitment in Commitment.Of(record, ods, day)
        select new CommitmentRow(record, ods, commitment, day);
}
