using Oversight.Record.Deciding;
using Oversight.Record.Entries;

namespace Oversight.Record.Recovery;

/// <summary>The months count from the latest day of the date since which that level judged it met without a break.</summary>
public sealed class SustainedLongEnough : Rule
{
    /// <inheritdoc/>
    public override string Name => "sustained-long-enough";

    /// <inheritdoc/>
    public override string Sentence =>
        "A criterion that is met and sustained asks to be sustained, and has been judged met by that level for as long as it asks.";

    /// <inheritdoc/>
    public override bool AppliesTo(Event content) =>
        content is CriterionAssessed { Judgement: CriterionJudgement.MetAndSustained };

    /// <inheritdoc/>
    public override string? Breach(Event content, Entry entry, Situation situation)
    {
        if (Engagement.Of(situation.Timeline) is not { } engagement)
        {
            return null;
        }

        var judgement = (CriterionAssessed)content;
        var day = judgement.Decision.Effective.Latest;
        if (
            situation.Timeline.StandsFor(entry.Id) is not { } believed
            || engagement.WordingJudgedBy(believed) is not (var criterion, _)
        )
        {
            return null;
        }

        if (criterion.SustainedMonths is not { } months)
        {
            return $"Criterion {criterion.Reference} does not ask to be sustained: judge it met.";
        }

        if (engagement.MetSince(criterion, judgement.Member, judgement.Level, day) is not { } since)
        {
            return $"It is uncertain since when criterion {criterion.Reference} is met.";
        }

        return Engagement.SustainedFrom(criterion, since) <= day
            ? null
            : $"Criterion {criterion.Reference} has to be sustained for {months} months, and was first judged met {since}: "
                + $"that is not yet so on {judgement.Decision.Effective}.";
    }
}
