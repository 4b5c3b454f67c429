using Oversight.Record;
using Oversight.Record.Evidence;
using Oversight.Record.Organisations;
using Oversight.Record.Recovery;
using Oversight.Record.Undertakings;

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
    private IEnumerable<OdsCode> Owing(OpenItemKind what, string item) =>
        Owing(
            ((UndertakingsAccepted)Believed<UndertakingsAccepted>("undertakings-u").First().Content).Organisation,
            body => Disposed("undertakings-u", body, what, item),
            []
        );

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
}
