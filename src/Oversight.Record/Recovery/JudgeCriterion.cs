using Oversight.Record.Entries;

namespace Oversight.Record.Recovery;

/// <summary>The region or the national team judged a criterion.</summary>
/// <param name="Decision">Effective: the day on which it is judged. Rationale: the reason.</param>
/// <param name="Criterion">The criterion's reference.</param>
/// <param name="Level">Who judges.</param>
/// <param name="Judgement">How far it is met.</param>
/// <param name="Confidence">How sure that is.</param>
/// <param name="Member">The member for which it is judged; null: for all.</param>
/// <param name="Wording">The id of the entry whose wording was judged; null: the one in force on that day.</param>
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
    public override string Says() =>
        $"Criterion {Criterion} judged {InWords.Of(Judgement)} by "
        + $"{(Level == AssessingLevel.National ? "the national team" : "the region")} {When}"
        + InWords.For(Member)
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
}
