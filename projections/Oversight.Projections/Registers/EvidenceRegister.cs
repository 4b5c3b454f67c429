using Oversight.Record.Evidence;
using Oversight.Record.Recovery;

namespace Oversight.Projections.Registers;

/// <summary>Every piece of evidence that was submitted.</summary>
internal static class EvidenceRegister
{
    public static Register Register { get; } =
        Registers.Register.Of(
            "evidence",
            "Evidence",
            "Every piece of evidence submitted by the day for criteria or undertakings, and what became of it.",
            new ColumnsOf<Item>()
                .Text("title", "Evidence", "What it is.", e => e.Piece.Content.Title)
                .List(
                    "for",
                    "For",
                    "The references of the criteria or undertakings that it is for.",
                    e => e.Piece.Content.For
                )
                .Text("ods", "ODS", "Who submitted it.", e => e.Piece.Content.Organisation.Value)
                .Text("name", "Organisation", "Its name.", e => e.Name)
                .List("region", "Region", "The code of its region.", e => e.Regions)
                .Text(
                    "engagement",
                    "Engagement",
                    "The engagement that it belongs to.",
                    e => e.IsAbout(SubjectKind.Recovery)
                )
                .Text(
                    "undertakings",
                    "Undertakings",
                    "The set of undertakings that it belongs to.",
                    e => e.IsAbout(SubjectKind.Undertakings)
                )
                .Date("submitted", "Submitted", "When it was submitted.", e => e.Piece.Submission.Effective)
                .Word<EvidenceState>("state", "State", "Where it stands.", e => e.Piece.State)
                .YesNo("waits", "Waits", "Whether somebody has to look at it.", e => e.Piece.Waits)
                .Date("waitingSince", "Waiting since", "Since when.", e => e.WaitingSince)
                .Number(
                    "daysWaiting",
                    "Days waiting",
                    "Days from the latest day of that.",
                    e => Said.Days(e.WaitingSince, e.On)
                )
                .Date(
                    "answered",
                    "Answered",
                    "When it was last acknowledged, returned or judged.",
                    e => e.Piece.Last.Equals(e.Piece.Submission) ? null : e.Piece.Last.Effective
                )
                .Word<EvidenceVerdict>(
                    "verdict",
                    "Verdict",
                    "Whether it shows what it is meant to show.",
                    e => (e.Piece.Last.Content as EvidenceJudged)?.Verdict
                )
                .Text(
                    "answeredBy",
                    "Answered by",
                    "Who acknowledged, returned or judged it.",
                    e =>
                        e.Piece.Last.Equals(e.Piece.Submission)
                            ? null
                            : Said.By(e.Piece.Last.Content.Decision.DecidedBy)
                )
                .Text(
                    "reason",
                    "Reason",
                    "Why it was returned, or judged so.",
                    e => e.Piece.Waits ? null : e.Piece.Last.Content.Decision.Rationale
                )
                .Text("fileName", "File", "The document's name.", e => e.Piece.Content.Document?.FileName)
                .Text("sha256", "SHA-256", "The document's hash.", e => e.Piece.Content.Document?.Sha256)
                .Entries("entry", "Entry", "The entry by which it was submitted.", e => [e.Piece.Submission.Id]),
            "title, for, ods, name, submitted, state, waitingSince, daysWaiting, verdict, reason",
            (record, day) =>
            {
                var organisations = new RegisteredOrganisations(record);
                return from subject in record.Subjects
                    where subject.Kind is SubjectKind.Recovery or SubjectKind.Undertakings
                    from piece in SubmittedEvidence.On(record.TimelineOf(subject)!, day)
                    select new Item(
                        subject,
                        piece,
                        day,
                        organisations.NameOf(piece.Content.Organisation),
                        organisations.RegionsOf([piece.Content.Organisation]),
                        Said.Framework(record, day)
                    );
            },
            e =>
                new(
                    [EntryReference.To(e.Piece.Submission), EntryReference.To(e.Piece.Last)],
                    [AnswerRules.EvidenceLastStep],
                    e.Framework
                ),
            MayBeMissing.Evidence
        );

    private sealed record Item(
        SubjectId Subject,
        SubmittedEvidence Piece,
        DateOnly On,
        string Name,
        IReadOnlyList<string> Regions,
        string? Framework
    )
    {
        public DateWithPrecision? WaitingSince => Piece.Waits ? Piece.Submission.Effective : null;

        public string? IsAbout(SubjectKind kind) => Subject.Kind == kind ? Subject.Id : null;
    }
}
