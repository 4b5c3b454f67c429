using Oversight.Projections.Reports;

namespace Oversight.Projections.Pictures;

/// <summary>Something that an answer says on each of a run of days.</summary>
/// <param name="From">The first day; null where it is the first of all days.</param>
/// <param name="Until">The first day on which it says something else; null where it goes on.</param>
/// <param name="Answer">The answer on the last day on which it was asked: it knows most of it.</param>
internal sealed record Run<T>(DateOnly? From, DateOnly? Until, T Answer);

/// <summary>Finds runs of days by asking on each day on which the answer may begin to be another one.</summary>
internal static class Runs
{
    /// <summary>The days up to one on which what rests on some entries may begin to be something else, in order; the first of all days is one.</summary>
    public static IReadOnlyList<DateOnly> DaysOf(IEnumerable<BelievedEntry> entries, DateOnly upTo)
    {
        var days = new SortedSet<DateOnly> { ReportPeriods.FirstDay };
        foreach (var entry in entries)
        {
            Add(entry.Effective);
        }

        return [.. days.Where(day => day <= upTo)];

        void Add(DateWithPrecision date)
        {
            if (date.Precision == DatePrecision.Unknown)
            {
                return;
            }

            days.Add(date.Earliest);
            if (date.Precision != DatePrecision.Day)
            {
                days.Add(date.Latest);
                days.Add(date.Latest.AddDays(1));
            }
        }
    }

    /// <summary>The runs of everything that an answer says, each by its key; of the same key one at a time.</summary>
    public static IReadOnlyList<Run<T>> Of<T, TKey>(
        IEnumerable<DateOnly> days,
        Func<DateOnly, IEnumerable<T>> ask,
        Func<T, TKey> key
    )
        where TKey : notnull
    {
        var runs = new List<Run<T>>();
        var open = new Dictionary<TKey, Run<T>>();
        foreach (var day in days)
        {
            var now = ask(day).DistinctBy(key).ToDictionary(key);
            foreach (var (over, run) in open.Where(o => !now.ContainsKey(o.Key)).ToArray())
            {
                open.Remove(over);
                runs.Add(run with { Until = day });
            }

            foreach (var (what, answer) in now)
            {
                open[what] = open.TryGetValue(what, out var goesOn)
                    ? goesOn with
                    {
                        Answer = answer,
                    }
                    : new(day == ReportPeriods.FirstDay ? null : day, null, answer);
            }
        }

        return [.. runs.Concat(open.Values).OrderBy(r => r.From ?? DateOnly.MinValue)];
    }
}
