using Oversight.Projections.Reviews;
using Oversight.Record.Organisations;
using Oversight.Record.Reviews;

namespace Oversight.Projections.Registers;

/// <summary>Every concern about an organisation or its system raised by the day, and what became of it.</summary>
internal sealed class ConcernRow(RecordAt record, OdsCode ods, Concern concern, DateOnly on) : Row
{
    public static Register Register { get; } =
        Register.Of(
            "concerns",
            "Concerns",
            "ods, name, about, wording, raised, state, daysOpen, escalatedTo",
            On,
            MayBeMissing.Concern
        );

    /// <summary>The ODS code of the organisation that it was raised about, or of the successor to which it passed.</summary>
    [Heading("ODS")]
    public OdsCode Ods => ods;

    /// <summary>Its name.</summary>
    [Heading("Organisation")]
    public string Name => record.NameOf(ods);

    /// <summary>The code of its region.</summary>
    public IEnumerable<string> Region => record.RegionsOf([ods]);

    /// <summary>What it is about.</summary>
    public ConcernTheme About => concern.About;

    /// <summary>Whether it concerns the organisation alone or its whole system.</summary>
    public Concerning Scope => concern.Scope;

    /// <summary>The codes of the trusts that it is about, where it is about single ones.</summary>
    public IEnumerable<OdsCode> Trusts => concern.Organisations;

    /// <summary>The concern itself.</summary>
    [Heading("Concern")]
    public string Wording => concern.Wording;

    /// <summary>When it was raised.</summary>
    public DateWithPrecision Raised => concern.Said.Effective;

    /// <summary>Who raised it.</summary>
    public string RaisedBy => Said.By(concern.Said.DecidedBy);

    /// <summary>Where it stands.</summary>
    public ConcernState State => concern.State;

    /// <summary>Whether it is open; no only where it was certainly closed.</summary>
    public bool Open => concern.IsOpen;

    /// <summary>Days since the latest day on which it was raised, while it is open.</summary>
    public int? DaysOpen => concern.DaysOpen;

    /// <summary>The bodies to which it was taken.</summary>
    public IEnumerable<string> EscalatedTo => concern.Escalations.Select(e => e.To).Distinct();

    /// <summary>When it was last taken to one.</summary>
    public DateWithPrecision? Escalated => concern.Escalations is [.., var last] ? last.Said.Effective : null;

    /// <summary>When it was closed.</summary>
    public DateWithPrecision? Closed => concern.Closed?.Effective;

    /// <summary>Why it was closed.</summary>
    public string? ClosedBecause => concern.Closed?.Rationale;

    /// <summary>The entry of the review that it came from, where that is stated.</summary>
    public Guid? Review => concern.Review;

    /// <summary>The entry by which it was raised.</summary>
    public Guid Entry => concern.Id;

    protected override Basis Basis => new(concern.RestsOn, [AnswerRules.ConcernOpen], Said.Framework(record, on));

    private static IEnumerable<ConcernRow> On(RecordAt record, DateOnly day) =>
        from ods in record.Organisations
        from concern in Concern.Of(record, ods, day)
        select new ConcernRow(record, ods, concern, day);
}
