using Oversight.Projections.Commitments;
using Oversight.Projections.Directions;
using Oversight.Projections.Reviews;
using Oversight.Projections.Support;

namespace Oversight.Projections.Why;

/// <summary>The parts of a status that tell how an organisation is overseen besides its segment.</summary>
internal static class PartsOfOversight
{
    /// <summary>Those of an organisation on a day.</summary>
    public static IEnumerable<PartOfStatus> Of(OdsCode ods, DateOnly on) =>
        [
            new("directions", "Directions", null, at => Directions(at, ods, on)),
            new("support", "Support", null, at => Support(at, ods, on)),
            new("notices", "Notices of other bodies", null, at => Notices(at, ods, on)),
            new("independent-reviews", "Independent reviews", null, at => IndependentReviews(at, ods, on)),
            new("oversight-review", "Last review of it or its system", null, at => Reviews(at, ods, on)),
            new("concerns", "Open concerns", null, at => Concerns(at, ods, on)),
            new("commitments", "Commitments that stand", null, at => Commitments(at, ods, on)),
        ];

    private static PartAnswer Directions(RecordAt record, OdsCode ods, DateOnly on) =>
        Several(
            record,
            Direction.To(record, ods, on),
            d => new
            {
                Of = PartAnswer.Set(d.Organisations),
                d.Undertakings,
                d.LegalBasis,
                d.Test,
                d.Directed,
                d.Penalty,
                d.Due,
                d.InForce,
                Varied = PartAnswer.Set(d.Varied.Select(v => v.Effective)),
                Ended = PartAnswer.Set(d.Ended.Select(e => e.Effective)),
                d.Issued.Effective,
                d.Issued.DecidedBy.Body,
            },
            d =>
                $"{d.LegalBasisTitle}{(d.Penalty is { } pounds ? $",{InWords.Pounds(pounds)}" : "")}, issued {d.Issued.Effective}, {(d.InForce == StatedAnswer.Yes ? "in force" : d.InForce == StatedAnswer.No ? "in force no longer" : "uncertain whether in force")}",
            "no direction to it is recorded by this day",
            AnswerRules.DirectionInForce
        );

    private static PartAnswer Support(RecordAt record, OdsCode ods, DateOnly on) =>
        Several(
            record,
            OrganisationSupport.Of(record, ods, on).Support,
            s => new
            {
                s.RecordedAbout,
                s.Kind,
                s.Programme,
                s.Called,
                s.For,
                s.HeldBy,
                s.State,
                s.Tier,
                s.Since,
                Exit = s.ExpectedExit?.By,
                Conditions = PartAnswer.Set(s.Conditions),
                Stated = PartAnswer.Set(
                    s.StatedBy.Select(e => new
                    {
                        e.Standing,
                        e.Tier,
                        e.Effective,
                        e.Published,
                        e.DecidedBy.Body,
                    })
                ),
                s.PerhapsNone,
                s.Rule,
            },
            s => $"{s.Words}: {s.Text}",
            "no support is recorded by this day",
            AnswerRules.SupportByDates,
            AnswerRules.SupportPublished
        );

    private static PartAnswer Notices(RecordAt record, OdsCode ods, DateOnly on) =>
        Several(
            record,
            OrganisationSupport.Of(record, ods, on).Notices,
            n => new
            {
                n.RecordedAbout,
                Of = PartAnswer.Set(n.Concerning),
                n.Kind,
                n.About,
                n.By,
                n.Rating,
                n.State,
                n.Given.Effective,
                n.Given.DecidedBy.Body,
                Closed = n.Closed?.Effective,
            },
            n => $"{InWords.Of(n.Kind)}, {n.Given.Effective}, {InWords.Of(n.State)}: {n.About}",
            "no notice is recorded by this day",
            AnswerRules.NoticeOpen
        );

    private static PartAnswer IndependentReviews(RecordAt record, OdsCode ods, DateOnly on) =>
        Several(
            record,
            OrganisationSupport.Of(record, ods, on).IndependentReviews,
            r => new
            {
                r.RecordedAbout,
                Of = PartAnswer.Set(r.Concerning),
                r.About,
                r.Reviewer,
                r.Expected,
                r.State,
                r.Commissioned.Effective,
                r.Commissioned.DecidedBy.Body,
                Reported = r.Reported?.Effective,
                Answered = r.Answered?.Effective,
                r.Answer,
            },
            r => $"{InWords.Of(r.State)}, commissioned {r.Commissioned.Effective}: {r.About}",
            "no independent review is recorded by this day",
            AnswerRules.ReviewLastStep
        );

    private static PartAnswer Reviews(RecordAt record, OdsCode ods, DateOnly on)
    {
        var timeline = record.TimelineOf(ods);
        var last = timeline is null ? null : OversightReview.Last(timeline, on);
        var next = timeline is null ? [] : NextOversightReview.On(timeline, on);
        return new(
            new
            {
                last?.Meeting,
                last?.Scope,
                last?.Outcome,
                last?.Said.Effective,
                last?.Said.DecidedBy.Body,
                Next = PartAnswer.Set(next.Select(n => (n.Scope, n.Due))),
            },
            last is null
                ? record.Unstated("no review of it or its system is recorded by this day")
                : $"{last.Said.Effective} ({InWords.Of(last.Meeting)} meeting): {last.Outcome}"
                    + string.Concat(next.Select(n => $"; next of the {InWords.Of(n.Scope)} due {n.Due}")),
            last is not null,
            [AnswerRules.OversightReview]
        );
    }

    private static PartAnswer Concerns(RecordAt record, OdsCode ods, DateOnly on) =>
        Several(
            record,
            record.TimelineOf(ods) is null
                ? Array.Empty<Concern>()
                : [.. Concern.Of(record, ods, on).Where(concern => concern.IsOpen)],
            c => new
            {
                c.About,
                c.Scope,
                Of = PartAnswer.Set(c.Organisations),
                c.Wording,
                c.Concerns,
                c.State,
                Escalated = PartAnswer.Set(c.Escalations.Select(e => e.Said.Effective)),
                c.Said.Effective,
                c.Said.DecidedBy.Body,
            },
            c => $"{InWords.Of(c.About)}, {InWords.Of(c.State)}, raised {c.Said.Effective}: {c.Wording}",
            "no concern that is open is recorded by this day",
            AnswerRules.ConcernOpen
        );

    private static PartAnswer Commitments(RecordAt record, OdsCode ods, DateOnly on) =>
        Several(
            record,
            record.TimelineOf(ods) is null
                ? Array.Empty<Commitment>()
                : [.. Commitment.Of(record, ods, on).Where(one => one.Stands)],
            c => new
            {
                c.Title,
                c.Terms,
                c.Scope,
                Of = PartAnswer.Set(c.Organisations),
                c.Owner,
                c.OwedBy,
                c.State,
                c.Due,
                OrElse = PartAnswer.Set(c.OrElse),
                c.Overdue,
                c.Said.Effective,
                c.Said.DecidedBy.Body,
            },
            c => $"{c.Title}, {InWords.Of(c.State)}, {(c.Due is { } due ? $"due {due}" : "no date is stated")}",
            "no commitment that stands is recorded by this day",
            AnswerRules.CommitmentStands,
            AnswerRules.CommitmentDue
        );

    private static PartAnswer Several<T>(
        RecordAt record,
        IReadOnlyList<T> all,
        Func<T, object> answer,
        Func<T, string> says,
        string notStated,
        params IReadOnlyList<AnswerRule> rules
    ) =>
        new(
            PartAnswer.Set(all.Select(answer)),
            all.Count == 0 ? record.Unstated(notStated) : string.Join("; ", all.Select(says).Distinct()),
            all.Count > 0,
            rules
        );
}
