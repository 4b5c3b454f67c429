using Oversight.Record.Frameworks;

namespace Oversight.Record.Deciding;

/// <summary>What a decision about a subject is judged by: the record as believed at a place, and the moment of logging.</summary>
/// <param name="Timeline">The subject's own timeline; empty when nothing is recorded about it.</param>
/// <param name="Record">The rest of the record.</param>
/// <param name="Now">When it is logged; passed in, never read from a clock here.</param>
/// <param name="LoggedBy">The signed-in subject that logs it.</param>
public sealed record Situation(Timeline Timeline, IBelievedRecord Record, DateTimeOffset Now, string LoggedBy)
{
    /// <summary>The framework versions.</summary>
    public FrameworksInForce Frameworks => Record.Frameworks;

    /// <summary>The timeline of any organisation; null when it is not in the record.</summary>
    public Timeline? Organisation(OdsCode ods) => Record.TimelineOf(SubjectId.Of(ods));
}
