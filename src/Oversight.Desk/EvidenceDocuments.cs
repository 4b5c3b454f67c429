using System.Runtime.CompilerServices;
using Oversight.Ledger;
using Oversight.Projections.Timelines;
using Oversight.Projections.Visibility;
using Oversight.Record.Catalogue;
using Oversight.Record.Corrections;
using Oversight.Record.Evidence;
using Oversight.Record.Retention;

namespace Oversight.Desk;

/// <summary>Evidence documents as the record knows them: whose they are, what they are called, and which entries name them.</summary>
public sealed class EvidenceDocuments(DocumentArchive store, LiveRecord live, TimeProvider clock)
{
    /// <summary>Stores a document of an organisation that is registered.</summary>
    /// <param name="organisation">To whom it belongs.</param>
    /// <param name="type">What it was declared to be.</param>
    /// <param name="fileName">The name under which it is handed in; checked here, kept by the entry that names the document.</param>
    /// <param name="content">Its bytes, read to their end.</param>
    /// <param name="by">Who stores it.</param>
    /// <param name="expectedSha256">The hash that it must have; null when none was said.</param>
    /// <param name="cancellation">Stops, and nothing is stored.</param>
    /// <returns>What an entry says of it, and whether the organisation had it already, as far as they may know.</returns>
    /// <exception cref="NotAllowedException">They may not.</exception>
    /// <exception cref="UnknownSubjectException">The organisation is not registered.</exception>
    /// <inheritdoc cref="DocumentArchive.StoreAsync" path="/exception"/>
    public async Task<(EvidenceDocument Document, bool AlreadyStored)> StoreAsync(
        OdsCode organisation,
        DocumentType type,
        string? fileName,
        Stream content,
        LoggedBy by,
        string? expectedSha256,
        CancellationToken cancellation
    )
    {
        var record = await live.AtAsync(known: null, cancellation);
        var sight = by.SightOn(London.Today(clock));
        if (sight.MayNotHandIn(organisation, record) is { } why)
        {
            throw new NotAllowedException(why);
        }

        var name = type.CheckName(fileName);
        record.SituationOf(SubjectId.Of(organisation), clock.GetUtcNow(), by.Subject).MustHaveBegun();
        var (document, already) = await store.StoreAsync(
            organisation,
            type,
            content,
            by.Subject,
            expectedSha256,
            cancellation
        );
        if (
            record.TimelineOf(organisation) is { } timeline
            && KeptDocuments.DisposalOf(timeline, document.Sha256) is not null
        )
        {
            await FinishDisposalsAsync(cancellation);
            throw DocumentArchive.IsDisposed(organisation, document.Sha256);
        }

        // That others stored it they are not told, where they could not read it.
        return (
            new(document.Sha256, name, document.MediaType, document.Length),
            already
                && sight.SeesDocument(
                    organisation,
                    document.ByOwnPeople,
                    LatestNaming(record.AsSeenBy(sight), organisation, document.Sha256) is not null,
                    record
                )
        );
    }

    /// <summary>What is kept under a hash, and the name to hand it out under: the one that the latest evidence gives it.</summary>
    /// <param name="organisation">To whom it belongs.</param>
    /// <param name="sha256">Its hash.</param>
    /// <param name="sight">What whoever asks sees.</param>
    /// <param name="cancellation">Stops the reading.</param>
    /// <returns>Null when the organisation has no such document, or they may not read it.</returns>
    public async Task<(StoredDocument Document, string FileName)?> FindAsync(
        OdsCode organisation,
        string sha256,
        Sight sight,
        CancellationToken cancellation
    )
    {
        var document = await store.FindAsync(organisation, sha256, cancellation);
        var record = await live.AtAsync(known: null, cancellation);
        var named = LatestNaming(record.AsSeenBy(sight), organisation, sha256);
        // Nobody is handed a document from the moment on at which its disposal is recorded, whether or not its bytes are gone by then.
        var disposal = record.TimelineOf(organisation) is { } own ? KeptDocuments.DisposalOf(own, sha256) : null;
        // Asked of what is not kept too: that takes as long to be told.
        var isTheirs = sight.SeesDocument(organisation, document?.ByOwnPeople == true, named is not null, record);
        return document is not null && isTheirs
            ? (
                document with
                {
                    DisposedBy = document.DisposedBy ?? disposal?.Id,
                },
                DocumentType.Of(document.MediaType).SafeName(named?.FileName, sha256)
            )
            : null;
    }

    /// <summary>That a document was disposed of, in words; by which entry, to whoever sees that.</summary>
    /// <param name="seen">The record as whoever asks sees it.</param>
    /// <param name="document">The document.</param>
    public static string SaysDisposed(RecordAt seen, StoredDocument document) =>
        $"Document {document.Sha256} of {document.Organisation} was disposed of"
        + (
            seen.TimelineOf(document.Organisation) is { } timeline
            && KeptDocuments.DisposalOf(timeline, document.Sha256) is { } disposal
                ? $" by entry {disposal.Id} ({disposal.Effective})."
                : "."
        );

    /// <summary>
    /// Takes away the bytes of every document that a recorded disposal names: after one was recorded, and at each start, which finishes what was
    /// broken off.
    /// </summary>
    public async Task FinishDisposalsAsync(CancellationToken cancellation)
    {
        var record = await live.AtAsync(known: null, cancellation);
        var disposals = DisposalsIn(record).ToArray();
        if (disposals.Length == 0)
        {
            return;
        }

        var done = await store.DisposalsDoneAsync(cancellation);
        foreach (var (organisation, entry, disposed) in disposals.Where(disposal => !done.Contains(disposal.Entry)))
        {
            await store.DisposeAsync(organisation, disposed.Documents.Select(d => d.Sha256), entry, cancellation);
        }
    }

    /// <inheritdoc cref="DocumentArchive.CopyToAsync"/>
    public Task CopyToAsync(StoredDocument document, Stream destination, CancellationToken cancellation) =>
        store.CopyToAsync(document, destination, cancellation);

    /// <summary>Reads every document, and looks for each one that an entry names, as entries are believed now.</summary>
    public async IAsyncEnumerable<DocumentFault> CheckAsync(
        IProgress<DocumentsChecked>? progress,
        [EnumeratorCancellation] CancellationToken cancellation
    )
    {
        var record = await live.AtAsync(known: null, cancellation);
        await foreach (var fault in store.CheckAsync(NamedIn(record), progress, cancellation))
        {
            yield return fault;
        }

        foreach (var (organisation, entry, disposed) in DisposalsIn(record))
        {
            foreach (var document in disposed.Documents)
            {
                if (await store.FindAsync(organisation, document.Sha256, cancellation) is { DisposedBy: null })
                {
                    yield return new(
                        organisation,
                        document.Sha256,
                        DocumentFaultKind.NotRemoved,
                        $"entry {entry} says that it was disposed of, and its bytes are there: start Oversight again, which removes them.",
                        entry
                    );
                }
            }
        }
    }

    /// <summary>
    /// Evidence that is logged live must have its document stored first, as it says. What is back-dated or imported may name one
    /// that is not there: the check finds it. Whoever sees evidence reads the document that it names: so it is named by those alone who
    /// may read it, or handed it in themselves.
    /// </summary>
    /// <param name="content">What is to be recorded.</param>
    /// <param name="by">Who logs it.</param>
    /// <param name="record">The whole record.</param>
    /// <param name="cancellation">Stops the reading.</param>
    /// <exception cref="BadInputException">
    /// No such document is kept, or it is another one than the event says; which of the two is told to who may read it or handed it in.
    /// </exception>
    internal async Task MustBeStoredAsync(
        Event content,
        LoggedBy by,
        IBelievedRecord record,
        CancellationToken cancellation
    )
    {
        var (stated, path) = content is EntryCorrected correction
            ? (correction.Replacement, "replacement.document")
            : (content, "document");
        if (stated is not EvidenceSubmitted { Document: { } document, Decision.Origin: Origin.Live } evidence)
        {
            return;
        }

        var stored = await store.FindAsync(evidence.Organisation, document.Sha256, cancellation);
        if (
            stored is null
            || (
                !by.SightOn(London.Today(clock))
                    .SeesDocument(evidence.Organisation, stored.ByOwnPeople, isNamed: false, record)
                && !await store.WasHandedInByAsync(stored, by.Subject, cancellation)
            )
        )
        {
            throw new BadInputException(
                $"{path}.sha256",
                $"no such document of {evidence.Organisation} is kept: store it first, and then log the evidence."
            );
        }

        if (stored.Length != document.Length)
        {
            throw new BadInputException(
                $"{path}.length",
                $"must be {stored.Length}, as the document that is kept has it; {document.Length} was given."
            );
        }

        if (stored.MediaType != document.MediaType)
        {
            throw new BadInputException(
                $"{path}.mediaType",
                $"must be {stored.MediaType}, as the document that is kept has it; {document.MediaType} was given."
            );
        }

        DocumentType.Of(stored.MediaType).CheckName(document.FileName, $"{path}.fileName");
    }

    private static EvidenceDocument? LatestNaming(RecordAt seen, OdsCode organisation, string sha256) =>
        seen.Naming(organisation)
            .SelectMany(timeline => timeline.Of<EvidenceSubmitted>())
            .OrderBy(entry => entry.Place)
            .Select(entry => entry.Content)
            .LastOrDefault(e => e.Organisation == organisation && e.Document?.Sha256 == sha256)
            ?.Document;

    // As they were recorded: the database removes what the entry itself names.
    private static IEnumerable<(OdsCode Organisation, Guid Entry, DocumentsDisposed Disposed)> DisposalsIn(
        RecordAt record
    ) =>
        from organisation in record.Organisations
        from entry in record.TimelineOf(organisation)!.Of<DocumentsDisposed>()
        select (organisation, entry.Id, (DocumentsDisposed)((BelievedEntry)entry).Original.Event);

    private static IEnumerable<NamedDocument> NamedIn(RecordAt record)
    {
        foreach (
            var entry in record.Subjects.SelectMany(subject => record.TimelineOf(subject)!.Of<EvidenceSubmitted>())
        )
        {
            var evidence = entry.Content;
            if (evidence.Document is { } document)
            {
                yield return new(entry.Id, evidence.Organisation, document.Sha256, document.MediaType, document.Length);
            }
        }
    }
}
