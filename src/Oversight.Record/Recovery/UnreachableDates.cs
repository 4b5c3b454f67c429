namespace Oversight.Record.Recovery;

/// <summary>Dates of a criterion that cannot all be kept: when it is due, for how long it has to stay met, and the target exit.</summary>
public static class UnreachableDates
{
    /// <summary>
    /// What cannot be kept for one member any more, as seen on a day, a sentence each. What has passed is overdue, not unreachable; only
    /// what is certain is said.
    /// </summary>
    public static IEnumerable<string> Of(Engagement engagement, Criterion criterion, OdsCode member, DateOnly day)
    {
        if (engagement.IsSatisfied(criterion, member, day))
        {
            yield break;
        }

        var target = Ahead(TargetOf(engagement, member, day), day);
        var due = Ahead(criterion.Due, day);
        if (due is { } dueBy && target is { } leaveBy && dueBy.Earliest > leaveBy.Latest)
        {
            yield return $"{criterion.Reference} is due {dueBy}, after the target exit ({leaveBy}).";
        }

        var (until, sentence) = SustainedBy(engagement, criterion, member, day);
        if (until is not { } last)
        {
            yield break;
        }

        if (target is { } exit && last > exit.Latest)
        {
            yield return $"{sentence}, after the target exit ({exit}).";
        }

        if (due is { } wanted && last > wanted.Latest)
        {
            yield return $"{sentence}, after it is due ({wanted}).";
        }
    }

    // The target that is furthest off of those that may stand.
    private static DateWithPrecision? TargetOf(Engagement engagement, OdsCode member, DateOnly day)
    {
        var targets = engagement
            .TargetExitEntriesOf(member, day)
            .Entries.Select(e => Engagement.TargetOf(e)!.Value)
            .ToArray();
        return targets.Length == 0 ? null : targets.MaxBy(t => t.Latest);
    }

    private static DateWithPrecision? Ahead(DateWithPrecision? date, DateOnly day) =>
        date is { } known && known.Precision != DatePrecision.Unknown && known.Latest >= day ? known : null;

    // The first day on which it can have stayed met for long enough, and how that is said.
    private static (DateOnly?, string) SustainedBy(
        Engagement engagement,
        Criterion criterion,
        OdsCode member,
        DateOnly day
    )
    {
        if (criterion.SustainedMonths is not { } months)
        {
            return default;
        }

        if (engagement.SustainedFrom(criterion, member, day) is { } from)
        {
            return (from, $"{criterion.Reference} has to stay met until {DateWithPrecision.Day(from)}");
        }

        var mayBeMet = engagement
            .DecidingJudgementsOf(criterion, member, day)
            .Entries.Any(e => e.Content.Judgement is CriterionJudgement.Met or CriterionJudgement.MetAndSustained);
        if (mayBeMet)
        {
            return default;
        }

        var earliest = day.AddMonths(months);
        return (
            earliest,
            $"{criterion.Reference} is not judged met yet, and cannot have stayed met for {(months == 1 ? "1 month" : $"{months} months")} before {DateWithPrecision.Day(earliest)}"
        );
    }
}
