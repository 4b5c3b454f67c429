using Oversight.Projections.Timelines;
using Oversight.Record;
using Oversight.Record.Events;
using Oversight.Record.Organisations;

namespace Oversight.Desk.Replay;

/// <summary>What a replay asks: which places, which days, which subjects.</summary>
/// <param name="Places">Places, ascending; the first and the last are always among them.</param>
/// <param name="Days">The days asked about at each place.</param>
/// <param name="Organisations">The organisations asked about.</param>
/// <param name="Subjects">The subjects whose histories are asked for.</param>
internal sealed record ReplayPlan(
    IReadOnlyList<long> Places,
    IReadOnlyList<DateOnly> Days,
    IReadOnlyList<OdsCode> Organisations,
    IReadOnlyList<SubjectId> Subjects
)
{
    private const int MostDays = 22;
    private const int MostSubjects = 400;
    private const int FewestPlaces = 4;

    /// <summary>A day on which every board's segment is known, published for the year that ends then.</summary>
    private static readonly DateOnly EndOf202324 = new(2024, 3, 31);

    public IEnumerable<(OdsCode Ods, DateOnly Day)> StatusesAsked =>
        from ods in Organisations
        from day in Days
        select (ods, day);

    /// <summary>All there is, where that is few; else evenly spread samples.</summary>
    public static ReplayPlan For(RecordAt record, DateOnly today, long mostAnswers)
    {
        // An answer's cost grows, in the last resort, with the square of its stream.
        var length = (record.Place + 1) / Math.Max(1, record.Subjects.Count);
        var answers = Math.Max(mostAnswers / (1 + (length * length / 10_000)), 64);
        var days = (int)Math.Clamp(answers / (FewestPlaces * Math.Max(1, record.Organisations.Count)), 2, MostDays);
        var subjects = (int)Math.Clamp(answers / (FewestPlaces * days), 4, MostSubjects);
        var organisations = Spread(record.Organisations, subjects);
        var places = (int)Math.Max(answers / (days * Math.Max(1, organisations.Count)), FewestPlaces);
        return new(
            Spread(record.Place, places),
            TurningDays(record, today, days),
            organisations,
            Spread(record.Subjects, subjects)
        );
    }

    // Each day on which something may begin to hold or to be certain, and its neighbours.
    private static IReadOnlyList<DateOnly> TurningDays(RecordAt record, DateOnly today, int most)
    {
        var turns =
            from subject in record.Subjects
            from entry in record.TimelineOf(subject)!.Recorded
            let content = entry.Event is EntryCorrected correction ? correction.Replacement : entry.Event
            let effective = content.Decision.Effective
            from day in new[] { effective.Earliest, effective.Latest }
            where day != DateOnly.MinValue && day != DateOnly.MaxValue
            select day;
        var neighbours = turns.Distinct().SelectMany(day => new[] { day.AddDays(-1), day, day.AddDays(1) });
        return [.. Spread([.. neighbours.Distinct().Order()], most).Append(today).Append(EndOf202324).Distinct()];
    }

    private static IReadOnlyList<long> Spread(long last, int most) =>
        last < 0 ? []
        : last < most ? [.. Enumerable.Range(0, (int)last + 1).Select(place => (long)place)]
        : [.. Enumerable.Range(0, most).Select(i => (long)((Int128)last * i / (most - 1))).Distinct()];

    private static IReadOnlyList<T> Spread<T>(IReadOnlyList<T> all, int most) =>
        all.Count <= most ? all : [.. Spread(all.Count - 1, most).Select(i => all[(int)i])];
}
