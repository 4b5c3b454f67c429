using Oversight.Projections.Timelines;
using Oversight.Projections.Undertakings;
using Oversight.Record.Undertakings;

namespace Oversight.Desk.Answers;

/// <summary>A set of undertakings in the list.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Organisation">The organisation that gave them.</param>
/// <param name="Name">Its name; absent when it is not registered.</param>
/// <param name="Region">The code of the region that oversees it.</param>
/// <param name="Version">The version of the stream: send it in If-Match to decide.</param>
/// <param name="Accepted">When they were accepted, by whom and why.</param>
/// <param name="LegalBasis">The id of their legal basis; absent where that is not stated.</param>
/// <param name="Items">How many undertakings there are; absent where they are known by report only.</param>
/// <param name="Open">How many are open; absent likewise.</param>
/// <param name="Overdue">How many of them are overdue; absent likewise.</param>
/// <param name="NextDue">The day by which the next open one is due that is not overdue; absent when none has a date.</param>
/// <param name="Published">Whether they are published; absent when nothing was said.</param>
/// <param name="JointlyWith">The organisations that gave them together with it.</param>
/// <param name="Types">What they are about; absent where that is not stated.</param>
/// <param name="SupersededBy">The ids of the sets that stand in their place.</param>
public sealed record UndertakingsItem(
    string Id,
    OdsCode Organisation,
    string? Name,
    string? Region,
    long Version,
    Statement Accepted,
    string? LegalBasis,
    int? Items,
    int? Open,
    int? Overdue,
    DateOnly? NextDue,
    bool? Published,
    IReadOnlyList<OdsCode> JointlyWith,
    IReadOnlyList<UndertakingsType>? Types,
    IReadOnlyList<string> SupersededBy
);

/// <summary>The sets of undertakings that had been accepted, or may have been, by a day.</summary>
/// <param name="Place">The place of the record at which it was computed.</param>
/// <param name="Known">As known when; absent for now.</param>
/// <param name="On">The day.</param>
/// <param name="Undertakings">The sets, by id.</param>
public sealed record UndertakingsListAnswer(
    long? Place,
    DateTimeOffset? Known,
    DateOnly On,
    IReadOnlyList<UndertakingsItem> Undertakings
)
{
    /// <summary>The list in the record at a place.</summary>
    public static UndertakingsListAnswer Of(RecordAt record, DateOnly on, DateTimeOffset? known) =>
        new(record.PlaceTold, record.KnownTold(known), on, [.. UndertakingsStanding.All(record, on).Select(Item)]);

    private static UndertakingsItem Item(UndertakingsStanding standing) =>
        new(
            standing.Id,
            standing.Organisation,
            standing.Name,
            standing.Region,
            standing.Version,
            standing.Accepted,
            standing.LegalBasis?.Id,
            standing.ByReportOnly ? null : standing.Items.Count,
            standing.Open,
            standing.Overdue,
            standing.Items.Where(i => i is { Open: true, DaysLeft: >= 0 }).Select(i => i.Due?.Latest).Min(),
            standing.Publication is { } publication ? publication.Address is not null : null,
            standing.JointlyWith,
            standing.Types,
            standing.SupersededBy
        );
}
