using Oversight.Record.Deciding;
using Oversight.Record.Entries;

namespace Oversight.Record.Recovery;

/// <summary>A recommendation may be agreed member by member; declining answers what is left of it.</summary>
public sealed class AnswersOpenRecommendation : Rule
{
    /// <inheritdoc/>
    public override string Name => "answers-open-recommendation";

    /// <inheritdoc/>
    public override string Sentence =>
        "Who agrees or declines an exit answers a recommendation for these members that nobody has answered.";

    /// <inheritdoc/>
    public override bool AppliesTo(Event content) => Engagement.RecommendationOf(content) is not null;

    /// <inheritdoc/>
    public override string? Breach(Event content, Entry entry, Situation situation)
    {
        if (Engagement.Of(situation.Timeline) is not { } engagement)
        {
            return null;
        }

        var named = Engagement.RecommendationOf(content)!.Value;
        var effective = content.Decision.Effective;
        var (recommendation, answers) = engagement
            .Recommendations()
            .FirstOrDefault(r => r.Recommendation.Id == situation.Timeline.StandsFor(named)?.Id);
        if (recommendation is null)
        {
            return $"There is no recommendation {named} about {engagement.Subject}, or it was retracted.";
        }

        if (effective.Latest < recommendation.Effective.Earliest)
        {
            return $"It takes effect {effective}, before the exit was recommended ({recommendation.Effective}).";
        }

        var members = (content as ExitAgreed)?.Members;
        var earlier = answers.FirstOrDefault(e =>
            e.ComesBefore(entry, content)
            && (
                e.Content is not ExitAgreed { Members: { } left }
                || (content is ExitAgreed && (members is null || members.Intersect(left).Any()))
            )
        );
        if (earlier is not null)
        {
            return $"The recommendation was answered already, by entry {earlier.Id} ({earlier.Effective}).";
        }

        return
            ((ExitRecommended)recommendation.Content).Members is { } recommended
            && content is ExitAgreed
            && (members ?? engagement.EverMembers).Except(recommended).ToArray() is { Length: > 0 } others
            ? $"Exit was not recommended for {string.Join(", ", others)}: name those members for whom it was."
            : null;
    }
}
