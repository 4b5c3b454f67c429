using System.Collections.Immutable;
using JasperFx.Events;
using Marten.Events.Aggregation;
using Oversight.Projections.AuditHistory;
using Oversight.Record;
using Oversight.Record.Timelines;
using Event = Oversight.Record.Events.Event;

namespace Oversight.Ledger.Marten;

/// <summary>
/// A subject's timeline as Marten folds it from the subject's stream. Marten does not know places: an entry's place here is its number
/// in its own stream, from 0, which orders them just so. Nothing that Oversight answers is computed from it.
/// </summary>
public sealed record SubjectTimeline
{
    private readonly Lazy<Timeline> timeline;

    /// <summary>The timeline of a stream.</summary>
    public SubjectTimeline(string id, ImmutableList<Entry> recorded)
    {
        Id = id;
        Recorded = recorded;
        timeline = new(() => Timeline.Fold(SubjectId.FromStream(id), recorded));
    }

    /// <summary>The stream.</summary>
    public string Id { get; init; }

    /// <summary>Everything recorded in it.</summary>
    public ImmutableList<Entry> Recorded { get; }

    /// <summary>The timeline: the same fold that every answer uses.</summary>
    public Timeline Timeline => timeline.Value;

    /// <summary>With one more entry.</summary>
    internal static SubjectTimeline With(SubjectTimeline? before, string stream, IEvent entry) =>
        new(
            stream,
            (before?.Recorded ?? []).Add(
                new Entry(
                    entry.Version - 1,
                    entry.Id,
                    SubjectId.FromStream(stream),
                    entry.Version,
                    entry.Timestamp,
                    entry.UserName ?? "",
                    (Event)entry.Data
                )
            )
        );
}

/// <summary>
/// A subject's history as Marten folds it from the subject's stream, without findings: rules look at the whole record. Places are as in
/// <see cref="SubjectTimeline"/>.
/// </summary>
public sealed record SubjectHistory(string Id, SubjectTimeline Timeline)
{
    /// <summary>Every entry explained.</summary>
    public IReadOnlyList<HistoryEntry> Entries => AuditHistory.Explain(Timeline.Timeline);
}

/// <summary>Folds <see cref="SubjectTimeline"/>.</summary>
internal sealed class SubjectTimelineProjection : SingleStreamProjection<SubjectTimeline, string>
{
    public SubjectTimelineProjection()
    {
        Name = "timeline";
        foreach (var type in EventCatalogue.All.Values)
        {
            IncludeType(type);
        }
    }

    public override SubjectTimeline? Evolve(SubjectTimeline? snapshot, string id, IEvent e) =>
        SubjectTimeline.With(snapshot, id, e);
}

/// <summary>Folds <see cref="SubjectHistory"/>.</summary>
internal sealed class SubjectHistoryProjection : SingleStreamProjection<SubjectHistory, string>
{
    public SubjectHistoryProjection()
    {
        Name = "audit-history";
        foreach (var type in EventCatalogue.All.Values)
        {
            IncludeType(type);
        }
    }

    public override SubjectHistory? Evolve(SubjectHistory? snapshot, string id, IEvent e) =>
        new(id, SubjectTimeline.With(snapshot?.Timeline, id, e));
}
