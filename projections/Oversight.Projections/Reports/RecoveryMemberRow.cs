using Oversight.Projections.Readiness;
using Oversight.Record.Recovery;

namespace Oversight.Projections.Reports;

/// <summary>An organisation in Recovery Support over time, from when it may have joined, as <see cref="MemberReadiness"/> answers on each day.</summary>
/// <param name="Engagement">The engagement's id.</param>
/// <param name="Title">What people call it.</param>
/// <param name="EngagementState">Where it stands as a whole: not-begun, under-way, perhaps-under-way, in-transition, ended.</param>
/// <param name="Organisation">The member's code.</param>
/// <param name="Region">The code of the region that oversees it; null when it is not registered.</param>
/// <param name="Member">Whether it is a member: yes, no, uncertain.</param>
/// <param name="Joined">From when, of its last time in the programme; null when not by the day.</param>
/// <param name="LeftOn">The first day without it; null when it has not left since.</param>
/// <param name="PassedOnTo">The code of the successor to which its membership passed.</param>
/// <param name="TargetExit">When it is meant to leave: a date, uncertain, or not-stated.</param>
/// <param name="TargetExitMoved">How often that changed.</param>
/// <param name="Satisfied">How many exit criteria that concern it are satisfied.</param>
/// <param name="Remaining">How many are not.</param>
/// <param name="Framework">The id of the oversight framework of the day; null when none is known.</param>
/// <param name="Rule">The name of the rule by which membership is found.</param>
public sealed record RecoveryMemberRow(
    string Engagement,
    string Title,
    string EngagementState,
    string Organisation,
    string? Region,
    string Member,
    string? Joined,
    string? LeftOn,
    IReadOnlyList<string> PassedOnTo,
    string TargetExit,
    int TargetExitMoved,
    int Satisfied,
    int Remaining,
    string? Framework,
    string Rule
) : ReportRow
{
    /// <inheritdoc/>
    public override string Key => Organisation;

    internal static IEnumerable<RecoveryMemberRow> On(RecordAt record, SubjectId subject, DateOnly day)
    {
        if (EngagementReadiness.Of(record, subject, day) is not { } engagement)
        {
            yield break;
        }

        foreach (var member in engagement.Members.Where(m => m.Joined is not null || m.Membership != Certainty.No))
        {
            Guid[] restsOn =
            [
                .. member
                    .RestsOn.Concat(member.TargetExit?.Candidates.Select(c => c.Said.Entry) ?? [])
                    .OrderBy(e => e.Place)
                    .Select(e => e.Id)
                    .Distinct(),
            ];
            yield return new(
                engagement.Id,
                engagement.Title,
                InWords.Stored(engagement.State),
                member.Organisation.Value,
                member.Region,
                InWords.Stored(StatedAnswers.Of(member.Membership)),
                member.Joined?.Stored,
                member.Left?.Stored,
                [.. (member.PassedOn?.To ?? []).Select(o => o.Value)],
                member.TargetExit is null ? InWords.Stored(StatedAnswer.NotStated)
                    : member.TargetExit.Target is { } target ? target.Stored
                    : InWords.Stored(StatedAnswer.Uncertain),
                member.TargetExit?.Moved ?? 0,
                member.Satisfied,
                member.Remaining,
                engagement.Framework.Id,
                AnswerRules.Membership.Name
            )
            {
                CommunicatedFrom = Communicated.From(record, subject, restsOn, member.Organisation),
                RestsOn = restsOn,
            };
        }
    }
}
