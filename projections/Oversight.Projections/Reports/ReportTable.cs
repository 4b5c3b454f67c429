using System.Linq.Expressions;
using Oversight.Record.Corrections;
using Oversight.Record.Organisations;

namespace Oversight.Projections.Reports;

/// <summary>
/// A table of the schema <c>report</c>: what the fold that answers elsewhere says of a subject on a day, cut into rows. It has no rule of its own.
/// </summary>
public abstract class ReportTable
{
    private protected ReportTable(string name, SubjectKind? kind, IReadOnlyList<ReportColumn> columns) =>
        (Name, Kind, Columns) = (name, kind, columns);

    /// <summary>The audit history, whose rows are of entries, and of all days.</summary>
    public static ReportTable AuditHistory { get; } =
        new ReportTable<AuditHistoryRow>(
            "audit_history",
            null,
            (record, subject, _) => AuditHistoryRow.Of(record, subject)
        )
        {
            IsOfAllDays = true,
        };

    /// <summary>All of them; a table with rows of several kinds of subject is there for each.</summary>
    public static IReadOnlyList<ReportTable> All { get; } =
    [
        new ReportTable<OrganisationRow>("organisation", SubjectKind.Organisation, OrganisationRow.On)
        {
            // Of all organisations: a succession is said of those that follow too, and ends the system of those that belonged to it.
            ChangedBy = entry =>
                entry.Event
                    is OrganisationRegistered
                        or OrganisationSucceeded
                        or SystemJoined
                        or OrganisationRenamed
                        or ICorrects
                        or IRetracts,
        },
        new ReportTable<SegmentRow>("segment_period", SubjectKind.Organisation, SegmentRow.On),
        new ReportTable<RecoveryMemberRow>("recovery_member_period", SubjectKind.Recovery, RecoveryMemberRow.On),
        new ReportTable<CriterionRow>("criterion_period", SubjectKind.Recovery, CriterionRow.On),
        new ReportTable<UndertakingRow>("undertaking_period", SubjectKind.Undertakings, UndertakingRow.On),
        new ReportTable<DeadlineRow>("deadline", SubjectKind.Organisation, DeadlineRow.On),
        new ReportTable<DeadlineRow>("deadline", SubjectKind.Recovery, DeadlineRow.On),
        new ReportTable<DeadlineRow>("deadline", SubjectKind.Undertakings, DeadlineRow.On),
        AuditHistory,
        new ReportTable<SubjectRegionRow>(
            "subject_region",
            null,
            (record, subject, _) => SubjectRegionRow.On(record, subject)
        )
        {
            IsOfAllDays = true,
            ChangedBy = entry =>
                entry.Event is INamesThoseConcerned or OrganisationRegistered or ICorrects or IRetracts,
        },
    ];

    /// <summary>Its name.</summary>
    public string Name { get; }

    /// <summary>The kind of subject that these rows are of; null for every kind.</summary>
    public SubjectKind? Kind { get; }

    /// <summary>Its own columns, in order.</summary>
    public IReadOnlyList<ReportColumn> Columns { get; }

    /// <summary>Which entries change its rows; null: those of the subject, of the frameworks, of the organisations that it names, and of a later set.</summary>
    internal Func<Entry, bool>? ChangedBy { get; init; }

    /// <summary>Whether its rows say the same of all days.</summary>
    internal bool IsOfAllDays { get; init; }

    /// <summary>Whether its rows of a subject can rest on an entry, about the subject or another.</summary>
    public bool RestsOn(SubjectId subject, Entry entry)
    {
        if (Kind is not null && Kind != subject.Kind)
        {
            return false;
        }

        if (ChangedBy is not null)
        {
            return ChangedBy(entry);
        }

        if (Kind is null)
        {
            return true;
        }

        return entry.Subject == subject
            || entry.Subject.Framework is not null
            // What passed from one organisation to another is told of the other one's region and name.
            || (
                entry.Subject.Organisation is not null
                && (
                    Kind != SubjectKind.Organisation
                    || entry.Event is OrganisationRegistered or OrganisationRenamed or ICorrects or IRetracts
                )
            )
            // A later set may stand in the place of an earlier one.
            || (entry.Subject.Kind == SubjectKind.Undertakings && Kind == SubjectKind.Undertakings);
    }

    /// <summary>The rows of a subject on a day, as the record stood at a place.</summary>
    public abstract IReadOnlyList<ReportCells> On(RecordAt record, SubjectId subject, DateOnly day);

    /// <summary>Rows in the shape of the table.</summary>
    internal abstract IEnumerable<ReportCells> InCells(IEnumerable<ReportRow> rows);

    /// <summary>Where a column stands.</summary>
    internal int IndexOf(string column) => Columns.Index().First(c => c.Item.Name == column).Index;
}

/// <summary>A table with rows of one shape.</summary>
internal sealed class ReportTable<TRow>(
    string name,
    SubjectKind? kind,
    Func<RecordAt, SubjectId, DateOnly, IEnumerable<TRow>> on
) : ReportTable(name, kind, [.. ReportColumn.Of(typeof(TRow)).Select(c => c.Column)])
    where TRow : ReportRow
{
    private static readonly Func<TRow, object?>[] Cells =
    [
        .. ReportColumn
            .Of(typeof(TRow))
            .Select(c =>
            {
                var row = Expression.Parameter(typeof(TRow));
                var cell = Expression.Convert(Expression.Property(row, c.Member), typeof(object));
                return Expression.Lambda<Func<TRow, object?>>(cell, row).Compile();
            }),
    ];

    public override IReadOnlyList<ReportCells> On(RecordAt record, SubjectId subject, DateOnly day) =>
        [.. InCells(on(record, subject, day))];

    internal override IEnumerable<ReportCells> InCells(IEnumerable<ReportRow> rows) =>
        rows.Cast<TRow>().Select(row => new ReportCells(row.Key, [.. Cells.Select(cell => cell(row))]));
}
