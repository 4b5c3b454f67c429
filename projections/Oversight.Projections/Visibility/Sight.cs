using Oversight.Record.Organisations;
using Oversight.Record.People;
using Oversight.Record.Recovery;
using Oversight.Record.Telling;

namespace Oversight.Projections.Visibility;

/// <summary>
/// What somebody sees of the record on a day, and what they may log in it: the one place that decides it, for every face. Who reads
/// everything sees the whole record. The team of a region sees whatever concerns an organisation that it oversees. An organisation's own
/// people see at once what the organisation said itself or was party to; any other decision only from when it was communicated to the
/// organisation (<see cref="Tellings"/>). What is public, everybody sees who has any right at all. Several rights see what each of them sees.
/// Always judged by what is believed: content that was never communicated is never shown, even when an earlier wording was.
/// </summary>
/// <param name="Grants">Their rights.</param>
/// <param name="On">The day on which they look.</param>
public sealed partial record Sight(Grants Grants, DateOnly On)
{
    /// <summary>Whether they see the whole record.</summary>
    public bool SeesEverything => Grants.ReadEverything;

    /// <summary>What they see of a subject: its whole timeline, some of it, or nothing (null).</summary>
    /// <param name="whole">The subject's whole timeline.</param>
    /// <param name="record">The whole record: it knows who oversees whom, and which system somebody belongs to.</param>
    public Timeline? See(Timeline whole, IBelievedRecord record)
    {
        if (SeesEverything || Grants.Regions.Any(region => Oversees(region, whole, record)))
        {
            return whole;
        }

        if (Grants.All.Count == 0)
        {
            return null;
        }

        var ofOrganisation = whole.Subject.Kind == SubjectKind.Organisation;
        var concerned = Grants.Organisations.Where(own => Concerns(whole, own, record)).ToArray();
        var shown = whole.Only(timeline =>
        {
            var tellings = Tellings.Of(timeline);
            return entry =>
                entry.Content.IsPublic()
                || concerned.Any(own => tellings.SeenFrom(entry, own) <= On)
                || (ofOrganisation && Grants.Organisations.Any(own => tellings.SeenAsTrustFrom(entry, own) <= On));
        });
        return shown.Entries.Count == 0 ? null : shown;
    }

    // Of a body that ended: something of it passed to them.
    private static bool HasPassedTo(OdsCode organisation, Timeline whole) =>
        whole.Of<OpenItemsDisposed>().Any(e => e.Content.Items.Any(i => i.Successor == organisation));

    // Their own stream, the frameworks, engagements that they are or were members of, by themselves or with their system, undertakings that
    // they gave; and what passed to them.
    private static bool Concerns(Timeline whole, OdsCode organisation, IBelievedRecord record) =>
        whole.Subject.Kind switch
        {
            SubjectKind.Organisation => whole.Subject.Organisation == organisation || HasPassedTo(organisation, whole),
            SubjectKind.Framework => true,
            _ => whole
                .Of<INamesThoseConcerned>()
                .Any((BelievedEntry e) => e.Content.OrganisationsNamed().Contains(organisation))
                || SystemAsMember.IsEverIn(whole, organisation, record),
        };

    private static bool Oversees(Region region, Timeline whole, IBelievedRecord record) =>
        OverseeingRegions.Of(whole, record).Contains(region.Code);
}
