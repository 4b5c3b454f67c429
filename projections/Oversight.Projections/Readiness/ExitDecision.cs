using Oversight.Record.Frameworks;
using Oversight.Record.Recovery;

namespace Oversight.Projections.Readiness;

/// <summary>A recommendation to end an engagement that was neither agreed nor declined by the day.</summary>
/// <param name="Members">The members recommended to leave; null: all.</param>
/// <param name="Expected">When the decision is expected.</param>
/// <param name="DaysLeft">Days to the latest day of that; null when unknown.</param>
/// <param name="Said">Who recommended, when and why.</param>
public sealed record OpenRecommendation(
    IReadOnlyList<OdsCode>? Members,
    DateWithPrecision? Expected,
    int? DaysLeft,
    Statement Said
);

/// <summary>Who decides an exit, and what waits for the decision.</summary>
/// <param name="DecidedBy">The national bodies of the framework of the day; none when the record does not say.</param>
/// <param name="Rule">The name of the rule that says so.</param>
/// <param name="Recommendations">The recommendations that are open.</param>
public sealed record ExitDecision(
    IReadOnlyList<string> DecidedBy,
    string Rule,
    IReadOnlyList<OpenRecommendation> Recommendations
)
{
    /// <summary>The open recommendations that a member leaves: those that name it, and those of the whole engagement.</summary>
    public IEnumerable<OpenRecommendation> RecommendationsOf(OdsCode member) =>
        Recommendations.Where(open => open.Members is null || open.Members.Contains(member));

    internal static ExitDecision On(Engagement engagement, FrameworkVersion? framework, DateOnly day)
    {
        var unanswered = engagement
            .Recommendations()
            .Where(r => !r.Answers.Any(answer => answer.Effective.IsCertainBy(day)))
            .Select(r => r.Recommendation);
        return new(
            framework?.NationalBodies ?? [],
            AnswerRules.NationalAgreement.Name,
            engagement.IsUnderWay(day) == Certainty.No
                ? []
                :
                [
                    .. Statement
                        .Begun(unanswered, day)
                        .Select(e => new OpenRecommendation(
                            e.Content.Members,
                            e.Content.Expected,
                            DueDate.DaysLeft(e.Content.Expected, day),
                            Statement.Of(e)
                        )),
                ]
        );
    }
}
