using Oversight.Record.Entries;
using Oversight.Record.Time;

namespace Oversight.Record.Deciding;

/// <summary>A live decision says the day on which it was decided (design note, section 3).</summary>
public sealed class LiveDecisionNeedsADay : Rule
{
    /// <inheritdoc/>
    public override string Name => "live-decision-needs-a-day";

    /// <inheritdoc/>
    public override string Sentence => "A live decision says the exact day on which it was decided.";

    /// <inheritdoc/>
    public override bool AppliesTo(Event content) => content.Decision.Origin == Origin.Live;

    /// <inheritdoc/>
    public override string? Breach(Event content, Entry entry, Situation situation) =>
        content.Decision.Decided.Precision == DatePrecision.Day
            ? null
            : $"The decision was decided on \"{content.Decision.Decided}\", which is not a day: "
                + "say the day, or log it as back-dated.";
}
