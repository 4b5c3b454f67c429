using System.Collections.Immutable;

namespace Oversight.Projections.Timelines;

/// <summary>What is supposed of a record to be otherwise than it is: the timelines of some subjects. All others are those of the record.</summary>
internal sealed class Supposed
{
    private readonly Dictionary<Guid, SubjectId> added = [];
    private readonly Dictionary<OdsCode, ImmutableHashSet<SubjectId>> naming = [];

    private Supposed(IReadOnlyDictionary<SubjectId, Timeline?> timelines) => Timelines = timelines;

    /// <summary>The timelines that are otherwise; null where nothing would be recorded about the subject.</summary>
    public IReadOnlyDictionary<SubjectId, Timeline?> Timelines { get; }

    /// <summary>Of the organisations that what was added names: all subjects that name one.</summary>
    public IReadOnlyDictionary<OdsCode, ImmutableHashSet<SubjectId>> Naming => naming;

    /// <summary>Whether a framework is otherwise: few answers are the same then.</summary>
    public bool IsOfFrameworks => Timelines.Keys.Any(subject => subject.Framework is not null);

    /// <summary>Some entries left out, as if they had not been recorded; the others keep their places.</summary>
    public static Supposed Without(RecordAt record, IReadOnlySet<Guid> entries, IEnumerable<SubjectId> about) =>
        new(
            about
                .Distinct()
                .ToDictionary(
                    subject => subject,
                    subject => record.Peek(subject)?.Where(entry => !entries.Contains(entry.Id))
                )
        );

    /// <summary>More entries at the end.</summary>
    public static Supposed With(RecordAt record, IReadOnlyCollection<Entry> entries)
    {
        var supposed = new Supposed(
            entries
                .GroupBy(entry => entry.Subject)
                .ToDictionary(
                    subject => subject.Key,
                    Timeline? (subject) =>
                        (record.Peek(subject.Key) ?? Timeline.Fold(subject.Key, [])).With([.. subject])
                )
        );
        foreach (var entry in entries)
        {
            supposed.added[entry.Id] = entry.Subject;
            foreach (var organisation in entry.Event.OrganisationsNamed())
            {
                supposed.naming[organisation] = (
                    supposed.naming.GetValueOrDefault(organisation) ?? record.PeekNames(organisation)
                ).Add(entry.Subject);
            }
        }

        return supposed;
    }

    /// <summary>The subject of an entry that was added; null for any other.</summary>
    public SubjectId? SubjectOf(Guid entry) => added.TryGetValue(entry, out var subject) ? subject : null;

    /// <summary>The subjects that would be new.</summary>
    public IEnumerable<SubjectId> NewSubjects(RecordTimelines timelines) =>
        Timelines.Keys.Where(subject => timelines.EntriesOf(subject) is null);

    /// <summary>The timelines of framework versions, in the order of those that there are, the new ones last.</summary>
    public Timeline[] Frameworks(IReadOnlyList<Timeline> recorded) =>
        [
            .. recorded
                .Select(timeline => Timelines.TryGetValue(timeline.Subject, out var other) ? other : timeline)
                .Concat(
                    Timelines
                        .Where(t => t.Key.Framework is not null && recorded.All(known => known.Subject != t.Key))
                        .Select(t => t.Value)
                )
                .OfType<Timeline>(),
        ];
}
