using Oversight.Record.Catalogue;
using Oversight.Record.Commitments;
using Oversight.Record.Corrections;
using Oversight.Record.Evidence;
using Oversight.Record.Organisations;
using Oversight.Record.Recovery;
using Oversight.Record.Reviews;
using Oversight.Record.Segments;
using Oversight.Record.Telling;
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
/// Keeps what the report tables say at the last place taken, as far as entries that were taken could change it, and tells what each entry changes
/// in it. The rows are asked of the same folds that answer everywhere else, on each day on which their answer may begin to be another one.
/// </summary>
/// <param name="timelines">The record, at least as far as the entries that are taken.</param>
public sealed class ReportPeriods(RecordTimelines timelines)
{
    /// <summary>The first day of which the record can speak, and so of all days.</summary>
    public static readonly DateOnly FirstDay = new(1900, 1, 1);

    /// <summary>The last one.</summary>
    public static readonly DateOnly LastDay = new(2199, 12, 31);

    private readonly Dictionary<(ReportTable, SubjectId), Believed> believed = [];

    /// <summary>What the next entry changes, in the tables and subjects that it can change.</summary>
    /// <param name="entry">The entry; entries are taken one after another, by place.</param>
    public IReadOnlyList<ReportChange> Take(Entry entry)
    {
        var record = timelines.At(entry.Place);
        var from = FirstDayOf(entry, record);
        var changes = new List<ReportChange>();
        foreach (var subject in Concerned(entry, record))
        {
            IReadOnlyCollection<DateOnly>? days = null;
            foreach (var table in ReportTable.All)
            {
                if (!table.RestsOn(subject, entry))
                {
                    continue;
                }

                var judgedFrom = subject == entry.Subject && !ChangesManyRows(entry) ? from : FirstDay;
                var periods = BelievedBefore(
                    entry,
                    table,
                    subject,
                    table == ReportTable.AuditHistory ? judgedFrom
                        : table.IsOfAllDays ? FirstDay
                        : from
                );
                var (ended, begun) =
                    table == ReportTable.AuditHistory ? Audited(record, subject, entry, judgedFrom, periods)
                    : table.IsOfAllDays ? Replace(periods, [.. periods], Of(record, table, subject))
                    : Changed(table, subject, periods, from, days ??= DaysOf(record, subject, from), record);
                if (ended.Count + begun.Count > 0)
                {
                    changes.Add(new(table, subject, ended, begun));
                }
            }
        }

        return changes;
    }

    /// <summary>All that a table says of a subject at a place.</summary>
    public static List<ReportPeriod> Of(RecordAt record, ReportTable table, SubjectId subject) =>
        Of(record, table, subject, FirstDay, table.IsOfAllDays ? [] : DaysOf(record, subject, FirstDay), []);

    // What the table said before an entry, at least of what did not end before the first day of which the entry can change something. Of a subject
    // with many entries that is little, and most are told one by one; who goes further back is told all.
    private List<ReportPeriod> BelievedBefore(Entry entry, ReportTable table, SubjectId subject, DateOnly from)
    {
        var known = believed.GetValueOrDefault((table, subject));
        if (known is null || from < known.From)
        {
            var isAll =
                known is not null || entry.Place == 0 || timelines.At(entry.Place - 1).TimelineOf(subject) is null;
            known = new(
                entry.Place == 0 ? []
                    : isAll ? Of(timelines.At(entry.Place - 1), table, subject)
                    : From(timelines.At(entry.Place - 1), table, subject, from),
                isAll ? FirstDay : from
            );
            believed[(table, subject)] = known;
        }

        return known.Periods;
    }

    // What did not end before a day: of the rows of the day before it, it is asked back to when each began.
    private static List<ReportPeriod> From(RecordAt record, ReportTable table, SubjectId subject, DateOnly from)
    {
        if (from == FirstDay)
        {
            return Of(record, table, subject);
        }

        if (table == ReportTable.AuditHistory)
        {
            return JudgedFrom(record, subject, from);
        }

        DateOnly[] days = [FirstDay, .. DaysOf(record, subject, FirstDay).Where(day => day > FirstDay)];
        var last = Array.FindLastIndex(days, day => day < from);
        var held = table
            .On(record, subject, days[last])
            .ToDictionary(row => row.Key, row => new ReportPeriod(row, days[last], null), StringComparer.Ordinal);
        var goBack = held.Keys.ToList();
        for (var before = last - 1; before >= 0 && goBack.Count > 0; before--)
        {
            var rows = table.On(record, subject, days[before]).ToDictionary(row => row.Key, StringComparer.Ordinal);
            goBack.RemoveAll(key => !(rows.TryGetValue(key, out var row) && row.Equals(held[key].Cells)));
            foreach (var key in goBack)
            {
                held[key] = held[key] with { From = days[before] };
            }
        }

        return last == days.Length - 1
            ? [.. held.Values]
            : Of(record, table, subject, days[last + 1], days[(last + 1)..], held.Values);
    }

    // The rows of the entries whose day is not before one.
    private static List<ReportPeriod> JudgedFrom(RecordAt record, SubjectId subject, DateOnly from)
    {
        var timeline = record.TimelineOf(subject)!;
        var findings = RulesBroken(record, subject, from);
        return
        [
            .. timeline
                .Recorded.Where(entry => IsJudged(timeline.Believed(entry), from))
                .Select(entry => InCells(record, timeline, entry, findings)),
        ];
    }

    private static bool IsJudged(Event content, DateOnly from) => content.Decision.Effective.Latest >= from;

    // By the entry that breaks them, of those whose day is not before one.
    private static ILookup<Guid, string> RulesBroken(RecordAt record, SubjectId subject, DateOnly from) =>
        record
            .FindingsOf(subject, content => IsJudged(content, from))
            .ToLookup(finding => finding.Entry, finding => finding.Rule);

    private static ReportPeriod InCells(RecordAt record, Timeline timeline, Entry entry, ILookup<Guid, string> findings)
    {
        var table = ReportTable.AuditHistory;
        var explained = AuditHistory.AuditHistory.Explain(timeline, entry);
        var row = table.InCells(AuditHistoryRow.Of(record, timeline.Subject, [explained])).Single();
        object?[] cells = [.. row.Cells];
        cells[table.IndexOf("findings")] = (string[])[.. findings[entry.Id].Distinct()];
        return new(row with { Cells = cells }, FirstDay, null);
    }

    // What takes something back, or names somebody, changes more of the audit history than its own row and what is judged with it.
    private static bool ChangesManyRows(Entry entry) =>
        entry.Event is ICorrects or IRetracts or INamesThoseConcerned or OrganisationRegistered or ITells;

    // Periods that ended before the first day on which something can have changed stay as they are.
    private static (IReadOnlyList<ReportPeriod> Ended, IReadOnlyList<ReportPeriod> Begun) Changed(
        ReportTable table,
        SubjectId subject,
        List<ReportPeriod> periods,
        DateOnly from,
        IReadOnlyCollection<DateOnly> days,
        RecordAt record
    )
    {
        ReportPeriod[] before = [.. periods.Where(p => !(p.Until < from))];
        var after = Of(record, table, subject, from, days, before.Where(p => p.From < from));
        return Replace(periods, before, after);
    }

    private static (IReadOnlyList<ReportPeriod> Ended, IReadOnlyList<ReportPeriod> Begun) Replace(
        List<ReportPeriod> periods,
        IReadOnlyList<ReportPeriod> before,
        IReadOnlyList<ReportPeriod> after
    )
    {
        var (was, @is) = (before.ToHashSet(), after.ToHashSet());
        ReportPeriod[] ended = [.. before.Where(p => !@is.Contains(p))];
        ReportPeriod[] begun = [.. after.Where(p => !was.Contains(p))];
        if (ended.Length > 0)
        {
            var gone = ended.ToHashSet();
            periods.RemoveAll(gone.Contains);
        }

        periods.AddRange(begun);
        return (ended, begun);
    }

    // What held on the day before goes on where it can.
    private static List<ReportPeriod> Of(
        RecordAt record,
        ReportTable table,
        SubjectId subject,
        DateOnly from,
        IReadOnlyCollection<DateOnly> days,
        IEnumerable<ReportPeriod> held
    )
    {
        var periods = new List<ReportPeriod>();
        var open = held.ToDictionary(p => p.Cells.Key, p => p with { Until = null }, StringComparer.Ordinal);
        foreach (var day in days.Where(day => day > from).Prepend(from))
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

    // An entry adds itself, and may break or mend what others say of its days and later ones; more is changed only by what takes something back,
    // or names somebody.
    private static (IReadOnlyList<ReportPeriod> Ended, IReadOnlyList<ReportPeriod> Begun) Audited(
        RecordAt record,
        SubjectId subject,
        Entry entry,
        DateOnly from,
        List<ReportPeriod> periods
    )
    {
        var table = ReportTable.AuditHistory;
        if (ChangesManyRows(entry) || record.TimelineOf(subject) is not { } timeline)
        {
            return Replace(periods, [.. periods], Of(record, table, subject));
        }

        var findings = RulesBroken(record, subject, from);
        var judgedAgain = timeline
            .Recorded.Where(e => IsJudged(timeline.Believed(e), from))
            .Select(e => e.Id)
            .ToHashSet();
        var (id, broken) = (table.IndexOf("entry"), table.IndexOf("findings"));
        var (ended, begun) = (new List<ReportPeriod>(), new List<ReportPeriod>());
        foreach (var (index, period) in periods.Index().ToArray())
        {
            var cells = period.Cells.Cells;
            var of = (Guid)cells[id]!;
            if (!judgedAgain.Contains(of))
            {
                continue;
            }

            string[] rules = [.. findings[of].Distinct()];
            if (!rules.SequenceEqual((IReadOnlyList<string>)cells[broken]!))
            {
                object?[] judged = [.. cells];
                judged[broken] = rules;
                ended.Add(period);
                begun.Add(periods[index] = period with { Cells = period.Cells with { Cells = judged } });
            }
        }

        if (subject == entry.Subject)
        {
            var own = InCells(record, timeline, entry, findings);
            periods.Add(own);
            begun.Add(own);
        }

        return (ended, begun);
    }

    /// <summary>The days from one on, on which what is said of a subject may begin to be something else, in order.</summary>
    private static DateOnly[] DaysOf(RecordAt record, SubjectId subject, DateOnly from)
    {
        var days = new HashSet<DateOnly>();
        foreach (var version in record.Frameworks.All)
        {
            Add(version.Effective);
            if (version.Content.Framework.InForceUntil is { Precision: not DatePrecision.Unknown } until)
            {
                AddDay(until.Latest.AddDays(1));
            }
        }

        var named = new HashSet<OdsCode>();
        AddAll(record.TimelineOf(subject));
        foreach (var organisation in named.ToArray())
        {
            AddAll(record.TimelineOf(organisation));
        }

        if (subject.Kind == SubjectKind.Undertakings && record.TimelineOf(subject) is { } set)
        {
            foreach (var other in record.SetsBeside(set))
            {
                AddAll(other);
            }
        }

        if (subject.Organisation is { } own)
        {
            foreach (var (_, timeline, _) in record.PredecessorsOf(own))
            {
                AddAll(timeline);
            }
        }

        return [.. days.Order()];

        void AddAll(Timeline? timeline)
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
            foreach (var entry in timeline.Entries)
            {
                if (entry.Counts)
                {
                    Add(entry.Effective);
                    named.UnionWith(entry.Content.OrganisationsNamed());
                    if (entry.Effective.Precision != DatePrecision.Unknown)
                    {
                        foreach (var number in months)
                        {
                            AddDay(entry.Effective.Latest.AddMonths(number));
                        }
                    }
                }
            }
        }

        void Add(DateWithPrecision? date)
        {
            if (date is { Precision: not DatePrecision.Unknown } known && known.Latest.AddDays(1) >= from)
            {
                AddDay(known.Earliest);
                if (known.Precision != DatePrecision.Day)
                {
                    AddDay(known.Latest);
                    AddDay(known.Latest.AddDays(1));
                }
            }
        }

        void AddDay(DateOnly day)
        {
            if (day >= from && day <= LastDay)
            {
                days.Add(day);
            }
        }
    }

    // What is recorded most says nothing of the days before it begins: those need not be asked again. Everything else, and what follows another
    // entry by its own word, may change any day.
    private static DateOnly FirstDayOf(Entry entry, RecordAt record) =>
        entry.Event
            is IStatesSegment
                or SystemJoined
                or OrganisationRenamed
                or SegmentReviewed
                or SegmentProposed
                or IRatesCriterion
                or EvidenceSubmitted
                or IAboutEvidence
                or IAboutUndertaking
                or RecoveryReviewed
                or OversightReviewed
                or ConcernRaised
                or IAboutConcern
                or CommitmentMade
                or IAboutCommitment
                or SegmentAmbitionStated
        && record.TimelineOf(entry.Subject)!.Entries.All(e => e.Decision.After is null)
            ? Max(entry.Event.Decision.Effective.Earliest, FirstDay)
            : FirstDay;

    private static DateOnly Max(DateOnly one, DateOnly other) => one > other ? one : other;

    // Those whose answers can rest on the entry, as RecordAt.ContributingTo counts them, seen from the other side.
    private IReadOnlyCollection<SubjectId> Concerned(Entry entry, RecordAt record)
    {
        if (entry.Subject.Kind == SubjectKind.None)
        {
            // Only a newer version knows what it is.
            return [];
        }

        if (entry.Subject.Framework is not null)
        {
            return record.Subjects;
        }

        var concerned = new HashSet<SubjectId> { entry.Subject };
        if (entry.Subject.Organisation is { } organisation)
        {
            concerned.UnionWith(timelines.Naming(organisation));
        }

        concerned.UnionWith(record.TimelineOf(entry.Subject)!.OrganisationsNamed.Select(named => SubjectId.Of(named)));
        // The trusts of a whole system are in the engagement without being named in it.
        if (
            entry.Subject.Kind == SubjectKind.Recovery
            && record
                .TimelineOf(entry.Subject)!
                .Recorded.Select(e => e.Event is ICorrects corrects ? corrects.Replacement : e.Event)
                .OfType<IMayConcernSystem>()
                .Any(said => said.SystemsNamed(entry.Subject).Any())
        )
        {
            concerned.UnionWith(
                concerned
                    .Select(s => s.Organisation)
                    .OfType<OdsCode>()
                    .SelectMany(timelines.Naming)
                    .Where(s => s.Organisation is not null)
                    .ToArray()
            );
        }

        if (entry.Subject.Kind == SubjectKind.Undertakings)
        {
            concerned.UnionWith(record.SetsBeside(record.TimelineOf(entry.Subject)!).Select(set => set.Subject));
        }

        return concerned;
    }

    /// <summary>What a table says of a subject.</summary>
    /// <param name="Periods">The periods, at least those that did not end before the day.</param>
    /// <param name="From">The day; of the audit history's rows, which end never, the first day of the entries that are among them.</param>
    private sealed record Believed(List<ReportPeriod> Periods, DateOnly From);
}
