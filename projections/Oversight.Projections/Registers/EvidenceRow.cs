using Oversight.Record.Evidence;
using Oversight.Record.Recovery;

namespace Oversight.Projections.Registers;

/// <summary>Every piece of evidence submitted by the day for criteria or undertakings, and what became of it.</summary>
internal sealed class EvidenceRow(RecordAt record, SubjectId subject, SubmittedEvidence piece, DateOnly on) : Row
{
    public static Register Register { get; } =
        Register.Of(
            "evidence",
            "Evidence",
            "title, for, ods, name, submitted, state, waitingSince, daysWaiting, verdict, reason",
            On,
            MayBeMissing.Evidence,
            MayBeMissing.EvidenceAnswered
        );

    /// <summary>What it is.</summary>
    [Heading("Evidence")]
    public string Title => piece.Content.Title;

    /// <summary>The references of the criteria or undertakings that it is for.</summary>
    public IEnumerable<string> For => piece.Content.For;

    /// <summary>Who submitted it.</summary>
    [Heading("ODS")]
    public OdsCode Ods => piece.Content.Organisation;

    /// <summary>Its name.</summary>
    [Heading("Organisation")]
    public string Name => record.NameOf(Ods);

    /// <summary>The code of its region.</summary>
    public IEnumerable<string> Region => record.RegionsOf([Ods]);

    /// <summary>The engagement that it belongs to.</summary>
    public string? Engagement => subject.Kind == SubjectKind.Recovery ? subject.Id : null;

    /// <summary>The set of undertakings that it belongs to.</summary>
    public string? Undertakings => subject.Kind == SubjectKind.Undertakings ? subject.Id : null;

    /// <summary>When it was submitted.</summary>
    public DateWithPrecision Submitted => piece.Submission.Effective;

    /// <summary>Where it stands.</summary>
    public EvidenceState State => piece.State;

    /// <summary>Whether somebody has to look at it.</summary>
    public bool Waits => piece.Waits;

    /// <summary>Since when.</summary>
    public DateWithPrecision? WaitingSince => piece.Waits ? piece.Submission.Effective : null;

    /// <summary>Days from the latest day of that.</summary>
    public int? DaysWaiting => Said.Days(WaitingSince, on);

    /// <summary>When it was last acknowledged, returned or judged.</summary>
    public DateWithPrecision? Answered => IsAnswered ? piece.Last.Effective : null;

    /// <summary>Whether it shows what it is meant to show.</summary>
    public EvidenceVerdict? Verdict => (piece.Last.Content as EvidenceJudged)?.Verdict;

    /// <summary>Who acknowledged, returned or judged it.</summary>
    public string? AnsweredBy => IsAnswered ? Said.By(piece.Last.Content.Decision.DecidedBy) : null;

    /// <summary>Why it was returned, or judged so.</summary>
    public string? Reason => piece.Waits ? null : piece.Last.Content.Decision.Rationale;

    /// <summary>The document's name.</summary>
    [Heading("File")]
    public string? FileName => piece.Content.Document?.FileName;

    /// <summary>The document's hash.</summary>
    [Heading("SHA-256")]
    public string? Sha256 => piece.Content.Document?.Sha256;

    /// <summary>The entry by which it was submitted.</summary>
    public Guid Entry => piece.Submission.Id;

    protected override Basis Basis =>
        new(
            [EntryReference.To(piece.Submission), EntryReference.To(piece.Last)],
            [AnswerRules.EvidenceLastStep],
            Said.Framework(record, on)
        );

    private bool IsAnswered => !piece.Last.Equals(piece.Submission);

    private static IEnumerable<EvidenceRow> On(RecordAt record, DateOnly day) =>
        from subject in record.Subjects
        where subject.Kind is SubjectKind.Recovery or SubjectKind.Undertakings
        from piece in SubmittedEvidence.On(record.TimelineOf(subject)!, day)
        select new EvidenceRow(record, subject, piece, day);
}
