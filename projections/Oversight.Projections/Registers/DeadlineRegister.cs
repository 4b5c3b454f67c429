using Oversight.Projections.Deadlines;
using Oversight.Record.Recovery;

namespace Oversight.Projections.Registers;

/// <summary>Everything with a date that is not settled on the day.</summary>
internal static class DeadlineRegister
{
    public static Register Register { get; } =
        Registers.Register.Of(
            "deadlines",
            "Deadlines",
            "Everything with a date that is not settled on the day: reviews, criteria, milestones, target exits, undertakings, certificates, directions.",
            new ColumnsOf<Deadline>()
                .Word<DeadlineKind>("kind", "Kind", "What kind of thing it is.", d => d.Kind)
                .Text("subject", "Subject", "The stream that it stands in.", d => d.Subject)
                .Text(
                    "engagement",
                    "Engagement",
                    "The engagement, when it is about one.",
                    d => IdOf(d, SubjectKind.Recovery)
                )
                .Text(
                    "undertakings",
                    "Undertakings",
                    "The set of undertakings, when it is about one.",
                    d => IdOf(d, SubjectKind.Undertakings)
                )
                .List("ods", "ODS", "The organisations concerned.", d => d.Organisations.Select(o => o.Value))
                .List("region", "Region", "The codes of their regions.", d => d.Regions)
                .Text("reference", "Reference", "What tells it from others of its kind.", d => d.Reference)
                .Text("title", "What", "What it is, in one line.", d => d.Title)
                .Date("due", "Due", "When.", d => d.Due)
                .List(
                    "orElse",
                    "Or else",
                    "Other dates that may hold, when dates are too imprecise to say.",
                    d => d.OrElse.Select(o => o.ToString())
                )
                .Day("dueBy", "Due by", "The latest day of that.", d => d.DueBy)
                .Number("daysLeft", "Days left", "Days to that; negative when overdue.", d => d.DaysLeft)
                .YesNo(
                    "overdue",
                    "Overdue",
                    "Whether that has passed; empty where the date is unknown.",
                    d => d.DaysLeft is null ? null : d.Overdue
                )
                .Word("within", "Due within", "How soon it is due.", DueWithin.Words, d => DueWithin.Of(d.DaysLeft)),
            "kind, ods, title, due, daysLeft",
            (record, day) => Deadlines.Deadlines.On(record, day).All,
            d => new(d.RestsOn, AnswerRules.OfDeadlines.Where(r => r.Name == d.Rule), d.Framework),
            MayBeMissing.SegmentReview,
            MayBeMissing.RecoveryReview,
            MayBeMissing.ExitCriteria,
            MayBeMissing.TargetExit,
            MayBeMissing.UndertakingDue
        );

    private static string? IdOf(Deadline deadline, SubjectKind kind) =>
        SubjectId.FromStream(deadline.Subject) is { } subject && subject.Kind == kind ? subject.Id : null;
}
