using Oversight.Projections.Undertakings;
using Oversight.Record.Undertakings;

namespace Oversight.Projections.Reports;

/// <summary>An undertaking over time, from when it may have been accepted, as <see cref="UndertakingStanding"/> answers on each day.</summary>
/// <param name="Undertakings">The id of the set.</param>
/// <param name="Organisation">The code of the organisation that gave them, or of the successor to which it passed; of several the one that leads.</param>
/// <param name="Region">The code of the region that oversees it; null when it is not registered.</param>
/// <param name="LegalBasis">What they rest on in law.</param>
/// <param name="Item">The undertaking's number.</param>
/// <param name="Wording">What is undertaken, as varied.</param>
/// <param name="Owner">Who has to bring it about; null when not stated.</param>
/// <param name="Due">By when, as varied; null when no date was given.</param>
/// <param name="OrElse">Other dates that may hold.</param>
/// <param name="DueBy">The latest day of due; null when it is unknown.</param>
/// <param name="Open">Whether something is still to be done.</param>
/// <param name="Judgement">How far it was complied with: a judgement, uncertain, or not-stated.</param>
/// <param name="Discharged">Whether it holds no longer, by a discharge.</param>
/// <param name="Framework">The id of the oversight framework of the day; null when none is known.</param>
/// <param name="Rule">The name of the rule by which it is due.</param>
public sealed record UndertakingRow(
    string Undertakings,
    string Organisation,
    string? Region,
    string LegalBasis,
    string Item,
    string Wording,
    string? Owner,
    string? Due,
    IReadOnlyList<string> OrElse,
    DateOnly? DueBy,
    bool Open,
    string Judgement,
    bool Discharged,
    string? Framework,
    string Rule
) : ReportRow
{
    /// <inheritdoc/>
    public override string Key => Item;

    internal static IEnumerable<UndertakingRow> On(RecordAt record, SubjectId subject, DateOnly day)
    {
        if (
            UndertakingsStanding.Of(record, subject, day) is not { } standing
            || standing.Accepted.Effective.Earliest > day
        )
        {
            yield break;
        }

        foreach (var item in standing.Items)
        {
            Guid[] restsOn =
            [
                .. item
                    .RestsOn.Concat(item.Judgements.Select(j => j.Said.Entry))
                    .Concat(item.Discharged.Concat(item.Superseded).Select(s => s.Entry))
                    .Concat(item.Disposals.Select(d => d.Said.Entry))
                    .OrderBy(e => e.Place)
                    .Select(e => e.Id)
                    .Distinct(),
            ];
            ComplianceJudgement[] judged = [.. item.Judgements.Select(j => j.Judgement).Distinct()];
            var owed = item.OwedBy.Count > 0 ? item.OwedBy[0] : standing.Organisation;
            yield return new(
                standing.Id,
                owed.Value,
                record.RegistrationOf(owed)?.Region,
                standing.LegalBasis!.Id,
                item.Reference,
                item.Wording,
                item.Owner,
                item.Due?.Stored,
                [.. item.OrElse.Select(due => due.Stored)],
                DueDate.By(item.Due),
                item.Open,
                judged is [var one] && !item.PerhapsNotJudged ? InWords.Stored(one)
                    : judged.Length == 0 ? InWords.Stored(StatedAnswer.NotStated)
                    : InWords.Stored(StatedAnswer.Uncertain),
                item.Discharged.Count > 0,
                standing.Framework.Id,
                AnswerRules.UndertakingDue.Name
            )
            {
                CommunicatedFrom = Communicated.From(record, subject, restsOn, owed),
                RestsOn = restsOn,
            };
        }
    }
}
