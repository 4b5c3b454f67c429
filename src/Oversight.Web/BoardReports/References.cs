using Oversight.Projections.BoardReports;
using Oversight.Projections.Readiness;

namespace Oversight.Web.BoardReports;

/// <summary>The entries that a report rests on, numbered as it names them.</summary>
public sealed class References
{
    private readonly Dictionary<Guid, int> numbers = [];
    private readonly List<EntryReference> all = [];

    /// <summary>Those of a report.</summary>
    /// <param name="report">The report.</param>
    public References(BoardReport report)
    {
        Add(report.Status.Segment.Candidates.Select(stated => stated.Entry));
        Add(report.Status.Proposals.Select(proposal => proposal.Entry));
        Add(report.LastReview is { } review ? [review.Said.Entry] : []);
        Add(report.Recovery.Published.Select(published => published.Entry));
        foreach (var one in report.Engagements)
        {
            Add(one.Engagement.Entered.Entry);
            Add(one.Member.RestsOn);
            Add(one.Member.Exit?.Said.Entry);
            Add(one.Recommendations.Select(open => open.Said.Entry));
            Add(one.Engagement.ImprovementDirectors.Select(director => director.Said.Entry));
            Add(one.Member.TargetExit?.History.Select(stated => stated.Said.Entry) ?? []);
            Add(one.Criteria.Concat(one.Member.TransitionCriteria).SelectMany(Of));
            Add(one.Engagement.TransitionPlan?.RestsOn ?? []);
        }

        foreach (var set in report.Undertakings)
        {
            Add(set.Accepted.Entry);
            Add(set.Items.SelectMany(item => item.RestsOn));
            Add(set.Items.SelectMany(item => item.Judgements).Select(judged => judged.Said.Entry));
        }

        Add(report.Support.SelectMany(support => support.StatedBy).Select(stated => stated.Entry));
        Add(report.Due.SelectMany(due => due.RestsOn));
        Add(report.Changes.Select(change => change.Said.Entry));
    }

    /// <summary>All of them, in the order of their numbers.</summary>
    public IReadOnlyList<EntryReference> All => all;

    /// <summary>The entries that a criterion's row rests on.</summary>
    internal static IEnumerable<EntryReference> Of(CriterionReadiness criterion) =>
        [
            criterion.InForceBy,
            .. criterion.Ratings.Self.Candidates.Select(rating => rating.Said.Entry),
            .. criterion.Ratings.Region.Candidates.Select(rating => rating.Said.Entry),
            .. criterion.Ratings.National.Candidates.Select(rating => rating.Said.Entry),
        ];

    /// <summary>The numbers of entries, the lowest first.</summary>
    public IEnumerable<int> NumbersOf(IEnumerable<EntryReference> entries) =>
        entries.Select(entry => numbers[entry.Id]).Distinct().Order();

    private void Add(IEnumerable<EntryReference> entries)
    {
        foreach (var entry in entries)
        {
            Add(entry);
        }
    }

    private void Add(EntryReference? entry)
    {
        if (entry is not null && numbers.TryAdd(entry.Id, all.Count + 1))
        {
            all.Add(entry);
        }
    }
}
