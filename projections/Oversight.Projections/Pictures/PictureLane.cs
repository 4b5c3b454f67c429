namespace Oversight.Projections.Pictures;

/// <summary>Why an organisation has a lane in a picture.</summary>
public enum LaneRole
{
    /// <summary>The picture is of it.</summary>
    Itself,

    /// <summary>A trust of its system on the day, or perhaps.</summary>
    Trust,

    /// <summary>A trust that belonged to its system before: the lane tells of that time only.</summary>
    FormerTrust,

    /// <summary>A body that it follows.</summary>
    Predecessor,

    /// <summary>A body that follows it.</summary>
    Successor,
}

/// <summary>One organisation in a picture.</summary>
/// <param name="Organisation">Its code.</param>
/// <param name="Name">Its name on the day; its code where it is not registered.</param>
/// <param name="Role">Why it is there.</param>
/// <param name="Established">From when it exists; null where it is not registered.</param>
/// <param name="Ended">The first day on which others stand in its place; null while it has not ended.</param>
/// <param name="Periods">What held for it over time, by kind, then by its first day.</param>
public sealed record PictureLane(
    OdsCode Organisation,
    string Name,
    LaneRole Role,
    DateWithPrecision? Established,
    DateWithPrecision? Ended,
    IReadOnlyList<PicturePeriod> Periods
);

/// <summary>How much can be said of a period.</summary>
public enum Sureness
{
    /// <summary>It is so on each of its days.</summary>
    Certain,

    /// <summary>Dates are too imprecise, or sources contradict each other: it may be so.</summary>
    Uncertain,

    /// <summary>Nothing is stated for these days but what was last published, for a time that has passed.</summary>
    PublishedOnly,
}

/// <summary>Something that held on each of a run of days, as the answers say it on each of them.</summary>
/// <param name="Kind">What it is about.</param>
/// <param name="Track">What tells it from others of its kind, for the same organisation: an engagement, a set of undertakings.</param>
/// <param name="From">The first day; null where it is not known since when.</param>
/// <param name="Until">The first day on which it no longer holds; null where it goes on on the day of the picture.</param>
/// <param name="Sureness">How much can be said.</param>
/// <param name="Segment">The segment, where it is one and certain, or was last published.</param>
/// <param name="Mark">What fits on it: 3, Tier 1.</param>
/// <param name="Sentence">What held, in one line.</param>
/// <param name="Subject">The stream that it stands in.</param>
/// <param name="RestsOn">The entries that say so, by place.</param>
public sealed record PicturePeriod(
    PictureKind Kind,
    string Track,
    DateOnly? From,
    DateOnly? Until,
    Sureness Sureness,
    int? Segment,
    string Mark,
    string Sentence,
    SubjectId Subject,
    IReadOnlyList<EntryReference> RestsOn
);
