using Oversight.Ledger;
using Oversight.Projections.Timelines;
using Oversight.Projections.Visibility;
using Oversight.Record.Catalogue;
using Oversight.Record.Frameworks;

namespace Oversight.Desk;

/// <summary>
/// Decisions taken one after another on the record at a place, each seeing those before it, to be stored together or
/// not at all.
/// </summary>
/// <param name="record">The record that they are taken on.</param>
/// <param name="now">When they are logged.</param>
/// <param name="loggedBy">The signed-in subject that logs them.</param>
public sealed class Draft(RecordAt record, DateTimeOffset now, string loggedBy) : IBelievedRecord, IDecisions
{
    private readonly Dictionary<SubjectId, Timeline> changed = [];
    private readonly List<Entry> entries = [];
    private readonly List<PersonCommitment> people = [];
    private IReadOnlyList<Entry> before = [];
    private FrameworksInForce? frameworks;

    /// <summary>The entries that the decisions made, in the order in which they were taken.</summary>
    public IReadOnlyList<Entry> Entries => entries;

    /// <summary>The people whom the decisions named.</summary>
    public IReadOnlyList<PersonCommitment> People => people;

    /// <summary>A draft of somebody else's decisions, taken after these and seeing them. It holds its own entries only.</summary>
    public Draft Then(DateTimeOffset at, string by)
    {
        var next = new Draft(record, at, by) { before = [.. before, .. entries], frameworks = frameworks };
        foreach (var (subject, timeline) in changed)
        {
            next.changed[subject] = timeline;
        }

        return next;
    }

    /// <summary>An empty draft on the same record as somebody sees it, without what was drafted before.</summary>
    public Draft AsSeenBy(Sight sight) => new(record.AsSeenBy(sight), now, loggedBy);

    /// <summary>Notes what of a subject is in the record before it.</summary>
    public void Note(SubjectId subject, LookedAt looked) => _ = record.Noting(looked).TimelineOf(subject);

    /// <summary>Takes one decision.</summary>
    /// <inheritdoc cref="LogDecision.Decide" path="/exception"/>
    public void Take(LogDecision command)
    {
        Add(Guid.CreateVersion7(now), command.Subject, command.Decide(SituationOf(command)));
        people.AddRange(command.People);
    }

    /// <summary>What taking a decision would record, and every rule that it would break; nothing is taken.</summary>
    /// <inheritdoc cref="LogDecision.Judge" path="/exception"/>
    public (Event Content, IReadOnlyList<Breach> Breaches) Judge(LogDecision command) =>
        command.Judge(SituationOf(command));

    /// <summary>The timeline of a subject with the decisions taken so far; null when nothing is recorded about it.</summary>
    public Timeline? TimelineOf(SubjectId subject) => changed.GetValueOrDefault(subject) ?? record.TimelineOf(subject);

    /// <summary>What the rules would report of an entry that a decision made.</summary>
    public IReadOnlyList<Finding> FindingsOf(Entry entry) =>
        [.. new Situation(TimelineOf(entry.Subject)!, this, now, loggedBy).FindingsOf(entry)];

    /// <summary>What is to be appended, stream by stream.</summary>
    public IReadOnlyList<StreamAppend> ToAppend() =>
        [
            .. from entry in entries
            group entry by entry.Subject into stream
            select new StreamAppend(
                stream.Key.Value,
                stream.Min(e => e.Version) - 1,
                [.. stream.Select(e => new NewEntry(e.Id, e.Event))]
            ),
        ];

    /// <inheritdoc/>
    public FrameworksInForce Frameworks => frameworks ??= FrameworksOfDraft();

    /// <inheritdoc/>
    public IEnumerable<Timeline> Naming(OdsCode organisation) =>
        record
            .Naming(organisation)
            .Select(t => t.Subject)
            .Concat(
                before
                    .Concat(entries)
                    .Where(e => e.Subject.Organisation is null && e.Event.OrganisationsNamed().Contains(organisation))
                    .Select(e => e.Subject)
            )
            .Distinct()
            .OrderBy(s => s.Value, StringComparer.Ordinal)
            .Select(s => TimelineOf(s)!);

    IReadOnlyDictionary<SubjectId, long> IDecisions.Versions =>
        entries.GroupBy(e => e.Subject).ToDictionary(stream => stream.Key, stream => stream.Min(e => e.Version) - 1);

    IEnumerable<(SubjectId, Event)> IDecisions.Contents => entries.Select(e => (e.Subject, e.Event));

    // What was decided on subjects at these versions is not decided again.
    void IDecisions.Take(Draft draft)
    {
        foreach (var entry in entries)
        {
            draft.Add(entry.Id, entry.Subject, entry.Event);
        }

        draft.people.AddRange(people);
    }

    private Situation SituationOf(LogDecision command) =>
        new(TimelineOf(command.Subject) ?? Timeline.Fold(command.Subject, []), this, now, loggedBy);

    private void Add(Guid id, SubjectId subject, Event content)
    {
        var timeline = TimelineOf(subject) ?? Timeline.Fold(subject, []);
        var place = record.Place + 1 + before.Count + entries.Count;
        var entry = new Entry(place, id, subject, timeline.Version + 1, now, loggedBy, content);
        entries.Add(entry);
        changed[subject] = timeline.With(entry);
        frameworks = subject.Framework is null ? frameworks : null;
    }

    private FrameworksInForce FrameworksOfDraft()
    {
        var drafted = changed.Values.Where(t => t.Subject.Framework is not null).ToArray();
        return drafted.Length == 0
            ? record.Frameworks
            : new(
                record
                    .Subjects.Where(s => s.Framework is not null && !changed.ContainsKey(s))
                    .Select(s => record.TimelineOf(s)!)
                    .Concat(drafted)
            );
    }
}
