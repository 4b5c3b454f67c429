using Oversight.Projections.Readiness;
using Oversight.Record.Recovery;

namespace Oversight.Projections.Registers;

/// <summary>
/// The exit and transition criteria in force on the day, one row for each member that they concern: exit criteria
/// of those who are members, transition criteria of all who ever were.
/// </summary>
internal sealed class CriterionRow(
    RecordAt record,
    EngagementReadiness engagement,
    MemberReadiness member,
    CriteriaPurpose purpose,
    CriterionReadiness standing
) : Row
{
    public static Register Register { get; } =
        Register.Of(
            "criteria",
            "Criteria",
            "engagement, ods, reference, wording, due, daysLeft, satisfied, self, regionRating, national, missing",
            On,
            MayBeMissing.Membership,
            MayBeMissing.ExitCriteria,
            MayBeMissing.EvidenceWanted,
            MayBeMissing.RatingsOfTwoSides
        );

    /// <summary>The engagement's id.</summary>
    public string Engagement => engagement.Id;

    /// <summary>What people call it.</summary>
    public string Title => engagement.Title;

    /// <summary>The member's ODS code.</summary>
    [Heading("ODS")]
    public OdsCode Ods => member.Organisation;

    /// <summary>The member's name.</summary>
    [Heading("Member")]
    public string? Name => member.Name;

    /// <summary>The code of the member's region.</summary>
    public string? Region => member.Region;

    /// <summary>What it decides about.</summary>
    public CriteriaPurpose Purpose => purpose;

    /// <summary>Its reference in the set.</summary>
    public string Reference => Criterion.Reference;

    /// <summary>What it is about.</summary>
    public string? Theme => Criterion.Theme;

    /// <summary>The criterion itself.</summary>
    [Heading("Criterion")]
    public string Wording => Criterion.Wording;

    /// <summary>By what it is measured.</summary>
    public string? Measure => Criterion.Measure;

    /// <summary>From which value on it is met.</summary>
    public string? Threshold => Criterion.Threshold;

    /// <summary>The evidence that is wanted.</summary>
    public IEnumerable<string>? EvidenceWanted => Criterion.EvidenceWanted;

    /// <summary>What was submitted for it, and where that stands.</summary>
    [Heading("Evidence submitted")]
    public IEnumerable<string>? Evidence =>
        standing.Evidence.Select(e => $"{e.Title}, {e.Submitted} ({InWords.Stored(e.State)})");

    /// <summary>Who has to bring it about.</summary>
    public string? Owner => Criterion.Owner;

    /// <summary>By when.</summary>
    public DateWithPrecision? Due => Criterion.Due;

    /// <summary>Days to the latest day of that; negative when it has passed.</summary>
    public int? DaysLeft => standing.DaysLeft;

    /// <summary>Whether that has passed and it is not satisfied; empty where no date is recorded.</summary>
    public bool? Overdue => Criterion.Due is null ? null : standing.Overdue;

    /// <summary>How soon it is due while it is not satisfied.</summary>
    [Heading("Due within")]
    public DueWithin? Within => standing.Satisfied ? null : DueWithin.Of(standing.DaysLeft);

    /// <summary>Whether it is satisfied.</summary>
    public bool Satisfied => standing.Satisfied;

    /// <summary>What is missing before it is.</summary>
    public IEnumerable<string> Missing => standing.Missing.Select(m => m.What);

    /// <summary>How the organisation rates itself.</summary>
    [Heading("Own rating")]
    public Brag? Self => Ratings.Self.Rating;

    /// <summary>Why it does.</summary>
    [Heading("Its reason")]
    public IEnumerable<string> SelfReason => Reasons(Ratings.Self);

    /// <summary>The region's judgement.</summary>
    [Heading("Region")]
    public CriterionJudgement? RegionRating => Ratings.Region.Rating;

    /// <summary>Why.</summary>
    [Heading("Region's reason")]
    public IEnumerable<string> RegionReason => Reasons(Ratings.Region);

    /// <summary>The national judgement.</summary>
    public CriterionJudgement? National => Ratings.National.Rating;

    /// <summary>Why.</summary>
    public IEnumerable<string> NationalReason => Reasons(Ratings.National);

    /// <summary>Whether two of the three differ; not stated where fewer than two have rated.</summary>
    [Heading("Ratings differ")]
    public StatedAnswer Differ => Ratings.Differ;

    /// <summary>Whose rating is of another wording than the one in force, and stands until it is rated anew.</summary>
    [Heading("Of another wording")]
    public IEnumerable<string> OtherWording =>
        new[]
        {
            (Who: "own rating", Other: Ratings.Self.Candidates.Any(c => c.OfAnotherWording)),
            (Who: "region", Other: Ratings.Region.Candidates.Any(c => c.OfAnotherWording)),
            (Who: "national", Other: Ratings.National.Candidates.Any(c => c.OfAnotherWording)),
        }
            .Where(side => side.Other)
            .Select(side => side.Who);

    /// <summary>For how many months it has to stay met; empty where meeting it is enough.</summary>
    [Heading("Months to sustain")]
    public int? SustainedMonths => Criterion.SustainedMonths;

    /// <summary>Since when it is met without a break.</summary>
    public DateWithPrecision? MetSince => standing.MetSince;

    /// <summary>For how many days it has been met, at least.</summary>
    public int? DaysMet => standing.Sustained?.Days;

    /// <summary>The day from which it has been met for long enough.</summary>
    public DateOnly? SustainedFrom => standing.Sustained?.Until;

    /// <summary>Days to that day; negative when it has passed.</summary>
    [Heading("Days to that")]
    public int? DaysToSustained => standing.Sustained?.Until?.DayNumber - engagement.On.DayNumber;

    /// <summary>The ODS codes of other organisations on which it depends.</summary>
    public IEnumerable<OdsCode>? DependsOn => Criterion.DependsOn;

    /// <summary>Their names.</summary>
    [Heading("Depends on")]
    public IEnumerable<string>? DependsOnNames => Criterion.DependsOn?.Select(o => record.NameOf(o, engagement.On));

    /// <summary>The names of those among them that are, or may be, trusts of the member's own system on the day.</summary>
    [Heading("Of them in its system")]
    public IEnumerable<string>? DependsOnTrusts =>
        Criterion
            .DependsOn?.Where(o =>
                record.SystemOf(member.Organisation, engagement.On).Systems is var own
                && record.SystemOf(o, engagement.On).Systems.Intersect(own).Any()
                && record.RegistrationOf(o)?.Kind != OrganisationKind.Icb
            )
            .Select(o => record.NameOf(o, engagement.On));

    /// <summary>From when this set of criteria is in force.</summary>
    public DateWithPrecision? InForceFrom => Set?.Effective;

    /// <summary>The body that agreed this set of criteria.</summary>
    [Heading("Agreed by")]
    public string? Body => Set?.DecidedBy.Body;

    /// <summary>The ODS codes of the members that it concerns; empty where it concerns all.</summary>
    public IEnumerable<OdsCode>? Concerns => Criterion.Members;

    protected override Basis Basis =>
        new(
            new[] { standing.InForceBy }
                .Concat(member.RestsOn)
                .Concat(Ratings.Self.Candidates.Select(c => c.Said.Entry))
                .Concat(Ratings.Region.Candidates.Select(c => c.Said.Entry))
                .Concat(Ratings.National.Candidates.Select(c => c.Said.Entry))
                .Concat(standing.Evidence.SelectMany(e => new[] { e.Entry, e.Last.Entry }))
                .OrderBy(e => e.Place),
            new[]
            {
                AnswerRules.CriteriaAgreed,
                AnswerRules.JudgedMet,
                AnswerRules.WordingInForce,
                AnswerRules.RatingsDiffer,
            }
                .Concat(Criterion.SustainedMonths is null ? [] : [AnswerRules.Sustained])
                .Concat(standing.Missing.SelectMany(m => AnswerRules.OfReadiness.Where(r => r.Name == m.Rule))),
            engagement.Framework.Id
        );

    private Criterion Criterion => standing.Criterion;

    private Ratings Ratings => standing.Ratings;

    private Statement? Set => engagement.CriteriaSets.FirstOrDefault(s => s.Said.Entry == standing.InForceBy)?.Said;

    private static IEnumerable<string> Reasons<T>(CriterionRating<T> rating)
        where T : struct, Enum => rating.Candidates.Select(c => c.Said.Rationale).OfType<string>().Distinct();

    private static IEnumerable<CriterionRow> On(RecordAt record, DateOnly day) =>
        from engagement in EngagementReadiness.All(record, day)
        from member in engagement.Members
        where member.Joined is not null
        from row in member
            .Criteria.Select(c => new CriterionRow(record, engagement, member, CriteriaPurpose.Exit, c))
            .Concat(
                member.TransitionCriteria.Select(c => new CriterionRow(
                    record,
                    engagement,
                    member,
                    CriteriaPurpose.Transition,
                    c
                ))
            )
        select row;
}
