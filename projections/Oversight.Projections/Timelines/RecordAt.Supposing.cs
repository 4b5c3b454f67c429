namespace Oversight.Projections.Timelines;

/// <content>
/// The record as it would be. What is supposed stands on what somebody sees: what they do not see is neither left out nor added to, and no
/// answer from it tells of that. It is at the place of the record that it stands on.
/// </content>
public sealed partial class RecordAt
{
    private RecordAt(RecordAt record, Supposed supposed)
        : this(record.timelines, record.at)
    {
        (seenBy, seen, before, folded) = (record.seenBy, record.seen, record.before, record.folded);
        (looked, looking, isQuiet) = (record.looked, record.looking, record.isQuiet);
        listed = record.listed;
        whole = record.seenBy is null ? this : record.whole;
        place = record.place;
        this.supposed = supposed;
        (frameworkTimelines, frameworks) = (record.frameworkTimelines, record.frameworks);
        if (supposed.IsOfFrameworks)
        {
            frameworkTimelines = new(() => supposed.Frameworks(record.FrameworkTimelines));
            frameworks = new(() => new(frameworkTimelines.Value));
        }
    }

    /// <summary>Whether framework versions are otherwise than recorded, and nothing else is.</summary>
    internal bool DiffersInFrameworksAlone =>
        supposed?.Timelines.Keys.All(subject => subject.Framework is not null) == true;

    /// <summary>The same as if some entries had not been recorded; the others keep their places.</summary>
    /// <param name="entries">The ids of the entries.</param>
    /// <param name="about">The subjects that they are about.</param>
    internal RecordAt Without(IReadOnlySet<Guid> entries, params IEnumerable<SubjectId> about) =>
        new(this, Supposed.Without(this, supposed, entries, about));

    /// <summary>
    /// The same as it would be with more entries at its end: each is seen by whoever sees this record, and nothing that they do not see
    /// already.
    /// </summary>
    public RecordAt With(IReadOnlyCollection<Entry> entries) => new(this, Supposed.With(this, supposed, entries));

    /// <summary>
    /// The same read by one framework version alone, as if it had always been in force and no other had been published; null where that version
    /// is not in the record.
    /// </summary>
    public RecordAt? ReadBy(SubjectId framework) =>
        Supposed.ReadBy(this, supposed, framework) is { } read ? new(this, read) : null;
}
