using Oversight.Projections.Deadlines;
using Oversight.Projections.Timelines;
using Oversight.Record.Organisations;
using Oversight.Record.Recovery;

namespace Oversight.Web.Calendars;

/// <summary>The deadlines of a region or an organisation as a calendar.</summary>
public static class DeadlineCalendar
{
    /// <summary>The calendar's text on a day, in the record at a place. What is of unknown date has no day to stand on.</summary>
    public static string Of(RecordAt seen, CalendarScope scope, DateOnly day)
    {
        var deadlines = Deadlines.On(seen.Noting(null), day).Concerning(scope.Region, scope.Organisation).All;
        seen.NoteSubjectsOf(deadlines.SelectMany(deadline => deadline.RestsOn));
        return CalendarText.Of(
            $"Oversight deadlines: {NameOf(seen, scope)}",
            [.. deadlines.Where(d => d.DueBy is not null).Select(d => Event(seen, d))]
        );
    }

    private static CalendarEvent Event(RecordAt record, Deadline deadline)
    {
        var rule = AnswerRules.OfDeadlines.First(r => r.Name == deadline.Rule);
        return new(
            $"{deadline.Uid}@oversight",
            record.TimelineOf(SubjectId.FromStream(deadline.Subject))!.Version,
            deadline
                .RestsOn.SelectMany(e => new[] { e.Id, e.CorrectedBy ?? e.Id })
                .Select(id => record.EntryOf(id)!.Recorded)
                .Max(),
            deadline.DueBy!.Value,
            deadline.Due.Precision == DatePrecision.Day ? deadline.Title : $"{deadline.Title} (due {deadline.Due})",
            string.Join(
                "\n",
                new[]
                {
                    $"Due {deadline.Due}",
                    deadline.OrElse.Count > 0 ? $"Or perhaps {string.Join(" or ", deadline.OrElse)}" : "",
                    $"Organisations: {string.Join(", ", deadline.Organisations)}",
                    $"Stands in {deadline.Subject}",
                    $"Rule {rule.Name}: {rule.Sentence}",
                }.Where(line => line.Length > 0)
            ),
            CategoryOf(deadline.Kind),
            deadline.OrElse.Count > 0
        );
    }

    private static string NameOf(RecordAt record, CalendarScope scope) =>
        scope.Region?.Name ?? record.NameOf(scope.Organisation!.Value);

    private static string CategoryOf(DeadlineKind kind) =>
        kind switch
        {
            DeadlineKind.SegmentReview
            or DeadlineKind.OversightReview
            or DeadlineKind.RecoveryReview
            or DeadlineKind.TransitionReview => "Review",
            DeadlineKind.Action => "Action",
            DeadlineKind.Commitment => "Commitment",
            DeadlineKind.SupportExit => "Support",
            DeadlineKind.IndependentReview => "Independent review",
            DeadlineKind.ExitCriterion or DeadlineKind.TransitionCriterion => "Criterion",
            DeadlineKind.Milestone => "Milestone",
            DeadlineKind.TargetExit => "Target exit",
            DeadlineKind.Undertaking => "Undertaking",
            DeadlineKind.CertificateDecision => "Compliance certificate",
            DeadlineKind.Direction => "Direction",
            _ => "Improvement director",
        };
}
