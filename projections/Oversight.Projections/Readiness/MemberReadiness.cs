using Oversight.Projections.Deadlines;
using Oversight.Projections.Status;
using Oversight.Projections.Timelines;
using Oversight.Record.Events;
using Oversight.Record.Organisations;
using Oversight.Record.Recovery;
using Oversight.Record.Time;
using Oversight.Record.Timelines;

namespace Oversight.Projections.Readiness;

/// <summary>What remains before one member can leave, on a day.</summary>
/// <param name="Organisation">The member.</param>
/// <param name="Name">Its name; null when it is not registered.</param>
/// <param name="Region">The code of the region that oversees it; null when it is not registered.</param>
/// <param name="Membership">Whether it is a member on the day.</param>
/// <param name="Joined">From when, of its last time in the programme; null when not by the day.</param>
/// <param name="Left">The first day without it; null when it has not left since.</param>
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
        var membership = engagement.IsMember(member, day);
        var (joined, left) = LastTime(engagement, member, day);
        var registered = record.TimelineOf(member)?.Of<OrganisationRegistered>().FirstOrDefault();
        var registration = (OrganisationRegistered?)registered?.Content;
        var criteria =
            membership == Certainty.No
                ? []
                : CriterionReadiness.Of(engagement, CriteriaPurpose.Exit, member, day, evidence);
        var satisfied = criteria.Count(c => c.Satisfied);
        return new(
            member,
            registration?.Name,
            registration?.Region,
            membership,
            joined,
            left,
            DaysFrom(joined, left, day),
            [.. engagement.MembershipEntriesOf(member, day).Entries.Select(EntryReference.To)],
            TargetExit.Of(engagement, member, day),
            criteria,
            CriterionReadiness.Of(engagement, CriteriaPurpose.Transition, member, day, evidence),
            satisfied,
            criteria.Count - satisfied,
            membership == Certainty.No ? [] : [.. MissingOf(engagement, member, membership, day, exit)]
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

    // The last run of being inside, as far as it has begun by the day.
    private static (DateWithPrecision? Joined, DateWithPrecision? Left) LastTime(
        Engagement engagement,
        OdsCode member,
        DateOnly day
    )
    {
        (DateWithPrecision? joined, DateWithPrecision? left) = (null, null);
        foreach (var entry in Statement.Begun(engagement.Timeline.Entries.Where(e => e.Counts), day))
        {
            var enters = entry.Content switch
            {
                RecoveryEntered e => e.Members.Contains(member),
                RecoveryMemberJoined e => e.Organisation == member,
                _ => false,
            };
            var leaves = entry.Content switch
            {
                RecoveryMemberExited e => e.Organisation == member,
                ExitAgreed e => e.Members is null || e.Members.Contains(member),
                _ => false,
            };
            if (enters && (joined is null || left is not null))
            {
                (joined, left) = (entry.Effective, null);
            }
            else if (leaves && joined is not null && left is null)
            {
                left = entry.Effective;
            }
        }

        return (joined, left);
    }

    private static IEnumerable<Missing> MissingOf(
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
                ReadinessRules.Membership.Name,
                null
            );
        }

        var (sets, perhapsNone) = engagement.CriteriaOn(CriteriaPurpose.Exit, day);
        if (sets.Count == 0)
        {
            yield return new("No exit criteria are recorded.", ReadinessRules.CriteriaAgreed.Name, null);
        }
        else if (sets.Count > 1 || perhapsNone)
        {
            var maybe = string.Join(" or ", sets.Select(s => $"those of {s.Effective}"));
            yield return new(
                $"It is uncertain which exit criteria hold: {maybe}{(perhapsNone ? ", or none yet" : "")}.",
                ReadinessRules.CriteriaAgreed.Name,
                null
            );
        }

        yield return new(
            exit.DecidedBy.Count > 0
                ? $"Exit is to be agreed by {string.Join(" or ", exit.DecidedBy)}."
                : "Exit is to be agreed; the record does not say by whom.",
            ReadinessRules.NationalAgreement.Name,
            exit.Recommendations.Where(r => r.Members is null || r.Members.Contains(member))
                .Select(r => DueDate.DaysLeft(r.Expected, day))
                .LastOrDefault()
        );
    }
}
