using System.Text.Json.Serialization;
using Oversight.Record.Recovery;

namespace Oversight.Projections.Readiness;

/// <summary>One statement of a target exit.</summary>
/// <param name="Target">When it is meant to be.</param>
/// <param name="Said">Who said so, why, and in which entry.</param>
public sealed record TargetExitStatement(DateWithPrecision Target, Statement Said);

/// <summary>When a member is meant to leave, as it stands on a day.</summary>
/// <param name="Target">The target; null when several may hold.</param>
/// <param name="DaysLeft">Days to its latest day; null when it is unknown or uncertain.</param>
/// <param name="Candidates">The statements that may hold on the day.</param>
/// <param name="PerhapsNone">True when it is possible that none had been made yet.</param>
/// <param name="History">Every statement by the day, the first one first.</param>
/// <param name="Moved">How often the target changed.</param>
public sealed record TargetExit(
    DateWithPrecision? Target,
    int? DaysLeft,
    IReadOnlyList<TargetExitStatement> Candidates,
    bool PerhapsNone,
    IReadOnlyList<TargetExitStatement> History,
    int Moved
)
{
    /// <summary>In words: where it is uncertain, all that may hold.</summary>
    [JsonIgnore]
    public string Text =>
        Target?.ToString()
        ?? $"{string.Join(" or ", Candidates.Select(candidate => candidate.Target).Distinct())}{(PerhapsNone ? " or none yet" : "")} (uncertain)";

    /// <summary>That of a member on a day; null when none was stated by then.</summary>
    public static TargetExit? Of(Engagement engagement, OdsCode member, DateOnly day)
    {
        var (entries, perhapsNone) = engagement.TargetExitEntriesOf(member, day);
        var history = Statement.Begun(engagement.TargetExitHistoryOf(member).Select(h => h.Entry), day);
        if (history.Count == 0)
        {
            return null;
        }

        var targets = entries.Select(e => Engagement.TargetOf(e)!.Value).Distinct().ToArray();
        DateWithPrecision? target = targets is [var certain] && !perhapsNone ? certain : null;
        return new(
            target,
            DueDate.DaysLeft(target, day),
            [.. entries.Select(Stated)],
            perhapsNone,
            [.. history.Select(Stated)],
            Statement.Moves(history.Select(e => Engagement.TargetOf(e)!.Value))
        );
    }

    private static TargetExitStatement Stated(Record.Timelines.BelievedEntry entry) =>
        new(Engagement.TargetOf(entry)!.Value, Statement.Of(entry));
}
