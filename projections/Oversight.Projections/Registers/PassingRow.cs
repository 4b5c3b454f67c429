using Oversight.Projections.Mergers;
using Oversight.Record.Organisations;

namespace Oversight.Projections.Registers;

/// <summary>
/// Everything that was open for a body when it ended, one row each, and what somebody decided becomes of it: it passed to a successor, was
/// discharged or ended; or nobody has decided yet.
/// </summary>
internal sealed class PassingRow(RecordAt record, EndOfBody end, OpenAtEnd item, DateOnly on) : Row
{
    public static Register Register { get; } =
        Register.Of(
            "passing",
            "Mergers",
            "ods, name, ended, what, engagement, undertakings, item, says, due, state, successor",
            On,
            MayBeMissing.Succession,
            MayBeMissing.OpenAtEnd
        );

    /// <summary>The ODS code of the body that ended.</summary>
    [Heading("ODS")]
    public OdsCode Ods => end.Body;

    /// <summary>Its name.</summary>
    [Heading("Body that ended")]
    public string? Name => end.Name;

    /// <summary>The code of the region that oversaw it.</summary>
    public IEnumerable<string> Region => record.RegionsOf([end.Body]);

    /// <summary>The first day without it.</summary>
    public DateWithPrecision Ended => end.Ended;

    /// <summary>The ODS codes of all its successors.</summary>
    public IEnumerable<OdsCode> Successors => end.Successors;

    /// <summary>What it is that was open.</summary>
    public OpenItemKind What => item.What;

    /// <summary>The engagement that it belongs to.</summary>
    public string? Engagement => IdOf(SubjectKind.Recovery);

    /// <summary>The set of undertakings that it belongs to.</summary>
    public string? Undertakings => IdOf(SubjectKind.Undertakings);

    /// <summary>Which one: its reference, or the id of the entry by which it was made.</summary>
    public string? Item => item.Item;

    /// <summary>What it says, in one line.</summary>
    public string Says => item.Says;

    /// <summary>By when it is due.</summary>
    public DateWithPrecision? Due => item.Due;

    /// <summary>What became of it.</summary>
    public PassingState State => item.State;

    /// <summary>The ODS code of the successor to which it passed.</summary>
    [Heading("Passed to")]
    public OdsCode? Successor => item.Successor;

    /// <summary>From when that holds.</summary>
    public DateWithPrecision? From => item.Decided?.Effective;

    /// <summary>Who decided that.</summary>
    public string? DecidedBy => item.Decided is { } said ? Said.By(said.DecidedBy) : null;

    /// <summary>Why.</summary>
    public string? Reason => item.Decided?.Rationale;

    /// <summary>The entry by which it was decided.</summary>
    public Guid? Decision => item.Decided?.Entry.Id;

    /// <summary>Days since the body ended, while nobody has decided.</summary>
    public int? DaysOpen => item.State == PassingState.NotDisposedOf ? Said.Days(end.Ended, on) : null;

    protected override Basis Basis =>
        new(
            [item.Made, end.Said.Entry, .. item.Decided is { } said ? [said.Entry] : Array.Empty<EntryReference>()],
            [AnswerRules.PassesByDecision],
            Said.Framework(record, on)
        );

    private string? IdOf(SubjectKind kind) =>
        SubjectId.FromStream(item.About) is { } subject && subject.Kind == kind ? subject.Id : null;

    private static IEnumerable<PassingRow> On(RecordAt record, DateOnly day) =>
        from end in EndOfBody.All(record, day)
        from item in end.Items
        select new PassingRow(record, end, item, day);
}
