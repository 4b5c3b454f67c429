using Oversight.Record.Catalogue;
using Oversight.Record.Corrections;
using Oversight.Record.Evidence;
using Oversight.Record.Organisations;
using Oversight.Record.People;
using Oversight.Record.Recovery;
using Oversight.Record.Telling;
using Oversight.Record.Undertakings;

namespace Oversight.Projections.Visibility;

/// <content>What they may log.</content>
public sealed partial record Sight
{
    private const string NhsEngland = "nhs-england";

    /// <summary>What contributors of an organisation log; its leads log whatever organisations say themselves.</summary>
    private static readonly IReadOnlyList<EventKind> OfContributors =
    [
        SubmitEvidence.Kind,
        ReportUndertakingProgress.Kind,
    ];

    /// <summary>
    /// Why they may not log that about a subject; null when they may. One right that allows it is enough. A correction or a retraction is allowed
    /// to whom the entry is allowed that it changes. Nothing is said of what they do not see: who may is told before what is.
    /// </summary>
    /// <param name="content">What is to be recorded.</param>
    /// <param name="subject">What it is about.</param>
    /// <param name="about">The subject's whole timeline; null when nothing is recorded about it.</param>
    /// <param name="record">The whole record.</param>
    /// <exception cref="UnknownSubjectException">They see nothing of the subject: it reads as what is not in the record.</exception>
    public string? MayNotLog(Event content, SubjectId subject, Timeline? about, IBelievedRecord record)
    {
        if (Grants.IsTheProgram)
        {
            return null;
        }

        var seen = about is null ? null : See(about, record);
        var stated = content is EntryCorrected { Replacement: var replacement } ? replacement : content;
        string? first = null;
        var isTheirsToLog = false;
        foreach (var grant in Grants.All.Where(grant => grant.Decides))
        {
            var why = NotOfTheirKind(grant, stated) ?? NotInThatName(grant, content, seen);
            if (why is null && Reaches(grant, stated, about, seen, record))
            {
                why = NotTheirEntry(grant, content, subject, seen);
                if (why is null)
                {
                    return null;
                }
            }

            isTheirsToLog |= why is null;
            first ??= why;
        }

        if (!isTheirsToLog)
        {
            return first ?? "You log no decisions here: your rights are to read, or to look after people.";
        }

        var begins = stated.KindOfEvent().Begins;
        if (!SeesEverything && !begins && seen is null)
        {
            throw new UnknownSubjectException(subject);
        }

        // The same whether or not something has begun under that id that they do not see.
        return begins && seen is null
            ? $"You cannot begin {subject.Id}: choose another id, and name an organisation that you log for."
            : $"{subject.Id} concerns no organisation that you log for: you are {string.Join("; ", Grants.All.Select(g => g.Says()))}.";
    }

    /// <summary>
    /// The kinds of decision that they may log about a subject: what is said of it beside is asked when it is logged
    /// (<see cref="MayNotLog"/>). None of what they do not see, but what begins it.
    /// </summary>
    /// <param name="subject">The subject.</param>
    /// <param name="about">The subject's whole timeline; null when nothing is recorded about it.</param>
    /// <param name="record">The whole record.</param>
    public IReadOnlyList<EventKind> KindsToLog(SubjectId subject, Timeline? about, IBelievedRecord record)
    {
        var seen = about is null ? null : See(about, record);
        return
        [
            .. EventCatalogue.Kinds.Where(kind =>
                kind.About.HasFlag(subject.Kind)
                && kind.Begins != HasBegun(seen)
                && Grants.All.Any(grant =>
                    grant.Decides
                    && (grant.Organisation is null || KindsOf(grant).Contains(kind))
                    && !TakesAwayForOthers(grant, kind.Example())
                    && (kind.Begins ? grant.Organisation is null : Reaches(grant, kind.Example(), about, seen, record))
                )
            ),
        ];
    }

    /// <summary>Whether they may correct or retract an entry about a subject, in the name of some body.</summary>
    /// <param name="entry">The entry.</param>
    /// <param name="subject">What it is about.</param>
    /// <param name="about">The subject's whole timeline; null when nothing is recorded about it.</param>
    /// <param name="record">The whole record.</param>
    public bool MayChange(Guid entry, SubjectId subject, Timeline? about, IBelievedRecord record)
    {
        var seen = about is null ? null : See(about, record);
        var retraction = RetractEntry.Kind.Example();
        return seen?.StandsFor(entry) is { Counts: true }
            && Grants.All.Any(grant =>
                grant.Decides
                && Reaches(grant, retraction, about, seen, record)
                && NotTheirEntry(grant, new EntryRetracted(retraction.Decision, entry), subject, seen) is null
            );
    }

    // What happened in another's name may be told by whoever oversees those concerned. This does not only tell it.
    private static bool TakesAwayForOthers(Grant grant, Event stated) =>
        stated is ITakesAway && !grant.ActsFor(NhsEngland);

    private static string? NotOfTheirKind(Grant grant, Event stated)
    {
        if (TakesAwayForOthers(grant, stated))
        {
            return $"Only who acts for {NhsEngland} logs {stated.KindOfEvent().Word}, also when it was decided earlier: what it names is gone with it.";
        }

        if (grant.Organisation is not { } organisation || stated is EntryRetracted)
        {
            return null;
        }

        var (kind, kinds) = (stated.KindOfEvent(), KindsOf(grant));
        return !kinds.Contains(kind)
                ? $"{organisation}'s own people do not log {kind.Word}{(grant.Role == Role.Contributor ? " as contributors" : "")}; "
                    + $"they log {string.Join(", ", kinds.Select(k => k.Word))}, and corrections of these."
            : !IsSaidByItself(stated, organisation)
                ? $"It speaks for another organisation than {organisation}, or for all members: name {organisation} alone."
            : null;
    }

    private static IEnumerable<EventKind> KindsOf(Grant grant) =>
        grant.Role == Role.Contributor
            ? OfContributors
            : EventCatalogue.Kinds.Where(kind => kind.IsSaidByOrganisations);

    // A rating for all members is everybody's to see, and nobody's alone to give.
    private static bool IsSaidByItself(Event content, OdsCode organisation) =>
        content.IsSaidBy(organisation) && content is not CriterionSelfAssessed { Member: null };

    // What is live is decided by a body that they act for. What a correction says was decided may have been decided by whoever decided it.
    private static string? NotInThatName(Grant grant, Event content, Timeline? seen)
    {
        var decision = content.Decision;
        if (grant.Organisation is { } organisation && decision.Origin != Origin.Live)
        {
            return $"{organisation}'s own people log live what {organisation} says: leave the origin out. What was said earlier is "
                + "logged by the team that oversees it.";
        }

        if (decision.Origin == Origin.Live && !grant.ActsFor(decision.DecidedBy.Body))
        {
            return NotFor(grant, decision.DecidedBy.Body, "decidedBy.body");
        }

        return
            content is EntryCorrected { Replacement.Decision: var instead } correction
            && (grant.Organisation is not null || instead.Origin == Origin.Live)
            && !grant.ActsFor(instead.DecidedBy.Body)
            && seen?.StandsFor(correction.Target)?.Decision.DecidedBy.Body != instead.DecidedBy.Body
            ? NotFor(grant, instead.DecidedBy.Body, "replacement.decision.decidedBy.body")
            : null;
    }

    private static string NotFor(Grant grant, string body, string field)
    {
        var (own, others) = grant.Role switch
        {
            Role.National => ("nhs-england and its regional teams", true),
            Role.Region => ($"nhs-england-{grant.Region!.Code}", true),
            _ => ($"{grant.Organisation}", false),
        };
        var all = string.Join(", ", grant.Bodies.Prepend(own));
        return $"It is decided by \"{body}\", and you act for {all} only: write {field} as one of these."
            + (others ? " What another body decided is logged as back-dated or imported." : "");
    }

    private bool Reaches(Grant grant, Event stated, Timeline? about, Timeline? seen, IBelievedRecord record)
    {
        switch (grant.Role)
        {
            case Role.National:
                return true;
            case Role.Region:
                return about is not null && OverseeingRegions.Of(about, record).Contains(grant.Region!.Code)
                    || !HasBegun(about)
                        && stated.KindOfEvent().Begins
                        && (
                            stated is OrganisationRegistered { Region: var region }
                                ? region == grant.Region!.Code
                                : stated
                                    .OrganisationsNamed()
                                    .Any(named =>
                                        record.TimelineOf(SubjectId.Of(named)) is { } organisation
                                        && OverseeingRegions.Of(organisation, record).Contains(grant.Region!.Code)
                                    )
                        );
            default:
                return about is not null
                    && seen is not null
                    && Tellings.Of(about).ConcernsFrom(grant.Organisation!.Value, record) <= On;
        }
    }

    // What own people change is what they see, and said themselves.
    private static string? NotTheirEntry(Grant grant, Event content, SubjectId subject, Timeline? seen)
    {
        if (
            grant.Organisation is not { } organisation
            || content switch
            {
                EntryCorrected { Target: var corrected } => corrected,
                EntryRetracted { Target: var retracted } => retracted,
                _ => (Guid?)null,
            }
                is not { } target
        )
        {
            return null;
        }

        if (seen?.StandsFor(target) is not { } entry)
        {
            return $"What you name, entry {target}, is not one about {subject.Id} that you see: name the entry by the id that its history shows.";
        }

        return
            KindsOf(grant).Contains(entry.Content.KindOfEvent())
            && IsSaidByItself(entry.Content, organisation)
            && grant.ActsFor(entry.Decision.DecidedBy.Body)
            ? null
            : $"Entry {target} is not what {organisation} said itself: its own people challenge it, and do not change it.";
    }

    private static bool HasBegun(Timeline? about) =>
        about?.Entries.Any(e => e.Counts && e.Content.KindOfEvent().Begins) == true;
}
