using System.Runtime.CompilerServices;
using Oversight.Record.Catalogue;
using Oversight.Record.Frameworks;

namespace Oversight.Projections.Timelines;

/// <summary>
/// What rules found in a timeline, and all that they looked at to find it: as long as that is the same, they find the same. Timelines never
/// change, so that the same one is told by itself.
/// </summary>
internal sealed class FoundBefore
{
    private static readonly ConditionalWeakTable<Timeline, FoundBefore> Last = [];

    private readonly IReadOnlyList<Finding> findings;
    private readonly LookingAt looking;

    private FoundBefore(IReadOnlyList<Finding> findings, LookingAt looking)
    {
        this.findings = findings;
        this.looking = looking;
    }

    /// <summary>What in a timeline of the record should not be so.</summary>
    public static IReadOnlyList<Finding> In(Timeline timeline, RecordAt record)
    {
        if (Last.TryGetValue(timeline, out var before) && before.looking.IsStillSo(record))
        {
            return before.findings;
        }

        var watched = new LookingAt(record);
        var found = new Situation(timeline, watched, DateTimeOffset.MinValue, "").Findings();
        watched.End();
        Last.AddOrUpdate(timeline, new(found, watched));
        return found;
    }

    /// <summary>A record that keeps what of it was looked at.</summary>
    private sealed class LookingAt : IBelievedRecord
    {
        private readonly long frameworksUpTo;
        private readonly Dictionary<SubjectId, Timeline?> timelines = [];
        private readonly Dictionary<OdsCode, Timeline[]> naming = [];
        private RecordAt? record;

        public LookingAt(RecordAt record)
        {
            this.record = record;
            frameworksUpTo = record.Frameworks.GreatestPlace;
        }

        public FrameworksInForce Frameworks => record!.Frameworks;

        public Timeline? TimelineOf(SubjectId subject) =>
            timelines.TryGetValue(subject, out var seen) ? seen : timelines[subject] = record!.TimelineOf(subject);

        public IEnumerable<Timeline> Naming(OdsCode organisation) =>
            naming.TryGetValue(organisation, out var seen)
                ? seen
                : naming[organisation] = [.. record!.Naming(organisation)];

        // The record as somebody saw it is not kept for it.
        public void End() => record = null;

        public bool IsStillSo(RecordAt now) =>
            now.Frameworks.GreatestPlace == frameworksUpTo
            && timelines.All(t => ReferenceEquals(now.TimelineOf(t.Key), t.Value))
            && naming.All(n => now.Naming(n.Key).SequenceEqual(n.Value, ReferenceEqualityComparer.Instance));
    }
}
