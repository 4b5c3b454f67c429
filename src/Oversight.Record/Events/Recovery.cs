using Oversight.Record.Organisations;
using Oversight.Record.Time;

namespace Oversight.Record.Events;

/// <summary>
/// Intensive support of one organisation or a whole system began: an engagement of the Recovery Support Programme, or of
/// what the framework of the day calls it.
/// </summary>
/// <param name="Decision">Effective: from when.</param>
/// <param name="Title">What people call the engagement, such as the system's name.</param>
/// <param name="Members">The organisations that it begins with, at least one.</param>
/// <param name="TargetExit">When it is meant to end, as far as that was said.</param>
public sealed record RecoveryEntered(
    Decision Decision,
    string Title,
    IReadOnlyList<OdsCode> Members,
    DateWithPrecision? TargetExit = null
) : Event(Decision)
{
    /// <inheritdoc/>
    public override void CheckInput()
    {
        base.CheckInput();
        BadInputException.Text(Title, "title", 200);
        if (IsMaternitySafetySupport(Title))
        {
            throw new BadInputException(
                "title",
                "The Maternity Safety Support Programme is not Recovery Support: a trust enters and leaves it by other decisions, "
                    + "which this record does not hold yet. Nothing is stored."
            );
        }

        Check.Organisations(Members, "members", atLeast: 1);
    }

    // It has a programme of its own beside the oversight framework's; counted as Recovery Support it would be a false answer.
    private static bool IsMaternitySafetySupport(string title) =>
        string.Join(' ', title.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
            .Contains("maternity safety support", StringComparison.OrdinalIgnoreCase)
        || title.Split(' ', '(', ')', ',', ':', '-', '/').Contains("MSSP", StringComparer.OrdinalIgnoreCase);

    /// <inheritdoc/>
    public override IEnumerable<OdsCode> OrganisationsNamed() => Members;
}

/// <summary>An organisation joined an engagement that had begun.</summary>
/// <param name="Decision">Effective: from when.</param>
/// <param name="Organisation">The organisation.</param>
public sealed record RecoveryMemberJoined(Decision Decision, OdsCode Organisation) : Event(Decision)
{
    /// <inheritdoc/>
    public override IEnumerable<OdsCode> OrganisationsNamed() => [Organisation];
}

/// <summary>One member left an engagement, while it goes on for others.</summary>
/// <param name="Decision">Effective: the first day without it.</param>
/// <param name="Organisation">The organisation.</param>
/// <param name="Unmet">Each criterion of its own that is not met, accepted by name.</param>
public sealed record RecoveryMemberExited(
    Decision Decision,
    OdsCode Organisation,
    IReadOnlyList<AcceptedUnmet>? Unmet = null
) : Event(Decision), IExit
{
    /// <inheritdoc/>
    public override void CheckInput()
    {
        base.CheckInput();
        AcceptedUnmet.Check(Unmet);
    }

    /// <inheritdoc/>
    public override Event WithPeople(Func<string?, string, string?> change) =>
        base.WithPeople(change) is var e && Unmet is null
            ? e
            : (RecoveryMemberExited)e with
            {
                Unmet = AcceptedUnmet.WithPeople(Unmet!, change),
            };

    /// <inheritdoc/>
    public override IEnumerable<OdsCode> OrganisationsNamed() => [Organisation];
}

/// <summary>A criterion that is not met at an exit, and who accepts that.</summary>
/// <param name="Criterion">The criterion's reference, such as EC3.</param>
/// <param name="Reason">Why exit is right all the same.</param>
/// <param name="AcceptedBy">Who accepts it: a person as a commitment, handed to the API as the name.</param>
public sealed record AcceptedUnmet(string Criterion, string Reason, string AcceptedBy)
{
    internal static void Check(IReadOnlyList<AcceptedUnmet>? unmet)
    {
        Events.Check.List(unmet ?? [], "unmet", atLeast: 0, u => u.Criterion);
        for (var i = 0; i < (unmet?.Count ?? 0); i++)
        {
            Events.Check.Reference(unmet![i].Criterion, $"unmet[{i}].criterion");
            BadInputException.Text(unmet[i].Reason, $"unmet[{i}].reason", 5000);
            Events.Check.Person(unmet[i].AcceptedBy, $"unmet[{i}].acceptedBy");
        }
    }

    internal static IReadOnlyList<AcceptedUnmet> WithPeople(
        IReadOnlyList<AcceptedUnmet> unmet,
        Func<string?, string, string?> change
    ) => [.. unmet.Select((u, i) => u with { AcceptedBy = change(u.AcceptedBy, $"unmet[{i}].acceptedBy") ?? "" })];
}

/// <summary>An event by which an engagement ends, for all members or for some.</summary>
public interface IExit
{
    /// <summary>Each criterion that is not met, accepted by name.</summary>
    IReadOnlyList<AcceptedUnmet>? Unmet { get; }
}

/// <summary>A System Improvement Director was appointed.</summary>
/// <param name="Decision">Effective: from when.</param>
/// <param name="Director">Who: a person as a commitment, handed to the API as the name.</param>
/// <param name="Until">Until when, as far as that was said.</param>
public sealed record ImprovementDirectorAppointed(Decision Decision, string Director, DateWithPrecision? Until = null)
    : Event(Decision)
{
    /// <inheritdoc/>
    public override void CheckInput()
    {
        base.CheckInput();
        Check.Person(Director, "director");
    }

    /// <inheritdoc/>
    public override Event WithPeople(Func<string?, string, string?> change) =>
        (ImprovementDirectorAppointed)base.WithPeople(change) with
        {
            Director = change(Director, "director") ?? "",
        };
}

/// <summary>What a set of criteria decides about.</summary>
public enum CriteriaPurpose
{
    /// <summary>Leaving the programme.</summary>
    Exit,

    /// <summary>Completing the transition after it.</summary>
    Transition,
}

/// <summary>One thing that must be so before an engagement, or the transition after it, can end.</summary>
/// <param name="Reference">Its reference in the set, such as EC1; a refreshed set keeps it for the same matter.</param>
/// <param name="Theme">What it is about: finance, leadership, quality, …</param>
/// <param name="Wording">The criterion itself.</param>
/// <param name="Measure">By what it is measured.</param>
/// <param name="Threshold">From which value on it is met.</param>
/// <param name="EvidenceWanted">The evidence that is wanted, one item each.</param>
/// <param name="Owner">Who has to bring it about: a role or a body, never a person's name.</param>
/// <param name="Due">By when.</param>
/// <param name="SustainedMonths">For how many months it has to stay met; null: meeting it is enough.</param>
/// <param name="DependsOn">Other organisations on which it depends.</param>
/// <param name="Members">The members concerned; null: all.</param>
public sealed record Criterion(
    string Reference,
    string Theme,
    string Wording,
    string? Measure = null,
    string? Threshold = null,
    IReadOnlyList<string>? EvidenceWanted = null,
    string? Owner = null,
    DateWithPrecision? Due = null,
    int? SustainedMonths = null,
    IReadOnlyList<OdsCode>? DependsOn = null,
    IReadOnlyList<OdsCode>? Members = null
)
{
    /// <summary>True when it concerns that member.</summary>
    public bool Concerns(OdsCode member) => Members is null || Members.Contains(member);

    internal static void CheckAll(IReadOnlyList<Criterion> criteria)
    {
        Check.List(criteria, "criteria", atLeast: 1, c => c.Reference);
        for (var i = 0; i < criteria.Count; i++)
        {
            var (criterion, field) = (criteria[i], $"criteria[{i}]");
            Check.Reference(criterion.Reference, field + ".reference");
            BadInputException.Text(criterion.Theme, field + ".theme", 100);
            BadInputException.Text(criterion.Wording, field + ".wording", 5000);
            BadInputException.OptionalText(criterion.Measure, field + ".measure", 2000);
            BadInputException.OptionalText(criterion.Threshold, field + ".threshold", 2000);
            BadInputException.OptionalText(criterion.Owner, field + ".owner", 200);
            Check.Texts(criterion.EvidenceWanted ?? [], field + ".evidenceWanted", 1000);
            if (criterion.SustainedMonths is < 1 or > 120)
            {
                throw new BadInputException(field + ".sustainedMonths", "must be 1 to 120 months.");
            }

            Check.Organisations(criterion.DependsOn ?? [], field + ".dependsOn");
            if (criterion.Members is { } members)
            {
                Check.Organisations(members, field + ".members", atLeast: 1);
            }
        }
    }

    internal static IEnumerable<OdsCode> OrganisationsIn(IReadOnlyList<Criterion> criteria) =>
        criteria.SelectMany(c => (c.DependsOn ?? []).Concat(c.Members ?? []));
}

/// <summary>An event that puts a set of criteria in force.</summary>
public interface IStatesCriteria
{
    /// <summary>What the set decides about.</summary>
    CriteriaPurpose Purpose { get; }

    /// <summary>The criteria, whole.</summary>
    IReadOnlyList<Criterion> Criteria { get; }
}

/// <summary>Exit or transition criteria were agreed for the first time.</summary>
/// <param name="Decision">Effective: from when they are in force.</param>
/// <param name="Purpose">What they decide about.</param>
/// <param name="Criteria">The criteria, at least one.</param>
public sealed record ExitCriteriaAgreed(Decision Decision, CriteriaPurpose Purpose, IReadOnlyList<Criterion> Criteria)
    : Event(Decision),
        IStatesCriteria
{
    /// <inheritdoc/>
    public override void CheckInput()
    {
        base.CheckInput();
        Criterion.CheckAll(Criteria);
    }

    /// <inheritdoc/>
    public override IEnumerable<OdsCode> OrganisationsNamed() => Criterion.OrganisationsIn(Criteria);
}

/// <summary>A set of criteria was replaced by another, whole.</summary>
/// <param name="Decision">Effective: from when the new set is in force. Rationale: why it was refreshed.</param>
/// <param name="Replaces">The id of the entry whose set it replaces.</param>
/// <param name="Purpose">What they decide about, as before.</param>
/// <param name="Criteria">The criteria as they are now, at least one.</param>
public sealed record ExitCriteriaRefreshed(
    Decision Decision,
    Guid Replaces,
    CriteriaPurpose Purpose,
    IReadOnlyList<Criterion> Criteria
) : Event(Decision), IStatesCriteria
{
    /// <inheritdoc/>
    public override void CheckInput()
    {
        base.CheckInput();
        Criterion.CheckAll(Criteria);
    }

    /// <inheritdoc/>
    public override IEnumerable<OdsCode> OrganisationsNamed() => Criterion.OrganisationsIn(Criteria);
}

/// <summary>An event about a milestone.</summary>
public interface IAboutMilestone
{
    /// <summary>The milestone's reference.</summary>
    string Milestone { get; }
}

/// <summary>A milestone was set.</summary>
/// <param name="Decision">Effective: the day on which it was set.</param>
/// <param name="Milestone">Its reference in the engagement, such as M1.</param>
/// <param name="Title">What is to be reached.</param>
/// <param name="Due">By when.</param>
public sealed record MilestoneSet(Decision Decision, string Milestone, string Title, DateWithPrecision Due)
    : Event(Decision),
        IAboutMilestone
{
    /// <inheritdoc/>
    public override void CheckInput()
    {
        base.CheckInput();
        Check.Reference(Milestone, "milestone");
        BadInputException.Text(Title, "title", 1000);
    }
}

/// <summary>A milestone was given another date.</summary>
/// <param name="Decision">Effective: the day on which that was decided. Rationale: why.</param>
/// <param name="Milestone">Its reference.</param>
/// <param name="Due">By when now.</param>
public sealed record MilestoneRescheduled(Decision Decision, string Milestone, DateWithPrecision Due)
    : Event(Decision),
        IAboutMilestone
{
    /// <inheritdoc/>
    public override void CheckInput()
    {
        base.CheckInput();
        Check.Reference(Milestone, "milestone");
    }
}

/// <summary>A milestone was reached.</summary>
/// <param name="Decision">Effective: when.</param>
/// <param name="Milestone">Its reference.</param>
public sealed record MilestoneAchieved(Decision Decision, string Milestone) : Event(Decision), IAboutMilestone
{
    /// <inheritdoc/>
    public override void CheckInput()
    {
        base.CheckInput();
        Check.Reference(Milestone, "milestone");
    }
}

/// <summary>A milestone was not reached by its date.</summary>
/// <param name="Decision">Effective: when that was established.</param>
/// <param name="Milestone">Its reference.</param>
public sealed record MilestoneMissed(Decision Decision, string Milestone) : Event(Decision), IAboutMilestone
{
    /// <inheritdoc/>
    public override void CheckInput()
    {
        base.CheckInput();
        Check.Reference(Milestone, "milestone");
    }
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

/// <summary>How sure a judgement is.</summary>
public enum Confidence
{
    /// <summary>Little supports it.</summary>
    Low,

    /// <summary>Some of it is supported.</summary>
    Medium,

    /// <summary>It is well supported.</summary>
    High,
}

/// <summary>Who judges a criterion.</summary>
public enum AssessingLevel
{
    /// <summary>The region.</summary>
    Region,

    /// <summary>The national team.</summary>
    National,
}

/// <summary>An event that rates a criterion.</summary>
public interface IRatesCriterion
{
    /// <summary>The criterion's reference.</summary>
    string Criterion { get; }

    /// <summary>The member for which it is rated; null: for all.</summary>
    OdsCode? Member { get; }
}

/// <summary>An organisation rated itself against a criterion.</summary>
/// <param name="Decision">Effective: the day of the rating. Rationale: the reason.</param>
/// <param name="Criterion">The criterion's reference.</param>
/// <param name="Rating">The rating.</param>
/// <param name="Confidence">How sure it is.</param>
/// <param name="Member">The member that rated itself; null: for all.</param>
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
}

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
}

/// <summary>An engagement is meant to end at another time than was said before.</summary>
/// <param name="Decision">Effective: the day on which that was decided. Rationale: why.</param>
/// <param name="Target">When it is meant to end.</param>
/// <param name="Member">The member concerned; null: all.</param>
public sealed record TargetExitRevised(Decision Decision, DateWithPrecision Target, OdsCode? Member = null)
    : Event(Decision);

/// <summary>The region recommends that an engagement ends.</summary>
/// <param name="Decision">Effective: the day of the recommendation. Rationale: why.</param>
/// <param name="Members">The members recommended to leave; null: all.</param>
/// <param name="Expected">When the decision is expected.</param>
public sealed record ExitRecommended(
    Decision Decision,
    IReadOnlyList<OdsCode>? Members = null,
    DateWithPrecision? Expected = null
) : Event(Decision)
{
    /// <inheritdoc/>
    public override void CheckInput()
    {
        base.CheckInput();
        if (Members is not null)
        {
            Check.Organisations(Members, "members", atLeast: 1);
        }
    }
}

/// <summary>An engagement ended, for all its members or for some.</summary>
/// <param name="Decision">Effective: the first day without it.</param>
/// <param name="Recommendation">The id of the recommendation's entry, where there was one.</param>
/// <param name="Members">The members that leave; null: all.</param>
/// <param name="Unmet">Each criterion that is not met, accepted by name.</param>
public sealed record ExitAgreed(
    Decision Decision,
    Guid? Recommendation = null,
    IReadOnlyList<OdsCode>? Members = null,
    IReadOnlyList<AcceptedUnmet>? Unmet = null
) : Event(Decision), IExit
{
    /// <inheritdoc/>
    public override void CheckInput()
    {
        base.CheckInput();
        AcceptedUnmet.Check(Unmet);
        if (Members is not null)
        {
            Check.Organisations(Members, "members", atLeast: 1);
        }
    }

    /// <inheritdoc/>
    public override Event WithPeople(Func<string?, string, string?> change) =>
        base.WithPeople(change) is var e && Unmet is null
            ? e
            : (ExitAgreed)e with
            {
                Unmet = AcceptedUnmet.WithPeople(Unmet!, change),
            };
}

/// <summary>A recommended exit was declined.</summary>
/// <param name="Decision">Effective: the day of declining. Rationale: why, which must be said.</param>
/// <param name="Recommendation">The id of the recommendation's entry.</param>
public sealed record ExitDeclined(Decision Decision, Guid Recommendation) : Event(Decision);

/// <summary>What follows exit was agreed.</summary>
/// <param name="Decision">Effective: from when the plan holds.</param>
/// <param name="Monitoring">What is watched after exit, and how.</param>
/// <param name="Until">Until when, as far as that was said.</param>
/// <param name="ReviewMonths">Months between its reviews.</param>
/// <param name="FirstReviewDue">When it is first looked at.</param>
public sealed record TransitionPlanAgreed(
    Decision Decision,
    string Monitoring,
    DateWithPrecision? Until = null,
    int? ReviewMonths = null,
    DateWithPrecision? FirstReviewDue = null
) : Event(Decision)
{
    /// <inheritdoc/>
    public override void CheckInput()
    {
        base.CheckInput();
        BadInputException.Text(Monitoring, "monitoring", 20_000);
        if (ReviewMonths is < 1 or > 120)
        {
            throw new BadInputException("reviewMonths", "must be 1 to 120 months.");
        }
    }
}

/// <summary>A transition plan was looked at.</summary>
/// <param name="Decision">Effective: the day of the review.</param>
/// <param name="Outcome">What was found.</param>
/// <param name="NextReviewDue">When it is to be looked at next.</param>
public sealed record TransitionPlanReviewed(Decision Decision, string Outcome, DateWithPrecision? NextReviewDue = null)
    : Event(Decision)
{
    /// <inheritdoc/>
    public override void CheckInput()
    {
        base.CheckInput();
        BadInputException.Text(Outcome, "outcome", 20_000);
    }
}

/// <summary>A transition plan was completed.</summary>
/// <param name="Decision">Effective: when.</param>
public sealed record TransitionPlanCompleted(Decision Decision) : Event(Decision);

/// <summary>An engagement was looked at, and goes on as it is.</summary>
/// <param name="Decision">Effective: the day of the review.</param>
/// <param name="Outcome">What was found.</param>
/// <param name="NextReviewDue">When it is to be looked at next.</param>
public sealed record RecoveryReviewed(Decision Decision, string Outcome, DateWithPrecision? NextReviewDue = null)
    : Event(Decision)
{
    /// <inheritdoc/>
    public override void CheckInput()
    {
        base.CheckInput();
        BadInputException.Text(Outcome, "outcome", 20_000);
    }
}
