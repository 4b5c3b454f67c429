using Oversight.Record.Catalogue;
using Oversight.Record.People;
using Oversight.Record.Recovery;

namespace Oversight.Projections.Visibility;

/// <content>What they may log.</content>
public sealed partial record Sight
{
    /// <summary>
    /// Why they may not log that about a subject; null when they may. It says nothing of what they do not see: what they see nothing of reads
    /// as what is not in the record.
    /// </summary>
    /// <param name="content">What is to be recorded.</param>
    /// <param name="subject">What it is about.</param>
    /// <param name="about">The subject's whole timeline; null when nothing is recorded about it.</param>
    /// <param name="record">The whole record.</param>
    /// <exception cref="UnknownSubjectException">They see nothing of the subject, and what is to be recorded does not begin it.</exception>
    public string? MayNotLog(Event content, SubjectId subject, Timeline? about, IBelievedRecord record)
    {
        if (Grants.IsTheProgram)
        {
            return null;
        }

        string? first = null;
        foreach (var grant in Grants.All.Where(grant => grant.Decides))
        {
            if (MayNotLog(grant, content, subject, about, record) is not { } why)
            {
                return null;
            }

            first ??= why;
        }

        return first ?? "You log no decisions here: your rights are to read, or to look after people.";
    }

    private string? MayNotLog(Grant grant, Event content, SubjectId subject, Timeline? about, IBelievedRecord record)
    {
        if (grant.Organisation is not { } organisation)
        {
            return null;
        }

        var kind = content.KindOfEvent();
        if (!kind.IsSaidByOrganisations)
        {
            return $"{organisation}'s own people do not log {kind.Word}; they log "
                + $"{string.Join(", ", EventCatalogue.Kinds.Where(k => k.IsSaidByOrganisations).Select(k => k.Word))}.";
        }

        // What they have not been told of is to them as if it were not there.
        if (about is null || !Concerns(about, organisation, record) || See(about, record) is null)
        {
            return $"It is about nothing in the record that concerns {organisation}.";
        }

        // A rating for all members is everybody's to see, and nobody's alone to give.
        if (!content.IsSaidBy(organisation) || content is CriterionSelfAssessed { Member: null })
        {
            return $"It speaks for another organisation than {organisation}, or for all members: name {organisation} alone.";
        }

        if (content.Decision.DecidedBy.Body != organisation.Value)
        {
            return $"It is decided by \"{content.Decision.DecidedBy.Body}\", and {organisation}'s own people decide as "
                + $"{organisation} only: write decidedBy.body as {organisation}.";
        }

        return content.Decision.Origin == Origin.Live
            ? null
            : $"{organisation}'s own people log live what {organisation} says: leave the origin out. What was said earlier is "
                + "logged by the team that oversees it.";
    }
}
