using Oversight.Record.Authority;
using Oversight.Record.Evidence;
using Oversight.Record.Recovery;

namespace Oversight.Projections.Readiness;

/// <summary>How a member left, as far as the record says.</summary>
/// <param name="Said">Who agreed to its exit, from when and why.</param>
/// <param name="Unmet">Each criterion of its that was not met then, accepted by name.</param>
/// <param name="Criteria">The exit criteria that concerned it as they stood on the day on which it left; on the day asked where that is not known.</param>
public sealed record MemberExit(
    Statement Said,
    IReadOnlyList<AcceptedUnmet> Unmet,
    IReadOnlyList<CriterionReadiness> Criteria
);

/// <summary>What remains before one member can leave, on a day.</summary>
/// <param name="Organisation">The member.</param>
/// <param name="Name">Its name; null when it is not registered.</param>
/// <param name="Region">The code of the region that oversees it; null when it is not registered.</param>
/// <param name="Membership">Whether it is a member on the day.</param>
/// <param name="Joined">From when, of its last time in the programme; null when not by the day.</param>
/// <param name="Left">The first day without it; null when it has not left since.</param>
/// <param name="Exit">How it left; null when it has not left since.</param>
/// <param name="PassedOn">What became of its membership when it ended; null when it stands for itself. It is no member any more then.</param>
/// <param name="DaysInProgramme">For how many days it was a member by then, at least; null when dates do not say.</param>
/// <param name="RestsOn">The entries that make it a member or end that, and may hold on the day.</param>
/// <param name="TargetExit">When it is meant to leave; null when nothing was said by the day.</param>
/// <param name="Criteria">The exit criteria in force that concern it; none when it is no member.</param>
/// <param name="TransitionCriteria">The transition criteria in force that concern it.</param>
/// <param name="Satisfied">How many exit criteria are satisfied.</param>
/// <param name="Remaining">How many are not.</param>
/// <param name="Missing">What is missing besides the criteria; empty when it is no member.</param>
public sealed record MemberReadiness(
    OdsCode Organisation,
    string? Name,
    string? Region,
    Certainty Membership,
    DateWithPrecision? Joined,
    DateWithPrecision? Left,
    MemberExit? Exit,
    PassedOn? PassedOn,
    int? DaysInProgramme,
    IReadOnlyList<EntryReference> RestsOn,
    TargetExit? TargetExit,
    IReadOnlyList<CriterionReadiness> Criteria,
    IReadOnlyList<CriterionReadiness> TransitionCriteria,
    int Satisfied,
    int Remaining,
    IReadOnlyList<Missing> Missing
)
{
    internal static MemberReadiness Of(
        RecordAt record,
        Engagement engagement,
        OdsCode member,
        DateOnly day,
        ExitDecision exit,
        IReadOnlyList<SubmittedEvidence> evidence
    )
    {
        var passedOn = Readiness.PassedOn.On(engagement, member, day);
        var membership = engagement.IsMember(member, day);
        var (joined, exited) = LastTime(engagement, member, day);
        var left = exited?.Effective;
        var registration = record.RegistrationOf(member);
        var criteria =
            membership == Certainty.No
                ? []
                : CriterionReadiness.Of(record, engagement, CriteriaPurpose.Exit, member, day, evidence);
        var satisfied = criteria.Count(c => c.Satisfied);
        return new(
            member,
            registration is null ? null : record.NameOf(member, day),
            registration?.Region,
            membership,
            joined,
            left,
            exited?.Content is not IExit ? null : ExitBy(record, engagement, exited, member, day),
            passedOn,
            DaysFrom(joined, left, day),
            [.. engagement.MembershipEntriesOf(member, day).Entries.Select(EntryReference.To)],
            TargetExit.Of(engagement, member, day),
            criteria,
            passedOn is null
                ? CriterionReadiness.Of(record, engagement, CriteriaPurpose.Transition, member, day, evidence)
                : [],
            satisfied,
            criteria.Count - satisfied,
            membership == Certainty.No ? [] : [.. MissingOf(record, engagement, member, membership, day, exit)]
        );
    }

    /// <summary>Days from the latest day of one date to the day, or to the earliest day of another when that has come.</summary>
    internal static int? DaysFrom(DateWithPrecision? from, DateWithPrecision? to, DateOnly day)
    {
        if (DueDate.By(from) is not { } began || to is { Precision: DatePrecision.Unknown })
        {
            return null;
        }

        var until = to is { } ended && ended.Earliest < day ? ended.Earliest : day;
        return Math.Max(0, until.DayNumber - began.DayNumber);
    }

    /// <summary>Whether that is a lower bound alone: a date is less precise than a day.</summary>
    /// <param name="from">When it began.</param>
    /// <param name="to">When it ended; null where it has not.</param>
    public static bool IsAtLeast(DateWithPrecision? from, DateWithPrecision? to) =>
        from is { Precision: not DatePrecision.Day } || to is { Precision: not DatePrecision.Day };

    private static MemberExit ExitBy(
        RecordAt record,
        Engagement engagement,
        BelievedEntry exited,
        OdsCode member,
        DateOnly day
    )
    {
        var asked = exited.Effective.IsCertainBy(day) ? exited.Effective.Latest : day;
        var criteria = CriterionReadiness.Of(
            record,
            engagement,
            CriteriaPurpose.Exit,
            member,
            asked,
            SubmittedEvidence.On(engagement.Timeline, asked)
        );
        string[] concerning = [.. criteria.Select(c => c.Criterion.Reference)];
        return new(
            Statement.Of(exited),
            // What was accepted for criteria that concern other members only is said at them.
            [
                .. (((IExit)exited.Content).Unmet ?? []).Where(u =>
                    concerning.Length == 0
                    || concerning.Contains(u.Criterion)
                    || engagement.CriterionOn(u.Criterion, asked) is null
                ),
            ],
            criteria
        );
    }

    // The last run of being inside, as far as it has begun by the day, with the entry that ended it.
    private static (DateWithPrecision? Joined, BelievedEntry? Exit) LastTime(
        Engagement engagement,
        OdsCode member,
        DateOnly day
    )
    {
        (DateWithPrecision? joined, BelievedEntry? left) = (null, null);
        foreach (var entry in Statement.Begun(engagement.MembershipEntries(member), day))
        {
            var enters = Engagement.Begins(entry, member);
            if (enters && (joined is null || left is not null))
            {
                (joined, left) = (entry.Effective, null);
            }
            else if (!enters && joined is not null && left is null)
            {
                left = entry;
            }
        }

        return (joined, left);
    }

    private static IEnumerable<Missing> MissingOf(
        RecordAt record,
        Engagement engagement,
        OdsCode member,
        Certainty membership,
        DateOnly day,
        ExitDecision exit
    )
    {
        if (membership == Certainty.Perhaps)
        {
            yield return new(
                $"Whether {member} is a member on {DateWithPrecision.Day(day)} is uncertain.",
                AnswerRules.Membership.Name,
                null
            );
        }

        if (Readiness.PassedOn.EndOf(record, member, day) is { } ended)
        {
            yield return new(
                record.Lacks(
                    $"{member} ended {ended.Effective}, and nobody has decided what becomes of its membership: record whether it passes to a successor or ends."
                ),
                AnswerRules.PassesByDecision.Name,
                null
            );
        }

        var (sets, perhapsNone) = engagement.CriteriaOn(CriteriaPurpose.Exit, day);
        if (sets.Count == 0)
        {
            yield return new(record.Lacks("No exit criteria are recorded."), AnswerRules.CriteriaAgreed.Name, null);
        }
        else if (sets.Count > 1 || perhapsNone)
        {
            var maybe = string.Join(" or ", sets.Select(s => $"those of {s.Effective}"));
            yield return new(
                $"It is uncertain which exit criteria hold: {maybe}{(perhapsNone ? ", or none yet" : "")}.",
                AnswerRules.CriteriaAgreed.Name,
                null
            );
        }

        yield return new(
            exit.DecidedBy.Count > 0
                ? $"Exit is to be agreed by {string.Join(" or ", exit.DecidedBy.Select(body => DecidingBody.Of(body)?.Name ?? body))}."
                : $"Exit is to be agreed; {record.Called} does not say by whom.",
            AnswerRules.NationalAgreement.Name,
            exit.RecommendationsOf(member).Select(r => DueDate.DaysLeft(r.Expected, day)).LastOrDefault()
        );
    }
}
