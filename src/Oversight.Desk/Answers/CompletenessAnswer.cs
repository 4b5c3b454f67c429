using Oversight.Projections.Completeness;
using Oversight.Projections.Start;
using Oversight.Projections.Timelines;

namespace Oversight.Desk.Answers;

/// <summary>
/// Signs that the record may lack something, or came about as it should not. Whether it is unaltered is another question, which proofs answer; that it
/// is complete nobody can say from the record alone, and this does not.
/// </summary>
/// <param name="Place">The place of the record at which it was computed.</param>
/// <param name="Known">As known when; absent for now.</param>
/// <param name="On">The day.</param>
/// <param name="Thresholds">From when on something is told.</param>
/// <param name="Signs">Each kind of sign.</param>
public sealed record CompletenessAnswer(
    long? Place,
    DateTimeOffset? Known,
    DateOnly On,
    CompletenessThresholds Thresholds,
    IReadOnlyList<CompletenessLine> Signs
)
{
    /// <summary>The answer in the whole record at a place.</summary>
    public static CompletenessAnswer Of(
        RecordAt record,
        DateOnly on,
        DateTimeOffset? known,
        CompletenessThresholds thresholds
    ) =>
        new(
            record.PlaceTold,
            record.KnownTold(known),
            on,
            thresholds,
            [.. CompletenessSigns.Of(record, on, thresholds).Select(sign => CompletenessLine.Of(sign, on, known))]
        );
}

/// <summary>What came of one kind of sign.</summary>
/// <param name="Kind">Its name.</param>
/// <param name="Title">What was looked for.</param>
/// <param name="Says">What came of it, in a sentence.</param>
/// <param name="Found">How many were found.</param>
/// <param name="LookedAt">Among how many.</param>
/// <param name="Unknown">Of how many of these the record does not say; absent where it always does.</param>
/// <param name="Threshold">From when on it is told.</param>
/// <param name="Source">Where that is from.</param>
/// <param name="DoesNotShow">What it does not show.</param>
/// <param name="Rows">The address of the rows that were found, with their entries: as JSON, CSV (format=csv) or a workbook.</param>
/// <param name="RowsLookedAt">The address of those that were looked at.</param>
/// <param name="NotStated">What the record does not state and there might be rows of.</param>
public sealed record CompletenessLine(
    string Kind,
    string Title,
    string Says,
    int Found,
    int LookedAt,
    int? Unknown,
    string Threshold,
    string Source,
    string DoesNotShow,
    string Rows,
    string RowsLookedAt,
    IReadOnlyList<NotStated> NotStated
)
{
    internal static CompletenessLine Of(CompletenessSign sign, DateOnly on, DateTimeOffset? known) =>
        new(
            sign.Kind,
            sign.Title,
            sign.Says,
            sign.Found.Count,
            sign.LookedAt.Count,
            sign.Unknown?.Count,
            sign.Threshold,
            sign.Source,
            sign.DoesNotShow,
            AddressOf(sign.Found, on, known),
            AddressOf(sign.LookedAt, on, known),
            sign.Found.NotStated
        );

    private static string AddressOf(Counted counted, DateOnly on, DateTimeOffset? known)
    {
        var asked = counted
            .Filters.Select(filter => (filter.Name, filter.Value))
            .Append(
                ("sort", string.Join(',', counted.Sorts.Select(sort => (sort.Descending ? "-" : "") + sort.Column)))
            )
            .Append(("on", on.ToString("O", CultureInfo.InvariantCulture)))
            .Concat(known is { } instant ? [("known", AnswerJson.Instant(instant))] : []);
        return $"/api/registers/{counted.Register.Name}?"
            + string.Join('&', asked.Select(one => $"{one.Item1}={Uri.EscapeDataString(one.Item2)}"));
    }
}
