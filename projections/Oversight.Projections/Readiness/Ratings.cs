using Oversight.Record.Recovery;

namespace Oversight.Projections.Readiness;

/// <summary>One rating of a criterion.</summary>
/// <param name="Rating">The rating.</param>
/// <param name="Confidence">How sure it is.</param>
/// <param name="Said">Who rated, since when, the reason, and in which entry.</param>
/// <param name="OfAnotherWording">
/// True when it is of another wording than the one in force: it stands until the criterion is rated anew, and satisfies nothing.
/// </param>
public sealed record StatedRating<T>(T Rating, Confidence? Confidence, Statement Said, bool OfAnotherWording)
    where T : struct, Enum;

/// <summary>How one side rates a criterion on a day.</summary>
/// <param name="Rating">The rating; null when there is none, or several may hold.</param>
/// <param name="Candidates">The ratings that may hold on the day: several, or perhaps none, is uncertain.</param>
/// <param name="PerhapsNone">True when it is possible that none had been given yet.</param>
public sealed record CriterionRating<T>(T? Rating, IReadOnlyList<StatedRating<T>> Candidates, bool PerhapsNone)
    where T : struct, Enum
{
    internal static CriterionRating<T> Of(RatingsHeld ratings, Func<Event, T> rating)
    {
        var held = ratings.Held;
        StatedRating<T>[] stated =
        [
            .. held.Entries.Select(e => new StatedRating<T>(
                rating(e.Content),
                ((IRatesCriterion)e.Content).Confidence,
                Statement.Of(e),
                ratings.OfAnotherWording.Contains(e)
            )),
        ];
        var agreed = stated.Select(s => s.Rating).Distinct().ToArray();
        return new(agreed is [var one] && !held.PerhapsNone ? one : null, stated, held.PerhapsNone);
    }
}

/// <summary>How the organisation, the region and the national team rate a criterion on a day.</summary>
/// <param name="Self">How the organisation rates itself.</param>
/// <param name="Region">The region's judgement.</param>
/// <param name="National">The national judgement.</param>
/// <param name="Differ">Whether two of them differ (<see cref="AnswerRules.RatingsDiffer"/>).</param>
public sealed record Ratings(
    CriterionRating<Brag> Self,
    CriterionRating<CriterionJudgement> Region,
    CriterionRating<CriterionJudgement> National,
    StatedAnswer Differ
)
{
    /// <summary>The ratings of a criterion for a member on a day.</summary>
    internal static Ratings Of(Engagement engagement, Criterion criterion, OdsCode member, DateOnly day)
    {
        var own = CriterionRating<Brag>.Of(
            engagement.RatingsOf(criterion, member, level: null, day),
            c => ((CriterionSelfAssessed)c).Rating
        );
        var ofRegion = Judgement(engagement.RatingsOf(criterion, member, AssessingLevel.Region, day));
        var ofNation = Judgement(engagement.RatingsOf(criterion, member, AssessingLevel.National, day));
        Side[] sides =
        [
            new([.. own.Candidates.Select(c => Beside(c.Rating))], own.PerhapsNone),
            new([.. ofRegion.Candidates.Select(c => Beside(c.Rating))], ofRegion.PerhapsNone),
            new([.. ofNation.Candidates.Select(c => Beside(c.Rating))], ofNation.PerhapsNone),
        ];
        return new(
            own,
            ofRegion,
            ofNation,
            new[] { (0, 1), (0, 2), (1, 2) }.Max(pair => sides[pair.Item1].DiffersFrom(sides[pair.Item2]))
        );
    }

    /// <summary>The judgement of one level from what may hold on the day.</summary>
    internal static CriterionRating<CriterionJudgement> Judgement(RatingsHeld held) =>
        CriterionRating<CriterionJudgement>.Of(held, c => ((CriterionAssessed)c).Judgement);

    private static CriterionJudgement Beside(Brag rating) =>
        rating switch
        {
            Brag.Blue or Brag.Green => CriterionJudgement.Met,
            Brag.Amber => CriterionJudgement.PartlyMet,
            _ => CriterionJudgement.NotMet,
        };

    private static CriterionJudgement Beside(CriterionJudgement judgement) =>
        judgement == CriterionJudgement.MetAndSustained ? CriterionJudgement.Met : judgement;

    // What one side may say, compared with what another may say.
    private sealed record Side(IReadOnlyList<CriterionJudgement> MaySay, bool PerhapsNothing)
    {
        public StatedAnswer DiffersFrom(Side other)
        {
            var pairs = MaySay.SelectMany(one => other.MaySay.Select(two => one != two)).ToArray();
            return pairs.Length == 0 ? StatedAnswer.NotStated
                : !pairs.Contains(true) ? StatedAnswer.No
                : pairs.Contains(false) || PerhapsNothing || other.PerhapsNothing ? StatedAnswer.Uncertain
                : StatedAnswer.Yes;
        }
    }
}
