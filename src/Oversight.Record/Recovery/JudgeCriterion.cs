namespace Oversight.Record.Recovery;

/// <summary>The region or the national team judged a criterion.</summary>
/// <param name="Decision">Effective: the day on which it is judged. Rationale: the reason.</param>
/// <param name="Criterion">The criterion (by its reference).</param>
/// <param name="Level">Who judges.</param>
/// <param name="Judgement">How far it is met.</param>
/// <param name="Confidence">How sure that is.</param>
/// <param name="Member">The member for which it is judged; left out: for all.</param>
/// <param name="Wording">The entry whose wording was judged; left out: the one in force on that day.</param>
public sealed record CriterionAssessed(
    Decision Decision,
    string Criterion,
    AssessingLevel Level,
    CriterionJudgement Judgement,
    Confidence? Confidence = null,
    OdsCode? Member = null,
    Guid? Wording = null
) : Event(Decision), IRatesCriterion
{
    /// <inheritdoc/>
    public override void CheckInput()
    {
        base.CheckInput();
        Check.Reference(Criterion, "criterion");
    }

    /// <inheritdoc/>
    public override string Says(Naming names) =>
        $"Criterion {Criterion} judged {InWords.Of(Judgement)} by "
        + $"{(Level == AssessingLevel.National ? "the national team" : "the region")} {When}"
        + names.For(Member)
        + CriterionRating.InWords(Confidence);

    /// <inheritdoc/>
    protected override IEnumerable<(string What, string Value)> States() =>
        CriterionRating.Stated(this, $"{InWords.Of(Level)} judgement", InWords.Of(Judgement), Confidence);

    /// <inheritdoc/>
    public override EventKind KindOfEvent() => JudgeCriterion.Kind;

    /// <inheritdoc/>
    public override Deciders WhoMayDecide() =>
        Level == AssessingLevel.National ? Deciders.National : base.WhoMayDecide();
}

/// <summary>How far a criterion is met.</summary>
public enum CriterionJudgement
{
    /// <summary>It is not met.</summary>
    NotMet,

    /// <summary>A part of it is met.</summary>
    PartlyMet,

    /// <summary>It is met.</summary>
    Met,

    /// <summary>It is met, and has been for as long as it has to be.</summary>
    MetAndSustained,
}

/// <summary>Who judges a criterion.</summary>
public enum AssessingLevel
{
    /// <summary>The region.</summary>
    Region,

    /// <summary>The national team.</summary>
    National,
}

/// <summary>How <see cref="CriterionAssessed"/> is called, and the rules that say when it may be recorded.</summary>
public static class JudgeCriterion
{
    /// <summary>How it is called.</summary>
    public static EventKind Kind { get; } =
        new(
            "criterion_assessed",
            "criterion-assessment",
            typeof(CriterionAssessed),
            SubjectKind.Recovery,
            "The region or the national team judged a criterion"
        )
        {
            Example = () =>
                new CriterionAssessed(
                    Example.Decided,
                    "EC1",
                    AssessingLevel.National,
                    CriterionJudgement.PartlyMet,
                    Confidence.High
                ),
        };

    /// <summary>The rules that hold for it, besides those for every decision.</summary>
    public static IReadOnlyList<Rule> Rules =>
        [
            GeneralRules.DecisionSaysWhy,
            EngagementRules.NamesMembers,
            EngagementRules.WhileUnderWay,
            RatesCriterionInForce,
            JudgedByWordingInForce,
            SustainedLongEnough,
            EngagementRules.DatesCanBeKept,
        ];

    /// <summary>What is in force is asked of the latest effective day.</summary>
    public static Rule<IRatesCriterion> RatesCriterionInForce { get; } =
        new(
            "rates-criterion-in-force",
            "A rating names a criterion that is in force on that day, and a member whom it concerns.",
            (rating, judged) =>
            {
                if (Engagement.Of(judged.Timeline) is not { } engagement)
                {
                    return null;
                }
                var effective = judged.Effective;
                var wordings = engagement.WordingsOn(rating.Criterion, effective.Latest);
                if (wordings.Count == 0)
                {
                    return $"No criterion {rating.Criterion} is in force {effective}.";
                }

                return
                    rating.Member is { } member
                    && !wordings.Any(w => engagement.Concerns(w.Criterion, member, effective.Latest))
                    ? $"Criterion {rating.Criterion} does not concern {member}."
                    : null;
            }
        );

    /// <summary>A judgement that does not name its wording is against the one in force on that day.</summary>
    public static Rule<CriterionAssessed> JudgedByWordingInForce { get; } =
        new(
            "judged-by-wording-in-force",
            "A criterion is judged against the wording in force on that day.",
            (judgement, judged) =>
            {
                if (judgement.Wording is not { } wording || Engagement.Of(judged.Timeline) is not { } engagement)
                {
                    return null;
                }

                var named = judged.Timeline.StandsFor(wording);
                var wordings = engagement.WordingsOn(judgement.Criterion, judgement.Decision.Effective.Latest);
                return wordings.Count == 0 || wordings.Any(w => w.Set.Id == named?.Id)
                    ? null
                    : $"It is judged against the wording of entry {judgement.Wording}, but {judgement.Decision.Effective} that of "
                        + $"entry {wordings[0].Set.Id} ({wordings[0].Set.Effective}) is in force.";
            }
        );

    /// <summary>The months count from the latest day of the date since which that level judged it met without a break.</summary>
    public static Rule<CriterionAssessed> SustainedLongEnough { get; } =
        new(
            "sustained-long-enough",
            "A criterion that is met and sustained asks to be sustained, and has been judged met by that level for as long as it asks.",
            (judgement, judged) =>
            {
                if (
                    judgement.Judgement != CriterionJudgement.MetAndSustained
                    || Engagement.Of(judged.Timeline) is not { } engagement
                )
                {
                    return null;
                }

                var day = judgement.Decision.Effective.Latest;
                if (
                    judged.Timeline.StandsFor(judged.Entry.Id) is not { } believed
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
        );
}
