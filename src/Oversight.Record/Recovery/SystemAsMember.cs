using Oversight.Record.Organisations;

namespace Oversight.Record.Recovery;

/// <summary>An event about Recovery Support that may concern a whole system: an ICB and the trusts that belong to it.</summary>
public interface IMayConcernSystem
{
    /// <summary>Those named for their whole system; empty where each is named for itself.</summary>
    IEnumerable<OdsCode> SystemsNamed(SubjectId subject);
}

/// <summary>A whole system as a member of an engagement: an ICB, and the trusts that belong to its system on the day.</summary>
public static class SystemAsMember
{
    /// <summary>
    /// The engagements that a trust is in, or perhaps is, with the system that it belongs to on a day: as long as it belongs to it, and the ICB is in
    /// with its whole system. Those too that it certainly was in so by then, and is in no more: since the ICB left, or the trust belongs to another
    /// system. What has criteria of its own, or leaves by itself, joins as a member besides.
    /// </summary>
    /// <param name="organisation">The trust's timeline.</param>
    /// <param name="record">The rest of the record.</param>
    /// <param name="day">The day.</param>
    public static IReadOnlyList<(Engagement Engagement, OdsCode Icb, Certainty Member)> Through(
        Timeline organisation,
        IBelievedRecord record,
        DateOnly day
    )
    {
        var system = SystemOf(organisation, record, day);
        (Engagement Engagement, OdsCode Icb, Certainty Member)[] inside =
        [
            .. from icb in system.Systems
            where icb != organisation.Subject.Organisation
            from engagement in Engagement.NamingAsMember(record, icb)
            where engagement.ScopeOf(icb, day) == Concerning.System
            let member = engagement.IsMember(icb, day)
            where member != Certainty.No
            select (engagement, icb, system.Certain is null ? Certainty.Perhaps : member),
        ];
        return
        [
            .. inside,
            .. from engagement in organisation
                .Of<SystemJoined>()
                .Select(e => e.Content.System)
                .Distinct()
                .SelectMany(icb => Engagement.NamingAsMember(record, icb))
                .DistinctBy(e => e.Subject)
            where !Array.Exists(inside, one => one.Engagement.Subject == engagement.Subject)
            let icb = SystemsCertainlyIn(engagement, organisation, record, day).FirstOrDefault()
            where icb is not null && IsCertainlyOut(engagement, icb.Value, organisation, day)
            select (engagement, icb.Value, Certainty.No),
        ];
    }

    /// <summary>
    /// Whether an engagement is one that a trust is in with its system on some day, by what is certain. It may have belonged to another system before,
    /// and may belong to another now.
    /// </summary>
    /// <param name="recovery">The engagement's timeline.</param>
    /// <param name="trust">The trust.</param>
    /// <param name="record">The rest of the record.</param>
    public static bool IsEverIn(Timeline recovery, OdsCode trust, IBelievedRecord record) =>
        MayBeIn(recovery)
        && Engagement.Of(recovery) is { } engagement
        && record.TimelineOf(SubjectId.Of(trust)) is { } own
        && SystemsCertainlyIn(engagement, own, record, DateOnly.MaxValue).Any();

    // The ICBs with whose systems a trust certainly is in an engagement on some day until one, the last first. Where both hold on some day, they do on
    // the first day of one of them.
    private static IEnumerable<OdsCode?> SystemsCertainlyIn(
        Engagement engagement,
        Timeline trust,
        IBelievedRecord record,
        DateOnly until
    ) =>
        from day in trust
            .Of<SystemJoined>()
            .Select(e => e.Effective.Latest)
            .Concat(trust.Of<OrganisationRegistered>().Select(e => e.Effective.Latest))
            .Concat(engagement.Timeline.Of<INamesThoseConcerned>().Select(e => e.Effective.Latest))
            .Where(day => day < DateOnly.MaxValue && day <= until)
            .Distinct()
            .OrderDescending()
        let icb = SystemOf(trust, record, day).Certain
        where
            icb is not null
            && icb != trust.Subject.Organisation
            && engagement.ScopeOf(icb.Value, day) == Concerning.System
            && engagement.IsMember(icb.Value, day) == Certainty.Yes
        select icb;

    // Where the ICB's membership passed to a successor, the trust may be in with that one's system until it is said to which it belongs.
    private static bool IsCertainlyOut(Engagement engagement, OdsCode icb, Timeline trust, DateOnly day) =>
        trust.Dated<SystemJoined>().On(day) is { PerhapsNone: false } joined
            && joined.Entries.All(e => e.Content.System != icb)
        || (
            engagement.IsMember(icb, day) == Certainty.No
            && !engagement
                .MembershipEntriesOf(icb, day)
                .Entries.Any(e =>
                    e.Content is OpenItemsDisposed disposed
                    && disposed.Items.Any(i => i.What == OpenItemKind.Membership && i.Successor is not null)
                )
        );

    private static BelievedSystem SystemOf(Timeline organisation, IBelievedRecord record, DateOnly day) =>
        BelievedSystem.On(organisation, day, ods => record.TimelineOf(SubjectId.Of(ods)));

    /// <summary>Whether a subject is an engagement that whole systems are in.</summary>
    public static bool MayBeIn(Timeline timeline) =>
        timeline.Subject.Kind == SubjectKind.Recovery
        && timeline.Of<IMayConcernSystem>().Any(e => e.Content.SystemsNamed(timeline.Subject).Any());

    /// <summary>A system is an ICB and its trusts: without an ICB there is none.</summary>
    public static Rule<IMayConcernSystem> SystemNamedByIcb { get; } =
        new(
            "system-named-by-icb",
            "What concerns a whole system names the ICB of that system.",
            (said, judged) =>
            {
                OrganisationKind[] kinds =
                [
                    .. said.SystemsNamed(judged.Timeline.Subject)
                        .Select(o =>
                            judged.Organisation(o)?.Of<OrganisationRegistered>().FirstOrDefault()?.Content.Kind
                        )
                        .OfType<OrganisationKind>(),
                ];
                return kinds.Length == 0 || kinds.Contains(OrganisationKind.Icb)
                    ? null
                    : "It is said of a whole system, but no ICB is named: name the ICB, or say that it concerns the organisation.";
            }
        );
}
