namespace Oversight.Projections.National;

/// <summary>A step through the years: the last day of a quarter, or today.</summary>
/// <param name="Year">The financial year, such as 2023/24.</param>
/// <param name="Quarter">The quarter, from 1 (April to June).</param>
/// <param name="Day">The day that is shown.</param>
public sealed record Step(string Year, int Quarter, DateOnly Day)
{
    // Recovery Support began in July 2021, and the first framework that the record may hold holds from about then.
    private static readonly DateOnly First = new(2021, 7, 1);

    /// <summary>The steps from July 2021 to a day, by day; the last one is that day.</summary>
    public static IReadOnlyList<Step> Until(DateOnly today)
    {
        var steps = new List<Step>();
        for (var begins = First; begins <= today; begins = begins.AddMonths(3))
        {
            var last = begins.AddMonths(3).AddDays(-1);
            var year = begins.Month < 4 ? begins.Year - 1 : begins.Year;
            steps.Add(
                new(
                    $"{year}/{(year + 1) % 100:00}",
                    begins.Month < 4 ? 4 : (begins.Month - 1) / 3,
                    last < today ? last : today
                )
            );
        }

        return steps;
    }
}
