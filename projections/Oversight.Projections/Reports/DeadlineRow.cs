namespace Oversight.Projections.Reports;

/// <summary>Something with a date, for as long as it is not settled, as <see cref="Deadlines.Deadlines"/> answers on each day.</summary>
/// <param name="Uid">What it is known by, whatever its date; the calendar's entries have the same.</param>
/// <param name="DeadlineKind">What kind of thing it is.</param>
/// <param name="Organisations">The codes of the organisations concerned.</param>
/// <param name="Regions">The codes of the regions that oversee them.</param>
/// <param name="Reference">What tells it from others of its kind in the stream; empty where there can be only one.</param>
/// <param name="Title">What it is, in one line.</param>
/// <param name="Due">When it is due; of several dates that may hold the one stated last.</param>
/// <param name="OrElse">Other dates that may hold.</param>
/// <param name="DueBy">The latest day of due, after which it is overdue; null when it is unknown.</param>
/// <param name="Framework">The id of the oversight framework of the day; null when none is known.</param>
/// <param name="Rule">The name of the rule that says so.</param>
public sealed record DeadlineRow(
    string Uid,
    string DeadlineKind,
    IReadOnlyList<string> Organisations,
    IReadOnlyList<string> Regions,
    string Reference,
    string Title,
    string Due,
    IReadOnlyList<string> OrElse,
    DateOnly? DueBy,
    string? Framework,
    string Rule
) : ReportRow
{
    /// <inheritdoc/>
    public override string Key => Uid;

    internal static IEnumerable<DeadlineRow> On(RecordAt record, SubjectId subject, DateOnly day) =>
        from deadline in Deadlines.Deadlines.Of(record, subject, day)
        let restsOn = deadline.RestsOn.Select(e => e.Id).ToArray()
        select new DeadlineRow(
            deadline.Uid,
            InWords.Stored(deadline.Kind),
            [.. deadline.Organisations.Select(o => o.Value)],
            deadline.Regions,
            deadline.Reference,
            deadline.Title,
            deadline.Due.Stored,
            [.. deadline.OrElse.Select(due => due.Stored)],
            deadline.DueBy,
            deadline.Framework,
            deadline.Rule
        )
        {
            CommunicatedFrom = Communicated.From(record, subject, restsOn, deadline.Organisations),
            RestsOn = restsOn,
        };
}
