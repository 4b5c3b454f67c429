namespace Oversight.Record.Recovery;

/// <summary>An organisation rated itself against a criterion.</summary>
/// <param name="Decision">Effective: the day of the rating. Rationale: the reason.</param>
/// <param name="Criterion">The criterion (by its reference).</param>
/// <param name="Rating">The rating.</param>
/// <param name="Confidence">How sure it is.</param>
/// <param name="Member">The member that rated itself; left out: for all.</param>
public sealed record CriterionSelfAssessed(
    Decision Decision,
    string Criterion,
    Brag Rating,
    Confidence? Confidence = null,
    OdsCode? Member = null
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
        $"Criterion {Criterion} self-assessed {InWords.Of(Rating)} {When}"
        + names.For(Member)
        + CriterionRating.InWords(Confidence);

    /// <inheritdoc/>
    protected override IEnumerable<(string What, string Value)> States() =>
        CriterionRating.Stated(this, "self-assessment", InWords.Of(Rating), Confidence);

    /// <inheritdoc/>
    public override bool IsSaidBy(OdsCode organisation) => Member is null || Member == organisation;

    /// <inheritdoc/>
    public override EventKind KindOfEvent() => SelfAssessCriterion.Kind;
}

/// <summary>How an organisation sees itself: blue, red, amber or green.</summary>
public enum Brag
{
    /// <summary>Done, and embedded.</summary>
    Blue,

    /// <summary>Off track.</summary>
    Red,

    /// <summary>At risk.</summary>
    Amber,

    /// <summary>On track.</summary>
    Green,
}

/// <summary>How <see cref="CriterionSelfAssessed"/> is called, and the rules that say when it may be recorded.</summary>
public static class SelfAssessCriterion
{
    /// <summary>How it is called.</summary>
    public static EventKind Kind { get; } =
        new(
            "criterion_self_assessed",
            "self-assessment",
            typeof(CriterionSelfAssessed),
            SubjectKind.Recovery,
            "An organisation rated itself against a criterion"
        )
        {
            Deciders = Deciders.National | Deciders.Region | Deciders.Own,
            IsSaidByOrganisations = true,
            Decides = false,
            Example = () =>
                new CriterionSelfAssessed(Example.Decided, "EC1", Brag.Amber, Confidence.Medium, Example.Icb),
        };

    /// <summary>The rules that hold for it, besides those for every decision.</summary>
    public static IReadOnlyList<Rule> Rules =>
        [EngagementRules.NamesMembers, EngagementRules.WhileUnderWay, JudgeCriterion.RatesCriterionInForce];
}
