using Oversight.Record.Retention;

namespace Oversight.Projections.Retention;

/// <summary>Whether a retention hold is in force, or documents are gone.</summary>
public enum RetentionState
{
    /// <summary>The hold was placed, and no entry lifts it.</summary>
    InForce,

    /// <summary>The hold was lifted.</summary>
    Lifted,

    /// <summary>The documents were disposed of.</summary>
    Disposed,

    /// <summary>Dates are too imprecise to say.</summary>
    Uncertain,
}

/// <summary>A retention hold on an organisation's records on a day.</summary>
/// <param name="Organisation">Whose records it covers.</param>
/// <param name="Content">What was said.</param>
/// <param name="State">Whether it is in force.</param>
/// <param name="Placed">Who placed it, when and why.</param>
/// <param name="Lifted">Who lifted it, when and why; null while nobody may have.</param>
public sealed record HoldOnDay(
    OdsCode Organisation,
    RetentionHoldPlaced Content,
    RetentionState State,
    Statement Placed,
    Statement? Lifted
)
{
    /// <summary>The holds placed by a day, or perhaps, in one organisation's timeline, in the order of their dates.</summary>
    public static IReadOnlyList<HoldOnDay> On(DateOnly day, Timeline timeline) =>
        [
            .. from placed in Statement.Begun(timeline.Of<RetentionHoldPlaced>(), day)
            let lifted = Statement
                .Begun(timeline.Of<RetentionHoldLifted>(), day)
                .Where(e => timeline.StandsFor(e.Content.Hold)?.Id == placed.Id)
                .OrderByDescending(e => e.Effective.IsCertainBy(day))
                .FirstOrDefault()
            select new HoldOnDay(
                timeline.Subject.Organisation!.Value,
                placed.Content,
                lifted?.Effective.IsCertainBy(day) == true ? RetentionState.Lifted
                    : lifted is not null || !placed.Effective.IsCertainBy(day) ? RetentionState.Uncertain
                    : RetentionState.InForce,
                Statement.Of(placed),
                lifted is null ? null : Statement.Of(lifted)
            ),
        ];
}

/// <summary>Documents of an organisation that were disposed of by a day, in one entry.</summary>
/// <param name="Organisation">To whom they belonged.</param>
/// <param name="Content">What was said.</param>
/// <param name="State">Whether they are gone.</param>
/// <param name="Said">Who authorised it, when and why.</param>
public sealed record DisposalOnDay(
    OdsCode Organisation,
    DocumentsDisposed Content,
    RetentionState State,
    Statement Said
)
{
    /// <summary>The disposals by a day, or perhaps, in one organisation's timeline, in the order of their dates.</summary>
    public static IReadOnlyList<DisposalOnDay> On(DateOnly day, Timeline timeline) =>
        [
            .. from disposed in Statement.Begun(timeline.Of<DocumentsDisposed>(), day)
            select new DisposalOnDay(
                timeline.Subject.Organisation!.Value,
                disposed.Content,
                disposed.Effective.IsCertainBy(day) ? RetentionState.Disposed : RetentionState.Uncertain,
                Statement.Of(disposed)
            ),
        ];
}
