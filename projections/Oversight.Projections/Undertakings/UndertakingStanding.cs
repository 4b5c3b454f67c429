using Oversight.Projections.Readiness;
using Oversight.Record.Evidence;
using Oversight.Record.Organisations;
using Oversight.Record.Recovery;
using Oversight.Record.Undertakings;

namespace Oversight.Projections.Undertakings;

/// <summary>A variation of an undertaking.</summary>
/// <param name="Due">By when then; null: as before.</param>
/// <param name="Wording">What was undertaken then; null: as before.</param>
/// <param name="AgreedBy">The bodies that agreed.</param>
/// <param name="Said">From when, why, and in which entry.</param>
public sealed record Variation(DateWithPrecision? Due, string? Wording, IReadOnlyList<string> AgreedBy, Statement Said);

/// <summary>A report of progress.</summary>
/// <param name="Progress">What was reported.</param>
/// <param name="Rating">How the organisation saw it.</param>
/// <param name="Said">When, by whom, and in which entry.</param>
public sealed record ReportedProgress(string Progress, Brag? Rating, Statement Said);

/// <summary>A judgement of an undertaking.</summary>
/// <param name="Judgement">How far it was complied with.</param>
/// <param name="Said">When, by whom, the reason, and in which entry.</param>
public sealed record JudgedCompliance(ComplianceJudgement Judgement, Statement Said);

/// <summary>What was decided about something that was open for a body that ended.</summary>
/// <param name="Disposition">What becomes of it.</param>
/// <param name="Successor">To whom it passed, where it passed.</param>
/// <param name="Said">Who decided so, from when, why, and in which entry.</param>
public sealed record Disposed(Disposition Disposition, OdsCode? Successor, Statement Said);

/// <summary>One undertaking as it stands on a day.</summary>
/// <param name="Reference">Its number.</param>
/// <param name="Wording">What is undertaken, as varied.</param>
/// <param name="Owner">Who has to bring it about.</param>
/// <param name="Due">By when, as varied; null when no date was given.</param>
/// <param name="OrElse">Other dates that may hold, where dates of variations are imprecise.</param>
/// <param name="DaysLeft">Days to the latest day on which it is due; null when unknown.</param>
/// <param name="OwedBy">Who has to do it: who gave it, or the successors to which it passed; nobody when it was discharged for a body that ended, or ended with it.</param>
/// <param name="Disposals">What was decided about it when a body for which it was open ended.</param>
/// <param name="Open">Whether something is still to be done.</param>
/// <param name="Overdue">True when it is open and its date has passed.</param>
/// <param name="Judgements">The judgements that may hold on the day; several are uncertain.</param>
/// <param name="PerhapsNotJudged">True when it is possible that none had been given yet.</param>
/// <param name="Variations">Every variation by the day, the first one first.</param>
/// <param name="Progress">Every report by the day, the first one first.</param>
/// <param name="Evidence">The evidence submitted for it.</param>
/// <param name="Discharged">The entries by which it holds no longer.</param>
/// <param name="Superseded">The entries by which a later set stands in the place of these.</param>
/// <param name="RestsOn">The entries that say how it is worded and when it is due.</param>
public sealed record UndertakingStanding(
    string Reference,
    string Wording,
    string? Owner,
    DateWithPrecision? Due,
    IReadOnlyList<DateWithPrecision> OrElse,
    int? DaysLeft,
    IReadOnlyList<OdsCode> OwedBy,
    IReadOnlyList<Disposed> Disposals,
    bool Open,
    bool Overdue,
    IReadOnlyList<JudgedCompliance> Judgements,
    bool PerhapsNotJudged,
    IReadOnlyList<Variation> Variations,
    IReadOnlyList<ReportedProgress> Progress,
    IReadOnlyList<EvidenceStanding> Evidence,
    IReadOnlyList<Statement> Discharged,
    IReadOnlyList<Statement> Superseded,
    IReadOnlyList<EntryReference> RestsOn
)
{
    /// <summary>The undertakings of a set on a day, in the order of the document, then those added.</summary>
    public static IReadOnlyList<UndertakingStanding> On(AcceptedUndertakings accepted, DateOnly day)
    {
        var evidence = SubmittedEvidence.On(accepted.Timeline, day);
        return [.. accepted.ItemsBy(day).Select(item => Of(accepted, item.Item, day, evidence))];
    }

    private static UndertakingStanding Of(
        AcceptedUndertakings accepted,
        UndertakingItem original,
        DateOnly day,
        IReadOnlyList<SubmittedEvidence> evidence
    )
    {
        var reference = original.Reference;
        var (item, restsOn) = accepted.ItemOn(original, day);
        var left = DueDate.DaysLeft(item.Due, day);
        var open = accepted.IsOpen(reference, day);
        var judgements = accepted.JudgementsOf(reference, day);
        var about = Statement.Begun(
            accepted.Timeline.Of<IAboutUndertaking>().Where(e => e.Content.Item == reference),
            day
        );
        return new(
            reference,
            item.Wording,
            item.Owner,
            item.Due,
            [.. DatesOf(original, about, day).Where(other => other != item.Due).Distinct()],
            left,
            accepted.HoldersOf(OpenItemKind.Undertaking, reference, day),
            [
                .. accepted
                    .DisposalsOf(OpenItemKind.Undertaking, reference, day)
                    .Select(d => new Disposed(d.Item.Disposition, d.Item.Successor, Statement.Of(d.Entry))),
            ],
            open,
            open && left < 0,
            [.. judgements.Entries.Select(e => new JudgedCompliance(e.Content.Judgement, Statement.Of(e)))],
            judgements.PerhapsNone,
            [
                .. from entry in about
                let varied = entry.Content as UndertakingVaried
                where varied is not null
                select new Variation(varied.Due, varied.Wording, varied.AgreedBy, Statement.Of(entry)),
            ],
            [
                .. from entry in about
                let report = entry.Content as UndertakingProgressReported
                where report is not null
                select new ReportedProgress(report.Progress, report.Rating, Statement.Of(entry)),
            ],
            [.. evidence.Where(e => e.Content.For.Contains(reference)).Select(EvidenceStanding.Of)],
            [.. accepted.DischargesOf(reference, day).Select(Statement.Of)],
            [.. accepted.SupersededBy(day).Select(later => Statement.Of(later.Accepted))],
            [.. restsOn.OrderBy(e => e.Place).Select(EntryReference.To)]
        );
    }

    // The dates that may hold: those of variations, and the one accepted where perhaps none of them had begun.
    private static IEnumerable<DateWithPrecision> DatesOf(
        UndertakingItem item,
        IReadOnlyList<BelievedEntry<IAboutUndertaking>> about,
        DateOnly day
    )
    {
        var (variations, perhapsNone) = Candidates.On(
            day,
            about.Where(e => e.Content is UndertakingVaried { Due: not null })
        );
        return variations
            .Select(e => e.Content)
            .OfType<UndertakingVaried>()
            .Select(varied => varied.Due)
            .Append(perhapsNone ? item.Due : null)
            .OfType<DateWithPrecision>();
    }
}
