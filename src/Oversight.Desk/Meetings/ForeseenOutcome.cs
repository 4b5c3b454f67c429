namespace Oversight.Desk.Meetings;

/// <summary>What logging an outcome of a meeting would do.</summary>
/// <param name="Index">Its number among the outcomes, from 0.</param>
/// <param name="Subject">The stream that it is about, as the caller wrote it.</param>
/// <param name="Content">What would be recorded; null where it is refused.</param>
/// <param name="Refused">Why it is refused; null where it is not.</param>
/// <param name="Findings">What the rules would report of it, where they do not refuse it.</param>
public sealed record ForeseenOutcome(
    int Index,
    string Subject,
    Event? Content,
    RefusedOutcome? Refused,
    IReadOnlyList<Finding> Findings
);
