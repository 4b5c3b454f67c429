using Oversight.Record.Organisations;
using Oversight.Record.Recovery;

namespace Oversight.Projections.Readiness;

/// <summary>What was open for a member that no longer exists, and passed to successors.</summary>
/// <param name="To">The successors that joined the engagement for it.</param>
/// <param name="Said">By which entry the member ended.</param>
public sealed record PassedOn(IReadOnlyList<OdsCode> To, Statement Said)
{
    /// <summary>
    /// Whether a member had ended by a day and a successor had joined in its place: from then the successor acts for it. Null while it
    /// exists, and while nobody has decided who takes over.
    /// </summary>
    public static PassedOn? On(RecordAt record, Engagement engagement, OdsCode member, DateOnly day)
    {
        if (EndOf(record, member, day) is not { } end || engagement.IsMember(member, day) == Certainty.No)
        {
            return null;
        }

        OdsCode[] to =
        [
            .. end
                .Content.Successors.Select(s => s.Organisation)
                .Where(successor =>
                    successor != member
                    && engagement.IsMember(successor, day) == Certainty.Yes
                    && engagement
                        .Timeline.Of<RecoveryMemberJoined>()
                        .Any(joined =>
                            joined.Content.Organisation == successor
                            && joined.Effective.Earliest <= day
                            && (
                                joined.Effective.Latest >= end.Effective.Earliest
                                || joined.Content.Decision.Predecessor == member
                            )
                        )
                ),
        ];
        return to.Length == 0 ? null : new(to, Statement.Of(end));
    }

    /// <summary>The members for which another acts on a day, because they ended and it joined in their place.</summary>
    public static IReadOnlyList<OdsCode> From(
        RecordAt record,
        Engagement engagement,
        OdsCode successor,
        DateOnly day
    ) => [.. engagement.EverMembers.Where(m => On(record, engagement, m, day)?.To.Contains(successor) == true)];

    /// <summary>Those of some members that still stand for themselves on a day.</summary>
    public static IReadOnlyList<OdsCode> Without(
        RecordAt record,
        Engagement engagement,
        IReadOnlyList<OdsCode> members,
        DateOnly day
    ) => [.. members.Where(m => On(record, engagement, m, day) is null)];

    /// <summary>Whether a criterion concerns a member, or one for which it acts.</summary>
    public static bool Concerns(
        RecordAt record,
        Engagement engagement,
        Criterion criterion,
        OdsCode member,
        DateOnly day
    ) => criterion.Concerns(member) || From(record, engagement, member, day).Any(criterion.Concerns);

    /// <summary>The entry by which an organisation had certainly ended by a day; null when none says so.</summary>
    internal static BelievedEntry<OrganisationSucceeded>? EndOf(RecordAt record, OdsCode organisation, DateOnly day) =>
        record.TimelineOf(SubjectId.Of(organisation))?.Of<OrganisationSucceeded>().FirstOrDefault() is { } end
        && end.Effective.IsCertainBy(day)
            ? end
            : null;
}
