using Oversight.Record;
using Oversight.Record.Entries;
using Oversight.Record.Evidence;
using Oversight.Record.Organisations;
using Oversight.Record.Recovery;
using Oversight.Record.Time;
using Oversight.Record.Undertakings;
using Said = Oversight.Projections.Tests.RandomHistories.ReferenceBelief.Said;

namespace Oversight.Projections.Tests.RandomHistories;

/// <content>What becomes of what was open for a body that ended.</content>
internal sealed partial class ReferenceSupport
{
    // The successors that a membership passed to, whenever.
    private IEnumerable<OdsCode> Successors() =>
        Believed<OpenItemsDisposed>("recovery-r")
            .SelectMany(s => ((OpenItemsDisposed)s.Content).Items)
            .Where(i => i is { What: OpenItemKind.Membership, Successor: not null })
            .Select(i => i.Successor!.Value);

    private bool HasPassedOn(OdsCode member) =>
        Disposed("recovery-r", member, OpenItemKind.Membership, null) is not null && Membership(member) == "No";

    // What was decided first of all that holds by the day; what names the one thing says more than what names all of its kind.
    private DisposedItem? Disposed(string subject, OdsCode ended, OpenItemKind what, string? item)
    {
        if (deviation == SupportDeviation.NothingPassesOn)
        {
            return null;
        }

        var decisions = Believed<OpenItemsDisposed>(subject)
            .Where(s => s.Latest <= day && ((OpenItemsDisposed)s.Content).Ended == ended)
            .OrderBy(s => s.Latest)
            .ThenBy(s => s.Place)
            .Select(s => ((OpenItemsDisposed)s.Content).Items.Where(i => i.What == what).ToArray());
        if (deviation == SupportDeviation.TheLastDispositionHolds)
        {
            decisions = decisions.Reverse();
        }

        foreach (var items in decisions)
        {
            var one = items.FirstOrDefault(i => i.Item == item);
            var all = items.FirstOrDefault(i => i.Item is null);
            if ((deviation == SupportDeviation.AllOfAKindStandsBeforeOne ? all ?? one : one ?? all) is { } found)
            {
                return found;
            }
        }

        return null;
    }

    // Nobody where it was discharged or ended with the body.
    private OdsCode[] Owing(string set, OpenItemKind what, string? item) =>
        [
            .. Givers(GivenIn(set)!)
                .SelectMany(giver => Owing(giver, body => Disposed(set, body, what, item), []))
                .Distinct(),
        ];

    private IEnumerable<OdsCode> Owing(OdsCode body, Func<OdsCode, DisposedItem?> disposed, OdsCode[] before) =>
        before.Contains(body) || disposed(body) is not { } item ? [body]
        : item.Successor is { } next
            ? Owing(next, disposed, [.. before, body])
                .Concat(deviation == SupportDeviation.WhatPassedIsOwedByBoth ? [body] : [])
        : deviation == SupportDeviation.WhatEndedWithTheBodyIsStillDue ? [body]
        : [];

    private bool HasEnded(string milestone) =>
        EverMembers().Any(m => !Owing(m, b => Disposed("recovery-r", b, OpenItemKind.Milestone, milestone), []).Any());

    private bool HasEnded(Said piece) =>
        !Owing(
                ((EvidenceSubmitted)piece.Content).Organisation,
                b => Disposed("recovery-r", b, OpenItemKind.Evidence, $"{piece.Id}"),
                []
            )
            .Any();

    // A criterion goes with the membership where nobody decided about itself. Who came in for a body that ended owes what that owed.
    private bool Concerns(Criterion criterion, OdsCode member)
    {
        if (deviation == SupportDeviation.CriteriaConcernEverybody)
        {
            return true;
        }

        var own = Believed<RecoveryMemberJoined>("recovery-r")
            .Select(s => ((RecoveryMemberJoined)s.Content).Organisation)
            .Concat(((RecoveryEntered)Entry()!.Content).Members);
        return own.Any(m =>
            (criterion.Members is null || criterion.Members.Contains(m))
            && Owing(
                    m,
                    b =>
                        Disposed("recovery-r", b, OpenItemKind.Criterion, criterion.Reference)
                        ?? (
                            deviation == SupportDeviation.MembershipsTakeNoCriteriaAlong
                                ? null
                                : Disposed("recovery-r", b, OpenItemKind.Membership, null)
                        ),
                    []
                )
                .Contains(member)
        );
    }

    /// <summary>What was open for each body that ended, the day before, and what became of it.</summary>
    public IReadOnlyList<string> Mergers()
    {
        var lines = new List<string>();
        foreach (var body in RandomSupport.Organisations)
        {
            var end = Believed<OrganisationSucceeded>($"organisation-{body}").FirstOrDefault();
            if (end is null || end.Latest > day || end.Content.Decision.Effective.Precision == DatePrecision.Unknown)
            {
                continue;
            }

            var eve = new ReferenceSupport(record, known, end.Earliest.AddDays(-1), deviation);
            var still = OpenFor(body);
            foreach (var (subject, what, item) in eve.OpenFor(body))
            {
                var disposed =
                    Disposed(subject, body, what, item)
                    ?? (
                        what is OpenItemKind.Criterion or OpenItemKind.Milestone
                            ? Disposed(subject, body, OpenItemKind.Membership, null)
                            : null
                    );
                var state = disposed is not null
                    ? disposed.Disposition == Disposition.Passes
                        ? $"Passed {disposed.Successor}"
                        : $"{disposed.Disposition}"
                    : still.Contains((subject, what, item))
                    || deviation == SupportDeviation.WhatSettledItselfIsNotDisposedOf
                        ? "NotDisposedOf"
                        : "Settled";
                lines.Add($"{body} {subject} {what} {item} {state}");
            }
        }

        return [.. lines.Order(StringComparer.Ordinal)];
    }

    private List<(string Subject, OpenItemKind What, string? Item)> OpenFor(OdsCode body)
    {
        var open = new List<(string, OpenItemKind, string?)>();
        foreach (var subject in Sets)
        {
            if (GivenIn(subject) is not { } given)
            {
                continue;
            }

            bool Mine(OpenItemKind what, string? item) =>
                deviation == SupportDeviation.WhatPassedBeforeIsForgotten
                    ? Givers(given).Contains(body)
                    : Owing(subject, what, item).Contains(body);
            var stands = given.Earliest <= day && !SupersededIn(subject, given);
            open.AddRange(
                from item in ItemsOf(subject, given)
                where stands && !IsDone(subject, item.Reference) && Mine(OpenItemKind.Undertaking, item.Reference)
                select (subject, OpenItemKind.Undertaking, (string?)item.Reference)
            );
            if (
                given.Content is UndertakingsReported
                && stands
                && !Believed<UndertakingsDischarged>(subject)
                    .Any(s => s.Latest <= day && ((UndertakingsDischarged)s.Content).Items is null)
                && Mine(OpenItemKind.Undertaking, null)
            )
            {
                open.Add((subject, OpenItemKind.Undertaking, null));
            }

            open.AddRange(
                from applied in Believed<CertificateAppliedFor>(subject)
                let answer = Believed<Event>(subject)
                    .FirstOrDefault(s => s.Content is IAnswersApplication a && Names(a.Application, applied.Id))
                where applied.Earliest <= day && !(answer?.Earliest <= day)
                where Mine(OpenItemKind.CertificateApplication, $"{applied.Id}")
                select (subject, OpenItemKind.CertificateApplication, (string?)$"{applied.Id}")
            );
            var all = Believed<UndertakingsDischarged>(subject)
                .Any(s => s.Latest <= day && ((UndertakingsDischarged)s.Content).Items is null);
            open.AddRange(
                from direction in Believed<DirectionIssued>(subject)
                where direction.Earliest <= day && !all && Mine(OpenItemKind.Direction, $"{direction.Id}")
                select (subject, OpenItemKind.Direction, (string?)$"{direction.Id}")
            );
        }

        var own = $"organisation-{body}";
        open.AddRange(
            from directed in Believed<OrganisationDirected>(own)
            where directed.Earliest <= day
            where
                !Believed<DirectionRevoked>(own)
                    .Any(s =>
                        Names(((DirectionRevoked)s.Content).Direction, directed.Id)
                        && s.Latest <= day
                        && deviation != SupportDeviation.RevocationIsIgnored
                    )
            where Owing(body, b => Disposed(own, b, OpenItemKind.Direction, $"{directed.Id}"), []).Contains(body)
            select (own, OpenItemKind.Direction, (string?)$"{directed.Id}")
        );

        if (Entry() is not null)
        {
            const string subject = "recovery-r";
            var isMember = Membership(body) != "No";
            if (isMember)
            {
                open.Add((subject, OpenItemKind.Membership, null));
            }

            var over = Believed<TransitionPlanCompleted>(subject).Any(s => s.Latest <= day);
            open.AddRange(
                from purpose in Enum.GetValues<CriteriaPurpose>()
                where EverMembers().Contains(body) && (purpose == CriteriaPurpose.Exit ? isMember : !over)
                from criterion in InForce(purpose)
                where Concerns(criterion, body) && !Satisfied(criterion, body)
                select (subject, OpenItemKind.Criterion, (string?)criterion.Reference)
            );
            bool GoesOn(OdsCode member) =>
                Believed<OrganisationSucceeded>($"organisation-{member}").FirstOrDefault() is not { } end
                || end.Latest > day.AddDays(1);
            open.AddRange(
                from set in Believed<MilestoneSet>(subject)
                let milestone = ((MilestoneSet)set.Content).Milestone
                where isMember && !EverMembers().Any(m => Membership(m) != "No" && GoesOn(m))
                where
                    set.Earliest <= day
                    && !Believed<MilestoneAchieved>(subject)
                        .Any(s => s.Earliest <= day && ((MilestoneAchieved)s.Content).Milestone == milestone)
                where Owing(body, b => Disposed(subject, b, OpenItemKind.Milestone, milestone), []).Contains(body)
                select (subject, OpenItemKind.Milestone, (string?)milestone)
            );
            open.AddRange(
                from piece in Believed<EvidenceSubmitted>(subject)
                where piece.Earliest <= day
                let said = Believed<Event>(subject)
                    .Where(s => s.Content is IAboutEvidence a && Names(a.Evidence, piece.Id) && s.Earliest <= day)
                where said.All(s => s.Content is EvidenceAcknowledged)
                where
                    Owing(
                            ((EvidenceSubmitted)piece.Content).Organisation,
                            b => Disposed(subject, b, OpenItemKind.Evidence, $"{piece.Id}"),
                            []
                        )
                        .Contains(body)
                select (subject, OpenItemKind.Evidence, (string?)$"{piece.Id}")
            );
        }

        return open;
    }
}
