using Oversight.Record.Corrections;
using Oversight.Record.Entries;
using Oversight.Record.Evidence;
using Oversight.Record.Retention;
using Oversight.Record.Tests.Given;

namespace Oversight.Projections.Tests.RandomHistories;

/// <summary>Mistakes that the reference makes on purpose.</summary>
public enum RetentionDeviation
{
    /// <summary>None.</summary>
    None,

    /// <summary>A hold that was lifted is in force all the same.</summary>
    HoldsNeverEnd,

    /// <summary>A hold on an entry covers nothing.</summary>
    EntriesAreNotHeld,

    /// <summary>What was decided before the hold is not held.</summary>
    HeldByTheDayOfTheDecision,
}

/// <summary>
/// Retention once more: which holds are in force on a day, and which documents were disposed of that should not have been; all pairs, from the
/// words of the rules and with no call into what it is compared with. Slow and plain.
/// </summary>
internal sealed class ReferenceRetention(IReadOnlyList<Entry> entries, DateOnly day, RetentionDeviation deviation)
{
    private readonly ReferenceBelief belief = new(entries, day);

    private ReferenceBelief.Said[] Holds => belief.About<RetentionHoldPlaced>("organisation-QOC");

    private ReferenceBelief.Said[] Lifts => belief.About<RetentionHoldLifted>("organisation-QOC");

    private ReferenceBelief.Said[] Disposals => belief.About<DocumentsDisposed>("organisation-QOC");

    /// <summary>The holds and disposals that may have begun by the day, each with where it stands, by place.</summary>
    public IEnumerable<(Guid, string)> States() =>
        Holds
            .Where(hold => hold.Earliest <= day)
            .Select(hold =>
                (
                    hold.Place,
                    hold.Id,
                    State: LiftsOf(hold).Any(lift => lift.Latest <= day) ? "lifted"
                    : LiftsOf(hold).Any(lift => lift.Earliest <= day) || hold.Latest > day ? "uncertain"
                    : "in force"
                )
            )
            .Concat(
                Disposals
                    .Where(disposal => disposal.Earliest <= day)
                    .Select(disposal =>
                        (disposal.Place, disposal.Id, State: disposal.Latest <= day ? "disposed" : "uncertain")
                    )
            )
            .OrderBy(said => said.Place)
            .Select(said => (said.Id, said.State));

    /// <summary>The rules of retention that entries break, by place and rule.</summary>
    public IEnumerable<(Guid, string)> Findings()
    {
        foreach (var disposal in Disposals)
        {
            var sha256 = ((DocumentsDisposed)disposal.Content).Documents.Single().Sha256;
            var recorded = entries.Single(e => e.Id == disposal.Id).Recorded;
            // Between the clock changes of the days in these histories London is an hour ahead.
            var gone =
                deviation == RetentionDeviation.HeldByTheDayOfTheDecision
                    ? disposal.Earliest
                    : DateOnly.FromDateTime(recorded.UtcDateTime.AddHours(1));
            var naming = entries.Where(e => e.Place < disposal.Place && DocumentOf(e) == sha256).ToArray();
            if (naming.Length == 0)
            {
                yield return (disposal.Id, "disposes-known-documents");
            }

            if (Disposals.Any(other => other.Place < disposal.Place && DocumentOf(other) == sha256))
            {
                yield return (disposal.Id, "disposed-once");
            }

            if (Holds.Any(hold => hold.Earliest <= gone && !IsLifted(hold, gone) && Covers(hold, sha256, naming)))
            {
                yield return (disposal.Id, "not-under-retention-hold");
            }
        }

        foreach (var evidence in belief.About<EvidenceSubmitted>("recovery-r"))
        {
            var sha256 = ((EvidenceSubmitted)evidence.Content).Document!.Sha256;
            if (Disposals.Any(disposal => disposal.Place < evidence.Place && DocumentOf(disposal) == sha256))
            {
                yield return (evidence.Id, "disposed-document-is-not-named");
            }
        }
    }

    private bool Covers(ReferenceBelief.Said hold, string sha256, Entry[] naming)
    {
        var placed = (RetentionHoldPlaced)hold.Content;
        return (placed.Entries is null && placed.Documents is null)
            || placed.Documents?.Contains(sha256) == true
            || (
                deviation != RetentionDeviation.EntriesAreNotHeld
                && placed.Entries?.Any(held => naming.Any(named => Root(named.Id) == Root(held))) == true
            );
    }

    private bool IsLifted(ReferenceBelief.Said hold, DateOnly on) =>
        deviation != RetentionDeviation.HoldsNeverEnd && LiftsOf(hold).Any(lift => lift.Latest <= on);

    private IEnumerable<ReferenceBelief.Said> LiftsOf(ReferenceBelief.Said hold) =>
        Lifts.Where(lift => belief.Names(((RetentionHoldLifted)lift.Content).Hold, hold.Id));

    private Guid Root(Guid entry) =>
        entries.SingleOrDefault(e => e.Id == entry)?.Event is EntryCorrected { Target: var target }
            ? Root(target)
            : entry;

    private static string? DocumentOf(Entry entry) =>
        ((entry.Event is EntryCorrected correction ? correction.Replacement : entry.Event) as EvidenceSubmitted)
            ?.Document
            ?.Sha256;

    private static string DocumentOf(ReferenceBelief.Said disposal) =>
        ((DocumentsDisposed)disposal.Content).Documents.Single().Sha256;
}
