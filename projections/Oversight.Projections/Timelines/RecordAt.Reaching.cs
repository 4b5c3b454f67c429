using Oversight.Record.Organisations;
using Oversight.Record.Undertakings;

namespace Oversight.Projections.Timelines;

/// <content>How far an answer computed from the record reaches: the entries that it can rest on.</content>
public sealed partial class RecordAt
{
    /// <summary>
    /// The greatest place among the entries that an answer about an organisation can rest on: its own, the frameworks',
    /// those of its successors (a rule asks about them), and those of every subject that has ever named it: as a
    /// successor, as a member of an engagement, as the one that gave undertakings, as its system; for an engagement or undertakings those
    /// of the organisations named, and of undertakings those of sets before and after; at a merger, of what named the body that ended.
    /// Two places with another answer never have the same greatest place.
    /// </summary>
    public long ContributingTo(SubjectId subject)
    {
        if (!isQuiet || reads is not null)
        {
            // How far an answer reaches is no part of what it says.
            var quiet = Noting(null);
            quiet.reads = null;
            return quiet.ContributingTo(subject);
        }

        var own = TimelineOf(subject);
        var others = new List<Timeline?>();
        if (own is not null)
        {
            others.AddRange(own.OrganisationsNamed.Select(TimelineOf));
            // Whoever may be in an engagement with the system of one of its members; and of a trust the engagements of its systems.
            others.AddRange(
                subject.Kind == SubjectKind.Recovery
                    ? own.OrganisationsNamed.SelectMany(NamingSoFar).Where(t => t.Subject.Organisation is not null)
                    : own.Of<SystemJoined>()
                        .SelectMany(e => NamingSoFar(e.Content.System))
                        .Where(t => t.Subject.Organisation is null)
            );
            if (subject.Kind == SubjectKind.Undertakings)
            {
                others.AddRange(SetsBeside(own));
            }

            if (subject.Organisation is { } organisation)
            {
                Timeline[] naming = [.. NamingSoFar(organisation)];
                others.AddRange(naming);
                // Whether a trust is certainly of its system rests on the other ICBs that it may belong to.
                others.AddRange(
                    naming
                        .SelectMany(t => t.Of<SystemJoined>(), (_, joined) => joined.Content.System)
                        .Distinct()
                        .Select(TimelineOf)
                );
                // What was open for a body when it ended is told of it, and of those that follow it.
                others.AddRange(
                    PredecessorsOf(organisation)
                        .Select(p => p.Predecessor)
                        .Concat(own.Of<OrganisationSucceeded>().Take(1).Select(_ => organisation))
                        .Distinct()
                        .SelectMany(NamingSoFar)
                        .SelectMany(t => t.OrganisationsNamed.Select(TimelineOf).Append(t))
                );
            }
        }

        return Math.Max(others.Append(own).Max(t => t?.GreatestPlace ?? -1), Frameworks.GreatestPlace);
    }

    /// <summary>The greatest place among the entries that an answer about all subjects of a kind can rest on.</summary>
    public long ContributingTo(SubjectKind kind) =>
        Subjects.Where(s => s.Kind == kind).Select(ContributingTo).Append(Frameworks.GreatestPlace).Max();

    /// <summary>The sets of undertakings that, by some entry of either, follow a set or are followed by it.</summary>
    internal IEnumerable<Timeline> SetsBeside(Timeline set) =>
        set
            .Recorded.SelectMany(e => AcceptedUndertakings.EarlierSetsIn(e.Event))
            .Select(TimelineOf)
            .OfType<Timeline>()
            .Concat(
                set.OrganisationsNamed.SelectMany(Naming)
                    .Where(later =>
                        later.Recorded.Any(e => AcceptedUndertakings.EarlierSetsIn(e.Event).Contains(set.Subject))
                    )
            )
            .Where(other => other.Subject != set.Subject)
            .DistinctBy(other => other.Subject);

    // The index of names does not forget what was recorded after the place.
    private IEnumerable<Timeline> NamingSoFar(OdsCode organisation) =>
        NamesOf(organisation)
            .Select(TimelineOf)
            .OfType<Timeline>()
            .Where(t => t.OrganisationsNamed.Contains(organisation));
}
