using System.Collections.Immutable;
using Oversight.Projections.Answers;
using Oversight.Projections.Visibility;

namespace Oversight.Projections.Timelines;

/// <content>What is looked at of the record while an answer is computed from it: for what is recorded of readings, and for what an answer rests on.</content>
public sealed partial class RecordAt
{
    private LookedAt? looked;
    private LookingAt? looking;
    private RecordReads? reads;
    private bool isQuiet;

    /// <summary>The same record, which notes what is looked at that is not public; null: which notes nothing.</summary>
    public RecordAt Noting(LookedAt? notes)
    {
        notes?.AskedAt(at);
        var noting = (RecordAt)MemberwiseClone();
        noting.looked = notes;
        noting.isQuiet = notes is null;
        return noting;
    }

    /// <summary>The same record, which keeps all that is looked at; it notes nothing itself.</summary>
    internal RecordAt WatchedBy(LookingAt looking)
    {
        var watched = (RecordAt)MemberwiseClone();
        (watched.looked, watched.looking, watched.isQuiet) = (null, looking, false);
        return watched;
    }

    /// <summary>The same record, which notes which entries are read; nothing that was computed before is taken for it.</summary>
    internal RecordAt ReadInto(RecordReads noting)
    {
        var noted = (RecordAt)MemberwiseClone();
        noted.reads = noting;
        return noted;
    }

    /// <summary>What was computed before is computed from again: what was looked at for it is looked at.</summary>
    internal void LookAgain(LookingAt before) => before.LookAgain(looked, looking, isQuiet);

    /// <summary>Notes what is shown, where it was found by looking through much else without noting: these subjects.</summary>
    public void Note(IEnumerable<SubjectId> shown)
    {
        if (IsNoting)
        {
            foreach (var subject in shown.Distinct())
            {
                Noted(subject, Peek(subject));
            }
        }
    }

    /// <summary>The same of the subjects of entries on which something rests.</summary>
    public void NoteSubjectsOf(IEnumerable<EntryReference> entries) =>
        NoteSubjectsOf(entries.Select(entry => entry.Id));

    /// <summary>The same of the subjects of entries.</summary>
    public void NoteSubjectsOf(IEnumerable<Guid> entries) =>
        Note(entries.Select(timelines.EntryOf).OfType<Entry>().Select(entry => entry.Subject));

    // Whether it is of any use to find out what is to be noted.
    private bool IsNoting => looked is not null || looking is not null;

    private Timeline? Seen(SubjectId subject)
    {
        looking?.Saw(subject, isNoted: false);
        return Peek(subject);
    }

    private ImmutableHashSet<SubjectId> NamesOf(OdsCode organisation)
    {
        var subjects = PeekNames(organisation);
        looking?.SawNames(organisation, subjects);
        return subjects;
    }

    private RecordAt LookingAtAll()
    {
        looking?.SawAll();
        return this;
    }

    private void Noted(SubjectId subject, Timeline? seen)
    {
        looking?.Saw(subject, isNoted: !isQuiet);
        looked?.Note(seen);
    }
}
