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
    /// with its whole system. What has criteria of its own, or leaves by itself, joins as a member besides.
    /// </summary>
    /// <param name="organisation">The trust's timeline.</param>
    /// <param name="record">The rest of the record.</param>
    /// <param name="day">The day.</param>
    public static IEnumerable<(Engagement Engagement, OdsCode Icb, Certainty Member)> Through(
        Timeline organisation,
        IBelievedRecord record,
        DateOnly day
    )
    {
        var system = BelievedSystem.On(organisation, day, ods => record.TimelineOf(SubjectId.Of(ods)));
        return from icb in system.Systems
            where icb != organisation.Subject.Organisation
            from engagement in Engagement.NamingAsMember(record, icb)
            where engagement.ScopeOf(icb, day) == Concerning.System
            let member = engagement.IsMember(icb, day)
            where member != Certainty.No
            select (engagement, icb, system.Certain is null ? Certainty.Perhaps : member);
    }

    /// <summary>
    /// Whether an engagement is one that a trust is in with its system on some day, by what is certain. It may have belonged to another system before,
    /// and may belong to another now.
    /// </summary>
    /// <param name="recovery">The engagement's timeline.</param>
    /// <param name="trust">The trust.</param>
    /// <param name="record">The rest of the record.</param>
    public static bool IsEverIn(Timeline recovery, OdsCode trust, IBelievedRecord record)
    {
        if (
            !MayBeIn(recovery)
            || Engagement.Of(recovery) is not { } engagement
            || record.TimelineOf(SubjectId.Of(trust)) is not { } own
        )
        {
            return false;
        }

        // Where both hold on some day, they do on the first day of one of them.
        return own.Of<SystemJoined>()
            .Select(e => e.Effective.Latest)
            .Concat(own.Of<OrganisationRegistered>().Select(e => e.Effective.Latest))
            .Concat(recovery.Of<INamesThoseConcerned>().Select(e => e.Effective.Latest))
            .Where(day => day < DateOnly.MaxValue)
            .Distinct()
            .Any(day =>
                BelievedSystem.On(own, day, ods => record.TimelineOf(SubjectId.Of(ods))).Certain is { } icb
                && icb != trust
                && engagement.ScopeOf(icb, day) == Concerning.System
                && engagement.IsMember(icb, day) == Certainty.Yes
            );
    }

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
