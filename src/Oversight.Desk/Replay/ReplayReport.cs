namespace Oversight.Desk.Replay;

/// <summary>How far a replay is.</summary>
/// <param name="Step">What it is doing, in words.</param>
/// <param name="Done">How much of it is done.</param>
/// <param name="Total">How much there is to do.</param>
/// <param name="Unit">What is counted: entries, places, answers.</param>
/// <param name="Elapsed">How long this step has taken so far.</param>
public sealed record ReplayProgress(string Step, long Done, long Total, string Unit, TimeSpan Elapsed)
{
    /// <summary>Units a second so far.</summary>
    public double Rate => Elapsed.TotalSeconds > 0 ? Done / Elapsed.TotalSeconds : 0;
}

/// <summary>One thing that is not as it must be.</summary>
/// <param name="What">What was compared, with its place, subject and day.</param>
/// <param name="Found">What the replay found.</param>
/// <param name="Expected">What it was compared with.</param>
public sealed record ReplayDifference(string What, string Found, string Expected);

/// <summary>What a replay compared, and how it came out.</summary>
/// <param name="Entries">Entries read from nothing.</param>
/// <param name="Subjects">Subjects that they are about.</param>
/// <param name="Places">Places at which answers were compared.</param>
/// <param name="Pairs">Pairs of a day and a place.</param>
/// <param name="Statuses">Statuses compared with the live ones, byte by byte.</param>
/// <param name="Histories">Histories compared with the live ones, byte by byte.</param>
/// <param name="Readiness">Answers about engagements' readiness compared with the live ones, byte by byte.</param>
/// <param name="Undertakings">Standings of undertakings compared with the live ones, byte by byte.</param>
/// <param name="Questions">Answers to questions compared with the live ones, byte by byte; the list of deadlines is one.</param>
/// <param name="Referenced">Statuses, readiness and standings compared with the reference in SQL.</param>
/// <param name="ReportTables">Pairs of a day and a place for which the report tables were compared, every row, with the folds.</param>
/// <param name="EntriesPerSecond">How fast the entries were read and folded.</param>
/// <param name="Differences">What differs; the first <see cref="RecordReplay.MostDifferences"/> of them.</param>
public sealed record ReplayReport(
    long Entries,
    int Subjects,
    int Places,
    int Pairs,
    long Statuses,
    long Histories,
    long Readiness,
    long Undertakings,
    long Questions,
    long Referenced,
    int ReportTables,
    long EntriesPerSecond,
    IReadOnlyList<ReplayDifference> Differences
);
