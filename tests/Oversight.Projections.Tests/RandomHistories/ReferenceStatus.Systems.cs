using Oversight.Record;
using Oversight.Record.Entries;
using Oversight.Record.Organisations;

namespace Oversight.Projections.Tests.RandomHistories;

/// <summary>Systems and names, once more.</summary>
internal sealed partial class ReferenceStatus
{
    /// <summary>How a system is told: the codes, and whether it is certain; nothing where it is not stated.</summary>
    public static string Said(IEnumerable<string> systems, bool certain) =>
        string.Join("/", systems) + (certain ? "" : "?");

    // "An ICB has its own system; a trust belongs to that of the ICB that it joined last, while both exist. Once that ICB has ended, the
    // trust's system is not stated until it is recorded which one it joined."
    private (string[] Systems, bool Certain) System(OdsCode organisation, int day)
    {
        var own = Own(organisation.Value);
        var end = EndOf(own);
        if (
            Believed<OrganisationRegistered>(own).FirstOrDefault() is not { } registered
            || (end?.Interval.Latest <= day && deviation != Deviation.EndedTrustsBelongToSystems)
        )
        {
            return ([], false);
        }

        var mayHaveEnded = end?.Interval.Earliest <= day;
        if (((OrganisationRegistered)registered.Content).Kind == OrganisationKind.Icb)
        {
            return end?.Interval.Latest <= day || registered.Interval.Earliest > day
                ? ([], false)
                : ([organisation.Value], registered.Interval.Latest <= day && !mayHaveEnded);
        }

        var (may, perhapsNone) = MayHold([.. Believed<SystemJoined>(own)], day);
        var certain = !perhapsNone && !mayHaveEnded;
        var systems = new List<string>();
        foreach (
            var code in may.Select(s => ((SystemJoined)s.Content).System.Value).Order(StringComparer.Ordinal).Distinct()
        )
        {
            var icbEnd = EndOf(Own(code));
            if (!(icbEnd?.Interval.Latest <= day) || deviation == Deviation.SystemsOutliveTheirIcb)
            {
                systems.Add(code);
            }

            certain &=
                !(icbEnd?.Interval.Earliest <= day)
                || deviation is Deviation.SystemsAreCertainThoughTheIcbMayHaveEnded or Deviation.SystemsOutliveTheirIcb;
        }

        return ([.. systems], certain && systems.Count == 1);
    }

    private IEnumerable<string> TrustsOf(OdsCode icb, int day) =>
        from organisation in RandomHistory.Organisations
        where organisation != icb
        let system = System(organisation, day)
        where system.Systems.Contains(icb.Value)
        select organisation + (system.Certain ? "" : "?");

    private string Name(Entry[] own, Statement registered, int day)
    {
        var (may, _) = MayHold([.. Believed<OrganisationRenamed>(own)], day);
        return
            may.LastOrDefault(s => s.Interval.Latest <= day || deviation == Deviation.NamesAreShownBeforeTheyAreCertain)
                is { Content: OrganisationRenamed renamed }
            ? renamed.Name
            : ((OrganisationRegistered)registered.Content).Name;
    }

    private Entry[] Own(string organisation) =>
        [.. entries.Where(e => e.Subject.Value == "organisation-" + organisation)];

    private Statement? EndOf(Entry[] own) => Believed<OrganisationSucceeded>(own).FirstOrDefault();
}
