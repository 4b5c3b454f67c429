using Oversight.Record.Entries;
using Oversight.Record.Time;

namespace Oversight.Record.Deciding;

/// <summary>What is logged has been decided: a decision is not dated later than the day of its logging.</summary>
public sealed class DecidedBeforeLogged : Rule
{
    /// <inheritdoc/>
    public override string Name => "decided-before-logged";

    /// <inheritdoc/>
    public override string Sentence => "A decision is logged on or after the day on which it was decided.";

    /// <inheritdoc/>
    public override bool RefusesAlways => true;

    /// <inheritdoc/>
    public override bool AppliesTo(Event content) => content.Decision.Decided.Precision != DatePrecision.Unknown;

    /// <inheritdoc/>
    public override string? Breach(Event content, Entry entry, Situation situation)
    {
        var logged = London.DayOf(entry.Recorded);
        return content.Decision.Decided.Earliest <= logged
            ? null
            : $"The decision is dated {content.Decision.Decided}, after the day of its logging, "
                + $"{DateWithPrecision.Day(logged)}.";
    }
}
