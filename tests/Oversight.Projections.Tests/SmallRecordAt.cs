using System.Globalization;
using Oversight.Projections.Registers;
using Oversight.Projections.Status;
using Oversight.Projections.Support;
using Oversight.Projections.Timelines;
using Oversight.Record;
using Oversight.Record.Tests.Given;

namespace Oversight.Projections.Tests;

/// <summary>Asks a small record.</summary>
internal static class SmallRecordAt
{
    /// <summary>The record as believed at a place; at its end when none is given.</summary>
    public static RecordAt At(this SmallRecord record, long? place = null)
    {
        var timelines = new RecordTimelines();
        timelines.Apply(record.Entries);
        return timelines.At(place ?? timelines.Place);
    }

    /// <summary>The cells of each row of an answer.</summary>
    public static object?[][] Cells(this RegisterAnswer answer) =>
        [.. answer.Rows.Select(row => answer.Columns.Select(c => c.Of(row)).ToArray())];

    public static OrganisationStatus? Status(this RecordAt record, OdsCode organisation, string on) =>
        OrganisationStatus.Of(record, organisation, DateOnly.ParseExact(on, "O", CultureInfo.InvariantCulture));

    /// <summary>What is stated of support for an organisation on a day.</summary>
    public static IReadOnlyList<SupportOnDay> Support(this RecordAt record, OdsCode organisation, string on) =>
        OrganisationSupport
            .Of(record, organisation, DateOnly.ParseExact(on, "O", CultureInfo.InvariantCulture))
            .Support;

    /// <summary>The segment in one line, and whether it is certain.</summary>
    public static (SegmentState, string) Segment(this SmallRecord record, string on)
    {
        var segment = record.At().Status(Sample.Icb, on)!.Segment;
        return (segment.State, segment.Text);
    }
}
