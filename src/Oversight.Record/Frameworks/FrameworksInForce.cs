namespace Oversight.Record.Frameworks;

/// <summary>Which version of the oversight framework holds on a day.</summary>
public enum FrameworkState
{
    /// <summary>No version had been published for that day, as far as the record knows.</summary>
    None,

    /// <summary>One version certainly holds.</summary>
    InForce,

    /// <summary>The last version was published for a term that has ended, and no later one is in the record.</summary>
    Lapsed,

    /// <summary>Dates are too imprecise to say which version holds.</summary>
    Uncertain,
}

/// <summary>The framework on a day, and the entries that say so.</summary>
/// <param name="State">Whether a version holds.</param>
/// <param name="Version">The one that holds, or the last one that did (lapsed); else null.</param>
/// <param name="RestsOn">The entries that say so.</param>
public sealed record FrameworkOnDay(
    FrameworkState State,
    FrameworkVersion? Version,
    IReadOnlyList<BelievedEntry<FrameworkPublished>> RestsOn
)
{
    /// <summary>The version that is in force on that day; null when none certainly is.</summary>
    public FrameworkVersion? Judging => State == FrameworkState.InForce ? Version : null;
}

/// <summary>All framework versions in the record as believed at a place.</summary>
public sealed class FrameworksInForce
{
    private readonly IReadOnlyList<BelievedEntry<FrameworkPublished>> published;
    private readonly DatedEntries<BelievedEntry<FrameworkPublished>> dated;

    /// <summary>Takes the framework subjects' timelines.</summary>
    public FrameworksInForce(IEnumerable<Timeline> timelines)
    {
        var all = timelines.ToArray();
        published = [.. all.SelectMany(t => t.Of<FrameworkPublished>())];
        dated = new(published);
        GreatestPlace = all.Select(t => t.GreatestPlace).DefaultIfEmpty(-1).Max();
    }

    /// <summary>The greatest place among the frameworks' entries; -1 when there are none.</summary>
    public long GreatestPlace { get; }

    /// <summary>All versions that count, in the order in which they came into force.</summary>
    public IEnumerable<BelievedEntry<FrameworkPublished>> All =>
        published.OrderBy(e => e.Effective.Earliest).ThenBy(e => e.Place);

    /// <summary>
    /// The version that judges a decision of that day about that kind of organisation; null when none certainly does. A version whose
    /// term has passed is carried on until another is recorded; where it does not place that kind in segments, the last one that did
    /// says which segments there are.
    /// </summary>
    /// <param name="day">The latest day of the decision's effective date.</param>
    /// <param name="kind">The kind of the organisation; null where it does not matter.</param>
    public FrameworkVersion? Judging(DateOnly day, OrganisationKind? kind = null)
    {
        var framework = On(day);
        return framework.State switch
        {
            FrameworkState.InForce => framework.Version,
            FrameworkState.Lapsed when kind is { } segmented && !framework.Version!.Segmented(segmented) => All.Where(
                    e => e.Effective.IsCertainBy(day)
                )
                .Select(e => e.Content.Framework)
                .LastOrDefault(version => version.Segmented(segmented))
                ?? framework.Version,
            FrameworkState.Lapsed => framework.Version,
            _ => null,
        };
    }

    /// <summary>The framework that holds on that day.</summary>
    public FrameworkOnDay On(DateOnly day)
    {
        var (entries, perhapsNone) = dated.On(day);
        if (entries.Count == 0)
        {
            return new(FrameworkState.None, null, []);
        }

        if (entries.Count > 1 || perhapsNone)
        {
            return new(FrameworkState.Uncertain, null, entries);
        }

        var version = entries[0].Content.Framework;
        var lapsed = version.InForceUntil is { } until && until.Latest < day;
        return new(lapsed ? FrameworkState.Lapsed : FrameworkState.InForce, version, entries);
    }
}
