using Oversight.Projections.Finance;
using Oversight.Record.Segments;

namespace Oversight.Projections.Why;

/// <summary>The parts of a status that documents state: how an organisation stood financially, and how it was assessed.</summary>
internal static class PartsOfPublications
{
    /// <summary>Those of an organisation on a day.</summary>
    public static IEnumerable<PartOfStatus> Of(OdsCode ods, DateOnly on) =>
        [
            new("financial-position", "Financial position", null, at => FinancialPosition(at, ods, on)),
            new("annual-assessments", "Annual assessments", null, at => Assessments(at, ods)),
        ];

    private static PartAnswer FinancialPosition(RecordAt record, OdsCode ods, DateOnly on)
    {
        var figures = record.TimelineOf(ods) is { } timeline ? Finance.FinancialPosition.On(timeline, on) : [];
        return new(
            PartAnswer.Set(
                figures.Select(f => new
                {
                    f.Scope,
                    f.Period,
                    f.Figure,
                    f.Answer,
                    Values = PartAnswer.Set(f.Values),
                    Amounts = PartAnswer.Set(f.Amounts),
                })
            ),
            figures.Count == 0
                ? record.Unstated("no document states one for a period that has begun")
                : string.Join("; ", figures.Where(f => f.Period == figures[0].Period).Select(Says))
                    + (
                        figures.Count(f => f.Period != figures[0].Period) is var earlier and > 0
                            ? $"; and {earlier} of earlier periods"
                            : ""
                    ),
            figures.Count > 0,
            [AnswerRules.AsStated]
        );
    }

    private static string Says(StatedFigure figure) =>
        $"{InWords.Of(figure.Figure)} of the {InWords.Of(figure.Scope)}, {figure.Period}: "
        + (figure.Answer == StatedAnswer.Uncertain ? "uncertain, " : "")
        + string.Join(" or ", figure.Values)
        + string.Concat(figure.Amounts.Select(pounds => InWords.Pounds(pounds)));

    private static PartAnswer Assessments(RecordAt record, OdsCode ods)
    {
        BelievedEntry<AnnualAssessmentPublished>[] assessments =
        [
            .. (record.TimelineOf(ods)?.Of<AnnualAssessmentPublished>() ?? [])
                .OrderBy(assessment => assessment.Effective.Earliest)
                .ThenBy(assessment => assessment.Place),
        ];
        return new(
            PartAnswer.Set(
                assessments.Select(a => new
                {
                    a.Effective,
                    a.Decision.DecidedBy.Body,
                    Areas = PartAnswer.Set(a.Content.Areas.Select(area => (area.Heading, area.Text))),
                })
            ),
            assessments.Length == 0
                ? record.Unstated("no annual assessment is recorded")
                : InWords.Several(assessments.Select(a => $"{a.Effective}").Distinct()),
            assessments.Length > 0,
            [AnswerRules.AssessedByYear]
        );
    }
}
