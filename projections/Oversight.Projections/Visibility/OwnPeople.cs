using Oversight.Record.Catalogue;
using Oversight.Record.Deciding;
using Oversight.Record.Organisations;
using Oversight.Record.Recovery;
using Oversight.Record.Telling;

namespace Oversight.Projections.Visibility;

/// <summary>
/// An organisation's own people on a day: what they see of the record, and what they may log in it. What is public, and what the
/// organisation said itself or was party to, they see at once; any other decision only from when it was communicated to the organisation
/// (<see cref="Tellings"/>). Always judged by what is believed: content that was never communicated is never shown, even when an earlier
/// wording was.
/// </summary>
/// <param name="Organisation">The organisation.</param>
/// <param name="On">The day on which they look.</param>
public sealed record OwnPeople(OdsCode Organisation, DateOnly On)
{
    /// <summary>What they see of a subject; null when that is nothing.</summary>
    /// <param name="whole">The subject's whole timeline.</param>
    /// <param name="record">The whole record: it knows the system that they belong to.</param>
    public Timeline? See(Timeline whole, IBelievedRecord record)
    {
        var (concerns, ofOrganisation) = (Concerns(whole, record), whole.Subject.Kind == SubjectKind.Organisation);
        if (!concerns && !ofOrganisation)
        {
            return null;
        }

        var shown = whole.Only(timeline =>
        {
            var tellings = Tellings.Of(timeline);
            return entry =>
                entry.Content.IsPublic()
                || (concerns && tellings.SeenFrom(entry, Organisation) <= On)
                || (ofOrganisation && tellings.SeenAsTrustFrom(entry, Organisation) <= On);
        });
        return shown.Entries.Count == 0 ? null : shown;
    }

    /// <summary>Why they may not log that about a subject; null when they may.</summary>
    /// <param name="content">What is to be recorded.</param>
    /// <param name="about">The subject's whole timeline; null when nothing is recorded about it.</param>
    /// <param name="record">The whole record.</param>
    public string? MayNotLog(Event content, Timeline? about, IBelievedRecord record)
    {
        var kind = content.KindOfEvent();
        if (!kind.IsSaidByOrganisations)
        {
            return MayNotLog(kind.Word);
        }

        // What they have not been told of is to them as if it were not there.
        if (about is null || !Concerns(about, record) || See(about, record) is null)
        {
            return $"It is about nothing in the record that concerns {Organisation}.";
        }

        // A rating for all members is everybody's to see, and nobody's alone to give.
        if (!content.IsSaidBy(Organisation) || content is CriterionSelfAssessed { Member: null })
        {
            return $"It speaks for another organisation than {Organisation}, or for all members: name {Organisation} alone.";
        }

        if (content.Decision.DecidedBy.Body != Organisation.Value)
        {
            return $"It is decided by \"{content.Decision.DecidedBy.Body}\", and {Organisation}'s own people decide as "
                + $"{Organisation} only: write decidedBy.body as {Organisation}.";
        }

        return content.Decision.Origin == Origin.Live
            ? null
            : $"{Organisation}'s own people log live what {Organisation} says: leave the origin out. What was said earlier is "
                + "logged by the team that oversees it.";
    }

    /// <summary>Why they may not log what has that word, which is none of theirs.</summary>
    public string MayNotLog(string word) =>
        $"{Organisation}'s own people do not log {word}; they log "
        + $"{string.Join(", ", EventCatalogue.Kinds.Where(k => k.IsSaidByOrganisations).Select(k => k.Word))}.";

    // Of a body that ended: something of it passed to them.
    private bool HasPassedToThem(Timeline whole) =>
        whole.Of<OpenItemsDisposed>().Any(e => e.Content.Items.Any(i => i.Successor == Organisation));

    // Their own stream, the frameworks, engagements that they are or were members of, by themselves or with their system, undertakings that
    // they gave; and what passed to them.
    private bool Concerns(Timeline whole, IBelievedRecord record) =>
        whole.Subject.Kind switch
        {
            SubjectKind.Organisation => whole.Subject.Organisation == Organisation || HasPassedToThem(whole),
            SubjectKind.Framework => true,
            _ => whole
                .Of<INamesThoseConcerned>()
                .Any((BelievedEntry e) => e.Content.OrganisationsNamed().Contains(Organisation))
                || SystemAsMember.IsEverIn(whole, Organisation, record),
        };
}
