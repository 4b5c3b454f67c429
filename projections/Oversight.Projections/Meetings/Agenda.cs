using Oversight.Projections.BoardReports;
using Oversight.Projections.Status;
using Oversight.Record.Organisations;

namespace Oversight.Projections.Meetings;

/// <summary>
/// What a region's oversight meeting looks at: each of its organisations, what is open, what is overdue, and what changed since it met last. A
/// pure function of the entries.
/// </summary>
/// <param name="Region">The region.</param>
/// <param name="On">The day of the meeting.</param>
/// <param name="LastMet">The day on which it met last; null where the record holds no meeting of it.</param>
/// <param name="Since">The day since which changes are told.</param>
/// <param name="Boards">Its integrated care boards, by name.</param>
/// <param name="Trusts">Its trusts, by name; empty where they were not asked for.</param>
public sealed record Agenda(
    Region Region,
    DateOnly On,
    DateOnly? LastMet,
    DateOnly Since,
    IReadOnlyList<BoardReport> Boards,
    IReadOnlyList<BoardReport> Trusts
)
{
    /// <summary>Since when changes are told where neither a meeting nor a day says it.</summary>
    private const int MonthsBack = 3;

    /// <summary>All of them: boards first.</summary>
    public IEnumerable<BoardReport> All => Boards.Concat(Trusts);

    /// <summary>The agenda of a region on a day.</summary>
    /// <param name="record">The record.</param>
    /// <param name="region">The region.</param>
    /// <param name="on">The day.</param>
    /// <param name="since">Since when changes are told; null: since it met last, else for three months.</param>
    /// <param name="trusts">Whether its trusts are asked for.</param>
    /// <param name="among">Only these organisations; null for all.</param>
    public static Agenda Of(
        RecordAt record,
        Region region,
        DateOnly on,
        DateOnly? since = null,
        bool trusts = false,
        IReadOnlyCollection<OdsCode>? among = null
    )
    {
        var last = HeldMeeting.LastBefore(record, region, on);
        var from = since ?? last ?? on.AddMonths(-MonthsBack);
        BoardReport[] all =
        [
            .. OrganisationStatus
                .All(
                    record,
                    on,
                    region,
                    ods =>
                        among?.Contains(ods) != false
                        && (trusts || record.RegistrationOf(ods)?.Kind == OrganisationKind.Icb)
                )
                .Select(status => BoardReport.Of(record, status.Ods, on, from)!),
        ];
        return new(
            region,
            on,
            last,
            from,
            [.. all.Where(report => report.Status.Kind == OrganisationKind.Icb)],
            [.. all.Where(report => report.Status.Kind != OrganisationKind.Icb)]
        );
    }
}
