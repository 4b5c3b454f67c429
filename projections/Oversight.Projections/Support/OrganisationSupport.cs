using Oversight.Projections.Notices;

namespace Oversight.Projections.Support;

/// <summary>
/// What is stated of support for an organisation, notices of other bodies about it and independent reviews of it, on a day: recorded about it, or
/// about the ICB of its system. What is absent is not stated.
/// </summary>
/// <param name="Support">Support by kind and programme; of an ICB also that for its system and for trusts of it.</param>
/// <param name="Notices">The notices given by the day.</param>
/// <param name="IndependentReviews">The independent reviews commissioned by the day.</param>
/// <param name="Rules">The rules by which that was found.</param>
public sealed record OrganisationSupport(
    IReadOnlyList<SupportOnDay> Support,
    IReadOnlyList<NoticeOnDay> Notices,
    IReadOnlyList<IndependentReviewOnDay> IndependentReviews,
    IReadOnlyList<AnswerRule> Rules
)
{
    /// <summary>That of one organisation.</summary>
    public static OrganisationSupport Of(RecordAt record, OdsCode ods, DateOnly on)
    {
        var own = record.TimelineOf(ods);
        var others = record.OrganisationsNaming(ods).ToArray();
        SupportOnDay[] support =
        [
            .. own is null ? [] : SupportOnDay.On(on, own),
            .. others.SelectMany(timeline => SupportOnDay.On(on, timeline)).Where(s => s.For == ods),
        ];
        NoticeOnDay[] notices =
        [
            .. own is null ? [] : NoticeOnDay.On(on, own),
            .. others.SelectMany(timeline => NoticeOnDay.On(on, timeline)).Where(n => n.Concerning.Contains(ods)),
        ];
        IndependentReviewOnDay[] reviews =
        [
            .. own is null ? [] : IndependentReviewOnDay.On(on, own),
            .. others
                .SelectMany(timeline => IndependentReviewOnDay.On(on, timeline))
                .Where(r => r.Concerning.Contains(ods)),
        ];
        return new(
            support,
            notices,
            reviews,
            [
                .. new[] { AnswerRules.SupportByDates, AnswerRules.SupportPublished }.Where(rule =>
                    support.Any(s => s.Rule == rule.Name)
                ),
                .. notices.Length > 0 ? [AnswerRules.NoticeOpen] : Array.Empty<AnswerRule>(),
                .. reviews.Length > 0 ? [AnswerRules.ReviewLastStep] : Array.Empty<AnswerRule>(),
            ]
        );
    }
}
