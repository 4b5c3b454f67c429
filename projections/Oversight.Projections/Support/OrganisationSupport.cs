using System.Text.Json.Serialization;
using Oversight.Projections.Notices;

namespace Oversight.Projections.Support;

/// <summary>
/// What is stated of support for an organisation, notices of other bodies about it and independent reviews of it, on a day: recorded about it, or
/// about the ICB of its system. What is absent is not stated.
/// </summary>
/// <param name="Systems">The ICBs to whose system a trust belongs on the day: several where that is uncertain, none where it is not stated.</param>
/// <param name="SystemIsCertain">True where it certainly belongs to that one.</param>
/// <param name="Support">
/// Support by kind and programme: of an ICB also that for its system and for trusts of it, of a trust also that for the system that it belongs
/// to, or may.
/// </param>
/// <param name="Notices">The notices given by the day.</param>
/// <param name="IndependentReviews">The independent reviews commissioned by the day.</param>
/// <param name="Rules">The rules by which that was found.</param>
public sealed record OrganisationSupport(
    IReadOnlyList<OdsCode> Systems,
    bool SystemIsCertain,
    IReadOnlyList<SupportOnDay> Support,
    IReadOnlyList<NoticeOnDay> Notices,
    IReadOnlyList<IndependentReviewOnDay> IndependentReviews,
    IReadOnlyList<AnswerRule> Rules
)
{
    /// <summary>All who decided something of it.</summary>
    [JsonIgnore]
    public IEnumerable<DecidedBy> DecidedBy =>
        [
            .. Support.SelectMany(s => s.StatedBy.Select(e => e.DecidedBy)),
            .. Support.Select(s => s.ExpectedExit?.Said.DecidedBy).OfType<DecidedBy>(),
            .. Notices.SelectMany(n => new[] { n.Given, n.Closed }).OfType<Statement>().Select(s => s.DecidedBy),
            .. IndependentReviews
                .SelectMany(r => new[] { r.Commissioned, r.Reported, r.Answered })
                .OfType<Statement>()
                .Select(s => s.DecidedBy),
        ];

    /// <summary>That of one organisation.</summary>
    public static OrganisationSupport Of(RecordAt record, OdsCode ods, DateOnly on)
    {
        var own = record.TimelineOf(ods);
        var others = record.OrganisationsNaming(ods).ToArray();
        var system = record.SystemOf(ods, on);
        OdsCode[] systems = [.. system.Systems.Where(icb => icb != ods)];
        SupportOnDay[] support =
        [
            .. own is null ? [] : SupportOnDay.On(on, own),
            .. others.SelectMany(timeline => SupportOnDay.On(on, timeline)).Where(s => s.For == ods),
            .. systems
                .Select(icb => record.TimelineOf(icb))
                .OfType<Timeline>()
                .SelectMany(timeline => SupportOnDay.On(on, timeline))
                .Where(s => s.For is null),
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
            systems,
            systems.Length == 1 && !system.PerhapsNotStated,
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
