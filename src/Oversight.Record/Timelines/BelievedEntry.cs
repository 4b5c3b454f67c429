using Oversight.Record.Entries;
using Oversight.Record.Time;

namespace Oversight.Record.Timelines;

/// <summary>An entry as it is believed at some place of the record: corrections and retractions by then are applied.</summary>
/// <param name="Original">The entry as recorded.</param>
/// <param name="Content">What it is believed to say: its own content, or that of the correction in force.</param>
/// <param name="Corrections">Every correction of it by then, retracted ones too, in place order.</param>
/// <param name="InForce">The correction whose content is in force; null when it stands as recorded.</param>
/// <param name="RetractedBy">The retraction that takes it away; null when it counts.</param>
public sealed record BelievedEntry(
    Entry Original,
    Event Content,
    IReadOnlyList<Entry> Corrections,
    Entry? InForce = null,
    Entry? RetractedBy = null
)
{
    /// <summary>The id of the entry as recorded.</summary>
    public Guid Id => Original.Id;

    /// <summary>The place of the entry as recorded.</summary>
    public long Place => Original.Place;

    /// <summary>False when it was retracted.</summary>
    public bool Counts => RetractedBy is null;

    /// <summary>When it takes effect, as believed.</summary>
    public DateWithPrecision Effective => Content.Decision.Effective;

    /// <summary>
    /// True for a position published for a period: it is certain for that period, from its first day on, and afterwards only the
    /// last one published.
    /// </summary>
    public bool IsForPeriod =>
        Content is IStatedForPeriod
        && Effective.Precision is (DatePrecision.Month or DatePrecision.Quarter or DatePrecision.FinancialYear);

    /// <summary>True when it certainly holds, or has held, by a day.</summary>
    public bool IsCertainBy(DateOnly day) => IsForPeriod ? Effective.Earliest <= day : Effective.IsCertainBy(day);

    /// <summary>True when it was published for a period that has passed by a day.</summary>
    public bool IsOver(DateOnly day) => IsForPeriod && Effective.Latest < day;
}
