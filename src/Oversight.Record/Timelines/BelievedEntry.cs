namespace Oversight.Record.Timelines;

/// <summary>
/// An entry as it is believed at some place of the record: corrections and retractions by then are applied. Asked for by
/// kind it is a <see cref="BelievedEntry{T}"/>, which equals the one of every other kind.
/// </summary>
/// <param name="original">The entry as recorded.</param>
/// <param name="content">What it is believed to say: its own content, or that of the correction in force.</param>
/// <param name="corrections">Every correction of it by then, retracted ones too, in place order.</param>
/// <param name="inForce">The correction whose content is in force; null when it stands as recorded.</param>
/// <param name="retractedBy">The retraction that takes it away; null when it counts.</param>
public class BelievedEntry(
    Entry original,
    Event content,
    IReadOnlyList<Entry> corrections,
    Entry? inForce = null,
    Entry? retractedBy = null
) : IEquatable<BelievedEntry>
{
    /// <summary>The entry as recorded.</summary>
    public Entry Original { get; } = original;

    /// <summary>What it is believed to say: its own content, or that of the correction in force.</summary>
    public Event Content { get; } = content;

    /// <summary>Every correction of it by then, retracted ones too, in place order.</summary>
    public IReadOnlyList<Entry> Corrections { get; } = corrections;

    /// <summary>The correction whose content is in force; null when it stands as recorded.</summary>
    public Entry? InForce { get; } = inForce;

    /// <summary>The retraction that takes it away; null when it counts.</summary>
    public Entry? RetractedBy { get; } = retractedBy;

    /// <summary>The entry as recorded.</summary>
    public Guid Id => Original.Id;

    /// <summary>The place of the entry as recorded.</summary>
    public long Place => Original.Place;

    /// <summary>False when it was retracted.</summary>
    public bool Counts => RetractedBy is null;

    /// <summary>The decision, as believed.</summary>
    public Decision Decision => Content.Decision;

    /// <summary>When it takes effect, as believed.</summary>
    public DateWithPrecision Effective => Decision.Effective;

    /// <summary>
    /// The day on which those concerned were told what it is believed to say, where it says so itself; else null. The day is of what first gave it: a
    /// correction that leaves it as it stood puts in its place what was not told then.
    /// </summary>
    public DateOnly? ToldByItself =>
        Decision.Communicated is { } day && Replaced().All(said => said.Decision.Communicated != day) ? day : null;

    /// <summary>
    /// True for a position published for a period: it is certain for that period, from its first day on, and afterwards only the
    /// last one published.
    /// </summary>
    public bool IsForPeriod =>
        Content is IStatedForPeriod
        && Effective.Precision is (DatePrecision.Month or DatePrecision.Quarter or DatePrecision.FinancialYear);

    /// <summary>The day from which it certainly holds, or has held.</summary>
    public DateOnly CertainFrom => IsForPeriod ? Effective.Earliest : Effective.Latest;

    /// <summary>True when it certainly holds, or has held, by a day.</summary>
    public bool IsCertainBy(DateOnly day) => CertainFrom <= day;

    /// <summary>True when it was published for a period that has passed by a day.</summary>
    public bool IsOver(DateOnly day) => IsForPeriod && Effective.Latest < day;

    // What it said when it was recorded, and by each correction before the one in force.
    private IEnumerable<Event> Replaced() =>
        InForce is null
            ? []
            : Corrections
                .Where(correction => correction.Place < InForce.Place)
                .Select(correction => ((ICorrects)correction.Event).Replacement)
                .Prepend(Original.Event);

    /// <summary>True for the same entry, believed to say the same, whatever the kind by which it was asked for.</summary>
    public bool Equals(BelievedEntry? other) =>
        other is not null && (Id, InForce?.Id, RetractedBy?.Id) == (other.Id, other.InForce?.Id, other.RetractedBy?.Id);

    /// <inheritdoc />
    public sealed override bool Equals(object? obj) => Equals(obj as BelievedEntry);

    /// <inheritdoc />
    public sealed override int GetHashCode() => Id.GetHashCode();
}

/// <summary>A believed entry of one kind: an event of that type, or of the types that share an interface.</summary>
public sealed class BelievedEntry<T> : BelievedEntry
    where T : class
{
    internal BelievedEntry(BelievedEntry entry, T content)
        : base(entry.Original, entry.Content, entry.Corrections, entry.InForce, entry.RetractedBy) => Content = content;

    /// <summary>What it is believed to say, as of its kind.</summary>
    public new T Content { get; }
}
