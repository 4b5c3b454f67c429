using Oversight.Record.Evidence;
using Oversight.Record.Recovery;

namespace Oversight.Projections.Readiness;

/// <summary>Something that is missing before exit.</summary>
/// <param name="What">What is missing, in one sentence.</param>
/// <param name="Rule">The name of the rule that says so; the answer has its sentence.</param>
/// <param name="DaysLeft">Days until it is due, or until it can be; null when no date is known.</param>
public sealed record Missing(string What, string Rule, int? DaysLeft);

/// <summary>A piece of evidence as it stands on a day.</summary>
/// <param name="Title">What it is.</param>
/// <param name="Organisation">Who submitted it.</param>
/// <param name="Submitted">When.</param>
/// <param name="State">Where it stands.</param>
/// <param name="WaitingSince">Since when it waits to be judged: since its submission; null when it does not wait.</param>
/// <param name="Verdict">What was found, when it was judged.</param>
/// <param name="Last">Who brought it where it stands, when and why.</param>
/// <param name="Document">The document.</param>
/// <param name="Entry">The entry by which it was submitted.</param>
public sealed record EvidenceStanding(
    string Title,
    OdsCode Organisation,
    DateWithPrecision Submitted,
    EvidenceState State,
    DateWithPrecision? WaitingSince,
    EvidenceVerdict? Verdict,
    Statement Last,
    EvidenceDocument? Document,
    EntryReference Entry
)
{
    /// <summary>That of a piece of evidence.</summary>
    public static EvidenceStanding Of(SubmittedEvidence evidence) =>
        new(
            evidence.Content.Title,
            evidence.Content.Organisation,
            evidence.Submission.Effective,
            evidence.State,
            evidence.Waits ? evidence.Submission.Effective : null,
            (evidence.Last.Content as EvidenceJudged)?.Verdict,
            Statement.Of(evidence.Last),
            evidence.Content.Document,
            EntryReference.To(evidence.Submission)
        );
}

/// <summary>How long a criterion has stayed met, of how long it has to.</summary>
/// <param name="Months">For how many months it has to stay met.</param>
/// <param name="MetSince">Since when it is met without a break; null when that is not certain.</param>
/// <param name="Until">The day from which it has been met for long enough; null when that is not known.</param>
/// <param name="Days">For how many days it has been met, at least.</param>
/// <param name="OfDays">How many days it takes.</param>
public sealed record SustainedPeriod(int Months, DateWithPrecision? MetSince, DateOnly? Until, int? Days, int? OfDays);

/// <summary>A criterion as it stands for one member on a day.</summary>
/// <param name="Criterion">The criterion in force, whole: wording, measure, threshold, evidence wanted, owner, due, dependencies.</param>
/// <param name="InForceBy">The entry that puts it in force.</param>
/// <param name="DaysLeft">Days to the latest day on which it is due; null when unknown.</param>
/// <param name="Overdue">True when that has passed and it is not satisfied.</param>
/// <param name="Ratings">How each side rates it.</param>
/// <param name="MetSince">Since when it is met without a break, when that is certain.</param>
/// <param name="Sustained">How far its sustained period is; null when meeting it is enough.</param>
/// <param name="Evidence">The evidence submitted for it by any organisation.</param>
/// <param name="Satisfied">Whether it is satisfied.</param>
/// <param name="Missing">What is missing; empty when it is satisfied.</param>
public sealed record CriterionReadiness(
    Criterion Criterion,
    EntryReference InForceBy,
    int? DaysLeft,
    bool Overdue,
    Ratings Ratings,
    DateWithPrecision? MetSince,
    SustainedPeriod? Sustained,
    IReadOnlyList<EvidenceStanding> Evidence,
    bool Satisfied,
    IReadOnlyList<Missing> Missing
)
{
    /// <summary>The criteria in force on a day that concern a member, or one for which it acts.</summary>
    public static IReadOnlyList<CriterionReadiness> Of(
        RecordAt record,
        Engagement engagement,
        CriteriaPurpose purpose,
        OdsCode member,
        DateOnly day,
        IReadOnlyList<SubmittedEvidence> evidence
    ) =>
        engagement.CriteriaOn(purpose, day).Entries is [.., var set]
            ?
            [
                .. set
                    .Content.Criteria.Where(c => engagement.Concerns(c, member, day))
                    .Select(c => Of(record, engagement, c, set, member, day, evidence)),
            ]
            : [];

    private static CriterionReadiness Of(
        RecordAt record,
        Engagement engagement,
        Criterion criterion,
        BelievedEntry set,
        OdsCode member,
        DateOnly day,
        IReadOnlyList<SubmittedEvidence> evidence
    )
    {
        var ratings = Ratings.Of(engagement, criterion, member, day);
        EvidenceStanding[] pieces =
        [
            .. evidence.Where(e => e.Content.For.Contains(criterion.Reference)).Select(EvidenceStanding.Of),
        ];
        var left = DueDate.DaysLeft(criterion.Due, day);
        var satisfied = engagement.IsSatisfied(criterion, member, day);
        var sustained = Sustaining(engagement, criterion, member, day);
        return new(
            criterion,
            EntryReference.To(set),
            left,
            left < 0 && !satisfied,
            ratings,
            engagement.MetSince(criterion, member, day),
            sustained,
            pieces,
            satisfied,
            satisfied
                ? []
                :
                [
                    MissingJudgement(record, engagement, criterion, member, day, ratings, sustained),
                    .. UnreachableDates
                        .Of(engagement, criterion, member, day)
                        .Select(sentence => new Missing(sentence, AnswerRules.DatesCanBeKept.Name, left)),
                    .. MissingEvidence(record, criterion, pieces, left),
                ]
        );
    }

    private static SustainedPeriod? Sustaining(Engagement engagement, Criterion criterion, OdsCode member, DateOnly day)
    {
        if (criterion.SustainedMonths is not { } months)
        {
            return null;
        }

        var since = engagement.MetSince(criterion, member, day);
        var until = engagement.SustainedFrom(criterion, member, day);
        return new(
            months,
            since,
            until,
            until is null ? null : Math.Max(0, day.DayNumber - since!.Value.Latest.DayNumber),
            until?.DayNumber - since?.Latest.DayNumber
        );
    }

    private static Missing MissingJudgement(
        RecordAt record,
        Engagement engagement,
        Criterion criterion,
        OdsCode member,
        DateOnly day,
        Ratings ratings,
        SustainedPeriod? sustained
    )
    {
        var due = DueDate.DaysLeft(criterion.Due, day);
        // Only of the wording in force: what was judged of another does not decide.
        CriterionRating<CriterionJudgement> Judged(AssessingLevel level) =>
            Ratings.Judgement(new(engagement.JudgementsOf(criterion, member, level, day).OfAnyKind, []));
        var national = Judged(AssessingLevel.National);
        var (who, deciding) =
            national.Candidates.Count > 0
                ? ("The national team", national)
                : ("The region", Judged(AssessingLevel.Region));
        if (deciding.Candidates.Count == 0)
        {
            return ratings.National.Candidates.Concat(ratings.Region.Candidates).FirstOrDefault() is { } other
                ? new(
                    $"{(ratings.National.Candidates.Count > 0 ? "The national team" : "The region")} judged it {InWords.Of(other.Rating)} ({other.Said.Effective}) by another wording than the one in force; by that it has not been judged{(record.SeenBy is null ? "" : $" in {record.Called}")}.",
                    AnswerRules.WordingInForce.Name,
                    due
                )
                : new(record.Lacks("Nobody is recorded to have judged it."), AnswerRules.JudgedMet.Name, due);
        }

        if (deciding.Rating is not { } judgement)
        {
            var maybe = string.Join(
                " or ",
                deciding.Candidates.Select(c => $"{InWords.Of(c.Rating)} ({c.Said.Effective})")
            );
            return new(
                $"It is uncertain how it is judged: {maybe}{(deciding.PerhapsNone ? ", or not yet" : "")}.",
                AnswerRules.JudgedMet.Name,
                due
            );
        }

        if (judgement is CriterionJudgement.NotMet or CriterionJudgement.PartlyMet)
        {
            var judged = deciding.Candidates[^1].Said.Effective;
            return new($"{who} judged it {InWords.Of(judgement)} ({judged}).", AnswerRules.JudgedMet.Name, due);
        }

        var months = criterion.SustainedMonths == 1 ? "1 month" : $"{criterion.SustainedMonths} months";
        return sustained?.Until is not { } until
                ? new(
                    $"It has to stay met for {months}; since when it is met is not certain.",
                    AnswerRules.Sustained.Name,
                    null
                )
            : until > day
                ? new(
                    $"It is met since {sustained.MetSince}, and has to stay met for {months}, until {DateWithPrecision.Day(until)}.",
                    AnswerRules.Sustained.Name,
                    until.DayNumber - day.DayNumber
                )
            : new($"It has stayed met for {months}; that is still to be judged.", AnswerRules.Sustained.Name, due);
    }

    private static IEnumerable<Missing> MissingEvidence(
        RecordAt record,
        Criterion criterion,
        EvidenceStanding[] pieces,
        int? due
    )
    {
        if (criterion.EvidenceWanted is { Count: > 0 } wanted && pieces.Length == 0)
        {
            yield return new(
                record.Lacks($"No evidence is recorded; wanted: {string.Join("; ", wanted)}."),
                AnswerRules.Evidence.Name,
                due
            );
        }

        // What was sent back is replaced by whatever was submitted for the same criterion after it.
        var newest = pieces.OrderBy(p => p.Submitted.Latest).ThenBy(p => p.Entry.Place).LastOrDefault();
        foreach (var piece in pieces)
        {
            var what = piece switch
            {
                { WaitingSince: { } since } => record.Lacks(
                    $"\"{piece.Title}\" waits to be judged, submitted {since}."
                ),
                { State: EvidenceState.Returned } when piece == newest =>
                    $"\"{piece.Title}\" was returned ({piece.Last.Effective}) and not submitted again.",
                { Verdict: EvidenceVerdict.Insufficient } when piece == newest =>
                    $"\"{piece.Title}\" was found insufficient ({piece.Last.Effective}).",
                { Verdict: EvidenceVerdict.PartlySufficient } when piece == newest =>
                    $"\"{piece.Title}\" was found sufficient in part only ({piece.Last.Effective}).",
                _ => null,
            };
            if (what is not null)
            {
                yield return new(what, AnswerRules.Evidence.Name, due);
            }
        }
    }
}
