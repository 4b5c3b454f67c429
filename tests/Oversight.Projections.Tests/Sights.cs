using Oversight.Projections.Timelines;
using Oversight.Projections.Visibility;
using Oversight.Record;
using Oversight.Record.People;

namespace Oversight.Projections.Tests;

/// <summary>People as the tests name them.</summary>
internal static class Sights
{
    /// <summary>An organisation's own people on a day.</summary>
    public static Sight OwnPeople(OdsCode organisation, DateOnly on) =>
        new(new([new(Role.Lead, Organisation: organisation)]), on);

    /// <summary>The team of a region, who look on any day.</summary>
    public static Sight Region(string code) =>
        new(new([new(Role.Region, Record.Region.Of(code))]), new DateOnly(2024, 5, 1));

    /// <summary>The record as an organisation's own people see it on a day.</summary>
    public static RecordAt AsSeenBy(this RecordAt record, OdsCode organisation, DateOnly on) =>
        record.AsSeenBy(OwnPeople(organisation, on));
}
