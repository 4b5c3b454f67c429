using Oversight.Projections.Status;

namespace Oversight.Projections.National;

/// <summary>What became of an organisation between two days.</summary>
public enum MovementKind
{
    /// <summary>Into a segment with more support, which has the higher number.</summary>
    MoreSupport,

    /// <summary>Into a segment with less support, which has the lower number.</summary>
    LessSupport,

    /// <summary>Into Recovery Support.</summary>
    EnteredRecovery,

    /// <summary>Out of Recovery Support.</summary>
    LeftRecovery,

    /// <summary>It was established.</summary>
    Established,

    /// <summary>It ended.</summary>
    Ended,
}

/// <summary>What became of one organisation between two days.</summary>
/// <param name="Ods">Its code.</param>
/// <param name="Name">Its name on the later day.</param>
/// <param name="Kind">What became of it.</param>
/// <param name="FromSegment">The segment that it was in; null where it moved between none.</param>
/// <param name="ToSegment">The segment that it is in.</param>
/// <param name="Others">Who came before it, or who follows it.</param>
public sealed record Movement(
    OdsCode Ods,
    string Name,
    MovementKind Kind,
    int? FromSegment = null,
    int? ToSegment = null,
    IReadOnlyList<OdsCode>? Others = null
);

/// <summary>What became of organisations between two days, as known at a place: a pure function of the entries.</summary>
/// <param name="From">The earlier day.</param>
/// <param name="To">The later day.</param>
/// <param name="All">All movements, by kind and name.</param>
/// <param name="SegmentsNotCompared">How many are on both days, and certainly in a segment on at most one of them: nothing is said of their movement.</param>
/// <param name="RecoveryNotCompared">How many are on both days, and of which it is not certain on one whether they are in Recovery Support.</param>
public sealed record Movements(
    DateOnly From,
    DateOnly To,
    IReadOnlyList<Movement> All,
    int SegmentsNotCompared,
    int RecoveryNotCompared
)
{
    /// <summary>Those of the organisations of some kinds.</summary>
    public static Movements Between(
        RecordAt record,
        DateOnly from,
        DateOnly to,
        Func<OrganisationKind, bool> kinds,
        Region? region = null
    )
    {
        var (before, after) = (On(from), On(to));
        var both = after
            .Values.Where(o => before.ContainsKey(o.Ods))
            .Select(now => (Then: before[now.Ods], Now: now))
            .ToArray();
        var moved =
            from pair in both
            let then = pair.Then.Segment.Number
            let now = pair.Now.Segment.Number
            where then is not null && now is not null && then != now
            select new Movement(
                pair.Now.Ods,
                pair.Now.Name,
                now > then ? MovementKind.MoreSupport : MovementKind.LessSupport,
                then,
                now
            );
        var entered =
            from pair in both
            let then = pair.Then.Recovery.InProgramme
            let now = pair.Now.Recovery.InProgramme
            where (then, now) is (StatedAnswer.Yes, StatedAnswer.No) or (StatedAnswer.No, StatedAnswer.Yes)
            select new Movement(
                pair.Now.Ods,
                pair.Now.Name,
                now == StatedAnswer.Yes ? MovementKind.EnteredRecovery : MovementKind.LeftRecovery
            );
        var established =
            from now in after.Values
            where !before.ContainsKey(now.Ods)
            select new Movement(now.Ods, now.Name, MovementKind.Established, Others: now.Existence.Predecessors);
        var ended =
            from then in before.Values
            where !after.ContainsKey(then.Ods)
            select new Movement(
                then.Ods,
                record.NameOf(then.Ods, to),
                MovementKind.Ended,
                Others: then.Existence.Successors
            );
        return new(
            from,
            to,
            [
                .. moved
                    .Concat(entered)
                    .Concat(established)
                    .Concat(ended)
                    .OrderBy(m => m.Kind)
                    .ThenBy(m => m.Name, StringComparer.Ordinal)
                    .ThenBy(m => m.Ods),
            ],
            both.Count(p => p.Then.Segment.Number is null || p.Now.Segment.Number is null),
            both.Count(p => !IsCertain(p.Then) || !IsCertain(p.Now))
        );

        Dictionary<OdsCode, OrganisationOnDay> On(DateOnly day) =>
            OrganisationOnDay.All(record, day, kinds, region).ToDictionary(o => o.Ods);
    }

    private static bool IsCertain(OrganisationOnDay organisation) =>
        organisation.Recovery.InProgramme is StatedAnswer.Yes or StatedAnswer.No;
}
