using Oversight.Projections.AuditHistory;

namespace Oversight.Projections.Pictures;

/// <summary>Something that happened, takes effect or is due at a date.</summary>
/// <param name="Kind">What it is about.</param>
/// <param name="Date">When, exactly as precise as it is known.</param>
/// <param name="Sentence">What, in one line, with names of organisations.</param>
/// <param name="Organisations">In whose lanes it stands: those that it names, or else the first of those concerned that has a lane.</param>
/// <param name="By">Who decided or said it; null for what is due.</param>
/// <param name="Rationale">Why; null where that is not stated.</param>
/// <param name="Subject">The stream that it stands in.</param>
/// <param name="Entry">The entry that says so.</param>
/// <param name="DaysLeft">Of what is due: the days to the latest day of that, negative when it has passed.</param>
/// <param name="Replaced">What was said of it before, and by which entries that was corrected or retracted, in their order.</param>
/// <param name="Counts">False where it was retracted: it stands there as what was believed once.</param>
public sealed record PicturePoint(
    PictureKind Kind,
    DateWithPrecision Date,
    string Sentence,
    IReadOnlyList<OdsCode> Organisations,
    DecidedBy? By,
    string? Rationale,
    SubjectId Subject,
    EntryReference Entry,
    int? DaysLeft,
    IReadOnlyList<ReplacedStatement> Replaced,
    bool Counts
);

/// <summary>What an entry was believed to say until a correction or a retraction.</summary>
/// <param name="Date">When it was said to be.</param>
/// <param name="Sentence">What was said.</param>
/// <param name="By">The entry that corrected or retracted it.</param>
/// <param name="Recorded">When that was recorded.</param>
/// <param name="Changed">What is different since, member by member; empty for a retraction.</param>
/// <param name="Rationale">Why.</param>
public sealed record ReplacedStatement(
    DateWithPrecision Date,
    string Sentence,
    Guid By,
    DateTimeOffset Recorded,
    IReadOnlyList<ChangedMember> Changed,
    string? Rationale
);
