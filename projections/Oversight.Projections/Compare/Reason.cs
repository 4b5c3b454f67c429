namespace Oversight.Projections.Compare;

/// <summary>How an entry made a difference between two states.</summary>
public enum HowChanged
{
    /// <summary>It took effect between the two days.</summary>
    TookEffect,

    /// <summary>It was recorded between, about a time by the first day.</summary>
    RecordedSince,

    /// <summary>It was recorded between, about a time after the second day.</summary>
    RecordedAhead,

    /// <summary>What it says was corrected between, or a correction of it taken back.</summary>
    Corrected,

    /// <summary>It was retracted between.</summary>
    Retracted,

    /// <summary>It had been retracted, and counts again.</summary>
    CountsAgain,

    /// <summary>It was recorded before; whoever asks was told of it between.</summary>
    Told,

    /// <summary>Whoever asks is not shown it any more.</summary>
    NotShown,
}

/// <summary>An entry that made a difference, and why it was made.</summary>
/// <param name="Entry">The entry by which it came about: of a correction or retraction that one.</param>
/// <param name="About">The entry that was corrected or retracted; absent where it speaks for itself.</param>
/// <param name="Place">The place of the entry by which it came about.</param>
/// <param name="How">How.</param>
/// <param name="Says">What is believed now, in one line; of what was retracted what was believed.</param>
/// <param name="Replaced">What was believed before, where that was another line.</param>
/// <param name="Rationale">Why it was decided; of a correction or retraction why that was made.</param>
/// <param name="DecidedBy">The body that decided that, and the role.</param>
/// <param name="Effective">From when what it says holds.</param>
/// <param name="Recorded">When it was stored.</param>
public sealed record Reason(
    Guid Entry,
    Guid? About,
    long Place,
    HowChanged How,
    string Says,
    string? Replaced,
    string? Rationale,
    string DecidedBy,
    DateWithPrecision Effective,
    DateTimeOffset Recorded
);
