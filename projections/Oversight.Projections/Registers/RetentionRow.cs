using Oversight.Projections.Retention;
using Oversight.Record.Retention;

namespace Oversight.Projections.Registers;

/// <summary>Every retention hold that was placed and every disposal of documents by the day, one row each.</summary>
internal sealed class RetentionRow(RecordAt record, HoldOnDay? hold, DisposalOnDay? disposal, DateOnly on) : Row
{
    public static Register Register { get; } =
        Register.Of(
            "retention",
            "Retention holds and disposals",
            "ods, name, what, state, ground, reference, from, covers, titles, retentionRule, reviewBy, lifted, decidedBy",
            On,
            MayBeMissing.Retention
        );

    /// <summary>The organisation whose records it is about.</summary>
    [Heading("ODS")]
    public OdsCode Ods => hold?.Organisation ?? disposal!.Organisation;

    /// <summary>Its name.</summary>
    [Heading("Organisation")]
    public string Name => record.NameOf(Ods);

    /// <summary>The code of its region.</summary>
    public IEnumerable<string> Region => record.RegionsOf([Ods]);

    /// <summary>A hold, or a disposal.</summary>
    public RetentionAction What => hold is null ? RetentionAction.Disposal : RetentionAction.Hold;

    /// <summary>Whether the hold is in force, or the documents are gone.</summary>
    public RetentionState State => hold?.State ?? disposal!.State;

    /// <summary>For what they are held, or why they are kept no longer.</summary>
    public string Ground => hold is null ? InWords.Of(disposal!.Content.Ground) : InWords.Of(hold.Content.Ground);

    /// <summary>By what the inquiry, case or request is known; of a disposal its certificate.</summary>
    public string? Reference => hold is null ? disposal!.Content.Reference : hold.Content.Reference;

    /// <summary>From when: the first day on which the hold is in force, or the day of the disposal.</summary>
    public DateWithPrecision From => Said.Effective;

    /// <summary>What it covers.</summary>
    public string Covers =>
        hold?.Content.CoversInWords()
        ?? (disposal!.Content.Documents.Count is 1 ? "1 document" : $"{disposal!.Content.Documents.Count} documents");

    /// <summary>The ids of the entries whose documents a hold covers.</summary>
    public IEnumerable<string> Entries => (hold?.Content.Entries ?? []).Select(entry => $"{entry}");

    /// <summary>The documents that it names, by SHA-256.</summary>
    [Heading("Documents (SHA-256)")]
    public IEnumerable<string> Documents =>
        hold is null ? disposal!.Content.Documents.Select(d => d.Sha256) : hold.Content.Documents ?? [];

    /// <summary>What the documents were that were disposed of.</summary>
    public IEnumerable<string> Titles => (disposal?.Content.Documents ?? []).Select(d => d.Title);

    /// <summary>The retention schedule that was applied.</summary>
    public string? Schedule => disposal?.Content.Schedule;

    /// <summary>The rule in it.</summary>
    public string? RetentionRule => disposal?.Content.RetentionRule;

    /// <summary>When the minimum retention period ended.</summary>
    public DateWithPrecision? RetainedUntil => disposal?.Content.RetainedUntil;

    /// <summary>By when somebody looks whether the hold is still needed.</summary>
    public DateWithPrecision? ReviewBy => hold?.Content.ReviewBy;

    /// <summary>Whether that has passed, and the hold may still be in force.</summary>
    public bool ReviewOverdue =>
        hold is { State: RetentionState.InForce or RetentionState.Uncertain, Content.ReviewBy: { } review }
        && review.Latest < on;

    /// <summary>The first day without the hold.</summary>
    public DateWithPrecision? Lifted => hold?.Lifted?.Effective;

    /// <summary>Why it was lifted.</summary>
    [Heading("Why lifted")]
    public string? LiftedBecause => hold?.Lifted?.Rationale;

    /// <summary>Who placed the hold, or authorised the disposal.</summary>
    public string DecidedBy => Registers.Said.By(Said.DecidedBy);

    /// <summary>The person, where the record names one.</summary>
    [People]
    public string? DecidedByPerson => Said.DecidedBy.Person;

    /// <summary>Why.</summary>
    public string? Reason => Said.Rationale;

    /// <summary>The entry by which it was recorded.</summary>
    public Guid Entry => Said.Entry.Id;

    protected override Basis Basis =>
        new(
            new[] { Said, hold?.Lifted }.OfType<Statement>().Select(s => s.Entry),
            [hold is null ? AnswerRules.DisposedByEntry : AnswerRules.HeldUntilLifted],
            Registers.Said.Framework(record, on)
        );

    private Statement Said => hold?.Placed ?? disposal!.Said;

    private static IEnumerable<RetentionRow> On(RecordAt record, DateOnly day) =>
        from ods in record.Organisations
        let timeline = record.TimelineOf(ods)!
        from row in HoldOnDay
            .On(day, timeline)
            .Select(hold => new RetentionRow(record, hold, null, day))
            .Concat(DisposalOnDay.On(day, timeline).Select(disposal => new RetentionRow(record, null, disposal, day)))
        select row;
}

/// <summary>What was done about how long something is kept.</summary>
public enum RetentionAction
{
    /// <summary>It is kept for longer than the schedule says.</summary>
    Hold,

    /// <summary>It is kept no longer.</summary>
    Disposal,
}
