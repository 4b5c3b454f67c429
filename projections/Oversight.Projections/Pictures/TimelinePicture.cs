using Oversight.Record.Organisations;

namespace Oversight.Projections.Pictures;

/// <summary>
/// One organisation over time up to a day, an ICB with the trusts of its system, as the record stood at a place: what held, what happened, what
/// was corrected, and what is due. A pure function of the entries; on each day it says what the answers about that day say.
/// </summary>
/// <param name="Organisation">Whose picture it is.</param>
/// <param name="On">The day asked: what begins later and was decided by it is told too, and what is due.</param>
/// <param name="Lanes">The organisation, its trusts, those that belonged to it before, and whom it follows or is followed by.</param>
/// <param name="Points">What happened, takes effect later, or is due, by date.</param>
public sealed record TimelinePicture(
    OdsCode Organisation,
    DateOnly On,
    IReadOnlyList<PictureLane> Lanes,
    IReadOnlyList<PicturePoint> Points
)
{
    /// <summary>That of an organisation; null when it is not registered at that place.</summary>
    public static TimelinePicture? Of(RecordAt record, OdsCode organisation, DateOnly on)
    {
        if (record.RegistrationOf(organisation) is not { } registration)
        {
            return null;
        }

        var isIcb = registration.Kind == OrganisationKind.Icb;
        var shown = new Dictionary<OdsCode, Func<DateOnly, bool>>();
        var lanes = new List<PictureLane>();
        foreach (var (ods, role) in Those(record, organisation, on))
        {
            if (shown.ContainsKey(ods) || record.TimelineOf(ods) is not { } timeline)
            {
                continue;
            }

            // Of a trust that went, only the time in which it belonged here.
            Func<DateOnly, bool> isOfPicture =
                role == LaneRole.FormerTrust
                    ? day => record.SystemOf(ods, day).Systems.Contains(organisation)
                    : _ => true;
            shown.Add(ods, isOfPicture);
            var periods = new LanePeriods(
                record,
                ods,
                on,
                ofSystemToo: !isIcb || role is LaneRole.Predecessor or LaneRole.Successor
            ).All();
            lanes.Add(
                new(
                    ods,
                    record.NameOf(ods, on),
                    role,
                    timeline.Of<OrganisationRegistered>().FirstOrDefault()?.Effective,
                    Passing.EndOf(timeline)?.Effective,
                    role == LaneRole.FormerTrust ? Within(periods, organisation) : periods
                )
            );
        }

        return new(organisation, on, lanes, new LanePoints(record, shown, on).All());
    }

    private static IEnumerable<(OdsCode Ods, LaneRole Role)> Those(RecordAt record, OdsCode organisation, DateOnly day)
    {
        var trusts = record.TrustsOfSystem(organisation, day).Select(t => t.Organisation).ToArray();
        var before =
            from timeline in record.OrganisationsNaming(organisation)
            where timeline.Of<SystemJoined>().Any(e => e.Content.System == organisation && e.Effective.Earliest <= day)
            select timeline.Subject.Organisation!.Value;
        return
        [
            (organisation, LaneRole.Itself),
            .. trusts.Select(ods => (ods, LaneRole.Trust)),
            .. before.Where(ods => !trusts.Contains(ods)).Order().Select(ods => (ods, LaneRole.FormerTrust)),
            .. record
                .PredecessorsOf(organisation)
                .Where(p => p.Succession.Effective.Earliest <= day)
                .Select(p => (p.Predecessor, LaneRole.Predecessor)),
            .. (
                Passing.EndOf(record.TimelineOf(organisation)) is { } end && end.Effective.Earliest <= day
                    ? end.Content.Successors
                    : []
            ).Select(s => (s.Organisation, LaneRole.Successor)),
        ];
    }

    // The parts of periods that lie within the time in which a trust belonged to the system, or perhaps did.
    private static IReadOnlyList<PicturePeriod> Within(IReadOnlyList<PicturePeriod> periods, OdsCode system)
    {
        var belonged = periods.Where(p => p.Kind == PictureKind.Organisation && p.Track == system.Value).ToArray();
        return
        [
            .. from period in periods
            from time in belonged
            let part = period with
            {
                From = Later(period.From, time.From),
                Until = Earlier(period.Until, time.Until),
            }
            where part.Until is null || part.From is null || part.From < part.Until
            select part,
        ];
    }

    private static DateOnly? Later(DateOnly? one, DateOnly? other) =>
        one is null || other is null ? one ?? other
        : one > other ? one
        : other;

    private static DateOnly? Earlier(DateOnly? one, DateOnly? other) =>
        one is null || other is null ? one ?? other
        : one < other ? one
        : other;
}
