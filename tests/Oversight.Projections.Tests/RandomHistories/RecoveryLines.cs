using Oversight.Projections.Answers;
using Oversight.Projections.InRecovery;
using Oversight.Projections.PublishedPositions;
using Oversight.Projections.Readiness;
using Oversight.Projections.Timelines;
using Oversight.Record.Recovery;

namespace Oversight.Projections.Tests.RandomHistories;

/// <summary>What the folds say, in the lines in which <see cref="ReferenceSupport"/> says it.</summary>
internal static class RecoveryLines
{
    public static IReadOnlyList<string> Recovery(RecordAt record, DateOnly on, HashSet<string> seen) =>
        [
            .. RandomSupport.Organisations.Select(ods =>
            {
                var standing = RecoveryStanding.On(record, ods, on);
                seen.Add($"{standing.InProgramme} by {standing.SaidBy?.ToString() ?? "nothing"}");
                seen.UnionWith(standing.OnlyWithSystem ? ["only with its system"] : []);
                seen.UnionWith(
                    standing.Engagements.Any(e => e is { Member: Certainty.No, ThroughSystem: not null })
                        ? ["left with its system"]
                        : []
                );
                return $"{ods} {standing.InProgramme}"
                    + (standing.SaidBy is { } by ? $" {by}" : "")
                    + (
                        standing.SaidBy == RecoverySource.Publication
                            ? $" {string.Join(",", standing.Published.Select(p => p.Entry.Place))}"
                            : ""
                    );
            }),
        ];

    public static IReadOnlyList<string> Positions(RecordAt record, DateOnly day, HashSet<string> seen) =>
        [
            .. from ods in RandomSupport.Organisations
            from position in PublishedPosition.Of(record, ods, day)
            let told = seen.Add($"{position.About} {position.Agrees}")
            select $"{ods} {position.Entry.Place} {position.Published} beside {string.Join(",", position.Decided)}: {position.Agrees}",
        ];

    public static IReadOnlyList<string> Groundwork(RecordAt record, DateOnly on, HashSet<string> seen)
    {
        if (EngagementReadiness.Of(record, RandomSupport.Recovery, on)?.Groundwork is not { } work)
        {
            return [];
        }

        string Places(string what, IEnumerable<Statement> said)
        {
            Statement[] all = [.. said];
            seen.UnionWith(
                all.Length > 1 ? [$"several {what}"]
                : all.Length == 1 ? [what]
                : []
            );
            return $"{what} {string.Join(",", all.Select(s => s.Entry.Place))}";
        }

        return
        [
            Places("letters", work.EntryLetters.Select(l => l.Said)),
            Places("stocktakes", work.Stocktakes.Select(s => s.Said)),
            Places("packages", work.SupportPackages.Select(s => s.Said)),
            Places("plans", work.ImprovementPlans.Select(p => p.Said)),
            Places("board", work.Board is { } board ? [board.Said] : []),
        ];
    }
}
