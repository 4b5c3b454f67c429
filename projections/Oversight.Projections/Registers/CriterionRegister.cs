using Oversight.Projections.Readiness;
using Oversight.Record.Recovery;

namespace Oversight.Projections.Registers;

/// <summary>The criteria in force, one row for each member that they concern.</summary>
internal static class CriterionRegister
{
    public static Register Register { get; } =
        Registers.Register.Of(
            "criteria",
            "Criteria",
            "The exit and transition criteria in force on the day, one row for each member that they concern: exit criteria of those who are members, transition criteria of all who ever were.",
            new ColumnsOf<Item>()
                .Text("engagement", "Engagement", "The engagement's id.", c => c.Engagement.Id)
                .Text("title", "Title", "What people call it.", c => c.Engagement.Title)
                .Text("ods", "ODS", "The member's ODS code.", c => c.Member.Organisation.Value)
                .Text("name", "Member", "The member's name.", c => c.Member.Name)
                .Text("region", "Region", "The code of the member's region.", c => c.Member.Region)
                .Word<CriteriaPurpose>("purpose", "Purpose", "What it decides about.", c => c.Purpose)
                .Text("reference", "Reference", "Its reference in the set.", c => c.Criterion.Reference)
                .Text("theme", "Theme", "What it is about.", c => c.Criterion.Theme)
                .Text("wording", "Criterion", "The criterion itself.", c => c.Criterion.Wording)
                .Text("measure", "Measure", "By what it is measured.", c => c.Criterion.Measure)
                .Text("threshold", "Threshold", "From which value on it is met.", c => c.Criterion.Threshold)
                .List(
                    "evidenceWanted",
                    "Evidence wanted",
                    "The evidence that is wanted.",
                    c => c.Criterion.EvidenceWanted
                )
                .List(
                    "evidence",
                    "Evidence submitted",
                    "What was submitted for it, and where that stands.",
                    c => c.Standing.Evidence.Select(e => $"{e.Title}, {e.Submitted} ({InWords.Stored(e.State)})")
                )
                .Text("owner", "Owner", "Who has to bring it about.", c => c.Criterion.Owner)
                .Date("due", "Due", "By when.", c => c.Criterion.Due)
                .Number(
                    "daysLeft",
                    "Days left",
                    "Days to the latest day of that; negative when it has passed.",
                    c => c.Standing.DaysLeft
                )
                .YesNo(
                    "overdue",
                    "Overdue",
                    "Whether that has passed and it is not satisfied; empty where no date is recorded.",
                    c => c.Criterion.Due is null ? null : c.Standing.Overdue
                )
                .Word(
                    "within",
                    "Due within",
                    "How soon it is due while it is not satisfied.",
                    DueWithin.Words,
                    c => c.Standing.Satisfied ? null : DueWithin.Of(c.Standing.DaysLeft)
                )
                .YesNo("satisfied", "Satisfied", "Whether it is satisfied.", c => c.Standing.Satisfied)
                .List(
                    "missing",
                    "Missing",
                    "What is missing before it is.",
                    c => c.Standing.Missing.Select(m => m.What)
                )
                .Word<Brag>("self", "Own rating", "How the organisation rates itself.", c => c.Ratings.Self.Rating)
                .List("selfReason", "Its reason", "Why it does.", c => Reasons(c.Ratings.Self))
                .Word<CriterionJudgement>(
                    "regionRating",
                    "Region",
                    "The region's judgement.",
                    c => c.Ratings.Region.Rating
                )
                .List("regionReason", "Region's reason", "Why.", c => Reasons(c.Ratings.Region))
                .Word<CriterionJudgement>(
                    "national",
                    "National",
                    "The national judgement.",
                    c => c.Ratings.National.Rating
                )
                .List("nationalReason", "National reason", "Why.", c => Reasons(c.Ratings.National))
                .Word<StatedAnswer>(
                    "differ",
                    "Ratings differ",
                    "Whether two of the three differ; not stated where fewer than two have rated.",
                    c => c.Ratings.Differ
                )
                .List(
                    "otherWording",
                    "Of another wording",
                    "Whose rating is of another wording than the one in force, and stands until it is rated anew.",
                    c => c.RatedOtherwise
                )
                .Number(
                    "sustainedMonths",
                    "Months to sustain",
                    "For how many months it has to stay met; empty where meeting it is enough.",
                    c => c.Criterion.SustainedMonths
                )
                .Date("metSince", "Met since", "Since when it is met without a break.", c => c.Standing.MetSince)
                .Number(
                    "daysMet",
                    "Days met",
                    "For how many days it has been met, at least.",
                    c => c.Standing.Sustained?.Days
                )
                .Day(
                    "sustainedFrom",
                    "Sustained from",
                    "The day from which it has been met for long enough.",
                    c => c.Standing.Sustained?.Until
                )
                .Number(
                    "daysToSustained",
                    "Days to that",
                    "Days to that day; negative when it has passed.",
                    c => c.Standing.Sustained?.Until?.DayNumber - c.Engagement.On.DayNumber
                )
                .List(
                    "dependsOn",
                    "Depends on",
                    "The ODS codes of other organisations on which it depends.",
                    c => c.Criterion.DependsOn?.Select(o => o.Value)
                )
                .List("dependsOnNames", "Depends on", "Their names.", c => c.DependsOn)
                .Date("inForceFrom", "In force from", "From when this set of criteria is in force.", c => c.InForceFrom)
                .Text("body", "Agreed by", "The body that agreed this set of criteria.", c => c.AgreedBy)
                .List(
                    "concerns",
                    "Concerns",
                    "The ODS codes of the members that it concerns; empty where it concerns all.",
                    c => c.Criterion.Members?.Select(o => o.Value)
                ),
            "engagement, ods, reference, wording, due, daysLeft, satisfied, self, regionRating, national, missing",
            (record, day) =>
            {
                var organisations = new RegisteredOrganisations(record);
                return from engagement in EngagementReadiness.All(record, day)
                    from member in engagement.Members
                    where member.Joined is not null
                    from standing in member
                        .Criteria.Select(c => (CriteriaPurpose.Exit, c))
                        .Concat(member.TransitionCriteria.Select(c => (CriteriaPurpose.Transition, c)))
                    select new Item(
                        engagement,
                        member,
                        standing.Item1,
                        standing.c,
                        organisations.NamesOf(standing.c.Criterion.DependsOn ?? [])
                    );
            },
            c => new(c.RestsOn, c.Rules, c.Engagement.Framework.Id),
            MayBeMissing.Membership,
            MayBeMissing.ExitCriteria,
            MayBeMissing.RatingsOfTwoSides
        );

    private static IEnumerable<string> Reasons<T>(CriterionRating<T> rating)
        where T : struct, Enum => rating.Candidates.Select(c => c.Said.Rationale).OfType<string>().Distinct();

    private sealed record Item(
        EngagementReadiness Engagement,
        MemberReadiness Member,
        CriteriaPurpose Purpose,
        CriterionReadiness Standing,
        IReadOnlyList<string> DependsOn
    )
    {
        public Criterion Criterion => Standing.Criterion;

        public Ratings Ratings => Standing.Ratings;

        public Record.Time.DateWithPrecision? InForceFrom => Set?.Effective;

        public string? AgreedBy => Set?.DecidedBy.Body;

        public IEnumerable<string> RatedOtherwise =>
            new[]
            {
                (Who: "own rating", Other: Ratings.Self.Candidates.Any(c => c.OfAnotherWording)),
                (Who: "region", Other: Ratings.Region.Candidates.Any(c => c.OfAnotherWording)),
                (Who: "national", Other: Ratings.National.Candidates.Any(c => c.OfAnotherWording)),
            }
                .Where(side => side.Other)
                .Select(side => side.Who);

        private Statement? Set => Engagement.CriteriaSets.FirstOrDefault(s => s.Said.Entry == Standing.InForceBy)?.Said;

        public IEnumerable<EntryReference> RestsOn =>
            new[] { Standing.InForceBy }
                .Concat(Member.RestsOn)
                .Concat(Ratings.Self.Candidates.Select(c => c.Said.Entry))
                .Concat(Ratings.Region.Candidates.Select(c => c.Said.Entry))
                .Concat(Ratings.National.Candidates.Select(c => c.Said.Entry))
                .Concat(Standing.Evidence.SelectMany(e => new[] { e.Entry, e.Last.Entry }))
                .OrderBy(e => e.Place);

        public IEnumerable<AnswerRule> Rules =>
            new[]
            {
                AnswerRules.CriteriaAgreed,
                AnswerRules.JudgedMet,
                AnswerRules.WordingInForce,
                AnswerRules.RatingsDiffer,
            }
                .Concat(Criterion.SustainedMonths is null ? [] : [AnswerRules.Sustained])
                .Concat(Standing.Missing.SelectMany(m => AnswerRules.OfReadiness.Where(r => r.Name == m.Rule)));
    }
}
