using Oversight.Record.Deciding;
using Oversight.Record.Entries;
using Oversight.Record.Segments;

namespace Oversight.Record.Organisations;

/// <summary>Nothing takes effect before an organisation existed, unless a predecessor is named, or after it ended.</summary>
public sealed class WithinExistence : Rule
{
    /// <inheritdoc/>
    public override string Name => "within-existence";

    /// <inheritdoc/>
    public override string Sentence =>
        "A decision about an organisation takes effect while it exists; before that only with its predecessor named.";

    /// <inheritdoc/>
    public override bool AppliesTo(Event content) =>
        content
            is IStatesSegment
                or SegmentReviewed
                or SegmentProposed
                or AnnualAssessmentPublished
                or OrganisationSucceeded;

    /// <inheritdoc/>
    public override string? Breach(Event content, Entry entry, Situation situation)
    {
        var effective = content.Decision.Effective;
        if (effective.Precision == Time.DatePrecision.Unknown)
        {
            return null;
        }

        var registered = situation.Timeline.Of<OrganisationRegistered>().FirstOrDefault();
        if (registered is null)
        {
            return $"{situation.Timeline.Subject} is not registered.";
        }

        if (effective.Latest < registered.Effective.Earliest && content.Decision.Predecessor is null)
        {
            return $"It takes effect {effective}, before the organisation was established ({registered.Effective}), "
                + "and names no predecessor.";
        }

        var ended = situation.Timeline.Of<OrganisationSucceeded>().FirstOrDefault(e => e.Id != entry.Id);
        return ended is not null && effective.Earliest >= ended.Effective.Latest
            ? $"It takes effect {effective}, after the organisation had ended ({ended.Effective})."
            : null;
    }
}
