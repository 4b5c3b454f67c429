using Oversight.Record.Organisations;
using Oversight.Record.Recovery;

namespace Oversight.Projections.Readiness;

/// <summary>What became of the membership of a body that ended.</summary>
/// <param name="To">The successor to which it passed, and which acts for it from then; empty where it ended with the body.</param>
/// <param name="Said">Who decided so, from when and why.</param>
public sealed record PassedOn(IReadOnlyList<OdsCode> To, Statement Said)
{
    /// <summary>What was decided by a day about a membership; null while the member stands for itself, and while nobody has decided.</summary>
    public static PassedOn? On(Engagement engagement, OdsCode member, DateOnly day) =>
        Passing.DisposalOf(engagement.Timeline, member, OpenItemKind.Membership, null, day) is { } disposal
        && engagement.IsMember(member, day) == Certainty.No
            ? new(disposal.Item.Successor is { } to ? [to] : [], Statement.Of(disposal.Entry))
            : null;

    /// <summary>The entry by which an organisation had certainly ended by a day; null when none says so.</summary>
    internal static BelievedEntry<OrganisationSucceeded>? EndOf(RecordAt record, OdsCode organisation, DateOnly day) =>
        Passing.EndOf(record.TimelineOf(SubjectId.Of(organisation))) is { } end && end.Effective.IsCertainBy(day)
            ? end
            : null;
}
