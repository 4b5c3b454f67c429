using Oversight.Projections.BoardReports;
using Oversight.Projections.Timelines;
using Oversight.Web.Http;

namespace Oversight.Web.BoardReports;

/// <summary>The day since which a report tells changes.</summary>
internal static class ReportDays
{
    private const int MonthsBack = 3;

    /// <summary>As it was asked; else some months before the day of the report.</summary>
    /// <exception cref="BadInputException">It is no day, or after the day of the report.</exception>
    public static DateOnly Since(IReadOnlyDictionary<string, string> asked, DateOnly on) =>
        Asked(asked, on) ?? on.AddMonths(-MonthsBack);

    /// <summary>As it was asked; null where it was not.</summary>
    /// <inheritdoc cref="Since" path="/exception"/>
    public static DateOnly? Asked(IReadOnlyDictionary<string, string> asked, DateOnly on)
    {
        if (asked.GetValueOrDefault("since") is not { } text)
        {
            return null;
        }

        if (!DateWithPrecision.TryParse(text, out var since) || since.Precision != DatePrecision.Day)
        {
            throw new BadInputException("since", "must be one existing day from 1900 to 2199, such as 2024-01-31.");
        }

        return since.Latest <= on
            ? since.Latest
            : throw new BadInputException("since", "must not be after the day of the report.");
    }
}

/// <summary>The names of those who decided what reports tell.</summary>
internal static class ReportPeople
{
    /// <summary>Their names by id, as whoever reads the reports is shown them.</summary>
    public static Task<IReadOnlyDictionary<string, string>> OfAsync(
        OpenRecord open,
        RecordAt seen,
        IEnumerable<BoardReport> reports,
        CancellationToken cancellation
    ) =>
        PeopleNames.OfAsync(
            open,
            seen,
            reports.SelectMany(report =>
                report
                    .Status.Segment.Candidates.Select(stated => stated.DecidedBy)
                    .Concat(report.Status.Proposals.Select(proposal => proposal.DecidedBy))
                    .Concat(report.Changes.Select(change => change.Said.DecidedBy))
                    .Concat(report.Engagements.Select(one => one.Member.Exit?.Said.DecidedBy).OfType<DecidedBy>())
                    .Concat(
                        report.Engagements.SelectMany(one =>
                            one.Engagement.ImprovementDirectors.Select(director => director.Said.DecidedBy)
                        )
                    )
                    .Select(decider => decider.Person)
                    .Concat(
                        report.Engagements.SelectMany(one =>
                            one.Engagement.ImprovementDirectors.Select(director => director.Director)
                        )
                    )
                    .OfType<string>()
            ),
            cancellation
        );
}
