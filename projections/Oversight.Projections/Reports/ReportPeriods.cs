using Oversight.Record.Catalogue;
using Oversight.Record.Corrections;
using Oversight.Record.Evidence;
using Oversight.Record.Organisations;
using Oversight.Record.Recovery;
using Oversight.Record.Segments;
using Oversight.Record.Undertakings;

namespace Oversight.Projections.Reports;

/// <summary>What a table says of one thing for a run of days.</summary>
/// <param name="Cells">What it says.</param>
/// <param name="From">The first day; the first day of all where it holds without a beginning.</param>
/// <param name="Until">The first day on which it no longer does; null where it does not end.</param>
public sealed record ReportPeriod(ReportCells Cells, DateOnly From, DateOnly? Until);

/// <summary>What an entry changed in what a table says of a subject: no period is changed, some are believed no longer and others instead.</summary>
/// <param name="Table">The table.</param>
/// <param name="Subject">The subject.</param>
/// <param name="Ended">The periods that are believed no longer from the entry's place on.</param>
/// <param name="Begun">Those that are believed from then on.</param>
public sealed record ReportChange(
    ReportTable Table,
    SubjectId Subject,
    IReadOnlyList<ReportPeriod> Ended,
    IReadOnlyList<ReportPeriod> Begun
);

/// <summary>
/// Keeps what the report tables say at the last place taken, and tells what each entry changes in it. The rows are asked of the same folds that
/// answer everywhere else, on each day on which their answer may begin to be another one.
/// </summary>
/// <param name="timelines">The record, at least as far as the entries that are taken.</param>
public sealed class ReportPeriods(RecordTimelines timelines)
{
    /// <summary>The first day of which the record can speak, and so of all days.</summary>
    public static readonly DateOnly FirstDay = new(1900, 1, 1);

    /// <summary>The last one.</summary>
    public static readonly DateOnly LastDay = new(2199, 12, 31);

    private readonly Dictionary<(ReportTable, SubjectId), IReadOnlyList<ReportPeriod>> believed = [];

    /// <summary>What the next entry changes, in the tables and subjects that it can change.</summary>
    /// <param name="entry">The entry; entries are taken one after another, by place.</param>
    public IReadOnlyList<ReportChange> Take(Entry entry)
    {
        var record = timelines.At(entry.Place);
        var from = FirstDayOf(entry, record);
        var changes = new List<ReportChange>();
        foreach (var subject in Concerned(entry, record))
        {
            foreach (var table in ReportTable.All)
            {
                if (!table.RestsOn(subject, entry.Subject))
                {
                    continue;
                }

                var before = Before(table, subject, entry.Place);
                var after =
                    table == ReportTable.AuditHistory
                        ? Audited(record, subject, entry, before)
                        : Of(record, table, subject, from, before);
                believed[(table, subject)] = after;
                var (was, @is) = (before.ToHashSet(), after.ToHashSet());
                ReportPeriod[] ended = [.. before.Where(p => !@is.Contains(p))];
                ReportPeriod[] begun = [.. after.Where(p => !was.Contains(p))];
                if (ended.Length + begun.Length > 0)
                {
                    changes.Add(new(table, subject, ended, begun));
                }
            }
        }

        return changes;
    }

    /// <summary>All that a table says of a subject at a place, by what it is of and by day.</summary>
    public static IReadOnlyList<ReportPeriod> Of(RecordAt record, ReportTable table, SubjectId subject) =>
        Of(record, table, subject, FirstDay, []);

    // Periods that ended before the first day on which something can have changed stay as they are; that of the day before goes on where it can.
    private static IReadOnlyList<ReportPeriod> Of(
        RecordAt record,
        ReportTable table,
        SubjectId subject,
        DateOnly from,
        IReadOnlyList<ReportPeriod> before
    )
    {
        var periods = new List<ReportPeriod>();
        var open = new Dictionary<string, ReportPeriod>(StringComparer.Ordinal);
        foreach (var period in before.Where(p => p.From < from))
        {
            if (period.Until is { } until && until < from)
            {
                periods.Add(period);
            }
            else
            {
                open[period.Cells.Key] = period with { Until = null };
            }
        }

        var days = table == ReportTable.AuditHistory ? [] : DaysOf(record, subject);
        foreach (var day in days.Where(day => day > from && day <= LastDay).Prepend(from))
        {
            var rows = table.On(record, subject, day).ToDictionary(row => row.Key, StringComparer.Ordinal);
            foreach (var (key, period) in open.ToArray())
            {
                if (rows.GetValueOrDefault(key) is { } goesOn && goesOn.Equals(period.Cells))
                {
                    rows.Remove(key);
                }
                else
                {
                    open.Remove(key);
                    periods.Add(period with { Until = day });
                }
            }

            foreach (var (key, row) in rows)
            {
                open[key] = new(row, day, null);
            }
        }

        periods.AddRange(open.Values);
        return periods;
    }

    // An entry adds itself, and may break or mend what the others say; more is changed only by what takes something back, or names somebody.
    private static IReadOnlyList<ReportPeriod> Audited(
        RecordAt record,
        SubjectId subject,
        Entry entry,
        IReadOnlyList<ReportPeriod> before
    )
    {
        var table = ReportTable.AuditHistory;
        if (
            entry.Event is ICorrects or IRetracts or INamesThoseConcerned or OrganisationRegistered
            || before.Count == 0
        )
        {
            return Of(record, table, subject);
        }

        var findings = record.FindingsOf(subject).ToLookup(finding => finding.Entry, finding => finding.Rule);
        var (id, broken) = (table.IndexOf("entry"), table.IndexOf("findings"));
        List<ReportPeriod> after = [.. before];
        if (subject == entry.Subject)
        {
            var added = AuditHistory.AuditHistory.Explain(record.TimelineOf(subject)!, entry);
            var cells = table.InCells(AuditHistoryRow.Of(record, subject, [added])).Single();
            after.Add(new(cells, FirstDay, null));
        }

        foreach (var (index, period) in after.Index().ToArray())
        {
            string[] rules = [.. findings[(Guid)period.Cells.Cells[id]!].Distinct()];
            if (!rules.SequenceEqual((IReadOnlyList<string>)period.Cells.Cells[broken]!))
            {
                object?[] cells = [.. period.Cells.Cells];
                cells[broken] = rules;
                after[index] = period with { Cells = period.Cells with { Cells = cells } };
            }
        }

        return after;
    }

    private IReadOnlyList<ReportPeriod> Before(ReportTable table, SubjectId subject, long place) =>
        believed.TryGetValue((table, subject), out var known) ? known
        : place == 0 ? []
        : Of(timelines.At(place - 1), table, subject);

    /// <summary>The days on which what is said of a subject may begin to be something else, in order.</summary>
    private static IEnumerable<DateOnly> DaysOf(RecordAt record, SubjectId subject)
    {
        var days = new SortedSet<DateOnly>();
        foreach (var version in record.Frameworks.All)
        {
            Add(version.Effective);
            Add(version.Content.Framework.InForceUntil);
        }

        var named = new HashSet<OdsCode>();
        AddAll(record.TimelineOf(subject), named);
        foreach (var organisation in named.ToArray())
        {
            AddAll(record.TimelineOf(organisation), named);
        }

        if (subject.Organisation is { } own)
        {
            foreach (var (_, timeline, _) in record.PredecessorsOf(own))
            {
                AddAll(timeline, named);
            }
        }

        return days;

        void AddAll(Timeline? timeline, HashSet<OdsCode> organisations)
        {
            if (timeline is null)
            {
                return;
            }

            var months = timeline
                .Of<IStatesCriteria>()
                .SelectMany(set => set.Content.Criteria)
                .Select(criterion => criterion.SustainedMonths)
                .OfType<int>()
                .ToHashSet();
            foreach (var entry in timeline.Entries.Where(e => e.Counts))
            {
                Add(entry.Effective);
                organisations.UnionWith(entry.Content.OrganisationsNamed());
                if (entry.Effective.Precision != DatePrecision.Unknown)
                {
                    days.UnionWith(months.Select(entry.Effective.Latest.AddMonths));
                }
            }
        }

        void Add(DateWithPrecision? date)
        {
            if (date is { Precision: not DatePrecision.Unknown } known)
            {
                days.Add(known.Earliest);
                days.Add(known.Latest);
                days.Add(known.Latest.AddDays(1));
            }
        }
    }

    // What is recorded most says nothing of the days before it begins: those need not be asked again. Everything else, and what follows another
    // entry by its own word, may change any day.
    private static DateOnly FirstDayOf(Entry entry, RecordAt record) =>
        entry.Event
            is IStatesSegment
                or SegmentReviewed
                or SegmentProposed
                or IRatesCriterion
                or EvidenceSubmitted
                or IAboutEvidence
                or IAboutUndertaking
                or RecoveryReviewed
        && record.TimelineOf(entry.Subject)!.Entries.All(e => e.Decision.After is null)
            ? Max(entry.Event.Decision.Effective.Earliest, FirstDay)
            : FirstDay;

    private static DateOnly Max(DateOnly one, DateOnly other) => one > other ? one : other;

    // Those whose answers can rest on the entry, as RecordAt.ContributingTo counts them, seen from the other side.
    private IReadOnlyCollection<SubjectId> Concerned(Entry entry, RecordAt record)
    {
        if (entry.Subject.Framework is not null)
        {
            return record.Subjects;
        }

        var concerned = new HashSet<SubjectId> { entry.Subject };
        if (entry.Subject.Organisation is { } organisation)
        {
            concerned.UnionWith(timelines.Naming(organisation));
        }

        concerned.UnionWith(
            record
                .TimelineOf(entry.Subject)!
                .Recorded.SelectMany(e => e.Event.OrganisationsNamed())
                .Select(named => SubjectId.Of(named))
        );
        return concerned;
    }
}
