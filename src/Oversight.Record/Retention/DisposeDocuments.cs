using Oversight.Record.Corrections;
using Oversight.Record.Evidence;

namespace Oversight.Record.Retention;

/// <summary>
/// Documents were disposed of: once this is recorded, their bytes are removed. The entries that name them stay as they are, and so do their
/// hashes, lengths and types.
/// </summary>
/// <param name="Decision">Effective: the day of the disposal. Decided by: who authorised it. Rationale: the appraisal, which must be said.</param>
/// <param name="Documents">The documents.</param>
/// <param name="Ground">Why they are kept no longer.</param>
/// <param name="Schedule">The retention schedule that was applied, such as the NHS Records Management Code of Practice, Appendix II.</param>
/// <param name="RetentionRule">The rule in it: the type of record, and for how long it is kept.</param>
/// <param name="RetainedUntil">When the minimum retention period ended.</param>
/// <param name="Reference">The number of the disposal certificate, of the request for erasure, or of the accession at the place of deposit.</param>
public sealed record DocumentsDisposed(
    Decision Decision,
    IReadOnlyList<DisposedDocument> Documents,
    DisposalGround Ground,
    string Schedule,
    string RetentionRule,
    DateWithPrecision? RetainedUntil = null,
    string? Reference = null
) : Event(Decision), ITakesAway
{
    /// <inheritdoc/>
    public override void CheckInput()
    {
        base.CheckInput();
        Check.List(Documents, "documents", atLeast: 1, d => d.Sha256);
        for (var i = 0; i < Documents.Count; i++)
        {
            KeptDocuments.CheckSha256(Documents[i].Sha256, $"documents[{i}].sha256");
            BadInputException.Text(Documents[i].Title, $"documents[{i}].title", 500);
        }

        BadInputException.Text(Schedule, "schedule", 300);
        BadInputException.Text(RetentionRule, "retentionRule", 500);
        BadInputException.OptionalText(Reference, "reference", 200);
        if (Ground == DisposalGround.RetentionPeriodEnded && RetainedUntil is null)
        {
            throw new BadInputException("retainedUntil", "must say when the retention period ended.");
        }
    }

    /// <inheritdoc/>
    public override string Says(Naming names) =>
        $"{(Documents.Count == 1 ? "Document" : $"{Documents.Count} documents")} disposed of {When}, {InWords.Of(Ground)}: "
        + InWords.Listed(Documents.Select(d => InWords.OneLine(d.Title)));

    /// <inheritdoc/>
    protected override IEnumerable<(string What, string Value)> States() =>
        [
            .. Documents.Select(document => ($"document disposed of {document.Sha256}", document.Title)),
            ("disposal ground", InWords.Of(Ground)),
            ("retention schedule", Schedule),
            ("retention rule", RetentionRule),
            .. Stated.Maybe("retained until", RetainedUntil),
            .. Stated.Maybe("disposal reference", Reference),
        ];

    /// <inheritdoc/>
    public override EventKind KindOfEvent() => DisposeDocuments.Kind;
}

/// <summary>A document that was disposed of.</summary>
/// <param name="Sha256">Which one (its SHA-256 in 64 hexadecimal digits in small letters).</param>
/// <param name="Title">What it was, such as "Month 12 finance return": with the bytes gone, what people find it by.</param>
public sealed record DisposedDocument(string Sha256, string Title);

/// <summary>Why documents are kept no longer.</summary>
public enum DisposalGround
{
    /// <summary>The minimum retention period has ended, and the appraisal found no reason to keep them.</summary>
    RetentionPeriodEnded,

    /// <summary>They are kept for ever by a place of deposit for public records now.</summary>
    TransferredToPlaceOfDeposit,

    /// <summary>Somebody's right to erasure under the UK General Data Protection Regulation.</summary>
    RightToErasure,

    /// <summary>They were handed in by mistake: another organisation's, or with what must not be held.</summary>
    ReceivedInError,

    /// <summary>The master copy is kept elsewhere; the rationale says where.</summary>
    Duplicate,

    /// <summary>An order of a court or a tribunal; the reference says which.</summary>
    CourtOrder,
}

/// <summary>How <see cref="DocumentsDisposed"/> is called, and the rules that say when it may be recorded.</summary>
public static class DisposeDocuments
{
    /// <summary>How it is called. NHS England's records function decides, as NHS England.</summary>
    public static EventKind Kind { get; } =
        new(
            "documents_disposed",
            "documents-disposed",
            typeof(DocumentsDisposed),
            SubjectKind.Organisation,
            "Documents were disposed of"
        )
        {
            Deciders = Deciders.National,
            Provision = Provision.RecordsManagement,
            Example = () =>
                new DocumentsDisposed(
                    Example.Decided,
                    [new(new string('a', 64), "Month 12 finance return")],
                    DisposalGround.RetentionPeriodEnded,
                    "NHS Records Management Code of Practice, Appendix II",
                    "Corporate governance: meeting papers",
                    Example.Date("2024-10-31"),
                    "Disposal certificate 2024-17"
                ),
        };

    /// <summary>The rules that hold for it, besides those for every decision.</summary>
    public static IReadOnlyList<Rule> Rules =>
        [GeneralRules.DecisionSaysWhy, NotUnderHold, DisposesKnownDocuments, DisposedOnce, RetentionPeriodEndedFirst];

    /// <summary>
    /// Refuses whatever the origin, and asks of the day of recording: the bytes go when the entry is stored, however long ago somebody decided.
    /// </summary>
    public static Rule<DocumentsDisposed> NotUnderHold { get; } =
        new(
            "not-under-retention-hold",
            "No document is disposed of that a retention hold covers which is in force, or may be.",
            (disposed, judged) =>
            {
                var day = London.DayOf(judged.Entry.Recorded);
                var kept = KeptBefore(judged);
                return (
                    from document in disposed.Documents
                    from hold in kept.HoldsOn(document.Sha256, day)
                    select $"Document {document.Sha256} is held by entry {hold.Id} ({InWords.Of(hold.Content.Ground)} {hold.Content.Reference}): "
                        + "lift the hold first."
                ).FirstOrDefault();
            },
            RuleForce.RefusesAlways
        );

    /// <summary>Which document is meant is known by the evidence that names it.</summary>
    public static Rule<DocumentsDisposed> DisposesKnownDocuments { get; } =
        new(
            "disposes-known-documents",
            "A document that is disposed of is named by evidence of the organisation.",
            (disposed, judged) =>
            {
                var kept = KeptBefore(judged);
                return disposed.Documents.FirstOrDefault(d => !kept.Names(d.Sha256)) is { } unknown
                    ? $"No evidence of {judged.Timeline.Subject.Organisation} names document {unknown.Sha256}."
                    : null;
            }
        );

    /// <summary>What is gone cannot go again.</summary>
    public static Rule<DocumentsDisposed> DisposedOnce { get; } =
        new(
            "disposed-once",
            "A document is disposed of once.",
            (disposed, judged) =>
            {
                var kept = KeptBefore(judged);
                return (
                    from document in disposed.Documents
                    let earlier = kept.DisposalOf(document.Sha256)
                    where earlier is not null
                    select $"Document {document.Sha256} was disposed of already, by entry {earlier.Id} ({earlier.Effective})."
                ).FirstOrDefault();
            }
        );

    /// <summary>The retention schedule gives the shortest time.</summary>
    public static Rule<DocumentsDisposed> RetentionPeriodEndedFirst { get; } =
        new(
            "retention-period-ended-first",
            "A document whose retention period has ended is disposed of after that.",
            (disposed, judged) =>
                disposed is { Ground: DisposalGround.RetentionPeriodEnded, RetainedUntil: { } until }
                && judged.Effective.Precision != DatePrecision.Unknown
                && judged.Effective.Earliest <= until.Latest
                    ? $"It is retained until {until}, and disposed of {judged.Effective}."
                    : null
        );

    /// <summary>What is not there shows nothing.</summary>
    public static Rule<EvidenceSubmitted> DisposedDocumentIsNotNamed { get; } =
        new(
            "disposed-document-is-not-named",
            "Evidence names no document that was disposed of before.",
            (evidence, judged) =>
                evidence.Document is { } document
                && judged.Organisation(evidence.Organisation) is { } organisation
                && KeptDocuments.DisposalOf(organisation, document.Sha256, judged.Entry.Place) is { } disposal
                    ? $"Document {document.Sha256} was disposed of by entry {disposal.Id} ({disposal.Effective})."
                    : null
        );

    /// <summary>The bytes are gone: what was said of which they were stays.</summary>
    public static Rule<Event> DisposalStands { get; } =
        GoneForGood.Stands<DocumentsDisposed>(
            "disposal-stands",
            "A disposal is not retracted, and its correction names the same documents: they are gone.",
            "disposed of",
            "dispose of",
            disposed => disposed.Documents.Select(d => d.Sha256)
        );

    private static KeptDocuments KeptBefore(Judged judged) =>
        KeptDocuments.Of(
            judged.Record,
            judged.Timeline.Subject.Organisation!.Value,
            judged.Timeline,
            judged.Entry.Place
        );
}
