using Oversight.Record.Corrections;
using Oversight.Record.Entries;

namespace Oversight.Projections.Tests.RandomHistories;

/// <summary>
/// What entries are believed to say, and which of them may hold on a day, once more: all pairs instead of searches, recursion instead of
/// folding, from the words of the design and with no call into what it is compared with. Slow and plain.
/// </summary>
internal sealed class ReferenceBelief(IReadOnlyList<Entry> entries, DateOnly day)
{
    // Asked about the same entries hundreds of times.
    private readonly Dictionary<Guid, bool> counting = [];
    private readonly Dictionary<Guid, Event> contents = [];

    /// <summary>A deviation: what was retracted counts all the same.</summary>
    public bool RetractedCounts { get; init; }

    /// <summary>A deviation: an entry says what it said first.</summary>
    public bool CorrectionsAreIgnored { get; init; }

    /// <summary>The entries about a subject that count and are believed to say something of a kind, by place.</summary>
    public Said[] About<T>(string subject) =>
        [
            .. from entry in entries
            where entry.Subject.Value == subject && entry.Event is not (EntryCorrected or EntryRetracted)
            where Counts(entry) || RetractedCounts
            let content = ContentOf(entry)
            where content is T
            orderby entry.Place
            select new Said(entry.Place, entry.Id, content),
        ];

    /// <summary>"An entry may hold on a day when it may have begun by then, and no other that has certainly begun follows it."</summary>
    public (Said[] May, bool PerhapsNone) MayHold(Said[] among, DateOnly? on = null)
    {
        var at = on ?? day;
        bool Follows(Said later, Said earlier) =>
            later.Earliest > earlier.Latest
            || (
                later.Earliest == later.Latest
                && earlier.Earliest == earlier.Latest
                && later.Earliest == earlier.Earliest
                && later.Place > earlier.Place
            );
        return (
            [.. among.Where(s => s.Earliest <= at && !among.Any(o => o.Latest <= at && Follows(o, s)))],
            !among.Any(s => s.Latest <= at)
        );
    }

    /// <summary>An entry is named by its own id, or by that of a correction of it.</summary>
    public bool Names(Guid named, Guid entry) =>
        named == entry
        || entries.Any(c =>
            c.Id == named
            && c.Event is EntryCorrected { Replacement: var replacement }
            && entries.Single(e => e.Id == entry) is var root
            && StandsFor(c, root)
            && replacement.GetType() == root.Event.GetType()
        );

    private bool Counts(Entry entry) =>
        counting.TryGetValue(entry.Id, out var known)
            ? known
            : counting[entry.Id] = !entries.Any(r =>
                r.Subject == entry.Subject
                && r.Place > entry.Place
                && r.Event is EntryRetracted { Target: var target }
                && target == entry.Id
                && Counts(r)
            );

    private Event ContentOf(Entry entry) =>
        CorrectionsAreIgnored ? entry.Event
        : contents.TryGetValue(entry.Id, out var known) ? known
        : contents[entry.Id] =
            entries
                .Where(c => c.Subject == entry.Subject && c.Event is EntryCorrected && StandsFor(c, entry) && Counts(c))
                .Select(c => ((EntryCorrected)c.Event).Replacement)
                .LastOrDefault(r => r.GetType() == entry.Event.GetType())
            ?? entry.Event;

    private bool StandsFor(Entry correction, Entry entry) =>
        correction.Event is EntryCorrected { Target: var target }
        && entries.FirstOrDefault(e => e.Id == target && e.Subject == correction.Subject && e.Place < correction.Place)
            is { } hit
        && (hit.Id == entry.Id || StandsFor(hit, entry));

    /// <summary>What an entry is believed to say.</summary>
    internal sealed record Said(long Place, Guid Id, Event Content)
    {
        public DateOnly Earliest => Content.Decision.Effective.Earliest;

        public DateOnly Latest => Content.Decision.Effective.Latest;
    }
}
