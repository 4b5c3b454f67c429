using Oversight.Projections.Meetings;
using Oversight.Projections.Registers;
using Oversight.Record.Reviews;

namespace Oversight.Projections.Compare;

/// <summary>The last day before another on which a region met, or somebody was reviewed at an oversight meeting.</summary>
public static class LastMeeting
{
    /// <summary>That day, as far as it is exactly known; null where no such meeting is recorded.</summary>
    /// <param name="record">The record.</param>
    /// <param name="day">The day before which.</param>
    /// <param name="region">Of organisations of this region; null for all.</param>
    /// <param name="organisation">Of this organisation, by its ODS code; null for all.</param>
    public static DateOnly? Before(RecordAt record, DateOnly day, Region? region, string? organisation)
    {
        record = record.Noting(null);
        var code = organisation?.Split(SystemScope.Prefix)[^1];
        var met = region is not null && code is null ? HeldMeeting.LastBefore(record, region, day) : null;
        var reviewed = (
            from ods in record.Organisations
            where code is null || ods.Value.Equals(code, StringComparison.OrdinalIgnoreCase)
            where region is null || record.RegistrationOf(ods)?.Region == region.Code
            from review in record.TimelineOf(ods)!.Of<OversightReviewed>()
            where review.Effective.Precision == DatePrecision.Day && review.Effective.Latest < day
            select (DateOnly?)review.Effective.Latest
        ).Max();
        return met > reviewed || reviewed is null ? met : reviewed;
    }
}
