using System.Collections.Immutable;
using Oversight.Projections.Visibility;

namespace Oversight.Projections.Timelines;

/// <summary>
/// All of the record that was looked at to compute something: as long as that is the same, what was computed is. Timelines never change, so that
/// the same one is told by itself.
/// </summary>
internal sealed class LookingAt
{
    private readonly Dictionary<SubjectId, bool> subjects = [];
    private readonly Dictionary<OdsCode, ImmutableHashSet<SubjectId>> names = [];
    private bool frameworks;
    private bool all;
    private (SubjectId Subject, Timeline? Seen, bool IsNoted)[] timelines = [];
    private (OdsCode Organisation, ImmutableHashSet<SubjectId> Subjects)[] naming = [];
    private Timeline[]? frameworksSeen;
    private RecordAt.State? state;
    private object? lastSoIn;

    /// <summary>A timeline was looked at, or that there is none; noted where an answer may show of it.</summary>
    public void Saw(SubjectId subject, bool isNoted)
    {
        if (isNoted || !subjects.ContainsKey(subject))
        {
            subjects[subject] = isNoted;
        }
    }

    /// <summary>
    /// Which subjects name an organisation was looked at. What is recorded meanwhile may name it as well: what was looked at first is kept, so that
    /// it is not taken for what there is then.
    /// </summary>
    public void SawNames(OdsCode organisation, ImmutableHashSet<SubjectId> subjects) =>
        names.TryAdd(organisation, subjects);

    /// <summary>The framework versions were looked at.</summary>
    public void SawFrameworks() => frameworks = true;

    /// <summary>Whether a framework version was looked at, while it is looked at.</summary>
    public bool SawAFramework => frameworks || subjects.Keys.Any(subject => subject.Framework is not null);

    /// <summary>More was looked at than some timelines: what there is, or how far the record goes. It holds for that state of the record alone.</summary>
    public void SawAll() => all = true;

    /// <summary>It is looked at no more: keeps how what was looked at is.</summary>
    public void End(RecordAt record)
    {
        timelines = [.. subjects.Select(s => (s.Key, record.Peek(s.Key), s.Value))];
        naming = [.. names.Select(n => (n.Key, n.Value))];
        frameworksSeen = frameworks ? record.FrameworkTimelines : null;
        state = all ? record.StateOf : null;
        subjects.Clear();
        names.Clear();
    }

    /// <summary>All timelines that were looked at, those of frameworks where they were: an entry of no other can have changed what was computed.</summary>
    public IEnumerable<Timeline> Timelines =>
        timelines.Select(looked => looked.Seen).OfType<Timeline>().Union(frameworksSeen ?? []);

    /// <summary>Whether all that was looked at is the same in another state of the record, or as somebody else sees it.</summary>
    public bool IsStillSo(RecordAt now)
    {
        if (all && state != now.StateOf)
        {
            return false;
        }

        // An answer asks hundreds of times, of one state of the record.
        if (now.Sameness is not { } sameness)
        {
            return AreStillSo(now);
        }

        if (!ReferenceEquals(sameness, Volatile.Read(ref lastSoIn)))
        {
            if (!AreStillSo(now))
            {
                return false;
            }

            Volatile.Write(ref lastSoIn, sameness);
        }

        return true;
    }

    private bool AreStillSo(RecordAt now)
    {
        foreach (var (subject, seen, _) in timelines)
        {
            if (!ReferenceEquals(now.Peek(subject), seen))
            {
                return false;
            }
        }

        foreach (var (organisation, subjects) in naming)
        {
            if (!ReferenceEquals(now.PeekNames(organisation), subjects))
            {
                return false;
            }
        }

        return frameworksSeen is null
            || ReferenceEquals(now.FrameworkTimelines, frameworksSeen)
            || now.FrameworkTimelines.SequenceEqual(frameworksSeen, ReferenceEqualityComparer.Instance);
    }

    /// <summary>What was looked at is looked at again, without being computed from.</summary>
    /// <param name="notes">Where it is noted that an answer may show of it; null where nothing is noted.</param>
    /// <param name="outer">What keeps what is looked at to compute more from it; null for nothing.</param>
    /// <param name="isQuiet">Whether nothing of it is shown.</param>
    public void LookAgain(LookedAt? notes, LookingAt? outer, bool isQuiet)
    {
        if (outer is null && (notes is null || isQuiet))
        {
            return;
        }

        foreach (var (subject, seen, isNoted) in timelines)
        {
            outer?.Saw(subject, isNoted && !isQuiet);
            if (isNoted && !isQuiet)
            {
                notes?.Note(seen);
            }
        }

        if (outer is null)
        {
            return;
        }

        foreach (var (organisation, subjects) in naming)
        {
            outer.SawNames(organisation, subjects);
        }

        outer.frameworks |= frameworks;
        outer.all |= all;
    }
}
