using Oversight.Record.Corrections;
using Oversight.Record.Evidence;

namespace Oversight.Record.Retention;

/// <summary>
/// What the record knew of an organisation's documents before a place: which its evidence named, corrected and retracted evidence
/// included, for the document is kept all the same; and which were disposed of.
/// </summary>
public sealed class KeptDocuments
{
    private readonly Timeline own;
    private readonly long before;
    private readonly Dictionary<Guid, Entry> entries;
    private readonly ILookup<string, Guid> naming;

    private KeptDocuments(OdsCode organisation, Timeline own, IEnumerable<Timeline> others, long before)
    {
        (this.own, this.before) = (own, before);
        entries = others.Append(own).SelectMany(t => t.Recorded).ToDictionary(e => e.Id);
        naming = entries
            .Values.Where(e => e.Place < before)
            .Select(e => (e.Id, Evidence: e.Event is EntryCorrected c ? c.Replacement : e.Event))
            .Select(e => (e.Id, Evidence: e.Evidence as EvidenceSubmitted))
            .Where(e => e.Evidence?.Organisation == organisation && e.Evidence.Document is not null)
            .ToLookup(e => e.Evidence!.Document!.Sha256, e => e.Id, StringComparer.Ordinal);
    }

    /// <summary>What was known of an organisation's documents.</summary>
    /// <param name="record">The record.</param>
    /// <param name="organisation">The organisation.</param>
    /// <param name="own">Its own timeline.</param>
    /// <param name="before">The place before which.</param>
    public static KeptDocuments Of(IBelievedRecord record, OdsCode organisation, Timeline own, long before) =>
        new(organisation, own, record.Naming(organisation), before);

    /// <summary>Whether an earlier entry is about the organisation, or about an engagement or undertakings that concern it.</summary>
    public bool HasEntry(Guid entry) => entries.TryGetValue(entry, out var known) && known.Place < before;

    /// <summary>Whether evidence named the document.</summary>
    public bool Names(string sha256) => naming.Contains(sha256);

    /// <summary>The entry by which the document was disposed of; null when it is kept.</summary>
    public BelievedEntry<DocumentsDisposed>? DisposalOf(string sha256) => DisposalOf(own, sha256, before);

    /// <summary>The entry by which a document was disposed of; null when it is kept.</summary>
    /// <param name="organisation">The timeline of the organisation to which it belongs.</param>
    /// <param name="sha256">The document.</param>
    /// <param name="before">Only an entry before that place.</param>
    public static BelievedEntry<DocumentsDisposed>? DisposalOf(
        Timeline organisation,
        string sha256,
        long before = long.MaxValue
    ) =>
        organisation
            .Of<DocumentsDisposed>()
            .FirstOrDefault(e => e.Place < before && e.Content.Documents.Any(d => d.Sha256 == sha256));

    /// <summary>The holds that cover a document and are in force on a day, in place order.</summary>
    public IEnumerable<BelievedEntry<RetentionHoldPlaced>> HoldsOn(string sha256, DateOnly day) =>
        own.Of<RetentionHoldPlaced>().Where(hold => Covers(hold.Content, sha256) && MayBeInForce(own, hold, day));

    /// <summary>Whether a hold is in force on a day, or may be.</summary>
    /// <param name="timeline">The organisation's timeline.</param>
    /// <param name="hold">The hold.</param>
    /// <param name="day">The day.</param>
    public static bool MayBeInForce(Timeline timeline, BelievedEntry<RetentionHoldPlaced> hold, DateOnly day) =>
        hold.Effective.Earliest <= day
        && !timeline
            .Of<RetentionHoldLifted>()
            .Any(e => e.Effective.IsCertainBy(day) && timeline.StandsFor(e.Content.Hold)?.Id == hold.Id);

    // An entry that a hold names stands for what it said first and for whatever it was corrected to.
    private bool Covers(RetentionHoldPlaced hold, string sha256) =>
        hold.CoversEverything()
        || hold.Documents?.Contains(sha256) == true
        || hold.Entries?.Any(held => naming[sha256].Any(id => id == held || RootOf(id) == RootOf(held))) == true;

    private Guid RootOf(Guid entry)
    {
        while (entries.GetValueOrDefault(entry)?.Event is EntryCorrected correction && correction.Target != entry)
        {
            entry = correction.Target;
        }

        return entry;
    }

    internal static void CheckSha256(string sha256, string field)
    {
        BadInputException.Text(sha256, field, 64);
        if (sha256.Length != 64 || !sha256.All(char.IsAsciiHexDigitLower))
        {
            throw new BadInputException(field, "must be 64 hexadecimal digits in small letters.");
        }
    }
}
