using Oversight.Record.Organisations;

namespace Oversight.Record.Recovery;

/// <content>By which entries organisations become members, and stop being it.</content>
public sealed partial class Engagement
{
    /// <summary>Whether an entry makes an organisation a member; the others about its membership end it.</summary>
    public static bool Begins(BelievedEntry entry, OdsCode organisation) =>
        entry.Content switch
        {
            RecoveryEntered or RecoveryMemberJoined => true,
            OpenItemsDisposed disposed => disposed.Ended != organisation,
            _ => false,
        };

    /// <summary>
    /// The entries that make an organisation a member or end that: the membership of a body that ended passes to a successor, or ends.
    /// </summary>
    public IEnumerable<BelievedEntry> MembershipEntries(OdsCode organisation) =>
        timeline.Entries.Where(e =>
            e.Counts
            && e.Content switch
            {
                RecoveryEntered c => c.Members.Contains(organisation),
                RecoveryMemberJoined c => c.Organisation == organisation,
                RecoveryMemberExited c => c.Organisation == organisation,
                ExitAgreed c => c.Members is null || c.Members.Contains(organisation),
                OpenItemsDisposed c => c.Items.Any(i =>
                    i.What == OpenItemKind.Membership && (c.Ended == organisation || i.Successor == organisation)
                ),
                _ => false,
            }
        );

    /// <summary>
    /// Whether a criterion concerns an organisation on a day: as a member, or in the place of one that ended, from the day on which that
    /// member's membership or the criterion itself passed to it.
    /// </summary>
    public bool Concerns(Criterion criterion, OdsCode organisation, DateOnly day) =>
        !timeline.Of<OpenItemsDisposed>().Any()
            ? criterion.Concerns(organisation)
            : EverMembers
                .Where(IsOwnMember)
                .Any(m => criterion.Concerns(m) && HolderOf(m, criterion, day).Holder == organisation);

    /// <summary>Whom a criterion concerns on a day in the place of a member; null when it was discharged for it, or ended with it.</summary>
    public (OdsCode? Holder, IReadOnlyList<Disposal> By) HolderOf(OdsCode member, Criterion criterion, DateOnly day) =>
        Passing.HolderOf(
            member,
            holder =>
                Passing.DisposalOf(timeline, holder, OpenItemKind.Criterion, criterion.Reference, day)
                ?? Passing.DisposalOf(timeline, holder, OpenItemKind.Membership, null, day)
        );

    // Whether it came in by itself, not in the place of another only.
    private bool IsOwnMember(OdsCode organisation) =>
        Entered.Content.Members.Contains(organisation)
        || timeline.Of<RecoveryMemberJoined>().Any(e => e.Content.Organisation == organisation);

    private IEnumerable<OdsCode> TookOverMembership() =>
        timeline
            .Of<OpenItemsDisposed>()
            .SelectMany(e => e.Content.Items)
            .Where(i => i.What == OpenItemKind.Membership)
            .Select(i => i.Successor)
            .OfType<OdsCode>();

    private DatedEntries<BelievedEntry> Memberships(OdsCode organisation) => new(MembershipEntries(organisation));
}
