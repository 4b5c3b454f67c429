namespace Oversight.Record.Organisations;

/// <summary>
/// The system of an organisation on a day, as the record has it: that of one ICB; of one of several, where dates are vague; or not stated,
/// because nothing says it, or because the ICB that was named last has ended and nothing says which one follows it for this trust.
/// </summary>
/// <param name="Systems">The ICBs whose system it may be, by code; empty where the record says nothing.</param>
/// <param name="PerhapsNotStated">True when perhaps none of them is.</param>
/// <param name="RestsOn">The entries that say so, by place.</param>
public sealed record BelievedSystem(
    IReadOnlyList<OdsCode> Systems,
    bool PerhapsNotStated,
    IReadOnlyList<BelievedEntry> RestsOn
)
{
    /// <summary>Nothing says it.</summary>
    public static BelievedSystem NotStated { get; } = new([], true, []);

    /// <summary>The ICB whose system it certainly is; null when there are several, or perhaps none.</summary>
    public OdsCode? Certain => Systems.Count == 1 && !PerhapsNotStated ? Systems[0] : null;

    /// <summary>The system of an organisation on a day: an ICB's own; a trust's as it joined last, while both exist.</summary>
    /// <param name="organisation">The organisation's timeline.</param>
    /// <param name="day">The day.</param>
    /// <param name="timelineOf">The timelines of others; null for who is not in the record.</param>
    public static BelievedSystem On(Timeline organisation, DateOnly day, Func<OdsCode, Timeline?> timelineOf)
    {
        if (organisation.Of<OrganisationRegistered>().FirstOrDefault() is not { } registered)
        {
            return NotStated;
        }

        var own = EndOf(organisation);
        if (own?.Effective.IsCertainBy(day) == true)
        {
            return new([], true, [own]);
        }

        if (registered.Content.Kind == OrganisationKind.Icb)
        {
            var (begun, certain) = (registered.Effective.Earliest <= day, registered.Effective.IsCertainBy(day));
            return new(
                begun ? [organisation.Subject.Organisation!.Value] : [],
                !certain || MayHaveEnded(own, day),
                [registered]
            );
        }

        var joined = organisation.Dated<SystemJoined>().On(day);
        var perhapsNot = joined.PerhapsNone || MayHaveEnded(own, day);
        var systems = new SortedSet<OdsCode>();
        var restsOn = new List<BelievedEntry>();
        foreach (var entry in joined.Entries)
        {
            restsOn.Add(entry);
            var end = timelineOf(entry.Content.System) is { } icb ? EndOf(icb) : null;
            if (end is not null && end.Effective.Earliest <= day)
            {
                perhapsNot = true;
                restsOn.Add(end);
            }

            if (end?.Effective.IsCertainBy(day) != true)
            {
                systems.Add(entry.Content.System);
            }
        }

        return new([.. systems], perhapsNot, [.. restsOn.DistinctBy(e => e.Id).OrderBy(e => e.Place)]);
    }

    private static BelievedEntry<OrganisationSucceeded>? EndOf(Timeline timeline) =>
        timeline.Of<OrganisationSucceeded>().FirstOrDefault();

    private static bool MayHaveEnded(BelievedEntry? end, DateOnly day) =>
        end is not null && end.Effective.Earliest <= day;
}
