using Oversight.Projections.Readiness;
using Oversight.Record.Recovery;

namespace Oversight.Projections.Reports;

/// <summary>A criterion for one member over time: the wording in force and how it is rated, as <see cref="CriterionReadiness"/> answers on each day.</summary>
/// <param name="Engagement">The engagement's id.</param>
/// <param name="Organisation">The code of the member that it concerns.</param>
/// <param name="Region">The code of the region that oversees it; null when it is not registered.</param>
/// <param name="Purpose">What the criterion decides about: exit or transition.</param>
/// <param name="Criterion">Its reference.</param>
/// <param name="Theme">What it is about.</param>
/// <param name="Wording">The wording in force.</param>
/// <param name="Due">By when; null when no date was given.</param>
/// <param name="DueBy">The latest day of that; null when it is unknown.</param>
/// <param name="RatingSelf">How the organisation rates itself: a rating, uncertain, or not-stated.</param>
/// <param name="RatingRegion">The region's judgement: a judgement, uncertain, or not-stated.</param>
/// <param name="RatingNational">The national judgement: a judgement, uncertain, or not-stated.</param>
/// <param name="RatingsDiffer">Whether two of them differ: yes, no, uncertain, not-stated.</param>
/// <param name="OfAnotherWording">Whether a rating is of another wording than the one in force: it satisfies nothing.</param>
/// <param name="MetSince">Since when it is met without a break; null when that is not certain.</param>
/// <param name="SustainedMonths">For how many months it has to stay met; null when meeting it is enough.</param>
/// <param name="SustainedFrom">The day from which it has been met for long enough; null when that is not known.</param>
/// <param name="Satisfied">Whether it is satisfied.</param>
/// <param name="Framework">The id of the oversight framework of the day; null when none is known.</param>
/// <param name="Rule">The name of the rule by which it is satisfied or not.</param>
public sealed record CriterionRow(
    string Engagement,
    string Organisation,
    string? Region,
    string Purpose,
    string Criterion,
    string Theme,
    string Wording,
    string? Due,
    DateOnly? DueBy,
    string RatingSelf,
    string RatingRegion,
    string RatingNational,
    string RatingsDiffer,
    bool OfAnotherWording,
    string? MetSince,
    int? SustainedMonths,
    DateOnly? SustainedFrom,
    bool Satisfied,
    string? Framework,
    string Rule
) : ReportRow
{
    /// <inheritdoc/>
    public override string Key => $"{Organisation} {Purpose} {Criterion}";

    internal static IEnumerable<CriterionRow> On(RecordAt record, SubjectId subject, DateOnly day)
    {
        if (EngagementReadiness.Of(record, subject, day) is not { } engagement)
        {
            yield break;
        }

        foreach (var member in engagement.Members.Where(m => m.Joined is not null || m.Membership != Certainty.No))
        {
            foreach (
                var (purpose, criteria) in new[]
                {
                    (CriteriaPurpose.Exit, member.Criteria),
                    (CriteriaPurpose.Transition, member.TransitionCriteria),
                }
            )
            {
                foreach (var criterion in criteria)
                {
                    yield return Of(record, subject, engagement, member, purpose, criterion);
                }
            }
        }
    }

    private static CriterionRow Of(
        RecordAt record,
        SubjectId subject,
        EngagementReadiness engagement,
        MemberReadiness member,
        CriteriaPurpose purpose,
        CriterionReadiness stands
    )
    {
        var (self, region, national, differ) = stands.Ratings;
        EntryReference[] rated =
        [
            .. self.Candidates.Select(c => c.Said.Entry),
            .. region.Candidates.Select(c => c.Said.Entry),
            .. national.Candidates.Select(c => c.Said.Entry),
        ];
        Guid[] restsOn = [.. rated.Append(stands.InForceBy).OrderBy(e => e.Place).Select(e => e.Id).Distinct()];
        return new(
            engagement.Id,
            member.Organisation.Value,
            member.Region,
            InWords.Stored(purpose),
            stands.Criterion.Reference,
            stands.Criterion.Theme,
            stands.Criterion.Wording,
            stands.Criterion.Due?.Stored,
            DueDate.By(stands.Criterion.Due),
            InOneWord(self),
            InOneWord(region),
            InOneWord(national),
            InWords.Stored(differ),
            self.Candidates.Any(c => c.OfAnotherWording)
                || region.Candidates.Any(c => c.OfAnotherWording)
                || national.Candidates.Any(c => c.OfAnotherWording),
            stands.MetSince?.Stored,
            stands.Sustained?.Months,
            stands.Sustained?.Until,
            stands.Satisfied,
            engagement.Framework.Id,
            stands.Criterion.SustainedMonths is null ? AnswerRules.JudgedMet.Name : AnswerRules.Sustained.Name
        )
        {
            CommunicatedFrom = Communicated.From(record, subject, restsOn, member.Organisation),
            RestsOn = restsOn,
        };
    }

    private static string InOneWord<T>(CriterionRating<T> rating)
        where T : struct, Enum =>
        rating.Rating is { } certain ? InWords.Stored(certain)
        : rating.Candidates.Count == 0 ? InWords.Stored(StatedAnswer.NotStated)
        : InWords.Stored(StatedAnswer.Uncertain);
}
