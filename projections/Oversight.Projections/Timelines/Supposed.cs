using System.Collections.Immutable;
using Oversight.Record.Frameworks;

namespace Oversight.Projections.Timelines;

/// <summary>What is supposed of a record to be otherwise than it is: the timelines of some subjects. All others are those of the record.</summary>
internal sealed class Supposed
{
    private static readonly DateOnly Always = new(1900, 1, 1);

    private readonly Dictionary<SubjectId, Timeline?> timelines;
    private readonly Dictionary<Guid, SubjectId> added;
    private readonly Dictionary<OdsCode, ImmutableHashSet<SubjectId>> naming;

    // Besides what is supposed already.
    private Supposed(Supposed? before) =>
        (timelines, added, naming) = (
            new(before?.timelines ?? []),
            new(before?.added ?? []),
            new(before?.naming ?? [])
        );

    /// <summary>The timelines that are otherwise; null where nothing would be recorded about the subject.</summary>
    public IReadOnlyDictionary<SubjectId, Timeline?> Timelines => timelines;

    /// <summary>Of the organisations that what was added names: all subjects that name one.</summary>
    public IReadOnlyDictionary<OdsCode, ImmutableHashSet<SubjectId>> Naming => naming;

    /// <summary>Whether a framework is otherwise: few answers are the same then.</summary>
    public bool IsOfFrameworks => Timelines.Keys.Any(subject => subject.Framework is not null);

    /// <summary>Some entries left out, as if they had not been recorded; the others keep their places.</summary>
    public static Supposed Without(
        RecordAt record,
        Supposed? before,
        IReadOnlySet<Guid> entries,
        IEnumerable<SubjectId> about
    )
    {
        var supposed = new Supposed(before);
        foreach (var subject in about.Distinct())
        {
            supposed.timelines[subject] = record.Peek(subject)?.Where(entry => !entries.Contains(entry.Id));
        }

        return supposed;
    }

    /// <summary>More entries at the end.</summary>
    public static Supposed With(RecordAt record, Supposed? before, IReadOnlyCollection<Entry> entries)
    {
        var supposed = new Supposed(before);
        foreach (var subject in entries.GroupBy(entry => entry.Subject))
        {
            supposed.timelines[subject.Key] = (record.Peek(subject.Key) ?? Timeline.Fold(subject.Key, [])).WithAll([
                .. subject,
            ]);
        }

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

    /// <summary>One framework version alone, as if it had always been in force and no other had been published; null where it is not in the record.</summary>
    public static Supposed? ReadBy(RecordAt record, Supposed? before, SubjectId framework)
    {
        if (record.Peek(framework)?.Of<FrameworkPublished>().LastOrDefault() is not { } published)
        {
            return null;
        }

        var (content, decision) = (published.Content, published.Content.Decision);
        var supposed = new Supposed(before);
        foreach (var other in record.FrameworkTimelines)
        {
            supposed.timelines[other.Subject] = null;
        }

        supposed.timelines[framework] = Timeline.Fold(
            framework,
            [
                published.Original with
                {
                    Event = content with
                    {
                        Decision = decision with { Effective = DateWithPrecision.Day(Always) },
                        Framework = content.Framework with { InForceUntil = null },
                    },
                },
            ]
        );
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
